"""What leaves the outbox, as of the moment of sending, on a real database. 24/11/2026 is a public holiday."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from scheduler.messages import Message, Postpone
from storage.audit import Actor, record
from storage.database import transaction
from storage.notices import add_notice, new_notice
from storage.rows import id_of
from storage.tables import (
    AssignmentState,
    NoticeState,
    OutboxMessage,
    Role,
    Snooze,
)
from tests.doubles.commune import Commune, at
from tests.doubles.rendering import render

FRIDAY = at("2026-11-20")


@pytest.fixture
def commune(sqlite: Engine) -> Iterator[Commune]:
    with transaction(sqlite) as session:
        made = Commune(session)
        made.person("Nguyễn Thị Lan", post="Công chức Văn phòng - Thống kê")
        made.person("Phạm Anh Tuấn", post="Công chức Địa chính")
        made.person("Vũ Văn Dũng", post="Công chức Tài chính - Kế toán")
        made.person("Trần Thị Hạnh")
        made.person("Lê Thị Nga")
        made.person("Trần Văn Minh", Role.LEADER, Role.OFFICIAL, post="Chủ tịch")
        made.person("Lê Thị Hoa", Role.FOCAL, post="Công chức Nội vụ")
        yield made


def morning(commune: Commune, to: str, day: str, since: str) -> OutboxMessage:
    return commune.message(commune.people[to], "morning", since=since, date=day)


def said(commune: Commune, row: OutboxMessage, when: Any = FRIDAY) -> Message:
    message = render(commune.session, row, now=when)
    assert isinstance(message, Message)
    return message


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


def an_office_in_november(commune: Commune) -> None:
    """The state of voice.md's sample 16, in small."""
    who = commune.people
    commune.work(27, "Rà soát hồ sơ đất đai", "2026-11-10", to=who["Tuấn"])
    commune.work(12, "Báo cáo CCHC quý III", "2026-11-17", to=who["Lan"])
    commune.work(41, "Báo cáo giải ngân vốn đầu tư", "2026-11-18", to=who["Dũng"])
    commune.work(42, "Báo cáo thu chi", "2026-11-18", to=who["Dũng"])
    commune.work(44, "Báo cáo tuyên truyền CCHC tháng 10", "2026-11-19", to=who["Nga"])
    commune.work(18, "Báo cáo kiểm soát TTHC", "2026-11-25", to=who["Lan"])
    commune.done(9, "Báo cáo quý", "2026-11-19", to=who["Lan"], on=at("2026-11-19", "10:00"), accepted_at=FRIDAY)
    commune.done(10, "Báo cáo tháng", "2026-11-17", to=who["Lan"], on=at("2026-11-19", "11:00"), accepted_at=FRIDAY)
    commune.done(29, "Báo cáo tự kiểm tra công tác CCHC", "2026-11-30", to=who["Hạnh"], on=at("2026-11-18", "15:00"))


def test_an_officials_morning_is_made_of_what_stands_at_that_moment(commune: Commune) -> None:
    lan = commune.people["Lan"]
    late = commune.work(12, "Báo cáo CCHC quý III", "2026-11-17", to=lan)
    commune.work(18, "Báo cáo kiểm soát TTHC", "2026-11-25", to=lan)
    row = morning(commune, "Lan", "2026-11-20", "2026-11-19")
    assert "12. Báo cáo CCHC quý III" in said(commune, row).text
    late.state = AssignmentState.DONE
    assert said(commune, row).text == (
        "Chào đồng chí Lan. Thứ Sáu 20/11/2026, đồng chí có 1 việc cần chú ý.\n"
        "🟡 18. Báo cáo kiểm soát TTHC — thứ Tư 25/11, còn 2 ngày làm việc (thứ Ba 24/11 nghỉ lễ)"
    )


def test_a_morning_with_nothing_left_to_say_is_not_sent(commune: Commune) -> None:
    row = commune.work(12, "Báo cáo", "2026-11-20", to=commune.people["Lan"])
    message = morning(commune, "Lan", "2026-11-20", "2026-11-19")
    row.state = AssignmentState.DONE
    assert render(commune.session, message, now=FRIDAY) is None


def test_what_was_put_off_is_left_out_save_on_the_first_day_after_its_deadline(commune: Commune) -> None:
    lan = commune.people["Lan"]
    soon = commune.work(18, "Báo cáo kiểm soát TTHC", "2026-11-25", to=lan)
    late = commune.work(19, "Tin, bài", "2026-11-19", to=lan)
    for row in (soon, late):
        commune.session.add(
            Snooze(
                office_id=commune.office_id,
                person_id=id_of(lan),
                assignment_id=id_of(row),
                until=FRIDAY + timedelta(days=3),
            )
        )
    text = said(commune, morning(commune, "Lan", "2026-11-20", "2026-11-19")).text
    assert "19. Tin, bài" in text
    assert "18." not in text


def test_what_was_past_at_import_is_never_spoken_of(commune: Commune) -> None:
    commune.work(1, "Báo cáo cũ", "2026-11-17", to=commune.people["Lan"], reminds=False)
    assert render(commune.session, morning(commune, "Lan", "2026-11-20", "2026-11-19"), now=FRIDAY) is None


def test_a_leaders_friday(commune: Commune) -> None:
    an_office_in_november(commune)
    message = said(commune, morning(commune, "Minh", "2026-11-20", "2026-11-19"))
    assert message.text == (
        "Bản tin thứ Sáu 20/11/2026 — UBND xã Quang Khải, Kế hoạch CCHC 2026\n"
        "✅ Đã hoàn thành: đúng hạn 2, trễ hạn 1\n"
        "⏳ Chưa hoàn thành: trong hạn 1, quá hạn 5\n"
        "Từ hôm qua: 2 việc hoàn thành, 1 việc mới quá hạn.\n"
        "Quá hạn lâu nhất: Tuấn (1 việc, 8 ngày làm việc), Lan (1 việc, 3 ngày), Dũng (2 việc, 2 ngày, mới).\n"
        "Chờ đồng chí quyết định: 1 việc chờ xác nhận.\n\n"
        "Cần đồng chí chú ý\n"
        "🔴 41. Báo cáo giải ngân vốn đầu tư — Dũng (Tài chính - Kế toán), hạn 18/11, quá 2 ngày làm việc, "
        "chưa có phản hồi\n"
        "🔴 42. Báo cáo thu chi — Dũng (Tài chính - Kế toán), hạn 18/11, quá 2 ngày làm việc, chưa có phản hồi\n\n"
        "⏳ Chờ đồng chí xác nhận\n"
        "29. Báo cáo tự kiểm tra công tác CCHC — Hạnh nộp thứ Tư 18/11, đã chờ 2 ngày làm việc"
    )
    assert labels(message) == ["Đôn đốc việc quá hạn", "Việc chờ quyết định", "Xem theo người", "Tải Excel"]
    assert message.hint == (
        "Trả lời 1 để đôn đốc việc quá hạn, 2 để xem việc chờ quyết định, 3 để xem theo người, 4 để tải Excel."
    )
    assert message.menu
    assert message.files[0].media_type == "image/png"
    assert message.files[0].content.startswith(b"\x89PNG")


def test_a_leaders_monday_looks_back_and_ahead(commune: Commune) -> None:
    an_office_in_november(commune)
    text = said(commune, morning(commune, "Minh", "2026-11-23", "2026-11-20"), at("2026-11-23")).text
    assert "\nTuần trước: 3 việc hoàn thành (2 đúng hạn, 1 trễ hạn), 4 việc mới quá hạn.\n" in text
    assert "\nTuần này có 1 việc đến hạn: 18 (Lan, thứ Tư 25/11).\n" in text
    assert "\nThứ Ba 24/11 nghỉ lễ (" in text
    assert "Từ " not in text


def test_a_leader_with_work_of_his_own_hears_the_digest_first(commune: Commune) -> None:
    an_office_in_november(commune)
    commune.work(60, "Báo cáo của Chủ tịch", "2026-11-23", to=commune.people["Minh"])
    message = said(commune, morning(commune, "Minh", "2026-11-20", "2026-11-19"))
    assert message.text.startswith("Bản tin thứ Sáu 20/11/2026")
    assert message.text.endswith(
        "Việc của đồng chí: 1 việc cần chú ý.\n🟡 60. Báo cáo của Chủ tịch — thứ Hai 23/11, còn 1 ngày làm việc"
    )
    assert labels(message)[-1] == "Xem việc của tôi"


def test_nothing_new_is_said_in_two_lines_above_the_leaders_own_work(commune: Commune) -> None:
    commune.work(12, "Báo cáo CCHC quý III", "2026-11-10", to=commune.people["Lan"])
    commune.work(60, "Báo cáo của Chủ tịch", "2026-11-25", to=commune.people["Minh"])
    message = said(commune, morning(commune, "Minh", "2026-11-25", "2026-11-23"), at("2026-11-25"))
    assert message.text.startswith(
        "Bản tin thứ Tư 25/11/2026 — UBND xã Quang Khải\n"
        "Không có thay đổi từ bản tin thứ Hai 23/11: trong hạn 1 việc, quá hạn 1 việc. "
        "Không có việc chờ đồng chí quyết định.\n\n"
        "Việc của đồng chí: 1 việc cần chú ý.\n🟠 60."
    )
    assert message.files == ()


def test_a_leader_with_nothing_new_and_nothing_of_his_own_is_left_alone(commune: Commune) -> None:
    commune.work(12, "Báo cáo CCHC quý III", "2026-11-10", to=commune.people["Lan"])
    row = morning(commune, "Minh", "2026-11-25", "2026-11-23")
    assert render(commune.session, row, now=at("2026-11-25")) is None


def test_nothing_of_another_commune_is_counted_or_named(commune: Commune) -> None:
    an_office_in_november(commune)
    before = said(commune, morning(commune, "Minh", "2026-11-20", "2026-11-19")).text
    other = Commune(commune.session, "UBND xã Tân Bình")
    binh = other.person("Lê Văn Bình")
    other.work(1, "Báo cáo của Tân Bình", "2026-11-10", to=binh)
    assert said(commune, morning(commune, "Minh", "2026-11-20", "2026-11-19")).text == before
    row = other.message(binh, "morning", since="2026-11-19", date="2026-11-20")
    assert "Quang Khải" not in said(commune, row).text


def test_the_focal_points_monday_names_who_hears_nothing(commune: Commune) -> None:
    commune.work(33, "Công khai dự toán", "2026-11-26")
    son = commune.person("Lê Văn Sơn", linked=False)
    commune.work(61, "Lễ hội", "2026-12-31", to=son)
    commune.people["Tuấn"].stopped_through = date(2026, 11, 30)
    monday = morning(commune, "Hoa", "2026-11-23", "2026-11-20")
    text = said(commune, monday, at("2026-11-23")).text
    assert "Chưa có người thực hiện: 1 việc cần chú ý.\n🟡 33. Công khai dự toán — Công chức Văn phòng" in text
    assert "Chưa liên kết tài khoản nên không nhận được lời nhắc: Lê Văn Sơn (1 việc)." in text
    assert "Đang tạm dừng nhắc: Phạm Anh Tuấn (đến hết thứ Hai 30/11)." in text
    wednesday = morning(commune, "Hoa", "2026-11-25", "2026-11-23")
    assert "Sơn" not in said(commune, wednesday, at("2026-11-25")).text


def test_days_on_which_nothing_ran_are_owned_up_to_unless_somebody_was_at_work(commune: Commune) -> None:
    lan = commune.people["Lan"]
    commune.work(12, "Báo cáo", "2026-11-17", to=lan)
    row = morning(commune, "Lan", "2026-11-20", "2026-11-18")
    assert said(commune, row).text.startswith("Thứ Năm 19/11 Nhắc Việc không hoạt động")
    actor = Actor(commune.office_id, lan.id, "web", at("2026-11-19", "09:00"))
    record(commune.session, actor, "resume", kind="person", row_id=id_of(lan))
    assert said(commune, row).text.startswith("Chào đồng chí Lan.")


@pytest.mark.parametrize(
    ("hour", "until"), [("21:00", "2026-11-21 06:30"), ("23:59", "2026-11-21 06:30"), ("06:29", "2026-11-20 06:30")]
)
def test_quiet_hours_put_any_message_off_to_their_end(commune: Commune, hour: str, until: str) -> None:
    row = commune.message(commune.people["Lan"], "notice", notice=1)
    assert render(commune.session, row, now=at("2026-11-20", hour)) == Postpone(at(*until.split()))


def test_a_persons_own_quiet_hours_come_on_top(commune: Commune) -> None:
    lan = commune.people["Lan"]
    lan.quiet_from, lan.quiet_to = time(6, 0), time(8, 0)
    row = commune.message(lan, "notice", notice=1)
    assert render(commune.session, row, now=at("2026-11-20", "22:00")) == Postpone(at("2026-11-21", "08:00"))


@pytest.mark.parametrize("kind", ["morning", "snooze"])
def test_reminders_wait_for_the_next_working_morning(commune: Commune, kind: str) -> None:
    work = commune.work(12, "Báo cáo", "2026-11-17", to=commune.people["Lan"])
    payload = {"since": "2026-11-20", "date": "2026-11-21"} if kind == "morning" else {"assignment": id_of(work)}
    row = commune.message(commune.people["Lan"], kind, **payload)
    assert render(commune.session, row, now=at("2026-11-21", "09:00")) == Postpone(at("2026-11-23"))


def test_a_task_that_was_put_off_again_is_not_said_at_the_old_hour(commune: Commune) -> None:
    lan = commune.people["Lan"]
    work = id_of(commune.work(15, "Kế hoạch tuyên truyền CCHC", "2026-11-25", to=lan))
    old, new = at("2026-11-20", "16:30"), at("2026-11-20", "15:00")
    first = commune.message(lan, "snooze", assignment=work, until=old.isoformat())
    second = commune.message(lan, "snooze", assignment=work, until=new.isoformat())
    commune.session.add(Snooze(office_id=lan.office_id, person_id=id_of(lan), assignment_id=work, until=new))
    assert "15" in said(commune, second, new).text
    assert render(commune.session, first, now=old) is None


def test_an_hours_deadline_is_warned_of_before_and_never_after(commune: Commune) -> None:
    lan = commune.people["Lan"]
    row = commune.work(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20", to=lan, hour="16:00", product="Kế hoạch")
    message = commune.message(lan, "clock", assignments=[id_of(row)])
    assert (
        "cần nộp trước 16:00 hôm nay, còn 2 giờ. Minh chứng cần có: kế hoạch."
        in said(commune, message, at("2026-11-20", "14:00")).text
    )
    assert render(commune.session, message, now=at("2026-11-20", "16:00")) is None


def test_who_left_or_asked_for_silence_gets_no_reminder(commune: Commune) -> None:
    lan = commune.people["Lan"]
    commune.work(12, "Báo cáo", "2026-11-17", to=lan)
    row = morning(commune, "Lan", "2026-11-20", "2026-11-19")
    lan.stopped_through = date(2026, 11, 20)
    assert render(commune.session, row, now=FRIDAY) is None
    lan.stopped_through, lan.ended_on = None, date(2026, 11, 20)
    assert render(commune.session, row, now=FRIDAY) is None


def test_a_notice_reaches_its_recipients_and_chases_only_the_silent(commune: Commune) -> None:
    lan, hoa = commune.people["Lan"], commune.people["Hoa"]
    made = new_notice(commune.office_id, id_of(hoa), "Họp cơ quan 08:00 thứ Hai.", audience={}, now=FRIDAY)
    notice = add_notice(commune.session, made, {id_of(lan): True})
    row = commune.message(lan, "notice", notice=notice.id)
    assert said(commune, row).text == "📣 Thông báo của UBND xã Quang Khải\nHọp cơ quan 08:00 thứ Hai."
    assert labels(said(commune, row)) == ["Đã nhận"]
    to_tuan = commune.message(commune.people["Tuấn"], "notice", notice=notice.id)
    assert render(commune.session, to_tuan, now=FRIDAY) is None
    chase = commune.message(lan, "notice_chase", notice=notice.id, by=hoa.id)
    assert said(commune, chase).text == ('📣 Đồng chí Hoa nhắc xác nhận thông báo "Họp cơ quan 08:00 thứ Hai".')
    notice.state = NoticeState.CLOSED
    assert render(commune.session, chase, now=FRIDAY) is None


def test_a_message_that_is_sent_once_more_says_so(commune: Commune) -> None:
    commune.work(12, "Báo cáo", "2026-11-17", to=commune.people["Lan"])
    row = commune.message(commune.people["Lan"], "morning", again=True, since="2026-11-19", date="2026-11-20")
    assert said(commune, row).text.startswith("Gửi lại: tin trước có thể chưa đến nơi.\nChào đồng chí Lan.")


def test_a_summary_after_an_import_lists_that_plans_work(commune: Commune) -> None:
    lan = commune.people["Lan"]
    row = commune.message(lan, "imported", plan=commune.plan.id if commune.plan else 0)
    assert render(commune.session, row, now=FRIDAY) is None
    commune.work(12, "Báo cáo", "2026-12-08", to=lan)
    assert said(commune, row).text.startswith("Kế hoạch CCHC 2026 đã được đưa vào Nhắc Việc. Đồng chí có 1 việc")


def test_a_channel_that_is_out_is_told_to_the_focal_point(commune: Commune) -> None:
    van = commune.person("Đỗ Thị Vân", linked=False)
    row = commune.message(commune.people["Hoa"], "channel_out", person=van.id, bot="telegram:1")
    assert said(commune, row).text.startswith("Không gửi được tin đến Vân qua Telegram và không còn kênh khác.")
    to_lan = commune.message(commune.people["Lan"], "channel_out", person=van.id, bot="telegram:1")
    assert render(commune.session, to_lan, now=FRIDAY) is None


def test_a_leader_hears_of_many_silent_tasks_of_one_person_in_one_line(commune: Commune) -> None:
    for number in range(24, 45):
        commune.work(number, f"Thủ tục {number}", "2026-11-18", to=commune.people["Tuấn"])
    text = said(commune, morning(commune, "Minh", "2026-11-20", "2026-11-19")).text
    assert text.endswith(
        "Cần đồng chí chú ý\n🔴 Tuấn (Địa chính): 21 việc, hạn 18/11, quá 2 ngày làm việc, chưa có phản hồi"
    )


def test_what_is_overdue_from_the_year_before_stands_in_no_class_and_is_still_said(commune: Commune) -> None:
    commune.work(1, "Kế hoạch năm", "2025-12-31", to=commune.people["Lan"])
    text = said(commune, morning(commune, "Minh", "2026-01-05", "2025-12-31"), at("2026-01-05")).text
    assert "trong hạn 0, quá hạn 0\nTừ các năm trước: 1 việc quá hạn.\n" in text


def test_a_plan_whose_title_is_all_capitals_is_not_shouted(commune: Commune) -> None:
    an_office_in_november(commune)
    assert commune.plan is not None
    commune.plan.short_title = "KHUNG KẾ HOẠCH THỰC HIỆN CCHC NHÀ NƯỚC XÃ QUANG…"
    text = said(commune, morning(commune, "Minh", "2026-11-20", "2026-11-19")).text
    assert text.startswith("Bản tin thứ Sáu 20/11/2026 — UBND xã Quang Khải\n")


def test_many_that_are_one_day_late_are_counted_in_the_warning(commune: Commune) -> None:
    for number in range(24, 45):
        commune.work(number, f"Thủ tục {number}", "2026-11-19", to=commune.people["Tuấn"], section="Cải cách TTHC")
    text = said(commune, morning(commune, "Tuấn", "2026-11-20", "2026-11-19")).text
    assert text.endswith(
        "Nếu hôm nay chưa có phản hồi, 21 việc vừa quá hạn sẽ có trong bản tin của đồng chí Minh sáng thứ Hai 23/11."
    )

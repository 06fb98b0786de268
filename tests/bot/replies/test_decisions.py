"""What one person hears of another's act, word for word as voice.md has it."""

from datetime import UTC, date, datetime, time
from typing import Any

from bot.replies.decisions import (
    accepted,
    channel_out,
    extension_approved,
    extension_asked,
    extension_rejected,
    imported,
    nudged,
    quoted,
    returned,
    submitted_again,
    with_post,
)
from scheduler.calendar import Calendar
from storage.tables import Address, Assignment, AssignmentState, Extension, Person, Plan

OFFICE = Calendar()
NOW = OFFICE.at(date(2026, 11, 20), time(8, 3))


def person(name: str, address: Address = Address.COMRADE) -> Person:
    return Person(id=1, office_id=1, unit_id=1, name=name, name_folded=name.lower(), address=address)


def work(number: int, title: str, due: str, **fields: Any) -> Assignment:
    day = date.fromisoformat(due)
    values = {
        "id": number,
        "office_id": 1,
        "number": number,
        "task_id": number,
        "occurrence_id": number,
        "post": "",
        "post_folded": "",
        "title": title,
        "due_printed": day,
        "due": day,
        "late_after": OFFICE.late_after(day, None, extends=False),
        "state": AssignmentState.OPEN,
    }
    return Assignment(**{**values, **fields})


def request(until: str, **fields: Any) -> Extension:
    return Extension(
        id=1,
        office_id=1,
        assignment_id=27,
        person_id=1,
        asked_at=NOW,
        until=date.fromisoformat(until),
        reason="chờ đo đạc lại 3 thửa",
        due_before=date(2026, 11, 10),
        **fields,
    )


TUAN, MINH = person("Phạm Anh Tuấn"), person("Trần Văn Minh")
LAND = work(27, "Rà soát hồ sơ đất đai", "2026-11-10")


def test_a_leader_is_asked_for_another_day() -> None:
    asker = with_post("Tuấn", ["Công chức Địa chính"])
    message = extension_asked(request("2026-11-30"), LAND, asker=asker, now=NOW, calendar=OFFICE)
    assert message.text == (
        "⏳ Tuấn (Địa chính) đề nghị gia hạn việc 27, Rà soát hồ sơ đất đai\n"
        "Hạn hiện nay: 10/11, quá 8 ngày làm việc\n"
        "Đề nghị: đến thứ Hai 30/11\n"
        'Lý do: "chờ đo đạc lại 3 thửa"'
    )
    assert [b.label for b in message.buttons] == ["Duyệt đến 30/11", "Duyệt ngày khác", "Không duyệt"]
    assert message.buttons[0].command == "approve_extension task=27 date=2026-11-30"
    assert message.hint == "Trả lời 1 để duyệt đến 30/11, 2 để chọn ngày khác, 3 để không duyệt."


def test_an_extension_to_another_day_than_asked_says_so() -> None:
    moved = work(27, "Rà soát hồ sơ đất đai", "2026-11-27")
    extension = request("2026-11-30", decided_until=date(2026, 11, 27))
    assert extension_approved(extension, moved, TUAN, by=MINH, now=NOW, calendar=OFFICE).text == (
        "⏳ Đồng chí Minh duyệt gia hạn việc 27. Hạn mới: thứ Sáu 27/11, còn 4 ngày làm việc (đồng chí đề nghị 30/11)."
    )


def test_an_extension_to_the_day_asked_for_is_said_plainly() -> None:
    moved = work(27, "Rà soát hồ sơ đất đai", "2026-11-30")
    extension = request("2026-11-30", decided_until=date(2026, 11, 30))
    assert extension_approved(extension, moved, TUAN, by=MINH, now=NOW, calendar=OFFICE).text == (
        "⏳ Đồng chí Minh duyệt gia hạn việc 27. Hạn mới: thứ Hai 30/11, còn 5 ngày làm việc."
    )


def test_a_refused_extension_keeps_its_day_and_says_why() -> None:
    row = work(36, "Báo cáo", "2026-11-30")
    extension = request("2026-12-04", decision_reason="Cần số liệu cho cuộc họp của xã.")
    assert extension_rejected(extension, row, by=MINH, now=NOW, calendar=OFFICE).text == (
        "Đồng chí Minh không duyệt gia hạn việc 36.\n"
        'Lý do: "Cần số liệu cho cuộc họp của xã."\n'
        "Hạn giữ nguyên: thứ Hai 30/11, còn 5 ngày làm việc."
    )


def test_returned_work_has_its_reason_and_its_new_day() -> None:
    row = work(
        15,
        "Kế hoạch tuyên truyền CCHC",
        "2026-11-25",
        due_printed=date(2026, 11, 20),
        return_reason="Thiếu phụ lục kinh phí.",
    )
    message = returned(row, by=MINH, now=NOW, calendar=OFFICE)
    assert message.text == (
        "Đồng chí Minh trả lại việc 15, Kế hoạch tuyên truyền CCHC.\n"
        'Lý do: "Thiếu phụ lục kinh phí."\n'
        "Hạn mới: thứ Tư 25/11, còn 2 ngày làm việc."
    )
    assert message.hint == 'Trả lời "xong 15", "minh chứng 15" hoặc "đã nhận".'


def test_confirmed_work_shows_its_moment_and_its_class() -> None:
    row = work(12, "Báo cáo CCHC quý III", "2026-11-17", submitted_at=datetime(2026, 11, 20, 0, 42, tzinfo=UTC))
    assert accepted(row, by=MINH, calendar=OFFICE).text == (
        "✅ Đồng chí Minh đã xác nhận việc 12. Kết quả: hoàn thành trễ hạn 3 ngày làm việc, nộp lúc 07:42 ngày 20/11."
    )


def test_work_that_comes_in_again_can_be_decided_at_once() -> None:
    now = OFFICE.at(date(2026, 11, 25), time(8, 40))
    row = work(15, "Kế hoạch tuyên truyền CCHC", "2026-11-25", submitted_at=now)
    message = submitted_again(row, name="Lan", proofs="KH_tuyen_truyen_2.pdf", now=now, calendar=OFFICE)
    assert message.text == (
        "Lan nộp lại việc 15, Kế hoạch tuyên truyền CCHC, lúc 08:40. Minh chứng: KH_tuyen_truyen_2.pdf."
    )
    assert [b.label for b in message.buttons] == ["Xem minh chứng", "✅ Xác nhận 15", "Trả lại"]


def test_an_urge_comes_under_the_name_of_who_urges() -> None:
    message = nudged([LAND], by=MINH, words="Trao đổi với tôi trước 11:00.", now=NOW, calendar=OFFICE)
    assert message.text == (
        "Đồng chí Minh đôn đốc việc 27, Rà soát hồ sơ đất đai — hạn 10/11, quá 8 ngày làm việc.\n"
        'Lời nhắn: "Trao đổi với tôi trước 11:00."'
    )
    assert message.hint == 'Trả lời "xong 27", "gia hạn 27" hoặc "đã nhận".'


def test_an_urge_for_several_lists_them() -> None:
    rows = [work(41, "Báo cáo giải ngân", "2026-11-18"), work(42, "Báo cáo thu chi", "2026-11-18")]
    sister = person("Lê Thị Hoa", Address.SISTER)
    assert nudged(rows, by=sister, words="", now=NOW, calendar=OFFICE).text == (
        "Chị Hoa đôn đốc 2 việc:\n"
        "🔴 41. Báo cáo giải ngân — hạn 18/11, quá 2 ngày làm việc\n"
        "🔴 42. Báo cáo thu chi — hạn 18/11, quá 2 ngày làm việc"
    )


def test_a_long_reason_is_cut() -> None:
    assert quoted("chờ " * 60).endswith("…")
    assert len(quoted("chờ " * 60)) <= 120


def test_a_plan_that_came_in_is_summed_up_once() -> None:
    plan = Plan(office_id=1, identity="", title="Kế hoạch CCHC 2026", file_name="", file_sha256="", imported_at=NOW)
    rows = [work(n, f"Báo cáo {n}", "2026-12-08") for n in range(1, 8)]
    said = imported(plan, rows, TUAN, now=NOW, calendar=OFFICE).text
    assert said.startswith("Kế hoạch CCHC 2026 đã được đưa vào Nhắc Việc. Đồng chí có 7 việc trong kế hoạch này")
    assert said.endswith("Còn 2 việc nữa.")


def test_the_focal_point_hears_of_a_channel_that_is_out() -> None:
    hoa = person("Lê Thị Hoa")
    assert channel_out("Vân", hoa, bot="telegram:1", other="web").text == (
        "Không gửi được tin đến Vân qua Telegram. Tin được chuyển sang trang web."
    )
    assert "không còn kênh khác" in channel_out("Vân", hoa, bot="zalo:1", other=None).text

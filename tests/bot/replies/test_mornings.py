"""Morning messages, word for word as voice.md has them. 24/11/2026 is a public holiday; 20/11/2026 is a Friday."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from bot.replies.clocks import clock
from bot.replies.morning_lines import Morning, Overview
from bot.replies.mornings import morning
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.tables import Address, Assignment, AssignmentState, Person

OFFICE = Calendar()


def person(id_: int, name: str, **fields: Any) -> Person:
    return Person(
        id=id_, office_id=1, unit_id=1, name=name, name_folded=name.lower(), address=Address.COMRADE, **fields
    )


LAN, MINH, HOA = person(1, "Nguyễn Thị Lan"), person(2, "Trần Văn Minh"), person(3, "Lê Thị Hoa")


def work(number: int, title: str, due: str, *, at: str = "", opens: str = "", **fields: Any) -> Assignment:
    day, hour = date.fromisoformat(due), time.fromisoformat(at) if at else None
    return Assignment(
        **{
            "id": number,
            "office_id": 1,
            "number": number,
            "task_id": number,
            "occurrence_id": number,
            "post": "Công chức Văn phòng - Thống kê",
            "post_folded": "",
            "person_id": 1,
            "title": title,
            "due_printed": day,
            "due": day,
            "due_time": hour,
            "opens": date.fromisoformat(opens) if opens else None,
            "late_after": OFFICE.late_after(day, hour, extends=False),
            "state": AssignmentState.OPEN,
            **fields,
        }
    )


def said(today: str, *rows: Assignment, since: str = "", to: Person = LAN, **facts: Any) -> Message:
    day = date.fromisoformat(today)
    before = date.fromisoformat(since) if since else OFFICE.add(day, -1)
    now = OFFICE.at(day, time(7, 30))
    message = morning(
        Morning(
            person=to, now=now, since=before, calendar=OFFICE, rows=rows, leaders=facts.pop("leaders", [MINH]), **facts
        )
    )
    assert message is not None
    return message


def labels(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


CCHC = work(12, "Báo cáo CCHC quý III", "2026-11-17")
KSTTHC = work(18, "Báo cáo kiểm soát TTHC", "2026-11-25")


def test_a_friday_with_everything_before_a_public_holiday() -> None:
    message = said(
        "2026-11-20",
        CCHC,
        work(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20", at="16:00"),
        KSTTHC,
        work(21, "Tin, bài tháng 11", "2026-11-30"),
    )
    assert message.text == (
        "Chào đồng chí Lan. Thứ Sáu 20/11/2026, đồng chí có 4 việc cần chú ý.\n\n"
        "🔴 Quá hạn\n"
        "12. Báo cáo CCHC quý III — hạn 17/11, quá 3 ngày làm việc\n"
        "🟠 Hôm nay\n"
        "15. Kế hoạch tuyên truyền CCHC — trước 16:00\n"
        "🟡 Sắp đến hạn\n"
        "18. Báo cáo kiểm soát TTHC — thứ Tư 25/11, còn 2 ngày làm việc (thứ Ba 24/11 nghỉ lễ)\n"
        "21. Tin, bài tháng 11 — thứ Hai 30/11, còn 5 ngày làm việc"
    )
    assert labels(message) == ["✅ Xong 12", "✅ Xong 15", "📎 Gửi minh chứng", "⏳ Xin gia hạn", "Xem tất cả"]
    assert message.hint == 'Trả lời "xong 12", "minh chứng 12", "gia hạn 12" hoặc "tất cả".'


def test_a_tuesday_with_something_opening_and_a_warning_before_escalation() -> None:
    message = said(
        "2026-12-01",
        work(21, "Tin, bài tháng 11", "2026-11-30"),
        work(51, "Chuẩn bị kiểm tra năng lực", "2026-12-01"),
        work(13, "Niêm yết công khai TTHC", "2026-12-04"),
        work(58, "Tổng kết thi đua năm 2026", "2026-12-31", opens="2026-12-01"),
    )
    assert message.text == (
        "Chào đồng chí Lan. Thứ Ba 01/12/2026, đồng chí có 4 việc cần chú ý.\n\n"
        "🔴 Quá hạn\n"
        "21. Tin, bài tháng 11 — hạn 30/11, quá 1 ngày làm việc\n"
        "🟠 Hôm nay\n"
        "51. Chuẩn bị kiểm tra năng lực — hôm nay\n"
        "🟡 Sắp đến hạn\n"
        "13. Niêm yết công khai TTHC — thứ Sáu 04/12, còn 3 ngày làm việc\n"
        "🔵 Bắt đầu từ hôm nay\n"
        "58. Tổng kết thi đua năm 2026 — đến hết thứ Năm 31/12\n\n"
        "Nếu hôm nay chưa có phản hồi, việc 21 sẽ có trong bản tin của đồng chí Minh sáng thứ Tư 02/12."
    )
    assert labels(message) == ["✅ Xong 21", "✅ Xong 51", "📎 Gửi minh chứng", "⏳ Xin gia hạn", "Xem tất cả"]


def test_a_single_item_stands_under_the_greeting_and_names_the_holiday() -> None:
    message = said("2026-11-23", KSTTHC)
    assert message.text == (
        "Chào đồng chí Lan. Thứ Hai 23/11/2026, đồng chí có 1 việc cần chú ý.\n"
        "🟡 18. Báo cáo kiểm soát TTHC — thứ Tư 25/11, còn 1 ngày làm việc (thứ Ba 24/11 nghỉ lễ)"
    )
    assert labels(message) == ["✅ Xong 18", "⏳ Xin gia hạn"]
    assert message.hint == 'Trả lời "xong 18" hoặc "gia hạn 18".'


def test_the_day_after_a_deadline_says_when_the_leader_will_see_it() -> None:
    message = said("2026-11-20", work(44, "Báo cáo tuyên truyền CCHC tháng 10", "2026-11-19"))
    assert message.text.endswith(
        "🔴 44. Báo cáo tuyên truyền CCHC tháng 10 — hạn 19/11, quá 1 ngày làm việc\n"
        "Nếu hôm nay chưa có phản hồi, việc này sẽ có trong bản tin của đồng chí Minh sáng thứ Hai 23/11."
    )


@pytest.mark.parametrize(
    "row",
    [
        work(44, "Tin, bài", "2026-11-19", state=AssignmentState.WAITING_PROOF),
        work(45, "Tin, bài", "2026-11-19"),
    ],
    ids=["proof missing", "extension asked"],
)
def test_who_answered_is_not_warned_of_the_digest(row: Assignment) -> None:
    assert "bản tin" not in said("2026-11-20", row, waiting=frozenset({45})).text


def test_three_working_days_after_a_deadline_the_way_out_is_said() -> None:
    message = said("2026-11-20", CCHC)
    assert message.text.endswith(
        "🔴 12. Báo cáo CCHC quý III — hạn 17/11, quá 3 ngày làm việc\n"
        "Nếu đã nộp, đồng chí chỉ cần gửi số và ngày văn bản. "
        "Nếu còn vướng, đồng chí xin gia hạn và nêu lý do."
    )


def test_seven_working_days_after_a_deadline_the_rhythm_changes() -> None:
    message = said("2026-11-19", work(27, "Rà soát hồ sơ đất đai", "2026-11-10"))
    assert message.text.endswith(
        "🔴 27. Rà soát hồ sơ đất đai — hạn 10/11, quá 7 ngày làm việc\n"
        "Việc này có trong bản tin của đồng chí Minh từ 12/11. Đồng chí có thể báo xong kèm minh chứng, hoặc xin "
        "gia hạn và nêu lý do. Từ nay việc này được nhắc mỗi tuần một lần."
    )


def test_more_than_five_lines_leave_the_rest_to_be_asked_for() -> None:
    rows = [work(n, f"Báo cáo số {n}", "2026-11-25") for n in range(1, 12)]
    message = said("2026-11-20", *rows)
    assert message.text.endswith("5. Báo cáo số 5 — thứ Tư 25/11, còn 2 ngày làm việc\nCòn 6 việc nữa.")
    assert labels(message)[-1] == "Xem thêm"
    assert message.hint == 'Trả lời "xem thêm" để xem 6 việc còn lại.'


def test_many_of_one_section_due_on_one_day_make_one_line() -> None:
    rows = [work(n, f"Thủ tục {n}", "2023-03-31", task_id=n) for n in range(1, 22)]
    message = said(
        "2023-03-24",
        *rows,
        work(30, "Kế hoạch CCHC", "2023-03-24"),
        sections=dict.fromkeys(range(1, 22), "KIỂM SOÁT THỦ TỤC HÀNH CHÍNH"),
    )
    assert message.text.startswith("Chào đồng chí Lan. Thứ Sáu 24/3/2023, đồng chí có 22 việc cần chú ý.")
    assert "\nKiểm soát TTHC: 21 việc, hạn thứ Sáu 31/3, còn 5 ngày làm việc" in message.text
    assert "Còn" not in message.text.replace("còn", "")
    assert labels(message)[0] == "✅ Xong 30"


def test_a_due_day_off_is_said_on_its_last_working_day() -> None:
    message = said("2023-12-29", work(7, "Báo cáo năm", "2023-12-31"))
    assert "🟠 7. Báo cáo năm — hạn Chủ nhật 31/12, hôm nay là ngày làm việc cuối cùng" in message.text


def test_overdue_for_more_than_thirty_one_days_is_left_to_lists() -> None:
    now = OFFICE.at(date(2026, 11, 20), time(7, 30))
    old = work(1, "Báo cáo cũ", "2026-10-19")
    assert morning(Morning(person=LAN, now=now, since=date(2026, 11, 19), calendar=OFFICE, rows=[old])) is None
    old.due = date(2026, 10, 20)
    assert morning(Morning(person=LAN, now=now, since=date(2026, 11, 19), calendar=OFFICE, rows=[old])) is not None


def test_work_without_its_proof_says_what_is_missing_and_offers_to_send_it() -> None:
    message = said("2026-11-20", work(12, "Báo cáo CCHC", "2026-11-17", state=AssignmentState.WAITING_PROOF))
    assert message.text.endswith("🔴 12. Báo cáo CCHC — hạn 17/11, quá 3 ngày làm việc, còn thiếu minh chứng")
    assert labels(message) == ["📎 Minh chứng 12", "⏳ Xin gia hạn"]


def test_returned_work_is_listed_however_far_its_new_day() -> None:
    row = work(15, "Kế hoạch tuyên truyền", "2026-12-31", returned_at=datetime(2026, 11, 19, 3, tzinfo=UTC))
    assert (
        "\n15. Kế hoạch tuyên truyền — thứ Năm 31/12, còn 28 ngày làm việc, được trả lại"
        in said("2026-11-20", row).text
    )


def test_a_day_on_which_nothing_ran_is_owned_up_to() -> None:
    message = said("2026-11-20", CCHC, since="2026-11-18", off=[date(2026, 11, 19)])
    assert message.text.startswith(
        "Thứ Năm 19/11 Nhắc Việc không hoạt động nên không gửi lời nhắc. Tin đồng chí nhắn hôm đó có thể chưa đến "
        'nơi. Nếu hôm đó đã xong việc nào, đồng chí nhắn lại, ví dụ "xong 12 ngày 19/11", kèm minh chứng. Sau đây là '
        "tình hình đến sáng nay.\n\nChào đồng chí Lan."
    )


def test_a_window_that_opened_while_nothing_ran_is_still_announced() -> None:
    row = work(58, "Tổng kết thi đua", "2026-12-31", opens="2026-11-19")
    assert (
        "🔵 58. Tổng kết thi đua — bắt đầu từ thứ Năm 19/11, đến hết thứ Năm 31/12"
        in said("2026-11-20", row, since="2026-11-18").text
    )


def test_a_focal_points_monday_is_headed_by_work_without_a_person() -> None:
    overview = Overview(
        unmatched=[work(33, "Công khai dự toán", "2026-11-26", person_id=None, post="Kế toán")],
        unlinked=[(person(8, "Lê Văn Sơn"), 4)],
        stopped=[person(9, "Phạm Anh Tuấn", stopped_through=date(2026, 11, 30))],
    )
    message = said("2026-11-23", to=HOA, overview=overview)
    assert message.text == (
        "Chào đồng chí Hoa. Thứ Hai 23/11/2026.\n\n"
        "Chưa có người thực hiện: 1 việc cần chú ý.\n"
        "🟡 33. Công khai dự toán — Kế toán — thứ Năm 26/11, còn 2 ngày làm việc\n"
        "Chưa liên kết tài khoản nên không nhận được lời nhắc: Lê Văn Sơn (4 việc).\n"
        "Đang tạm dừng nhắc: Phạm Anh Tuấn (đến hết thứ Hai 30/11)."
    )


def test_two_hours_before_an_hour_the_proof_is_named() -> None:
    row = work(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20", at="16:00")
    now = OFFICE.at(date(2026, 11, 20), time(14, 0))
    message = clock([row], {15: ["Kế hoạch của UBND xã"]}, now=now, calendar=OFFICE)
    assert message.text == (
        "🟠 Việc 15, Kế hoạch tuyên truyền CCHC, cần nộp trước 16:00 hôm nay, còn 2 giờ. "
        "Minh chứng cần có: kế hoạch của UBND xã."
    )
    assert labels(message) == ["✅ Xong 15", "⏳ Xin gia hạn", "Nhắc lại lúc 15:00"]
    assert message.hint == 'Trả lời "xong 15", "gia hạn 15" hoặc "nhắc lại 15:00".'

"""The same talk on PostgreSQL: one story through every table that a conversation writes."""

from datetime import date

from storage.tables import AssignmentState
from tests.doubles.office import Chat, document


def test_done_returned_asked_and_approved(postgres_chat: Chat) -> None:
    chat = postgres_chat
    chat.policy(review=True)
    chat.task(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20", products=["Kế hoạch"])
    chat.task(9, "Báo cáo CCHC quý II", "2026-06-30", products=["Báo cáo"], label="Quý II")
    chat("lan", "xong 9 số 45/BC-UBND ngày 20/11/2026")
    assert chat("lan", "xong 15 số 45/BC-UBND ngày 20/11/2026").says("đã được dùng làm minh chứng cho việc 9")
    assert chat.tap("lan", "Gửi minh chứng khác").says("gửi minh chứng khác")
    assert chat("lan", file=document("KH.pdf")).says("✅ Đã ghi nhận việc 15")
    chat("minh", "trả lại 15, thiếu phụ lục")
    assert chat("minh", "1").says("Đã trả lại việc 15.")
    chat("lan", "gia hạn 15 đến 27/11 vì chờ số liệu")
    assert chat("lan", "1").says("Đã gửi đồng chí Minh đề nghị")
    assert chat("minh", "duyệt 15").says("Đã duyệt gia hạn việc 15 đến thứ Sáu 27/11")
    assert chat("lan", "sáng thứ 2 nhắc em việc 15").says("08:00 thứ Hai 23/11")
    assert chat("binh", "việc 15").text == "Không tìm thấy việc 15 trong các việc của đồng chí."
    row = chat.row(15)
    assert (row.state, row.due, row.number) == (AssignmentState.OPEN, date(2026, 11, 27), 15)
    assert chat.kinds_told("lan") == ["returned", "extension_decided", "snooze"]

"""Proof sent by itself, shown, and used again (samples 25 to 27)."""

from datetime import date

import pytest

from storage.tables import AssignmentState
from tests.doubles.office import Chat, document, photo


def _lans_tasks(chat: Chat) -> None:
    chat.task(9, "Báo cáo CCHC quý II", "2026-06-30", products=["báo cáo"], label="Quý II")
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17", products=["báo cáo"], label="Quý III")
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25", products=["báo cáo"], label="Quý III")


def test_a_link_for_an_open_task_asks_whether_it_is_done(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "minh chứng việc 18: https://xa.gov.vn/tthc")
    assert said.text == "📎 Đã lưu 1 đường dẫn làm minh chứng việc 18. Việc này đã hoàn thành chưa?"
    assert said.buttons == ["✅ Xong 18", "Chưa xong"]
    assert said.hint == "Trả lời 1 nếu đã xong, 2 nếu chưa."
    assert chat("lan", "1").says("✅ Đã ghi nhận việc 18 hoàn thành")


def test_not_done_yet_keeps_the_proof(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "minh chứng việc 18: https://xa.gov.vn/tthc")
    assert chat("lan", "2").text == "Đã rõ. Minh chứng được giữ lại, việc 18 chưa hoàn thành."
    assert chat.state(18) is AssignmentState.OPEN
    assert chat("lan", "xong 18").says("Minh chứng: 1 đường dẫn.")


def test_a_bare_link_asks_for_its_task(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "https://xa.gov.vn/tthc")
    assert said.says("Đồng chí gửi minh chứng cho việc nào?")
    assert chat("lan", "việc 18").says("Đã lưu 1 đường dẫn làm minh chứng việc 18.")


def test_a_bare_photo_goes_to_the_one_task_that_waits_for_its_proof(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 12")
    chat("lan", "việc của tôi")
    assert chat("lan", file=photo()).says("Đã ghi nhận việc 12 hoàn thành")


def test_a_documents_number_alone_answers_the_question_for_proof(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 12")
    said = chat("lan", "45/BC-UBND ngày 20/11")
    assert said.says("Minh chứng: văn bản số 45/BC-UBND ngày 20/11/2026.")


def test_a_document_without_its_day_asks_for_it(chat: Chat) -> None:
    _lans_tasks(chat)
    assert chat("lan", "xong 12 số 45/BC-UBND").text == "Văn bản số 45/BC-UBND được ký ngày nào?"
    said = chat("lan", "20/11")
    assert said.says("Minh chứng: văn bản số 45/BC-UBND ngày 20/11/2026.")


def test_a_document_of_a_day_to_come_asks_again(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "xong 12 số 45/BC-UBND ngày 30/11/2026")
    assert said.text == "Ngày 30/11/2026 chưa đến. Văn bản số 45/BC-UBND được ký ngày nào?"
    assert chat.state(12) is AssignmentState.OPEN


def test_a_further_proof_is_added_to_what_is_recorded(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 12 https://xa.gov.vn/bc")
    said = chat.tap("lan", "Thêm minh chứng")
    assert said.says("Việc 12 cần minh chứng: báo cáo.")
    said = chat("lan", "số 45/BC-UBND ngày 20/11/2026")
    assert said.text == "📎 Đã nhận minh chứng việc 12: văn bản số 45/BC-UBND ngày 20/11/2026."
    assert chat.row(12).submitted_at == chat.now


def test_the_same_proof_for_another_period_is_flagged(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 9 số 45/BC-UBND ngày 20/11/2026")
    said = chat("lan", "xong 12 số 45/BC-UBND ngày 20/11/2026")
    assert said.text == (
        "📎 Văn bản số 45/BC-UBND ngày 20/11/2026 đã được dùng làm minh chứng cho việc 9. "
        "Đồng chí muốn dùng cho cả việc 12, đúng không?"
    )
    assert said.buttons == ["Dùng cho cả hai", "Gửi minh chứng khác"]
    assert chat.state(12) is AssignmentState.OPEN
    assert chat.tap("lan", "Dùng cho cả hai").says("Đã ghi nhận việc 12 hoàn thành")
    used = chat.history("assignment", chat.row(12).id or 0)[0]
    assert (used.verb, (used.after or {})["again"]) == ("attach_proof", True)


def test_another_proof_may_be_sent_instead(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 9 https://xa.gov.vn/bc")
    chat("lan", "xong 12 https://xa.gov.vn/bc")
    said = chat("lan", "2")
    assert said.text == "Minh chứng này chưa được dùng cho việc 12. Đồng chí gửi minh chứng khác."
    assert chat("lan", "https://xa.gov.vn/bc-khac").says("Đã ghi nhận việc 12 hoàn thành")


def test_the_same_period_and_person_is_no_reuse(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 12 https://xa.gov.vn/bc")
    assert chat("lan", "xong 18 https://xa.gov.vn/bc").says("Đã ghi nhận việc 18 hoàn thành")


def test_another_persons_proof_is_flagged_without_naming_the_task(chat: Chat) -> None:
    _lans_tasks(chat)
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-17", owner="tuan", products=["báo cáo"], label="Quý III")
    chat("tuan", "xong 27", file=document("BC.pdf", b"same"))
    said = chat("lan", "xong 12", file=document("BC_lan.pdf", b"same"))
    assert said.text == (
        "📎 Tệp này đã được dùng làm minh chứng cho một việc khác. Đồng chí muốn dùng cho cả việc 12, đúng không?"
    )


def test_a_tasks_proof_is_shown_with_its_files_and_links(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 12 https://xa.gov.vn/bc", file=document("BC.pdf", b"whole"))
    said = chat("minh", "minh chứng việc 12 đâu rồi")
    assert said.text == "Minh chứng việc 12: 1 đường dẫn; BC.pdf.\nhttps://xa.gov.vn/bc"
    assert said.message is not None
    assert [(file.name, file.content) for file in said.message.files] == [("BC.pdf", b"whole")]


def test_a_task_without_proof_says_what_it_needs(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "việc 18 cần nộp minh chứng gì")
    assert said.text == "Việc 18 chưa có minh chứng. Minh chứng cần có: báo cáo."
    assert said.buttons == ["📎 Gửi minh chứng"]


def test_the_proof_button_with_no_task_asks_which_then_what(chat: Chat) -> None:
    _lans_tasks(chat)
    assert chat("lan", "attach_proof", tapped=True).says("Đồng chí gửi minh chứng cho việc nào?")
    assert chat("lan", "12").says("Việc 12 cần minh chứng: báo cáo.")
    assert chat("lan", file=photo()).says("Đã lưu 1 ảnh làm minh chứng việc 12.")


def test_what_was_returned_needs_a_new_proof(chat: Chat) -> None:
    _lans_tasks(chat)
    chat.policy(review=True)
    chat("lan", "xong 12 https://xa.gov.vn/bc")
    chat.at("2026-11-20 16:20")("minh", "trả lại 12, thiếu phụ lục")
    chat("minh", "1")
    assert chat.at("2026-11-23 08:00")("lan", "xong 12").says("Việc 12 cần minh chứng")
    said = chat("lan", file=document("BC_2.pdf"))
    assert said.says("Minh chứng: BC_2.pdf.")
    assert "submitted_again" in chat.kinds_told("minh")


def test_a_documents_day_of_this_month_is_the_last_such(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 12 số 45/BC-UBND")
    said = chat("lan", "ngày 18")
    assert said.says("ngày 18/11/2026")
    assert chat.row(12).done_on != date(2026, 11, 18)


def test_an_empty_file_proves_nothing(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17", products=["báo cáo"])
    said = chat("lan", "xong 12", file=document("bc.pdf", b""))
    assert said.text == "Tệp bc.pdf không có nội dung nên chưa được ghi nhận. Đồng chí kiểm tra rồi gửi lại tệp."
    assert chat.state(12) is AssignmentState.OPEN


@pytest.mark.parametrize(("typed", "number"), [("xong 0", "0"), ("xong 99999999999999999999", "1000000000")])
def test_a_number_that_no_task_has_is_no_other_task(chat: Chat, typed: str, number: str) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    chat("lan", "việc 12")
    assert chat("lan", typed).text == f"Không tìm thấy việc {number} trong các việc của đồng chí."
    assert chat.state(12) is AssignmentState.OPEN

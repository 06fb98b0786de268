"""Saying that a task is done: with proof, without it, several at once; undoing; a slip put right (days 1 and 2)."""

from datetime import date, time

import pytest

from storage.tables import AssignmentState
from tests.doubles.office import Chat, document, photo

ASKED = (
    "Việc 12 cần minh chứng: báo cáo của UBND xã. Đồng chí gửi số và ngày văn bản "
    "(ví dụ: 45/BC-UBND ngày 20/11/2026), đường dẫn, ảnh hoặc tệp. "
    "Khi có minh chứng, việc sẽ được ghi nhận hoàn thành."
)


def _lans_tasks(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17", products=["Báo cáo của UBND xã"])
    chat.task(13, "Niêm yết công khai TTHC", "2026-12-04", products=["Ảnh niêm yết"])
    chat.task(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20", products=["Kế hoạch của UBND xã"], at=time(16))
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25", products=["báo cáo"])
    chat.task(21, "Tin, bài tháng 11", "2026-11-30")


def test_done_with_a_documents_number_and_a_link_is_recorded_with_its_class(chat: Chat) -> None:
    _lans_tasks(chat)
    chat.policy(review=True)
    said = chat("lan", "xong 12 roi a so 45/BC-UBND ngay 20/11 https://qlvb.quangkhai.example/vb/88213")
    assert said.text == (
        "✅ Đã ghi nhận việc 12 hoàn thành lúc 07:42 thứ Sáu 20/11, trễ hạn 3 ngày làm việc.\n"
        "Minh chứng: văn bản số 45/BC-UBND ngày 20/11/2026; 1 đường dẫn. Việc đang chờ đồng chí Minh xác nhận."
    )
    assert said.buttons == ["↩️ Hoàn tác", "📎 Thêm minh chứng"]
    assert said.hint == 'Nếu nhầm, trả lời "hoàn tác".'
    assert chat.state(12) is AssignmentState.DONE
    assert chat.verbs(12) == ["attach_proof", "mark_done"]


def test_done_without_its_proof_waits_for_it_and_is_no_submission(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "xong 12")
    assert said.text == ASKED
    assert said.buttons == ["Gửi sau"]
    row = chat.row(12)
    assert (row.state, row.submitted_at, row.claimed_at) == (AssignmentState.WAITING_PROOF, None, chat.now)


def test_the_file_that_follows_completes_it(chat: Chat) -> None:
    _lans_tasks(chat)
    chat.policy(review=True)
    chat.at("2026-11-20 09:08")("lan", "mark_done task=15", tapped=True)
    said = chat.at("2026-11-20 09:10")("lan", file=document("KH_tuyen_truyen.pdf"))
    assert said.text == (
        "✅ Đã ghi nhận việc 15 hoàn thành lúc 09:10 thứ Sáu 20/11, đúng hạn.\n"
        "Minh chứng: KH_tuyen_truyen.pdf. Việc đang chờ đồng chí Minh xác nhận."
    )
    assert chat.row(15).submitted_at == chat.now


def test_an_example_of_the_right_kind_of_document_is_given(chat: Chat) -> None:
    _lans_tasks(chat)
    assert chat("lan", "xong 15").says("(ví dụ: 45/KH-UBND ngày 20/11/2026)")


def test_without_review_nobody_is_waited_for(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "xong 18 https://xa.gov.vn/bc-45")
    assert said.text == (
        "✅ Đã ghi nhận việc 18 hoàn thành lúc 07:42 thứ Sáu 20/11, đúng hạn.\nMinh chứng: 1 đường dẫn."
    )


def test_what_names_no_product_needs_no_proof(chat: Chat) -> None:
    _lans_tasks(chat)
    assert chat("lan", "xong 21").text == "✅ Đã ghi nhận việc 21 hoàn thành lúc 07:42 thứ Sáu 20/11, đúng hạn."


def test_a_plan_may_do_without_proof(chat: Chat) -> None:
    _lans_tasks(chat)
    chat.policy(needs_proof=False)
    assert chat("lan", "xong 12").says("Đã ghi nhận việc 12 hoàn thành")


def test_past_its_clock_time_is_late_on_the_same_day(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat.at("2026-11-20 16:00")("lan", "xong 15 https://xa.gov.vn/kh")
    assert said.says("lúc 16:00 thứ Sáu 20/11, trễ hạn.")


def test_a_claimed_day_is_kept_and_moves_no_mark(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "xong 12 ngày 17/11 https://xa.gov.vn/bc")
    assert said.says("trễ hạn 3 ngày làm việc")
    assert said.says("Ngày hoàn thành đồng chí báo: 17/11.")
    assert chat.row(12).done_on == date(2026, 11, 17)


def test_several_tasks_share_one_proof(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "xong 12, 18 https://xa.gov.vn/bc-quy")
    assert said.text == (
        "✅ Đã ghi nhận 2 việc hoàn thành lúc 07:42 thứ Sáu 20/11:\n"
        "12. Báo cáo CCHC quý III — trễ hạn 3 ngày làm việc\n"
        "18. Báo cáo kiểm soát TTHC — đúng hạn\n"
        "Minh chứng: 1 đường dẫn."
    )
    assert chat("lan", "hoàn tác").says("Việc 12, 18 trở lại chưa hoàn thành")
    assert {chat.state(12), chat.state(18)} == {AssignmentState.OPEN}


def test_undoing_one_of_two_leaves_the_other_handed_in_at_its_moment(chat: Chat) -> None:
    _lans_tasks(chat)
    before = chat.now
    chat("lan", "xong 12, 18 https://xa.gov.vn/bc-quy")
    said = chat.at("2026-11-20 09:00")("lan", "việc 18 chưa xong, bấm nhầm")
    assert said.says("Việc 18 trở lại chưa hoàn thành, hạn thứ Tư 25/11, còn 2 ngày làm việc.")
    assert (chat.row(12).submitted_at, chat.state(12)) == (before, AssignmentState.DONE)


def test_undo_says_what_holds_again_and_that_the_proof_is_kept(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 15", file=document("KH.pdf"))
    said = chat.tap("lan", "Hoàn tác")
    assert said.text == (
        "↩️ Đã hoàn tác. Việc 15 trở lại chưa hoàn thành, hạn 16:00 hôm nay. Minh chứng đã gửi được giữ lại."
    )
    assert chat.verbs(15) == ["attach_proof", "mark_done", "undo_done"]


def test_a_second_undo_has_nothing_to_undo(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 21")
    chat("lan", "hoàn tác")
    assert chat("lan", "hoàn tác").says("Không có kết quả nào vừa ghi nhận để hoàn tác.")


def test_what_a_leader_confirmed_stays(chat: Chat) -> None:
    _lans_tasks(chat)
    chat.policy(review=True)
    chat("lan", "xong 21")
    chat("minh", "accept_task task=21", tapped=True)
    assert chat("lan", "việc 21 chưa xong").text == ("Việc 21 đã được lãnh đạo xác nhận, nên kết quả được giữ nguyên.")


def test_done_twice_is_told_calmly(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 21")
    said = chat.at("2026-11-20 10:00")("lan", "xong 21")
    assert said.text == "Việc 21 đã được ghi nhận hoàn thành lúc 07:42 hôm nay, đúng hạn."


def test_done_with_no_task_asks_which_and_takes_the_number(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "xong rồi")
    assert said.text.startswith("Có 5 việc phù hợp:\n12. Báo cáo CCHC quý III — 17/11\n15. ")
    assert said.text.endswith("Đồng chí báo xong việc nào?")
    assert said.buttons == ["Việc 12", "Việc 15", "Việc 18"]
    assert said.hint == 'Trả lời số việc, ví dụ "12".'
    assert chat("lan", "21").says("Đã ghi nhận việc 21 hoàn thành")


def test_the_answer_to_which_may_be_the_row_of_the_list(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong rồi")
    assert chat("lan", "2").says("Việc 15 cần minh chứng")


def test_a_link_waits_while_the_task_is_asked_for(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong rồi https://xa.gov.vn/bc")
    assert chat("lan", "việc 18").says("Minh chứng: 1 đường dẫn.")


def test_a_task_found_by_its_title_is_asked_back(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "xong cái niêm yết công khai", file=photo(content=b"1"))
    assert said.text == "Đồng chí báo xong việc 13, Niêm yết công khai TTHC, kèm 1 ảnh, đúng không?"
    assert said.buttons == ["Ghi nhận xong", "Việc khác"]
    assert chat.state(13) is AssignmentState.OPEN
    assert chat("lan", "ok").says("✅ Đã ghi nhận việc 13 hoàn thành")


def test_no_to_a_title_asks_which(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong cái niêm yết công khai", file=photo(content=b"1"))
    assert chat.tap("lan", "Việc khác").says("Đồng chí báo xong việc nào?")
    assert chat("lan", "18").says("Minh chứng: 1 ảnh.")


def test_two_titles_that_fit_are_offered(chat: Chat) -> None:
    chat.task(31, "Báo cáo CCHC năm", "2026-12-08")
    chat.task(34, "Báo cáo theo dõi thi hành pháp luật", "2026-12-31")
    said = chat("lan", "xong báo cáo rồi")
    assert said.text == (
        "Có 2 việc phù hợp:\n"
        "31. Báo cáo CCHC năm — thứ Ba 08/12\n"
        "34. Báo cáo theo dõi thi hành pháp luật — thứ Năm 31/12\n"
        "Đồng chí báo xong việc nào?"
    )
    assert said.buttons == ["Việc 31", "Việc 34"]
    assert chat.tap("lan", "Việc 34").says("Đã ghi nhận việc 34 hoàn thành")


def test_a_title_that_is_nobodys_is_not_found(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "mark_done", tapped=True)
    assert said.says("Đồng chí báo xong việc nào?")
    said = chat("lan", "giải phóng mặt bằng khu công nghiệp")
    assert said.text == "Không tìm thấy nội dung này trong các việc của đồng chí."
    assert chat("lan", "21").says("Đã ghi nhận việc 21")


def test_everything_at_once_is_asked_back(chat: Chat) -> None:
    chat.task(21, "Tin, bài tháng 11", "2026-11-30")
    chat.task(22, "Tin, bài tháng 12", "2026-12-31")
    said = chat("lan", "xong hết rồi")
    assert said.text == "Đồng chí báo xong 2 việc (21, 22), đúng không?"
    assert chat("lan", "1").says("✅ Đã ghi nhận 2 việc hoàn thành")


def test_a_slip_moves_to_the_right_task_and_the_wrong_one_is_as_it_was(chat: Chat) -> None:
    _lans_tasks(chat)
    chat.at("2026-11-19 08:10")("lan", "xong việc 12")
    said = chat.at("2026-11-19 08:11")("lan", "à nhầm, việc 13")
    assert said.text == (
        "Đã chuyển sang việc 13, Niêm yết công khai TTHC. Việc 12 không thay đổi.\n"
        "Việc 13 cần minh chứng: ảnh niêm yết. Đồng chí gửi ảnh hoặc đường dẫn."
    )
    assert (chat.state(12), chat.state(13)) == (AssignmentState.OPEN, AssignmentState.WAITING_PROOF)
    chat.policy(review=True)
    said = chat.at("2026-11-19 08:13")("lan", file=photo(content=b"1"))
    assert said.text == (
        "✅ Đã ghi nhận việc 13 hoàn thành lúc 08:13 thứ Năm 19/11, đúng hạn.\n"
        "Minh chứng: 1 ảnh. Việc đang chờ đồng chí Minh xác nhận."
    )
    said = chat.at("2026-11-19 08:20")("lan", "hoàn tác, còn thiếu 1 bảng chưa dán")
    assert said.text == (
        "↩️ Đã hoàn tác. Việc 13 trở lại chưa hoàn thành, hạn thứ Sáu 04/12, còn 10 ngày làm việc. "
        "Ảnh đã gửi được giữ lại."
    )
    said = chat.at("2026-11-19 10:30")("lan", "xong cái niêm yết công khai rồi", file=photo(content=b"2"))
    assert said.text == "Đồng chí báo xong việc 13, Niêm yết công khai TTHC, kèm 2 ảnh, đúng không?"
    said = chat.at("2026-11-19 10:31")("lan", "ok")
    assert said.says("Minh chứng: 2 ảnh.")


def test_a_slip_takes_the_proof_along(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 12 https://xa.gov.vn/bc")
    said = chat("lan", "à nhầm, việc 18")
    assert said.says("Đã chuyển sang việc 18, Báo cáo kiểm soát TTHC. Việc 12 trở lại chưa hoàn thành.")
    assert said.says("Minh chứng: 1 đường dẫn.")
    assert (chat.state(12), chat.state(18)) == (AssignmentState.OPEN, AssignmentState.DONE)
    assert chat("lan", "minh chứng 12").says("Việc 12 cần minh chứng")


@pytest.mark.parametrize(
    ("proof", "kept"),
    [("", "1 ảnh"), ("số 45/BC-UBND ngày 18/11", "văn bản số 45/BC-UBND ngày 18/11/2026")],
)
def test_a_proof_sent_in_place_of_the_yes_belongs_to_what_waits_for_it(chat: Chat, proof: str, kept: str) -> None:
    _lans_tasks(chat)
    assert chat("lan", "xong cái niêm yết công khai rồi").says("báo xong việc 13, Niêm yết công khai TTHC, đúng không?")
    said = chat("lan", proof, file=None if proof else photo())
    assert said.text == (f"✅ Đã ghi nhận việc 13 hoàn thành lúc 07:42 thứ Sáu 20/11, đúng hạn.\nMinh chứng: {kept}.")


def test_a_proof_of_another_task_leaves_what_waits_for_its_yes(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong cái niêm yết công khai rồi")
    assert chat("lan", "minh chứng 18 https://xa.gov.vn/18").says("Đã lưu 1 đường dẫn làm minh chứng việc 18.")
    assert chat.state(13) is AssignmentState.OPEN


def test_a_file_from_who_has_nothing_open_is_not_kept_and_that_is_said(chat: Chat) -> None:
    assert chat("lan", file=document("ban_ve.pdf")).text == (
        "Đồng chí không có việc nào chưa hoàn thành, nên nội dung vừa gửi chưa được lưu làm minh chứng."
    )


def test_sending_the_proof_later_leaves_it_waiting(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 12")
    assert chat.tap("lan", "Gửi sau").text == ("Đã rõ. Việc 12 còn thiếu minh chứng, hạn 17/11, quá 3 ngày làm việc.")
    assert chat.state(12) is AssignmentState.WAITING_PROOF


def test_an_ok_to_the_question_for_a_proof_says_nothing(chat: Chat) -> None:
    _lans_tasks(chat)
    chat("lan", "xong 12")
    assert chat("lan", "vâng").message is None
    assert chat("lan", "https://xa.gov.vn/bc").says("Đã ghi nhận việc 12")


def test_anothers_task_is_not_theirs_to_finish(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    assert chat("lan", "xong 27").text == "Không tìm thấy việc 27 trong các việc của đồng chí."
    assert chat("minh", "xong 27").text == "Việc 27 do người khác thực hiện. Đồng chí có thể đôn đốc hoặc xem việc này."


def test_two_things_in_one_message_are_answered_in_order(chat: Chat) -> None:
    _lans_tasks(chat)
    said = chat("lan", "xong 21. còn việc nào quá hạn")
    assert said.text.startswith("✅ Đã ghi nhận việc 21")
    assert said.says("\nĐồng chí có 1 việc quá hạn:\n🔴 12.")

"""What a leader decides about work: confirmed, returned, urged (days 3 to 5)."""

from datetime import date, time

from storage.tables import AssignmentState, Role
from tests.doubles.office import Chat, document


def _handed_in(chat: Chat) -> None:
    chat.policy(review=True)
    chat.task(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20", products=["Kế hoạch của UBND xã"], at=time(16))
    chat.at("2026-11-20 09:10")("lan", "xong 15", file=document("KH_tuyen_truyen.pdf"))


def test_a_submission_is_confirmed_and_the_person_is_told(chat: Chat) -> None:
    _handed_in(chat)
    said = chat.at("2026-11-20 10:00")("minh", "accept_task task=15", tapped=True)
    assert said.text == "✅ Đã xác nhận việc 15, hoàn thành đúng hạn. Lan đã được báo."
    assert said.buttons == ["↩️ Hoàn tác"]
    assert chat.row(15).accepted_at == chat.now
    assert chat.kinds_told("lan") == ["accepted"]
    assert chat.tap("minh", "Hoàn tác").text == "↩️ Đã hoàn tác. Việc 15 trở lại chờ xác nhận."
    assert chat.row(15).accepted_at is None


def test_approve_means_confirm_where_a_submission_waits(chat: Chat) -> None:
    _handed_in(chat)
    assert chat("minh", "duyệt 15").says("✅ Đã xác nhận việc 15")


def test_approving_work_by_its_title_is_asked_back(chat: Chat) -> None:
    _handed_in(chat)
    assert chat("minh", "duyệt kế hoạch tuyên truyền").text == (
        "Đồng chí xác nhận việc 15, Kế hoạch tuyên truyền CCHC, đúng không?"
    )
    assert chat("minh", "ok").says("✅ Đã xác nhận việc 15")


def test_a_leader_may_waive_the_proof(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-20", products=["báo cáo"])
    chat.at("2026-11-20 08:00")("lan", "xong 12")
    claimed = chat.now
    said = chat.at("2026-11-23 08:00")("minh", "accept_task task=12", tapped=True)
    assert said.says("✅ Đã xác nhận việc 12, hoàn thành đúng hạn.")
    assert (chat.state(12), chat.row(12).submitted_at) == (AssignmentState.DONE, claimed)
    assert chat.verbs(12) == ["claim_done", "waive_proof"]


def test_what_was_not_handed_in_cannot_be_confirmed(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-20", products=["báo cáo"])
    assert chat("minh", "accept_task task=12", tapped=True).text == (
        "Việc 12 chưa được nộp, nên chưa thể xác nhận hoặc trả lại."
    )


def test_work_goes_back_with_its_reason_and_a_new_day(chat: Chat) -> None:
    _handed_in(chat)
    said = chat.at("2026-11-20 16:25")("minh", "trả lại 15, thiếu phụ lục kinh phí, thứ 4 nộp")
    assert said.text == (
        'Đồng chí trả lại việc 15 cho Lan, lý do "thiếu phụ lục kinh phí", hạn mới thứ Tư 25/11, đúng không?'
    )
    assert said.buttons == ["Trả lại việc 15", "Sửa"]
    said = chat("minh", "đúng rồi")
    assert said.text == "Đã trả lại việc 15. Lan đã được báo. Lần nộp lúc 09:10 ngày 20/11 vẫn được lưu."
    row = chat.row(15)
    assert (row.state, row.due, row.return_reason) == (
        AssignmentState.OPEN,
        date(2026, 11, 25),
        "thiếu phụ lục kinh phí",
    )
    assert chat.kinds_told("lan") == ["returned"]
    chat.at("2026-11-25 08:40")("lan", "xong 15", file=document("KH_2.pdf"))
    assert chat.row(15).state is AssignmentState.DONE
    assert chat.last["lan"].text == (
        "✅ Đã ghi nhận việc 15 hoàn thành lúc 08:40 thứ Tư 25/11, đúng hạn mới.\n"
        "Minh chứng: KH_2.pdf. Việc đang chờ đồng chí Minh xác nhận."
    )
    assert chat.kinds_told("minh") == ["submitted_again"]


def test_a_return_needs_a_reason(chat: Chat) -> None:
    _handed_in(chat)
    assert chat("minh", "return_task task=15", tapped=True).text == "Đồng chí trả lại việc 15 vì lý do gì?"
    assert chat("minh", "thiếu chữ ký, thứ 4 nộp").says(
        'Đồng chí trả lại việc 15 cho Lan, lý do "thiếu chữ ký", hạn mới thứ Tư 25/11, đúng không?'
    )
    assert chat("minh", "2").text == "Đồng chí trả lại việc 15 vì lý do gì?"
    assert chat("minh", "chưa đóng dấu").says('lý do "chưa đóng dấu"')


def test_an_official_neither_confirms_nor_returns(chat: Chat) -> None:
    _handed_in(chat)
    for order in ("accept_task task=15", "return_task task=15"):
        assert chat("lan", order, tapped=True).says("Xác nhận và trả lại việc do lãnh đạo thực hiện.")
    assert chat.row(15).accepted_at is None


def test_an_urge_is_read_back_with_its_words_and_logged(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    said = chat.at("2026-11-20 07:37")("minh", "đôn đốc Tuấn, trao đổi với tôi trước 11h")
    assert said.text == 'Gửi Tuấn đôn đốc việc 27, kèm lời nhắn "trao đổi với tôi trước 11h", đúng không?'
    assert chat.told("tuan") == []
    assert chat.at("2026-11-20 07:38")("minh", "1").text == "Đã gửi đôn đốc đến Tuấn lúc 07:38."
    (urge,) = chat.told("tuan")
    assert (urge.kind, urge.payload["note"]) == ("nudge", "trao đổi với tôi trước 11h")
    assert chat.verbs(27) == ["nudge"]


def test_whoever_was_urged_today_is_left_in_peace(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    chat.task(41, "Báo cáo giải ngân vốn đầu tư", "2026-11-18", owner="hoa")
    chat("minh", "nudge task=27", tapped=True)
    chat("minh", "1")
    said = chat.at("2026-11-20 07:40")("minh", "đôn đốc những người quá hạn")
    assert said.text == (
        "Tuấn vừa được đôn đốc nên không gửi lại. Gửi đôn đốc đến Lan (việc 12) và Hoa (việc 41), đúng không?"
    )
    said = chat("minh", "ok")
    assert said.text == ("Đã gửi đôn đốc đến Lan và Hoa lúc 07:40. Phản hồi được tổng hợp trong bản tin thứ Hai 23/11.")
    assert chat.kinds_told("tuan") == ["nudge"]


def test_an_official_does_not_urge(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    assert chat("lan", "đôn đốc Tuấn").says("Đôn đốc do lãnh đạo hoặc đầu mối gửi.")
    assert chat.told("tuan") == []


def test_nobody_to_urge(chat: Chat) -> None:
    assert chat("minh", "đôn đốc những người quá hạn").text == "Không có việc quá hạn nào cần đôn đốc."
    assert chat("minh", "đôn đốc anh Khánh").text == (
        'Không tìm thấy "Khánh" trong danh sách của đơn vị. Đồng chí nhắn lại họ tên đầy đủ.'
    )


def test_a_leader_sees_the_step_that_waits_on_the_card(chat: Chat) -> None:
    _handed_in(chat)
    said = chat("minh", "15")
    assert said.text == (
        "Việc 15. Kế hoạch tuyên truyền CCHC\n"
        "Nộp: 09:10 hôm nay, đúng hạn\n"
        "Người thực hiện: Lan\n"
        "Sản phẩm: kế hoạch của UBND xã\n"
        "Minh chứng: KH_tuyen_truyen.pdf\n"
        "Đang chờ lãnh đạo xác nhận\n"
        "Nguồn: Kế hoạch CCHC 2026, mục III.15, trang 6"
    )
    assert said.buttons == ["Mở tệp", "✅ Xác nhận 15", "Trả lại"]
    assert said.hint == "Trả lời 1 để xem minh chứng, 2 để xác nhận việc 15, 3 để trả lại."
    assert chat("minh", "2").says("✅ Đã xác nhận việc 15")


def test_two_namesakes_are_told_apart(chat: Chat) -> None:
    chat.join("lan2", "Trần Ngọc Lan", roles=[Role.OFFICIAL])
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    said = chat("minh", "nudge task=12", tapped=True)
    assert said.text == "Gửi Nguyễn Thị Lan đôn đốc việc 12, đúng không?"


def test_a_task_named_by_words_is_looked_for_where_the_order_belongs(chat: Chat) -> None:
    chat.policy(review=True)
    chat.task(29, "Báo cáo tự kiểm tra công tác CCHC", "2026-11-20")
    chat.task(30, "Báo cáo tự kiểm tra nội vụ", "2026-11-20", owner="tuan")
    chat("lan", "xong 29")
    assert chat("minh", "trả lại báo cáo tự kiểm tra, thiếu số liệu").says("Đồng chí trả lại việc 29 cho Lan")
    assert chat("minh", "báo cáo tự kiểm tra nội vụ do ai làm").text == "Việc 30 do Tuấn thực hiện."


def test_an_urge_goes_to_the_person_named(chat: Chat) -> None:
    chat.task(70, "Báo cáo CCHC năm", "2026-11-17", owner="minh")
    chat.task(31, "Báo cáo CCHC năm", "2026-11-24", owner="tuan")
    assert chat("minh", "nhắc anh Tuấn nộp báo cáo cchc năm").text == "Gửi Tuấn đôn đốc việc 31, đúng không?"
    chat("minh", "thôi")
    assert chat("minh", "đôn đốc Lan").text == "Không có việc quá hạn nào cần đôn đốc."

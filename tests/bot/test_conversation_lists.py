"""Lists and cards (samples 09, 34, 35; days 5, 9, 11, 12)."""

from datetime import time

from sqlalchemy import update
from sqlmodel import Session

from storage.database import transaction
from storage.tables import Assignment, AssignmentState
from tests.doubles.office import Chat


def _nine(chat: Chat) -> None:
    for number in range(1, 10):
        chat.task(number, f"Báo cáo số {number}", f"2026-12-{number + 10:02d}")


def test_a_short_list_has_its_signs(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    chat.task(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20", at=time(16))
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25")
    chat.task(34, "Báo cáo theo dõi thi hành pháp luật", "2026-12-31")
    assert chat("lan", "việc của tôi").text == (
        "Đồng chí có 4 việc chưa hoàn thành:\n"
        "🔴 12. Báo cáo CCHC quý III — hạn 17/11, quá 3 ngày làm việc\n"
        "🟠 15. Kế hoạch tuyên truyền CCHC — trước 16:00 hôm nay\n"
        "🟡 18. Báo cáo kiểm soát TTHC — thứ Tư 25/11, còn 2 ngày làm việc\n"
        "34. Báo cáo theo dõi thi hành pháp luật — thứ Năm 31/12, còn 28 ngày làm việc"
    )


def test_a_long_list_comes_five_at_a_time(chat: Chat) -> None:
    _nine(chat)
    said = chat("lan", "việc của tôi")
    assert said.text.startswith("Đồng chí có 9 việc chưa hoàn thành, gần hạn nhất trước:\n1. Báo cáo số 1 — ")
    assert said.text.endswith("\nCòn 4 việc nữa.")
    assert (said.buttons, said.hint) == (["Xem thêm"], 'Trả lời "xem thêm" hoặc số việc để xem chi tiết.')
    said = chat("lan", "xem thêm")
    assert said.text.startswith("Các việc tiếp theo:\n6. Báo cáo số 6 — ")
    assert chat("lan", "xem thêm").text == "Đã hết danh sách."


def test_a_list_that_emptied_between_two_pages_is_empty(chat: Chat) -> None:
    _nine(chat)
    chat("lan", "việc của tôi")
    with transaction(chat.engine) as session:
        session.connection().execute(update(Assignment).values(state=AssignmentState.DONE))
    said = chat("lan", "xem thêm").text
    assert said == chat("lan", "việc của tôi").text
    assert said != "Đã hết danh sách."


def test_a_row_of_the_page_can_be_named(chat: Chat) -> None:
    _nine(chat)
    chat("lan", "việc của tôi")
    chat("lan", "xem thêm")
    assert chat("lan", "việc thứ 2").says("Việc 7. Báo cáo số 7")
    assert chat("lan", "việc đầu tiên").says("Việc 6. Báo cáo số 6")


def test_next_week(chat: Chat) -> None:
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25")
    chat.task(34, "Báo cáo theo dõi thi hành pháp luật", "2026-12-31")
    assert chat("lan", "việc tuần sau").text == (
        "Tuần tới đồng chí có 1 việc đến hạn:\n🟡 18. Báo cáo kiểm soát TTHC — thứ Tư 25/11, còn 2 ngày làm việc"
    )
    assert chat("lan", "việc tháng 12").says("Tháng 12 đồng chí có 1 việc đến hạn:\n34.")
    assert chat("lan", "việc tháng 10").text == "Tháng 10 đồng chí không có việc đến hạn."


def test_nothing_today_names_what_is_nearest(chat: Chat) -> None:
    chat.task(37, "Báo cáo rà soát văn bản QPPL", "2026-12-08")
    assert chat.at("2026-11-23 08:10")("lan", "nay em có việc gì k").text == (
        "Hôm nay đồng chí không có việc đến hạn hay quá hạn.\n"
        "Việc gần nhất: 37. Báo cáo rà soát văn bản QPPL — thứ Ba 08/12, còn 10 ngày làm việc"
    )


def test_today_holds_what_is_overdue_too(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    chat.task(15, "Kế hoạch tuyên truyền CCHC", "2026-11-20")
    said = chat("lan", "hôm nay có việc gì")
    assert said.text.startswith("Hôm nay đồng chí có 2 việc đến hạn hoặc quá hạn:\n🔴 12.")


def test_overdue_done_and_missing_proof(chat: Chat) -> None:
    assert chat("lan", "việc nào quá hạn").text == "Không có việc nào quá hạn."
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17", products=["báo cáo"])
    chat.task(21, "Tin, bài tháng 11", "2026-11-30")
    chat("lan", "xong 12")
    chat("lan", "xong 21")
    assert chat("lan", "việc nào quá hạn").says("Đồng chí có 1 việc quá hạn:\n🔴 12.")
    assert chat("lan", "còn việc nào thiếu minh chứng").says("Đồng chí có 1 việc còn thiếu minh chứng:\n🔴 12.")
    assert chat("lan", "việc nào đã xong").text == (
        "Đồng chí có 1 việc đã hoàn thành:\n21. Tin, bài tháng 11 — nộp lúc 07:42 hôm nay, đúng hạn"
    )


def test_a_section_or_words_of_a_title(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-27", section="CHỈ ĐẠO ĐIỀU HÀNH")
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25", section="CẢI CÁCH THỦ TỤC HÀNH CHÍNH")
    assert chat("lan", "việc về thủ tục hành chính").says("Đồng chí có 1 việc phù hợp:\n🟡 18.")


def test_a_leader_sees_the_office_and_one_persons_work(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    assert chat("minh", "việc nào quá hạn").text == (
        "Đơn vị có 2 việc quá hạn:\n"
        "🔴 27. Rà soát hồ sơ đất đai — Tuấn, hạn 10/11, quá 8 ngày làm việc\n"
        "🔴 12. Báo cáo CCHC quý III — Lan, hạn 17/11, quá 3 ngày làm việc"
    )
    assert chat("minh", "xem việc của Tuấn").text == (
        "Tuấn có 1 việc quá hạn:\n🔴 27. Rà soát hồ sơ đất đai — hạn 10/11, quá 8 ngày làm việc\n"
        "Chưa có phản hồi kể từ ngày đến hạn."
    )
    assert chat("hoa", "việc của địa chính").says("Tuấn có 1 việc chưa hoàn thành")


def test_an_official_sees_no_one_elses_list(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    assert chat("lan", "xem việc của Tuấn").text == "Không tìm thấy nội dung này trong các việc của đồng chí."
    assert chat("lan", "việc quá hạn của cả xã").text == "Không tìm thấy đơn vị này trong phạm vi của đồng chí."


def test_a_card_shows_the_title_in_full_and_what_can_be_done(chat: Chat) -> None:
    chat.task(
        18,
        "Báo cáo kiểm soát TTHC",
        "2026-11-25",
        products=["Báo cáo"],
        coordinators=["Hạnh"],
        full="Báo cáo tình hình, kết quả kiểm soát TTHC của UBND xã",
    )
    said = chat("lan", "18")
    assert said.text == (
        "Việc 18. Báo cáo tình hình, kết quả kiểm soát TTHC của UBND xã\n"
        "Hạn: thứ Tư 25/11, còn 2 ngày làm việc\n"
        "Người thực hiện: Lan. Phối hợp: Hạnh\n"
        "Sản phẩm: báo cáo\n"
        "Minh chứng: chưa có\n"
        "Nguồn: Kế hoạch CCHC 2026, mục III.18, trang 6"
    )
    assert said.buttons == ["✅ Xong 18", "📎 Gửi minh chứng", "⏳ Xin gia hạn"]
    assert said.hint == "Trả lời 1 để báo xong, 2 để gửi minh chứng, 3 để xin gia hạn."
    assert chat("lan", "1").says("Việc 18 cần minh chứng: báo cáo.")


def test_one_thing_about_a_task(chat: Chat) -> None:
    chat.task(112, "Báo cáo CCHC năm 2026", "2026-12-08", at=time(16), products=["Báo cáo"], coordinators=["Hạnh"])
    assert chat("lan", "112 mấy giờ là hết hạn").text == (
        "Việc 112 cần nộp trước 16:00 thứ Ba 08/12, còn 11 ngày làm việc."
    )
    assert chat("lan", "việc 112 do ai làm").text == "Việc 112 do Lan thực hiện, Hạnh phối hợp."
    assert chat("lan", "việc 112 sản phẩm là gì").text == "Sản phẩm của việc 112: báo cáo."


def test_a_number_answers_the_menu_that_is_open_and_else_a_task(chat: Chat) -> None:
    chat.task(2, "Tin, bài tháng 11", "2026-11-30")
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-25", products=["Báo cáo"])
    chat("lan", "18")
    assert chat("lan", "2").says("Việc 18 cần minh chứng")
    assert chat("lan", "2").says("Việc 2. Tin, bài tháng 11")
    assert chat("lan", "việc 9").text == "Không tìm thấy việc 9 trong các việc của đồng chí."


def test_an_answer_takes_as_many_queries_for_200_tasks_as_for_10(chat: Chat) -> None:
    def asked(*orders: str) -> int:
        before = chat.statements
        for order in orders:
            chat("minh", order)
            chat("lan", order)
        return chat.statements - before

    orders = ("việc của tôi", "xem thêm", "việc nào quá hạn", "3", "báo cáo số 4 đến đâu rồi")
    for number in range(1, 11):
        chat.task(number, f"Báo cáo số {number}", "2026-11-12")
    few = asked(*orders)
    for number in range(11, 201):
        chat.task(number, f"Báo cáo số {number}", "2026-11-12")
    assert asked(*orders) <= few + 4


def test_what_was_done_before_its_plan_came_in_has_no_moment_and_no_mark(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-09-17")

    def done(session: Session) -> None:
        row = session.get_one(Assignment, chat.row(12).id)
        row.state = AssignmentState.DONE
        session.add(row)

    chat.change(done)
    assert chat("lan", "việc 12").says("\nĐã hoàn thành từ trước khi kế hoạch được nhập\n")
    assert chat("lan", "xong 12").text == "Việc 12 đã hoàn thành từ trước khi kế hoạch được nhập."
    assert chat("lan", "việc đã xong của tôi").says(
        "12. Báo cáo CCHC quý III — hoàn thành từ trước khi kế hoạch được nhập"
    )


def test_equal_titles_are_told_apart_by_their_month(chat: Chat) -> None:
    chat.task(12, "Báo cáo TTHC", "2026-12-08")
    chat.task(13, "Báo cáo TTHC", "2027-03-08")
    said = chat("lan", "việc của tôi")
    assert said.says("12. Báo cáo TTHC tháng 12 — thứ Ba 08/12")
    assert said.says("13. Báo cáo TTHC tháng 3 — ")

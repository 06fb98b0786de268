"""Settings, help, courtesy, what is not understood, what is not there yet, secrets (samples 37, 39, 50, 53)."""

from datetime import date, time

import pytest

from storage.database import reading
from storage.dialogues import dialogue_at
from storage.tables import Address
from tests.doubles.office import Chat, document

SECRET = "Tin nhắn này có dấu hiệu chứa nội dung mật nên không được lưu và không được xử lý."


def test_the_hour_of_the_morning(chat: Chat) -> None:
    assert chat("lan", "sáng nào cũng nhắc tôi lúc 7h").text == (
        "Từ thứ Hai 23/11, lời nhắc buổi sáng được gửi lúc 07:00."
    )
    assert chat.person("lan").morning_at == time(7)


def test_the_hour_is_asked_for(chat: Chat) -> None:
    said = chat("lan", "đổi giờ nhắc")
    assert said.text == "Đồng chí muốn nhận lời nhắc buổi sáng lúc mấy giờ?"
    assert said.buttons == ["07:00", "07:30", "08:00"]
    assert chat("lan", "22h").text == ("Nhắc Việc không gửi lời nhắc từ 21:00 đến 06:30. Đồng chí chọn giờ khác.")
    assert chat("lan", "8h").says("Từ hôm nay, lời nhắc buổi sáng được gửi lúc 08:00.")
    chat("lan", "đổi giờ nhắc")
    assert chat("lan", "2").says("lúc 07:30")


def test_so_many_days_before(chat: Chat) -> None:
    chat.task(37, "Báo cáo rà soát văn bản QPPL", "2026-12-08")
    said = chat.at("2026-11-23 08:12")("lan", "nhắc em trước 5 ngày")
    assert said.text == (
        "Từ nay, đồng chí được nhắc trước hạn 5 ngày làm việc và vào sáng ngày đến hạn. "
        "Việc 37 được nhắc sáng thứ Ba 01/12."
    )
    assert chat.person("lan").remind_before == 5
    assert chat("lan", "nhắc em trước 60 ngày").text == "Đồng chí chọn số ngày làm việc từ 1 đến 30."


def test_weekends_are_quiet_anyway(chat: Chat) -> None:
    assert chat("lan", "t7 cn đừng nhắc nha").text == (
        "Lời nhắc chỉ được gửi vào ngày làm việc. Thứ Bảy và Chủ nhật không có lời nhắc."
    )


def test_quiet_hours(chat: Chat) -> None:
    assert chat("lan", "đừng nhắc sau 20h").text == "Nhắc Việc không gửi lời nhắc từ 20:00 đến 06:30."
    assert chat.person("lan").quiet_from == time(20)


def test_a_pause_and_its_end(chat: Chat) -> None:
    assert chat("lan", "tạm dừng nhắc đến 30/11").text == (
        "Đã tạm dừng nhắc đến hết thứ Hai 30/11. Việc quá hạn vẫn có trong bản tin của lãnh đạo. "
        'Muốn nhận lại sớm hơn, đồng chí nhắn "bật lại nhắc việc".'
    )
    assert chat("lan", "bật lại nhắc việc").text == (
        "Đã bật lại nhắc việc. Lời nhắc được gửi lúc 07:30 các ngày làm việc."
    )
    chat("lan", "stop")
    assert chat.person("lan").stopped_through == date(2026, 12, 20)


def test_every_setting_is_in_the_audit_log(chat: Chat) -> None:
    chat("lan", "sáng nào cũng nhắc tôi lúc 7h")
    (entry,) = chat.history("person", chat.people["lan"])
    assert (entry.verb, entry.before, entry.after) == ("settings", {"morning_at": None}, {"morning_at": "07:00:00"})


def test_other_languages_are_not_spoken_yet(chat: Chat) -> None:
    assert chat("lan", "nói tiếng anh đi").text == "Nhắc Việc hiện chỉ trả lời bằng tiếng Việt."


def test_help_names_the_focal_point(chat: Chat) -> None:
    said = chat("lan", "trợ giúp")
    assert said.text.startswith("Nhắc Việc là trợ lý tự động của UBND xã Quang Khải. Đồng chí có thể nhắn:\n")
    assert said.text.endswith("Khi cần hỗ trợ, đồng chí liên hệ đồng chí Hoa (đầu mối).")


def test_who_am_i(chat: Chat) -> None:
    assert chat("lan", "tôi là ai").text == (
        "Tài khoản này đã liên kết với Nguyễn Thị Lan, công chức Văn phòng - Thống kê, UBND xã Quang Khải."
    )
    assert chat("minh", "tôi là ai").says("Trần Văn Minh, Chủ tịch, UBND xã Quang Khải.")


def test_thanks_get_no_words(chat: Chat) -> None:
    assert chat("lan", "cảm ơn nhé").message is None


def test_a_greeting_and_a_complaint_get_one_line(chat: Chat) -> None:
    assert chat("lan", "chào").says("Chào đồng chí Lan.")
    assert chat("lan", "nhắc gì mà nhắc lắm thế").says("Đã rõ.")


def test_what_is_not_understood(chat: Chat) -> None:
    assert chat("lan", "asdkjh qwe").text == (
        'Chưa hiểu tin nhắn này. Đồng chí có thể nhắn "việc của tôi", "xong 12", "gia hạn 12" hoặc "trợ giúp".'
    )


def test_two_misses_offer_the_list_and_the_focal_point(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat("tuan", "gia hạn 27")
    assert chat("tuan", "hic hic").text == (
        'Chưa rõ câu trả lời. Đồng chí chọn một trong các gợi ý trên, hoặc nhắn "thôi".'
    )
    said = chat("tuan", "hic hic")
    assert said.text == "Chưa rõ yêu cầu. Đồng chí xem danh sách việc hoặc liên hệ đồng chí Hoa (đầu mối)."
    assert said.buttons == ["Xem việc của tôi"]


def test_another_order_in_the_middle_of_a_question_is_carried_out(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat("tuan", "gia hạn 27")
    assert chat("tuan", "việc nào quá hạn").says("Đồng chí có 1 việc quá hạn")
    assert chat("tuan", "vâng").message is None


def test_a_forged_button_changes_nothing(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17")
    for forged in ("drop table", "yes question=7", "mark_done task=99999", "choose value=2026-01-01 question=1"):
        chat("lan", forged, tapped=True)
    assert chat.verbs(12) == []


def test_the_state_of_a_talk_is_in_the_database_alone(chat: Chat) -> None:
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10", owner="tuan")
    chat("tuan", "gia hạn 27 đến 30/11")
    with reading(chat.engine) as session:
        state = dialogue_at(session, "telegram:1", "tuan", now=chat.now).state
    assert state["question"]["missing"] == "reason"
    assert state["question"]["order"]["slots"] == {"task": [27], "date": "2026-11-30"}
    assert chat("tuan", "chờ đo đạc").says("đúng không?")


def test_marked_text_is_neither_kept_nor_repeated(chat: Chat) -> None:
    chat.task(12, "Báo cáo CCHC quý III", "2026-11-17", products=["báo cáo"])
    said = chat("lan", "xong 12, tài liệu Tối mật kèm theo https://xa.gov.vn/x")
    assert said.text.startswith(SECRET)
    assert said.buttons == []
    assert chat.verbs(12) == []
    assert chat("lan", "xong 12", file=document("BC (Mật).pdf")).text.startswith(SECRET)
    assert chat("lan", "xong 12 báo cáo bảo mật https://xa.gov.vn/x").says("Đã ghi nhận việc 12")


def test_an_address_of_ones_own(chat: Chat) -> None:
    person = chat.person("lan")
    person.address = Address.SISTER
    chat.change(lambda session: session.add(person))
    chat.task(27, "Rà soát hồ sơ đất đai", "2026-11-10")
    assert chat("lan", "gia hạn 27").text == "Chị xin gia hạn việc 27 đến ngày nào?"
    assert chat("lan", "việc 99").says("trong các việc của chị.")


@pytest.mark.parametrize("digits", ["1" * 10_000, "²", "1" * 40, "٣"])
def test_digits_that_are_no_number_people_count_with_are_answered_calmly(chat: Chat, digits: str) -> None:
    chat("lan", "gia hạn")
    assert chat("lan", digits).text
    chat("lan", "thôi")
    chat("lan", "nhắc em trước mấy ngày")
    assert chat("lan", digits).text
    assert chat("stranger", digits).text

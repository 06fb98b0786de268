"""How people say that an event has its day, or that something is asked for: matched to what the office waits for."""

from datetime import date

import pytest

from tests.bot.test_conversation_events import heard, waits
from tests.doubles.office import Chat


@pytest.mark.parametrize(
    ("waited", "said", "day"),
    [
        ("thông báo đánh giá", "thông báo đánh giá vào ngày 20/12", "Chủ nhật 20/12"),
        ("thông báo đánh giá", "thong bao danh gia vao ngay 20/12", "Chủ nhật 20/12"),
        ("ngày thông báo", "ngày thông báo là 1/12", "thứ Ba 01/12"),
        ("kiểm tra", "đoàn kiểm tra về ngày 15/12", "thứ Ba 15/12"),
        ("kiểm tra", "doan kiem tra cua tinh ve ngay 15/12", "thứ Ba 15/12"),
        ("kiểm tra năng lực", "ngày thi là 5/12", "thứ Bảy 05/12"),
        ("khai mạc kỳ họp", "kỳ họp khai mạc ngày 10/12", "thứ Năm 10/12"),
        ("khai mạc", "ngay khai mac la 10/12", "thứ Năm 10/12"),
        ("kiểm tra", "lùi ngày kiểm tra sang 20/12", "Chủ nhật 20/12"),
    ],
)
def test_an_events_day_as_people_say_it(chat: Chat, waited: str, said: str, day: str) -> None:
    waits(chat, "Hồ sơ trình đoàn", event=waited, days=-2)
    asked = chat("hoa", said)
    assert asked.says(f": {day}.\n1 việc có hạn theo sự kiện này:")
    chat("hoa", "ok")
    assert chat.row(1).title == "Hồ sơ trình đoàn"


def test_several_events_that_fit_are_offered_and_a_number_picks(chat: Chat) -> None:
    waits(chat, "Hồ sơ năng lực", event="kiểm tra năng lực", days=-1)
    waits(chat, "Hồ sơ CCHC", event="kiểm tra cải cách hành chính", days=-1)
    asked = chat("hoa", "kiểm tra ngày 15/12")
    assert asked.text == (
        'Có 2 sự kiện phù hợp với "kiểm tra":\n'
        "1. Kiểm tra năng lực\n"
        "2. Kiểm tra cải cách hành chính\n"
        "Đồng chí đặt ngày cho sự kiện nào?"
    )
    assert asked.buttons == ["Sự kiện 1", "Sự kiện 2"]
    assert chat("hoa", "2").says("Kiểm tra cải cách hành chính: thứ Ba 15/12.")
    chat("hoa", "ok")
    assert chat.row(1).title == "Hồ sơ CCHC"


def test_the_event_may_be_named_in_words_after_the_menu(chat: Chat) -> None:
    waits(chat, "Hồ sơ năng lực", event="kiểm tra năng lực", days=-1)
    waits(chat, "Hồ sơ CCHC", event="kiểm tra cải cách hành chính", days=-1)
    chat("hoa", "kiểm tra ngày 15/12")
    assert chat("hoa", "kiểm tra năng lực").says("Kiểm tra năng lực: thứ Ba 15/12.")


def test_an_event_that_nothing_waits_for_says_what_does(chat: Chat) -> None:
    waits(chat, "Hồ sơ năng lực", event="ngày kiểm tra năng lực", days=-1)
    waits(chat, "Báo cáo kỳ họp", event="khai mạc kỳ họp", days=-1)
    asked = chat("hoa", "tổng kết năm ngày 20/12")
    assert asked.text.splitlines() == [
        'Chưa có việc nào chờ "tổng kết năm". Đang chờ ngày của:',
        "1. Kiểm tra năng lực",
        "2. Khai mạc kỳ họp",
        "Đồng chí đặt ngày cho sự kiện nào?",
    ]
    assert asked.buttons == ["Sự kiện 1", "Sự kiện 2", "Ghi sự kiện mới"]
    kept = chat.tap("hoa", "Ghi sự kiện mới")
    assert kept.text == (
        "Tổng kết năm: Chủ nhật 20/12.\nKhông có việc nào nhận hạn mới theo sự kiện này.\nGhi lịch, đúng không?"
    )
    assert chat("hoa", "ok").text == "Đã ghi lịch tổng kết năm: Chủ nhật 20/12."


@pytest.mark.parametrize(
    "said",
    [
        "có yêu cầu báo cáo đột xuất, hạn 25/11",
        "co yeu cau bao cao dot xuat han 25/11",
        "huyện yêu cầu báo cáo đột xuất trước ngày 26/11",
        "cấp trên có yêu cầu báo cáo đột xuất nộp 25/11",
    ],
)
def test_what_is_asked_for_is_started_by_saying_so(chat: Chat, said: str) -> None:
    waits(chat, "Báo cáo đột xuất về CCHC", kind="on_request")
    assert chat("hoa", said).text == 'Giao "Báo cáo đột xuất về CCHC", hạn thứ Tư 25/11, cho Lan, đúng không?'
    assert chat("hoa", "ok").text == "Đã giao việc 1 cho Lan, hạn thứ Tư 25/11."
    assert chat.row(1).due == date(2026, 11, 25)
    assert heard(chat, "lan")[0].startswith("Đồng chí có 1 việc mới:")


def test_of_several_requests_the_words_tell_which(chat: Chat) -> None:
    waits(chat, "Báo cáo tình hình quản lý đất đai", kind="on_request")
    waits(chat, "Báo cáo cải cách hành chính", kind="on_request")
    assert chat("hoa", "tỉnh yêu cầu báo cáo CCHC trước ngày 26/11").says('Giao "Báo cáo CCHC", hạn thứ Tư 25/11')
    chat("hoa", "thôi")
    asked = chat("hoa", "có yêu cầu báo cáo, hạn 25/11")
    assert asked.text == (
        "Có 2 mục phù hợp:\n"
        "1. Báo cáo tình hình quản lý đất đai — khi có yêu cầu\n"
        "2. Báo cáo CCHC — khi có yêu cầu\n"
        "Đồng chí bắt đầu mục nào?"
    )
    assert chat("hoa", "1").says('Giao "Báo cáo tình hình quản lý đất đai", hạn thứ Tư 25/11')


def test_a_request_without_a_day_is_asked_for_it(chat: Chat) -> None:
    waits(chat, "Báo cáo đột xuất về CCHC", kind="on_request")
    assert chat("hoa", "có yêu cầu báo cáo đột xuất").text == "Báo cáo đột xuất về CCHC: hạn đến ngày nào?"


def test_a_request_that_nothing_waits_for_says_so(chat: Chat) -> None:
    waits(chat, "Báo cáo cải cách hành chính", kind="on_request")
    said = chat("hoa", "có yêu cầu báo cáo phòng cháy, hạn 25/11")
    assert said.text == 'Không có mục nào đang chờ yêu cầu này. Để giao việc mới, đồng chí nhắn "giao việc".'


def test_an_official_who_hears_of_it_is_told_whom_to_tell(chat: Chat) -> None:
    waits(chat, "Báo cáo đột xuất về CCHC", kind="on_request")
    said = chat("lan", "có yêu cầu báo cáo đột xuất, hạn 25/11")
    assert said.text == "Lịch và các mục chờ sự kiện do đầu mối và lãnh đạo ghi. Đồng chí báo cho đồng chí Hoa."


def test_an_event_on_which_nothing_hangs_moves_all_the_same(chat: Chat) -> None:
    chat("hoa", "lịch tổng kết năm ngày 20/12")
    chat("hoa", "ok")
    assert chat("hoa", "tổng kết năm dời sang 25/12").says("Tổng kết năm: từ Chủ nhật 20/12 chuyển sang thứ Sáu 25/12.")
    assert chat("hoa", "ok").text == "Đã đổi lịch tổng kết năm: thứ Sáu 25/12."


def test_a_number_that_the_menu_has_not_shows_it_once_more(chat: Chat) -> None:
    waits(chat, "Báo cáo kỳ họp", event="khai mạc kỳ họp", days=-1)
    asked = chat("hoa", "đoàn thanh tra về ngày 20/12")
    assert chat("hoa", "7").text == asked.text
    assert chat("hoa", "2").says("Đoàn thanh tra: Chủ nhật 20/12.")

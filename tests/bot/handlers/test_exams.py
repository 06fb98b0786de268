"""What an official asks about an exam, answered from the event and its checklists (voice.md day 8)."""

import pytest
from sqlmodel import Session

from bot.actions.checklists import attach, keep
from bot.actions.exams import named_event, set_rules
from bot.actions.refusal import Refusal
from scheduler.checklists.model import Item, Listed
from storage.audit import Actor
from tests.doubles.office import Chat

STEPS = Listed(
    "Quy trình",
    (
        Item(
            "Bước 1",
            "Đặt lịch hẹn nộp hồ sơ",
            ("Công chức Văn phòng - Thống kê", "Công chức Địa chính"),
            15,
            (Item("+", "Tối đa 4 hồ sơ"),),
        ),
        Item("Bước 2", "Xử lý hồ sơ", ("Công chức Tư pháp - Hộ tịch",), 15),
        Item("Bước 3", "Ký số bản sao", ("Chủ tịch, các Phó Chủ tịch UBND cấp xã",), 15),
    ),
    ("Chủ tịch, các Phó Chủ tịch", "Công chức Văn phòng - Thống kê"),
)
BRING = Listed("Chuẩn bị", (Item("-", "Thẻ công chức."), Item("-", "Máy tính có công cụ ký số.")))
RULES = [
    "Không sử dụng điện thoại trong khi kiểm tra.",
    "Người vắng mặt có lý do dự đợt sau.",
    "Người không đạt được kiểm tra lại một lần.",
]


def say_day(chat: Chat, words: str) -> None:
    chat("hoa", words)
    chat("hoa", "ok")


@pytest.fixture
def exam(chat: Chat) -> Chat:
    """The exam is on 15/12 at 08:00; its steps, what to bring, and its rules are kept."""
    say_day(chat, "lịch kiểm tra năng lực đợt 2 ngày 15/12 lúc 8h tại Hội trường UBND xã")

    def fill(session: Session) -> None:
        actor = Actor(chat.office_id, None, "cli", chat.now)
        event = named_event(session, chat.office_id, "kiểm tra năng lực đợt 2")
        set_rules(session, event, RULES, actor=actor)
        for listed in (STEPS, BRING):
            attach(session, keep(session, listed, actor=actor), event=event, actor=actor)

    chat.change(fill)
    return chat


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("lịch kiểm tra năng lực ngày nào", "Kiểm tra năng lực đợt 2: 08:00 thứ Ba 15/12, còn 16 ngày làm việc."),
        ("thi o dau vay em", "Địa điểm: Hội trường UBND xã, 08:00 thứ Ba 15/12."),
        (
            "kiểm tra đánh giá mấy giờ và ở đâu ạ",
            "Kiểm tra năng lực đợt 2: 08:00 thứ Ba 15/12, còn 16 ngày làm việc.\nĐịa điểm: Hội trường UBND xã.",
        ),
        ("tôi làm bước mấy", "Đồng chí làm bước 1, đặt lịch hẹn nộp hồ sơ, 15 phút.\n- Tối đa 4 hồ sơ"),
        ("bước 3 ai làm", "Bước 3 do Chủ tịch, các Phó Chủ tịch UBND cấp xã thực hiện.\nTại đơn vị: Minh."),
        ("bước 2 làm gì", "Bước 2, xử lý hồ sơ, 15 phút.\nNgười thực hiện: Công chức Tư pháp - Hộ tịch"),
        ("bước 7 làm gì", "Không có bước 7. Quy trình có 3 bước."),
        (
            "có mấy bước",
            "Kiểm tra năng lực đợt 2 có 3 bước:\n1. Đặt lịch hẹn nộp hồ sơ — 15 phút\n2. Xử lý hồ sơ — 15 phút\n"
            "3. Ký số bản sao — 15 phút",
        ),
        ("mỗi bước được bao nhiêu phút", "Mỗi bước 15 phút."),
        ("có được dùng điện thoại không", RULES[0]),
        ("vắng thi thì sao", RULES[1]),
        ("thi trượt thì sao", RULES[2]),
        ("quy định kiểm tra thế nào", "\n".join(["Mỗi bước 15 phút.", *RULES])),
        (
            "ai phải đi thi",
            "Kiểm tra năng lực đợt 2, đối tượng dự:\n- Chủ tịch, các Phó Chủ tịch\n- Công chức Văn phòng - Thống kê",
        ),
    ],
)
def test_what_is_known_is_said(exam: Chat, typed: str, said: str) -> None:
    assert exam("lan", typed).text == said


def test_each_person_has_their_own_step(exam: Chat) -> None:
    assert exam("minh", "tôi làm bước mấy").text == "Đồng chí làm bước 3, ký số bản sao, 15 phút."
    assert exam("tuan", "em làm bước nào").says("Đồng chí làm bước 1")
    assert exam("hoa", "tôi làm bước mấy").says("Chưa có bước nào ghi chức danh Nội vụ của đồng chí.")


def test_what_to_bring_is_ticked_and_then_only_the_rest_is_shown(exam: Chat) -> None:
    assert exam("lan", "đi kiểm tra cần mang theo gì").text == (
        "Chuẩn bị kiểm tra năng lực đợt 2: đã xong 0/2 mục.\n☐ 1. Thẻ công chức\n☐ 2. Máy tính có công cụ ký số"
    )
    assert exam("lan", "mục 1 xong").says("Còn mục 2.")
    assert exam("lan", "đi kiểm tra cần mang theo gì").text == (
        "Chuẩn bị kiểm tra năng lực đợt 2: đã xong 1/2 mục.\n☐ 2. Máy tính có công cụ ký số"
    )
    assert exam("minh", "đi kiểm tra cần mang theo gì").says("đã xong 0/2 mục")
    assert exam("lan", "bước 1 xong").says("☑ Đã đánh dấu mục 1.")


def test_all_that_is_known(exam: Chat) -> None:
    said = exam("lan", "thông tin kiểm tra năng lực")
    assert said.text.splitlines() == [
        "Kiểm tra năng lực đợt 2: 08:00 thứ Ba 15/12, còn 16 ngày làm việc.",
        "Địa điểm: Hội trường UBND xã.",
        "Đồng chí làm bước 1, đặt lịch hẹn nộp hồ sơ, 15 phút.",
        "- Tối đa 4 hồ sơ",
        "Chuẩn bị kiểm tra năng lực đợt 2: đã xong 0/2 mục.",
    ]
    assert exam.tap("lan", "Xem 2 mục").says("☐ 1. Thẻ công chức")


def test_two_groups_are_told_apart_by_their_number(exam: Chat) -> None:
    say_day(exam, "lịch kiểm tra năng lực đợt 3 ngày 22/12 lúc 8h tại Nhà văn hóa")
    assert exam("lan", "thi đợt 3 ở đâu").text == "Địa điểm: Nhà văn hóa, 08:00 thứ Ba 22/12."
    assert len(exam("lan", "hôm nào thi").text.splitlines()) == 2
    assert exam("lan", "bước 3 ai làm").says("Tại đơn vị: Minh.")


@pytest.mark.parametrize("who", ["lan", "minh", "hoa", "binh"])
def test_no_exam_is_known(chat: Chat, who: str) -> None:
    assert chat(who, "thi ở đâu").says("Chưa có lịch kiểm tra trong Nhắc Việc.")


def test_another_communes_exam_is_not_known(exam: Chat) -> None:
    assert exam("binh", "thi ở đâu").text == (
        "Chưa có lịch kiểm tra trong Nhắc Việc. Khi đầu mối hoặc lãnh đạo ghi lịch, đồng chí được báo. "
        "Đồng chí có thể hỏi đầu mối của đơn vị."
    )


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("thi ở đâu", "Địa điểm của kiểm tra năng lực chưa được ghi."),
        ("đi kiểm tra cần mang theo gì", "Danh mục chuẩn bị cho kiểm tra năng lực chưa được ghi."),
        ("tôi làm bước mấy", "Các bước của kiểm tra năng lực chưa được ghi."),
        ("có được dùng điện thoại không", "Quy định của kiểm tra năng lực chưa ghi nội dung này."),
        ("ai phải đi thi", "Đối tượng dự kiểm tra năng lực chưa được ghi."),
    ],
)
def test_what_nobody_entered_is_said_with_who_can_enter_it(chat: Chat, typed: str, missing: str) -> None:
    say_day(chat, "lịch kiểm tra năng lực ngày 15/12")
    assert chat("lan", typed).text == f"{missing} Đồng chí hỏi đồng chí Hoa (đầu mối)."
    assert chat("hoa", typed).text.startswith(f"{missing} ")
    assert not chat("hoa", typed).says("hỏi đồng chí Hoa")


def test_the_day_comes_and_goes(exam: Chat) -> None:
    exam.at("2026-12-15 07:00")
    assert exam("lan", "hôm nào thi").text == "Kiểm tra năng lực đợt 2: hôm nay, 08:00 thứ Ba 15/12."
    exam.at("2026-12-16 07:00")
    assert exam("lan", "hôm nào thi").text == (
        "Kiểm tra năng lực đợt 2 đã diễn ra: 08:00 thứ Ba 15/12. Chưa có lịch mới."
    )


def test_an_event_that_is_not_there_gets_no_rules(chat: Chat) -> None:
    def fill(session: Session) -> None:
        named_event(session, chat.office_id, "hội nghị")

    with pytest.raises(Refusal):
        chat.change(fill)


def test_it_is_the_same_on_postgresql(postgres_chat: Chat) -> None:
    say_day(postgres_chat, "lịch kiểm tra năng lực ngày 15/12 lúc 8h")

    def fill(session: Session) -> None:
        actor = Actor(postgres_chat.office_id, None, "cli", postgres_chat.now)
        event = named_event(session, postgres_chat.office_id, "kiểm tra năng lực")
        set_rules(session, event, RULES, actor=actor)
        for listed in (STEPS, BRING):
            attach(session, keep(session, listed, actor=actor), event=event, actor=actor)

    postgres_chat.change(fill)
    assert postgres_chat("lan", "có được dùng điện thoại không").text == RULES[0]
    assert postgres_chat("lan", "tôi làm bước mấy").says("bước 1")
    postgres_chat("lan", "đi kiểm tra cần mang theo gì")
    assert postgres_chat("lan", "mục 1 xong").says("Còn mục 2.")

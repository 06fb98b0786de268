"""An event gets its day in the chat, and moves; what waits for one is started (voice.md day 8)."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session

from storage.database import reading
from storage.people import add_person
from storage.rows import id_of
from storage.tables import Assignment, Condition, OutboxMessage, Task
from tests.doubles.office import Chat
from tests.doubles.rendering import render


def waits(chat: Chat, title: str, *, kind: str = "relative", posts: list[str] | None = None, **what: Any) -> None:
    """A row of the plan that has no day yet."""

    def add(session: Session) -> None:
        task = Task(
            office_id=chat.office_id,
            plan_id=chat.plan_id,
            section="IV",
            no=title,
            title=title,
            assignees=["Văn phòng - Thống kê"] if posts is None else posts,
            coordinators=["Địa chính"],
        )
        session.add(task)
        session.flush()
        session.add(Condition(office_id=chat.office_id, task_id=id_of(task), ordinal=1, kind=kind, **what))

    chat.change(add)


def heard(chat: Chat, who: str) -> list[str]:
    """What somebody is told out of turn, in words."""
    said = []
    for row in chat.told(who):
        with reading(chat.engine) as session:
            message = render(session, session.get_one(OutboxMessage, row.id), now=chat.now)
        said.append(getattr(message, "text", ""))
    return said


@pytest.fixture
def exam(chat: Chat) -> Chat:
    """Hoa has said that the exam is on 15/12; it is Wednesday 25/11, 10:00."""
    waits(chat, "Danh sách dự kiểm tra năng lực", event="ngày kiểm tra", days=-14)
    waits(chat, "Hồ sơ kiểm tra năng lực", event="kiểm tra", days=-1)
    chat.at("2026-11-25 10:00")
    chat("hoa", "lịch kiểm tra năng lực ngày 15/12 lúc 8h tại Hội trường UBND xã")
    chat("hoa", "ok")
    return chat


def test_an_event_gets_its_day_after_the_whole_reading_was_confirmed(chat: Chat) -> None:
    waits(chat, "Danh sách dự kiểm tra năng lực", event="ngày kiểm tra", days=-14)
    chat.at("2026-11-25 10:00")
    asked = chat("hoa", "lịch kiểm tra năng lực ngày 15/12 lúc 8h tại Hội trường UBND xã")
    assert asked.text == (
        "Kiểm tra năng lực: 08:00 thứ Ba 15/12, Hội trường UBND xã.\n"
        "1 việc có hạn theo sự kiện này:\n"
        "Danh sách dự kiểm tra năng lực — hạn thứ Ba 01/12\n"
        "Ghi lịch, giao việc và báo cho 2 người, đúng không?"
    )
    assert asked.buttons == ["Ghi và báo", "Ghi, không báo", "Thôi"]
    assert chat.told("lan") == []
    done = chat.tap("hoa", "Ghi và báo")
    assert done.text == ("Đã ghi lịch kiểm tra năng lực: 08:00 thứ Ba 15/12. Đã gửi thông báo đến 2 người lúc 10:00.")
    assert (chat.row(1).due, chat.kinds_told("lan")) == (date(2026, 12, 1), ["assigned"])


def test_people_are_told_what_is_theirs_and_what_they_help_with(exam: Chat) -> None:
    assert heard(exam, "lan") == [
        "📣 Kiểm tra năng lực: 08:00 thứ Ba 15/12, Hội trường UBND xã.\n"
        "Đồng chí có 2 việc mới:\n"
        "🟡 1. Danh sách dự kiểm tra năng lực — thứ Ba 01/12, còn 4 ngày làm việc\n"
        "2. Hồ sơ kiểm tra năng lực — thứ Hai 14/12, còn 13 ngày làm việc"
    ]
    (helper,) = heard(exam, "tuan")
    assert helper.splitlines()[1:] == [
        "Việc đồng chí phối hợp:",
        "1. Danh sách dự kiểm tra năng lực — thứ Ba 01/12, còn 4 ngày làm việc",
        "2. Hồ sơ kiểm tra năng lực — thứ Hai 14/12, còn 13 ngày làm việc",
    ]


def test_a_moved_event_says_what_moves_and_tells_each_person_once(exam: Chat) -> None:
    exam("lan", "xong 1")
    asked = exam("hoa", "kiểm tra năng lực dời sang 13h30 ngày 18/12")
    assert asked.text == (
        "Kiểm tra năng lực: từ 08:00 thứ Ba 15/12 chuyển sang 13:30 thứ Sáu 18/12. Địa điểm: Hội trường UBND xã.\n"
        "1 việc sẽ chuyển hạn theo:\n"
        "2. Hồ sơ kiểm tra năng lực — từ 14/12 sang thứ Năm 17/12\n"
        "Đổi lịch và báo cho 2 người, đúng không?"
    )
    assert asked.buttons == ["Đổi và báo", "Đổi, không báo", "Thôi"]
    assert asked.hint == "Trả lời 1 để đổi và báo, 2 để đổi mà không báo, 3 để thôi."
    exam("hoa", "1")
    assert (exam.row(1).due, exam.row(2).due) == (date(2026, 12, 1), date(2026, 12, 17))
    assert heard(exam, "lan")[1:] == [
        "📣 Đổi lịch kiểm tra năng lực\n"
        "Lịch mới: 13:30 thứ Sáu 18/12/2026 (lịch cũ: 08:00 thứ Ba 15/12)\n"
        "Địa điểm không đổi: Hội trường UBND xã\n"
        "Hạn theo lịch mới:\n"
        "2. Hồ sơ kiểm tra năng lực — thứ Năm 17/12, còn 16 ngày làm việc"
    ]
    assert exam.verbs(2) == ["assign", "move_due"]


def test_what_moved_once_more_since_is_told_as_it_is_now(exam: Chat) -> None:
    for day in ("18/12", "22/12"):
        exam.at(f"2026-11-25 1{day[0]}:{day[:2]}")
        exam("hoa", f"kiểm tra năng lực dời sang ngày {day}")
        exam("hoa", "ok")
    first, second = heard(exam, "lan")[1:]
    assert (first, "22/12/2026" in second) == ("", True)


def test_another_hour_alone_is_told_and_moves_no_deadline(exam: Chat) -> None:
    asked = exam("hoa", "kiểm tra năng lực dời sang 13h30 ngày 15/12")
    assert asked.says("từ 08:00 thứ Ba 15/12 chuyển sang 13:30 thứ Ba 15/12.")
    assert asked.says("Đổi lịch và báo cho 2 người, đúng không?")
    exam("hoa", "ok")
    assert exam.row(2).due == date(2026, 12, 14)
    assert exam.verbs(2) == ["assign"]
    assert "Lịch mới: 13:30 thứ Ba 15/12/2026 (lịch cũ: 08:00 thứ Ba 15/12)" in heard(exam, "lan")[1]


@pytest.mark.parametrize("answer", ["2", "đổi, không báo"])
def test_an_event_moves_and_nobody_is_told_where_that_is_wished(exam: Chat, answer: str) -> None:
    exam("hoa", "kiểm tra năng lực dời sang 13h30 ngày 18/12")
    assert exam("hoa", answer).text == "Đã đổi lịch kiểm tra năng lực: 13:30 thứ Sáu 18/12. Chưa báo cho ai."
    assert exam.row(2).due == date(2026, 12, 17)
    assert (exam.kinds_told("lan"), exam.kinds_told("tuan")) == (["assigned"], ["assigned"])


def test_a_tap_on_an_old_preview_changes_nothing(exam: Chat) -> None:
    exam("hoa", "kiểm tra năng lực dời sang 13h30 ngày 18/12")
    old = exam.command("hoa", "Đổi, không báo")
    exam("hoa", "thôi")
    exam("hoa", old, tapped=True)
    assert exam.row(2).due == date(2026, 12, 14)


def test_no_changes_nothing(exam: Chat) -> None:
    exam("hoa", "kiểm tra năng lực dời sang 13h30 ngày 18/12")
    exam("hoa", "không")
    assert exam.row(2).due == date(2026, 12, 14)
    assert exam.kinds_told("lan") == ["assigned"]


def test_the_same_day_again_says_that_nothing_changes(exam: Chat) -> None:
    assert exam("hoa", "lịch kiểm tra năng lực ngày 15/12").text == (
        "Kiểm tra năng lực đã được ghi là 08:00 thứ Ba 15/12. Không có gì thay đổi."
    )


def test_who_can_not_be_told_is_named(chat: Chat) -> None:
    waits(chat, "Hồ sơ kiểm tra", event="kiểm tra", days=-1, posts=["Văn phòng - Thống kê", "Chỉ huy trưởng quân sự"])
    chat.change(lambda s: add_person(s, chat.office_id, "Đỗ Văn Sơn", posts=["Chỉ huy trưởng quân sự"]))
    asked = chat("hoa", "lịch kiểm tra ngày 15/12")
    assert asked.says("Không liên lạc được Sơn.\nGhi lịch, giao việc và báo cho 2 người, đúng không?")


@pytest.mark.parametrize("typed", ["lịch kiểm tra ngày 15/12", "chờ sự kiện"])
def test_an_official_is_told_whom_to_ask(chat: Chat, typed: str) -> None:
    waits(chat, "Hồ sơ kiểm tra", event="kiểm tra", days=-1)
    said = chat("lan", typed)
    assert said.text == ("Lịch và các mục chờ sự kiện do đầu mối và lãnh đạo ghi. Đồng chí báo cho đồng chí Hoa.")
    assert chat("lan", "start_condition condition=1 date=2026-11-25", tapped=True).text == said.text
    assert chat.told("hoa") == []


def test_the_event_that_was_not_named_is_asked_for_and_then_its_day(chat: Chat) -> None:
    waits(chat, "Hồ sơ kiểm tra", event="kiểm tra", days=-1)
    assert chat("hoa", "chốt lịch ngày 15/12").text == 'Đồng chí đặt ngày cho sự kiện nào, ví dụ "kiểm tra"?'
    assert chat("hoa", "ngày kiểm tra").says("hạn thứ Hai 14/12")
    chat("hoa", "thôi")
    assert chat("hoa", "set_event_date", tapped=True).says("sự kiện nào")
    assert chat("hoa", "kiểm tra").text == "Ngày kiểm tra là ngày nào?"
    assert chat("hoa", "13h30 ngày 18/12").says("Kiểm tra: 13:30 thứ Sáu 18/12.")


def test_what_waits_is_listed_and_what_is_asked_for_starts_each_time(chat: Chat) -> None:
    waits(chat, "Báo cáo đột xuất về CCHC", kind="on_request")
    waits(chat, "Hồ sơ kiểm tra", event="kiểm tra", days=-1)
    waits(chat, "Danh sách kiểm tra", event="ngày kiểm tra", days=-5)
    shown = chat("hoa", "chờ sự kiện")
    assert shown.text == (
        "Đang chờ sự kiện: 3 mục chưa có ngày.\n"
        "1. Báo cáo đột xuất về CCHC — khi có yêu cầu\n"
        "2. 2 việc — chờ ngày kiểm tra"
    )
    assert shown.buttons == ["Bắt đầu 1", "Bắt đầu 2"]
    asked = chat("hoa", "1")
    assert asked.text == "Báo cáo đột xuất về CCHC: hạn đến ngày nào?"
    assert asked.buttons == ["thứ Hai 23/11", "thứ Năm 26/11", "thứ Hai 30/11"]
    assert chat("hoa", "25/11").text == 'Giao "Báo cáo đột xuất về CCHC", hạn thứ Tư 25/11, cho Lan, đúng không?'
    assert chat("hoa", "ok").text == "Đã giao việc 1 cho Lan, hạn thứ Tư 25/11."
    assert heard(chat, "lan") == [
        "Đồng chí có 1 việc mới:\n🟡 1. Báo cáo đột xuất về CCHC — thứ Tư 25/11, còn 2 ngày làm việc"
    ]
    assert chat("hoa", "chờ sự kiện").says("1. Báo cáo đột xuất về CCHC — khi có yêu cầu")


def test_a_group_that_counts_from_an_event_asks_for_its_day(chat: Chat) -> None:
    waits(chat, "Hồ sơ kiểm tra", event="kiểm tra", days=-1)
    chat("hoa", "chờ sự kiện")
    assert chat.tap("hoa", "Bắt đầu 1").text == "Ngày kiểm tra là ngày nào?"
    assert chat("hoa", "13h30 ngày 18/12").says("Kiểm tra: 13:30 thứ Sáu 18/12.\n1 việc có hạn theo sự kiện này:")


def test_a_day_that_is_past_is_asked_for_again(chat: Chat) -> None:
    waits(chat, "Báo cáo đột xuất", kind="on_request")
    asked = chat("hoa", "start_condition condition=1 date=2026-11-19", tapped=True)
    assert asked.text.startswith("Ngày này đã qua. Cần chọn từ hôm nay trở đi.")


def test_nobody_of_another_commune_starts_it(chat: Chat) -> None:
    waits(chat, "Báo cáo đột xuất", kind="on_request")
    chat("binh", "start_condition condition=1 date=2026-11-25", tapped=True)
    with reading(chat.engine) as session:
        assert session.get(Assignment, 1) is None


def test_the_dialogue_is_the_same_on_postgresql(postgres_chat: Chat) -> None:
    waits(postgres_chat, "Hồ sơ kiểm tra", event="kiểm tra", days=-1)
    postgres_chat("hoa", "lịch kiểm tra ngày 15/12")
    postgres_chat("hoa", "ok")
    postgres_chat("hoa", "đợt kiểm tra dời sang 18/12")
    postgres_chat("hoa", "ok")
    assert postgres_chat.row(1).due == date(2026, 12, 17)
    assert postgres_chat.kinds_told("lan") == ["assigned", "event_moved"]


def test_a_sentence_about_another_event_is_no_answer_to_the_open_question(chat: Chat) -> None:
    assert chat("hoa", "lịch kiểm tra CCHC lúc 9h tại hội trường").text == "Ngày kiểm tra CCHC là ngày nào?"
    assert not chat("hoa", "có yêu cầu báo cáo đột xuất, hạn 25/11").says("Kiểm tra CCHC")

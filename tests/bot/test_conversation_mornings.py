"""What is said to a morning message: the rest of its list, the task it names, its second line."""

from datetime import date

import pytest
from sqlmodel import Session

from bot.dialogue import told_batch
from bot.gathering import MorningOf
from scheduler.ledger import Told
from scheduler.messages import Message
from storage.database import transaction
from storage.people import account_at
from storage.tables import AssignmentState, OutboxMessage, Person
from tests.doubles.office import CALENDAR, Chat


def _morning(chat: Chat, who: str) -> Message:
    """The morning of this day, said and remembered as delivery does it."""

    def message(session: Session) -> Message | None:
        person, since = session.get_one(Person, chat.people[who]), date(2026, 11, 19)
        return MorningOf(session, person, CALENDAR, since=since, planned=date(2026, 11, 20), now=chat.now).message()

    with transaction(chat.engine) as session:
        said, account = message(session), account_at(session, "telegram:1", who)
        assert said is not None
        assert account is not None
        row = OutboxMessage(
            office_id=chat.office_id,
            person_id=chat.people[who],
            key="morning",
            kind="morning",
            created_at=chat.now,
            not_before=chat.now,
        )
        told_batch(session, [Told(row, account, said)], now=chat.now)
    chat.last[who] = said
    return said


@pytest.fixture
def busy(chat: Chat) -> Chat:
    """Lan has eleven things to do, each due on a day of its own; more than a morning lists."""
    days = ["11-17", "11-18", "11-19", "11-20", "11-23", "11-25", "11-26", "11-27", "11-30", "12-01", "12-02"]
    for number, day in enumerate(days, start=11):
        chat.task(number, f"Báo cáo số {number}", f"2026-{day}")
    chat.task(99, "Báo cáo CCHC năm 2027", "2027-06-30")
    return chat


def _numbers(said: str) -> list[int]:
    return [int(line.split(".")[0]) for line in said.splitlines() if line[:2].isdigit() and line[2] == "."]


def test_the_rest_is_what_the_morning_had_no_room_for(busy: Chat) -> None:
    morning = _morning(busy, "lan")
    assert "Còn 6 việc nữa." in morning.text
    rest = busy.tap("lan", "Xem thêm")
    assert _numbers(rest.text) == [16, 17, 18, 19, 20]
    assert rest.text.startswith("🟡 Sắp đến hạn\n16. Báo cáo số 16 — thứ Tư 25/11, còn 2 ngày làm việc")
    assert rest.text.endswith("Còn 1 việc nữa.")
    assert _numbers(busy("lan", "xem thêm").text) == [21]


def test_what_was_done_meanwhile_hides_nothing_else(busy: Chat) -> None:
    _morning(busy, "lan")
    busy("lan", "xong 11")
    busy("lan", "xong 16")
    assert _numbers(busy("lan", "xem thêm").text) == [17, 18, 19, 20, 21]


def test_the_second_line_is_the_second_task(busy: Chat) -> None:
    _morning(busy, "lan")
    busy("lan", "xong việc thứ 2")
    assert busy.state(12) is AssignmentState.DONE


def test_done_alone_means_the_one_task_of_the_morning(chat: Chat) -> None:
    chat.task(18, "Báo cáo kiểm soát TTHC", "2026-11-23")
    chat.task(21, "Tin, bài tháng 11", "2026-12-30")
    _morning(chat, "lan")
    assert chat("lan", "xong rồi").says("Đã ghi nhận việc 18")


def test_done_alone_after_several_is_asked_about(busy: Chat) -> None:
    _morning(busy, "lan")
    assert busy("lan", "xong rồi").says("Đồng chí báo xong việc nào?")

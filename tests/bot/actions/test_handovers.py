"""Open work handed over to a stand-in."""

from datetime import date

import pytest

from bot.actions.handovers import Period, hand_over
from bot.actions.refusal import Refusal
from scheduler.messages import Message
from storage.audit import Actor
from storage.database import transaction
from tests.doubles.office import Chat
from tests.doubles.rendering import render


def give(chat: Chat, giver: str, receiver: str, period: Period | None = None) -> list[int]:
    with transaction(chat.engine) as session:
        actor = Actor(chat.office_id, None, "cli", chat.now)
        people = chat.person(giver), chat.person(receiver)
        return [row.number for row in hand_over(session, *people, period=period or Period(), actor=actor)]


def said(chat: Chat, who: str) -> Message | None:
    with transaction(chat.engine) as session:
        found = render(session, chat.told(who)[-1], now=chat.now)
    assert found is None or isinstance(found, Message)
    return found


@pytest.fixture
def busy(chat: Chat) -> Chat:
    """Tuấn has three open tasks on 20/11/2026."""
    chat.task(33, "Công khai dự toán quý III", "2026-11-26", owner="tuan")
    chat.task(34, "Báo cáo địa chính quý IV", "2026-12-10", owner="tuan")
    chat.task(35, "Kế hoạch sử dụng đất 2027", "2027-01-15", owner="tuan")
    return chat


def test_what_is_open_becomes_the_stand_ins_who_is_told_of_the_nearest_deadline(busy: Chat) -> None:
    assert give(busy, "tuan", "lan") == [33, 34, 35]
    assert [busy.row(number).person_id for number in (33, 34, 35)] == [busy.people["lan"]] * 3
    assert busy.verbs(33) == ["hand_over"]
    assert busy.kinds_told("lan") == ["handed_over"]
    message = said(busy, "lan")
    assert message is not None
    assert message.text == (
        "Đồng chí nhận bàn giao 3 việc từ Tuấn. Việc gần hạn nhất: "
        "33. Công khai dự toán quý III — thứ Năm 26/11, còn 3 ngày làm việc."
    )
    assert [button.label for button in message.buttons] == ["Đã nhận", "Xem 3 việc"]


def test_only_what_is_due_in_the_time_of_absence_moves(busy: Chat) -> None:
    assert give(busy, "tuan", "lan", Period(date(2026, 12, 1), date(2026, 12, 31))) == [34]
    assert busy.row(33).person_id == busy.people["tuan"]


def test_what_was_handed_back_meanwhile_is_not_said(busy: Chat) -> None:
    give(busy, "tuan", "lan")
    give(busy, "lan", "tuan")
    assert said(busy, "lan") is None
    assert said(busy, "tuan") is not None


@pytest.mark.parametrize(
    ("receiver", "period", "key"),
    [
        ("tuan", Period(), "handover.same_person"),
        ("lan", Period(date(2026, 12, 2), date(2026, 12, 1)), "handover.bad_period"),
        ("lan", Period(last=date(2026, 11, 20)), "handover.none"),
    ],
)
def test_what_cannot_be_handed_over(busy: Chat, receiver: str, period: Period, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        give(busy, "tuan", receiver, period)
    assert refused.value.key == key
    assert busy.row(33).person_id == busy.people["tuan"]

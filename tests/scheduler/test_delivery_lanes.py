"""A lane in trouble, and the others beside it: who is held, hurried, left or stopped loses and doubles nothing."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from scheduler.delivery import Delivery
from scheduler.draining import Terms
from scheduler.lanes import Lane, Limits, Pacer
from scheduler.messages import Held, Message, Receipt, Send, TryLater, Unacceptable
from scheduler.outcomes import Ready
from storage.bots import held_until
from storage.database import reading, transaction
from storage.people import add_person, link
from storage.rows import id_of
from storage.tables import MessageState, Person
from tests.doubles.delivering_office import NOW, TELEGRAM, ZALO, Office, an_office

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def office(engine: Engine) -> Office:
    """All three have a chat on Telegram."""
    here = an_office(engine)
    with transaction(engine) as session:
        link(session, session.get_one(Person, here.ids["minh"]), bot=TELEGRAM, address="minh-t", now=NOW)
    return here


def doing(office: Office, deeds: dict[str, Callable[[], Awaitable[object]]]) -> dict[str, Send]:
    """Telegram's lane; something happens while a text is on its way."""

    async def send(address: str, message: Message) -> Receipt:
        if message.text in deeds:
            await deeds[message.text]()
        return await office.channels[TELEGRAM](address, message)

    return {TELEGRAM: send}


def arrived(office: Office) -> list[str]:
    return office.channels[TELEGRAM].texts()


def states(office: Office) -> dict[str, str]:
    return {key: row.state.value for key, row in office.rows().items()}


async def test_what_people_wait_for_goes_first_and_notices_last(office: Office) -> None:
    kinds = {"notice": "notice", "morning": "morning", "clock": "clock", "order": "nudge"}
    for key, kind in kinds.items():
        office.say(key, kind=kind)
    await office.deliver()
    assert arrived(office) == ["order", "clock", "morning", "notice"]


async def test_what_is_more_urgent_does_not_wait_for_the_buffer_to_run_low(office: Office) -> None:
    delivery: Delivery

    async def somebody_decides() -> None:
        office.say("order", to="hoa", kind="nudge")
        assert (await delivery.look()).lanes == []  # the lane is being drained: it hears of it
        await asyncio.sleep(0.05)

    office.say(*(f"n{n}" for n in range(9)), kind="notice")
    delivery = office.delivery(send=doing(office, {"n0": somebody_decides}), terms=Terms(batch=9))
    await delivery.drain_all()
    assert arrived(office).index("order") <= 2


async def test_flood_control_holds_its_lane_for_exactly_as_long_and_no_other(office: Office) -> None:
    with transaction(office.engine) as session:
        link(session, session.get_one(Person, office.ids["minh"]), bot=ZALO, address="minh-z", now=NOW)
    office.channels[TELEGRAM].fail("lan-t", Held("flood control", 17 * SECOND))
    office.say("1", "2", "3")
    delivery = office.delivery(at_once=1)
    with capture_logs() as logs:
        await delivery.drain_all()
    assert [log["seconds"] for log in logs if log["event"] == "lane held"] == [17]
    assert 16 < delivery.lanes[TELEGRAM].pacer.held <= 17
    assert delivery.lanes[ZALO].pacer.held == 0
    assert arrived(office) == []
    assert set(states(office).values()) == {"waiting"}
    assert [row.attempts for row in office.rows().values()] == [0, 0, 0]
    with reading(office.engine) as session:
        assert held_until(session, [TELEGRAM, ZALO], now=NOW) == {TELEGRAM: NOW + 17 * SECOND}
    assert (await delivery.look()).lanes == []


@pytest.mark.parametrize("failing", [Held("flood control", 17 * SECOND), None])
async def test_what_a_pace_marked_ahead_is_sent_once_or_waits_again(office: Office, failing: Held | None) -> None:
    with transaction(office.engine) as session:
        for n in range(40):
            person = add_person(session, office.office_id, f"Người {n}")
            link(session, person, bot=TELEGRAM, address=f"p{n}", now=NOW)
            office.ids[f"p{n}"] = id_of(person)
    for n in range(40):
        office.say(f"m{n}", to=f"p{n}")
    if failing:
        office.channels[TELEGRAM].fail("p15", failing)
    channel = office.channels[TELEGRAM]
    lane = Lane(TELEGRAM, channel, Pacer(Limits(per_second=100, at_once=30)))
    await replace(office.delivery(), lanes={TELEGRAM: lane}).drain_all()
    with reading(office.engine) as session:
        found = session.connection().execute(text("SELECT state, count(*) FROM outbox GROUP BY state")).all()
    waiting = 40 - len(channel.texts())
    expected = {"sent": 40 - waiting, "waiting": waiting} if waiting else {"sent": 40}
    assert Counter({str(state): int(count) for state, count in found}) == Counter(expected)
    assert (waiting > 0) == (failing is not None)
    assert len(set(channel.texts())) == len(channel.texts())


async def test_while_one_lane_is_held_the_others_go_on(office: Office) -> None:
    office.channels[TELEGRAM].fail("hoa-t", Held("flood control", 60 * SECOND))
    office.say("held", to="hoa")
    delivery = office.delivery()
    await delivery.drain_all()
    with transaction(office.engine) as session:
        session.connection().exec_driver_sql("UPDATE account SET state = 'refused' WHERE address = 'lan-t'")
    office.say("to zalo")
    await delivery.drain_all()
    assert office.channels[ZALO].texts() == ["to zalo"]
    assert states(office) == {"held": "waiting", "to zalo": "sent"}


async def test_three_failures_in_a_row_pause_the_lane_and_each_message_waits_its_own_time(office: Office) -> None:
    for chat in ("lan-t", "hoa-t", "minh-t"):
        office.channels[TELEGRAM].fail(chat, TryLater("502", after=SECOND))
    for person in ("lan", "hoa", "minh"):
        office.say(person, to=person)
    office.say("later")
    delivery = office.delivery()
    with capture_logs() as logs:
        await delivery.drain_all()
    assert [log["seconds"] for log in logs if log["event"] == "lane pauses"] == [0.5]
    assert [row.not_before - NOW for row in office.rows().values()] == [2 * SECOND] * 3 + [timedelta(0)]
    assert arrived(office) == []
    delivery.lanes[TELEGRAM].pacer = Pacer(Limits())
    await delivery.drain_all()
    assert arrived(office) == ["later"]
    assert delivery.lanes[TELEGRAM].troubles == 0


async def test_a_machine_that_was_off_for_three_days_does_not_give_up_at_the_first_failure(office: Office) -> None:
    office.say("morning")
    office.at += 3 * DAY
    office.channels[TELEGRAM].fail("lan-t", TryLater("502", after=SECOND))
    await office.settle_everything()
    assert arrived(office) == ["morning"]


async def test_what_the_platform_does_not_accept_is_permanent_with_its_words(office: Office) -> None:
    office.channels[TELEGRAM].fail("lan-t", Unacceptable("Bad Request: message is too long"))
    office.say("morning")
    with capture_logs() as logs:
        await office.deliver()
    assert office.steps("morning") == [("refused", "not accepted: Bad Request: message is too long")]
    assert [log["said"] for log in logs if log["event"] == "message not accepted"] == [
        "Bad Request: message is too long"
    ]


def _paced(office: Office, delivery: Delivery, gap: float) -> None:
    delivery.lanes[TELEGRAM].pacer = Pacer(Limits(chat_gap=gap))


async def test_two_to_one_person_keep_their_distance_and_hold_up_nobody(office: Office) -> None:
    loop, moments = asyncio.get_running_loop(), dict[str, float]()

    async def send(address: str, message: Message) -> Receipt:
        moments[message.text] = loop.time()
        return Receipt("m")

    office.say("1", "2")
    office.say("beside", to="hoa")
    delivery = office.delivery(send={TELEGRAM: send})
    _paced(office, delivery, 0.2)
    await delivery.drain_all()
    assert moments["2"] - moments["1"] >= 0.2
    assert moments["beside"] < moments["2"]


async def test_much_for_one_chat_does_not_keep_a_batch_of_the_others_waiting(office: Office) -> None:
    office.say(*(f"k{n}" for n in range(10)))
    office.say("beside", to="hoa")
    delivery = office.delivery(terms=Terms(batch=4))
    _paced(office, delivery, 0.05)
    await delivery.drain_all()
    assert arrived(office).index("beside") <= 2
    assert Counter(arrived(office)) == Counter([*(f"k{n}" for n in range(10)), "beside"])


async def test_a_mark_that_fails_cuts_off_no_call_and_what_it_marked_is_said_as_ever(office: Office) -> None:
    on_its_way = asyncio.Event()

    async def slow() -> None:
        async with asyncio.timeout(10):
            await on_its_way.wait()

    for person in ("lan", "hoa", "minh"):
        office.say(person, to=person, kind="notice")
    delivery = office.delivery(send=doing(office, {"lan": slow}), at_once=2)
    ledger = delivery.ledger

    class Unheard(type(ledger)):  # type: ignore[misc]
        async def sending(self, ready: list[Ready]) -> set[int]:
            marked: set[int] = await super().sending(ready)
            if any(one.row.key == "minh" for one in ready):
                on_its_way.set()
                raise OperationalError("COMMIT", {}, Exception("server closed the connection"))
            return marked

    ledger.__class__ = Unheard
    with pytest.raises(OperationalError):
        await delivery.drain_all()
    assert states(office) == {"lan": "sent", "hoa": "sent", "minh": "sending"}
    ledger.__class__ = Unheard.__base__
    await delivery.drain_all()
    assert states(office) == {"lan": "sent", "hoa": "sent", "minh": "sent"}
    assert Counter(arrived(office)) == Counter(["lan", "hoa", "minh"])


@pytest.mark.parametrize("jump", [8 * HOUR, -8 * HOUR])
async def test_a_clock_that_jumps_while_much_is_in_hand_doubles_nothing(office: Office, jump: timedelta) -> None:
    delivery: Delivery

    async def jumps() -> None:
        office.at += jump
        assert (await delivery.look()).lanes == []
        await asyncio.sleep(0.05)

    office.say(*"123456", kind="notice")
    delivery = office.delivery(send=doing(office, {"1": jumps}), at_once=3)
    await delivery.drain_all()
    office.at = NOW + 8 * HOUR
    await delivery.drain_all()
    assert sorted(arrived(office)) == list("123456")
    assert set(states(office).values()) == {"sent"}
    assert all(office.steps(key) == [] for key in "123456")


@pytest.mark.parametrize("why", ["stopped", "left"])
async def test_a_lane_that_ends_in_the_midst_of_a_group_calls_nobody_more(office: Office, why: str) -> None:
    over: list[bool] = []
    delivery: Delivery

    async def ends() -> None:
        over.append(True)
        if why == "left":
            delivery.leave(TELEGRAM)

    office.say(*"123456", kind="notice")
    send = doing(office, {"2": ends})
    delivery = office.delivery(send=send, at_once=6, stopping=lambda: why == "stopped" and bool(over))
    assert await delivery.drain(TELEGRAM) == 2
    assert arrived(office) == ["1", "2"]
    assert states(office) == {**dict.fromkeys("12", "sent"), **dict.fromkeys("3456", "waiting")}


async def test_two_who_drain_a_lane_for_a_moment_double_nothing(office: Office) -> None:
    office.say(*(f"k{n}" for n in range(15)))
    one = office.delivery(worker="a", at_once=3, terms=Terms(batch=4))
    other = office.delivery(worker="b", at_once=3, terms=Terms(batch=4))
    await asyncio.gather(one.drain_all(), other.drain_all())
    assert Counter(arrived(office)) == Counter(f"k{n}" for n in range(15))
    assert {row.state for row in office.rows().values()} == {MessageState.SENT}

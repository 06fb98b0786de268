import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from structlog.testing import capture_logs

from scheduler.messages import TryLater
from scheduler.tick import MARK, start, tick, wind
from storage.database import reading
from storage.marks import marks
from storage.outbox import NewMessage, put
from tests.doubles.delivering_office import NOW, TELEGRAM, Office, an_office

DAY = timedelta(days=1)


@pytest.fixture
def office(engine: Engine) -> Office:
    return an_office(engine)


def mornings(office: Office) -> Callable[..., int]:
    """A plan that says one thing to Lan each day from 07:30 on."""

    def plan(session: Session, *, now: datetime) -> int:
        key = f"morning:{(now - (NOW - datetime(2026, 11, 20, tzinfo=UTC))).date()}"
        person_id = office.ids["lan"]
        new = NewMessage(
            office_id=office.office_id,
            person_id=person_id,
            key=key,
            kind="morning",
            payload={},
            not_before=now,
            created_at=now,
        )
        return put(session, [new])

    return plan


def next_morning(_session: Session, *, after: datetime) -> datetime:
    return after + (NOW - after) % DAY if (NOW - after) % DAY else after + DAY


def nothing(session: Session, *, now: datetime) -> int:
    return 0


def never(session: Session, *, after: datetime) -> None:
    return None


async def one_tick(office: Office, plan: Callable[..., int], *, stopping: Callable[[], bool] = lambda: False) -> int:
    return await tick(office.delivery(stopping=stopping), plan=plan)


async def test_a_tick_plans_and_delivers_and_a_second_one_says_nothing(office: Office) -> None:
    assert await one_tick(office, mornings(office)) == 1
    assert await one_tick(office, mornings(office)) == 0
    assert office.channels[TELEGRAM].texts() == ["morning:2026-11-20"]
    with reading(office.engine) as session:
        assert marks(session, [MARK]) == {MARK: NOW}


async def test_a_tick_goes_on_until_nothing_is_due(office: Office) -> None:
    office.say(*(f"k{n:03}" for n in range(230)))
    assert await one_tick(office, nothing) == 230


async def test_a_plan_that_fails_holds_up_no_message_and_is_not_marked_as_processed(office: Office) -> None:
    def broken(session: Session, *, now: datetime) -> int:
        office_has = mornings(office)(session, now=now)
        raise LookupError(f"planned {office_has}")

    office.say("waiting since yesterday")
    with pytest.raises(LookupError):
        await one_tick(office, broken)
    assert office.channels[TELEGRAM].texts() == ["waiting since yesterday"]
    with reading(office.engine) as session:
        assert marks(session, [MARK]) == {}


async def test_a_tick_that_is_told_to_stop_leaves_the_rest_waiting(office: Office) -> None:
    office.say(*(f"k{n:03}" for n in range(150)))
    sent = await one_tick(office, nothing, stopping=lambda: bool(office.channels[TELEGRAM].taken))
    assert 1 <= sent == len(office.channels[TELEGRAM].taken) < 150
    assert sent + await one_tick(office, nothing) == 150


async def test_winding_plays_every_morning_and_every_later_moment_in_order(office: Office) -> None:
    office.channels[TELEGRAM].fail("lan-t", TryLater("429", after=timedelta(hours=2)))
    played: list[datetime] = []

    async def tick_at(moment: datetime) -> None:
        office.at = moment
        await one_tick(office, mornings(office))

    until = NOW + 2 * DAY + timedelta(hours=5)
    moments = await wind(
        office.engine,
        since=NOW,
        until=until,
        next_moment=next_morning,
        tick_at=tick_at,
        on_moment=played.append,
    )
    assert played == [NOW, NOW + timedelta(hours=2), NOW + DAY, NOW + 2 * DAY, until]
    assert moments == len(played)
    assert office.channels[TELEGRAM].texts() == [f"morning:2026-11-{day}" for day in (20, 21, 22)]


async def test_winding_where_nothing_is_due_sets_the_clock(sqlite: Engine) -> None:
    played: list[datetime] = []

    async def tick_at(moment: datetime) -> None:
        played.append(moment)

    await wind(sqlite, since=NOW, until=NOW + DAY, next_moment=never, tick_at=tick_at)
    assert played == [NOW, NOW + DAY]


async def test_started_it_ticks_at_once_and_again_even_after_a_tick_that_failed() -> None:
    ticks = asyncio.Semaphore(0)

    async def step(_stopping: Callable[[], bool]) -> None:
        ticks.release()
        raise LookupError("no such office")

    with capture_logs() as logs:
        ticking = start(step, seconds=0.01)
        for _ in range(3):
            await asyncio.wait_for(ticks.acquire(), timeout=10)
        await ticking.shutdown()
    assert [log["event"] for log in logs if log["log_level"] == "error"][:2] == ["tick failed", "tick failed"]


async def test_a_tick_in_hand_is_told_to_stop_and_waited_for() -> None:
    begun, ended = asyncio.Event(), False

    async def step(stopping: Callable[[], bool]) -> None:
        nonlocal ended
        begun.set()
        while not stopping():
            await asyncio.sleep(0)
        ended = True

    ticking = start(step, seconds=60)
    await asyncio.wait_for(begun.wait(), timeout=10)
    await ticking.shutdown()
    assert ended


async def test_while_the_clock_is_wound_no_tick_comes_between() -> None:
    wound, ticked_while_wound = True, []
    ticks = asyncio.Semaphore(0)

    async def step(_stopping: Callable[[], bool]) -> None:
        ticked_while_wound.append(wound)
        ticks.release()

    ticking = start(step, seconds=60)
    async with ticking.alone:
        between = asyncio.create_task(ticking.once())
        for _ in range(100):
            await asyncio.sleep(0)
        wound = False
    await between
    await asyncio.wait_for(ticks.acquire(), timeout=10)
    await ticking.shutdown()
    assert not any(ticked_while_wound)

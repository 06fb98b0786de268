"""Several running programs on one PostgreSQL, round by round: who serves which bot, and what a change costs."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Engine, text, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col

from bot.app import App, Parts
from bot.channels import Incoming
from bot.reception import Reception
from bot.service import Service, Work
from bot.settings import Settings
from scheduler.lanes import Limits, Pacer
from scheduler.messages import Message, Receipt
from storage.claimed import Claimed
from storage.database import reading, transaction
from storage.outbox import NewMessage, put
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import OutboxMessage
from tests.doubles.delivering_office import NOW

BOTS = [f"telegram:{n}" for n in range(1, 9)]


@dataclass
class Platform:
    """What arrived, whoever sent it, and who is listened to how many times at once."""

    arrived: list[str] = field(default_factory=list)
    listening: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)
    answering: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.answering.set()

    async def has_taken(self, messages: int) -> None:
        async with asyncio.timeout(30):
            while len(self.arrived) < messages:
                self.news.clear()
                await self.news.wait()


class FakeBot:
    """One bot account in one process."""

    def __init__(self, bot: str, platform: Platform) -> None:
        self.bot, self._platform = bot, platform
        self.limits = Limits(at_once=4)
        self.pacer = Pacer(self.limits)

    async def send(self, _address: str, message: Message) -> Receipt:
        self._platform.arrived.append(message.text)
        self._platform.news.set()
        await self._platform.answering.wait()
        return Receipt("m")

    async def listen(self, _reception: Reception) -> None:
        here = self._platform.listening
        here[self.bot] += 1
        self._platform.most[self.bot] = max(self._platform.most[self.bot], here[self.bot])
        try:
            await asyncio.Event().wait()
        finally:
            here[self.bot] -= 1


class StandingClock:
    moment = NOW

    def now(self) -> datetime:
        return self.moment


class GoingClock:
    """It is `NOW` when it is made."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return NOW + timedelta(seconds=time.monotonic() - self._began)


def _render(_session: Session, rows: Sequence[Claimed], *, now: Any) -> list[Message]:
    return [Message(row.key) for row in rows]


def _silent(session: Session, incoming: Incoming, *, now: Any) -> None:
    return None


def _nothing(_session: Session, *, now: Any) -> int:
    return 0


def a_process(
    engine: Engine, name: str, platform: Platform, *, bots: Sequence[str] = BOTS, works: Sequence[Work] = tuple(Work)
) -> Service:
    channels = cast(Any, tuple(FakeBot(bot, platform) for bot in bots))
    reception = Reception(engine, _silent, now=lambda: NOW)
    parts = Parts(answer=_silent, render=_render, plan=_nothing)
    app = App(Settings(_env_file=None), engine, StandingClock(), channels, reception, parts, worker=name)  # type: ignore[call-arg]
    return Service(app, works)


@asynccontextmanager
async def processes(*those: Service) -> AsyncIterator[None]:
    try:
        yield
    finally:
        for one in those:
            await one.close()


async def rounds(*those: Service, number: int = 12) -> None:
    for _ in range(number):
        for one in those:
            await one.take_turns()


async def delivered(*those: Service) -> None:
    """Until nobody has anything in hand and nothing more is due."""
    for _ in range(4):
        for one in those:
            await one.deliver()
            while one._drains:
                await asyncio.wait(list(one._drains))


def a_commune(engine: Engine, *, messages: int, bots: Sequence[str] = BOTS) -> list[str]:
    """As many people as bots, each with a chat at one of them; the keys of what they are to hear."""
    keys = [f"morning:{n}" for n in range(messages)]
    with transaction(engine) as session:
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        people = []
        for bot in bots:
            person = add_person(session, office_id, f"Ông {bot}")
            link(session, person, bot=bot, address=f"chat {bot}", now=NOW)
            people.append(id_of(person))
        put(
            session,
            [
                NewMessage(
                    office_id=office_id,
                    person_id=people[n % len(people)],
                    key=key,
                    kind="morning",
                    payload={},
                    not_before=NOW,
                    created_at=NOW,
                )
                for n, key in enumerate(keys)
            ],
        )
    return keys


def states(engine: Engine) -> Counter[str]:
    with reading(engine) as session:
        return Counter(session.connection().execute(text("SELECT state FROM outbox")).scalars())


async def test_two_processes_share_the_lanes_and_nobody_serves_one_twice(postgres: Engine) -> None:
    platform = Platform()
    first, second = (a_process(postgres, name, platform) for name in ("a", "b"))
    async with processes(first, second):
        await first.take_turns()
        assert sorted(first.lanes) == BOTS
        await rounds(first, second)
        assert sorted([*first.lanes, *second.lanes]) == BOTS
        assert 3 <= len(second.lanes) <= 5
        assert dict(platform.listening) == dict.fromkeys(BOTS, 1)
        assert max(platform.most.values()) == 1


def with_a_going_clock(one: Service) -> Service:
    one.app = replace(one.app, clock=GoingClock())
    one.delivery.now = one.app.clock.now
    return one


async def test_what_comes_due_between_two_looks_leaves_at_its_moment(postgres: Engine) -> None:
    a_commune(postgres, messages=8)
    platform = Platform()
    one = with_a_going_clock(a_process(postgres, "one", platform))
    with transaction(postgres) as session:
        session.connection().execute(text("UPDATE outbox SET not_before = not_before + interval '0.5 second'"))
    async with processes(one):
        await rounds(one, number=1)
        await one.deliver()
        assert not platform.arrived
        await platform.has_taken(8)
        assert one.app.clock.now() >= NOW + timedelta(seconds=0.5)


async def test_a_lane_that_is_held_keeps_nobody_from_leaving_at_its_moment(sqlite: Engine) -> None:
    a_commune(sqlite, messages=8)
    platform = Platform()
    one = with_a_going_clock(a_process(sqlite, "one", platform))
    with transaction(sqlite) as session:
        later = update(OutboxMessage).where(col(OutboxMessage.lane) != BOTS[0])
        session.connection().execute(later.values(not_before=NOW + timedelta(seconds=0.5)))
    async with processes(one):
        await one.take_turns()
        one.lanes[BOTS[0]].pacer.hold(60)
        await one.deliver()
        assert not platform.arrived
        await platform.has_taken(7)
    assert states(sqlite) == {"sent": 7, "waiting": 1}


async def test_what_comes_due_during_a_look_does_not_wait_for_the_next(sqlite: Engine) -> None:
    a_commune(sqlite, messages=8)
    platform, clock = Platform(), StandingClock()
    one = a_process(sqlite, "one", platform)
    one.app, one.delivery.now = replace(one.app, clock=clock), clock.now
    with transaction(sqlite) as session:
        session.connection().execute(update(OutboxMessage).values(not_before=NOW + timedelta(seconds=0.5)))

    async def taking_a_second(function: Callable[..., Any], *arguments: Any) -> Any:
        found = await one.thread(function, *arguments)
        clock.moment = NOW + timedelta(seconds=1)
        return found

    one.delivery.thread = taking_a_second
    async with processes(one):
        await rounds(one, number=1)
        await one.deliver()
        assert not platform.arrived
        await platform.has_taken(8)


async def test_who_only_plans_or_listens_takes_no_share_of_delivery(postgres: Engine) -> None:
    platform = Platform()
    planner = a_process(postgres, "p", platform, works=[Work.PLAN])
    listener = a_process(postgres, "l", platform, works=[Work.BOT])
    deliverer = a_process(postgres, "d", platform, works=[Work.DELIVER])
    async with processes(planner, listener, deliverer):
        await rounds(planner, listener, deliverer, number=2)
        assert sorted(deliverer.lanes) == BOTS
        assert dict(platform.listening) == dict.fromkeys(BOTS, 1)
        assert not planner.lanes
        assert not listener.lanes


async def test_who_knows_other_bots_takes_no_share_of_these(postgres: Engine) -> None:
    platform = Platform()
    old = a_process(postgres, "old", platform, bots=BOTS[:4])
    new = a_process(postgres, "new", platform, bots=BOTS[4:])
    async with processes(old, new):
        await rounds(old, new, number=2)
        assert sorted(old.lanes) == BOTS[:4]
        assert sorted(new.lanes) == BOTS[4:]


async def test_what_waits_for_a_bot_of_another_process_is_not_for_nobody(postgres: Engine) -> None:
    a_commune(postgres, messages=8)
    platform = Platform()
    old = a_process(postgres, "old", platform, bots=BOTS[:4])
    new = a_process(postgres, "new", platform, bots=BOTS[4:])
    async with processes(old, new):
        await rounds(new, number=1)
        await delivered(old)  # it has not looked around yet
        assert states(postgres) == {"waiting": 8}
        await rounds(old, number=1)
        await delivered(old)
        assert states(postgres) == {"waiting": 4, "sent": 4}
        await delivered(new)
    assert states(postgres) == {"sent": 8}


async def test_when_a_process_dies_another_takes_over_and_says_only_what_was_in_flight_again(postgres: Engine) -> None:
    keys = a_commune(postgres, messages=80)
    platform = Platform()
    dead, living = (a_process(postgres, name, platform) for name in ("a", "b"))
    platform.answering.clear()
    async with processes(living):
        await dead.take_turns()
        await dead.deliver()
        while len(platform.arrived) < 8:
            await asyncio.sleep(0.01)
        in_flight = list(platform.arrived)
        for task in dead._drains:
            task.cancel()
        dead.turns.close()
        platform.answering.set()
        await living.take_turns()
        assert sorted(living.lanes) == BOTS
        await delivered(living)
        with transaction(postgres) as session:  # the time in which the dead one might have told is over
            session.connection().execute(text("UPDATE outbox SET not_before = :now"), {"now": NOW})
        await delivered(living)
    assert states(postgres) == {"sent": 80}
    assert set(platform.arrived) == set(keys)
    assert Counter(platform.arrived) - Counter(keys) <= Counter(in_flight)
    await dead.close()


async def test_a_rolling_restart_loses_and_doubles_nothing(postgres: Engine) -> None:
    keys = a_commune(postgres, messages=200)
    platform = Platform()
    first, second, third = (a_process(postgres, name, platform) for name in ("a", "b", "c"))
    async with processes(third):
        await rounds(first, second)
        await first.deliver()
        await second.deliver()
        while len(platform.arrived) < 20:
            await asyncio.sleep(0.005)
        await first.close()
        await rounds(second, third)
        await second.deliver()
        await third.deliver()
        await second.close()
        await rounds(third)
        assert sorted(third.lanes) == BOTS
        await delivered(third)
    assert Counter(platform.arrived) == Counter(keys)
    assert states(postgres) == {"sent": 200}


def _cut_off(engine: Engine) -> None:
    """The server ends the connection that holds the turns."""
    holder = text("SELECT DISTINCT pid FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock'")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for pid in connection.execute(holder).scalars().all():
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


async def test_who_loses_its_connection_leaves_its_lanes_and_takes_them_anew(postgres: Engine) -> None:
    platform = Platform()
    one = a_process(postgres, "a", platform)
    async with processes(one):
        await one.take_turns()
        lanes = dict(one.lanes)
        _cut_off(postgres)
        await one.take_turns()
        assert sorted(one.lanes) == BOTS
        assert all(one.lanes[bot] is not lanes[bot] for bot in BOTS)
        assert dict(platform.listening) == dict.fromkeys(BOTS, 1)
        assert max(platform.most.values()) == 1


async def test_a_lane_whose_taking_over_failed_is_taken_the_next_time(engine: Engine) -> None:
    one = a_process(engine, "a", Platform())
    take_over: Callable[[str], Any] = one._take_over
    failures = [OperationalError("UPDATE", {}, Exception("gone"))]

    def failing_once(bot: str) -> Any:
        if failures:
            raise failures.pop()
        return take_over(bot)

    one._take_over = failing_once  # type: ignore[method-assign]
    async with processes(one):
        with pytest.raises(OperationalError):
            await one.take_turns()
        await one.take_turns()
        assert sorted(one.lanes) == BOTS


async def test_on_sqlite_one_process_serves_them_all(sqlite: Engine) -> None:
    keys = a_commune(sqlite, messages=30)
    platform = Platform()
    one = a_process(sqlite, "a", platform)
    async with processes(one):
        await one.take_turns()
        await delivered(one)
    assert Counter(platform.arrived) == Counter(keys)
    assert dict(platform.listening) == dict.fromkeys(BOTS, 0)

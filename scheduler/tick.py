"""One pass: plan what the calendar demands, deliver what is due. APScheduler only calls it again and again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.delivery import Delivery
from scheduler.rounds import Round
from storage.database import reading, transaction
from storage.marks import set_marks
from storage.outbox import next_due

MARK = "tick"  # the last moment that was processed
_log = structlog.get_logger()


class Plan(Protocol):
    """Puts what is to be said by `now` in the outbox; how many messages are new."""

    def __call__(self, session: Session, /, *, now: datetime) -> int: ...


class NextMoment(Protocol):
    """The next moment, later than `after`, at which the plan may have something to do."""

    def __call__(self, session: Session, /, *, after: datetime) -> datetime | None: ...


async def tick(delivery: Delivery, *, plan: Plan) -> int:
    """Plan, then deliver until nothing is due or it is told to stop; how many messages were seen through."""
    try:
        await delivery.thread(_plan, delivery.engine, plan, delivery.now())
    except Exception:
        await delivery.drain_all()  # what waits already has nothing to do with why planning failed
        raise
    return await delivery.drain_all()


def _plan(engine: Engine, plan: Plan, now: datetime) -> None:
    with transaction(engine) as session:
        planned = plan(session, now=now)
        set_marks(session, {MARK: now})
    if planned:
        _log.info("planned", messages=planned)


@dataclass
class Ticking:
    """A pass every so many seconds. Who holds `alone` keeps passes out, as while the clock is wound."""

    step: Callable[[Callable[[], bool]], Awaitable[object]]
    scheduler: AsyncIOScheduler
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)
    stopping: bool = False

    async def once(self) -> None:
        async with self.alone:
            if self.stopping:
                return
            try:
                await self.step(lambda: self.stopping)
            except Exception:  # noqa: BLE001  the next pass may do better
                _log.exception("tick failed")

    async def shutdown(self) -> None:
        """Let the messages in hand be sent and settled, then stop."""
        self.stopping = True
        async with self.alone:
            self.scheduler.shutdown(wait=False)


def start(step: Callable[[Callable[[], bool]], Awaitable[object]], *, seconds: float) -> Ticking:
    """Call `step(stopping)`, which is one tick(), now and every so many seconds, one at a time, in the running loop."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    ticking = Ticking(step, scheduler)
    scheduler.add_job(
        ticking.once,
        "interval",
        seconds=seconds,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
        next_run_time=datetime.now(UTC),  # APScheduler's own clock: ours may be wound
    )
    scheduler.start()
    return ticking


def repeat(rounds: Mapping[Round, float]) -> AsyncIOScheduler:
    """Do each round now and every so many seconds, in the running loop. One that takes longer is not done twice."""
    scheduler = AsyncIOScheduler(timezone=UTC)
    for one, seconds in rounds.items():
        scheduler.add_job(
            one.once,
            "interval",
            seconds=seconds,
            coalesce=True,
            max_instances=2,  # the second says at once that one is going
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
    scheduler.start()
    return scheduler


async def wind(
    engine: Engine,
    *,
    since: datetime,
    until: datetime,
    next_moment: NextMoment,
    tick_at: Callable[[datetime], Awaitable[object]],
    on_moment: Callable[[datetime], None] | None = None,
) -> int:
    """Play every due moment from `since` to `until` in order, and both ends; how many moments that were.

    `tick_at` sets the clock to the moment and ticks.
    """
    moment, played = since, 0
    while True:
        await tick_at(moment)
        played += 1
        if on_moment is not None:
            on_moment(moment)
        if moment >= until:
            return played
        following = await asyncio.to_thread(_next_after, engine, next_moment, moment)
        moment = until if following is None else min(following, until)


def _next_after(engine: Engine, next_moment: NextMoment, after: datetime) -> datetime | None:
    with reading(engine) as session:
        planned, due = next_moment(session, after=after), next_due(session)
    return min((moment for moment in (planned, due) if moment is not None and moment > after), default=None)

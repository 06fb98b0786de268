"""Claim, render, take a turn, send: what waits in a lane of the outbox reaches its people.

While one batch is being sent the next is claimed and rendered. No transaction is open during a call: the ledger
writes down what happened.
"""

import asyncio
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import structlog
from sqlalchemy import Engine

from scheduler.draining import Drain, Terms, gathering
from scheduler.lanes import Lane
from scheduler.ledger import Ledger, Said, Thread
from scheduler.messages import Doubtful, Held, Receipt, TryLater
from scheduler.monitoring import Metrics, Nothing
from scheduler.outcomes import Call, Ready, rerouted
from scheduler.preparing import Batch, Prepare, Render, prepare, sorted_out
from storage.claimed import Claimed
from storage.database import reading, transaction
from storage.outbox import Outlook, Settlement, claim, give_back, lease_ran_out, outlook, reclaim, recover
from storage.routes import routes_of

_TROUBLES = 3  # failures in a row after which a lane pauses
_LONGEST_PAUSE = 15.0  # seconds
_log = structlog.get_logger()


def _never() -> bool:
    return False


class Chores(NamedTuple):
    """The lanes that have work now; the moment, if any, at which more comes due."""

    lanes: list[str]
    following: datetime | None


@dataclass
class Delivery:
    """`lanes` are those that this process drains now; `bots()` all that some process drains (the lanes alone: None).

    `worker` is a name that no other living process has; `chance` in [0, 1) spreads retries. `preparing`: what finds
    the words beside this process; where it can't, `render` does in a thread of this one.
    """

    engine: Engine
    lanes: Mapping[str, Lane]
    render: Render
    now: Callable[[], datetime]
    worker: str
    said: Said | None = None
    terms: Terms = field(default_factory=Terms)
    bots: Callable[[], Collection[str]] | None = None
    metrics: Metrics = field(default_factory=Nothing)
    thread: Thread = asyncio.to_thread
    preparing: Prepare | None = None
    chance: Callable[[], float] = random.random
    stopping: Callable[[], bool] = _never

    def __post_init__(self) -> None:
        self.ledger = Ledger(
            self.engine,
            self.now,
            self.worker,
            self.known_bots,
            self.terms.lease,
            counted=self._monthly,
            said=self.said,
            metrics=self.metrics,
            thread=self.thread,
            stopping=self.stopping,
            filling=lambda: gathering(self._draining.values()),
        )
        self._draining: dict[str, Drain] = {}
        self._untidy: dict[str, list[Ready]] = {}  # lanes in which a failure left claims behind; what was not called

    @property
    def drained(self) -> Collection[str]:
        """The lanes that are being drained at this moment."""
        return self._draining.keys()

    def known_bots(self) -> Collection[str]:
        return self.lanes.keys() if self.bots is None else self.bots()

    def _monthly(self, bot: str) -> int | None:
        lane = self.lanes.get(bot)
        return lane.pacer.limits.monthly if lane else None

    async def drain_all(self) -> int:
        """See everything through that is due in any lane, until nothing is; how many messages that were."""
        taken = 0
        while not self.stopping():
            due, _ = await self.look()
            counts = await asyncio.gather(*(self.drain(lane) for lane in due), return_exceptions=True)
            for problem in counts:
                if isinstance(problem, BaseException):
                    raise problem
            seen_through = sum(count for count in counts if isinstance(count, int))
            if not seen_through:
                break
            taken += seen_through
        return taken

    async def look(self) -> Chores:
        """What there is for this process; a lane that is being drained hears of what is more urgent."""
        if self.ledger.behind:
            return Chores([], None)
        sending = set().union(*(drain.marked for drain in self._draining.values()))
        found: Outlook = await self.thread(self._look, sending)
        for bot, urgency in found.due.items():
            if bot in self._draining:
                self._draining[bot].hurry(urgency)
        lanes = {**found.due, **dict.fromkeys(self._untidy.keys() & self.lanes)}
        return Chores([bot for bot in lanes if self._is_ours(bot)], found.following)

    def _is_ours(self, bot: str) -> bool:
        if bot in self.lanes:
            return bot not in self._draining and not self.lanes[bot].pacer.held
        return bot not in self.known_bots()

    def _look(self, sending: Collection[int]) -> Outlook:
        now = self.now()
        with reading(self.engine) as session:
            if not lease_ran_out(session, now=now):
                return outlook(session, now=now)
        with transaction(self.engine) as session:
            if recovered := recover(session, now=now, sending=sending):
                _log.warning("outbox recovered", messages=recovered)
            return outlook(session, now=now)

    async def drain(self, bot: str) -> int:
        """See a lane's messages through until nothing is due or it is told to be silent; how many were.

        What waits for a bot that nobody speaks through goes to its people's other chats, or to nobody.
        """
        if bot not in self.lanes:
            return await self._redirect(bot)
        drain = self._draining[bot] = Drain(self, self.lanes[bot])
        try:
            if bot in self._untidy:
                await self.thread(self._reclaim, bot, self._untidy[bot])
                del self._untidy[bot]
            return await drain.run()
        except Exception:
            self._untidy[bot] = [*self._untidy.get(bot, ()), *drain.uncalled]
            raise
        finally:
            del self._draining[bot]

    def leave(self, bot: str) -> None:
        """The lane is no longer this process's: nothing more of it is called."""
        if bot in self._draining:
            self._draining[bot].left = True

    def _reclaim(self, bot: str, uncalled: Sequence[Ready]) -> None:
        with transaction(self.engine) as session:
            give_back(session, [ready.row for ready in uncalled], worker=self.worker)
            reclaim(session, bot, worker=self.worker)

    async def _redirect(self, bot: str) -> int:
        rows: list[Claimed] = await self.thread(self.claim, bot, self.terms.batch)
        await self.ledger.conclude(await self.thread(self._rerouted, rows))
        return len(rows)

    def _rerouted(self, rows: Sequence[Claimed]) -> list[Settlement]:
        with reading(self.engine) as session:
            routes = routes_of(session, {row.person_id for row in rows}, bots=self.known_bots())
        return [rerouted(row, routes.get(row.person_id)) for row in rows]

    def claim(self, bot: str, limit: int) -> list[Claimed]:
        with transaction(self.engine) as session:
            return claim(session, bot, now=self.now(), worker=self.worker, lease=self.terms.lease, limit=limit)

    async def prepare(
        self, lane: Lane, rows: Sequence[Claimed], *, in_hand: int
    ) -> tuple[list[Ready], list[Settlement]]:
        """Read what these messages say; `in_hand`: those of the lane that are claimed and not counted yet."""
        batch = Batch(lane.bot, rows, frozenset(self.known_bots()), self.now(), lane.pacer.limits.monthly, in_hand)
        prepared = await self.preparing(batch) if self.preparing else None
        if prepared is None:
            prepared = await self.thread(prepare, self.engine, self.render, batch)
        return sorted_out(batch, prepared)

    async def see_through(self, lane: Lane, ready: Ready, *, returned: Callable[[], None]) -> None:
        """Call, and have it written down. `returned` is told of the call's end."""
        call = await self._call(lane, ready)
        returned()
        await self.ledger.settle(call)

    async def _call(self, lane: Lane, ready: Ready) -> Call:
        patience = self.terms.patience.total_seconds()
        try:
            async with asyncio.timeout(patience):
                outcome: Receipt | Exception = await lane.send(ready.account.address, ready.message)
        except TimeoutError:
            outcome = Doubtful("no answer in time")
        except Exception as problem:  # noqa: BLE001  the ledger logs it
            outcome = problem
        self._heed(lane, outcome)
        return Call(ready, outcome, self.chance())

    def _heed(self, lane: Lane, outcome: Receipt | Exception) -> None:
        """Silence the lane where its platform asks for it, or is not to be reached."""
        match outcome:
            case Held() as held:
                seconds = held.after.total_seconds()
                lane.pacer.hold(seconds)
                self.metrics.held(lane.bot, seconds)
                _log.warning("lane held", lane=lane.bot, seconds=seconds, why=str(held))
            case TryLater() if not lane.pacer.held:
                lane.troubles += 1
                if lane.troubles >= _TROUBLES:
                    pause = min(0.5 * 2 ** min(lane.troubles - _TROUBLES, 10), _LONGEST_PAUSE) * (0.5 + self.chance())
                    lane.pacer.hold(pause)
                    _log.warning("lane pauses", lane=lane.bot, seconds=round(pause, 1), why=str(outcome))
            case TryLater():
                pass
            case _:
                lane.troubles = 0

"""Claim, render, take a turn, send: what waits in a lane of the outbox reaches its people.

While one batch is being sent the next is claimed and rendered. No transaction is open during a call: the ledger
writes down what happened.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.lanes import Limits, Pacer
from scheduler.ledger import GATHERING, Ledger, Said, Thread, Told
from scheduler.messages import Doubtful, Held, Message, Postpone, Receipt, Send, TryLater
from scheduler.monitoring import Metrics, Nothing
from scheduler.outcomes import Call, Ready, failed, postponed, rerouted
from scheduler.rationing import put_off
from storage.database import reading, transaction, went_away
from storage.outbox import Settlement, claim, due_lanes, give_back, lease_ran_out, reclaim, recover
from storage.routes import Route, routes_of
from storage.rows import id_of
from storage.tables import MessageState, OutboxMessage

__all__ = ["Delivery", "Lane", "Render", "Said", "Terms", "Told"]

_MOST_KEPT = 10  # batches that are rendered before they can be said, as where much is for one chat
_CROWD = 20  # calls in flight from which on several are written down together
_GROUP = 50  # messages that are marked as being sent together, where no pace makes them fewer
_AHEAD = 0.25  # seconds of a lane's pace that are marked together
_TROUBLES = 3  # failures in a row after which a lane pauses
_LONGEST_PAUSE = 15.0  # seconds
_log = structlog.get_logger()

Rendered = Message | Postpone | Exception | None


class Render(Protocol):
    """The words of these messages as of now, in their order, read in one session.

    Postpone: not yet; None: no longer wanted, or not allowed; an Exception: this one can't be rendered.
    """

    def __call__(self, session: Session, rows: Sequence[OutboxMessage], /, *, now: datetime) -> Sequence[Rendered]: ...


@dataclass(frozen=True)
class Terms:
    """`patience` is how long a call may take before it is in doubt; `lease` has to be longer. `batch`: one claim."""

    lease: timedelta = timedelta(minutes=2)
    patience: timedelta = timedelta(minutes=1)
    batch: int = 100


@dataclass
class Lane:
    """One bot: how it sends, and at what pace. `troubles` counts its failures in a row."""

    bot: str
    send: Send
    pacer: Pacer = field(default_factory=lambda: Pacer(Limits()))
    troubles: int = 0


def _never() -> bool:
    return False


@dataclass
class Delivery:
    """`lanes` are those that this process drains now; `bots()` all that some process drains (the lanes alone: None).

    `worker` is a name that no other living process has; `chance` in [0, 1) spreads retries.
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
            crowded=lambda: sum(drain.in_flight for drain in self._draining.values()) >= _CROWD,
        )
        self._draining: dict[str, _Drain] = {}
        self._untidy: dict[str, list[Ready]] = {}  # lanes in which a failure left claims behind; what was not called
        self.marked: set[int] = set()  # ids of what is in the midst of being sent

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
            due = await self.look()
            counts = await asyncio.gather(*(self.drain(lane) for lane in due), return_exceptions=True)
            for problem in counts:
                if isinstance(problem, BaseException):
                    raise problem
            seen_through = sum(count for count in counts if isinstance(count, int))
            if not seen_through:
                break
            taken += seen_through
        return taken

    async def look(self) -> list[str]:
        """The lanes that have work for this process now; one that is being drained hears of what is more urgent."""
        if self.ledger.behind:
            return []
        due: dict[str, int] = await self.thread(self._look)
        for bot, urgency in due.items():
            if bot in self._draining:
                self._draining[bot].hurry(urgency)
        return [bot for bot in {**due, **dict.fromkeys(self._untidy.keys() & self.lanes)} if self._is_ours(bot)]

    def _is_ours(self, bot: str) -> bool:
        if bot in self.lanes:
            return bot not in self._draining and not self.lanes[bot].pacer.held
        return bot not in self.known_bots()

    def _look(self) -> dict[str, int]:
        now = self.now()
        with reading(self.engine) as session:
            if not lease_ran_out(session, now=now):
                return due_lanes(session, now=now)
        with transaction(self.engine) as session:
            if recovered := recover(session, now=now, sending=self.marked.copy()):
                _log.warning("outbox recovered", messages=recovered)
            return due_lanes(session, now=now)

    async def drain(self, bot: str) -> int:
        """See a lane's messages through until nothing is due or it is told to be silent; how many were.

        What waits for a bot that nobody speaks through goes to its people's other chats, or to nobody.
        """
        if bot not in self.lanes:
            return await self._redirect(bot)
        drain = self._draining[bot] = _Drain(self, self.lanes[bot])
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
        rows: list[OutboxMessage] = await self.thread(self.claim, bot)
        await self.ledger.conclude(await self.thread(self._rerouted, rows))
        return len(rows)

    def _rerouted(self, rows: Sequence[OutboxMessage]) -> list[Settlement]:
        with reading(self.engine) as session:
            routes = routes_of(session, {row.person_id for row in rows}, bots=self.known_bots())
        return [rerouted(row, routes.get(row.person_id)) for row in rows]

    def claim(self, bot: str) -> list[OutboxMessage]:
        terms = self.terms
        with transaction(self.engine) as session:
            return claim(session, bot, now=self.now(), worker=self.worker, lease=terms.lease, limit=terms.batch)

    def prepare(self, bot: str, rows: Sequence[OutboxMessage]) -> tuple[list[Ready], list[Settlement]]:
        """What these messages say, and what becomes of those that say nothing now."""
        now = self.now()
        with reading(self.engine) as session:
            routes = routes_of(session, {row.person_id for row in rows}, bots=self.known_bots())
            here = [row for row in rows if row.person_id in routes and routes[row.person_id].bot == bot]
            rendered: dict[int, Rendered] = {**put_off(session, bot, self._monthly(bot), here, now=now)}
            here = [row for row in here if id_of(row) not in rendered]
            rendered |= zip(map(id_of, here), self._words(session, here, now=now), strict=True)
        verdicts = [
            _verdict(row, routes[row.person_id], rendered[id_of(row)], now=now)
            if id_of(row) in rendered
            else rerouted(row, routes.get(row.person_id))
            for row in rows
        ]
        ready = [verdict for verdict in verdicts if isinstance(verdict, Ready)]
        return ready, [verdict for verdict in verdicts if isinstance(verdict, Settlement)]

    def _words(self, session: Session, rows: Sequence[OutboxMessage], *, now: datetime) -> Sequence[Rendered]:
        """One that breaks the rendering of all does not hold up the rest."""
        if not rows:
            return []
        try:
            return self.render(session, rows, now=now)
        except Exception as problem:
            if went_away(problem):
                raise
            if len(rows) == 1:
                return [problem]
            return [words for row in rows for words in self._words(session, [row], now=now)]

    async def see_through(self, lane: Lane, ready: Ready, *, returned: Callable[[], None]) -> None:
        """Call, and have it written down. `returned` is told of the call's end."""
        try:
            call = await self._call(lane, ready)
            returned()
            await self.ledger.settle(call)
        finally:
            self.marked.discard(id_of(ready.row))

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


def _verdict(row: OutboxMessage, account: Route, words: Rendered, *, now: datetime) -> Ready | Settlement:
    match words:
        case None:
            return Settlement(row, MessageState.DROPPED, detail="no longer wanted")
        case Postpone(until):
            return postponed(row, until, now=now)
        case Exception() as problem:
            settled = failed(row, problem, now=now)
            about = {"message": row.id, "kind": row.kind, "lane": account.bot, "state": settled.state.value}
            _log.error("message not rendered", exc_info=problem, **about)
            return settled
        case message:
            return Ready(row, account, message)


class _Drain:
    """One run through a lane. `_buffer` holds what is rendered and waits for its turn, the most urgent first."""

    def __init__(self, delivery: Delivery, lane: Lane) -> None:
        self._delivery, self._lane, self._ledger = delivery, lane, delivery.ledger
        self._buffer: list[Ready] = []
        self._calls: set[asyncio.Task[None]] = set()
        self._busy: Counter[str] = Counter()
        self._feeding: asyncio.Task[None] | None = None
        self._news, self._room = asyncio.Event(), asyncio.Semaphore(lane.pacer.limits.at_once)
        self._exhausted = self._hurried = self._stuck = self.left = False
        self._taken, self._failure = 0, None  # type: tuple[int, BaseException | None]

    def hurry(self, urgency: int) -> None:
        """Something of this urgency is due: it does not wait for the buffer to run low."""
        if self._stuck or all(urgency < ready.row.priority for ready in self._buffer):
            self._exhausted, self._hurried = False, True
            self._news.set()

    @property
    def uncalled(self) -> Sequence[Ready]:
        """What is claimed or marked still, and was not called."""
        return self._buffer

    async def run(self) -> int:
        try:
            try:
                await self._go_on()
            except Exception as problem:  # noqa: BLE001  raised below: first what is on its way is seen through
                self._failure = self._failure or problem
            await self._finish()
        finally:
            for task in (*self._calls, *([self._feeding] if self._feeding else [])):
                task.cancel()
        if self._failure is not None:
            raise self._failure
        return self._taken

    async def _go_on(self) -> None:
        while self._failure is None and not self._over():
            self._feed()
            if group := self._group():
                await self._say(group)
            elif not await self._hear():
                break

    @property
    def in_flight(self) -> int:
        return self._busy.total()

    def _over(self) -> bool:
        return self.left or self._delivery.stopping() or bool(self._lane.pacer.held)

    async def _finish(self) -> None:
        """Let what is in hand be settled; what was not called waits again."""
        while self._calls or self._feeding:
            await asyncio.wait([*self._calls, *([self._feeding] if self._feeding else [])])
        if self._failure is None:
            await self._return(self._buffer)

    def _feed(self) -> None:
        """Claim the next batch beside the sending, when what is left runs low."""
        batch = self._delivery.terms.batch
        low = len(self._buffer) <= (_MOST_KEPT * batch if self._stuck else batch // 2)
        if self._feeding is None and not self._exhausted and (low or self._hurried):
            self._hurried = False
            self._feeding = asyncio.create_task(self._fill())
            self._feeding.add_done_callback(self._fed)

    async def _fill(self) -> None:
        delivery, bot = self._delivery, self._lane.bot
        rows: list[OutboxMessage] = await delivery.thread(delivery.claim, bot)
        self._exhausted = len(rows) < delivery.terms.batch
        if rows:
            ready, over = await delivery.thread(delivery.prepare, bot, rows)
            self._taken += len(rows)
            # One that is here already was taken back and claimed again: its lease ran out, or the clock jumped.
            self._buffer = sorted({id_of(one.row): one for one in [*self._buffer, *ready]}.values(), key=_urgency)
            self._stuck = False
            if over:
                await self._ledger.conclude(over)

    def _fed(self, task: "asyncio.Task[None]") -> None:
        self._feeding = None
        self._ended(task)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (problem := task.exception()) is not None:
            self._failure = self._failure or problem
        self._news.set()

    def _group(self) -> list[Ready]:
        """What is to be sent next: a moment's worth of the pace, to chats that nothing is on its way to."""
        pacer = self._lane.pacer
        limits = pacer.limits
        # A crowd's next ones are marked while the last are on their way: else each commit is a pause.
        ahead = limits.at_once // 4 if limits.at_once >= _CROWD else 0
        room = limits.at_once + ahead - self.in_flight
        most = min(room, max(1, int(limits.per_second * _AHEAD)) if limits.per_second else _GROUP)
        chosen: list[Ready] = []
        chats: set[str] = set()
        for ready in self._buffer:
            if len(chosen) >= most:
                break
            address = ready.account.address
            taken = address in self._busy or (address in chats and limits.chat_gap > 0)
            if not taken and pacer.free(address):
                chosen.append(ready)
                chats.add(address)
        if chosen:
            gone = {id(ready) for ready in chosen}
            self._buffer = [ready for ready in self._buffer if id(ready) not in gone]
        self._stuck = len(chosen) < most and bool(self._buffer)  # all the rest is for chats that are busy
        return chosen

    async def _hear(self) -> bool:
        """Wait until a call came back, a batch is rendered, or a chat may hear more; False: there is nothing to do."""
        if not (self._calls or self._feeding or self._buffer):
            return not self._exhausted
        self._news.clear()
        soon = self._lane.pacer.next_free() if self._buffer else 0.0
        try:
            async with asyncio.timeout(max(soon, 0.001) if soon or not (self._calls or self._feeding) else None):
                await self._news.wait()
        except TimeoutError:
            pass
        if self.in_flight >= _CROWD and self._lane.pacer.limits.per_second is None:
            await asyncio.sleep(GATHERING)
        return True

    async def _say(self, group: Sequence[Ready]) -> None:
        self._delivery.marked.update(id_of(ready.row) for ready in group)
        try:
            mine = await self._ledger.sending(group)
        except Exception:
            self._buffer = [*group, *self._buffer]
            self._unmark(group)
            raise
        self._unmark([ready for ready in group if id_of(ready.row) not in mine])
        chains: dict[str, list[Ready]] = {}
        for ready in group:
            if id_of(ready.row) in mine:
                chains.setdefault(ready.account.address, []).append(ready)
        left = list(chains.values())
        while left and not self._over() and await self._lane.pacer.slot(left[0][0].account.address):
            chain = left.pop(0)
            self._busy[chain[0].account.address] = len(chain)
            task = asyncio.create_task(self._chain(chain))
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)
            task.add_done_callback(self._ended)
        await self._return([ready for chain in left for ready in chain])

    async def _chain(self, chain: Sequence[Ready]) -> None:
        """What goes to one chat, one after the other."""
        address = chain[0].account.address
        for at, ready in enumerate(chain, start=1):
            if at > 1 and (self._over() or not await self._lane.pacer.slot(address)):
                del self._busy[address]
                await self._return(chain[at - 1 :])
                break
            await self._room.acquire()
            await self._delivery.see_through(self._lane, ready, returned=partial(self._came_back, address))

    def _came_back(self, address: str) -> None:
        self._room.release()
        self._busy[address] -= 1
        if not self._busy[address]:
            del self._busy[address]
        self._news.set()

    async def _return(self, ready: Sequence[Ready]) -> None:
        if not ready:
            return
        self._taken -= len(ready)
        try:
            await self._ledger.give_back(ready)
        except Exception:
            self._buffer = [*ready, *self._buffer]
            raise
        finally:
            self._unmark(ready)

    def _unmark(self, ready: Sequence[Ready]) -> None:
        self._delivery.marked.difference_update(id_of(one.row) for one in ready)


def _urgency(ready: Ready) -> tuple[int, datetime, int]:
    return ready.row.priority, ready.row.not_before, id_of(ready.row)

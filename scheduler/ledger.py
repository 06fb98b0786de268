"""What delivery writes down, many lanes in one transaction: who asks while one is being committed joins the next.

`sending` is committed before a call is made and an outcome as soon as it is known, so that a process that dies leaves
in doubt only what was in flight or next. While the database is away outcomes are kept and written when it is back.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.messages import Held, Message, Receipt, Refused, TryLater, Unacceptable
from scheduler.monitoring import Metrics, Nothing
from scheduler.outcomes import Call, Ready, settlement
from scheduler.refusals import take_refusals
from storage.bots import count_sent, hold_until
from storage.claimed import Claimed, Outgoing
from storage.database import transaction, went_away
from storage.outbox import Settlement, give_back, mark_sending, settle

_FULL = 100
_log = structlog.get_logger()
# Seconds between two attempts to write, the last one for ever: shorter than the time in which another process leaves
# a dead one's messages alone (storage.outbox), so that what arrived is known before it is said again.
_PATIENCE = (0.5, 1.0, 2.0)
_LAST_ATTEMPTS = 3  # of a process that is told to stop

Thread = Callable[..., Awaitable[Any]]  # runs a function beside the loop: asyncio.to_thread, or a pool of its own


class Chat(Protocol):
    """Where something was said."""

    @property
    def bot(self) -> str: ...

    @property
    def address(self) -> str: ...


class Told(NamedTuple):
    """A message that arrived, with what its buttons were."""

    row: Outgoing
    account: Chat
    message: Message


class Said(Protocol):
    """Remembers the menus that were just sent, in the order of their rows; of a chat one at a time."""

    def __call__(self, session: Session, told: Sequence[Told], /, *, now: datetime) -> None: ...


@dataclass
class _Page:
    """What the next transaction writes, and who waits for it."""

    marked: list[Claimed] = field(default_factory=list)
    returned: list[Claimed] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    over: list[Settlement] = field(default_factory=list)
    waiting: "list[asyncio.Future[set[int]]]" = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.marked) + len(self.calls) >= _FULL

    @property
    def has_outcomes(self) -> bool:
        return bool(self.calls or self.over)

    def answer(self, marked: set[int]) -> None:
        for one in self._who_waits():
            one.set_result(marked)

    def fail(self, problem: BaseException) -> None:
        for one in self._who_waits():
            one.set_exception(problem)
            one.exception()  # who asked hears it, unless they are being cancelled

    def _who_waits(self) -> "list[asyncio.Future[set[int]]]":
        """Nobody may be there any more."""
        return [one for one in self.waiting if not one.done()]


class _Written(NamedTuple):
    """An outcome that is in the database, unless it was not this worker's to tell (`mine`)."""

    call: Call
    settled: Settlement
    mine: bool

    @property
    def arrived(self) -> bool:
        return self.mine and isinstance(self.call.outcome, Receipt)


@dataclass
class Ledger:
    """`bots` are those that this installation speaks through; `counted`: whether a bot's messages are; `filling`:
    the seconds in which a page may fill, for a commit costs as much as ten rows."""

    engine: Engine
    now: Callable[[], datetime]
    worker: str
    bots: Callable[[], Collection[str]]
    lease: timedelta
    counted: Callable[[str], object] = lambda bot: False  # noqa: ARG005
    said: Said | None = None
    metrics: Metrics = field(default_factory=Nothing)
    thread: Thread = asyncio.to_thread
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    stopping: Callable[[], bool] = lambda: False
    filling: Callable[[], float] = lambda: 0.0
    _page: _Page | None = None
    _writing: "asyncio.Task[None] | None" = None
    _late: bool = False

    @property
    def behind(self) -> bool:
        """Whether outcomes wait for the database: what looks lost is known here."""
        return self._late

    async def sending(self, ready: Sequence[Ready]) -> set[int]:
        """Say that these are about to be sent; the ids of those that are still this worker's."""
        self._open.marked.extend([one.row for one in ready])
        return await self._written_down()

    async def give_back(self, ready: Iterable[Ready]) -> None:
        """Let these wait again: they were taken, and not sent."""
        self._open.returned.extend([one.row for one in ready])
        await self._written_down()

    async def settle(self, call: Call) -> None:
        self._open.calls.append(call)
        await self._written_down()

    async def conclude(self, over: Sequence[Settlement]) -> None:
        """Write down what became of messages that were not called."""
        self._open.over.extend(over)
        await self._written_down()

    @property
    def _open(self) -> _Page:
        self._page = self._page or _Page()
        return self._page

    def _written_down(self) -> "asyncio.Future[set[int]]":
        """The open page is."""
        written: asyncio.Future[set[int]] = asyncio.get_running_loop().create_future()
        self._open.waiting.append(written)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_pages())
            self._writing.add_done_callback(_heard)
        return written

    async def _write_pages(self) -> None:
        try:
            while self._page is not None:
                if (seconds := self.filling()) and not self._page.is_full:
                    await self.sleep(seconds)
                page, self._page = self._page, None
                await self._answer(page)
        finally:
            self._writing = None

    async def _answer(self, page: _Page) -> None:
        try:
            page.answer(await self._written(page))
        except BaseException as problem:
            page.fail(problem)
            if not isinstance(problem, Exception):
                raise

    async def _written(self, page: _Page) -> set[int]:
        """Commit; outcomes are tried again for as long as the database is away, marks are not."""
        attempts = 0
        try:
            while True:
                try:
                    marked: set[int] = await self.thread(self._commit, page, attempts)
                except Exception as problem:
                    attempts += 1
                    if not self._tries_again(page, problem, attempts):
                        raise
                else:
                    return marked
                await self.sleep(_PATIENCE[min(attempts, len(_PATIENCE)) - 1])
        finally:
            self._late = False

    def _tries_again(self, page: _Page, problem: Exception, attempts: int) -> bool:
        if not (went_away(problem) and page.has_outcomes) or (self.stopping() and attempts > _LAST_ATTEMPTS):
            return False
        self._late = True
        self.metrics.database_failed()
        if attempts % 15 == 1:
            _log.error("outcomes wait for the database", calls=len(page.calls), error=type(problem).__name__)
        return True

    def _commit(self, page: _Page, failures: int) -> set[int]:
        try:
            with transaction(self.engine) as session:
                written = self._settle(session, page.calls, page.over)
                if page.returned:
                    give_back(session, page.returned, worker=self.worker)
                marked = self._mark(session, page.marked, failures)
        except Exception as problem:
            if went_away(problem) or not page.has_outcomes:
                raise
            return self._commit_apart(page, failures)
        self._tell(written)
        return marked

    def _commit_apart(self, page: _Page, failures: int) -> set[int]:
        """One of these outcomes can't be written: the others are, and its message is in doubt when its lease ends."""
        for call in page.calls:
            self._try([call], [])
        for one in page.over:
            self._try([], [one])
        with transaction(self.engine) as session:
            give_back(session, page.returned, worker=self.worker)
            return self._mark(session, page.marked, failures)

    def _try(self, calls: Sequence[Call], over: Sequence[Settlement]) -> None:
        try:
            with transaction(self.engine) as session:
                written = self._settle(session, calls, over, careful=True)
        except Exception as problem:
            if went_away(problem):
                raise
            _log.exception("outcome not written")
        else:
            self._tell(written)

    def _mark(self, session: Session, rows: Sequence[Claimed], failures: int) -> set[int]:
        if not rows:
            return set()
        again = failures > 0  # it may have been committed, and only its answer was lost
        return mark_sending(session, rows, now=self.now(), worker=self.worker, lease=self.lease, again=again)

    def _settle(
        self, session: Session, calls: Sequence[Call], over: Sequence[Settlement], *, careful: bool = False
    ) -> list[_Written]:
        """`careful`: what can't be remembered is left out, where else nothing would be written."""
        if not (calls or over):
            return []
        now = self.now()
        routes = take_refusals(session, calls, bots=self.bots, now=now)
        settlements = [settlement(call, routes, now=now) for call in calls]
        mine = settle(session, [*over, *settlements], now=now, worker=self.worker)
        written = [_Written(call, one, one.row.id in mine) for call, one in zip(calls, settlements, strict=True)]
        self._remember(session, written, now=now, careful=careful)
        self._count(session, calls, now=now)
        for call in calls:
            if isinstance(call.outcome, Held):
                hold_until(session, call.ready.account.bot, now + call.outcome.after)
        return written

    def _count(self, session: Session, calls: Sequence[Call], *, now: datetime) -> None:
        arrived = [(call.ready.account.bot, call.outcome) for call in calls if isinstance(call.outcome, Receipt)]
        counted = [bot for bot, receipt in arrived if self.counted(bot) for _ in range(receipt.messages)]
        if counted:
            count_sent(session, counted, now=now)

    def _remember(self, session: Session, written: Sequence[_Written], *, now: datetime, careful: bool) -> None:
        sent = sorted((one.call.ready for one in written if one.arrived), key=lambda ready: ready.row.id)
        told = [Told(ready.row, ready.account, ready.message) for ready in sent if ready.message.buttons]
        if self.said is None or not told:
            return
        if not careful:
            self.said(session, told, now=now)
            return
        try:
            with session.begin_nested():
                self.said(session, told, now=now)
        except Exception as problem:
            if went_away(problem):
                raise
            # It was sent: that has to be written down, whatever else fails.
            _log.exception("menus not remembered", messages=[one.row.id for one in told])

    def _tell(self, written: Sequence[_Written]) -> None:
        if not written:
            return
        log = _log.bind()  # once: it looks for the name of its file each time
        sent = Counter(one.call.ready.account.bot for one in written if one.arrived)
        for lane, messages in sent.items():
            self.metrics.sent(lane, messages)
        for one in written:
            row, lane = one.settled.row, one.call.ready.account.bot
            about = {"message": row.id, "kind": row.kind, "lane": lane, "state": one.settled.state.value}
            if one.arrived:
                log.debug("message sent", **about)
            elif one.mine:
                self._tell_failure(one.call.outcome, one.settled, about)
            else:
                log.warning("lease lost while sending", **about)

    def _tell_failure(self, outcome: Receipt | Exception, settled: Settlement, about: dict[str, Any]) -> None:
        lane = about["lane"]
        match outcome:
            case Refused():
                self.metrics.refused(lane)
                _log.warning("message not sent", **about)
            case Unacceptable() as fault:
                self.metrics.refused(lane)
                _log.error("message not accepted", said=str(fault), **about)
            case TryLater():
                self.metrics.failed(lane)
                _log.info("message not sent", **about)
            case problem if settled.failed:
                self.metrics.failed(lane)
                _log.error("message failed", attempts=settled.row.attempts + 1, exc_info=problem, **about)
            case _:
                self.metrics.doubtful(lane)
                _log.warning("message not sent", **about)


def _heard(task: "asyncio.Task[None]") -> None:
    """Whoever waited for the page raises it; here it is only taken note of."""
    if not task.cancelled():
        task.exception()

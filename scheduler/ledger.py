"""What delivery writes down, many lanes in one transaction: who asks while one is being committed joins the next.

`sending` is committed before a call is made and an outcome as soon as it is known, so that a process that dies leaves
in doubt only what was in flight. While the database is away outcomes are kept and written when it is back.
"""

import asyncio
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
from storage.audit import Actor, record
from storage.bots import count_sent, hold_until
from storage.database import transaction, went_away
from storage.outbox import NewMessage, Settlement, give_back, mark_sending, put, settle
from storage.routes import Route, end_refusing, focal_points_of, routes_of
from storage.rows import id_of
from storage.tables import Account, AccountState, OutboxMessage

GATHERING = 0.02  # seconds in which a page fills, where many calls are on their way: a commit costs as much as ten rows
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

    row: OutboxMessage
    account: Chat
    message: Message


class Said(Protocol):
    """Remembers the menus that were just sent, in the order in which they were said."""

    def __call__(self, session: Session, told: Sequence[Told], /, *, now: datetime) -> None: ...


@dataclass
class _Page:
    """What the next transaction writes."""

    marked: list[OutboxMessage] = field(default_factory=list)
    returned: list[OutboxMessage] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    over: list[Settlement] = field(default_factory=list)
    written: "asyncio.Future[set[int]]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def is_full(self) -> bool:
        return len(self.marked) + len(self.calls) >= _FULL

    @property
    def has_outcomes(self) -> bool:
        return bool(self.calls or self.over)


@dataclass
class Ledger:
    """`bots` are those that this installation speaks through; `counted`: whether a bot's messages are; `crowded`:
    whether so many calls are on their way that pages may fill."""

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
    crowded: Callable[[], bool] = lambda: False
    _page: _Page | None = None
    _writing: "asyncio.Task[None] | None" = None
    _late: bool = False

    @property
    def behind(self) -> bool:
        """Whether outcomes wait for the database: what looks lost is known here."""
        return self._late

    async def sending(self, ready: Sequence[Ready]) -> set[int]:
        """Say that these are about to be sent; the ids of those that are still this worker's."""
        return await self._write(marked=[one.row for one in ready])

    async def give_back(self, ready: Iterable[Ready]) -> None:
        """Let these wait again: they were taken, and not sent."""
        await self._write(returned=[one.row for one in ready])

    async def settle(self, call: Call) -> None:
        await self._write(calls=[call])

    async def conclude(self, over: Sequence[Settlement]) -> None:
        """Write down what became of messages that were not called."""
        await self._write(over=over)

    async def _write(self, **entries: Sequence[Any]) -> set[int]:
        page = self._page = self._page or _Page()
        for name, entry in entries.items():
            getattr(page, name).extend(entry)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_pages())
            self._writing.add_done_callback(_heard)
        return await asyncio.shield(page.written)

    async def _write_pages(self) -> None:
        try:
            while self._page is not None:
                if self.crowded() and not self._page.is_full:
                    await self.sleep(GATHERING)
                page, self._page = self._page, None
                await self._answer(page)
        finally:
            self._writing = None

    async def _answer(self, page: _Page) -> None:
        try:
            page.written.set_result(await self._written(page))
        except BaseException as problem:
            page.written.set_exception(problem)
            page.written.exception()  # who asked hears it; nobody may be there any more
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
                told = self._settle(session, page.calls, page.over)
                if page.returned:
                    give_back(session, page.returned, worker=self.worker)
                marked = self._mark(session, page.marked, failures)
        except Exception as problem:
            if went_away(problem) or not page.has_outcomes:
                raise
            return self._commit_apart(page, failures)
        for line in told:
            line()
        return marked

    def _commit_apart(self, page: _Page, failures: int) -> set[int]:
        """One of these outcomes can't be written: the others are, and its message is in doubt when its lease ends."""
        single: list[tuple[list[Call], list[Settlement]]] = [([call], []) for call in page.calls]
        for calls, over in [*single, *(([], [one]) for one in page.over)]:
            try:
                with transaction(self.engine) as session:
                    told = self._settle(session, calls, over)
            except Exception as problem:
                if went_away(problem):
                    raise
                _log.exception("outcome not written")
            else:
                for line in told:
                    line()
        with transaction(self.engine) as session:
            give_back(session, page.returned, worker=self.worker)
            return self._mark(session, page.marked, failures)

    def _mark(self, session: Session, rows: Sequence[OutboxMessage], failures: int) -> set[int]:
        if not rows:
            return set()
        again = failures > 0  # it may have been committed, and only its answer was lost
        return mark_sending(session, rows, now=self.now(), worker=self.worker, lease=self.lease, again=again)

    def _settle(self, session: Session, calls: Sequence[Call], over: Sequence[Settlement]) -> list[Callable[[], None]]:
        """What is to be logged when the transaction is through."""
        if not (calls or over):
            return []
        now = self.now()
        routes = self._take_refusals(session, calls, now=now)
        settlements = [settlement(call, routes, now=now) for call in calls]
        mine = settle(session, [*over, *settlements], now=now, worker=self.worker)
        sent = [call.ready for call in calls if isinstance(call.outcome, Receipt) and id_of(call.ready.row) in mine]
        self._remember(session, sent, now=now)
        self._count(session, calls, now=now)
        for call in calls:
            if isinstance(call.outcome, Held):
                hold_until(session, call.ready.account.bot, now + call.outcome.after)
        pairs = zip(calls, settlements, strict=True)
        return [lambda c=call, s=one: self._tell(c, s, mine=id_of(s.row) in mine) for call, one in pairs]  # type: ignore[misc]

    def _count(self, session: Session, calls: Sequence[Call], *, now: datetime) -> None:
        arrived = [(call.ready.account.bot, call.outcome) for call in calls if isinstance(call.outcome, Receipt)]
        counted = [bot for bot, receipt in arrived if self.counted(bot) for _ in range(receipt.messages)]
        if counted:
            count_sent(session, counted, now=now)

    def _take_refusals(self, session: Session, calls: Sequence[Call], *, now: datetime) -> dict[int, Route]:
        """End the chats that refused and tell the focal points; where else each of these persons can be reached."""
        refused = [(call.ready, call.outcome) for call in calls if isinstance(call.outcome, Refused)]
        if not refused:
            return {}
        ended = end_refusing(session, {ready.account.account_id: str(why) for ready, why in refused}, now=now)
        focal = focal_points_of(session, {account.office_id for account in ended})
        people = {ready.row.person_id for ready, _ in refused} | {id_ for ids in focal.values() for id_ in ids}
        routes = routes_of(session, people, bots=self.bots())
        for account in ended:
            _record_refusal(session, account, now=now)
        told = [(account, id_) for account in ended for id_ in focal.get(account.office_id, []) if id_ in routes]
        put(session, [_channel_out(account, person_id, now=now) for account, person_id in told])
        return routes

    def _remember(self, session: Session, sent: Sequence[Ready], *, now: datetime) -> None:
        told = [Told(one.row, one.account, one.message) for one in sent if one.message.buttons]
        if self.said is None or not told:
            return
        try:
            with session.begin_nested():
                self.said(session, sorted(told, key=lambda one: id_of(one.row)), now=now)
        except Exception as problem:
            if went_away(problem):
                raise
            # They were sent: that has to be written down, whatever else fails.
            _log.exception("menus not remembered", messages=[one.row.id for one in told])

    def _tell(self, call: Call, settled: Settlement, *, mine: bool) -> None:
        lane = call.ready.account.bot
        about = {"message": settled.row.id, "kind": settled.row.kind, "lane": lane, "state": settled.state.value}
        if not mine:
            _log.warning("lease lost while sending", **about)
            return
        match call.outcome:
            case Receipt():
                self.metrics.sent(lane)
                _log.debug("message sent", **about)
            case Refused():
                self.metrics.refused(lane)
                _log.warning("message not sent", **about)
            case Unacceptable() as fault:
                self.metrics.refused(lane)
                _log.error("message not accepted", said=str(fault), **about)
            case TryLater():
                self.metrics.failed(lane)
                _log.info("message not sent", **about)
            case problem:
                self._tell_doubt(problem, settled, about)

    def _tell_doubt(self, problem: Exception, settled: Settlement, about: dict[str, Any]) -> None:
        if settled.failed:
            self.metrics.failed(about["lane"])
            _log.error("message failed", attempts=settled.row.attempts + 1, exc_info=problem, **about)
        else:
            self.metrics.doubtful(about["lane"])
            _log.warning("message not sent", **about)


def _heard(task: "asyncio.Task[None]") -> None:
    """Whoever waited for the page raises it; here it is only taken note of."""
    if not task.cancelled():
        task.exception()


def _record_refusal(session: Session, account: Account, *, now: datetime) -> None:
    record(
        session,
        Actor(account.office_id, None, "scheduler", now),
        "refuse",
        kind="account",
        row_id=id_of(account),
        before={"state": AccountState.ACTIVE.value},
        after={"state": account.state.value, "refused_why": account.refused_why},
    )


def _channel_out(account: Account, person_id: int, *, now: datetime) -> NewMessage:
    return NewMessage(
        office_id=account.office_id,
        person_id=person_id,
        key=f"channel_out:{account.id}:{person_id}:{now.isoformat()}",  # a chat linked anew may refuse again
        kind="channel_out",
        payload={"person": account.person_id, "bot": account.bot},
        not_before=now,
        created_at=now,
    )

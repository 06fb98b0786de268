"""Claim, re-check, render, send, settle: what waits in the outbox reaches its person.

`sending` is committed just before the call and every call is settled as soon as it returns, so that a process that
dies leaves in doubt only what was in flight: at most `Pace.concurrency` messages. No transaction is open during a call.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.messages import Doubtful, Message, Postpone, Receipt, Refused, Send, TryLater
from scheduler.outcomes import Call, Ready, failed, postponed, settlement
from storage.audit import Actor, record
from storage.database import transaction
from storage.outbox import NewMessage, Settlement, claim, mark_sending, put, recover, settle
from storage.routes import end_refusing, focal_points_of, routes_of
from storage.rows import id_of
from storage.tables import Account, AccountState, MessageState, OutboxMessage

_log = structlog.get_logger()


class Render(Protocol):
    """The words of a message as of now; Postpone: not yet; None: no longer wanted, or not allowed."""

    def __call__(self, session: Session, row: OutboxMessage, /, *, now: datetime) -> Message | Postpone | None: ...


Said = Callable[[Session, OutboxMessage, Account, Message], None]  # remembers the buttons that were just sent


@dataclass(frozen=True)
class Pace:
    """`patience` is how long a call may take before it is in doubt; `lease` has to be longer."""

    concurrency: int = 20
    lease: timedelta = timedelta(minutes=2)
    patience: timedelta = timedelta(minutes=1)


async def deliver_once(
    engine: Engine,
    *,
    send: Mapping[str, Send],
    render: Render,
    now: Callable[[], datetime],
    worker: str,
    said: Said | None = None,
    limit: int = 100,
    pace: Pace | None = None,
) -> int:
    """Take up to `limit` messages that are due and see each of them through; how many were taken (0: nothing is due).

    `send` maps a bot to its channel. `worker` is a name that no other living process has.
    """
    delivery = _Delivery(engine, send, render, now, worker, said, pace or Pace())
    waiting = deque(await asyncio.to_thread(delivery.claim, limit))
    taken = len(waiting)
    running: set[asyncio.Task[Call]] = set()
    try:
        while waiting or running:
            room = delivery.pace.concurrency - len(running)
            group = [waiting.popleft() for _ in range(min(room, len(waiting)))]
            ready = await asyncio.to_thread(delivery.prepare, group) if group else []
            running |= {asyncio.create_task(delivery.call(one)) for one in ready}
            if running:
                back, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                # In the order in which they were said: the last one's menu is the one that a number answers.
                calls = sorted((task.result() for task in back), key=lambda call: id_of(call.ready.row))
                await asyncio.to_thread(delivery.settle, calls)
    finally:
        for task in running:
            task.cancel()
    return taken


@dataclass(frozen=True)
class _Delivery:
    engine: Engine
    send: Mapping[str, Send]
    render: Render
    now: Callable[[], datetime]
    worker: str
    said: Said | None
    pace: Pace

    def claim(self, limit: int) -> list[OutboxMessage]:
        now = self.now()
        with transaction(self.engine) as session:
            recovered = recover(session, now=now)
            rows = claim(session, now=now, worker=self.worker, lease=self.pace.lease, limit=limit)
        if recovered:
            _log.warning("outbox recovered", messages=recovered)
        return rows

    def prepare(self, rows: Sequence[OutboxMessage]) -> list[Ready]:
        """Render these messages and mark them as being sent. One that cannot be rendered does not hold up the rest."""
        try:
            return self._prepare(rows)
        except Exception as problem:  # noqa: BLE001  logged and settled where it is one message's
            if len(rows) > 1:
                return [ready for row in rows for ready in self.prepare([row])]
            self._settle_unrendered(rows[0], problem)
            return []

    def _settle_unrendered(self, row: OutboxMessage, problem: Exception) -> None:
        now = self.now()
        _log.error("message not rendered", message=row.id, kind=row.kind, exc_info=problem)
        with transaction(self.engine) as session:
            settle(session, [failed(row, problem, now=now)], now=now, worker=self.worker)

    def _prepare(self, rows: Sequence[OutboxMessage]) -> list[Ready]:
        now = self.now()
        with transaction(self.engine) as session:
            routes = routes_of(session, {row.person_id for row in rows}, bots=self.send.keys())
            verdicts = [self._verdict(session, row, routes.get(row.person_id), now=now) for row in rows]
            over = [verdict for verdict in verdicts if isinstance(verdict, Settlement)]
            ready = [verdict for verdict in verdicts if isinstance(verdict, Ready)]
            settle(session, over, now=now, worker=self.worker)
            mine = mark_sending(session, [one.row for one in ready], now=now, worker=self.worker, lease=self.pace.lease)
        return [one for one in ready if id_of(one.row) in mine]

    def _verdict(
        self, session: Session, row: OutboxMessage, account: Account | None, *, now: datetime
    ) -> Ready | Settlement:
        if account is None:
            return Settlement(row, MessageState.REFUSED, detail="nobody linked")
        match self.render(session, row, now=now):
            case None:
                return Settlement(row, MessageState.DROPPED, detail="no longer wanted")
            case Postpone(until):
                return postponed(row, until, now=now)
            case message:
                return Ready(row, account, message)

    async def call(self, ready: Ready) -> Call:
        account = ready.account
        try:
            async with asyncio.timeout(self.pace.patience.total_seconds()):
                return Call(ready, await self.send[account.bot](account.address, ready.message))
        except TimeoutError:
            return Call(ready, Doubtful("no answer in time"))
        except Exception as problem:  # noqa: BLE001  _tell logs it
            return Call(ready, problem)

    def settle(self, calls: Sequence[Call]) -> None:
        now = self.now()
        with transaction(self.engine) as session:
            routes = self._take_refusals(session, calls, now=now)
            settlements = [settlement(call, routes, now=now) for call in calls]
            mine = settle(session, settlements, now=now, worker=self.worker)
            self._remember(session, [call.ready for call in calls if isinstance(call.outcome, Receipt)], mine)
        for call, settled in zip(calls, settlements, strict=True):
            _tell(call, settled, mine=id_of(settled.row) in mine)

    def _take_refusals(self, session: Session, calls: Sequence[Call], *, now: datetime) -> dict[int, Account]:
        """End the chats that refused and tell the focal points; where else each of these persons can be reached."""
        refused = [(call.ready, call.outcome) for call in calls if isinstance(call.outcome, Refused)]
        if not refused:
            return {}
        ended = end_refusing(session, {id_of(ready.account): str(why) for ready, why in refused})
        focal = focal_points_of(session, {account.office_id for account in ended})
        people = {ready.row.person_id for ready, _ in refused} | {id_ for ids in focal.values() for id_ in ids}
        routes = routes_of(session, people, bots=self.send.keys())
        for account in ended:
            _record_refusal(session, account, now=now)
        told = [(account, id_) for account in ended for id_ in focal.get(account.office_id, []) if id_ in routes]
        put(session, [_channel_out(account, person_id, now=now) for account, person_id in told])
        return routes

    def _remember(self, session: Session, sent: Sequence[Ready], mine: set[int]) -> None:
        if self.said is None:
            return
        for ready in sent:
            if ready.message.buttons and id_of(ready.row) in mine:
                try:
                    with session.begin_nested():
                        self.said(session, ready.row, ready.account, ready.message)
                except Exception:  # noqa: BLE001  it was sent: that has to be written down, whatever else fails
                    _log.exception("menu not remembered", message=ready.row.id)


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


def _tell(call: Call, settled: Settlement, *, mine: bool) -> None:
    about = {"message": settled.row.id, "kind": settled.row.kind, "bot": call.ready.account.bot}
    match call.outcome:
        case _ if not mine:
            _log.warning("lease lost while sending", outcome=settled.state.value, **about)
        case Receipt():
            _log.debug("message sent", **about)
        case Refused() | TryLater() | Doubtful():
            _log.warning("message not sent", state=settled.state.value, **about)
        case problem:
            _log.error("message failed", attempts=settled.row.attempts + 1, exc_info=problem, **about)

"""What is to be said to people: put once by key, claimed under a lease, settled with its history.

The conditions on `state` are written as literals: a database uses a partial index only where the statement itself
implies the index's condition, which a bound value does not.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Insert, and_, case, false, insert, or_, text, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from storage.rows import id_of
from storage.tables import Account, MessageEvent, MessageState, OutboxMessage

# A repeat comes after everything that is due already: two deaths in a row, or a message that kills its sender, then
# seldom meet the same message twice.
_BEHIND_THE_REST = timedelta(seconds=1)
NEVER_REPEATED = ("notice", "notice_chase")  # said twice, a notice misleads; everything else is said again once

_WAITING = text("outbox.state = 'waiting'")
_LEASED = text("outbox.state IN ('claimed', 'sending')")
_CLAIMED = and_(_LEASED, text("outbox.state = 'claimed'"))
_SENDING = and_(_LEASED, text("outbox.state = 'sending'"))
_FREE: dict[str, Any] = {"claimed_by": None, "lease_until": None}


@dataclass(frozen=True)
class NewMessage:
    """Something to say to a person. `key` is unique for ever; `payload` holds ids, as JSON values, never words."""

    office_id: int
    person_id: int
    key: str
    kind: str
    payload: dict[str, Any]
    not_before: datetime
    created_at: datetime


@dataclass(frozen=True)
class Settlement:
    """What became of a message. `detail` goes to its history; what is None stays as it is in the row.

    `failed` counts an attempt; `again` says that it will have been sent once more after a doubtful first time.
    """

    row: OutboxMessage
    state: MessageState
    detail: str = ""
    not_before: datetime | None = None
    failed: bool = False
    again: bool = False
    account: Account | None = None
    platform_id: str | None = None
    said: str | None = None


def put(session: Session, messages: Sequence[NewMessage]) -> int:
    """Add messages to what is waiting; one whose key was ever there is left out. How many are new."""
    if not messages:
        return 0
    session.flush()  # the rows that the messages point to
    rows = [{**vars(message), "state": MessageState.WAITING, "attempts": 0, "again": False} for message in messages]
    statement = _insert_new(session).returning(col(OutboxMessage.id))
    return len(session.connection().execute(statement, rows).all())


def _insert_new(session: Session) -> Insert:
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(OutboxMessage).on_conflict_do_nothing(index_elements=["key"])
    return postgresql.insert(OutboxMessage).on_conflict_do_nothing(index_elements=["key"])


def claim(session: Session, *, now: datetime, worker: str, lease: timedelta, limit: int) -> list[OutboxMessage]:
    """Take at most `limit` messages that are due, the oldest first; nobody else gets them until the lease runs out."""
    picked = _pick(_WAITING, OutboxMessage.not_before <= now, limit=limit)
    values = {"state": MessageState.CLAIMED, "claimed_by": worker, "lease_until": now + lease}
    rows = _change(session, picked, values)
    _tell(session, rows, now=now, detail=worker)
    return sorted(rows, key=lambda row: (row.not_before, id_of(row)))


def mark_sending(
    session: Session, claimed: Sequence[OutboxMessage], *, now: datetime, worker: str, lease: timedelta
) -> set[int]:
    """Say of these claimed messages that they are about to be sent; the ids of those that are still this worker's."""
    ids = [id_of(row) for row in claimed]
    mine = _pick(_CLAIMED, OutboxMessage.claimed_by == worker, col(OutboxMessage.id).in_(ids))
    rows = _change(session, mine, {"state": MessageState.SENDING, "lease_until": now + lease})
    _tell(session, rows, now=now)
    return {id_of(row) for row in rows}


def settle(session: Session, settlements: Iterable[Settlement], *, now: datetime, worker: str) -> set[int]:
    """Write down what became of this worker's messages; the ids of those that it could still speak for.

    A message whose lease ran out is no longer this worker's, with one exception: that it was sent after all ends the
    doubt about it.
    """
    wanted = {id_of(settlement.row): settlement for settlement in settlements}
    held = _held(session, wanted, worker=worker)
    kept = [settlement for id_, settlement in wanted.items() if id_ in held]
    if kept:
        session.exec(update(OutboxMessage), params=[_values(settlement, now=now) for settlement in kept])
        session.exec(insert(MessageEvent), params=[_event(settlement, now=now) for settlement in kept])
    return held


def _held(session: Session, wanted: dict[int, Settlement], *, worker: str) -> set[int]:
    query = select(col(OutboxMessage.id), col(OutboxMessage.state), col(OutboxMessage.claimed_by))
    query = query.where(col(OutboxMessage.id).in_(wanted)).order_by(col(OutboxMessage.id)).with_for_update()
    undecided = (MessageState.WAITING, MessageState.DOUBTFUL)
    return {
        id_
        for id_, state, holder in session.exec(query)
        if id_ is not None
        and (holder == worker or (wanted[id_].state is MessageState.SENT and state in undecided and holder is None))
    }


def _values(settlement: Settlement, *, now: datetime) -> dict[str, Any]:
    row, account = settlement.row, settlement.account
    return _FREE | {
        "id": row.id,
        "state": settlement.state,
        "not_before": settlement.not_before or row.not_before,
        "attempts": row.attempts + settlement.failed,
        "again": row.again or settlement.again,
        "bot": account.bot if account else row.bot,
        "address": account.address if account else row.address,
        "platform_id": settlement.platform_id or row.platform_id,
        "sent_at": now if settlement.state is MessageState.SENT else row.sent_at,
        "said": settlement.said or row.said,
    }


def _event(settlement: Settlement, *, now: datetime) -> dict[str, Any]:
    bot = settlement.account.bot if settlement.account else None
    return _event_of(settlement.row, settlement.state, now=now, bot=bot, detail=settlement.detail)


def recover(session: Session, *, now: datetime) -> int:
    """Settle the messages whose lease ran out, as when their process died; how many there were."""
    return _take_back(session, col(OutboxMessage.lease_until) <= now, now=now, why="the lease ran out")


def release_all(session: Session, *, now: datetime) -> int:
    """Settle every message under a lease: only where it is certain that no other process lives (SQLite's file lock)."""
    return _take_back(session, true(), now=now, why="the process ended")


def _take_back(session: Session, dead: ColumnElement[bool], *, now: datetime, why: str) -> int:
    """What was claimed waits again. What was being sent is in doubt: it waits again once, if it may be repeated."""
    claimed = _change(session, _pick(_CLAIMED, dead), _FREE | {"state": MessageState.WAITING})
    _tell(session, claimed, now=now, detail=f"{why} before sending")
    repeats = and_(col(OutboxMessage.kind).not_in(NEVER_REPEATED), col(OutboxMessage.again) == false())
    state = case((repeats, MessageState.WAITING.value), else_=MessageState.DOUBTFUL.value)
    again = case((repeats, true()), else_=col(OutboxMessage.again))
    not_before = case((repeats, now + _BEHIND_THE_REST), else_=col(OutboxMessage.not_before))
    values = _FREE | {"state": state, "again": again, "not_before": not_before}
    sending = _change(session, _pick(_SENDING, dead), values)
    _tell(session, sending, now=now, detail=f"{why} while sending")
    return len(claimed) + len(sending)


def may_repeat(row: OutboxMessage) -> bool:
    """Whether a message that may have arrived or not is to be sent once more."""
    return row.kind not in NEVER_REPEATED and not row.again


def history(session: Session, message_id: int) -> list[MessageEvent]:
    """The steps in the life of a message, from its first claim on, oldest first."""
    query = select(MessageEvent).where(MessageEvent.message_id == message_id)
    return list(session.exec(query.order_by(col(MessageEvent.id))))


def last_said(session: Session, person_id: int, *, kinds: Collection[str], about: str) -> str | None:
    """The kind of the last message that reached a person, or may have, among those whose key is `{kind}:{about}:…`."""
    keys = [col(OutboxMessage.key).startswith(f"{kind}:{about}:", autoescape=True) for kind in kinds]
    reached = col(OutboxMessage.state).in_([MessageState.SENT, MessageState.DOUBTFUL])
    query = select(OutboxMessage.kind).where(OutboxMessage.person_id == person_id, reached, or_(*keys))
    return session.exec(query.order_by(col(OutboxMessage.id).desc())).first()


def due_count(session: Session, *, now: datetime) -> int:
    """How many messages wait to be said now."""
    query = select(func.count()).select_from(OutboxMessage).where(_WAITING)
    return session.exec(query.where(OutboxMessage.not_before <= now)).one()


def next_due(session: Session) -> datetime | None:
    """The moment, perhaps past, at which delivery has its next work: a message comes due, or a lease runs out."""
    due = session.exec(select(func.min(OutboxMessage.not_before)).where(_WAITING)).one()
    lease = session.exec(select(func.min(OutboxMessage.lease_until)).where(_LEASED)).one()
    return min((moment for moment in (due, lease) if moment is not None), default=None)


def _pick(*conditions: Any, limit: int | None = None) -> CTE:
    """The ids to change. As a CTE it is worked out once, and two workers pass each other by."""
    query = select(col(OutboxMessage.id)).where(*conditions)
    query = query.order_by(col(OutboxMessage.not_before), col(OutboxMessage.id)).limit(limit)
    return query.with_for_update(skip_locked=True).cte("picked")


def _change(session: Session, picked: CTE, values: dict[str, Any]) -> Sequence[OutboxMessage]:
    statement = update(OutboxMessage).where(col(OutboxMessage.id).in_(select(picked.c.id))).values(**values)
    options = {"synchronize_session": False, "populate_existing": True}
    return session.scalars(statement.returning(OutboxMessage), execution_options=options).all()


def _tell(session: Session, rows: Collection[OutboxMessage], *, now: datetime, detail: str = "") -> None:
    if rows:
        events = [_event_of(row, row.state, now=now, bot=None, detail=detail) for row in rows]
        session.exec(insert(MessageEvent), params=events)


def _event_of(
    row: OutboxMessage, state: MessageState, *, now: datetime, bot: str | None, detail: str
) -> dict[str, Any]:
    return {"message_id": row.id, "at": now, "state": state, "bot": bot, "detail": detail}

"""What is to be said to people: put once by key, claimed lane by lane under a lease, settled.

The conditions on `state` are written as literals: a database uses a partial index only where the statement itself
implies the index's condition, which a bound value does not.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    String,
    and_,
    bindparam,
    case,
    false,
    insert,
    or_,
    text,
    true,
    update,
)
from sqlmodel import Session, col, func, select

from storage.routes import Route
from storage.rows import id_of
from storage.tables import MessageEvent, MessageState, OutboxMessage
from storage.types import utc

# A repeat comes after everything that is due already: two deaths in a row, or a message that kills its sender, then
# seldom meet the same message twice.
_BEHIND_THE_REST = timedelta(seconds=1)
_TIME_TO_TELL = timedelta(seconds=5)
NEVER_REPEATED = ("notice", "notice_chase")  # said twice, a notice misleads; everything else is said again once
UNROUTED = ""  # the lane of what nobody can be told yet
# What people wait for goes first: their own matters and orders, then what has a clock time, the morning, notices.
_PRIORITIES = {"clock": 1, "snooze": 1, "morning": 2, "imported": 2, "notice": 3, "notice_chase": 3}
_URGENT, PRIORITIES = 0, range(4)

_OUTBOX: Any = OutboxMessage.__table__  # type: ignore[attr-defined]
_WAITING = text("outbox.state = 'waiting'")
_LEASED = text("outbox.state IN ('claimed', 'sending')")
_CLAIMED = and_(_LEASED, text("outbox.state = 'claimed'"))
_SENDING = and_(_LEASED, text("outbox.state = 'sending'"))
_FREE: dict[str, Any] = {"claimed_by": None, "lease_until": None}


@dataclass(frozen=True)
class NewMessage:
    """Something to say to a person. `key` is unique for ever; `payload` holds ids, as JSON values, never words.

    `bot` is that of their preferred chat, where it is known already.
    """

    office_id: int
    person_id: int
    key: str
    kind: str
    payload: dict[str, Any]
    not_before: datetime
    created_at: datetime
    bot: str | None = None


@dataclass(frozen=True)
class Settlement:
    """What became of a message. What is None stays as it is in the row; a `detail` goes to its history.

    `failed` counts an attempt; `again` says that it will have been sent once more after a doubtful first time; `lane`
    is the bot that takes over.
    """

    row: OutboxMessage
    state: MessageState
    detail: str = ""
    not_before: datetime | None = None
    failed: bool = False
    again: bool = False
    account: Route | None = None
    platform_id: str | None = None
    said: str | None = None
    lane: str | None = None


def priority_of(kind: str) -> int:
    """Where a kind of message stands in its lane: 0 goes first."""
    return _PRIORITIES.get(kind, _URGENT)


def put(session: Session, messages: Sequence[NewMessage]) -> int:
    """Add messages to what is waiting; one whose key was ever there is left out. How many are new."""
    if not messages:
        return 0
    session.flush()  # the rows that the messages point to
    connection, rows = session.connection(), [_row(message) for message in messages]
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql(_PUT, rows).rowcount
    return connection.execute(_PUT_AS_JSON, {"rows": json.dumps(rows)}).rowcount


# Past the column types, and the lane found in the same breath: what a nation's morning costs is here.
_ADD = """
    INSERT INTO outbox
        (office_id, person_id, key, kind, payload, created_at, not_before, priority, lane, state, attempts, again)
    {values}
        coalesce({bot}, (SELECT bot FROM account WHERE person_id = {person} AND state = 'active'
                         ORDER BY preference, id LIMIT 1), ''), 'waiting', 0, false
    {end}
    ON CONFLICT (key) DO NOTHING
"""
_PUT = _ADD.format(values="VALUES (?, ?, ?, ?, ?, ?, ?, ?,", bot="?", person="?", end=")")
# One value, however many rows: as parameters of their own they cost PostgreSQL and its driver seven times as much.
_PUT_AS_JSON = text(
    _ADD.format(
        values="""SELECT (row->>0)::bigint, (row->>1)::bigint, row->>2, row->>3, (row->>4)::jsonb,
            (row->>5)::timestamp, (row->>6)::timestamp, (row->>7)::integer,""",
        bot="row->>8",
        person="(row->>9)::bigint",
        end="FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS row",
    )
)


def _row(message: NewMessage) -> tuple[int | str | None, ...]:
    """What `put` fills in, as a database keeps it; the person again, for their lane."""
    return (
        message.office_id,
        message.person_id,
        message.key,
        message.kind,
        json.dumps(message.payload),
        _plain(message.created_at),
        _plain(message.not_before),
        priority_of(message.kind),
        message.bot,
        message.person_id,
    )


@lru_cache
def _plain(moment: datetime) -> str:
    return utc(moment).isoformat(" ", "microseconds")


def claim(
    session: Session, lane: str, *, now: datetime, worker: str, lease: timedelta, limit: int
) -> list[OutboxMessage]:
    """Take at most `limit` of a lane's messages that are due, the most urgent and oldest first.

    Nobody else gets them until the lease runs out.
    """
    values = {"state": MessageState.CLAIMED, "claimed_by": worker, "lease_until": now + lease}
    rows: list[OutboxMessage] = []
    for priority in _due_priorities(session, lane, now=now):
        if len(rows) == limit:
            break
        due = (OutboxMessage.lane == lane, OutboxMessage.priority == priority, OutboxMessage.not_before <= now)
        rows += _change(session, _pick(_WAITING, *due, limit=limit - len(rows)), values)
    return sorted(rows, key=lambda row: (row.priority, row.not_before, id_of(row)))


def _due_priorities(session: Session, lane: str, *, now: datetime) -> list[int]:
    """Those of a lane in which something is due: one look at the index each, however much waits."""
    firsts = [
        select(func.min(OutboxMessage.not_before))
        .where(_WAITING, OutboxMessage.lane == lane, OutboxMessage.priority == priority)
        .scalar_subquery()
        for priority in PRIORITIES
    ]
    found = session.connection().execute(select(*firsts)).one()
    return [priority for priority, first in zip(PRIORITIES, found, strict=True) if first is not None and first <= now]


def mark_sending(
    session: Session,
    claimed: Sequence[OutboxMessage],
    *,
    now: datetime,
    worker: str,
    lease: timedelta,
    again: bool = False,
) -> set[int]:
    """Say of these claimed messages that they are about to be sent; the ids of those that are still this worker's.

    `again`: this was asked before, and nobody heard whether it was written down.
    """
    ids = [id_of(row) for row in claimed]
    mine = (_LEASED if again else _CLAIMED, _OUTBOX.c.claimed_by == worker, _OUTBOX.c.id.in_(ids))
    marked = update(_OUTBOX).where(*mine).values(state=MessageState.SENDING, lease_until=now + lease)
    return set(session.connection().execute(marked.returning(_OUTBOX.c.id)).scalars())


def give_back(session: Session, rows: Sequence[OutboxMessage], *, worker: str) -> None:
    """Let messages wait again that this worker took and did not come to send."""
    mine = (_LEASED, _OUTBOX.c.claimed_by == worker, _OUTBOX.c.id.in_([id_of(row) for row in rows]))
    session.connection().execute(update(_OUTBOX).where(*mine).values(state=MessageState.WAITING, **_FREE))


def settle(session: Session, settlements: Iterable[Settlement], *, now: datetime, worker: str) -> set[int]:
    """Write down what became of this worker's messages; the ids of those that it could still speak for.

    A message whose lease ran out is no longer this worker's, with one exception: that it was sent after all ends the
    doubt about it.
    """
    wanted = {id_of(settlement.row): settlement for settlement in settlements}
    held = _held(session, wanted, worker=worker)
    kept = [settlement for id_, settlement in wanted.items() if id_ in held]
    if kept:
        session.connection().execute(_SETTLE, [_values(settlement, now=now) for settlement in kept])
    noted = [_event(settlement, now=now) for settlement in kept if settlement.detail]
    if noted:
        session.connection().execute(insert(MessageEvent), noted)
    return held


def _held(session: Session, wanted: dict[int, Settlement], *, worker: str) -> set[int]:
    columns = (_OUTBOX.c.id, _OUTBOX.c.state, _OUTBOX.c.claimed_by)
    query = select(*columns).where(_OUTBOX.c.id.in_(wanted)).order_by(_OUTBOX.c.id).with_for_update()
    undecided = (MessageState.WAITING, MessageState.DOUBTFUL)
    return {
        id_
        for id_, state, holder in session.connection().execute(query)
        if holder == worker or (wanted[id_].state is MessageState.SENT and state in undecided and holder is None)
    }


_SETTLED = (
    "state", "not_before", "attempts", "again", "bot", "address", "platform_id", "sent_at", "said", "lane",
)  # fmt: skip
_SETTLE = (
    update(_OUTBOX)
    .where(_OUTBOX.c.id == bindparam("row_id"))
    .values(**{name: bindparam(f"new_{name}") for name in _SETTLED}, **_FREE)
)


def _values(settlement: Settlement, *, now: datetime) -> dict[str, Any]:
    row, account = settlement.row, settlement.account
    return {
        "row_id": row.id,
        "new_state": settlement.state,
        "new_not_before": settlement.not_before or row.not_before,
        "new_attempts": row.attempts + settlement.failed,
        "new_again": row.again or settlement.again,
        "new_bot": account.bot if account else row.bot,
        "new_address": account.address if account else row.address,
        "new_platform_id": settlement.platform_id or row.platform_id,
        "new_sent_at": now if settlement.state is MessageState.SENT else row.sent_at,
        "new_said": settlement.said or row.said,
        "new_lane": row.lane if settlement.lane is None else settlement.lane,
    }


def _event(settlement: Settlement, *, now: datetime) -> dict[str, Any]:
    bot = settlement.account.bot if settlement.account else None
    return _event_of(id_of(settlement.row), settlement.state, now=now, bot=bot, detail=settlement.detail)


def recover(session: Session, *, now: datetime, sending: Collection[int] = ()) -> int:
    """Settle the messages whose lease ran out, as when their process died; how many there were.

    `sending` are left alone: they are in the hands of the process that asks, which will tell; the clock jumped.
    """
    dead = and_(col(OutboxMessage.lease_until) <= now, col(OutboxMessage.id).not_in(sending))
    return _take_back(session, dead, now=now, why="the lease ran out", behind=_TIME_TO_TELL)


def lease_ran_out(session: Session, *, now: datetime) -> bool:
    """Whether there is anything to recover."""
    first = session.exec(select(func.min(OutboxMessage.lease_until)).where(_LEASED)).one()
    return first is not None and first <= now


def release_lane(session: Session, lane: str, *, now: datetime, worker: str) -> int:
    """Settle what others hold of a lane: only for the worker that just became the one to drain it.

    What was being sent is repeated a while later: its process may live on, cut off from the database, and tell.
    """
    others = and_(col(OutboxMessage.lane) == lane, col(OutboxMessage.claimed_by) != worker)
    return _take_back(session, others, now=now, why="its process is gone", behind=_TIME_TO_TELL)


def reclaim(session: Session, lane: str, *, worker: str) -> None:
    """Let wait again what this worker claimed of a lane and lost sight of."""
    mine = (_CLAIMED, _OUTBOX.c.lane == lane, _OUTBOX.c.claimed_by == worker)
    session.connection().execute(update(_OUTBOX).where(*mine).values(state=MessageState.WAITING, **_FREE))


def release_all(session: Session, *, now: datetime) -> int:
    """Settle every message under a lease: only where it is certain that no other process lives (SQLite's file lock)."""
    return _take_back(session, true(), now=now, why="the process ended")


def _take_back(
    session: Session, dead: ColumnElement[bool], *, now: datetime, why: str, behind: timedelta = _BEHIND_THE_REST
) -> int:
    """What was claimed waits again. What was being sent is in doubt: it waits again once, if it may be repeated."""
    claimed = _change(session, _pick(_CLAIMED, dead), _FREE | {"state": MessageState.WAITING})
    repeats = and_(col(OutboxMessage.kind).not_in(NEVER_REPEATED), col(OutboxMessage.again) == false())
    state = case((repeats, MessageState.WAITING.value), else_=MessageState.DOUBTFUL.value)
    again = case((repeats, true()), else_=col(OutboxMessage.again))
    not_before = case((repeats, now + behind), else_=col(OutboxMessage.not_before))
    values = _FREE | {"state": state, "again": again, "not_before": not_before}
    sending = _change(session, _pick(_SENDING, dead), values)
    if sending:
        detail = f"{why} while sending"
        events = [_event_of(id_of(row), row.state, now=now, bot=None, detail=detail) for row in sending]
        session.connection().execute(insert(MessageEvent), events)
    return len(claimed) + len(sending)


def may_repeat(row: OutboxMessage) -> bool:
    """Whether a message that may have arrived or not is to be sent once more."""
    return row.kind not in NEVER_REPEATED and not row.again


def history(session: Session, message_id: int) -> list[MessageEvent]:
    """What did not go as planned in the life of a message, oldest first; the rest is in its row."""
    query = select(MessageEvent).where(MessageEvent.message_id == message_id)
    return list(session.exec(query.order_by(col(MessageEvent.id))))


def last_said(session: Session, person_id: int, *, kinds: Collection[str], about: str) -> str | None:
    """The kind of the last message that reached a person, or may have, among those whose key is `{kind}:{about}:…`."""
    keys = [col(OutboxMessage.key).startswith(f"{kind}:{about}:", autoescape=True) for kind in kinds]
    reached = col(OutboxMessage.state).in_([MessageState.SENT, MessageState.DOUBTFUL])
    query = select(OutboxMessage.kind).where(OutboxMessage.person_id == person_id, reached, or_(*keys))
    return session.exec(query.order_by(col(OutboxMessage.id).desc())).first()


def next_due(session: Session) -> datetime | None:
    """The moment, perhaps past, at which delivery has its next work: a message comes due, or a lease runs out."""
    due = session.exec(select(func.min(OutboxMessage.not_before)).where(_WAITING)).one()
    lease = session.exec(select(func.min(OutboxMessage.lease_until)).where(_LEASED)).one()
    return min((moment for moment in (due, lease) if moment is not None), default=None)


# From each lane's priority to the next through the index, and to the next lane: as many looks as there are of them.
_HEADS = text("""
    WITH RECURSIVE head(id) AS (
        SELECT (SELECT id FROM outbox WHERE state = 'waiting' ORDER BY lane, priority, not_before, id LIMIT 1)
        UNION ALL
        SELECT coalesce(
            (SELECT same.id FROM outbox AS same
             WHERE same.state = 'waiting' AND same.lane = here.lane AND same.priority > here.priority
             ORDER BY same.lane, same.priority, same.not_before, same.id LIMIT 1),
            (SELECT other.id FROM outbox AS other WHERE other.state = 'waiting' AND other.lane > here.lane
             ORDER BY other.lane, other.priority, other.not_before, other.id LIMIT 1))
        FROM head JOIN outbox AS here ON here.id = head.id
    )
    SELECT outbox.lane, outbox.priority, outbox.not_before FROM head JOIN outbox ON outbox.id = head.id
    ORDER BY outbox.lane, outbox.priority
""").columns(lane=String, priority=Integer, not_before=_OUTBOX.c.not_before.type)


def due_lanes(session: Session, *, now: datetime) -> dict[str, int]:
    """The lanes in which something is due, with their most urgent priority; where nothing is, one look."""
    first = session.exec(select(func.min(OutboxMessage.not_before)).where(_WAITING)).one()
    if first is None or first > now:
        return {}
    due: dict[str, int] = {}
    for lane, priority, head in session.connection().execute(_HEADS):
        if head <= now:
            due.setdefault(lane, priority)
    return due


def _pick(*conditions: Any, limit: int | None = None) -> CTE:
    """The ids to change. As a CTE it is worked out once, and two workers pass each other by."""
    query = select(col(OutboxMessage.id)).where(*conditions)
    query = query.order_by(col(OutboxMessage.not_before), col(OutboxMessage.id)).limit(limit)
    return query.with_for_update(skip_locked=True).cte("picked")


def _change(session: Session, picked: CTE, values: dict[str, Any]) -> Sequence[OutboxMessage]:
    statement = update(OutboxMessage).where(col(OutboxMessage.id).in_(select(picked.c.id))).values(**values)
    options = {"synchronize_session": False, "populate_existing": True}
    return session.scalars(statement.returning(OutboxMessage), execution_options=options).all()


def _event_of(message_id: int, state: MessageState, *, now: datetime, bot: str | None, detail: str) -> dict[str, Any]:
    return {"message_id": message_id, "at": now, "state": state, "bot": bot, "detail": detail}

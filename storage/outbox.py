"""What is to be said to people: put once by key, claimed lane by lane under a lease, settled."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, false, insert, or_, text, true, update
from sqlmodel import Session, col, select

from storage.claimed import Claimed
from storage.many import as_json, plain
from storage.outbox_statements import (
    CLAIM,
    CLAIMED,
    FIRST_LEASE,
    FIRSTS,
    GIVE_BACK,
    HEADS,
    MARK,
    MARK_AGAIN,
    OUTBOX,
    PRIORITIES,
    SENDING,
    SETTLE,
    pick,
)
from storage.routes import Route
from storage.tables import MessageEvent, MessageState, OutboxMessage

# A repeat comes after everything that is due already: two deaths in a row, or a message that kills its sender, then
# seldom meet the same message twice.
_BEHIND_THE_REST = timedelta(seconds=1)
_TIME_TO_TELL = timedelta(seconds=5)
NEVER_REPEATED = ("notice", "notice_chase")  # said twice, a notice misleads; everything else is said again once
UNROUTED = ""  # the lane of what nobody can be told yet
# What people wait for goes first: their own matters and orders, then what has a clock time, the morning, notices.
_PRIORITIES = {"clock": 1, "snooze": 1, "morning": 2, "imported": 2, "notice": 3, "notice_chase": 3}
_URGENT = 0
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


class Settlement(NamedTuple):
    """What became of a message. What is None stays as it is in the row; a `detail` goes to its history.

    `failed` counts an attempt; `again` says that it will have been sent once more after a doubtful first time; `lane`
    is the bot that takes over.
    """

    row: Claimed
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
    session.info[_PUT_HERE] = True
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        rows = [_row(message, json.dumps(message.payload)) for message in messages]
        return connection.exec_driver_sql(_PUT, rows).rowcount
    return connection.execute(_PUT_AS_JSON, {"rows": as_json([_row(one, one.payload) for one in messages])}).rowcount


_PUT_HERE = "put in the outbox"


def has_put(session: Session) -> bool:
    """Whether messages were put in this session, perhaps in vain: then there may be something to say."""
    return _PUT_HERE in session.info


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
        values="""SELECT (row->>0)::bigint, (row->>1)::bigint, row->>2, row->>3, row->4,
            (row->>5)::timestamp, (row->>6)::timestamp, (row->>7)::integer,""",
        bot="row->>8",
        person="(row->>9)::bigint",
        end="FROM jsonb_array_elements(CAST(:rows AS jsonb)) AS row",
    )
)


def _row(message: NewMessage, payload: str | dict[str, Any]) -> tuple[int | str | dict[str, Any] | None, ...]:
    """What `put` fills in, as a database keeps it; the person again, for their lane."""
    return (
        message.office_id,
        message.person_id,
        message.key,
        message.kind,
        payload,
        plain(message.created_at),
        plain(message.not_before),
        priority_of(message.kind),
        message.bot,
        message.person_id,
    )


def claim(session: Session, lane: str, *, now: datetime, worker: str, lease: timedelta, limit: int) -> list[Claimed]:
    """Take at most `limit` of a lane's messages that are due, the most urgent and oldest first.

    Nobody else gets them until the lease runs out.
    """
    connection, rows = session.connection(), list[Claimed]()
    asked = {"of": lane, "by": now, "worker": worker, "until": now + lease}
    for priority, first in zip(PRIORITIES, connection.execute(FIRSTS, {"of": lane}).one(), strict=True):
        if first is not None and first <= now and len(rows) < limit:
            found = connection.execute(CLAIM, {**asked, "urgency": priority, "most": limit - len(rows)})
            rows += map(Claimed._make, found)
    return sorted(rows, key=lambda row: (row.priority, row.not_before, row.id))


def mark_sending(
    session: Session,
    claimed: Sequence[Claimed],
    *,
    now: datetime,
    worker: str,
    lease: timedelta,
    again: bool = False,
) -> set[int]:
    """Say of these claimed messages that they are about to be sent; the ids of those that are still this worker's.

    `again`: this was asked before, and nobody heard whether it was written down.
    """
    values = {"ids": [row.id for row in claimed], "worker": worker, "until": now + lease}
    return set(session.connection().execute(MARK_AGAIN if again else MARK, values).scalars())


def give_back(session: Session, rows: Sequence[Claimed], *, worker: str) -> None:
    """Let messages wait again that this worker took and did not come to send."""
    session.connection().execute(GIVE_BACK, {"ids": [row.id for row in rows], "worker": worker})


def settle(session: Session, settlements: Iterable[Settlement], *, now: datetime, worker: str) -> set[int]:
    """Write down what became of this worker's messages; the ids of those that it could still speak for.

    A message whose lease ran out is no longer this worker's, with one exception: that it was sent after all ends the
    doubt about it.
    """
    wanted = {settlement.row.id: settlement for settlement in settlements}
    rows = [_values(id_, wanted[id_], now=now) for id_ in sorted(wanted)]
    mine = set(SETTLE(session, rows=rows, worker=worker).scalars()) if rows else set()
    noted = [_event(one, now=now) for id_, one in wanted.items() if one.detail and id_ in mine]
    if noted:
        session.connection().execute(insert(MessageEvent), noted)
    return mine


def _values(id_: int, settlement: Settlement, *, now: datetime) -> dict[str, Any]:
    account = settlement.account
    return {
        "id": id_,
        "state": settlement.state,
        "failed": int(settlement.failed),
        "repeated": settlement.again,
        "later": settlement.not_before,
        "other": settlement.lane,
        "bot": account.bot if account else None,
        "address": account.address if account else None,
        "platform_id": settlement.platform_id or None,
        "said": settlement.said or None,
        "sent_at": now if settlement.state is MessageState.SENT else None,
    }


def _event(settlement: Settlement, *, now: datetime) -> dict[str, Any]:
    bot = settlement.account.bot if settlement.account else None
    return _event_of(settlement.row.id, settlement.state, now=now, bot=bot, detail=settlement.detail)


def recover(session: Session, *, now: datetime, sending: Collection[int] = ()) -> int:
    """Settle the messages whose lease ran out, as when their process died; how many there were.

    `sending` are left alone: they are in the hands of the process that asks, which will tell; the clock jumped.
    """
    dead = and_(col(OutboxMessage.lease_until) <= now, col(OutboxMessage.id).not_in(sending))
    return _take_back(session, dead, now=now, why="the lease ran out", behind=_TIME_TO_TELL)


def lease_ran_out(session: Session, *, now: datetime) -> bool:
    """Whether there is anything to recover."""
    first = session.connection().execute(FIRST_LEASE).scalar_one()
    return first is not None and first <= now


def release_lane(session: Session, lane: str, *, now: datetime, worker: str) -> int:
    """Settle what others hold of a lane: only for the worker that just became the one to drain it.

    What was being sent is repeated a while later: its process may live on, cut off from the database, and tell.
    """
    others = and_(col(OutboxMessage.lane) == lane, col(OutboxMessage.claimed_by) != worker)
    return _take_back(session, others, now=now, why="its process is gone", behind=_TIME_TO_TELL)


def reclaim(session: Session, lane: str, *, worker: str) -> None:
    """Let wait again what this worker claimed of a lane and lost sight of."""
    mine = (CLAIMED, OUTBOX.c.lane == lane, OUTBOX.c.claimed_by == worker)
    session.connection().execute(update(OUTBOX).where(*mine).values(state=MessageState.WAITING, **_FREE))


def release_all(session: Session, *, now: datetime) -> int:
    """Settle every message under a lease: only where it is certain that no other process lives (SQLite's file lock)."""
    return _take_back(session, true(), now=now, why="the process ended")


def _take_back(
    session: Session, dead: ColumnElement[bool], *, now: datetime, why: str, behind: timedelta = _BEHIND_THE_REST
) -> int:
    """What was claimed waits again. What was being sent is in doubt: it waits again once, if it may be repeated."""
    claimed = _change(session, pick(CLAIMED, dead), _FREE | {"state": MessageState.WAITING})
    repeats = and_(col(OutboxMessage.kind).not_in(NEVER_REPEATED), col(OutboxMessage.again) == false())
    state = case((repeats, MessageState.WAITING.value), else_=MessageState.DOUBTFUL.value)
    again = case((repeats, true()), else_=col(OutboxMessage.again))
    not_before = case((repeats, now + behind), else_=col(OutboxMessage.not_before))
    values = _FREE | {"state": state, "again": again, "not_before": not_before}
    sending = _change(session, pick(SENDING, dead), values)
    if sending:
        detail = f"{why} while sending"
        events = [_event_of(id_, state, now=now, bot=None, detail=detail) for id_, state in sending]
        session.connection().execute(insert(MessageEvent), events)
    return len(claimed) + len(sending)


def may_repeat(row: Claimed) -> bool:
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
    firsts = [head for _, _, head in _heads(session)]
    lease = session.connection().execute(FIRST_LEASE).scalar_one()
    return min(firsts if lease is None else [*firsts, lease], default=None)


class Outlook(NamedTuple):
    """The lanes in which something is due, with their most urgent priority; `following`: the next moment at which
    something comes due where nothing is so far."""

    due: dict[str, int]
    following: datetime | None


def outlook(session: Session, *, now: datetime) -> Outlook:
    due, later = dict[str, int](), list[datetime]()
    for lane, priority, head in _heads(session):
        if head <= now:
            due[lane] = min(priority, due.get(lane, priority))
        else:
            later.append(head)
    return Outlook(due, min(later, default=None))


def _heads(session: Session) -> Sequence[tuple[str, int, datetime]]:
    """What comes due first of each lane and priority in which something waits."""
    connection = session.connection()
    found = connection.execute(HEADS[connection.dialect.name])
    return [(lane, priority, head) for lane, priority, head in found]


def _change(session: Session, which: ColumnElement[bool], values: dict[str, Any]) -> Sequence[tuple[int, MessageState]]:
    """The ids and new states of what was changed."""
    changed = update(OUTBOX).where(which).values(**values)
    return session.connection().execute(changed.returning(OUTBOX.c.id, OUTBOX.c.state)).all()


def _event_of(message_id: int, state: MessageState, *, now: datetime, bot: str | None, detail: str) -> dict[str, Any]:
    return {"message_id": message_id, "at": now, "state": state, "bot": bot, "detail": detail}

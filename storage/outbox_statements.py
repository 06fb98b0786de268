"""What storage.outbox asks of the database, built once: a sentence costs more to build than to say.

The conditions on `state` are written as literals: a database uses a partial index only where the statement itself
implies the index's condition, which a bound value does not.
"""

from typing import Any

from sqlalchemy import BindParameter, Integer, Select, String, and_, bindparam, text, update
from sqlmodel import func, select

from storage.among import among
from storage.claimed import Claimed
from storage.many import statement
from storage.tables import MessageState, OutboxMessage, table_of

PRIORITIES = range(4)
OUTBOX = table_of(OutboxMessage)
WAITING = text("outbox.state = 'waiting'")
LEASED = text("outbox.state IN ('claimed', 'sending')")
CLAIMED = and_(LEASED, text("outbox.state = 'claimed'"))
SENDING = and_(LEASED, text("outbox.state = 'sending'"))


def pick(*conditions: Any, limit: BindParameter[int] | None = None) -> Select[Any]:
    """The ids to change. As a CTE they are worked out once, and two workers pass each other by."""
    query = select(OUTBOX.c.id).where(*conditions).order_by(OUTBOX.c.not_before, OUTBOX.c.id).limit(limit)
    return select(query.with_for_update(skip_locked=True).cte("picked").c.id)


# What is due first, of all and of each priority of a lane.
FIRST_DUE = select(func.min(OUTBOX.c.not_before)).where(WAITING)
FIRST_LEASE = select(func.min(OUTBOX.c.lease_until)).where(LEASED)
FIRSTS = select(
    *(
        select(func.min(OUTBOX.c.not_before))
        .where(WAITING, OUTBOX.c.lane == bindparam("of"), OUTBOX.c.priority == priority)
        .scalar_subquery()
        for priority in PRIORITIES
    )
)
_OF_LANE = (OUTBOX.c.lane == bindparam("of"), OUTBOX.c.priority == bindparam("urgency"))
CLAIM = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(pick(WAITING, *_OF_LANE, OUTBOX.c.not_before <= bindparam("by"), limit=bindparam("most"))))
    .values(state=MessageState.CLAIMED, claimed_by=bindparam("worker"), lease_until=bindparam("until"))
    .returning(*(OUTBOX.c[name] for name in Claimed._fields))
)

# From each lane's priority to the next through the index, and to the next lane: as many looks as there are of them.
HEADS = text("""
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
""").columns(lane=String, priority=Integer, not_before=OUTBOX.c.not_before.type)

_MINE = (among(OUTBOX.c.id, "ids"), OUTBOX.c.claimed_by == bindparam("worker"))
_MARKED = update(OUTBOX).values(state=MessageState.SENDING, lease_until=bindparam("until")).returning(OUTBOX.c.id)
MARK, MARK_AGAIN = (_MARKED.where(state, *_MINE) for state in (CLAIMED, LEASED))
GIVE_BACK = update(OUTBOX).values(state=MessageState.WAITING, claimed_by=None, lease_until=None).where(LEASED, *_MINE)

SETTLE = statement(
    """
    UPDATE outbox SET
        state = new.state, attempts = attempts + failed, again = again OR repeated, claimed_by = NULL,
        lease_until = NULL, not_before = coalesce(later, not_before), lane = coalesce(other, lane),
        bot = coalesce(new.bot, outbox.bot), address = coalesce(new.address, outbox.address),
        platform_id = coalesce(new.platform_id, outbox.platform_id), said = coalesce(new.said, outbox.said),
        sent_at = coalesce(new.sent_at, outbox.sent_at)
    FROM {rows}
    WHERE outbox.id = new.id AND (claimed_by = :worker OR (
        claimed_by IS NULL AND new.state = 'sent' AND outbox.state IN ('waiting', 'doubtful')))
    RETURNING outbox.id
    """,
    rows={
        "id": "bigint",
        "state": "text",
        "failed": "integer",
        "repeated": "boolean",
        "later": "timestamp",
        "other": "text",
        "bot": "text",
        "address": "text",
        "platform_id": "text",
        "said": "text",
        "sent_at": "timestamp",
    },
)

"""What storage.outbox asks of the database, built once: a sentence costs more to build than to say.

The conditions on `state` are written as literals: a database uses a partial index only where the statement itself
implies the index's condition, which a bound value does not.
"""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, String, and_, bindparam, text, update
from sqlmodel import func, select

from storage.among import among, chosen
from storage.claimed import Claimed
from storage.many import statement
from storage.tables import MessageState, OutboxMessage, table_of

PRIORITIES = range(4)
OUTBOX = table_of(OutboxMessage)
WAITING = text("outbox.state = 'waiting'")
LEASED = text("outbox.state IN ('claimed', 'sending')")
CLAIMED = and_(LEASED, text("outbox.state = 'claimed'"))
SENDING = and_(LEASED, text("outbox.state = 'sending'"))


def pick(*conditions: Any, limit: BindParameter[int] | None = None) -> ColumnElement[bool]:
    """Which to change, the oldest first. As a CTE they are worked out once, and two workers pass each other by."""
    query = select(OUTBOX.c.id).where(*conditions).order_by(OUTBOX.c.not_before, OUTBOX.c.id).limit(limit)
    return chosen(OUTBOX.c.id, select(query.with_for_update(skip_locked=True).cte("picked").c.id))


FIRST_LEASE = select(func.min(OUTBOX.c.lease_until)).where(LEASED)
FIRSTS = select(  # what is due first of each priority of a lane
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
    .where(pick(WAITING, *_OF_LANE, OUTBOX.c.not_before <= bindparam("by"), limit=bindparam("most")))
    .values(state=MessageState.CLAIMED, claimed_by=bindparam("worker"), lease_until=bindparam("until"))
    .returning(*(OUTBOX.c[name] for name in Claimed._fields))
)

# What comes due first of each lane and priority in which something waits: a step through ix_outbox_lane for each,
# however much waits there. Nothing is joined: a database that guesses the sizes wrong would read all to join it.
FIRST_WAITING = {
    "postgresql": """
    WITH RECURSIVE first_waiting(lane, priority, not_before) AS (
        (SELECT lane, priority, not_before FROM outbox WHERE state = 'waiting'
            ORDER BY lane, priority, not_before LIMIT 1)
        UNION ALL
        SELECT following.* FROM first_waiting CROSS JOIN LATERAL (
            SELECT lane, priority, not_before FROM outbox
            WHERE state = 'waiting' AND (lane, priority) > (first_waiting.lane, first_waiting.priority)
            ORDER BY lane, priority, not_before LIMIT 1
        ) AS following
    )
    """,
    # It knows no LATERAL, and takes four steps for the one.
    "sqlite": """
    WITH RECURSIVE lanes(lane) AS (
        SELECT (SELECT min(lane) FROM outbox WHERE state = 'waiting')
        UNION ALL
        SELECT (SELECT min(lane) FROM outbox WHERE state = 'waiting' AND outbox.lane > lanes.lane)
        FROM lanes WHERE lanes.lane IS NOT NULL
    ), parts(lane, priority) AS (
        SELECT lane, (SELECT min(priority) FROM outbox WHERE state = 'waiting' AND outbox.lane = lanes.lane)
        FROM lanes WHERE lanes.lane IS NOT NULL
        UNION ALL
        SELECT lane, (SELECT min(priority) FROM outbox WHERE state = 'waiting' AND outbox.lane = parts.lane
            AND outbox.priority > parts.priority)
        FROM parts WHERE parts.priority IS NOT NULL
    ), first_waiting(lane, priority, not_before) AS (
        SELECT lane, priority, (SELECT min(not_before) FROM outbox WHERE state = 'waiting' AND outbox.lane = parts.lane
            AND outbox.priority = parts.priority)
        FROM parts WHERE priority IS NOT NULL
    )
    """,
}
HEADS = {
    dialect: text(" ".join((first, "SELECT lane, priority, not_before FROM first_waiting"))).columns(
        lane=String, priority=Integer, not_before=OUTBOX.c.not_before.type
    )
    for dialect, first in FIRST_WAITING.items()
}

_MINE = (among(OUTBOX.c.id, "ids"), OUTBOX.c.claimed_by == bindparam("worker"))
# Not in the words of an index: of what is leased PostgreSQL often knows none, and would go through all that there is
# instead of looking these rows up.
_IS_CLAIMED, _IS_LEASED = (
    text(f"outbox.state || '' {which}") for which in ("= 'claimed'", "IN ('claimed', 'sending')")
)
_MARKED = update(OUTBOX).values(state=MessageState.SENDING, lease_until=bindparam("until")).returning(OUTBOX.c.id)
MARK, MARK_AGAIN = (_MARKED.where(state, *_MINE) for state in (_IS_CLAIMED, _IS_LEASED))
GIVE_BACK = (
    update(OUTBOX).values(state=MessageState.WAITING, claimed_by=None, lease_until=None).where(_IS_LEASED, *_MINE)
)

SETTLE = statement(
    """
    UPDATE outbox SET
        state = new.state, attempts = attempts + failed, again = again OR repeated, claimed_by = NULL,
        lease_until = NULL, not_before = coalesce(later, not_before), lane = coalesce(other, lane),
        bot = coalesce(new.bot, outbox.bot), address = coalesce(new.address, outbox.address),
        platform_id = coalesce(new.platform_id, outbox.platform_id), said = coalesce(new.said, outbox.said),
        sent_at = coalesce(new.sent_at, outbox.sent_at)
    FROM {rows}
    WHERE {known} AND outbox.id = new.id AND (claimed_by = :worker OR (
        claimed_by IS NULL AND new.state = 'sent' AND outbox.state IN ('waiting', 'doubtful')))
    RETURNING outbox.id
    """,
    keys={"outbox.id": "id"},
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

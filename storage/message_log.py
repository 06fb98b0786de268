"""Messages of the outbox as people ask for them: one, a person's, those in a state; and what is settled by hand."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from storage.rows import id_of
from storage.tables import MessageEvent, MessageState, OutboxMessage

# A literal, so that the partial index serves.
_WAITING = text("outbox.state = 'waiting'")


def message_by_id(session: Session, message_id: int, *, office_id: int | None = None) -> OutboxMessage | None:
    """The message, if it is this office's (None: any office's)."""
    row = session.get(OutboxMessage, message_id)
    return row if row is not None and office_id in (None, row.office_id) else None


def messages_in(
    session: Session,
    *,
    limit: int,
    office_id: int | None = None,
    state: MessageState | None = None,
    lane: str | None = None,
) -> list[OutboxMessage]:
    """The newest messages first; of those that wait, what comes due first."""
    query = select(OutboxMessage).limit(limit)
    if office_id is not None:
        query = query.where(OutboxMessage.office_id == office_id)
    if lane is not None:
        query = query.where(OutboxMessage.lane == lane)
    if state is MessageState.WAITING:
        return list(session.exec(query.where(_WAITING).order_by(col(OutboxMessage.not_before), col(OutboxMessage.id))))
    if state is not None:
        query = query.where(OutboxMessage.state == state)
    return list(session.exec(query.order_by(col(OutboxMessage.id).desc())))


def messages_for(session: Session, person_id: int, *, limit: int) -> list[OutboxMessage]:
    """What was said to a person, or is to be, the newest first."""
    query = select(OutboxMessage).where(OutboxMessage.person_id == person_id)
    return list(session.exec(query.order_by(col(OutboxMessage.id).desc()).limit(limit)))


def settle_by_hand(
    session: Session,
    message_id: int,
    state: MessageState,
    *,
    unless: Sequence[MessageState],
    now: datetime,
    lane: str | None = None,
) -> OutboxMessage | None:
    """Let a message wait again, from now on, or not at all; None where it is by now in a state that forbids it.

    What may have arrived before says so when it is said again.
    """
    query = select(OutboxMessage).where(OutboxMessage.id == message_id).with_for_update()
    row = session.exec(query.execution_options(populate_existing=True)).one()
    if row.state in unless:
        return None
    row.again = row.again or row.state is MessageState.DOUBTFUL
    row.state, row.claimed_by, row.lease_until = state, None, None
    if state is MessageState.WAITING:
        row.not_before, row.attempts, row.lane = now, 0, row.lane if lane is None else lane
    session.add(MessageEvent(message_id=id_of(row), at=now, state=state, detail="by hand"))
    session.flush()
    return row

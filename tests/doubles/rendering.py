"""One message rendered as a batch of its own."""

from datetime import datetime

from sqlmodel import Session

from bot.rendering import render_batch
from scheduler.messages import Message, Postpone
from storage.tables import OutboxMessage


def render(session: Session, row: OutboxMessage, *, now: datetime) -> Message | Postpone | None:
    """The words of one message. Raises what kept it from being rendered."""
    (found,) = render_batch(session, [row], now=now)
    if isinstance(found, Exception):
        raise found
    return found

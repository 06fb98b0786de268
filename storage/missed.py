"""Messages that the reader missed, for its next version's tests."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from storage.tables import MissedMessage


def missed_messages(session: Session) -> Sequence[MissedMessage]:
    """All that was kept, the oldest first, of every office that wishes it."""
    return session.exec(select(MissedMessage).order_by(col(MissedMessage.id))).all()

"""Which updates of a platform were taken in already."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from storage.tables import ReceivedUpdate


def first_time(session: Session, *, bot: str, update_id: str, now: datetime) -> bool:
    """Take note of an update; False where it was noted before, also by another process at this very moment."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    noted = insert(ReceivedUpdate).values(bot=bot, update_id=update_id, at=now).on_conflict_do_nothing()
    return session.connection().execute(noted.returning(col(ReceivedUpdate.bot))).first() is not None


def forget(session: Session, *, bot: str, update_ids: Collection[str]) -> None:
    """Drop the notes of updates that the platform will not deliver again."""
    known = col(ReceivedUpdate.bot) == bot, col(ReceivedUpdate.update_id).in_(update_ids)
    session.connection().execute(delete(ReceivedUpdate).where(*known))


def forget_before(session: Session, moment: datetime) -> None:
    """Drop the notes that are older than any platform keeps its updates."""
    session.connection().execute(delete(ReceivedUpdate).where(col(ReceivedUpdate.at) < moment))

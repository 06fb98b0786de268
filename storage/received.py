"""Which updates of a platform were taken in already."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, text
from sqlmodel import Session, col

from storage.tables import ReceivedUpdate
from storage.types import Instant


def first_time(session: Session, *, bot: str, update_id: str, now: datetime) -> bool:
    """Take note of an update; False where it was noted before, also by another process at this very moment."""
    noted = session.connection().execute(_NOTE, {"bot": bot, "update_id": update_id, "at": now})
    return noted.first() is not None


_NOTE = text(
    "INSERT INTO received_update (bot, update_id, at) VALUES (:bot, :update_id, :at) "
    "ON CONFLICT DO NOTHING RETURNING bot"
).bindparams(bindparam("at", type_=Instant))


def forget(session: Session, *, bot: str, update_ids: Collection[str]) -> None:
    """Drop the notes of updates that the platform will not deliver again."""
    known = col(ReceivedUpdate.bot) == bot, col(ReceivedUpdate.update_id).in_(update_ids)
    session.connection().execute(delete(ReceivedUpdate).where(*known))


def forget_before(session: Session, moment: datetime) -> None:
    """Drop the notes that are older than any platform keeps its updates."""
    session.connection().execute(delete(ReceivedUpdate).where(col(ReceivedUpdate.at) < moment))

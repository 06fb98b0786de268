"""Named moments that survive a restart."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.tables import Mark


def marks(session: Session, names: Sequence[str]) -> dict[str, datetime]:
    """Those of the named moments that were ever kept."""
    rows = session.exec(select(Mark).where(col(Mark.name).in_(names)))
    return {row.name: row.at for row in rows}


def set_marks(session: Session, moments: Mapping[str, datetime]) -> None:
    """Keep each named moment, over what it was; several processes may do so at once."""
    session.exec(_insert_or_replace(session), params=[{"name": name, "at": at} for name, at in sorted(moments.items())])


def _insert_or_replace(session: Session) -> Insert:
    if session.get_bind().dialect.name == "sqlite":
        lite = sqlite.insert(Mark)
        return lite.on_conflict_do_update(index_elements=["name"], set_={"at": lite.excluded.at})
    postgres = postgresql.insert(Mark)
    return postgres.on_conflict_do_update(index_elements=["name"], set_={"at": postgres.excluded.at})

"""What every storage file needs of a row."""

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Executable, Row
from sqlmodel import Session


class _Row(Protocol):
    @property
    def id(self) -> int | None: ...


def id_of(row: _Row) -> int:
    """The id of a row that is in the database. Raises ValueError before its first flush."""
    if row.id is None:
        raise ValueError(f"{type(row).__name__} has no id yet: flush first")
    return row.id


def read(session: Session, query: Executable, **values: Any) -> Sequence[Row[*tuple[Any, ...]]]:
    """Columns, a tenth of the cost of objects; with what this session has not written yet."""
    session.flush()
    return session.connection().execute(query, values).all()

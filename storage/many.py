"""Statements that write many rows and are built once: the rows are one value, in JSON.

As parameters of their own they cost a driver several times as much, and each number of them another statement.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import CursorResult, bindparam, text
from sqlmodel import Session

from storage.types import utc


@lru_cache  # the same few again and again
def plain(moment: datetime) -> str:
    """A moment as the database keeps it, in words."""
    return utc(moment).isoformat(" ", "microseconds")


as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain).encode

# PostgreSQL does not know how many rows there are in a JSON value; told of the keys, it looks them up by their index.
_KNOWN = {"sqlite": "true", "postgresql": "{key} = ANY (ARRAY(SELECT {name} FROM {rows}))"}
_HOLD = {"sqlite": "", "postgresql": "FOR UPDATE"}  # SQLite lets one write at a time
_PARSED = "SELECT {} FROM json_each(:rows)"


def _sqlite_rows(columns: Mapping[str, str]) -> str:
    values = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in columns)
    return f"({_PARSED.format(values)}) AS new"


def _postgresql_rows(columns: Mapping[str, str]) -> str:
    values = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    return f"json_to_recordset(CAST(:rows AS json)) AS new ({values})"


_ROWS = {"sqlite": _sqlite_rows, "postgresql": _postgresql_rows}


@dataclass(frozen=True)
class Statement:
    """The same in the words of each database."""

    said: Mapping[str, Any]

    def __call__(self, session: Session, *, rows: Sequence[Mapping[str, Any]], **values: Any) -> CursorResult[Any]:
        """Moments among the rows may be datetimes; what a row lacks is null."""
        connection = session.connection()
        return connection.execute(self.said[connection.dialect.name], {"rows": as_json(rows), **values})


def statement(
    sql: str,
    rows: Mapping[str, str],
    *,
    keys: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
    gives: Mapping[str, Any] | None = None,
) -> Statement:
    """In `sql`, `{rows}` is the table `new` of these columns (name: PostgreSQL's type), and `{hold}` keeps others from
    what is read until the transaction ends.

    `keys`: of a table that is joined with `{rows}`, the indexed columns, each with the column of `{rows}` that it
    equals, or a query for it. `{known}` says so once more, in a way for which PostgreSQL uses the index.

    `values` and `gives`: the types of values and of what comes back, where the driver does not know.
    """
    typed = [bindparam(name, type_=kind) for name, kind in (values or {}).items()]
    said: dict[str, Any] = {}
    for dialect, hold in _HOLD.items():
        new = _ROWS[dialect](rows)
        parts = [_KNOWN[dialect].format(key=key, name=name, rows=new) for key, name in (keys or {}).items()]
        known = " AND ".join(parts) or "true"
        words = text(sql.format(rows=new, hold=hold, known=known)).bindparams(*typed)
        said[dialect] = words.columns(**gives) if gives else words
    return Statement(said)

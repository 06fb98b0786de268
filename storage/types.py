"""Column types that mean the same on SQLite and on PostgreSQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator


def utc(moment: datetime) -> datetime:
    """A moment as a database keeps it: in UTC, without saying so. Raises ValueError where it is naive."""
    if moment.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {moment!r}")
    return moment.astimezone(UTC).replace(tzinfo=None)


class Instant(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. A naive value is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


# SQLite numbers rows by itself only where the key is an INTEGER.
RowId: Any = BigInteger().with_variant(Integer, "sqlite")
Json: Any = JSON().with_variant(JSONB, "postgresql")

"""What an Excel file is made of, for those who fill it and need not write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | date | datetime | None


@dataclass(frozen=True)
class Column:
    title: str
    width: int  # characters


@dataclass(frozen=True)
class Sheet:
    """Days are `date`, moments are naive office time."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]

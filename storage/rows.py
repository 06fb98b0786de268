"""What every storage file needs of a row."""

from typing import Protocol


class _Row(Protocol):
    @property
    def id(self) -> int | None: ...


def id_of(row: _Row) -> int:
    """The id of a row that is in the database. Raises ValueError before its first flush."""
    if row.id is None:
        raise ValueError(f"{type(row).__name__} has no id yet: flush first")
    return row.id

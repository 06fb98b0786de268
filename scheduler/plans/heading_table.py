"""What the header of a table is, of a plan's as of a roster's: where it stands, and what its words name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

HEADER_ROWS = 30  # a header stands in the first rows of its table

Named = TypeVar("Named")
Columns = TypeVar("Columns")


class Headings(Generic[Named]):
    """Folded headings, the first that fits the whole heading counts: the particular before the general.

    The number of each is its rank: of two columns of one name the one of the smaller rank goes first.
    """

    def __init__(self, rows: Iterable[tuple[Named, int, str]]) -> None:
        self._rows = tuple((re.compile(pattern), name, rank) for name, rank, pattern in rows)

    def of(self, words: str) -> tuple[Named, int] | None:
        """What a folded heading names, and how surely (0 is surest); None for words we do not know."""
        return next(((name, rank) for pattern, name, rank in self._rows if pattern.fullmatch(words)), None)


@dataclass(frozen=True)
class TableHeader(Generic[Columns]):
    row: int
    height: int
    columns: tuple[Columns, ...]

    @property
    def body(self) -> int:
        """The first row under it."""
        return self.row + self.height

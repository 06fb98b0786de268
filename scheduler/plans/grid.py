"""A table as every format gives it: rows of cells, merged cells known, each row knowing where it stands in its file."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.plans.model import Place

MAX_ROWS = 6_000  # a roster of 5,000 people with its headings
MAX_COLUMNS = 64
MAX_CELL = 20_000
MAX_LINES = 400

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")


def tidy(text: str) -> str:
    """NFC, single spaces, no invisible characters; line breaks stay, empty lines go."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text[:MAX_CELL])).replace("\r", "\n").replace("\v", "\n")
    lines = (_SPACES.sub(" ", line).strip() for line in plain.split("\n"))
    kept = [line for line in lines if line]
    return "\n".join((*kept[:MAX_LINES], " ".join(kept[MAX_LINES:]))).strip()


@dataclass(frozen=True)
class Cell:
    """A cell and the rectangle it covers: first row and column (from 0), and how many of each."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Grid:
    """`rows[r][c]` is the cell that covers this place, so a merged cell stands in all of its places."""

    rows: tuple[tuple[Cell, ...], ...]
    places: tuple[Place, ...]
    name: str = ""  # the sheet's name; "" for a table in a text

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0

    def texts(self) -> tuple[str, ...]:
        """What its cells say, each once, in reading order."""
        return self.texts_above(len(self.rows))

    def texts_above(self, row: int) -> tuple[str, ...]:
        return tuple(cell.text for r in range(row) for cell in self.starting_in(r) if cell.text)

    def cells_of(self, row: int) -> tuple[Cell, ...]:
        """The cells of a row from left to right, a merged one once."""
        found: dict[tuple[int, int], Cell] = {(cell.row, cell.column): cell for cell in self.rows[row]}
        return tuple(found.values())

    def starting_in(self, row: int) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells_of(row) if cell.row == row)


# A file is its paragraphs and tables in reading order.
Block = str | Grid


def build(cells: Iterable[Cell], places: tuple[Place, ...], name: str = "") -> Grid:
    """Lays the cells out; a place that no cell covers holds an empty one."""
    placed = list(cells)
    height, width = len(places), max((cell.column + cell.columns for cell in placed), default=0)
    table = [[Cell("", r, c) for c in range(width)] for r in range(height)]
    for cell in placed:
        for r in range(cell.row, min(cell.row + cell.rows, height)):
            table[r][cell.column : cell.column + cell.columns] = [cell] * cell.columns
    return Grid(tuple(tuple(row) for row in table), places, name)

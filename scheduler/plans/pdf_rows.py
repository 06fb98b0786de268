"""The tables of single pages put together: repeated headers dropped, rows that a page's end cut in two made whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from locales.folding import fold
from scheduler.plans import grid
from scheduler.plans.column_roles import Header
from scheduler.plans.columns import find_header
from scheduler.plans.grid import Cell, Grid, tidy
from scheduler.plans.heading_table import HEADER_ROWS
from scheduler.plans.headings import Role
from scheduler.plans.model import Place
from scheduler.plans.pdf_words import is_cut
from scheduler.plans.refusals import PlanFileError
from scheduler.plans.rows import at_head
from scheduler.plans.wording import time_like

_SAME_EDGE = 4.0  # points; borders nearer than this are one
_SAME_TABLE = 8.0
_SHARED = 0.8  # of the borders


@dataclass(frozen=True)
class Box:
    """A cell between two edges of the page, `rows` of its table high."""

    text: str
    row: int
    left: float
    right: float
    rows: int = 1
    spare: float = 0.0  # what is free behind its last line, in points
    head: float = 0.0  # what its first word takes behind another


@dataclass(frozen=True)
class PageTable:
    """What one page holds of a table; `first` is the number of its first row on the page, from 1."""

    page: int
    height: int
    boxes: tuple[Box, ...]
    first: int = 1

    @property
    def edges(self) -> tuple[float, float]:
        return min(box.left for box in self.boxes), max(box.right for box in self.boxes)

    def row(self, r: int) -> list[Box]:
        return sorted((box for box in self.boxes if box.row == r), key=lambda box: box.left)

    def goes_on_in(self, other: "PageTable") -> bool:
        """Whether both have the same borders, so far as cells merged in one of them leave them."""
        if any(abs(mine - theirs) >= _SAME_TABLE for mine, theirs in zip(self.edges, other.edges, strict=True)):
            return False
        mine, theirs = sorted((_edges([self]), _edges([other])), key=len)
        shared = sum(any(abs(edge - border) < _SAME_TABLE for border in theirs) for edge in mine)
        return shared >= _SHARED * len(mine)


def joined(tables: Sequence[PageTable]) -> Grid:
    """One table of what the pages hold of it, in their order. Raises PlanFileError: too large."""
    edges = _edges(tables)
    top = _Joining(edges)
    top.add(tables[0], 0, below=False)
    header = find_header(top.grid())
    repeated = {_said(tables[0], r) for r in range(min(header.body, HEADER_ROWS))} if header else set()
    for table in tables[1:]:
        start = next((r for r in range(table.height) if not _is_header(table, r, repeated)), table.height)
        if start < table.height:
            top.add(table, start, below=bool(header and top.broken(table.row(start), header)))
    return top.grid()


def has_other_header(table: PageTable, before: PageTable) -> bool:
    """Whether a table begins with headings of its own, which the one before it does not have."""
    if _said(table, 0) == _said(before, 0):
        return False
    own = _Joining(_edges([table]))
    own.add(table, 0, below=False)
    header = find_header(own.grid())
    return header is not None and header.row == 0


def _edges(tables: Sequence[PageTable]) -> list[float]:
    drawn = sorted(edge for table in tables for box in table.boxes for edge in (box.left, box.right))
    kept = drawn[:1]
    for edge in drawn:
        if edge - kept[-1] > _SAME_EDGE:
            kept.append(edge)
    if len(kept) > 2 * grid.MAX_COLUMNS:
        raise PlanFileError("files.too_large")
    return kept


def _said(table: PageTable, r: int) -> str:
    return " | ".join(fold(box.text) for box in table.row(r))


def _is_header(table: PageTable, r: int, repeated: set[str]) -> bool:
    """Whether a row says what the table's header says, or only counts its columns."""
    said = [fold(box.text) for box in table.row(r)]
    return _said(table, r) in repeated or (len(said) > 2 and said == [str(c) for c in range(1, len(said) + 1)])


class _Joining:
    def __init__(self, edges: list[float]) -> None:
        self.edges = edges
        self.boxes: list[Box] = []
        self.places: list[Place] = []

    def add(self, table: PageTable, start: int, *, below: bool) -> None:
        """Appends the rows from `start`; `below`: the first of them is the rest of the last row there is."""
        last = self._last_row()
        merged = [] if below else self._merged_down(table, start, last)
        offset = len(self.places) - start - below
        self.places += [Place(page=table.page, row=table.first + r) for r in range(start + below, table.height)]
        if len(self.places) > grid.MAX_ROWS:
            raise PlanFileError("files.too_large")
        for box in table.boxes:
            if below and box.row == start:
                self._complete(box, last)
            elif box.row >= start and box not in merged:
                self.boxes.append(replace(box, row=box.row + offset))

    def _merged_down(self, table: PageTable, start: int, last: list[int]) -> list[Box]:
        """The empty boxes of several rows with which a page begins: each is the rest of the box above it."""
        merged = []
        for box in table.row(start):
            above = next((i for i in last if _same_column(self.boxes[i], box)), None)
            if above is not None and box.rows > 1 and not box.text:
                self.boxes[above] = replace(self.boxes[above], rows=self.boxes[above].rows + box.rows)
                merged.append(box)
        return merged

    def _last_row(self) -> list[int]:
        """Where the boxes stand that the last row is made of."""
        return [i for i, box in enumerate(self.boxes) if box.row + box.rows >= len(self.places)]

    def _complete(self, rest: Box, last: list[int]) -> None:
        over = max(last, key=lambda i: _shared(self.boxes[i], rest))
        whole = self.boxes[over]
        text = ("" if is_cut(whole.text, rest.text) else "\n").join(text for text in (whole.text, rest.text) if text)
        self.boxes[over] = replace(whole, text=text, rows=whole.rows + rest.rows - 1, spare=rest.spare)

    def broken(self, first: list[Box], header: Header) -> bool:
        """Whether a page's first row is the rest of the row above: nothing of its own to number it by."""
        if len(first) < 2 or not self.boxes:
            return False
        goes_on = any(box.text[:1].islower() for box in first)
        task = self._under(first, header, Role.TASK)
        # A text that stands alone and is no task says nothing of its own, however much room there was above.
        alone = not task and sum(bool(box.text) for box in first) == 1
        if not goes_on and not alone and any(self._begins_anew(box) for box in first):
            return False
        if self._under(first, header, Role.NUMBER) or at_head(task)[0]:
            return False
        if task and not goes_on and not self._is_numbered(header):
            return False
        above = self._under([self.boxes[i] for i in self._last_row()], header, Role.DEADLINE)
        own_time = bool(above) and time_like(self._under(first, header, Role.DEADLINE))
        return goes_on or bool(task) or not own_time

    def _begins_anew(self, box: Box) -> bool:
        """Whether a text would have had room behind the one above it, and that one is no list that goes on."""
        above = next((self.boxes[i] for i in self._last_row() if _same_column(self.boxes[i], box)), None)
        if above is None or not above.text or not box.text[:1].isupper() or above.text[-1] in ";:,-+":
            return False
        return box.head <= above.spare

    def _under(self, boxes: Sequence[Box], header: Header, role: Role) -> str:
        for column in header.of(role)[:1]:
            middle = (self.edges[column.start] + self.edges[column.end]) / 2
            return next((box.text for box in boxes if box.left <= middle < box.right), "")
        return ""

    def _is_numbered(self, header: Header) -> bool:
        if header.of(Role.NUMBER):
            return True
        rows = range(header.body, len(self.places))
        tasks = [self._under([box for box in self.boxes if box.row == r], header, Role.TASK) for r in rows]
        said = [task for task in tasks if task]
        return sum(bool(at_head(task)[0]) for task in said) * 2 > len(said)

    def grid(self) -> Grid:
        return grid.build(self._cells(), tuple(self.places))

    def _cells(self) -> Iterator[Cell]:
        for box in self.boxes:
            left, right = self._column(box.left), self._column(box.right)
            yield Cell(tidy(box.text), box.row, left, box.rows, max(1, right - left))

    def _column(self, edge: float) -> int:
        return min(range(len(self.edges)), key=lambda i: abs(self.edges[i] - edge))


def _same_column(one: Box, other: Box) -> bool:
    return abs(one.left - other.left) < _SAME_TABLE and abs(one.right - other.right) < _SAME_TABLE


def _shared(one: Box, other: Box) -> float:
    return min(one.right, other.right) - max(one.left, other.left)

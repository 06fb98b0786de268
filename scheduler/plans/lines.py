"""A table's rows by what their cells mean: merged cells resolved, cells one column beside their heading put back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from locales.folding import fold
from scheduler.plans.column_roles import Column, Header
from scheduler.plans.grid import Cell, Grid
from scheduler.plans.headings import Role
from scheduler.plans.model import Place
from scheduler.plans.shifts import put_back
from scheduler.plans.wording import clock_like, ends_a_table

_BULLET = re.compile(r"^\s*[-–—+•*]")
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?|\(?[A-Za-z]\)?|\(\d{1,2}\)\s*=.*")
_NOTE = re.compile(r"(ghi chu|luu y)\b.*")
_BEFORE = re.compile(r".*\btruoc( ngay)?$", re.DOTALL)
_NUMBER = 8  # characters; longer is no number of a row
_TOTAL = re.compile(r"tong (cong|so)( \d.*)?|cong( \d.*)?")


@dataclass(frozen=True)
class Line:
    """`values` by meaning; `own` are those whose cell begins in this row, the others are merged down from above."""

    values: Mapping[Role, str]
    own: frozenset[Role]
    place: Place
    wide: bool = False  # its only words stand in a cell over several columns
    shifted: bool = False

    def get(self, role: Role) -> str:
        return self.values.get(role, "")

    @property
    def said(self) -> frozenset[Role]:
        """What this row says itself, notes left out."""
        return self.own - {Role.OTHER, Role.SECTION}


class _Columns:
    """A header's columns, with what is asked of them in every row reckoned once."""

    def __init__(self, header: Header) -> None:
        self.columns = header.columns
        self.roles = [column.role for column in header.columns]
        self.barred = any(column.period for column in header.columns)
        headings = [column.heading for column in header.columns]
        tops, lowest = (head.partition("\n")[0] for head in headings), (head.rpartition("\n")[2] for head in headings)
        self.known = frozenset(map(fold, (*filter(None, headings), *tops, *lowest)))
        self._found: dict[tuple[int, int], list[int]] = {}

    def under(self, cell: Cell) -> list[int]:
        """The columns a cell stands under: those it covers by half at least, else the one it covers most of."""
        place = (cell.column, cell.columns)
        if place not in self._found:
            shares = [
                (_overlap(cell, column) / (column.end - column.start), i) for i, column in enumerate(self.columns)
            ]
            best = max(shares, default=(0.0, 0))
            self._found[place] = [i for share, i in shares if share >= 0.5] or ([best[1]] if best[0] > 0 else [])
        return self._found[place]

    def repeats(self, starting: list[Cell]) -> bool:
        """Whether a row says the headings again."""
        return len(starting) > 1 and all(fold(cell.text) in self.known for cell in starting)

    def numbers(self, cell: Cell) -> bool:
        """Whether a cell is a row's number."""
        return (
            cell.columns == 1
            and len(cell.text) < _NUMBER
            and any(self.roles[i] is Role.NUMBER for i in self.under(cell))
        )


def lines(grid: Grid, header: Header) -> Iterator[Line]:
    """The rows under the header that are no header, numbering of columns, total or foot."""
    columns = _Columns(header)
    for r in range(header.body, len(grid.rows)):
        starting = [cell for cell in grid.starting_in(r) if cell.text]
        if not starting and not any(cell.rows > 1 and cell.text for cell in grid.cells_of(r)):
            continue
        if columns.repeats(starting) or _numbers_columns(starting):
            continue
        if ends_a_table([cell.text for cell in starting]):
            return
        if _is_note(starting, columns) or any(_TOTAL.fullmatch(fold(cell.text)) for cell in starting[:2]):
            continue
        yield _line(grid, columns, r)


def _numbers_columns(starting: list[Cell]) -> bool:
    return len(starting) > 2 and all(_COLUMN_NUMBER.fullmatch(cell.text) for cell in starting)


def _is_note(starting: list[Cell], columns: _Columns) -> bool:
    """A lone cell that says something of the table: `Ghi chú: …` anywhere, `* …` outside the columns of words."""
    if len(starting) != 1:
        return False
    cell = starting[0]
    roles = {columns.roles[i] for i in columns.under(cell)}
    starred = cell.text.startswith(("*", "(*")) and roles.isdisjoint({Role.TASK, Role.ACTIVITY, Role.PRODUCT})
    return starred or (":" in cell.text and bool(_NOTE.match(fold(cell.text))))


def _overlap(cell: Cell, column: Column) -> int:
    return max(0, min(cell.column + cell.columns, column.end) - max(cell.column, column.start))


def _line(grid: Grid, columns: _Columns, r: int) -> Line:
    texts, starts = [""] * len(columns.columns), [False] * len(columns.columns)
    wide = False
    said = [cell for cell in grid.starting_in(r) if cell.text and not columns.numbers(cell)]
    for cell in grid.cells_of(r):
        under = columns.under(cell)
        if not under or not cell.text:
            continue
        wide = wide or (len(said) == 1 and cell is said[0] and len(under) > 1)
        for i, text in _spread(cell, under, columns.roles):
            texts[i] = f"{texts[i]}\n{text}" if texts[i] and text else texts[i] or text
            starts[i] = starts[i] or (bool(text) and cell.row == r)
    moved = None if wide or columns.barred else put_back(texts, columns.roles)
    if moved is not None:
        texts, starts = moved, [bool(text) for text in moved]
    own = frozenset(role for role, text, start in zip(columns.roles, texts, starts, strict=True) if start and text)
    return Line(_values(texts, columns.columns), own, grid.places[r], wide, moved is not None)


def _spread(cell: Cell, under: list[int], roles: Sequence[Role]) -> Iterator[tuple[int, str]]:
    """A cell over several columns belongs to the first; over task and activity, its bullets are the activities."""
    if len(under) == 1:
        yield under[0], cell.text
        return
    first = next((i for i in under if roles[i] is not Role.NUMBER), under[0])
    activity = next((i for i in under if roles[i] is Role.ACTIVITY), None)
    if roles[first] is Role.TASK and activity is not None:
        rows = cell.text.split("\n")
        cut = next((n for n, row in enumerate(rows) if n and _BULLET.match(row)), len(rows))
        yield first, "\n".join(rows[:cut])
        yield activity, "\n".join(rows[cut:])
    else:
        yield first, cell.text


def _values(texts: Sequence[str], columns: Sequence[Column]) -> dict[Role, str]:
    said: dict[Role, list[tuple[Column, str]]] = {}
    for column, text in zip(columns, texts, strict=True):
        if text:
            said.setdefault(column.role, []).append((column, text))
    return {
        role: _deadline(said[role]) if role is Role.DEADLINE else "\n".join(text for _, text in said[role])
        for role in Role
        if role in said
    }


def _deadline(said: list[tuple[Column, str]]) -> str:
    if any(column.period for column, _ in said):
        return ", ".join(column.period or text for column, text in said)
    clocks = [text for _, text in said if clock_like(text)]
    texts = [_as_headed(column, text) for column, text in said if not clock_like(text)] or clocks
    if clocks and texts is not clocks:
        return "\n".join(f"{clock} {text}" for text in texts for clock in clocks)
    return f"Từ {texts[0]} đến {texts[-1]}" if len(texts) == 2 else "\n".join(texts)


def _as_headed(column: Column, text: str) -> str:
    """`05/3/2026` under `Hoàn thành trước` is strictly before that day."""
    before = _BEFORE.search(fold(column.heading)) and text[:1].isdecimal()
    return f"trước {text}" if before else text

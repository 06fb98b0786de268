"""A table's rows by what their cells mean: merged cells resolved, cells one column beside their heading put back."""

import re
from collections.abc import Iterator, Mapping
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


def lines(grid: Grid, header: Header) -> Iterator[Line]:
    """The rows under the header that are no header, numbering of columns, total or foot."""
    known = frozenset(fold(column.heading) for column in header.columns if column.heading)
    for r in range(header.body, len(grid.rows)):
        starting = [cell for cell in grid.starting_in(r) if cell.text]
        if not starting and not any(cell.rows > 1 and cell.text for cell in grid.cells_of(r)):
            continue
        if _repeats_header(starting, known, header) or _numbers_columns(starting):
            continue
        if ends_a_table([cell.text for cell in starting]):
            return
        if _is_note(starting, header) or any(_TOTAL.fullmatch(fold(cell.text)) for cell in starting[:2]):
            continue
        yield _line(grid, header, r)


def _repeats_header(starting: list[Cell], known: frozenset[str], header: Header) -> bool:
    lowest = {fold(column.heading.rpartition("\n")[2]) for column in header.columns}
    tops = {fold(column.heading.partition("\n")[0]) for column in header.columns}
    return len(starting) > 1 and all(fold(cell.text) in known | lowest | tops for cell in starting)


def _numbers_columns(starting: list[Cell]) -> bool:
    return len(starting) > 2 and all(_COLUMN_NUMBER.fullmatch(cell.text) for cell in starting)


def _is_note(starting: list[Cell], header: Header) -> bool:
    """A lone cell that says something of the table: `Ghi chú: …` anywhere, `* …` outside the columns of words."""
    if len(starting) != 1:
        return False
    cell = starting[0]
    roles = {header.columns[i].role for i in _columns_of(cell, header)}
    starred = cell.text.startswith(("*", "(*")) and roles.isdisjoint({Role.TASK, Role.ACTIVITY, Role.PRODUCT})
    return starred or (":" in cell.text and bool(_NOTE.match(fold(cell.text))))


def _overlap(cell: Cell, column: Column) -> int:
    return max(0, min(cell.column + cell.columns, column.end) - max(cell.column, column.start))


def _columns_of(cell: Cell, header: Header) -> list[int]:
    """The columns a cell stands under: those it covers by half at least, else the one it covers most of."""
    shares = [(_overlap(cell, column) / (column.end - column.start), i) for i, column in enumerate(header.columns)]
    covered = [i for share, i in shares if share >= 0.5]
    best = max(shares, default=(0.0, 0))
    return covered or ([best[1]] if best[0] > 0 else [])


def _line(grid: Grid, header: Header, r: int) -> Line:
    texts, starts = [""] * len(header.columns), [False] * len(header.columns)
    wide = False
    said = [cell for cell in grid.starting_in(r) if cell.text and not _is_number_cell(cell, header)]
    for cell in grid.cells_of(r):
        under = _columns_of(cell, header)
        if not under or not cell.text:
            continue
        wide = wide or (len(said) == 1 and cell is said[0] and len(under) > 1)
        for i, text in _spread(cell, under, header):
            texts[i] = f"{texts[i]}\n{text}" if texts[i] and text else texts[i] or text
            starts[i] = starts[i] or (bool(text) and cell.row == r)
    roles = [column.role for column in header.columns]
    barred = wide or any(column.period for column in header.columns)
    moved = None if barred else put_back(texts, roles)
    if moved is not None:
        texts, starts = moved, [bool(text) for text in moved]
    own = frozenset(role for role, text, start in zip(roles, texts, starts, strict=True) if start and text)
    return Line(_values(texts, header), own, grid.places[r], wide, moved is not None)


def _is_number_cell(cell: Cell, header: Header) -> bool:
    return (
        any(header.columns[i].role is Role.NUMBER for i in _columns_of(cell, header))
        and cell.columns == 1
        and len(cell.text) < 8
    )


def _spread(cell: Cell, under: list[int], header: Header) -> Iterator[tuple[int, str]]:
    """A cell over several columns belongs to the first; over task and activity, its bullets are the activities."""
    roles = [header.columns[i].role for i in under]
    if len(under) == 1:
        yield under[0], cell.text
        return
    first = next((i for i in under if header.columns[i].role is not Role.NUMBER), under[0])
    if header.columns[first].role is Role.TASK and Role.ACTIVITY in roles:
        rows = cell.text.split("\n")
        cut = next((n for n, row in enumerate(rows) if n and _BULLET.match(row)), len(rows))
        yield first, "\n".join(rows[:cut])
        yield under[roles.index(Role.ACTIVITY)], "\n".join(rows[cut:])
    else:
        yield first, cell.text


def _values(texts: list[str], header: Header) -> dict[Role, str]:
    values: dict[Role, str] = {}
    for role in Role:
        said = [
            (column, text) for column, text in zip(header.columns, texts, strict=True) if column.role is role and text
        ]
        if role is Role.DEADLINE:
            values[role] = _deadline(said)
        else:
            values[role] = "\n".join(text for _, text in said)
    return {role: text for role, text in values.items() if text}


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

"""The rows of a list of people as they are typed: whose row it is, and what its cells say. Foot lines are left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from locales.folding import fold
from scheduler.plans.grid import Cell, Grid
from scheduler.plans.model import Place
from scheduler.rosters.headings import Column, Header, Role, find_header
from scheduler.rosters.names import is_name
from scheduler.rosters.units import section_unit

Values = Mapping[tuple[str, int, int], object]  # sheet, row and column from 1 → what the cell holds

_FOOT = re.compile(
    r"(nguoi lap|lap (bang|bieu|danh sach)|tm |kt |tl |tuq |thu truong|thu ky|xac nhan|noi nhan|ky ten|"
    r"ky ghi ro|ky va ghi|ghi ro ho ten|nguoi (ky|duyet|kiem tra|tong hop)|dai dien|"
    r".*\bngay( \d+)? thang( \d+)? nam \d{4}$).*"
)
_TOTAL = re.compile(r"(tong (cong|so)|tong( \d.*)?$|cong( \d.*)?$|danh sach (nay )?(co|gom)|an dinh|so nguoi).*")
_INDEX = re.compile(r"\(?(\d{1,2}|[A-Za-z])\)?")  # a row that numbers the columns
_DITTO = re.compile(r"""["”“'’″]{1,2}|-?\s*nt\s*-?|//|như trên""", re.IGNORECASE)
_TELLING = (Role.BORN, Role.MALE, Role.FEMALE, Role.POST, Role.PHONE, Role.REASON)
_CARRIED = 0.6  # of the rows name their unit; under that, a unit stands in the first row of its people only


@dataclass(frozen=True)
class Typed:
    """One row. `texts` are what its columns show, `values` what a spreadsheet holds there."""

    place: Place
    texts: Mapping[Role, str] = field(default_factory=dict)
    values: Mapping[Role, object] = field(default_factory=dict)
    section: str = ""

    def text(self, role: Role) -> str:
        return self.texts.get(role, "")


@dataclass(frozen=True)
class Listed:
    """One list: its header, its rows, the rows that name nobody, and what stands above it."""

    header: Header
    rows: tuple[Typed, ...]
    nameless: tuple[Place, ...]
    above: tuple[str, ...]


def lists_of(grid: Grid, values: Values) -> Iterator[Listed]:
    """The lists of a sheet or table, one under the other."""
    start = 0
    while (header := find_header(grid, start)) is not None:
        above = tuple(cell.text for r in range(start, header.row) for cell in grid.starting_in(r) if cell.text)
        found = _List(grid, values, header)
        end = found.read()
        yield Listed(header, tuple(_carried(found.rows, header)), tuple(found.nameless), above)
        start = max(end, header.body)


class _List:
    def __init__(self, grid: Grid, values: Values, header: Header) -> None:
        self.grid, self.values, self.header = grid, values, header
        self.rows: list[Typed] = []
        self.nameless: list[Place] = []
        self.section = ""
        self.above: dict[Role, str] = {}
        self.names = (*header.of(Role.FAMILY), *header.of(Role.NAME), *header.of(Role.GIVEN))

    def read(self) -> int:
        """Reads down to the list's foot; the row behind it."""
        for row in range(self.header.body, len(self.grid.rows)):
            cells = [cell for cell in self.grid.starting_in(row) if cell.text]
            if not cells or self._is_person(row):
                self._take(row)
            elif any(_TOTAL.fullmatch(fold(cell.text)) for cell in cells):
                continue
            elif any(_FOOT.fullmatch(fold(cell.text)) for cell in cells):
                return row + 1
            elif len(cells) <= 2 and not self._says(row):
                self.section = section_unit(cells[-1].text) or self.section
            elif self._says(row) > 1:
                self.nameless.append(self.grid.places[row])
        return len(self.grid.rows)

    def _take(self, row: int) -> None:
        if not self._name(row):
            return
        texts = {role: self._text(row, role) for role in {column.role for column in self.header.columns}}
        for role in (Role.POST, Role.UNIT, Role.REASON):
            if _DITTO.fullmatch(texts.get(role, "")):
                texts[role] = self.above.get(role, "")
        texts[Role.NAME] = self._name(row)
        self.above = texts
        values = {role: self._value(row, role) for role in texts}
        values[Role.NAME] = self._raw_name(row)
        self.rows.append(Typed(self.grid.places[row], texts, values, self.section))

    def _is_person(self, row: int) -> bool:
        name = self._name(row)
        if not is_name(name) or _TOTAL.fullmatch(fold(name)) or any(self._wide(row, c) for c in self.names):
            return False
        if self._text(row, Role.NUMBER) or self._says(row):
            return not _FOOT.fullmatch(fold(name)) or bool(self._text(row, Role.NUMBER))
        return {column.role for column in self.header.columns} <= {Role.NAME, Role.NUMBER, Role.NOTE}

    def _says(self, row: int) -> int:
        """How many of the row's own cells tell something of a person."""
        texts = [text for role in _TELLING if (text := self._text(row, role))]
        return sum(not (_FOOT.fullmatch(fold(text)) or _INDEX.fullmatch(text)) for text in texts)

    def _wide(self, row: int, column: Column) -> bool:
        cell = self.grid.rows[row][column.first]
        return cell.column + cell.columns - 1 > max(c.last for c in self.names)

    def _name(self, row: int) -> str:
        return " ".join(" ".join(cell.text for cell in self._cells(row, column)) for column in self.names).strip()

    def _cells(self, row: int, column: Column) -> list[Cell]:
        cells = self.grid.rows[row][column.first : column.last + 1]
        return [cell for at, cell in enumerate(cells) if cell.text and cell not in cells[:at]]

    def _text(self, row: int, role: Role) -> str:
        """What the columns of a role show; of several the first that shows something, posts together."""
        shown = [" ".join(cell.text for cell in self._cells(row, column)) for column in self.header.of(role)]
        if role is Role.BORN and (date := _parted_date(shown)):
            return date
        filled = list(dict.fromkeys(text for text in shown if text))
        return ", ".join(filled) if role is Role.POST else next(iter(filled), "")

    def _value(self, row: int, role: Role) -> object:
        place = self.grid.places[row]
        held = (self.values.get((place.sheet or "", row + 1, c.first + 1)) for c in self.header.of(role))
        return next((value for value in held if value is not None), None)

    def _raw_name(self, row: int) -> object:
        place = self.grid.places[row]
        spots = [c for column in self.names for c in range(column.first, column.last + 1)]
        parts = [self.values.get((place.sheet or "", row + 1, c + 1)) for c in spots]
        texts = [part for part in parts if isinstance(part, str)]
        return texts[0] if len(texts) == 1 else None


def _parted_date(shown: list[str]) -> str:
    """Day, month and year in columns of their own, as one date; "" where the columns say something else."""
    numbers = [text for text in shown if text]
    if not 2 <= len(shown) <= 3 or not all(text.isdecimal() and len(text) <= 4 for text in numbers):
        return ""
    return "/".join(numbers)


def _carried(rows: list[Typed], header: Header) -> Iterator[Typed]:
    """The rows with their unit: a section's, or the one printed once for the people under it."""
    filled = [bool(row.text(Role.UNIT)) for row in rows]
    carries = bool(rows) and filled[0] and sum(filled) < _CARRIED * len(rows)
    above = ""
    for row in rows:
        unit = row.text(Role.UNIT) or (above if carries else "") or row.section
        above = row.text(Role.UNIT) or above
        known = bool(header.of(Role.UNIT)) or unit
        yield replace(row, texts={**row.texts, Role.UNIT: unit}) if known else row

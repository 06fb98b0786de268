"""Which column holds what: by the meaning of its heading, with the cells under it as second witness."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from locales.folding import fold
from scheduler.plans.grid import Cell, Grid
from scheduler.plans.heading_table import TableHeader
from scheduler.plans.headings import Role, role_of
from scheduler.plans.wording import clock_like, ends_a_table, people_like, time_like

PERIOD = re.compile(r"(quy|thang|nam|tuan|t|q) ?(\d{1,4}|i{1,3}|iv)( .*)?|\d{1,2}|i{1,3}|iv")
_MARK = re.compile(r"[xX×✓✔√●•+*]+|[vV]")
_UNITS = {"thang": "Tháng", "quy": "Quý", "nam": "Năm", "tuan": "Tuần"}
_UNIT = re.compile(r"thang|quy|tuan|nam(?! \d)")
_YEAR = re.compile(r"\b20\d\d\b")
_NUMBERING = re.compile(r"\d{1,3}(\.\d{1,3})*[.)]?|[IVX]{1,6}\.?|[A-Za-z][.)]?")
_SAMPLE = 40
# Headings of this rank also name other things; what stands under them decides.
_UNSURE, _FEW, _MOST = 2, 0.3, 0.6


@dataclass(frozen=True)
class Column:
    """One drawn column: its places in the grid (`start` to before `end`) and its heading, upper row first."""

    start: int
    end: int
    heading: str
    role: Role = Role.OTHER
    period: str = ""  # a column of a bar chart: a mark in it says this period

    @property
    def upper(self) -> str:
        return self.heading.partition("\n")[0]

    @property
    def lower(self) -> str:
        return self.heading.rpartition("\n")[2]


@dataclass(frozen=True)
class Header(TableHeader[Column]):
    def of(self, role: Role) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role is role)


def with_roles(grid: Grid, header: Header) -> Header:
    """The header with the role of each column settled."""
    judge = _Judge(grid, header)
    periods = judge.bars()
    roles = dict(judge.settled()) | dict.fromkeys(periods, Role.DEADLINE)
    roles |= judge.guessed(roles)
    columns = (
        replace(column, role=roles.get(i, Role.OTHER), period=periods.get(i, ""))
        for i, column in enumerate(header.columns)
    )
    return replace(header, columns=tuple(columns))


def _claim(column: Column) -> tuple[Role, int] | None:
    """The lower heading speaks first (`Phối hợp` under `Phân công`), then both together, then the upper."""
    if column.upper and column.lower != column.heading:
        below = role_of(column.lower)
        if below and below[0] is not Role.NUMBER:
            return below
    return role_of(column.heading) or role_of(column.upper)


@dataclass(frozen=True)
class _Judge:
    grid: Grid
    header: Header

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.header.columns

    @cached_property
    def claims(self) -> dict[int, tuple[Role, int]]:
        return {i: claim for i, column in enumerate(self.columns) if (claim := _claim(column))}

    @cached_property
    def foot(self) -> int:
        """The row under the last one of the table, where its signatures begin."""
        rows = range(self.header.body, len(self.grid.rows))
        return next((r for r in rows if ends_a_table([c.text for c in self.grid.starting_in(r)])), len(self.grid.rows))

    def under(self, column: Column) -> list[str]:
        rows = range(self.header.body, self.foot)
        cells = (self.grid.rows[r][column.start] for r in rows)
        return [cell.text for cell in cells if cell.text and cell.columns <= column.end - column.start][:_SAMPLE]

    def share(self, i: int, fits: Callable[[str], bool]) -> float:
        texts = self.under(self.columns[i])
        return sum(map(fits, texts)) / len(texts) if texts else 0.0

    def settled(self) -> Iterator[tuple[int, Role]]:
        lone = self._lone_groups()
        for role in Role:
            claiming = sorted((rank, i) for i, (claimed, rank) in self.claims.items() if claimed is role)
            if role is Role.TASK:
                claiming = sorted([*((-1, i) for i in lone), *claiming])
                yield from self._tasks(claiming)
            elif role is Role.DEADLINE:
                yield from ((i, role) for i in self._deadlines(claiming))
            elif role is Role.SECTION:
                yield from ((i, role) for _, i in claiming[:1] if i not in lone)
            elif role in (Role.NUMBER, Role.PRODUCT, Role.ASSIGNEE):
                yield from ((i, role) for _, i in claiming[:1])
            else:
                yield from ((i, role) for _, i in claiming)

    def _deadlines(self, claiming: list[tuple[int, int]]) -> list[int]:
        """The column that says when; both where one heading is split into begin and end."""
        shares = {i: self.share(i, time_like) for _, i in claiming}
        sure = [claim for claim in claiming if claim[0] < _UNSURE or shares[claim[1]] >= _FEW]
        if not sure:
            return []
        first = self.columns[min(sure, key=lambda claim: (-round(shares[claim[1]]), claim))[1]]
        split = first.upper != first.heading
        together = {i for _, i in sure if self.columns[i] is first or (split and self.columns[i].upper == first.upper)}
        return sorted(together | self._clocks(first))

    def _clocks(self, day: Column) -> set[int]:
        """Columns of clock times beside the column of days that they belong to: `Thứ, ngày | Giờ`."""
        if self.share(self.columns.index(day), clock_like) >= _FEW:
            return set()
        beside = (i for i in range(len(self.columns)) if self.claims.get(i, (Role.DEADLINE, 0))[0] is Role.DEADLINE)
        return {i for i in beside if self.columns[i] is not day and self.share(i, clock_like) >= _MOST}

    def _tasks(self, claiming: list[tuple[int, int]]) -> Iterator[tuple[int, Role]]:
        """Of several columns that say what to do: a group of tasks, the task, and how it is done."""
        remaining = [i for _, i in claiming]
        groups = [i for rank, i in claiming if rank < _UNSURE and self._groups_tasks(i)]
        if len(claiming) > 1 and groups and not any(role is Role.SECTION for role, _ in self.claims.values()):
            yield groups[0], Role.SECTION
            remaining.remove(groups[0])
        yield from zip(remaining, (Role.TASK, Role.ACTIVITY), strict=False)

    def _lone_groups(self) -> list[int]:
        """A column `Nhóm nhiệm vụ` in which each row names another holds the tasks; the one beside it says how."""
        how = any(role is Role.TASK and rank >= _UNSURE for role, rank in self.claims.values())
        sure = any(role is Role.TASK and rank < _UNSURE for role, rank in self.claims.values())
        if not how or sure:
            return []
        groups = [i for i, (role, _) in self.claims.items() if role is Role.SECTION]
        return [i for i in groups if len(self.under(self.columns[i])) > 2 and self._each_its_own(i)]

    def _each_its_own(self, i: int) -> bool:
        start = self.columns[i].start
        cells = [cell for r in range(self.header.body, self.foot) if (cell := self.grid.rows[r][start]).text]
        return len({fold(cell.text) for cell in cells}) == len(cells) and all(cell.rows == 1 for cell in cells)

    def _groups_tasks(self, i: int) -> bool:
        """Whether a column names groups: few values, each in one run of rows, that the numbers do not go with."""
        rows = [r for r in range(self.header.body, len(self.grid.rows)) if len(self.grid.cells_of(r)) > 2]
        cells = [cell for r in rows if (cell := self.grid.rows[r][self.columns[i].start]).text]
        runs = [text for text, _ in groupby(fold(cell.text) for cell in cells)]
        if len(rows) <= 2 or len(runs) * 2 > len(rows) or len(runs) > len(set(runs)):
            return False
        return not self._numbers_go_with(rows, cells)

    def _numbers_go_with(self, rows: list[int], cells: list[Cell]) -> bool:
        column = next((c for c in self.columns if (claim := _claim(c)) and claim[0] is Role.NUMBER), None)
        if column is None:
            return False
        numbered = {cell.row for r in rows if (cell := self.grid.rows[r][column.start]).text}
        return 0 < len(numbered) <= len({cell.row for cell in cells}) * 1.2

    def bars(self) -> dict[int, str]:
        """Columns `Quý I` … `Quý IV`, or `1` … `12` under one heading, where a mark says when."""
        found = {}
        for i, column in enumerate(self.columns):
            lower, upper = fold(column.lower), fold(column.heading.rpartition("\n")[0])
            unit = _UNITS[_UNIT.findall(upper)[-1]] if _UNIT.search(upper) else self._unit_of_year(upper, column)
            named = bool(re.match("quy|thang|nam|tuan|[tq] ?\\d", lower))
            if not PERIOD.fullmatch(lower) or not (named or unit):
                continue
            if all(_MARK.fullmatch(text) for text in self.under(column)):
                found[i] = column.lower if named else f"{unit} {column.lower}"
        return self._with_years(found) if len(found) > 1 else {}

    def _with_years(self, periods: dict[int, str]) -> dict[int, str]:
        """Months under `Năm 2026` and months under `Năm 2027` are told apart."""
        years = {i: found[0] for i in periods if (found := _YEAR.search(self.columns[i].heading))}
        if len(set(years.values())) < 2:
            return periods
        return {
            i: f"{said}/{years[i]}" if i in years and not _YEAR.search(said) else said for i, said in periods.items()
        }

    def _unit_of_year(self, upper: str, column: Column) -> str:
        """`1` … `12` under `Năm 2026` are months, `I` … `IV` quarters."""
        if not _YEAR.search(upper):
            return ""
        return _UNITS["thang"] if column.lower.strip().isdecimal() else _UNITS["quy"]

    def guessed(self, roles: dict[int, Role]) -> dict[int, Role]:
        """Columns whose headings we do not know, by what stands in them."""
        found: dict[int, Role] = {}
        for role, fits in ((Role.DEADLINE, time_like), (Role.ASSIGNEE, people_like)):
            unknown = (
                i for i in range(len(self.columns)) if i not in roles and i not in found and i not in self.claims
            )
            likely = [] if role in roles.values() else [i for i in unknown if self.share(i, fits) >= _MOST]
            found |= dict.fromkeys(likely[:1], role)
            if role is Role.DEADLINE and likely:
                found |= dict.fromkeys(self._clocks(self.columns[likely[0]]), role)
        return found | self._unheaded_numbers({**roles, **found})

    def _unheaded_numbers(self, roles: dict[int, Role]) -> dict[int, Role]:
        """A first column without a heading that counts the rows."""
        if Role.NUMBER in roles.values() or 0 in roles or not self.columns or self.columns[0].heading:
            return {}
        return {0: Role.NUMBER} if self.share(0, lambda text: bool(_NUMBERING.fullmatch(text))) >= _MOST else {}

"""Which column holds what: by the meaning of its heading, with the cells under it as second witness."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from locales.folding import fold
from scheduler.plans.grid import Cell, Grid
from scheduler.plans.headings import Role, role_of
from scheduler.plans.wording import people_like, time_like

PERIOD = re.compile(r"(quy|thang|nam|tuan|t|q) ?(\d{1,4}|i{1,3}|iv)( .*)?|\d{1,2}|i{1,3}|iv")
_MARK = re.compile(r"[xX×✓✔√●•+*]+|[vV]")
_UNITS = {"thang": "Tháng", "quy": "Quý", "nam": "Năm", "tuan": "Tuần"}
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
class Header:
    row: int
    height: int
    columns: tuple[Column, ...]

    def of(self, role: Role) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role is role)

    @property
    def body(self) -> int:
        return self.row + self.height


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

    def under(self, column: Column) -> list[str]:
        rows = range(self.header.body, len(self.grid.rows))
        cells = (self.grid.rows[r][column.start] for r in rows)
        return [cell.text for cell in cells if cell.text and cell.columns <= column.end - column.start][:_SAMPLE]

    def share(self, i: int, fits: Callable[[str], bool]) -> float:
        texts = self.under(self.columns[i])
        return sum(map(fits, texts)) / len(texts) if texts else 0.0

    def settled(self) -> Iterator[tuple[int, Role]]:
        for role in Role:
            claiming = sorted((rank, i) for i, (claimed, rank) in self.claims.items() if claimed is role)
            if role is Role.TASK:
                yield from self._tasks(claiming)
            elif role is Role.DEADLINE:
                yield from ((i, role) for i in self._deadlines(claiming))
            elif role in (Role.NUMBER, Role.PRODUCT, Role.ASSIGNEE, Role.SECTION):
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
        return sorted(
            i for _, i in sure if self.columns[i] is first or (split and self.columns[i].upper == first.upper)
        )

    def _tasks(self, claiming: list[tuple[int, int]]) -> Iterator[tuple[int, Role]]:
        """Of several columns that say what to do: a group of tasks, the task, and how it is done."""
        remaining = [i for _, i in claiming]
        groups = [i for rank, i in claiming if rank < _UNSURE and self._groups_tasks(i)]
        if len(claiming) > 1 and groups and not any(role is Role.SECTION for role, _ in self.claims.values()):
            yield groups[0], Role.SECTION
            remaining.remove(groups[0])
        yield from zip(remaining, (Role.TASK, Role.ACTIVITY), strict=False)

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
            lower, unit = fold(column.lower), re.search("thang|quy|nam|tuan", fold(column.upper))
            named = bool(re.match("quy|thang|nam|tuan|[tq] ?\\d", lower))
            if not PERIOD.fullmatch(lower) or not (named or unit):
                continue
            if all(_MARK.fullmatch(text) for text in self.under(column)):
                found[i] = column.lower if named or not unit else f"{_UNITS[unit[0]]} {column.lower}"
        return found if len(found) > 1 else {}

    def guessed(self, roles: dict[int, Role]) -> dict[int, Role]:
        """Columns whose headings we do not know, by what stands in them."""
        found: dict[int, Role] = {}
        for role, fits in ((Role.DEADLINE, time_like), (Role.ASSIGNEE, people_like)):
            unknown = (
                i for i in range(len(self.columns)) if i not in roles and i not in found and i not in self.claims
            )
            likely = [] if role in roles.values() else [i for i in unknown if self.share(i, fits) >= _MOST]
            found |= dict.fromkeys(likely[:1], role)
        return found

"""Where a table's header stands: one row or two, anywhere in its first rows."""

import re
from collections.abc import Sequence
from dataclasses import replace

from locales.folding import fold
from scheduler.plans.column_roles import PERIOD, Column, Header, with_roles
from scheduler.plans.grid import Grid
from scheduler.plans.heading_table import HEADER_ROWS
from scheduler.plans.headings import Role, role_of
from scheduler.plans.wording import time_like

_HEADING_WORDS = 16


_PEOPLE_LIST = re.compile(r"ho (va )?ten(?!.*(thuc hien|phu trach|chu tri))")


def find_header(grid: Grid) -> Header | None:
    """The header of a plan's table; None for a table that is no plan."""
    best: tuple[int, Header] | None = None
    for row in range(min(HEADER_ROWS, len(grid.rows))):
        labelled = _labelled(grid, row)
        known = {found[0] for column in labelled.columns if (found := role_of(column.heading))}
        if Role.TASK in known and len(known) > (best[0] if best else 1):
            best = (len(known), labelled)
    if best is None:
        return None
    header = with_roles(grid, replace(best[1], columns=_under_blank_tops(best[1].columns)))
    witnesses = {Role.DEADLINE, Role.ASSIGNEE, Role.COORDINATOR} & {column.role for column in header.columns}
    people_list = any(_PEOPLE_LIST.match(fold(column.heading)) for column in header.columns)
    enough = Role.DEADLINE in witnesses if people_list else bool(witnesses)
    return header if enough and header.of(Role.TASK) else None


def _is_heading(text: str) -> bool:
    return 0 < len(fold(text).split()) <= _HEADING_WORDS


def _labelled(grid: Grid, row: int) -> Header:
    """The columns as if the header began at `row`: one row, or two where the first is split or merged down."""
    height = _height(grid, row)
    lowest = row + height - 1
    columns = []
    for cell in grid.cells_of(lowest):
        said = [above.text for r in range(row, lowest) if (above := grid.rows[r][cell.column]) is not cell]
        heading = _stacked([*said, cell.text])
        if _is_heading(heading) or not heading:
            columns.append(Column(cell.column, cell.column + cell.columns, heading))
    return Header(row, height, tuple(columns))


def _stacked(texts: Sequence[str]) -> str:
    """The headings over one column, from above: each said once, and nothing for what is left blank below."""
    found = [texts[0]]
    for text in texts[1:]:
        if text and fold(text) != fold(found[-1]):
            found.append(text)
    return "\n".join(found)


def _height(grid: Grid, row: int) -> int:
    cells = [cell for cell in grid.cells_of(row) if cell.text]
    if len(cells) < 2 or row + 1 >= len(grid.rows):
        return 1
    tallest = max((cell.row + cell.rows - row for cell in cells if cell.rows <= 3), default=1)
    split = any(
        1 < cell.columns < grid.width
        and len({id(grid.rows[row + 1][c]) for c in range(cell.column, cell.column + cell.columns)}) > 1
        for cell in cells
    )
    return max(tallest, 2 if (split or _continued(grid, row)) and _all_headings(grid, row + 1) else 1)


def _all_headings(grid: Grid, row: int) -> bool:
    return all(len(fold(cell.text).split()) <= 6 for cell in grid.starting_in(row) if cell.text)


def _continued(grid: Grid, row: int) -> bool:
    """A second header row without any merging: known words under empty headings, and nothing under the task's."""
    below = [cell for cell in grid.starting_in(row + 1) if cell.text]
    if not below or len(below) >= len([cell for cell in grid.cells_of(row) if cell.text]):
        return False
    known = [role_of(cell.text) is not None or bool(PERIOD.fullmatch(fold(cell.text))) for cell in below]
    beside_blank = any(not grid.rows[row][cell.column].text for cell in below)
    return all(known) and beside_blank and not time_like(below[-1].text)


def _under_blank_tops(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """An upper heading that is not merged stands over its first column only; the columns right of it share it."""
    filled: list[Column] = []
    for column in columns:
        if filled and column.heading.startswith("\n"):
            filled.append(replace(column, heading=filled[-1].heading.partition("\n")[0] + column.heading))
        else:
            filled.append(column)
    return tuple(filled)

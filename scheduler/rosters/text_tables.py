"""A list saved as text: cells between semicolons, tabs, commas or bars."""

import csv
from io import StringIO

from scheduler.plans import grid
from scheduler.plans.grid import Cell, Grid, tidy
from scheduler.plans.model import Place
from scheduler.plans.refusals import PlanFileError
from scheduler.rosters.headings import find_header

_DELIMITERS = ";\t,|"


def text_table(text: str) -> Grid | None:
    """The text as a table; None where no delimiter makes a roster's header of a line. Raises PlanFileError."""
    found = [table for mark in _DELIMITERS if (table := _table(text, mark)) is not None]
    return max(found, key=_columns, default=None)


def _columns(table: Grid) -> int:
    header = find_header(table)
    return len(header.columns) if header else 0


def _table(text: str, delimiter: str) -> Grid | None:
    if delimiter not in text:
        return None
    try:
        records = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return None
    while records and not any(cell.strip() for cell in records[-1]):
        records.pop()
    if len(records) > grid.MAX_ROWS:
        raise PlanFileError("files.too_large")
    cells = [
        Cell(tidied, r, c)
        for r, record in enumerate(records)
        for c, cell in enumerate(record[: grid.MAX_COLUMNS])
        if (tidied := tidy(cell))
    ]
    table = grid.build(cells, tuple(Place(row=r + 1) for r in range(len(records))))
    return table if find_header(table) else None

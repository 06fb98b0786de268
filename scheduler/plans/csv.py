"""A sheet saved as text, with commas, semicolons, tabs or bars between its cells, as one table."""

import csv
import re
from io import StringIO

from scheduler.plans import grid
from scheduler.plans.columns import find_header
from scheduler.plans.excel_dates import spelled_out
from scheduler.plans.grid import Cell, Grid, tidy
from scheduler.plans.heading_table import HEADER_ROWS
from scheduler.plans.model import Place
from scheduler.plans.refusals import PlanFileError

_DELIMITERS = ";\t,|"
_TOLD = re.compile(r"sep=([;\t,|])\n", re.IGNORECASE)  # Excel's own word for its delimiter
_MOST_CELLS = 150_000  # that say anything; a roster of 5,000 people has 60,000
_HEAD = 200  # records by which the delimiter is chosen


def table(text: str) -> Grid | None:
    """The text as a table; None where no delimiter makes a plan's header of a line. Raises PlanFileError."""
    told = _TOLD.match(text)
    body = text[told.end() :] if told else text
    found = {mark: columns for mark in (told[1] if told else _DELIMITERS) if (columns := _columns(body, mark))}
    return _grid(_records(body, max(found, key=lambda mark: found[mark]))) if found else None


def _records(text: str, delimiter: str, most: int | None = None) -> list[list[str]]:
    """The records that say anything, each at its place; the first `most` of them."""
    records: list[list[str]] = []
    said = 0
    for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t"):
        if len(records) >= (grid.MAX_ROWS if most is None else most):
            if most is None and any(cell.strip() for cell in cells):
                raise PlanFileError("files.too_large")
            break
        records.append([spelled_out(tidy(cell)) if cell else "" for cell in cells[: grid.MAX_COLUMNS]])
        said += sum(map(bool, records[-1]))
        if said > _MOST_CELLS:
            raise PlanFileError("files.too_large")
    return records


def _columns(text: str, delimiter: str) -> int:
    """How many cells the plan's header has with this delimiter; 0 where none is found."""
    try:
        records = _records(text, delimiter, _HEAD)
    except csv.Error:
        return 0
    header = find_header(_grid(records[: 2 * HEADER_ROWS]))
    if header is None:
        return 0
    rows = records[header.row :]  # titles above a table hold no delimiters
    parted = sum(len(cells) > 2 for cells in rows)
    return len(header.columns) if parted * 2 >= sum(any(cells) for cells in rows) else 0


def _grid(records: list[list[str]]) -> Grid:
    cells = (Cell(text, r, c) for r, record in enumerate(records) for c, text in enumerate(record) if text)
    return grid.build(cells, tuple(Place(row=r + 1) for r in range(len(records))))

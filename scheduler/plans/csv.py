"""A sheet saved as text, with commas, semicolons, tabs or bars between its cells, as one table."""

import csv
import re
from io import StringIO

from scheduler.plans import grid
from scheduler.plans.columns import HEADER_ROWS, find_header
from scheduler.plans.grid import Cell, Grid, tidy
from scheduler.plans.model import Place
from scheduler.plans.refusals import PlanFileError

_DELIMITERS = ";\t,|"
_TOLD = re.compile(r"sep=([;\t,|])\n", re.IGNORECASE)  # Excel's own word for its delimiter
_HEAD = 200  # records by which the delimiter is chosen
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A date cell as Excel shows it by default: `Dec-23`, `Thg12-23`, `05-Dec-23`.
_SHOWN = re.compile(rf"(?:(\d{{1,2}})-)?(?:({'|'.join(_MONTHS)})|thg ?(\d{{1,2}}))-(?:20)?(\d\d)", re.IGNORECASE)


def table(text: str) -> Grid | None:
    """The text as a table; None where no delimiter makes a plan's header of a line. Raises PlanFileError."""
    told = _TOLD.match(text)
    body = text[told.end() :] if told else text
    found = {mark: columns for mark in (told[1] if told else _DELIMITERS) if (columns := _columns(body, mark))}
    return _grid(_records(body, max(found, key=lambda mark: found[mark]))) if found else None


def _records(text: str, delimiter: str, most: int | None = None) -> list[list[str]]:
    """The records that say anything, each at its place; the first `most` of them."""
    records: list[list[str]] = []
    for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=delimiter != "\t"):
        if len(records) >= (grid.MAX_ROWS if most is None else most):
            if most is None and any(cell.strip() for cell in cells):
                raise PlanFileError("files.too_large")
            break
        records.append([_shown(tidy(cell)) for cell in cells[: grid.MAX_COLUMNS]])
    return records


def _shown(cell: str) -> str:
    """A month or day that Excel shortened, as it is written in Vietnamese; any other cell as it is."""
    found = _SHOWN.fullmatch(cell)
    if not found:
        return cell
    month = int(found[3]) if found[3] else _MONTHS.index(found[2].lower()) + 1
    return f"{found[1]}/{month}/20{found[4]}" if found[1] else f"Tháng {month}/20{found[4]}"


def _columns(text: str, delimiter: str) -> int:
    """How many cells the plan's header has with this delimiter; 0 where none is found."""
    try:
        records = _records(text, delimiter, _HEAD)
    except csv.Error:
        return 0
    parted = sum(len(cells) > 2 for cells in records)
    if parted * 2 < sum(any(cells) for cells in records):
        return 0
    header = find_header(_grid(records[: 2 * HEADER_ROWS]))
    return len(header.columns) if header else 0


def _grid(records: list[list[str]]) -> Grid:
    cells = (Cell(text, r, c) for r, record in enumerate(records) for c, text in enumerate(record) if text)
    return grid.build(cells, tuple(Place(row=r + 1) for r in range(len(records))))

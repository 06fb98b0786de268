"""A workbook as one table a sheet: values only (a formula by its last result), dates as their format shows them."""

import datetime as dt
import re
import warnings
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from lxml import etree
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from scheduler.plans import grid, package
from scheduler.plans.grid import Block, Cell, Grid, tidy
from scheduler.plans.model import Place
from scheduler.plans.refusals import PlanFileError

# What openpyxl and its parsers raise over a damaged workbook.
_DAMAGE = (
    BadZipFile,
    zlib.error,
    ParseError,
    etree.LxmlError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)
# A formula whose result no program has worked out yet.
_OPEN_FORMULA = re.compile(rb"</(?:\w+:)?f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</(?:\w+:)?c>")
_LAST_ROW = 1_048_576  # of any workbook; openpyxl counts up to whatever number a damaged row states
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_PLACES = re.compile(r"0\.(0+)")


def recognises(parts: Iterable[str]) -> bool:
    return "xl/workbook.xml" in parts


def blocks(content: bytes) -> tuple[Block, ...]:
    """The visible sheets in their order. Raises PlanFileError."""
    weighed = [name for name in package.sizes(content) if name.startswith("xl/") and name.endswith(".xml")]
    if sum(len(package.part(content, name)) for name in weighed) > 2 * package.MAX_PART:
        raise PlanFileError("files.too_large")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out of a workbook is nothing we read
            return _sheets(content)
    except _DAMAGE as damage:
        raise PlanFileError("files.damaged") from damage


def _sheets(content: bytes) -> tuple[Block, ...]:
    # Read-only: rows come one by one, and pictures and links are never opened.
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    return tuple(_sheet(sheet, content) for sheet in book.worksheets if sheet.sheet_state == "visible")


def has_open_formulas(content: bytes) -> bool:
    """Whether a package is a workbook with formulas that have no result, as some programs save them."""
    sheets = [name for name in package.sizes(content) if name.startswith("xl/worksheets/") and name.endswith(".xml")]
    return any(_OPEN_FORMULA.search(package.part(content, name)) for name in sheets)


def shown(value: object, number_format: str) -> str:
    """What the sheet shows for a value. A month without a day is written `Tháng 7/2023`, whatever its format."""
    match value:
        case None:
            return ""
        case bool():
            return ""
        case dt.datetime() | dt.date():
            return _date(value, number_format)
        case dt.time():
            return f"{value:%H:%M}"
        case float():
            decimals = _PLACES.fullmatch(number_format)
            return f"{value:.{len(decimals[1])}f}" if decimals else f"{value:.10g}"
        case str() if value.startswith("#") and value.isupper():
            return ""  # an error value such as #REF!
        case _:
            return tidy(str(value))


def _date(value: dt.date, number_format: str) -> str:
    letters = _QUOTED.sub("", number_format.partition(";")[0]).lower()
    clock = f" {value:%H:%M}" if isinstance(value, dt.datetime) and value.time() != dt.time() and "h" in letters else ""
    if "d" not in letters and "m" in letters and "h" not in letters:
        return f"Tháng {value.month}/{value.year}"
    if "d" not in letters and "y" in letters:
        return f"Năm {value.year}"
    if "d" in letters and "y" not in letters:
        return f"{value.day:02d}/{value.month}{clock}"
    return f"{value:%d/%m/%Y}{clock}"


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # a file may state other dimensions than it has
    for r, row in enumerate(sheet.iter_rows()):
        texts = [shown(cell.value, cell.number_format) if cell.value is not None else "" for cell in row]
        if r >= _LAST_ROW or (r >= grid.MAX_ROWS and any(texts)):
            raise PlanFileError("files.too_large")
        yield r, texts[: grid.MAX_COLUMNS]


def _merged(sheet: Any, content: bytes) -> Iterator[tuple[int, int, int, int]]:
    # Read-only sheets do not know their merged cells; openpyxl keeps the part's name to itself.
    for found in _MERGED.finditer(package.part(content, sheet._worksheet_path)):
        left, top, right, bottom = (edge or 1 for edge in range_boundaries(found[1].decode()))
        yield top - 1, left - 1, bottom - 1, min(right, grid.MAX_COLUMNS) - 1


def _sheet(sheet: Any, content: bytes) -> Grid:
    texts = {(r, c): text for r, row in _rows(sheet) for c, text in enumerate(row) if text}
    height = max((r for r, _ in texts), default=-1) + 1
    width = max((c for _, c in texts), default=-1) + 1
    cells = {(r, c): Cell(text, r, c) for (r, c), text in texts.items()}
    merged = 0
    for top, left, bottom, right in _merged(sheet, content):
        if top < height and left < width:
            covered = (min(bottom, height - 1) - top + 1, min(right, width - 1) - left + 1)
            cells[top, left] = Cell(texts.get((top, left), ""), top, left, *covered)
            merged += covered[0] * covered[1]
        if merged > 2 * grid.MAX_ROWS * grid.MAX_COLUMNS:
            raise PlanFileError("files.too_large")
    places = tuple(Place(sheet=sheet.title, row=r + 1) for r in range(height))
    return grid.build(cells.values(), places, sheet.title)

"""The progress table of an office as an Excel file. Pure: rows in, bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Value = str | int | date | datetime | None

# A text that begins so is taken for a formula when the file is opened, or saved again as CSV (OWASP: CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_HEAD = PatternFill("solid", fgColor="DDE7F0")
_THIN = Side(style="thin", color="999999")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


@dataclass(frozen=True)
class Column:
    title: str
    width: int  # characters


@dataclass(frozen=True)
class Table:
    """What the sheet shows: a title, lines of figures (label, value), and the rows under their columns.

    Days are `date`, moments are naive office time: Excel knows no zones.
    """

    sheet: str
    title: str
    subtitle: str
    figures: Sequence[tuple[str, int]]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def neutral(value: Value) -> Value:
    """The value, made plain text where a spreadsheet would run it, without what a spreadsheet cannot hold."""
    if not isinstance(value, str):
        return value
    plain = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{plain}" if plain.startswith(_FORMULA_STARTS) else plain


def _put(sheet: Worksheet, row: int, column: int, value: Value) -> Cell:
    cell = sheet.cell(row=row, column=column)
    assert isinstance(cell, Cell)  # noqa: S101  nothing is merged before it is written
    cell.value = neutral(value)
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, date):
        cell.number_format = "HH:MM DD/MM/YYYY" if isinstance(value, datetime) else "DD/MM/YYYY"
    return cell


def _head(sheet: Worksheet, table: Table) -> int:
    """Title, subtitle and figures; gives the row of the column titles."""
    _put(sheet, 1, 1, table.title).font = Font(bold=True, size=14)
    _put(sheet, 2, 1, table.subtitle)
    for at, (label, value) in enumerate(table.figures, start=3):
        _put(sheet, at, 1, label)
        _put(sheet, at, 5, value).font = Font(bold=True)
    return 4 + len(table.figures)


def _body(sheet: Worksheet, table: Table, first: int) -> None:
    for at, column in enumerate(table.columns, start=1):
        cell = _put(sheet, first, at, column.title)
        cell.font, cell.fill, cell.border = Font(bold=True), _HEAD, _GRID
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    for row, values in enumerate(table.rows, start=first + 1):
        for at, value in enumerate(values, start=1):
            cell = _put(sheet, row, at, value)
            cell.border, cell.alignment = _GRID, Alignment(wrap_text=True, vertical="top")


def progress_xlsx(table: Table) -> bytes:
    """An .xlsx file that prints on landscape A4, its column titles on every page."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has one worksheet")
    sheet.title = table.sheet
    first = _head(sheet, table)
    _body(sheet, table, first)
    sheet.freeze_panes = f"A{first + 1}"
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(table.columns))}{first + len(table.rows)}"
    sheet.print_title_rows = f"{first}:{first}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = BytesIO()
    book.save(out)
    return out.getvalue()

"""What the Excel files have in common: columns, values made harmless, and rows written as they come."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.reports.columns import Column, Value

Look = Font | Border | Alignment | PatternFill

HEAD = PatternFill("solid", fgColor="DDE7F0")
_THIN = Side(style="thin", color="999999")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
TOP = Alignment(wrap_text=True, vertical="top")
# Named, as a font without a name is another one in each program.
REGULAR = Font(name="Calibri", size=11)
BOLD = Font(name="Calibri", size=11, bold=True)
TITLE = Font(name="Calibri", size=14, bold=True)

# A text that begins so is taken for a formula when the file is opened, or saved again as CSV (OWASP: CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: Value) -> Value:
    """The value, made plain text where a spreadsheet would run it, without what a spreadsheet cannot hold."""
    if not isinstance(value, str):
        return value
    plain = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{plain}" if plain.startswith(_FORMULA_STARTS) else plain


class Pen:
    """Writes values as cells of one look, in a sheet that saves each cell as it comes and forgets it.

    So one cell for each kind of value serves all of them: to give every cell its own style takes most of the time.
    """

    def __init__(self, sheet: Worksheet, **look: Look) -> None:
        self._sheet = sheet
        self._plain = _cell(sheet, "General", look)
        self._day = _cell(sheet, "DD/MM/YYYY", look)
        self._moment = _cell(sheet, "HH:MM DD/MM/YYYY", look)

    def write(self, values: Iterable[Value]) -> None:
        """One row; each cell is written before the next is asked for."""
        self._sheet.append(self.cell(value) for value in values)  # type: ignore[arg-type]

    def cell(self, value: Value) -> Cell:
        cell = self._of(value)
        cell.value = neutral(value)
        if isinstance(value, str):
            cell.data_type = "s"
        return cell

    def _of(self, value: Value) -> Cell:
        if isinstance(value, datetime):
            return self._moment
        return self._day if isinstance(value, date) else self._plain


def _cell(sheet: Worksheet, number_format: str, look: Mapping[str, Look]) -> Cell:
    cell = WriteOnlyCell(sheet)
    cell.number_format = number_format
    for name, value in look.items():
        setattr(cell, name, value)
    return cell


def new_sheet(book: Workbook, title: str, columns: Sequence[Column], *, frozen: int) -> Worksheet:
    """A sheet to write row by row, these many of its rows frozen."""
    sheet: Worksheet = book.create_sheet(title)  # a write-only one: the stubs know too little of that
    for at, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.freeze_panes = f"A{frozen + 1}"
    return sheet


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()

"""The progress table of an office as an Excel file. Pure: rows in, bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.reports.columns import Column, Value
from bot.reports.sheets import BOLD, GRID, HEAD, TITLE, TOP, Pen, new_sheet, saved

_CENTRE = Alignment(wrap_text=True, horizontal="center", vertical="center")
_FIGURES_AT = 5  # the column of the figures: past the narrow ones, over which their labels run


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


def progress_xlsx(table: Table) -> bytes:
    """An .xlsx file that prints on landscape A4, its column titles on every page."""
    book = Workbook(write_only=True)
    first = 4 + len(table.figures)  # the row of the column titles
    sheet = new_sheet(book, table.sheet, table.columns, frozen=first)
    _print(sheet, first)
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(table.columns))}{first + len(table.rows)}"
    _head(sheet, table)
    Pen(sheet, font=BOLD, fill=HEAD, border=GRID, alignment=_CENTRE).write(column.title for column in table.columns)
    pen = Pen(sheet, border=GRID, alignment=TOP)
    for values in table.rows:
        pen.write(values)
    return saved(book)


def _print(sheet: Worksheet, first: int) -> None:
    sheet.print_title_rows = f"{first}:{first}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _head(sheet: Worksheet, table: Table) -> None:
    """Title, subtitle, figures, and an empty row."""
    plain, bold = Pen(sheet), Pen(sheet, font=BOLD)
    sheet.append([Pen(sheet, font=TITLE).cell(table.title)])
    sheet.append([plain.cell(table.subtitle)])
    for label, value in table.figures:
        sheet.append([plain.cell(label), *[None] * (_FIGURES_AT - 2), bold.cell(value)])
    sheet.append([])

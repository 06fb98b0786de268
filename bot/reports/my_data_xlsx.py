"""A person's own data as an Excel file, a sheet for each kind. Pure: rows in, bytes out."""

from collections.abc import Sequence

from openpyxl import Workbook

from bot.reports.columns import Sheet
from bot.reports.sheets import BOLD, TOP, Pen, new_sheet, saved


def my_data_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file; texts that a spreadsheet would run are made plain."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = new_sheet(book, sheet.title, sheet.columns, frozen=1)
        Pen(page, font=BOLD).write(column.title for column in sheet.columns)
        pen = Pen(page, alignment=TOP)
        for values in sheet.rows:
            pen.write(values)
    return saved(book)

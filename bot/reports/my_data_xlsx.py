"""A person's own data as an Excel file, a sheet for each kind. Pure: rows in, bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from bot.reports.progress_xlsx import Column, Value, neutral

_FIRST = 1


@dataclass(frozen=True)
class Sheet:
    """Days are `date`, moments are naive office time."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def my_data_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx file; texts that a spreadsheet would run are made plain."""
    book = Workbook()
    for name in book.sheetnames:
        del book[name]
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.append([column.title for column in sheet.columns])
        for at, column in enumerate(sheet.columns, start=1):
            page.column_dimensions[get_column_letter(at)].width = column.width
            page.cell(_FIRST, at).font = Font(bold=True)
        for row, values in enumerate(sheet.rows, start=_FIRST + 1):
            for at, value in enumerate(values, start=1):
                cell = page.cell(row, at, neutral(value))
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if isinstance(value, date):
                    cell.number_format = "HH:MM DD/MM/YYYY" if isinstance(value, datetime) else "DD/MM/YYYY"
        page.freeze_panes = f"A{_FIRST + 1}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()

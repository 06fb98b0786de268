"""The example plan of a year as an office's own Excel file: title rows, sections, merged and wrapped cells."""

import csv
import json
from importlib.resources import files
from io import BytesIO, StringIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_FONT = "Times New Roman"
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_FIELDS = ("no", "task", "activities", "products", "assignee", "coordinator", "deadline")


def example_plan(rows: str, *, office: str, year: int) -> bytes:
    """The .xlsx of an office's plan for a year; `rows` names a file of bot/examples."""
    form = _form(office, year)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = form["sheet"]
    _head(sheet, form)
    for section, tasks in groupby(_rows(rows, year), key=lambda row: row["section"]):
        _section(sheet, section)
        for task in tasks:
            _row(sheet, task)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _form(office: str, year: int) -> dict[str, Any]:
    written = files("bot.examples").joinpath("plan.json").read_text(encoding="utf-8")
    for slot, value in (("{Y-1}", year - 1), ("{Y}", year), ("{OFFICE}", office.upper()), ("{office}", office)):
        written = written.replace(slot, str(value))
    form: dict[str, Any] = json.loads(written)
    return form


def _rows(name: str, year: int) -> list[dict[str, str]]:
    written = files("bot.examples").joinpath(name).read_text(encoding="utf-8").replace("{Y}", str(year))
    return list(csv.DictReader(StringIO(written)))


def _head(sheet: Worksheet, form: dict[str, Any]) -> None:
    last = len(form["columns"])
    for words, bold in ((form["office"], True), (form["title"], True), (form["issued"], False), ("", False)):
        sheet.append([words])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=last)
        sheet.cell(sheet.max_row, 1).font = Font(name=_FONT, size=13, bold=bold, italic=not bold)
        sheet.cell(sheet.max_row, 1).alignment = _MIDDLE
    sheet.append([heading for heading, _ in form["columns"]])
    for column, (_, width) in enumerate(form["columns"], start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        _style(sheet, sheet.max_row, column, bold=True)
    sheet.freeze_panes = f"A{sheet.max_row + 1}"


def _section(sheet: Worksheet, title: str) -> None:
    sheet.append([title])
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(_FIELDS))
    _style(sheet, sheet.max_row, 1, bold=True)


def _row(sheet: Worksheet, task: dict[str, str]) -> None:
    number, *rest = (task[name] for name in _FIELDS)
    sheet.append([int(number), *rest])
    for column in range(1, len(_FIELDS) + 1):
        _style(sheet, sheet.max_row, column, bold=False)


def _style(sheet: Worksheet, row: int, column: int, *, bold: bool) -> None:
    cell = sheet.cell(row, column)
    cell.font, cell.border = Font(name=_FONT, size=12, bold=bold), _BOX
    cell.alignment = _MIDDLE if bold else Alignment(vertical="top", wrap_text=True)

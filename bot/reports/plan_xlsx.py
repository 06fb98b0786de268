"""A plan that was read, as an Excel file to look at, correct and send back. Pure: values in, bytes out.

It is laid out as a plan is, so that it is read again as one: its columns of remarks are headed as remarks are.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.reports.sheets import BOLD, GRID, HEAD, REGULAR, TITLE, TOP, neutral, saved
from locales.folding import fold
from scheduler.plans.grid import MAX_COLUMNS, MAX_ROWS
from scheduler.plans.model import PlanDocument, PlanTask

_DOUBTFUL = PatternFill("solid", fgColor="FFF2CC")
_WIDTHS = (6, 46, 34, 24, 26, 22, 24, 40, 34, 44, 18)
_NOT = frozenset({"", "khong", "0"})
# A list's own sign, where a spreadsheet would take it for the beginning of a formula.
_BULLETS = {"-": "–", "+": "•"}


@dataclass(frozen=True)
class Remarks:
    """What is said of one row: its reading, who was matched, and why a person should look at it ("" where none)."""

    reading: str
    people: str
    doubts: str


@dataclass(frozen=True)
class Words:
    """The ten column titles and the name of the sheet; for the running text's obligations the name of theirs, what
    stands above them, and the title of the column in which one is marked to be kept."""

    sheet: str
    columns: Sequence[str]
    aside: str
    about: str
    keep: str


def plan_xlsx(document: PlanDocument, remarks: Sequence[Remarks], words: Words) -> bytes:
    """An .xlsx file in the plan's order, doubtful rows coloured; `remarks` stand in the order of its tasks.

    Candidates from the running text have a sheet of their own, where a mark in the last column keeps one.
    """
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = words.sheet
    said = list(zip(document.tasks, remarks, strict=True))
    rows = [one for one in said if not one[0].candidate]
    aside = [one for one in said if one[0].candidate]
    for line in _heading(document):
        _line(sheet, line)
    _table(sheet, words.columns, rows)
    if aside:
        other = book.create_sheet(words.aside)
        _line(other, words.about)
        _table(other, (*words.columns, words.keep), aside)
    return saved(book)


def marked(content: bytes, *, sheet: str, keep: str) -> frozenset[int]:
    """The rows, from 1, of the running text's sheet that somebody marked. `content`: a workbook read as a plan."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
    if sheet not in book.sheetnames:
        return frozenset()
    column, found = 0, set()
    for at, row in enumerate(book[sheet].iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True), start=1):
        column = next((place for place, value in enumerate(row, start=1) if value == keep), column)
        if column and row[column - 1] not in (None, keep) and fold(str(row[column - 1])) not in _NOT:
            found.add(at)
    return frozenset(found)


def _line(sheet: Worksheet, words: str) -> None:
    _row(sheet, [words])
    cell = sheet.cell(sheet.max_row, 1)
    cell.alignment, cell.font = Alignment(wrap_text=False), TITLE


def _table(sheet: Worksheet, columns: Sequence[str], rows: Sequence[tuple[PlanTask, Remarks]]) -> None:
    _row(sheet, columns)
    head = sheet.max_row
    _style(sheet, head, len(columns), fill=HEAD, bold=True)
    for at, width in enumerate(_WIDTHS[: len(columns)], start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = f"A{head + 1}"
    for (section, title), group in groupby(rows, key=lambda one: _section(one[0])):
        if section or title:
            _section_row(sheet, ". ".join(part for part in (section, title) if part), len(columns))
        for task, said in group:
            _row(sheet, _cells(task, said))
            _style(sheet, sheet.max_row, len(columns), fill=_DOUBTFUL if said.doubts else None)


def _heading(document: PlanDocument) -> Iterator[str]:
    if document.issuer:
        yield document.issuer
    yield document.title
    if document.number:
        issued = document.issued
        yield f"({document.number}{f' {issued:%d/%m/%Y}' if issued else ''})"


def _section(task: PlanTask) -> tuple[str, str]:
    return task.section, task.section_title


def _section_row(sheet: Worksheet, title: str, columns: int) -> None:
    _row(sheet, [title])
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=columns)
    sheet.cell(sheet.max_row, 1).font = BOLD


def _cells(task: PlanTask, said: Remarks) -> list[str]:
    return [
        task.no,
        task.task,
        "\n".join(task.activities),
        ";\n".join(task.products),
        ";\n".join(task.assignees),
        ";\n".join(task.coordinators),
        task.deadline_text,
        said.reading,
        said.people,
        said.doubts,
    ]


def _row(sheet: Worksheet, values: Sequence[str]) -> None:
    at = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, start=1):
        plain = f"{_BULLETS[value[0]]}{value[1:]}" if value[:1] in _BULLETS else neutral(value)
        cell = sheet.cell(at, column)
        cell.value = plain
        if isinstance(plain, str):
            cell.data_type = "s"


def _style(sheet: Worksheet, row: int, columns: int, *, fill: PatternFill | None, bold: bool = False) -> None:
    for column in range(1, columns + 1):
        cell = sheet.cell(row, column)
        cell.border, cell.alignment, cell.font = GRID, TOP, BOLD if bold else REGULAR
        if fill is not None:
            cell.fill = fill

"""Rosters made for a test."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from scheduler.rosters.files import read_roster_bytes
from scheduler.rosters.model import Entry, Roster

TODAY = date(2026, 11, 20)


def workbook(rows: Iterable[Sequence[Any]], merged: Iterable[str] = ()) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def roster(rows: Iterable[Sequence[Any]], merged: Iterable[str] = ()) -> Roster:
    return read_roster_bytes("ds.xlsx", workbook(rows, merged), today=TODAY)


def faults(entry: Entry) -> list[str]:
    return [finding.fault.value for finding in entry.findings]

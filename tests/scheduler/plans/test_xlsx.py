import datetime as dt
import time
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from scheduler.plans.files import read_plan_bytes
from scheduler.plans.refusals import PlanFileError
from scheduler.plans.xlsx import shown
from tests.scheduler.plans.layouts import saved

DAY = dt.datetime(2026, 8, 1)  # noqa: DTZ001 - a sheet's dates have no zone
SHOWN = (
    (DAY, "mm/yyyy", "Tháng 8/2026"),
    (DAY, '"Tháng "m/yyyy', "Tháng 8/2026"),
    (DAY, "mmm-yy", "Tháng 8/2026"),
    (DAY, "yyyy", "Năm 2026"),
    (DAY, "dd/mm/yyyy", "01/08/2026"),
    (DAY, "[$-42A]dd/mm/yyyy;@", "01/08/2026"),
    (DAY, "d/m", "01/8"),
    (DAY.replace(hour=16), "dd/mm/yyyy h:mm", "01/08/2026 16:00"),
    (dt.time(16, 30), "h:mm", "16:30"),
    (1.0, "General", "1"),
    (1.1, "0.00", "1.10"),
    (7, "General", "7"),
    (True, "General", ""),
    ("#REF!", "General", ""),
    (None, "General", ""),
)


@pytest.mark.parametrize(("value", "number_format", "text"), SHOWN)
def test_a_cell_says_what_its_sheet_shows(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_hidden_sheets_are_left_out() -> None:
    book = Workbook()
    for sheet, task in ((book.worksheets[0], "Lập"), (book.create_sheet("Cũ"), "Bỏ")):
        sheet.append(["TT", "Nhiệm vụ", "Thời hạn"])
        sheet.append([1, task, "Tháng 3/2026"])
    book["Cũ"].sheet_state = "hidden"
    assert [task.task for task in read_plan_bytes("x.xlsx", saved(book)).tasks] == ["Lập"]


def test_a_formula_without_a_result_says_nothing() -> None:
    book = Workbook()
    book.worksheets[0].append(["TT", "Nhiệm vụ", "Thời hạn", "Ghi chú"])
    book.worksheets[0].append([1, "Lập", "Tháng 3/2026", '=HYPERLINK("http://example.com")'])
    assert len(read_plan_bytes("x.xlsx", saved(book)).tasks) == 1


def test_a_row_with_an_impossible_number_is_refused_at_once() -> None:
    book = Workbook()
    book.worksheets[0].append(["TT", "Nhiệm vụ", "Thời hạn"])
    with ZipFile(BytesIO(saved(book))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", b'<row r="2147483648"><c r="A2147483648"/></row></sheetData>')
    target = BytesIO()
    with ZipFile(target, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    began = time.perf_counter()
    with pytest.raises(PlanFileError):
        read_plan_bytes("kế hoạch.xlsx", target.getvalue())
    assert time.perf_counter() - began < 20

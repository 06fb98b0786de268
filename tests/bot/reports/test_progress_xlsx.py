from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.reports.columns import Column, Value
from bot.reports.progress_xlsx import Table, progress_xlsx

HANDED_IN = datetime.fromisoformat("2026-12-07T09:10")  # office time: Excel knows no zones
DUE = datetime.fromisoformat("2026-12-08")


def sheet_of(*rows: list[Value]) -> Worksheet:
    table = Table(
        sheet="Tiến độ",
        title="BẢNG TIẾN ĐỘ",
        subtitle="UBND xã Quang Khải",
        figures=[("Quá hạn", 5)],
        columns=[Column("Nhiệm vụ", 40), Column("Hạn", 12), Column("Nộp lúc", 17)],
        rows=rows,
    )
    sheet = load_workbook(BytesIO(progress_xlsx(table))).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_a_table_opens_again_with_its_title_figures_and_rows() -> None:
    sheet = sheet_of(["Báo cáo năm", date(2026, 12, 8), HANDED_IN])
    assert sheet.title == "Tiến độ"
    assert sheet["A1"].value == "BẢNG TIẾN ĐỘ"
    assert (sheet["A3"].value, sheet["E3"].value) == ("Quá hạn", 5)
    assert [cell.value for cell in sheet[5]][:3] == ["Nhiệm vụ", "Hạn", "Nộp lúc"]
    assert [cell.value for cell in sheet[6]][:3] == ["Báo cáo năm", DUE, HANDED_IN]
    assert sheet["B6"].number_format == "DD/MM/YYYY"
    assert sheet.page_setup.orientation == "landscape"


def test_a_table_is_read_and_printed_with_its_column_titles_in_sight() -> None:
    sheet = sheet_of(["Báo cáo năm", date(2026, 12, 8), None], ["Báo cáo quý", date(2026, 12, 9), None])
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A6", "A5:C7", "$5:$5")
    assert [int(value or 0) for value in (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight)] == [9, 0]
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [sheet.column_dimensions[name].width for name in "ABC"] == [40, 12, 17]
    empty = sheet["C7"]
    assert (empty.border.left.style, empty.alignment.wrap_text, empty.alignment.vertical) == ("thin", True, "top")
    assert (sheet["A5"].font.b, sheet["A5"].fill.fgColor.rgb, sheet["A6"].font.b) == (True, "00DDE7F0", False)
    assert {cell.font.name for row in sheet["A1:C7"] for cell in row} == {"Calibri"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_made_plain(start: str) -> None:
    cell = sheet_of([f'{start}HYPERLINK("http://x")', date(2026, 12, 8), None])["A6"]
    assert str(cell.value).startswith("'")
    assert cell.data_type == "s"


def test_control_characters_in_a_name_spoil_no_table() -> None:
    assert sheet_of(["Tệp\x0b ảnh\x00.pdf", None, None])["A6"].value == "Tệp ảnh.pdf"
    assert sheet_of(["\x01=1+1", None, None])["A6"].value == "'=1+1"

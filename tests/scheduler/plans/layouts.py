"""The same plan laid out in other ways, as offices do: each layout is a file's bytes made from a truth file's rows."""

import textwrap
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Row = dict[str, Any]
Layout = tuple[str, Callable[[Sequence[Row]], bytes]]
SHEETFUL = 18  # rows
WRAPPED = ("task", "products")  # what is long enough to be wrapped by hand
HEAD = (
    "UBND XÃ MINH HÒA",
    "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2023",
    "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/01/2023)",
)
USUAL = {
    "no": "TT",
    "task": "Nhiệm vụ",
    "activities": "Hoạt động",
    "products": "Sản phẩm",
    "assignees": "Người thực hiện",
    "coordinators": "Người phối hợp",
    "deadline_text": "Thời gian hoàn thành",
}
RENAMED = {
    "deadline_text": "Thời hạn",
    "coordinators": "Cơ quan/Đơn vị phối hợp",
    "task": "Nội dung công việc",
    "no": "STT",
    "products": "Kết quả",
    "assignees": "Đơn vị chủ trì",
}


def said(row: Row, key: str) -> str:
    value = row.get(key, "")
    return ";\n".join(value) if isinstance(value, list) else value


def numbered(row: Row) -> str:
    return f"{row['no']}. {row['task']}"


def sections(rows: Sequence[Row]) -> list[tuple[str, str, list[Row]]]:
    """The rows of each section in turn; a plan may name its sections without numbering them."""
    grouped = groupby(rows, lambda row: (row["section"], row["section_title"]))
    return [(label, title, list(group)) for (label, title), group in grouped]


def headed(label: str, title: str, joint: str = ". ") -> str:
    return f"{label}{joint}{title}" if label else title


def wrap(text: str, width: int) -> str:
    return "\n".join(part for line in text.split("\n") for part in textwrap.wrap(line, width, break_on_hyphens=False))


def saved(book: Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_of(book: Workbook, name: str = "Kế hoạch") -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    return sheet


def _book(head: Sequence[str] = HEAD) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    book.remove(book["Sheet"])
    sheet = sheet_of(book)
    for line in head:
        sheet.append([line])
    return book, sheet


def parts_blank(row: Row, key: str) -> str:
    """A further part of a task says neither its number nor its task again."""
    return "" if row.get("part", "a") != "a" and key in ("no", "task") else said(row, key)


def usual(rows: Sequence[Row]) -> bytes:
    book, sheet = _book()
    sheet.append(list(USUAL.values()))
    for label, title, group in sections(rows):
        sheet.append([headed(label, title)])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(USUAL))
        for row in group:
            sheet.append([parts_blank(row, key) for key in USUAL])
    return saved(book)


def renamed_and_lower(rows: Sequence[Row]) -> bytes:
    """Columns in another order under other names, the header in row 20, section rows not merged."""
    book, sheet = _book([*HEAD, *[""] * 16])
    sheet.append(["Ghi chú", *RENAMED.values(), "Căn cứ"])
    for label, title, group in sections(rows):
        sheet.append(["", *(label if key == "no" else title if key == "task" else "" for key in RENAMED)])
        for row in group:
            cells = [parts_blank(row, key) for key in RENAMED]
            sheet.append(["Nhắc ngày 20/8", *cells, "Kế hoạch số 241/KH-UBND ngày 30/12/2022"])
    return saved(book)


def two_row_header(rows: Sequence[Row]) -> bytes:
    book, sheet = _book()
    sheet.append(["TT", "Nhiệm vụ cụ thể", "Sản phẩm", "Phân công thực hiện", "", "Thời gian"])
    sheet.append(["", "", "", "Chủ trì", "Phối hợp", ""])
    top = sheet.max_row - 1
    for column in (1, 2, 3, 6):
        sheet.merge_cells(start_row=top, end_row=top + 1, start_column=column, end_column=column)
    sheet.merge_cells(start_row=top, end_row=top, start_column=4, end_column=5)
    sheet.append(["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"])
    keys = ("no", "task", "products", "assignees", "coordinators", "deadline_text")
    for label, title, group in sections(rows):
        sheet.append([label, title])
        for row in group:
            sheet.append([parts_blank(row, key) for key in keys])
    return saved(book)


def unmerged_two_row_header(rows: Sequence[Row]) -> bytes:
    book, sheet = _book()
    sheet.append(["STT", "Nội dung", "Kết quả đầu ra", "Cơ quan thực hiện", "", "Tiến độ"])
    sheet.append(["", "", "", "Chủ trì", "Phối hợp", ""])
    keys = ("no", "task", "products", "assignees", "coordinators", "deadline_text")
    for label, title, group in sections(rows):
        sheet.append(["", headed(label, title)])
        for row in group:
            sheet.append([parts_blank(row, key) for key in keys])
    return saved(book)


def _section_column(rows: Sequence[Row], *, merged: bool, repeated: bool) -> bytes:
    book, sheet = _book()
    keys = ("no", "task", "products", "assignees", "coordinators", "deadline_text")
    sheet.append(["Lĩnh vực", "TT", "Nhiệm vụ", "Sản phẩm", "Người thực hiện", "Phối hợp", "Hạn hoàn thành"])
    for label, title, group in sections(rows):
        first = sheet.max_row + 1
        for i, row in enumerate(group):
            section = headed(label, title) if repeated or i == 0 else ""
            sheet.append([section, *(parts_blank(row, key) for key in keys)])
        if merged:
            sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=1, end_column=1)
    return saved(book)


def section_column_merged(rows: Sequence[Row]) -> bytes:
    return _section_column(rows, merged=True, repeated=False)


def section_column_repeated(rows: Sequence[Row]) -> bytes:
    return _section_column(rows, merged=False, repeated=True)


def one_table_over_sheets(rows: Sequence[Row]) -> bytes:
    """So many rows a sheet, the header again on each; a section goes on from one sheet to the next."""
    book, sheet = _book()
    keys = ("no", "deadline_text", "task", "products", "assignees", "coordinators")
    headings = ["STT", "Hạn", "Hoạt động", "Sản phẩm/Kết quả", "Bộ phận phụ trách", "Đơn vị phối hợp"]
    sheet.append(headings)
    on_sheet = 0
    for label, title, group in sections(rows):
        sheet.append([label, "", title])
        for row in group:
            if on_sheet >= SHEETFUL and row is not group[0] and row.get("part", "a") == "a":
                sheet, on_sheet = sheet_of(book, f"Kế hoạch ({len(book.sheetnames) + 1})"), 0
                sheet.append(headings)
            sheet.append([parts_blank(row, key) for key in keys])
            on_sheet += 1
    return saved(book)


def wrapped_by_hand(rows: Sequence[Row]) -> bytes:
    """Line breaks typed into the cells where the column ends."""
    book, sheet = _book()
    keys = ("no", "task", "assignees", "coordinators", "products", "deadline_text")
    sheet.append(["TT", "Nội dung công việc", "Cán bộ phụ trách", "Phối hợp", "Hồ sơ, minh chứng", "Hoàn thành trước"])
    for label, title, group in sections(rows):
        sheet.append([label, wrap(title, 40)])
        for row in group:
            sheet.append([wrap(parts_blank(row, key), 40) if key in WRAPPED else parts_blank(row, key) for key in keys])
    return saved(book)


def a_sheet_a_section(rows: Sequence[Row]) -> bytes:
    """Each section on a sheet of its own, its name above the header; last a sheet that is no plan."""
    book = Workbook()
    book.remove(book["Sheet"])
    for ordinal, (label, title, group) in enumerate(sections(rows), start=1):
        sheet = sheet_of(book, label or f"Phần {ordinal}")
        for line in (*HEAD, headed(label, title)):
            sheet.append([line])
        sheet.append(list(USUAL.values()))
        for row in group:
            sheet.append([parts_blank(row, key) for key in USUAL])
    roster = sheet_of(book, "Danh sách")
    roster.append(["STT", "Họ và tên", "Chức vụ", "Nhiệm vụ được giao", "Số điện thoại"])
    roster.append([1, "Nguyễn Văn An", "Chủ tịch", "Trưởng ban", "0900000001"])
    return saved(book)


SHEETS: tuple[Layout, ...] = (
    ("a.xlsx", usual),
    ("b.xlsx", renamed_and_lower),
    ("c.xlsx", two_row_header),
    ("d.xlsx", unmerged_two_row_header),
    ("e.xlsx", section_column_merged),
    ("f.xlsx", section_column_repeated),
    ("g.xlsx", one_table_over_sheets),
    ("h.xlsx", wrapped_by_hand),
    ("i.xlsx", a_sheet_a_section),
)

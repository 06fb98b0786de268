"""The same plan laid out in other ways, as offices do: each layout is a file's bytes made from a truth file's rows."""

from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import groupby
from typing import Any

import docx
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Row = dict[str, Any]
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
    grouped = groupby(rows, lambda row: (row["section"], row["section_title"]))
    return [(label, title, list(group)) for (label, title), group in grouped]


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


def _parts_blank(row: Row, key: str) -> str:
    """A further part of a task says neither its number nor its task again."""
    return "" if row.get("part", "a") != "a" and key in ("no", "task") else said(row, key)


def usual(rows: Sequence[Row]) -> bytes:
    book, sheet = _book()
    sheet.append(list(USUAL.values()))
    for label, title, group in sections(rows):
        sheet.append([f"{label}. {title}"])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=len(USUAL))
        for row in group:
            sheet.append([_parts_blank(row, key) for key in USUAL])
    return saved(book)


def renamed_and_lower(rows: Sequence[Row]) -> bytes:
    """Columns in another order under other names, the header in row 20, section rows not merged."""
    book, sheet = _book([*HEAD, *[""] * 16])
    sheet.append(["Ghi chú", *RENAMED.values(), "Căn cứ"])
    for label, title, group in sections(rows):
        sheet.append(["", *(label if key == "no" else title if key == "task" else "" for key in RENAMED)])
        for row in group:
            cells = [_parts_blank(row, key) for key in RENAMED]
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
            sheet.append([_parts_blank(row, key) for key in keys])
    return saved(book)


def unmerged_two_row_header(rows: Sequence[Row]) -> bytes:
    book, sheet = _book()
    sheet.append(["STT", "Nội dung", "Kết quả đầu ra", "Cơ quan thực hiện", "", "Tiến độ"])
    sheet.append(["", "", "", "Chủ trì", "Phối hợp", ""])
    keys = ("no", "task", "products", "assignees", "coordinators", "deadline_text")
    for label, title, group in sections(rows):
        sheet.append(["", f"{label}. {title}"])
        for row in group:
            sheet.append([_parts_blank(row, key) for key in keys])
    return saved(book)


def _section_column(rows: Sequence[Row], *, merged: bool, repeated: bool) -> bytes:
    book, sheet = _book()
    keys = ("no", "task", "products", "assignees", "coordinators", "deadline_text")
    sheet.append(["Lĩnh vực", "TT", "Nhiệm vụ", "Sản phẩm", "Người thực hiện", "Phối hợp", "Hạn hoàn thành"])
    for label, title, group in sections(rows):
        first = sheet.max_row + 1
        for i, row in enumerate(group):
            section = f"{label}. {title}" if repeated or i == 0 else ""
            sheet.append([section, *(_parts_blank(row, key) for key in keys)])
        if merged:
            sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=1, end_column=1)
    return saved(book)


def section_column_merged(rows: Sequence[Row]) -> bytes:
    return _section_column(rows, merged=True, repeated=False)


def section_column_repeated(rows: Sequence[Row]) -> bytes:
    return _section_column(rows, merged=False, repeated=True)


def a_sheet_a_section(rows: Sequence[Row]) -> bytes:
    """Each section on a sheet of its own, its name above the header; last a sheet that is no plan."""
    book = Workbook()
    book.remove(book["Sheet"])
    for label, title, group in sections(rows):
        sheet = sheet_of(book, label)
        for line in (*HEAD, f"{label}. {title}"):
            sheet.append([line])
        sheet.append(list(USUAL.values()))
        for row in group:
            sheet.append([_parts_blank(row, key) for key in USUAL])
    roster = sheet_of(book, "Danh sách")
    roster.append(["STT", "Họ và tên", "Chức vụ", "Nhiệm vụ được giao", "Số điện thoại"])
    roster.append([1, "Nguyễn Văn An", "Chủ tịch", "Trưởng ban", "0900000001"])
    return saved(book)


def _document(lines: Sequence[str] = HEAD) -> Any:
    document = docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "HUYỆN ĐÔNG BÌNH\nUBND XÃ MINH HÒA"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    for line in lines:
        document.add_paragraph(line)
    return document


def _saved(document: Any) -> bytes:
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT."
    foot.cell(0, 1).text = "CHỦ TỊCH\nNguyễn Văn A"
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _cells(table: Any, texts: Sequence[str]) -> Any:
    row = table.add_row()
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text
    return row


def word_numbers_in_tasks(rows: Sequence[Row]) -> bytes:
    """No TT column: numbers at the head of the tasks; parts merged down; section rows merged."""
    document = _document()
    keys = ("products", "assignees", "coordinators", "deadline_text")
    table = document.add_table(rows=0, cols=5)
    _cells(table, ["Công việc", "Sản phẩm", "Phân công", "Phối hợp", "Thời hạn hoàn thành"])
    for label, title, group in sections(rows):
        heading = _cells(table, [f"{label}/ {title}", "", "", "", ""])
        heading.cells[0].merge(heading.cells[4])
        above = None
        for row in group:
            added = _cells(table, [numbered(row) if row.get("part", "a") == "a" else "", *(said(row, k) for k in keys)])
            if row.get("part", "a") == "a":
                above = added
            elif above is not None:
                above.cells[0].merge(added.cells[0])
    return _saved(document)


def word_automatic_numbers(rows: Sequence[Row]) -> bytes:
    """The TT column holds nothing but Word's own numbering, restarted in each section."""
    document = _document()
    keys = ("task", "products", "assignees", "coordinators", "deadline_text")
    table = document.add_table(rows=0, cols=6)
    _cells(table, ["TT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện"])
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    abstract = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    for label, title, group in sections(rows):
        _cells(table, [label, title, "", "", "", ""])
        restarted = numbering.add_num(abstract)
        restarted.add_lvlOverride(0).add_startOverride(1)
        for row in group:
            added = _cells(table, ["", *(_parts_blank(row, key) for key in keys)])
            if row.get("part", "a") == "a":
                paragraph = added.cells[0].paragraphs[0]
                paragraph.style = document.styles["List Number"]
                paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = restarted.numId
    return _saved(document)


def word_table_a_section(rows: Sequence[Row]) -> bytes:
    """A table for each section, its name in a paragraph above it, the header again in every table."""
    document = _document()
    keys = ("no", "task", "products", "assignees", "coordinators", "deadline_text")
    for label, title, group in sections(rows):
        document.add_paragraph(f"{label}. {title}")
        table = document.add_table(rows=0, cols=6)
        _cells(table, ["Số TT", "Nội dung nhiệm vụ", "Sản phẩm", "Bộ phận thực hiện", "Phối hợp", "Thời gian"])
        for row in group:
            _cells(table, [_parts_blank(row, key) for key in keys])
    return _saved(document)


LAYOUTS: tuple[tuple[str, Callable[[Sequence[Row]], bytes]], ...] = (
    ("a.xlsx", usual),
    ("b.xlsx", renamed_and_lower),
    ("c.xlsx", two_row_header),
    ("d.xlsx", unmerged_two_row_header),
    ("e.xlsx", section_column_merged),
    ("f.xlsx", section_column_repeated),
    ("g.xlsx", a_sheet_a_section),
    ("h.docx", word_numbers_in_tasks),
    ("i.docx", word_automatic_numbers),
    ("j.docx", word_table_a_section),
)

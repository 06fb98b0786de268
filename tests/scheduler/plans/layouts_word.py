"""As `layouts`, for Word: with and without lines, upright and on its side, numbered by hand and by Word."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement

from tests.scheduler.plans.layouts import HEAD, SHEETS, Layout, Row, headed, numbered, parts_blank, said, sections


def _document(lines: Sequence[str] = HEAD) -> Any:
    document = docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "HUYỆN ĐÔNG BÌNH\nUBND XÃ MINH HÒA"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    for line in lines:
        document.add_paragraph(line)
    return document


def _on_its_side(document: Any) -> None:
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width


def _on_every_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


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
        heading = _cells(table, [headed(label, title, "/ "), "", "", "", ""])
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
    """The TT column holds nothing but Word's own numbering, restarted where the plan's is."""
    document = _document()
    _on_its_side(document)
    keys = ("task", "products", "assignees", "coordinators", "deadline_text")
    table = document.add_table(rows=0, cols=6, style="Table Grid")
    _cells(table, ["TT", "Nhiệm vụ", "Sản phẩm", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện"])
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element
    abstract = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    numbers = None
    for label, title, group in sections(rows):
        _cells(table, [label, title, "", "", "", ""])
        if numbers is None or group[0]["no"] == "1":
            numbers = numbering.add_num(abstract)
            numbers.add_lvlOverride(0).add_startOverride(1)
        for row in group:
            added = _cells(table, ["", *(parts_blank(row, key) for key in keys)])
            if row.get("part", "a") == "a":
                paragraph = added.cells[0].paragraphs[0]
                paragraph.style = document.styles["List Number"]
                paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbers.numId
    return _saved(document)


def word_permuted(rows: Sequence[Row]) -> bytes:
    """Ruled, upright, the header on every page, the deadline right behind the number."""
    document = _document()
    keys = ("no", "deadline_text", "assignees", "task", "products", "coordinators")
    table = document.add_table(rows=0, cols=7, style="Table Grid")
    headings = ["STT", "Hạn", "Đơn vị chủ trì", "Nhiệm vụ cụ thể", "Sản phẩm", "Cơ quan phối hợp", "Ghi chú"]
    _on_every_page(_cells(table, headings))
    for label, title, group in sections(rows):
        heading = _cells(table, [headed(label, title), *[""] * 6])
        heading.cells[0].merge(heading.cells[6])
        for row in group:
            _cells(table, [*(parts_blank(row, key) for key in keys), "Nhắc ngày 20/8"])
    return _saved(document)


def word_table_a_section(rows: Sequence[Row]) -> bytes:
    """A table for each section, its name in a paragraph above it, the header again in every table."""
    document = _document()
    keys = ("no", "task", "products", "assignees", "coordinators", "deadline_text")
    for label, title, group in sections(rows):
        document.add_paragraph(headed(label, title))
        table = document.add_table(rows=0, cols=6)
        _cells(table, ["Số TT", "Nội dung nhiệm vụ", "Sản phẩm", "Bộ phận thực hiện", "Phối hợp", "Thời gian"])
        for row in group:
            _cells(table, [parts_blank(row, key) for key in keys])
    return _saved(document)


LAYOUTS: tuple[Layout, ...] = (
    *SHEETS,
    ("j.docx", word_numbers_in_tasks),
    ("k.docx", word_automatic_numbers),
    ("l.docx", word_permuted),
    ("m.docx", word_table_a_section),
)

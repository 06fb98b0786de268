"""What Word keeps outside the plain text of a cell."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx as word
from docx.oxml.parser import parse_xml
from docx.shared import Twips

from scheduler.plans import docx
from scheduler.plans.files import read_plan_bytes
from scheduler.plans.grid import Grid

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEADER = ["TT", "Nhiệm vụ", "Người thực hiện", "Thời hạn"]


def table_of(document: Any, rows: Sequence[Sequence[str]]) -> Any:
    table = document.add_table(rows=0, cols=len(rows[0]))
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    return table


def saved(document: Any) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def grids(document: Any) -> list[Grid]:
    return [block for block in docx.blocks(saved(document)) if isinstance(block, Grid)]


def test_deleted_words_are_not_read_and_inserted_ones_are() -> None:
    document = word.Document()
    table = table_of(document, [["x"]])
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    deleted = '<w:del w:id="1" w:author="a"><w:r><w:delText>cũ </w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="a">{run.format("mới")}</w:ins>'
    paragraph = parse_xml(f"<w:p {W}>{run.format('Việc ')}{deleted}{inserted}</w:p>")
    table.cell(0, 0)._tc.replace(table.cell(0, 0).paragraphs[0]._p, paragraph)
    assert grids(document)[0].texts() == ("Việc mới",)


def test_a_table_in_a_content_control_and_one_inside_a_cell_are_read() -> None:
    document = word.Document()
    table = table_of(document, [["ngoài"]])
    table.cell(0, 0).add_table(rows=1, cols=1).cell(0, 0).text = "trong"
    body, element = table._tbl.getparent(), table._tbl
    control = parse_xml(f"<w:sdt {W}><w:sdtContent/></w:sdt>")
    body.replace(element, control)
    control[0].append(element)
    assert grids(document)[0].texts() == ("ngoài\ntrong",)


def test_borders_drawn_a_little_apart_are_one_column() -> None:
    document = word.Document()
    table = table_of(document, [["a", "b", "c"], ["d", "e", "f"]])
    for column, width in zip(table.columns, (3000, 60, 3000), strict=True):
        column.width = Twips(width)
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 1).merge(table.cell(1, 2))
    assert [len(row) for row in grids(document)[0].rows] == [2, 2]


def test_a_table_cut_in_two_goes_on_under_the_same_header() -> None:
    document = word.Document()
    table_of(document, [HEADER, ["I", "THỂ CHẾ", "", ""], ["1", "Lập", "Lan", "Tháng 3/2026"]])
    document.add_paragraph()
    table_of(document, [["2", "Sửa", "Minh", "Tháng 4/2026"], ["3", "Gửi", "Lan", "Tháng 5/2026"]])
    tasks = read_plan_bytes("x.docx", saved(document)).tasks
    assert [(task.section, task.no, task.place.table, task.place.row) for task in tasks] == [
        ("I", "1", 1, 3),
        ("I", "2", 2, 1),
        ("I", "3", 2, 2),
    ]


def test_annexes_that_print_the_same_numbers_are_told_apart() -> None:
    document = word.Document()
    for number in ("I", "II"):
        document.add_paragraph(f"PHỤ LỤC {number}")
        document.add_paragraph("DANH MỤC NHIỆM VỤ NĂM 2026")
        table_of(document, [HEADER, ["1", f"Việc {number}", "Lan", "Tháng 3"]])
    tasks = read_plan_bytes("x.docx", saved(document)).tasks
    assert [(task.section, task.no) for task in tasks] == [("Phụ lục I", "1"), ("Phụ lục II", "1")]

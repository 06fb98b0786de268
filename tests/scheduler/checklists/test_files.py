"""A checklist's file in any of its forms."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from scheduler.checklists.files import read_checklists
from scheduler.plans.refusals import PlanFileError

ITEMS = ["Thẻ công chức", "Máy tính có công cụ ký số"]


def test_json_lines_hold_several_and_pass_over_what_is_no_checklist(tmp_path: Path) -> None:
    step = {
        "no": "Bước 1",
        "text": "Đặt lịch hẹn",
        "who": ["Kế toán"],
        "minutes": 15,
        "children": [{"no": "+", "text": "Tối đa 4"}],
    }
    lines = [
        {"source": "a", "checklist": "Quy trình", "audience": ["Chủ tịch"], "items": [step]},
        {"source": "a", "form": "Mẫu số 1", "columns": ["STT"]},
        {"source": "a", "checklist": "Chuẩn bị", "items": [{"text": "Thẻ công chức"}]},
    ]
    file = tmp_path / "danh-muc.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    first, second = read_checklists(file)
    assert (first.title, first.audience) == ("Quy trình", ("Chủ tịch",))
    assert (first.items[0].who, first.items[0].minutes, first.items[0].children[0].text) == (
        ("Kế toán",),
        15,
        "Tối đa 4",
    )
    assert second.items[0].text == "Thẻ công chức"


def test_a_word_file(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("CHUẨN BỊ KIỂM TRA NĂNG LỰC")
    for at, item in enumerate(ITEMS, start=1):
        document.add_paragraph(f"{at}. {item}")
    document.save(str(tmp_path / "a.docx"))
    (found,) = read_checklists(tmp_path / "a.docx")
    assert (found.title, [item.text for item in found.items]) == ("CHUẨN BỊ KIỂM TRA NĂNG LỰC", ITEMS)


@pytest.mark.parametrize("header", [["STT", "Nội dung", "Người thực hiện", "Thời gian"], []])
def test_a_sheet_with_and_without_headings(tmp_path: Path, header: list[str]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [[1, "Thẻ công chức", "Chủ tịch; Nội vụ", "15 phút"], [2, "Máy tính có công cụ ký số", "", ""]]
    for row in ([header] if header else []) + rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    (found,) = read_checklists(tmp_path / "a.xlsx")
    assert [item.text for item in found.items] == ITEMS
    if header:
        assert (found.items[0].who, found.items[0].minutes) == (("Chủ tịch", "Nội vụ"), 15)


@pytest.mark.parametrize(
    ("content", "key"),
    [("", "checklists.no_items"), ('{"items": [3]}', "checklists.bad_json"), ("{x", "checklists.bad_json")],
)
def test_what_is_no_checklist_is_said_so(tmp_path: Path, content: str, key: str) -> None:
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")
    with pytest.raises(PlanFileError) as refused:
        read_checklists(tmp_path / "a.txt")
    assert refused.value.key == key


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError) as refused:
        read_checklists(tmp_path / "a.txt")
    assert refused.value.key == "files.missing"

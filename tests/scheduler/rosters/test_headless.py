"""Lists of people without a header: lines of a text or a document, rows of a sheet."""

from io import BytesIO

import pytest
from docx import Document

from scheduler.plans.refusals import PlanFileError
from scheduler.rosters.files import read_roster_bytes
from scheduler.rosters.model import Entry
from tests.scheduler.rosters.sheets import TODAY, faults, roster, workbook

LINES = (
    "1. Nguyễn Thị Lan, Văn phòng - Thống kê, 0912345678",
    "2. Trần Văn Minh, Chủ tịch UBND, 0912 345 679, sinh năm 1975",
    "3. Lê Thị Hoa - Tư pháp - Hộ tịch - 091234567",
    "4. Bà Phạm Thu Hà (Kế toán; ĐT: 0987.654.321)",
)
READ = [
    ("Nguyễn Thị Lan", None, "Văn phòng - Thống kê", "0912345678", []),
    ("Trần Văn Minh", "1975", "Chủ tịch UBND", "0912345679", ["phone_written"]),
    ("Lê Thị Hoa", None, "Tư pháp - Hộ tịch", None, ["phone_bad"]),
    ("Phạm Thu Hà", None, "Kế toán", "0987654321", ["phone_written"]),
]


def said(entry: Entry) -> tuple[object, ...]:
    kinds = [fault for fault in faults(entry) if not fault.startswith("born")]
    return entry.name, entry.born, entry.post, entry.phone, kinds


def in_word() -> bytes:
    document, content = Document(), BytesIO()
    for line in ("DANH SÁCH CÁN BỘ", *LINES, "Người lập: Đỗ Văn Sơn"):
        document.add_paragraph(line)
    document.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(("UBND XÃ TÂN BÌNH", *LINES)).encode(),
        in_word(),
        workbook([["DANH SÁCH"], *([line] for line in LINES)]),
    ],
)
def test_a_person_on_each_line_is_read_from_text_word_and_excel(content: bytes) -> None:
    assert [said(entry) for entry in read_roster_bytes("ds", content, today=TODAY).entries] == READ


def test_cells_without_a_header_say_themselves_what_they_are() -> None:
    read = roster(
        [
            ["I. XÃ TÂN BÌNH"],
            [1, "NGUYỄN THỊ LAN", "Nữ", "12/3/1985", "Tư pháp - Hộ tịch", 912345678],
            [2, "Trần Văn Minh", "Nam", "1980", "Chủ tịch UBND", "0912345679"],
            ["II. XÃ HÒA AN"],
            [1, "Lê Hùng", "Nam", "05/6/1990", "Kế toán", None],
        ]
    )
    assert [(e.row, e.name, e.sex, e.born, e.post, e.unit, e.phone) for e in read.entries] == [
        (2, "Nguyễn Thị Lan", "Nữ", "1985-03-12", "Tư pháp - Hộ tịch", "Xã Tân Bình", "0912345678"),
        (3, "Trần Văn Minh", "Nam", "1980", "Chủ tịch UBND", "Xã Tân Bình", "0912345679"),
        (5, "Lê Hùng", "Nam", "1990-06-05", "Kế toán", "Xã Hòa An", None),
    ]
    assert "phone_missing" in faults(read.entries[2])


def test_commas_alone_make_a_list_and_a_row_without_a_name_is_told() -> None:
    text = "1,Nguyễn Thị Lan,Kế toán,0912345678\n2,,Kế toán,0912345670\n3,Trần Văn Minh,Chủ tịch UBND,0912345679\n"
    read = read_roster_bytes("ds.csv", text.encode(), today=TODAY)
    assert ([entry.name for entry in read.entries], [place.row for place in read.nameless]) == (
        ["Nguyễn Thị Lan", "Trần Văn Minh"],
        [2],
    )


@pytest.mark.parametrize(
    "text",
    [
        "1. Nguyễn Thị Lan: lập báo cáo quý I, hạn 20/11/2026\n2. Trần Văn Minh: họp giao ban, 25/11/2026\n",
        "Biên bản họp\nCó mặt:\n1. Nguyễn Thị Lan, Kế toán\n2. Trần Văn Minh, Chủ tịch UBND\nNội dung:\n"
        "Chủ tịch khai mạc.\nKế toán báo cáo thu chi.\nCác ý kiến thống nhất.\nKết luận: giao kế toán hoàn thiện.\n",
        "Nguyễn Thị Lan\n",
    ],
)
def test_work_of_people_minutes_and_a_lone_name_are_no_roster(text: str) -> None:
    with pytest.raises(PlanFileError, match=r"rosters\.no_roster"):
        read_roster_bytes("ds.txt", text.encode(), today=TODAY)

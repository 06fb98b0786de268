"""Lists laid out in other ways than the five forms."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from scheduler.plans.refusals import PlanFileError
from scheduler.rosters.files import read_roster, read_roster_bytes
from tests.scheduler.rosters.sheets import TODAY, faults, roster, workbook

SECTIONED: list[list[Any]] = [
    ["UBND HUYỆN MINH HÒA"],
    ["DANH SÁCH CÁN BỘ"],
    [],
    ["TT", "Họ và tên đệm", "Tên", "Giới tính", "Ngày, tháng, năm sinh", "Chức vụ", "ĐTDĐ", "Email"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    ["I. XÃ TÂN BÌNH"],
    [1, "NGUYỄN THỊ", "LAN", "Nữ", "12/3/1985", "CHỦ TỊCH UBND", "0912345678", "a@b"],
    [2, "TRẦN VĂN", "MINH", "Nữ", "1/2/90", "PCT UBND", 912345679],
    ["II. XÃ HÒA AN"],
    [1, "Lê", "Hùng", "nam", "1980", "VP-TK", "84912345670"],
    [None, "Tổng cộng", None, 3],
    [None, None, None, None, None, "Tân Bình, ngày 20 tháng 11 năm 2026"],
    [None, "Người lập", None, None, None, "CHỦ TỊCH"],
    [None, "Nguyễn Văn", "Ký", None, None, "Trần Văn Chủ"],
]


def test_names_in_two_columns_under_sections_that_are_their_units() -> None:
    read = roster(SECTIONED)
    assert [(e.row, e.name, e.sex, e.born, e.post, e.unit, e.phone) for e in read.entries] == [
        (7, "Nguyễn Thị Lan", "Nữ", "1985-03-12", "Chủ tịch UBND", "Xã Tân Bình", "0912345678"),
        (8, "Trần Văn Minh", "Nam", "1990-02-01", "Phó Chủ tịch UBND", "Xã Tân Bình", "0912345679"),
        (10, "Lê Hùng", "Nam", "1980", "Văn phòng - Thống kê", "Xã Hòa An", "0912345670"),
    ]
    assert faults(read.entries[1]) == ["name_capitals", "born_written", "sex_unlikely", "post_written", "phone_written"]
    assert read.nameless == ()


def test_a_header_far_down_crosses_under_the_sex_and_units_printed_once() -> None:
    head = ["STT", "Họ tên", "Nam", "Nữ", "Năm sinh", "Đơn vị công tác", "Chức danh, chức vụ", "Liên hệ", "Ghi chú"]
    read = roster(
        [
            *[[] for _ in range(20)],
            head,
            [1, "Ông Phạm Văn Đức", "x", None, 1970, "Phòng Nội vụ", "Trưởng phòng", "0912 345 671", None],
            [2, "Bà Lê Thị Hồng", None, "x", 1981, None, "Chuyên viên", "0912345672 / 0912345699", None],
            [3, "Đỗ Thanh Bình", None, "X", 1991, None, '"', "091234567", "Nghỉ phép"],
            [4, "Vũ Hà", None, "x", 2020, "Phòng Kinh tế", "Trưởng phòng", "0912345674", None],
            [5, None, None, "x", 1980, None, "Chuyên viên", "0912345675", None],
            [6, "Vũ Hà", None, "x", 1990, None, "Chuyên viên", "0912345674", None],
            ["Danh sách này có 6 người"],
        ]
    )
    assert [(e.row, e.name, e.sex, e.born, e.post, e.unit, e.phone, faults(e)) for e in read.entries] == [
        (22, "Phạm Văn Đức", "Nam", "1970", "Trưởng phòng", "Phòng Nội vụ", "0912345671", ["phone_written"]),
        (23, "Lê Thị Hồng", "Nữ", "1981", "Chuyên viên", "Phòng Nội vụ", "0912345672", ["phone_second"]),
        (24, "Đỗ Thanh Bình", "Nữ", "1991", "Chuyên viên", "Phòng Nội vụ", None, ["phone_bad"]),
        (25, "Vũ Hà", "Nữ", "2020", "Trưởng phòng", "Phòng Kinh tế", "0912345674", ["born_unlikely"]),
        (27, "Vũ Hà", "Nữ", "1990", "Chuyên viên", "Phòng Kinh tế", "0912345674", ["same_name", "phone_shared"]),
    ]
    assert [place.row for place in read.nameless] == [26]


def test_two_header_rows_that_are_not_merged_and_two_phone_columns() -> None:
    read = roster(
        [
            ["Mẫu số 05"],
            ["STT", "Họ và tên", None, "Năm sinh", None, "Chức vụ", "Đơn vị", "Điện thoại", None],
            [None, None, None, "Nam", "Nữ", None, None, "Cơ quan", "Di động"],
            [1, "Nguyễn Văn", "Tám", date(1980, 1, 2), None, "Trưởng phòng", "Phòng Nội vụ", "", "0912345678"],
            [2, "Trần Thị", "Chín", None, date(1990, 12, 31), "CV", "P. Nội vụ", "02838221234", "0912345679"],
            [3, "Lý", "Mười", None, "1992", "Chuyên viên", "Phòng Nội vụ", "02838221234", None],
        ],
        merged=["A2:A3", "B2:C3"],
    )
    assert read.form == 5
    assert [(e.name, e.sex, e.born, e.post, e.unit, e.phone, faults(e)) for e in read.entries] == [
        ("Nguyễn Văn Tám", "Nam", "1980-01-02", "Trưởng phòng", "Phòng Nội vụ", "0912345678", []),
        (
            "Trần Thị Chín",
            "Nữ",
            "1990-12-31",
            "Chuyên viên",
            "Phòng Nội vụ",
            "0912345679",
            ["post_written", "unit_written"],
        ),
        ("Lý Mười", "Nữ", "1992", "Chuyên viên", "Phòng Nội vụ", "02838221234", ["born_partial"]),
    ]


def test_a_birth_date_in_three_columns_is_one_date() -> None:
    top = ["STT", "Họ và tên", "Ngày, tháng, năm sinh", None, None, "Chức vụ"]
    low = [None, None, "Ngày", "Tháng", "Năm", None]
    people = [[1, "Nguyễn Thị Lan", 12, 3, 1985, "Kế toán"], [2, "Lê Hoa", "31", "02", "1990", "Kế toán"]]
    last = [3, "Vũ Thu", None, None, 1991, "Kế toán"]
    read = roster([top, low, *people, last], merged=["C1:E1"])
    assert [entry.born for entry in read.entries] == ["1985-03-12", None, "1991"]
    assert faults(read.entries[1]) == ["born_impossible"]


def test_a_birth_date_in_three_columns_of_one_header_row() -> None:
    header = ["STT", "Họ và tên", "Ngày sinh", "Tháng sinh", "Năm sinh", "Chức vụ"]
    read = roster([header, [1, "Nguyễn Thị Lan", 5, 11, 1979, "Kế toán"]])
    assert [entry.born for entry in read.entries] == ["1979-11-05"]


def test_a_plain_list_of_names() -> None:
    read = roster([["STT", "Họ và tên"], [1, "Nguyễn Văn A"], [2, "Trần Thị B"], [2, "Lan"]])
    assert [(e.name, faults(e)) for e in read.entries] == [
        ("Nguyễn Văn A", []),
        ("Trần Thị B", []),
        ("Lan", ["name_short", "number_repeated"]),
    ]


def test_a_table_in_a_word_file() -> None:
    document, content = Document(), BytesIO()
    document.add_paragraph("DANH SÁCH công chức tham gia lớp tập huấn")
    rows = [
        ["TT", "Họ và tên", "Sinh ngày", "Chức danh", "SĐT"],
        ["1", "Nguyễn Thị Lan", "05/6/1990", "Công chức TP-HT", "0912.345.678"],
        ["2", "Nguyễn Thị Lan", "1990", "Tư pháp - Hộ tịch", "0912345678"],
    ]
    table = document.add_table(rows=3, cols=5)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(content)
    read = read_roster_bytes("ds.docx", content.getvalue(), today=TODAY)
    assert read.takes_part is True
    assert [(e.row, e.born, e.post, e.phone, e.duplicate_of) for e in read.entries] == [
        (2, "1990-06-05", "Công chức Tư pháp - Hộ tịch", "0912345678", None),
        (3, "1990", "Tư pháp - Hộ tịch", "0912345678", 2),
    ]


def test_a_list_saved_as_text() -> None:
    text = "STT;Họ và tên;Chức vụ;Đơn vị;SĐT\r\n1;Nguyễn Văn An;Chủ tịch UBND;Xã A;912345678\r\n"
    read = read_roster_bytes("ds.csv", text.encode("utf-8-sig"), today=TODAY)
    assert [(e.row, e.name, e.post, e.unit, e.phone) for e in read.entries] == [
        (2, "Nguyễn Văn An", "Chủ tịch UBND", "Xã A", "0912345678")
    ]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (workbook([["STT", "Nhiệm vụ", "Thời hạn"], [1, "Báo cáo", "20/11"]]), "rosters.no_roster"),
        (b"", "rosters.empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", "rosters.unknown"),
        (b"STT,H\xe1\xbb\x8d v\xc3\xa0 t\xc3\xaan\n" + b"1,Lan\n" * 9_000, "rosters.too_large"),
        (b"PK\x03\x04broken", "files.damaged"),
        (b"Ch\xc3\xa0o", "rosters.no_roster"),
    ],
)
def test_what_is_no_roster_is_refused_in_one_sentence(content: bytes, key: str) -> None:
    with pytest.raises(PlanFileError) as refused:
        read_roster_bytes("ds.xlsx", content, today=TODAY)
    assert refused.value.key == key
    assert "kế hoạch" not in refused.value.sentence()


def test_a_missing_file_is_said_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match=r"files\.missing"):
        read_roster(tmp_path / "khong-co.xlsx", today=TODAY)

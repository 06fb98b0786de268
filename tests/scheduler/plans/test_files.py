import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from scheduler.plans.files import read_plan, read_plan_bytes
from scheduler.plans.refusals import PlanFileError
from tests.scheduler.plans.layouts import saved, usual
from tests.scheduler.plans.test_real_plans import PLANS, truth_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    return saved(book)


def empty_document() -> bytes:
    target = BytesIO()
    docx.Document().save(target)
    return target.getvalue()


def package_of(**parts: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return target.getvalue()


def bomb() -> bytes:
    source = zipfile.ZipFile(BytesIO(workbook(["TT", "Nhiệm vụ", "Thời hạn"])))
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            spaces = b" " * 80_000_000 if name == "xl/worksheets/sheet1.xml" else b""
            package.writestr(name, source.read(name) + spaces)
    return target.getvalue()


BAD = (
    ("files.empty", b""),
    ("files.empty", workbook()),
    ("files.empty", empty_document()),
    ("files.unknown", b"\x89PNG\r\n\x1a\n" + bytes(64)),
    ("files.no_plan", "một vài dòng chữ".encode()),
    ("files.unknown", package_of(content_xml=b"<x/>")),
    ("files.damaged", b"PK\x03\x04 and then nothing"),
    ("files.damaged", usual(truth_of("003-soc-trang-2030.jsonl"))[:3000]),
    ("files.damaged", package_of(word__document_xml=b"<w:document>")),
    ("files.damaged", package_of(xl__workbook_xml=b"<workbook>")),
    ("files.locked", OLE + "EncryptedPackage".encode("utf-16-le")),
    ("files.old_word", OLE + "WordDocument".encode("utf-16-le")),
    ("files.old_excel", OLE + "Workbook".encode("utf-16-le")),
    ("files.unknown", OLE),
    ("files.rich_text", rb"{\rtf1\ansi TT Nhi\u7879?m v\u7909?}"),
    ("files.web_page", "<html><body><table><tr><td>TT</td><td>Nhiệm vụ</td><td>Hạn</td></tr></table>".encode()),
    ("files.formulas", workbook(["TT", "Nhiệm vụ", "Thời hạn"], [1, '="Báo cáo"', "=DATE(2026,3,15)"])),
    ("files.secret", workbook(["UBND XÃ"], ["MẬT"], ["TT", "Nhiệm vụ", "Thời hạn"], [1, "Báo cáo", "Tháng 3"])),
    ("files.secret", "Độ mật: Tuyệt mật\nTT,Nhiệm vụ,Thời hạn\n1,Báo cáo,Tháng 3\n".encode()),
    ("files.no_plan", (PLANS / "mau-01.xlsx").read_bytes()),
    ("files.no_plan", workbook(["TT", "Nội dung", "Số lượng", "Kết quả"], [1, "Hồ sơ", 3, "xong"])),
    ("files.no_plan", workbook(["TT", "Nhiệm vụ", "Thời hạn"])),
    ("files.too_large", bomb()),
)


@pytest.mark.parametrize(("key", "content"), BAD)
def test_a_file_that_is_no_plan_gets_one_sentence(key: str, content: bytes) -> None:
    with pytest.raises(PlanFileError) as refused:
        read_plan_bytes("kế hoạch.xlsx", content)
    assert refused.value.key == key
    assert refused.value.sentence().endswith(".")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError) as refused:
        read_plan(tmp_path / "không có.docx")
    assert "không có.docx" in refused.value.sentence()


def test_too_many_rows_are_refused() -> None:
    rows: list[list[object]] = [[i, "Làm việc", "Tháng 3"] for i in range(6_001)]
    with pytest.raises(PlanFileError) as refused:
        read_plan_bytes("x.xlsx", workbook(["TT", "Nhiệm vụ", "Thời hạn"], *rows))
    assert refused.value.key == "files.too_large"


def test_every_cut_of_a_file_is_read_or_refused() -> None:
    for name in ("quang-khai-2023.docx", "soc-trang-2030.xlsx"):
        whole = (PLANS / name).read_bytes()
        for length in range(0, len(whole), len(whole) // 20):
            with pytest.raises(PlanFileError):
                read_plan_bytes(name, whole[:length])


def test_a_cell_of_thousands_of_lines_is_read_in_time() -> None:
    cell = "a\n" * 10_000
    tasks = read_plan_bytes("x.xlsx", workbook(["TT", "Nhiệm vụ", "Phối hợp", "Thời hạn"], [1, cell, cell, cell])).tasks
    assert len(tasks) == 1


def test_a_sheet_of_millions_of_empty_cells_is_refused() -> None:
    cells = b"<row>" + b"<c/>" * 2_000_000 + b"</row>"
    with pytest.raises(PlanFileError) as refused:
        read_plan_bytes("x.xlsx", package_of(xl__workbook_xml=b"<workbook/>", xl__worksheets__sheet1_xml=cells))
    assert refused.value.key == "files.too_large"


def test_a_numbered_row_that_was_left_blank_is_no_task() -> None:
    plan = workbook(["TT", "Nhiệm vụ", "Thời hạn"], [1, "Bảo vệ bí mật nhà nước", "Tháng 3"], [2, None, None])
    assert [task.task for task in read_plan_bytes("x.xlsx", plan).tasks] == ["Bảo vệ bí mật nhà nước"]


def test_the_content_decides_not_the_name() -> None:
    word = (PLANS / "quang-khai-2023.docx").read_bytes()
    assert len(read_plan_bytes("tên sai.xlsx", word).tasks) == 76


def test_year_and_span_given_by_hand_go_before_the_title() -> None:
    content = workbook(["KẾ HOẠCH CÔNG TÁC NĂM 2023"], ["TT", "Nhiệm vụ", "Thời hạn"], [1, "Báo cáo", "Tháng 3"])
    printed = read_plan_bytes("x.xlsx", content)
    given = read_plan_bytes("x.xlsx", content, year=2024, span=(2024, 2026))
    assert (printed.context.plan_year, printed.context.span) == (2023, (2023, 2023))
    assert (given.context.plan_year, given.context.span) == (2024, (2024, 2026))
    assert given.tasks[0].schedule.occurrences[0].due.year == 2024
    assert given.sha256 == printed.sha256

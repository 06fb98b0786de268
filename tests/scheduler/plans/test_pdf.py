import time
import zlib

import pytest

from scheduler.plans.files import read_plan, read_plan_bytes
from scheduler.plans.model import PlanDocument
from scheduler.plans.refusals import PlanFileError
from tests.scheduler.plans.printed import Printer, picture
from tests.scheduler.plans.test_real_plans import PLANS

WIDTHS = (40, 250, 160, 150, 150)
HEADER = ("TT", "Nhiệm vụ", "Sản phẩm", "Người thực hiện", "Thời gian hoàn thành")
LONG = "Rà soát toàn bộ thủ tục hành chính thuộc thẩm quyền giải quyết của Ủy ban nhân dân xã " * 3
ROWS = (
    ("1", "Ban hành kế hoạch cải cách hành chính của Ủy ban nhân dân xã", "Kế hoạch", "Công chức Văn phòng", "Tháng 1"),
    ("2", LONG.strip(), "Báo cáo;\nDanh mục thủ tục", "Công chức Tư pháp - Hộ tịch", "Trước ngày 15/3/2026"),
    ("3", "Tổng kết năm", "Báo cáo năm", "Chủ tịch UBND xã", "Quý IV/2026"),
)


def printed(*, ruled: bool, times: int = 1, repeat: bool = False) -> bytes:
    printer = Printer(WIDTHS, ruled=ruled)
    printer.text("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026")
    printer.row(HEADER)
    for section in ("I", "II", "III", "IV")[:times]:
        printer.section(f"{section}. LĨNH VỰC CẢI CÁCH HÀNH CHÍNH")
        for row in ROWS:
            pages = len(printer.pages)
            printer.row(row)
            if repeat and len(printer.pages) > pages and printer.at < 80:
                printer.row(HEADER)
    return printer.content()


def told(document: PlanDocument) -> list[tuple[str, str, str, tuple[str, ...], tuple[str, ...], str]]:
    return [(t.section, t.no, t.task, t.products, t.assignees, t.deadline_text) for t in document.tasks]


def wanted(*sections: str) -> list[tuple[str, str, str, tuple[str, ...], tuple[str, ...], str]]:
    return [
        (section, no, task, tuple(product.split(";\n")), (who,), when)
        for section in sections
        for no, task, product, who, when in ROWS
    ]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_small_table_is_read_with_and_without_lines(*, ruled: bool) -> None:
    document = read_plan_bytes("x.pdf", printed(ruled=ruled))
    assert told(document) == wanted("I")
    assert document.title == "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026"
    assert document.context.plan_year == 2026


@pytest.mark.parametrize("ruled", [True, False])
def test_rows_cut_by_the_end_of_a_page_are_whole_again(*, ruled: bool) -> None:
    document = read_plan_bytes("x.pdf", printed(ruled=ruled, times=4))
    assert told(document) == wanted("I", "II", "III", "IV")
    assert {task.place.page for task in document.tasks} == {1, 2}


def test_a_row_is_counted_on_its_page() -> None:
    document = read_plan_bytes("x.pdf", printed(ruled=True))
    assert [task.place.as_json() for task in document.tasks] == [{"page": 1, "row": r} for r in (3, 4, 5)]


def test_a_header_that_every_page_repeats_is_no_row() -> None:
    printer = Printer(WIDTHS, ruled=True)
    for page in range(3):
        if page:
            printer.turn()
        printer.row(HEADER)
        printer.row((str(page + 1), f"Việc {page + 1}", "Báo cáo", "Văn thư", "Tháng 5"))
    tasks = read_plan_bytes("x.pdf", printer.content()).tasks
    assert [(t.no, t.task, t.place.page) for t in tasks] == [(str(i), f"Việc {i}", i) for i in (1, 2, 3)]


def test_the_real_plan_is_read_in_eight_seconds_as_its_word_file() -> None:
    began = time.monotonic()
    pdf = read_plan(PLANS / "quang-khai-2023.pdf")
    assert time.monotonic() - began < 8 * 2  # a busy machine
    word = read_plan(PLANS / "quang-khai-2023.docx")
    assert [(t.section, t.no, t.part, t.assignees, t.schedule.occurrences) for t in pdf.tasks] == [
        (t.section, t.no, t.part, t.assignees, t.schedule.occurrences) for t in word.tasks
    ]
    assert (pdf.title, pdf.context) == (word.title, word.context)


def bomb() -> bytes:
    stream = zlib.compress(b" " * 60_000_000)
    return (
        b"%%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
        b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R>> endobj\n"
        b"4 0 obj <</Filter /FlateDecode /Length %d>> stream\n%b\nendstream endobj\n"
        b"trailer <</Root 1 0 R>>\n%%%%EOF\n" % (len(stream), stream)
    )


LOCKED = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj
3 0 obj <</Filter /Standard /V 1 /R 2 /P -4 /O (01234567890123456789012345678901)
/U (01234567890123456789012345678901)>>
endobj
trailer <</Root 1 0 R /Encrypt 3 0 R /ID [(0123456789012345) (0123456789012345)]>>
%%EOF
"""


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("files.scanned", picture()),
        ("files.locked", LOCKED),
        ("files.damaged", b"%PDF-1.7\nand then nothing"),
        ("files.too_large", bomb()),
    ],
)
def test_a_pdf_without_a_plan_gets_one_sentence(key: str, content: bytes) -> None:
    with pytest.raises(PlanFileError) as refused:
        read_plan_bytes("x.pdf", content)
    assert refused.value.key == key
    assert refused.value.sentence().endswith(".")


def outcome(content: bytes) -> str:
    try:
        return f"{len(read_plan_bytes('x.pdf', content).tasks)} tasks"
    except PlanFileError as refused:
        return refused.sentence()


def test_every_cut_of_a_pdf_is_read_or_refused() -> None:
    whole = printed(ruled=True)
    for length in range(20, len(whole), len(whole) // 8):
        assert outcome(whole[:length]).endswith((".", "tasks"))


def test_a_section_without_a_frame_between_two_pieces_of_a_table_is_its_row() -> None:
    printer = Printer(WIDTHS, ruled=True)
    printer.row(HEADER)
    for section in ("I. LĨNH VỰC NỘI VỤ", "II. LĨNH VỰC TƯ PHÁP"):
        printer.ruled = False
        printer.section(section)
        printer.ruled = True
        for row in ROWS:
            printer.row(row)
    assert told(read_plan_bytes("x.pdf", printer.content())) == wanted("I", "II")


def test_a_frame_that_the_pages_end_leaves_open_is_closed() -> None:
    printer = Printer(WIDTHS, ruled=True)
    printer.row(HEADER)
    for row in ROWS:
        printer.row(row)
    printer.open_row(("4", "Sơ kết", "Báo cáo", "Văn thư", "Tháng 6"))
    assert told(read_plan_bytes("x.pdf", printer.content()))[-1][1:] == (
        *("4", "Sơ kết", ("Báo cáo",), ("Văn thư",), "Tháng 6"),
    )


@pytest.mark.parametrize("ruled", [True, False])
def test_two_tables_on_a_page_keep_the_sections_that_the_text_between_names(*, ruled: bool) -> None:
    printer = Printer(WIDTHS, ruled=ruled)
    for section in ("I. LĨNH VỰC NỘI VỤ", "II. LĨNH VỰC TƯ PHÁP"):
        printer.at += 30
        printer.text(section)
        printer.row(HEADER)
        for row in ROWS:
            printer.row(row)
    assert told(read_plan_bytes("x.pdf", printer.content())) == wanted("I", "II")


def test_bands_of_colour_behind_the_rows_change_nothing() -> None:
    printer = Printer(WIDTHS, ruled=False)
    printer.text("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026")
    printer.row(HEADER)
    printer.section("I. LĨNH VỰC CẢI CÁCH HÀNH CHÍNH")
    for i, row in enumerate(ROWS):
        top = printer.at
        printer.row(row)
        if i % 2:
            printer.band(top)
    assert told(read_plan_bytes("x.pdf", printer.content())) == wanted("I")


@pytest.mark.parametrize("ruled", [True, False])
def test_words_at_the_head_and_foot_of_every_page_are_no_rows(*, ruled: bool) -> None:
    printer = Printer(WIDTHS, ruled=ruled)
    printer.row(HEADER)
    for section in ("I", "II", "III", "IV", "V", "VI"):
        printer.section(f"{section}. LĨNH VỰC CẢI CÁCH HÀNH CHÍNH")
        for row in ROWS:
            printer.row(row)
    for number, page in enumerate(printer.pages, start=1):
        page.text(0.05, 0.97, "UBND xã Minh Hòa - Kế hoạch cải cách hành chính", fontsize=8)
        page.text(0.9, 0.02, f"Trang {number}/{len(printer.pages)}", fontsize=8)
    assert len(printer.pages) > 2
    assert told(read_plan_bytes("x.pdf", printer.content())) == wanted("I", "II", "III", "IV", "V", "VI")

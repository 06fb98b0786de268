from dataclasses import replace
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from bot.reports.plan_xlsx import Remarks, Words, marked, plan_xlsx
from scheduler.plans.deadlines import read
from scheduler.plans.files import read_plan_bytes
from scheduler.plans.model import Context, Place, PlanDocument, PlanTask

CONTEXT = Context(2027, (2027, 2027))
WORDS = Words(
    "Kế hoạch",
    (
        "TT",
        "Nhiệm vụ",
        "Hoạt động",
        "Sản phẩm",
        "Người thực hiện",
        "Phối hợp",
        "Thời hạn",
        "Ghi chú: đọc là",
        "Ghi chú: giao cho",
        "Ghi chú: cần xem lại",
    ),
    aside="Ngoài bảng",
    about="Việc có hạn trong văn bản, ngoài bảng.",
    keep="Ghi chú: nhập (x)",
)


def task(title: str, deadline: str) -> PlanTask:
    return PlanTask(
        section="I",
        section_title="CHỈ ĐẠO",
        no="1",
        part="",
        task=title,
        activities=("- Ban hành kế hoạch",),
        products=("Kế hoạch", "Báo cáo"),
        assignees=("Văn phòng - Thống kê", "Nội vụ"),
        coordinators=("@Đoàn thể",),
        deadline_text=deadline,
        place=Place(),
        schedule=read(deadline, CONTEXT),
    )


def written(*titles: str) -> bytes:
    tasks = tuple(task(title, "Trước ngày 20/3/2027") for title in titles)
    document = PlanDocument("kh.docx", "a", "Kế hoạch cải cách năm 2027", "12/KH-UBND", None, None, CONTEXT, tasks)
    return plan_xlsx(
        document, [Remarks("hạn 19/3/2027", "+ Lan", "Cần xem" if "=" in t else "") for t in titles], WORDS
    )


def test_no_cell_begins_a_formula_and_none_is_one() -> None:
    sheet = load_workbook(BytesIO(written("=1+1", "Báo cáo"))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_doubtful_row_is_coloured() -> None:
    sheet = load_workbook(BytesIO(written("=1+1", "Báo cáo"))).worksheets[0]
    fills = {row[1].value: row[1].fill.fgColor.rgb for row in sheet.iter_rows() if row[0].value == "1"}
    assert fills == {"'=1+1": "00FFF2CC", "Báo cáo": "00000000"}


def test_it_is_read_as_a_plan_again() -> None:
    again = read_plan_bytes("bang.xlsx", written("Báo cáo", "Rà soát"))
    assert again.title.casefold() == "kế hoạch cải cách năm 2027"
    first = again.tasks[0]
    assert (first.task, first.assignees, first.products) == (
        "Báo cáo",
        ("Văn phòng - Thống kê", "Nội vụ"),
        ("Kế hoạch", "Báo cáo"),
    )
    assert [one.due for one in first.schedule.occurrences] == [date(2027, 3, 19)]


def test_what_the_running_text_asks_for_has_a_sheet_of_its_own_and_a_mark_keeps_it() -> None:
    rows = (task("Báo cáo", "Trước ngày 20/3/2027"), *(task(one, "30/6/2027") for one in ("Sơ kết", "Tập huấn")))
    tasks = (rows[0], *(replace(one, candidate=True) for one in rows[1:]))
    document = PlanDocument("kh.docx", "a", "Kế hoạch năm 2027", None, None, None, CONTEXT, tasks)
    book = load_workbook(BytesIO(plan_xlsx(document, [Remarks("", "", "")] * 3, WORDS)))
    assert book.sheetnames == ["Kế hoạch", "Ngoài bảng"]
    sheet = book["Ngoài bảng"]
    (row,) = [at for at, cells in enumerate(sheet.iter_rows(), start=1) if cells[1].value == "Tập huấn"]
    sheet.cell(row, len(WORDS.columns) + 1).value = "x"
    kept = BytesIO()
    book.save(kept)
    assert marked(kept.getvalue(), sheet="Ngoài bảng", keep=WORDS.keep) == {row}
    again = read_plan_bytes("bang.xlsx", kept.getvalue())
    assert [(one.task, one.place.sheet) for one in again.tasks] == [
        ("Báo cáo", "Kế hoạch"),
        ("Sơ kết", "Ngoài bảng"),
        ("Tập huấn", "Ngoài bảng"),
    ]

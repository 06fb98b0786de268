import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner, Result

from bot.cli import app

PLANS = Path(__file__).parents[2] / "data" / "plans"
Call = Callable[..., Result]


@pytest.fixture
def nhacviec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path / "data"))

    def call(*words: object, typed: str = "") -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=typed)

    return call


def test_reading_prints_a_json_line_a_task(nhacviec: Call) -> None:
    lines = nhacviec("plan", "read", "--json", PLANS / "quang-khai-2023.docx").stdout.splitlines()
    first = json.loads(lines[0])
    assert len(lines) == 76
    assert (first["section"], first["no"], first["source"]) == ("I", "1", "quang-khai-2023.docx")
    assert first["occurrences"] == [{"due": "2022-12-31", "time": None, "start": "2022-12-01", "label": None}]
    assert set(first["place"]) == {"table", "row"}


def test_a_look_at_a_file_needs_no_office_and_saves_nothing(nhacviec: Call, tmp_path: Path) -> None:
    shown = nhacviec("plan", "read", PLANS / "quang-khai-2023.xlsx")
    assert shown.exit_code == 0
    assert "76 nhiệm vụ, 7 lĩnh vực. Chưa lưu." in shown.stdout
    assert nhacviec("office", "list").stdout == ""


def test_importing_asks_saves_and_a_second_time_changes_nothing(nhacviec: Call) -> None:
    nhacviec("office", "add", "UBND xã Quang Khải")
    nhacviec("people", "add", "Phạm Thị Thoa", "--post", "Công chức Tài chính - Kế toán")
    plan = PLANS / "quang-khai-2023.docx"
    assert "Chưa lưu gì." in nhacviec("plan", "import", plan, typed="bỏ\nn\n").stdout
    saved = nhacviec("plan", "import", plan, typed="bỏ\ny\n")
    assert "Đã lưu kế hoạch: 76 nhiệm vụ" in saved.stdout
    assert "Công chức TC-KT\tPhạm Thị Thoa" in nhacviec("posts", "list").stdout
    again = nhacviec("plan", "import", PLANS / "quang-khai-2023.xlsx", "--yes")
    assert (again.exit_code, "Không có thay đổi" in again.stdout) == (0, True)


def test_a_span_that_the_file_does_not_give_is_asked_for(nhacviec: Call) -> None:
    nhacviec("office", "add", "Sở Nội vụ")
    answered = nhacviec("plan", "import", PLANS / "soc-trang-2030.docx", "--year", "2022", typed="2022-2030\nbỏ\ny\n")
    assert "Kế hoạch kéo dài từ năm nào" in answered.stdout
    assert "42 nhiệm vụ, 283 việc" in answered.stdout


def test_a_post_chosen_by_hand_takes_over_what_is_open(nhacviec: Call) -> None:
    nhacviec("office", "add", "UBND xã Quang Khải")
    nhacviec("people", "add", "Nguyễn Thị Lan", "--post", "Văn thư")
    nhacviec("plan", "import", PLANS / "quang-khai-2023.docx", "--yes", "--past", "overdue")
    done = nhacviec("posts", "set", "Công chức TC-KT", "--person", "Lan")
    assert "Đã chuyển 12 việc chưa hoàn thành." in done.stdout


@pytest.mark.parametrize("fault", ["missing", "damaged", "no plan", "empty sheet"])
def test_a_file_that_is_no_plan_gets_one_sentence_and_saves_nothing(nhacviec: Call, tmp_path: Path, fault: str) -> None:
    nhacviec("office", "add", "UBND xã")
    file = tmp_path / "ke-hoach.xlsx"
    if fault == "damaged":
        file.write_bytes((PLANS / "quang-khai-2023.xlsx").read_bytes()[:5000])
    elif fault != "missing":
        book = Workbook()
        if fault == "no plan" and book.active:
            book.active.append(["Họ và tên", "Điện thoại"])
            book.active.append(["Lan", "0900000001"])
        book.save(file)
    refused = nhacviec("plan", "import", file, "--yes")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert len(refused.stderr.splitlines()) == 1
    assert nhacviec("posts", "list").stdout == ""


def test_a_plan_without_its_years_says_once_how_to_give_them(nhacviec: Call) -> None:
    nhacviec("office", "add", "Sở Nội vụ")
    assert nhacviec("plan", "read", PLANS / "soc-trang-2030.docx").stdout.count("--span 2022-2030") == 1


def test_a_span_typed_wrongly_is_said_so(nhacviec: Call) -> None:
    refused = nhacviec("plan", "read", PLANS / "soc-trang-2030.docx", "--span", "2030")
    assert (refused.exit_code, "2022-2030" in refused.stderr) == (1, True)


def test_an_amended_plan_shows_what_changes_and_asks(nhacviec: Call, tmp_path: Path) -> None:
    nhacviec("office", "add", "UBND xã Quang Khải")
    plan = PLANS / "quang-khai-2023.xlsx"
    nhacviec("plan", "import", plan, "--yes", "--past", "overdue")
    book = load_workbook(plan)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value == "Tháng 11/2023":
                cell.value = "Trước ngày 15/12/2023"
    book.save(tmp_path / "sua.xlsx")
    asked = nhacviec("plan", "import", tmp_path / "sua.xlsx", typed="n\n")
    assert "So với bản đang dùng: đổi hạn" in asked.stdout
    assert "Áp dụng các thay đổi này, đúng không?" in asked.stdout
    assert "Chưa lưu gì." in asked.stdout
    applied = nhacviec("plan", "import", tmp_path / "sua.xlsx", "--tell", typed="y\n")
    assert "Đã áp dụng bản sửa đổi" in applied.stdout
    assert "Chưa gửi thông báo thay đổi." in applied.stdout
    assert "Không có thay đổi" in nhacviec("plan", "import", tmp_path / "sua.xlsx").stdout


def test_an_annotated_table_is_written_and_read_again_as_the_same_plan(nhacviec: Call, tmp_path: Path) -> None:
    nhacviec("office", "add", "UBND xã Quang Khải")
    nhacviec("people", "add", "Phạm Thị Thoa", "--post", "Công chức Tài chính - Kế toán")
    plan, table = PLANS / "quang-khai-2023.docx", tmp_path / "bang.xlsx"
    assert "Đã ghi bảng vào bang.xlsx." in nhacviec("plan", "read", plan, "--annotate", table).stdout
    cells = {str(cell.value) for row in load_workbook(table).worksheets[0].iter_rows() for cell in row if cell.value}
    assert "Công chức TC-KT → Phạm Thị Thoa" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    nhacviec("plan", "import", plan, "--yes", "--past", "overdue")
    assert "Không có thay đổi" in nhacviec("plan", "import", table).stdout
    refused = nhacviec("plan", "read", plan, "--annotate", tmp_path / "nowhere" / "bang.xlsx")
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)


@pytest.fixture
def with_prose(tmp_path: Path) -> Path:
    """A plan of one row whose running text has two more dates."""
    made = Document()
    for line in ("KẾ HOẠCH", "Cải cách hành chính năm 2027"):
        made.add_paragraph(line)
    table = made.add_table(rows=2, cols=4)
    rows = (("TT", "Nhiệm vụ", "Người thực hiện", "Thời hạn"), ("1", "Báo cáo năm", "Nội vụ", "30/11/2027"))
    for row, printed in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, printed, strict=True):
            cell.text = words
    made.add_paragraph("II. TỔ CHỨC THỰC HIỆN")
    made.add_paragraph("1. Nội vụ gửi báo cáo sơ kết về UBND thành phố trước ngày 16/6/2027.")
    made.add_paragraph("2. Địa chính rà soát hồ sơ, hoàn thành trước ngày 11/9/2027.")
    made.save(str(tmp_path / "kh.docx"))
    return tmp_path / "kh.docx"


@pytest.mark.parametrize(("typed", "tasks"), [("cả\ny\n", 3), ("từng\nn\ny\ny\n", 2), ("không\ny\n", 1), ("\ny\n", 1)])
def test_what_the_running_text_asks_for_is_offered_all_one_by_one_or_none(
    nhacviec: Call, with_prose: Path, typed: str, tasks: int
) -> None:
    nhacviec("office", "add", "UBND xã Quang Khải")
    saved = nhacviec("plan", "import", with_prose, typed=typed)
    assert "Trong văn bản còn 2 việc có hạn, ngoài bảng:" in saved.stdout
    assert f"Đã lưu kế hoạch: {tasks} nhiệm vụ" in saved.stdout
    again = nhacviec("plan", "import", with_prose, "--yes")
    assert "Không có thay đổi" in again.stdout


def test_without_questions_the_running_text_comes_in_only_where_it_is_asked_for(
    nhacviec: Call, with_prose: Path
) -> None:
    nhacviec("office", "add", "UBND xã Quang Khải")
    assert len(nhacviec("plan", "read", with_prose, "--json").stdout.splitlines()) == 1
    assert len(nhacviec("plan", "read", with_prose, "--json", "--candidates").stdout.splitlines()) == 3
    assert "Đã lưu kế hoạch: 3 nhiệm vụ" in nhacviec("plan", "import", with_prose, "--yes", "--candidates").stdout

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

ROSTERS = Path(__file__).parents[2] / "data" / "rosters"
PLAN = Path(__file__).parents[2] / "data" / "plans" / "quang-khai-2023.xlsx"
Call = Callable[..., Result]

PREVIEW = """\
Tệp mau-02.xlsx (Mẫu số 02): đọc được 18 người. Chưa lưu.
Đã chuẩn hóa 7 dòng: số điện thoại, ngày sinh, chức danh, khoảng trắng.
Cần xem lại 3 dòng:
Dòng 19: thiếu số điện thoại
Dòng 20: ngày sinh ở cột Nữ, họ tên thường là của nam
Dòng 29: trùng người với dòng 13, khác số điện thoại
"""


@pytest.fixture
def nhacviec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path / "data"))

    def call(*words: object, typed: str = "") -> Result:
        return CliRunner().invoke(app, [str(word) for word in words], input=typed)

    call("office", "add", "UBND xã Quang Khải")
    return call


def test_a_roster_is_shown_first_and_nothing_is_saved_without_a_yes(nhacviec: Call) -> None:
    shown = nhacviec("people", "import", ROSTERS / "mau-02.xlsx", typed="n\n")
    assert shown.stdout.startswith(PREVIEW)
    assert 'Dòng 16: chức danh "Văn phòng- Thống kế" → Văn phòng - Thống kê' in shown.stdout
    assert shown.stdout.endswith("Chưa lưu. Không có thay đổi.\n")
    assert nhacviec("people", "list").stdout == ""


def test_after_a_yes_it_is_saved_and_a_second_time_changes_nothing(nhacviec: Call) -> None:
    saved = nhacviec("people", "import", ROSTERS / "mau-02.xlsx", typed="y\n")
    assert saved.stdout.endswith("Đã lưu: thêm 18 người, cập nhật 0 người, 0 người thôi công tác.\n")
    assert len(nhacviec("people", "list").stdout.splitlines()) == 18
    again = nhacviec("people", "import", ROSTERS / "mau-02.xlsx", "--yes")
    assert again.stdout.endswith("Danh sách đã có đủ. Không có thay đổi.\n")


def test_several_forms_are_witnesses_to_each_other(nhacviec: Call) -> None:
    shown = nhacviec("people", "import", *sorted(ROSTERS.glob("mau-0*.xlsx")), "--yes")
    assert "Dòng 20: ngày sinh ở cột Nữ, khác với Mẫu số 05 (cột Nam)" in shown.stdout
    assert "Dòng 22: có tên ở cả Mẫu số 02, vừa tham gia vừa không tham gia" in shown.stdout
    assert shown.stdout.endswith("Đã lưu: thêm 54 người, cập nhật 0 người, 0 người thôi công tác.\n")


def test_a_complete_roster_names_who_would_leave(nhacviec: Call) -> None:
    nhacviec("people", "add", "Vũ Văn Cũ", "--post", "Văn thư")
    shown = nhacviec("people", "import", ROSTERS / "mau-01.xlsx", "--complete", typed="y\n")
    assert "1 người không có trong danh sách sẽ được ghi là thôi công tác từ hôm nay:\nVũ Văn Cũ\n" in shown.stdout
    assert "Vũ Văn Cũ" not in nhacviec("people", "list").stdout


def test_the_list_of_people_beside_a_plan_is_a_roster_and_names_its_leaders(nhacviec: Call) -> None:
    saved = nhacviec("people", "import", PLAN, "--yes")
    assert "đọc được 22 người" in saved.stdout
    assert "Được ghi là lãnh đạo: Phạm Đức Thịnh và Lê Thị Bích Hường." in saved.stdout


def test_json_lines_say_what_was_read_and_save_nothing(nhacviec: Call) -> None:
    lines = nhacviec("people", "import", ROSTERS / "mau-04.xlsx", "--json").stdout.splitlines()
    row = next(row for row in map(json.loads, lines) if row["row"] == 19)
    assert row == {
        "file": "mau-04.xlsx",
        "row": 19,
        "name": "Lâm Chí Bảo",
        "sex": "Nam",
        "born": "1980-04-10",
        "post": "Phó Chánh Văn phòng",
        "unit": "Văn phòng HĐND và UBND",
        "phone": None,
        "reason": None,
        "note": "Phụ trách kiểm soát TTHC",
        "faults": ["phone_bad"],
    }
    assert nhacviec("people", "list").stdout == ""


def test_what_is_no_roster_ends_with_one_sentence(nhacviec: Call, tmp_path: Path) -> None:
    text = tmp_path / "thu.txt"
    text.write_text("Chào anh chị", encoding="utf-8")
    refused = nhacviec("people", "import", text)
    assert (refused.exit_code, refused.stderr) == (
        1,
        "Không thấy danh sách người trong tệp, cần một bảng có cột họ và tên, hoặc mỗi dòng một người.\n",
    )


def test_open_work_is_handed_over_after_a_yes(nhacviec: Call) -> None:
    nhacviec("people", "add", "Phạm Thị Thoa", "--post", "Công chức Tài chính - Kế toán")
    nhacviec("people", "add", "Lê Văn Thay")
    nhacviec("plan", "import", PLAN, "--past", "overdue", "--yes")
    asked = nhacviec("people", "hand-over", "Thoa", "--to", "Thay", typed="n\n")
    assert asked.stdout.endswith("Chưa bàn giao. Không có thay đổi.\n")
    done = nhacviec("people", "hand-over", "Thoa", "--to", "Thay", "--until", "31/12/2023", "--yes")
    assert "việc của Phạm Thị Thoa cho Lê Văn Thay." in done.stdout.splitlines()[-1]
    again = nhacviec("people", "hand-over", "Thoa", "--to", "Thay", "--until", "2023-12-31", "--yes")
    assert again.exit_code == 1
    assert "không có việc nào chưa hoàn thành" in again.stderr

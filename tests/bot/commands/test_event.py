"""Events and conditions at the terminal: the plan's own rows, given a day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner, Result

from bot.cli import app
from scheduler.calendar import Calendar

Call = Callable[..., Result]


@pytest.fixture
def nhacviec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """An office with a plan of two rows: one counts from the inspection, one is asked for."""
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path / "data"))

    def call(*words: object) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words])

    book = Workbook()
    sheet = book.create_sheet("KH", 0)
    for row in (
        ("Kế hoạch kiểm tra năm 2026", None, None, None),
        ("TT", "Nhiệm vụ", "Người thực hiện", "Thời gian hoàn thành"),
        (1, "Chuẩn bị hồ sơ trình đoàn", "Công chức Tài chính - Kế toán", "Trước 05 ngày kiểm tra"),
        (2, "Báo cáo số liệu thu chi", "Công chức Tài chính - Kế toán", "Theo yêu cầu"),
    ):
        sheet.append(row)
    file = tmp_path / "ke-hoach.xlsx"
    book.save(file)
    call("office", "add", "UBND xã Quang Khải")
    call("people", "add", "Phạm Thị Thoa", "--post", "Công chức Tài chính - Kế toán")
    assert call("plan", "import", file, "--yes").exit_code == 0
    return call


def ahead(days: int) -> str:
    return (Calendar().today(datetime.now(UTC)) + timedelta(days=days)).isoformat()


def test_an_event_is_set_listed_and_moved(nhacviec: Call) -> None:
    assert nhacviec("event", "list").stdout == "Chưa có sự kiện nào.\n"
    done = nhacviec("event", "set", "kiểm tra", "--day", ahead(30), "--time", "08:00", "--place", "Hội trường")
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("Kiểm tra: 08:00 ")
    assert "Chuẩn bị hồ sơ trình đoàn — hạn " in done.stdout
    assert nhacviec("event", "list").stdout.startswith("Kiểm tra\t08:00 ")
    assert "Không có gì thay đổi." in nhacviec("event", "set", "ngày kiểm tra", "--day", ahead(30)).stdout
    moved = nhacviec("event", "set", "kiểm tra", "--day", ahead(40)).stdout
    assert moved.startswith("Kiểm tra: từ 08:00 ")
    assert "1. Chuẩn bị hồ sơ trình đoàn — từ " in moved


def test_what_is_asked_for_is_started_by_its_id(nhacviec: Call) -> None:
    first, second = (line.split("\t") for line in nhacviec("condition", "list").stdout.splitlines())
    assert (first[1:], second[1:]) == (
        ["Chuẩn bị hồ sơ trình đoàn", "chờ ngày kiểm tra"],
        ["Báo cáo số liệu thu chi", "khi có yêu cầu"],
    )
    started = nhacviec("condition", "start", second[0], "--due", ahead(5))
    assert started.stdout.startswith("Đã giao việc 1 cho Phạm Thị Thoa, hạn ")
    refused = nhacviec("condition", "start", first[0], "--due", ahead(5))
    assert (refused.exit_code, refused.stderr) == (
        1,
        "Mục này tính hạn theo ngày kiểm tra. Cần đặt ngày kiểm tra trước.\n",
    )
    assert nhacviec("condition", "start", "999", "--due", ahead(5)).exit_code == 1

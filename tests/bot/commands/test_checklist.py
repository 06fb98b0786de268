"""nhacviec checklist: a file comes in, is listed, and belongs to an event or a task."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

RUN = CliRunner()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with an event, and a file of two items."""
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("NHACVIEC_DATABASE_URL", raising=False)
    RUN.invoke(app, ["office", "add", "UBND xã Quang Khải"])
    RUN.invoke(app, ["event", "set", "kiểm tra năng lực", "--day", "2099-12-15"])
    file = tmp_path / "chuan-bi.txt"
    file.write_text("CHUẨN BỊ KIỂM TRA\n1. Thẻ công chức\n2. Máy tính có công cụ ký số\n", encoding="utf-8")
    return file


def said(*words: str) -> tuple[int, str]:
    result = RUN.invoke(app, list(words))
    return result.exit_code, result.output.strip()


def test_a_file_is_kept_listed_and_attached(office: Path) -> None:
    assert said("checklist", "list") == (0, "Chưa có danh mục nào.")
    assert said("checklist", "add", str(office)) == (0, "Đã lưu danh mục 1, CHUẨN BỊ KIỂM TRA: 2 mục.")
    assert said("checklist", "list") == (0, "1\tCHUẨN BỊ KIỂM TRA\t2\tchưa gắn")
    attached = "Đã gắn danh mục 1 vào sự kiện: kiểm tra năng lực."
    assert said("checklist", "attach", "chuẩn bị", "--event", "kiểm tra năng lực") == (0, attached)
    assert said("checklist", "list") == (0, "1\tCHUẨN BỊ KIỂM TRA\t2\tsự kiện: kiểm tra năng lực")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["checklist", "attach", "9", "--event", "kiểm tra năng lực"], 'Không tìm thấy danh mục "9".'),
        (["checklist", "attach", "1", "--event", "hội nghị"], 'Không tìm thấy sự kiện "hội nghị".'),
        (["checklist", "attach", "1", "--task", "12"], "Không tìm thấy việc 12."),
        (["checklist", "attach", "1"], "Cần --event hoặc --task."),
        (["checklist", "add", "khong-co.docx"], "khong-co.docx"),
        (["event", "rules", "hội nghị", "--line", "Đeo thẻ"], 'Không tìm thấy sự kiện "hội nghị".'),
        (["event", "rules", "kiểm tra năng lực", "--file", "khong-co.txt"], "Không đọc được tệp khong-co.txt."),
    ],
)
def test_what_is_not_there_is_one_sentence(office: Path, words: list[str], problem: str) -> None:
    said("checklist", "add", str(office))
    code, output = said(*words)
    assert (code, problem in output) == (1, True)


def test_the_rules_of_an_event_are_kept(office: Path) -> None:
    rules = office.with_name("quy-dinh.txt")
    rules.write_text("Không sử dụng điện thoại.\n\nĐeo thẻ công chức.\n", encoding="utf-8")
    kept = "Đã ghi 3 dòng quy định của Kiểm tra năng lực."
    assert said("event", "rules", "kiểm tra năng lực", "--line", "Mỗi bước 15 phút", "--file", str(rules)) == (0, kept)

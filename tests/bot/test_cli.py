from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import COMMANDS, app
from bot.commands.people import new_code

RUN = CliRunner()


@pytest.fixture
def nhacviec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))

    def call(*words: str) -> Result:
        return RUN.invoke(app, list(words))

    return call


def test_every_command_is_there_and_explains_itself() -> None:
    for name in COMMANDS:
        assert RUN.invoke(app, [name, "--help"]).exit_code == 0, name


def test_an_office_its_people_and_their_codes(nhacviec) -> None:  # type: ignore[no-untyped-def]
    assert "Chưa có đơn vị" in nhacviec("people", "list").stderr
    assert nhacviec("office", "add", "UBND xã Quang Khải").exit_code == 0
    assert "đã có" in nhacviec("office", "add", "ubnd xa quang khai").stderr
    assert nhacviec("people", "add", "Nguyễn Thị Lan", "--post", "Văn phòng - Thống kê").exit_code == 0
    assert "Nguyễn Thị Lan\tVăn phòng - Thống kê\tchưa liên kết" in nhacviec("people", "list").stdout
    assert "Mã liên kết của Nguyễn Thị Lan" in nhacviec("people", "link", "lan").stdout
    nobody = nhacviec("people", "link", "Tuấn")
    assert (nobody.exit_code, nobody.stdout) == (1, "")


def test_with_two_offices_the_one_meant_has_to_be_named(nhacviec) -> None:  # type: ignore[no-untyped-def]
    for name in ("UBND xã Quang Khải", "UBND xã Tân Bình"):
        nhacviec("office", "add", name)
    assert "--office" in nhacviec("people", "list").stderr
    assert nhacviec("people", "list", "--office", "ubnd xa tan binh").exit_code == 0
    assert "Không tìm thấy đơn vị" in nhacviec("people", "list", "--office", "UBND xã X").stderr


def test_a_code_always_holds_a_digit() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) > 190
    assert all(len(code) == 6 and any(c.isdigit() for c in code) for code in codes)


def test_a_damaged_database_is_one_sentence(nhacviec, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "nhacviec.db").write_text("not a database " * 50, encoding="utf-8")
    said = nhacviec("office", "list")
    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr == "Không dùng được cơ sở dữ liệu (file is not a database). Chưa có gì được lưu.\n"


def test_a_folder_that_cannot_be_made_is_one_sentence(  # type: ignore[no-untyped-def]
    nhacviec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path / "file" / "data"))
    monkeypatch.setenv("NHACVIEC_TELEGRAM_TOKENS", "123456:abcdefghijklmnopqrstuvwxyz")
    for command in (("office", "list"), ("run",)):
        assert nhacviec(*command).stderr.startswith("Không dùng được cơ sở dữ liệu")


def test_run_and_the_demo_refuse_a_damaged_database(  # type: ignore[no-untyped-def]
    nhacviec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nhacviec.db").write_text("not a database " * 50, encoding="utf-8")
    monkeypatch.setenv("NHACVIEC_TELEGRAM_TOKENS", "123456:abcdefghijklmnopqrstuvwxyz")
    assert "Không dùng được cơ sở dữ liệu" in nhacviec("run").stderr
    assert "--reset" in nhacviec("demo", "--no-browser", "--data", str(tmp_path)).stderr

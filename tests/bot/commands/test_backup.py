"""A copy made and taken back at the terminal, as the person at the office PC sees it."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from bot.cli import app
from scheduler.lock import hold
from storage.database import reading, transaction
from storage.people import add_office, people_of

Call = Callable[..., Result]


def _call(*words: object, said: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], input=said)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of an office with one person."""
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))
    _call("office", "add", "UBND xã Quang Khải")
    _call("people", "add", "Nguyễn Thị Lan")
    return tmp_path


@pytest.fixture
def server(postgres: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """An office whose data are on PostgreSQL."""
    url = postgres.url.render_as_string(hide_password=False).replace("+psycopg", "")
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", url)
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))
    with transaction(postgres) as session:
        add_office(session, "UBND xã Quang Khải")
    postgres.dispose()
    return postgres


def _people() -> str:
    return _call("people", "list").stdout


def test_what_was_lost_comes_back_and_what_replaced_it_is_kept(office: Path) -> None:
    made = _call("backup", office / "copy.db")
    assert re.fullmatch(
        r"Đã sao lưu vào .*copy\.db \([\d,]+ MB, [\d,]+ giây\)\. Bản sao đã được kiểm tra\.\n", made.stdout
    )
    _call("people", "add", "Lê Thị Hoa")
    back = _call("restore", office / "copy.db", said="y\n")
    assert "Bản sao có 1 đơn vị, 1 người, 0 việc. Ghi nhận cuối cùng lúc" in back.stdout
    assert "Đã khôi phục." in back.stdout
    assert "Lê Thị Hoa" not in _people()
    [kept] = office.glob("nhacviec-replaced-*.db")
    assert f"Dữ liệu trước đó được giữ tại {kept}." in back.stdout
    _call("restore", kept, "--yes")
    assert "Lê Thị Hoa" in _people()


def test_who_says_no_changes_nothing(office: Path) -> None:
    _call("backup", office / "copy.db")
    _call("people", "add", "Lê Thị Hoa")
    said = _call("restore", office / "copy.db", said="n\n")
    assert (said.exit_code, said.stdout.splitlines()[-1][-26:]) == (0, "Chưa có gì thay đổi."[-26:])
    assert "Lê Thị Hoa" in _people()
    assert list(office.glob("*.part")) == []


def test_a_folder_keeps_the_newest_copies_and_whatever_else_is_in_it(office: Path) -> None:
    folder = office / "sao-luu"
    folder.mkdir()
    for name in ("nhacviec-2026-01-01-020000.db", "nhacviec-2026-01-02-020000.db", "nhacviec-cua-toi.db"):
        (folder / name).touch()
    made = _call("backup", folder, "--keep", 2)
    assert "Đã xóa 1 bản sao cũ, giữ 2 bản mới nhất." in made.stdout
    left = sorted(file.name for file in folder.iterdir())
    assert left[0] == "nhacviec-2026-01-02-020000.db"
    assert left[2] == "nhacviec-cua-toi.db"
    assert len(left) == 3


def test_without_a_place_the_copy_lies_beside_the_data(office: Path) -> None:
    assert _call("backup").exit_code == 0
    assert len(list((office / "backups").iterdir())) == 1


def test_a_file_that_is_there_is_not_overwritten(office: Path) -> None:
    (office / "copy.db").write_text("mine", encoding="utf-8")
    said = _call("backup", office / "copy.db")
    assert (said.exit_code, "không bị ghi đè" in said.stderr) == (1, True)
    assert (office / "copy.db").read_text(encoding="utf-8") == "mine"


def test_with_no_data_there_is_nothing_to_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHACVIEC_DATA_DIR", str(tmp_path))
    said = _call("backup")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "chưa có gì để sao lưu" in said.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_gives_no_copy_and_one_sentence(office: Path) -> None:
    file = office / "nhacviec.db"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2 // 4096 * 4096])
    said = _call("backup", office / "copy.db")
    assert (said.exit_code, said.stdout) == (1, "")
    assert len(said.stderr.strip().splitlines()) == 1
    assert not (office / "copy.db").exists()


def test_while_it_runs_nothing_is_restored(office: Path) -> None:
    _call("backup", office / "copy.db")
    with hold(office / "nhacviec.db"):
        assert _call("backup", office / "another.db").exit_code == 0
        said = _call("restore", office / "copy.db", "--yes")
    assert (said.exit_code, "đang chạy trên" in said.stderr) == (1, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "Không tìm thấy tệp"), (b"", "không phải bản sao lưu"), (b"text " * 999, "không phải bản sao lưu")],
)
def test_another_file_is_refused_in_one_sentence(office: Path, content: bytes | None, sentence: str) -> None:
    if content is not None:
        (office / "copy.db").write_bytes(content)
    said = _call("restore", office / "copy.db", "--yes")
    assert (said.exit_code, said.stdout) == (1, "")
    assert sentence in said.stderr
    assert "Chưa có gì thay đổi." in said.stderr
    assert "Nguyễn Thị Lan" in _people()


def test_half_a_copy_is_refused_in_one_sentence(office: Path) -> None:
    _call("backup", office / "copy.db")
    content = (office / "copy.db").read_bytes()
    (office / "copy.db").write_bytes(content[: len(content) // 2])
    said = _call("restore", office / "copy.db", "--yes")
    assert (said.exit_code, "bị hỏng hoặc chép chưa hết" in said.stderr) == (1, True)
    assert "Nguyễn Thị Lan" in _people()


def test_an_office_moves_from_its_pc_to_a_server(office: Path, server: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NHACVIEC_DATABASE_URL")
    _call("backup", office / "copy.db")
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", server.url.render_as_string(hide_password=False))
    refused = _call("restore", office / "copy.db", "--yes")
    assert (refused.exit_code, "thêm --force" in refused.stderr) == (1, True)
    done = _call("restore", office / "copy.db", "--yes", "--force")
    [kept] = (office / "backups").glob("replaced-*.db")
    assert f"Dữ liệu trước đó được giữ tại {kept}." in done.stdout
    with reading(server) as session:
        assert [person.name for person in people_of(session, 1, on=date(2026, 11, 20))] == ["Nguyễn Thị Lan"]


def test_a_server_that_others_use_is_left_alone(server: Engine, tmp_path: Path) -> None:
    assert _call("backup", tmp_path / "copy.db").exit_code == 0
    with server.connect():
        said = _call("restore", tmp_path / "copy.db", "--yes", "--force")
    assert (said.exit_code, "đang có 1 kết nối khác" in said.stderr) == (1, True)


def test_a_server_that_is_away_is_one_sentence_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHACVIEC_DATABASE_URL", "postgresql://lan:s3cret@127.0.0.1:1/nhacviec")
    said = _call("backup", tmp_path / "copy.db")
    assert (said.exit_code, said.stdout) == (1, "")
    assert "Chưa sao lưu được" in said.stderr
    assert "s3cret" not in said.stderr

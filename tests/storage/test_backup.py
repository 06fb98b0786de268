import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from sqlmodel import col, func, select

from storage.audit import Actor, record
from storage.backup import BadCopy, Contents, check, contents_of, copy_to, fill, put_in_place, working_copy
from storage.copying import tables_of
from storage.database import Unusable, open_engine, reading, transaction
from storage.marks import set_marks
from storage.people import add_code, add_office, add_person
from storage.proofs import keep_file
from storage.tables import AuditEntry, Mark, OfficeDay, Person, Unit

NOW = datetime(2026, 11, 20, 0, 30, 0, 123456, tzinfo=UTC)


def nothing(_done: int, _total: int) -> None:
    """No progress shown."""


def _an_office(engine: Engine) -> None:
    """A row of every kind of column: moments, days, hours, files, JSON, a link to a later row of the same table."""
    with transaction(engine) as session:
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        lan = add_person(session, office_id, "Nguyễn Thị Lan")
        province = Unit(name="UBND tỉnh", path="/9/")
        session.add(province)
        session.flush()
        session.get_one(Unit, office_id).parent_id = province.id
        session.add(OfficeDay(office_id=office_id, day=date(2026, 11, 24), works=False, reason="nghỉ lễ"))
        add_code(session, lan, "AAA111", expires_at=NOW)
        keep_file(session, office_id, name="kh.docx", media_type="x", content=bytes(range(256)) * 100)
        actor = Actor(office_id, None, "cli", NOW)
        record(session, actor, "create", kind="unit", row_id=office_id, after={"name": "Quang Khải", "n": [1, None]})
        set_marks(session, {"tick": NOW})


def _everything(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as connection:
        tables = tables_of(connection)
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in tables
        }


def _opened(file: Path) -> Engine:
    return open_engine(f"sqlite:///{file}")


def test_a_copy_holds_every_row_of_either_database(engine: Engine, tmp_path: Path) -> None:
    _an_office(engine)
    seen: list[tuple[int, int]] = []
    copy_to(engine, tmp_path / "copy.db", progress=lambda done, total: seen.append((done, total)))
    check(tmp_path / "copy.db")
    copy = _opened(tmp_path / "copy.db")
    assert _everything(copy) == _everything(engine)
    copy.dispose()
    assert seen[-1][0] == seen[-1][1] > 0
    assert contents_of(tmp_path / "copy.db") == Contents(1, 1, 0, NOW)


def test_a_copy_is_one_file_that_only_its_owner_reads(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    copy_to(engine, folder / "copy.db", progress=nothing)
    assert [file.name for file in folder.iterdir()] == ["copy.db"]
    assert (folder / "copy.db").stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten(sqlite: Engine, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        copy_to(sqlite, tmp_path / "copy.db", progress=nothing)
    assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "mine"


def test_what_is_written_meanwhile_neither_waits_nor_tears_the_copy(engine: Engine, tmp_path: Path) -> None:
    """Each transaction writes two rows that belong together: a copy has both or none."""
    _an_office(engine)
    with transaction(engine) as session:
        keep_file(session, 1, name="big", media_type="x", content=bytes(9_000_000))
    written = 0

    def write(_done: int, _total: int) -> None:
        nonlocal written
        written += 1
        with transaction(engine) as session:
            set_marks(session, {f"a{written}": NOW, f"b{written}": NOW})

    copy_to(engine, tmp_path / "copy.db", progress=write)
    assert written > 2
    copy = _opened(tmp_path / "copy.db")
    with reading(copy) as session:
        names = session.exec(select(Mark.name).where(Mark.name != "tick")).all()
    copy.dispose()
    assert names == []


def test_a_copy_of_an_older_version_is_taken_before_anything_is_migrated(postgres: Engine, tmp_path: Path) -> None:
    with as_file(files("storage").joinpath("migrations")) as folder, postgres.begin() as connection:
        config = Config()
        config.attributes["connection"] = connection
        config.set_main_option("script_location", str(folder))
        command.downgrade(config, "0005")
        connection.execute(text("INSERT INTO unit (path, name, short_name) VALUES ('/1/', 'UBND xã', '')"))
    copy_to(postgres, tmp_path / "copy.db", progress=nothing)
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0005",)]
    with working_copy(tmp_path / "copy.db", tmp_path / "target.db") as newest:
        copy = _opened(newest)
        with reading(copy) as session:
            assert session.exec(select(Unit.name)).all() == ["UBND xã"]
        copy.dispose()


def test_rows_go_to_postgresql_whole_and_new_ones_get_new_numbers(
    sqlite: Engine, postgres: Engine, tmp_path: Path
) -> None:
    _an_office(sqlite)
    with transaction(postgres) as session:
        add_office(session, "UBND xã Tân Bình")
    copy_to(sqlite, tmp_path / "copy.db", progress=nothing)
    fill(postgres, tmp_path / "copy.db", progress=nothing)
    assert _everything(postgres) == _everything(sqlite)
    with transaction(postgres) as session:
        assert add_person(session, 1, "Lê Thị Hoa").id == 2
        assert session.exec(select(func.count()).select_from(AuditEntry)).one() == 1


def test_a_restore_into_postgresql_that_fails_changes_nothing(sqlite: Engine, postgres: Engine, tmp_path: Path) -> None:
    _an_office(sqlite)
    with transaction(postgres) as session:
        add_office(session, "UBND xã Tân Bình")
    copy_to(sqlite, tmp_path / "copy.db", progress=nothing)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(postgres, tmp_path / "copy.db", progress=stop)
    with reading(postgres) as session:
        assert session.exec(select(Unit.name)).all() == ["UBND xã Tân Bình"]


@pytest.fixture
def copy(sqlite: Engine, tmp_path: Path) -> Path:
    _an_office(sqlite)
    copy_to(sqlite, tmp_path / "copy.db", progress=nothing)
    return tmp_path / "copy.db"


def _half(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def _one_page_lost(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:8192] + b"\x07" * 8192 + content[16384:])


def _newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("UPDATE alembic_version SET version_num = '9999'")


def _another_programs(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("CREATE TABLE photos (id INTEGER)")


def _text(file: Path) -> None:
    file.write_text("Kính gửi UBND xã " * 100, encoding="utf-8")


def _empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_half, "damaged"),
        (_one_page_lost, "damaged"),
        (_newer, "newer"),
        (_another_programs, "foreign"),
        (_text, "foreign"),
        (_empty, "foreign"),
    ],
)
def test_a_file_that_cannot_be_restored_from_says_why(copy: Path, spoil: Callable[[Path], None], why: str) -> None:
    spoil(copy)
    with pytest.raises(BadCopy) as refused, working_copy(copy, copy.with_name("target.db")):
        pass
    assert refused.value.why == why
    assert not copy.with_name("target.db.part").exists()


def test_what_was_in_use_is_kept_with_what_its_log_held(sqlite: Engine, copy: Path, tmp_path: Path) -> None:
    with transaction(sqlite) as session:
        add_person(session, 1, "Lê Thị Hoa")
    target, kept = tmp_path / "nhacviec.db", tmp_path / "kept.db"
    before = tmp_path / "killed.db"  # as a killed process leaves it, log and all
    for ending in ("", "-wal"):
        before.with_name(before.name + ending).write_bytes(target.with_name(target.name + ending).read_bytes())
    with working_copy(copy, before) as part:
        assert put_in_place(part, before, kept=kept)
    assert _names(before) == ["Nguyễn Thị Lan"]
    assert _names(kept) == ["Nguyễn Thị Lan", "Lê Thị Hoa"]


def test_a_damaged_database_gives_way_and_is_kept_as_it_is(copy: Path, tmp_path: Path) -> None:
    target, kept = tmp_path / "other.db", tmp_path / "kept.db"
    target.write_bytes(b"broken " * 1000)
    target.with_name("other.db-wal").write_bytes(b"broken too")
    with working_copy(copy, target) as part:
        put_in_place(part, target, kept=kept)
    assert _names(target) == ["Nguyễn Thị Lan"]
    assert kept.read_bytes() == b"broken " * 1000
    assert not target.with_name("other.db-wal").exists()


def _names(file: Path) -> list[str]:
    engine = _opened(file)
    with reading(engine) as session:
        names = list(session.exec(select(Person.name).order_by(col(Person.id))))
    engine.dispose()
    return names


def test_a_disk_that_is_full_leaves_no_half_copy(sqlite: Engine, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    _an_office(sqlite)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(Unusable):
            copy_to(sqlite, tmp_path / "copy.db", progress=nothing)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [file.name for file in tmp_path.iterdir() if "copy" in file.name] == []
    with transaction(sqlite) as session:
        assert add_person(session, 1, "Lê Thị Hoa").id == 2

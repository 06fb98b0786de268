"""A copy of the whole database in one SQLite file, made while the program runs; and back.

The file is the same whichever database it comes from, so that an installation moves from one to the other by it.
SQLite's own pages are copied from one snapshot; PostgreSQL's rows are read in one, without any tool of the server's.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, text
from sqlmodel import Session, SQLModel, col, func, select

from storage.copying import Progress, copy_rows, empty, is_empty, tables_of
from storage.database import Unusable, migrate, open_engine, reading, usable
from storage.tables import Assignment, AuditEntry, Mark, Office, Person

_PAGES = 1000  # a step of the copy: 4 MB
_OURS = {"alembic_version", "unit", "outbox", "assignment"}


class BadCopy(Exception):
    """The file can't be restored from. `why` is "foreign", "damaged" or "newer"; `problem` in SQLite's words."""

    def __init__(self, why: str, problem: str = "") -> None:
        super().__init__(problem or why)
        self.why, self.problem = why, problem


@dataclass(frozen=True)
class Contents:
    """What a database holds; `last` is the last moment at which anything was done in it."""

    offices: int
    people: int
    assignments: int
    last: datetime | None


def copy_to(engine: Engine, file: Path, *, progress: Progress) -> None:
    """Write a checked copy to `file`, which must not be there yet. Raises Unusable, BadCopy, FileExistsError.

    The file is there only when it is whole.
    """
    if file.exists():
        raise FileExistsError(file)
    with _part_of(file) as part:
        if engine.dialect.name == "sqlite":
            _copy_pages(_live(Path(engine.url.database or "")), part, progress)
        else:
            _copy_out(engine, part, progress)
        with _readable_trouble(), closing(sqlite3.connect(part)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, to be carried anywhere
        check(part)
        part.replace(file)


@contextmanager
def _part_of(file: Path) -> Iterator[Path]:
    """A file beside it that only its owner can read and that is gone afterwards."""
    part = file.with_name(f"{file.name}.part")
    try:
        with _readable_trouble():
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)
        yield part
    finally:
        for leftover in (part, *_beside(part)):
            leftover.unlink(missing_ok=True)


@contextmanager
def _readable_trouble() -> Iterator[None]:
    """What goes wrong with a file or a database becomes Unusable."""
    try:
        with usable():
            yield
    except (sqlite3.Error, OSError) as problem:
        raise Unusable(str(problem)) from problem


def _beside(file: Path) -> list[Path]:
    return [file.with_name(file.name + ending) for ending in ("-wal", "-shm", "-journal")]


def _copy_pages(source: sqlite3.Connection, part: Path, progress: Progress) -> None:
    with _readable_trouble(), closing(source) as here, closing(sqlite3.connect(part)) as there:
        # A read that stays open is a snapshot: what is written meanwhile does not make the copy begin anew.
        here.execute("BEGIN")
        here.execute("SELECT count(*) FROM sqlite_master").fetchone()
        here.backup(there, pages=_PAGES, progress=lambda _, left, total: progress(total - left, total))
        here.execute("ROLLBACK")


def _live(file: Path) -> sqlite3.Connection:
    """Opens a database that others may write to, and makes none."""
    with _readable_trouble():
        return sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, timeout=30, isolation_level=None)


def _reader(file: Path) -> sqlite3.Connection:
    """Opens a file that nobody writes to, and writes nothing, not even beside it: it may lie on a read-only disk."""
    alone = not any(other.exists() for other in _beside(file))
    address = f"{file.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    return sqlite3.connect(address, uri=True, isolation_level=None)


def _copy_out(engine: Engine, part: Path, progress: Progress) -> None:
    snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    copy = open_engine(f"sqlite:///{part}")
    try:
        with _readable_trouble(), snapshot.connect() as source:
            _shape(copy, MigrationContext.configure(source).get_current_revision())
            with copy.begin() as target:
                target.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
                copy_rows(source, target, progress=progress)
    finally:
        copy.dispose()


def _shape(engine: Engine, revision: str | None) -> None:
    """The tables as they were at that version of the program."""
    if revision is None:
        raise Unusable("no tables")
    with as_file(files("storage").joinpath("migrations")) as folder, engine.begin() as connection:
        config = Config()
        config.attributes["connection"] = connection
        config.set_main_option("script_location", str(folder))
        command.upgrade(config, revision)


def check(file: Path) -> None:
    """Whether a file is a whole copy of a database of ours. Raises BadCopy."""
    try:
        with closing(_reader(file)) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not names >= _OURS:
                raise BadCopy("foreign")
            faults = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
            if faults != ["ok"] or connection.execute("PRAGMA foreign_key_check").fetchone():
                raise BadCopy("damaged", faults[0])
            version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError as error:
        foreign = error.sqlite_errorcode == sqlite3.SQLITE_NOTADB
        raise BadCopy("foreign" if foreign else "damaged", str(error)) from error
    if not version or not _is_known(version[0]):
        raise BadCopy("newer")


def _is_known(revision: str) -> bool:
    with as_file(files("storage").joinpath("migrations")) as folder:
        try:
            return ScriptDirectory(str(folder)).get_revision(revision) is not None
        except CommandError:
            return False


@contextmanager
def working_copy(file: Path, beside: Path) -> Iterator[Path]:
    """A checked copy of the file, brought to the newest shape, next to the database it is for; gone afterwards.

    Raises BadCopy, Unusable. The file itself is not touched.
    """
    check(file)
    with _part_of(beside) as part:
        _copy_pages(_reader(file), part, lambda _done, _total: None)
        engine = open_engine(f"sqlite:///{part}")
        try:
            with _readable_trouble():
                migrate(engine)
        finally:
            engine.dispose()  # the last connection empties the log into the file
        yield part


def contents_of(file: Path) -> Contents:
    """What is in a copy of the newest shape."""
    engine = open_engine(f"sqlite:///{file}")
    try:
        with _readable_trouble(), reading(engine) as session:
            return _contents(session)
    finally:
        engine.dispose()


def _contents(session: Session) -> Contents:
    def count(table: type[SQLModel], *conditions: Any) -> int:
        return session.exec(select(func.count()).select_from(table).where(*conditions)).one()

    moments = [session.exec(select(func.max(at))).one() for at in (col(AuditEntry.at), col(Mark.at))]
    return Contents(
        offices=count(Office),
        people=count(Person, col(Person.ended_on).is_(None)),
        assignments=count(Assignment),
        last=max((moment for moment in moments if moment), default=None),
    )


def put_in_place(copy: Path, file: Path, *, kept: Path) -> bool:
    """Make the copy the database; what was there is kept. Whether there was anything. Raises Unusable.

    Nobody may have the file open: on SQLite that is the lock of `run`.
    """
    with _readable_trouble():
        if not file.exists():
            copy.replace(file)
            return False
        _close(file)
        moved = [(old, kept.with_name(kept.name + old.name.removeprefix(file.name))) for old in (*_beside(file), file)]
        for old, new in moved:
            if old.exists():
                old.rename(new)
        try:
            copy.replace(file)
        except OSError:
            kept.rename(file)
            raise
    return True


def _close(file: Path) -> None:
    """Empty the log into the file, so that one file holds all; one that is damaged is kept as it is, log and all."""
    try:
        with closing(sqlite3.connect(file, timeout=5)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        return


def others_at(engine: Engine) -> int:
    """How many other connections a PostgreSQL database has: programs that run on it."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with usable(), engine.connect() as connection:
        query += " AND backend_type = 'client backend'"
        return int(connection.execute(text(query)).scalar_one())


def holds_anything(engine: Engine) -> bool:
    with usable(), engine.connect() as connection:
        return bool(tables_of(connection)) and not is_empty(connection)


def fill(engine: Engine, copy: Path, *, progress: Progress) -> None:
    """Make a PostgreSQL database hold what a copy of the newest shape holds, all or nothing. Raises Unusable."""
    source = open_engine(f"sqlite:///{copy}")
    try:
        with _readable_trouble():
            migrate(engine)
            with source.connect() as rows, engine.begin() as target:
                empty(target)
                copy_rows(rows, target, progress=progress)
    finally:
        source.dispose()

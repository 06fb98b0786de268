"""The engine, transactions and migrations; SQLite (WAL) and PostgreSQL by the same code."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import cache, partial
from importlib.resources import as_file, files
from pathlib import Path
from threading import Event, Lock, get_ident
from time import monotonic
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DatabaseError, InterfaceError, InternalError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

_PATIENCE = 30.0  # seconds
# Of a server that is cut off the operating system tells after a quarter of an hour, if it is not asked to look.
_PROMPT = {
    "connect_timeout": 10,
    "keepalives_idle": 3,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,  # milliseconds
}


class Unusable(Exception):
    """The database itself cannot be used: not there, damaged, locked, or its disk is full; in the driver's words."""


def went_away(problem: BaseException) -> bool:
    """Whether the database, and not what was asked of it, is the trouble: unreachable, full, locked or read-only."""
    return isinstance(problem, InterfaceError | InternalError | OperationalError | NoConnectionFree)


@contextmanager
def usable() -> Iterator[None]:
    """Turns what a driver says of such a database into Unusable; what is wrong with a query stays as it is."""
    try:
        yield
    except DatabaseError as error:
        if type(error) not in (DatabaseError, OperationalError):
            raise
        raise Unusable(str(error.orig).strip().partition("\n")[0]) from error


def make_folder_of(file: Path) -> None:
    """Where a SQLite file is to live. Raises Unusable."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable(str(error)) from error


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…` (psycopg 3). Nothing is created; see migrate().

    Its errors don't repeat what people wrote: they end in a log.
    """
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith("sqlite"):
        prompt = {name: value for name, value in _PROMPT.items() if name not in make_url(url).query}
        engine = create_engine(url, hide_parameters=True, pool_size=10, max_overflow=10, connect_args=prompt)
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", partial(_ping, engine))
        return engine
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False})
    event.listen(engine, "connect", _tune_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


_SURELY_THERE = 1.0  # seconds: so lately used, a connection is not asked whether its server is still there


def _note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
    record.info["used"] = monotonic()


def _ping(engine: Engine, connection: Any, record: ConnectionPoolEntry, _proxy: Any) -> None:
    """What pool_pre_ping does, save for a connection in use a moment ago: asked each time, an answer spends a tenth of
    its time on it. A server that restarts within that moment is noticed by the statement, as in any transaction."""
    if monotonic() - record.info.get("used", monotonic()) < _SURELY_THERE:
        return
    try:
        engine.dialect.do_ping(connection)
    except engine.dialect.loaded_dbapi.Error as problem:
        raise InvalidatePoolError from problem


_PRAGMAS = (
    "auto_vacuum=INCREMENTAL",  # heeded in a new file only, and before anything else is said
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=30000",
)


def _tune_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late for a consistent read-then-write; _begin_sqlite says it instead.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A write transaction takes the lock at once: upgrading a read in the middle fails under WAL.
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """A session that commits at the end, or rolls back where an exception passes."""
    alone = _line(str(engine.url.database)) if engine.dialect.name == "sqlite" else nullcontext()
    with alone, Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


class _Line:
    """Who of this process's threads writes to a SQLite file next: first come, first served.

    SQLite lets whoever asks at the right moment; beside one that writes again and again an answer waited for seconds.
    """

    def __init__(self) -> None:
        self._lock, self._waiting, self._holder = Lock(), deque[tuple[int, Event]](), 0

    def __enter__(self) -> None:
        me, turn = get_ident(), Event()
        with self._lock:
            if self._holder in (0, me):
                self._holder = me
                return
            self._waiting.append((me, turn))
        turn.wait(_PATIENCE)  # whoever is not through by then leaves it to SQLite

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._holder != get_ident():
                self._waiting = deque(one for one in self._waiting if one[0] != get_ident())
                return
            self._holder, turn = self._waiting.popleft() if self._waiting else (0, None)
            if turn:
                turn.set()


@cache
def _line(file: str) -> _Line:  # noqa: ARG001  one for each file
    return _Line()


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session for reading: it takes no write lock, and what is changed in its objects is not written.

    Nothing may be written in it by a statement or a flush: PostgreSQL would keep that.
    """
    reader = engine.execution_options(reads_only=True)
    with reader.connect() as connection:
        connection.begin()
        with Session(connection, autoflush=False, expire_on_commit=False) as session:
            yield session
        if engine.dialect.name == "postgresql":
            connection.commit()  # where it rolls back, psycopg gives up all statements that it has prepared


def migrate(engine: Engine) -> None:
    """Bring the database to the newest shape; nothing happens where it is there already."""
    with as_file(files("storage").joinpath("migrations")) as folder, engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Of several processes that start at once, one brings the tables and the others find them.
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('nhacviec migrate'))"))
        config = Config()
        config.attributes["connection"] = connection
        config.set_main_option("script_location", str(folder))
        command.upgrade(config, "head")


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest shape."""
    with as_file(files("storage").joinpath("migrations")) as folder, engine.connect() as connection:
        head = ScriptDirectory(str(folder)).get_current_head()
        return MigrationContext.configure(connection).get_current_revision() == head

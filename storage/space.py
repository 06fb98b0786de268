"""The room that a database takes on its disk."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection, OperationalError

import structlog
from sqlalchemy import Engine

_RESERVE = 0.1  # of the file: what tomorrow's messages take again
_WORTH_A_REWRITE = 0.25  # of the file
_STEP = 200  # pages a transaction
_INCREMENTAL = 2  # PRAGMA auto_vacuum
_log = structlog.get_logger()


@dataclass(frozen=True)
class Space:
    """A SQLite file in bytes; `free` is inside it and will be written again before the file grows."""

    size: int
    free: int
    gives_back: bool  # whether free pages can be given back without rewriting the file


def space_of(connection: Connection) -> Space:
    page, pages, free, mode = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_size", "page_count", "freelist_count", "auto_vacuum")
    )
    return Space(pages * page, free * page, mode == _INCREMENTAL)


def make_room(engine: Engine, *, pause: Callable[[], bool], may_rewrite: bool) -> int:
    """Give what is free back to the disk; how many bytes of the database file that were.

    `may_rewrite`: nobody works now, so that a file that can't do so in steps may be written anew, once. PostgreSQL
    keeps its files itself; its tables are made ready for the day here, so that it need not choose the busiest hour.
    """
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as server:
            server.exec_driver_sql("VACUUM (ANALYZE, SKIP_LOCKED) outbox, outbox_event")
        return 0
    raw = engine.raw_connection()
    try:
        connection: Connection = raw.driver_connection  # type: ignore[assignment]
        before = space_of(connection)
        if before.gives_back:
            _give_back(connection, pause)
        elif may_rewrite and before.free > _WORTH_A_REWRITE * before.size:
            _rewrite(connection, before)
        _empty_log(connection)
        return before.size - space_of(connection).size
    finally:
        raw.close()


def _give_back(connection: Connection, pause: Callable[[], bool]) -> None:
    while (now := space_of(connection)).free > _RESERVE * now.size:
        connection.execute(f"PRAGMA incremental_vacuum({_STEP})").fetchall()
        if space_of(connection).free >= now.free or not pause():
            return


def _rewrite(connection: Connection, space: Space) -> None:
    """VACUUM needs the size of what is in use twice: for the new file, and for the log that carries it over."""
    file = Path(connection.execute("PRAGMA database_list").fetchone()[2])
    if shutil.disk_usage(file.parent).free < 2 * (space.size - space.free):
        _log.warning("no room to rewrite the database", size=space.size, free=space.free)
        return
    connection.execute(f"PRAGMA auto_vacuum={_INCREMENTAL}")
    connection.execute("VACUUM")


def _empty_log(connection: Connection) -> None:
    """The write-ahead log keeps the size of its longest day; whoever reads or writes now is not waited for."""
    patience = connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.execute("PRAGMA busy_timeout=50")
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except OperationalError as busy:
        _log.debug("log not emptied", why=str(busy))
    finally:
        connection.execute(f"PRAGMA busy_timeout={patience}")

"""What only one of several processes may do at a time: fetch a bot's updates, drain its lane, plan, keep house."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from threading import Lock

from sqlalchemy import Connection, Engine, TextClause, text
from sqlalchemy.exc import SQLAlchemyError

# The server notices within nine seconds that a machine is gone; of a killed process it hears at once.
_PROMPT = ("tcp_keepalives_idle = 3", "tcp_keepalives_interval = 2", "tcp_keepalives_count = 3")
_LOCK = text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))")
_UNLOCK = text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))")
_UNLOCK_ALL = text("SELECT pg_advisory_unlock_all()")
# Each process that would take a turn holds a lock beside it, which any number may hold.
_SHOW_UP = text(
    "SELECT pg_try_advisory_lock_shared(hashtextextended('would take ' || name, 0))"
    " FROM unnest(CAST(:names AS text[])) AS name"
)
_WHO_WOULD = text(
    "SELECT name, count(*) FROM unnest(CAST(:names AS text[])) AS name JOIN pg_locks"
    " ON ((classid::bigint << 32) | objid::bigint) = hashtextextended('would take ' || name, 0)"
    " WHERE locktype = 'advisory' AND objsubid = 1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) GROUP BY name"
)


@contextmanager
def turn(engine: Engine, name: str) -> Iterator[bool]:
    """Whether it is this process's turn, for as long as the block lasts."""
    turns = Turns(engine)
    try:
        yield turns.take(name)
    finally:
        turns.close()


class Turns:
    """The turns of this process. PostgreSQL gives them away when its connection ends, however the process dies.

    One connection holds them all, outside any transaction. On SQLite every turn is this process's: there is no other.
    Called from any thread; raises SQLAlchemyError where the database is away. `wanted`: the turns that are shared out
    among all processes that would take them.
    """

    def __init__(self, engine: Engine, *, wanted: Collection[str] = ()) -> None:
        self._engine, self._shared, self._wanted = engine, engine.dialect.name == "postgresql", sorted(wanted)
        self._connection: Connection | None = None
        self._lock = Lock()
        self.mine: frozenset[str] = frozenset()

    def take(self, name: str) -> bool:
        """Whether it is this process's turn from now on."""
        with self._lock:
            if name not in self.mine and (not self._shared or self._ask(_LOCK, name)):
                self.mine |= {name}
            return name in self.mine

    def give(self, name: str) -> None:
        """Let another process have it."""
        with self._lock:
            if name in self.mine:
                self.mine -= {name}
                if self._shared:
                    self._ask(_UNLOCK, name)

    def keep(self) -> bool:
        """Whether the turns are still this process's; if not they are all lost, and may be asked for anew."""
        with self._lock:
            if not self._shared or self._connection is None:
                return True
            try:
                self._connection.execute(text("SELECT 1"))
            except SQLAlchemyError:
                self._lose()
                return False
            return True

    def wanting(self) -> dict[str, int]:
        """For each of the turns that this process wants: how many processes do, this one among them."""
        with self._lock:
            alone = dict.fromkeys(self._wanted, 1)
            if not (self._shared and self._wanted):
                return alone
            found = self._open().execute(_WHO_WOULD, {"names": self._wanted})
            return alone | {str(name): int(number) for name, number in found}

    def close(self) -> None:
        """Give every turn away, at once."""
        with self._lock, suppress(SQLAlchemyError):
            if self._connection is not None:
                self._connection.execute(_UNLOCK_ALL)
        with self._lock:
            self._lose()

    def _ask(self, statement: TextClause, name: str) -> bool:
        try:
            return bool(self._open().execute(statement, {"name": name}).scalar_one())
        except SQLAlchemyError:
            self._lose()
            raise

    def _open(self) -> Connection:
        if self._connection is None:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            for setting in _PROMPT:
                connection.exec_driver_sql(f"SET {setting}")
            if self._wanted:
                connection.execute(_SHOW_UP, {"names": self._wanted})
            self._connection = connection
        return self._connection

    def _lose(self) -> None:
        self.mine = frozenset()
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.invalidate()  # closed, not pooled: with it go the locks
            connection.close()

"""What a database may suffer: begun and ended by a test."""

from sqlalchemy import Engine, event, text

from storage.database import open_engine

_CUT_OFF = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")


class Trouble:
    """What is wrong with a database, from begin() to end()."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def begin(self) -> None:
        raise NotImplementedError

    def end(self) -> None:
        raise NotImplementedError


class _Pragma(Trouble):
    """SQLite: a setting of every connection, from its next use on."""

    on, off = "", ""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._setting = self.off
        event.listen(engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA {self._setting}"))

    def begin(self) -> None:
        self._setting = self.on

    def end(self) -> None:
        self._setting = self.off


class FullDisk(_Pragma):
    on, off = "max_page_count=1", "max_page_count=1000000"  # 1: not a page more than there are


class ReadOnlyFile(_Pragma):
    on, off = "query_only=ON", "query_only=OFF"


class _Server(Trouble):
    """PostgreSQL: a setting of the database; whoever is connected is cut off and finds it in force."""

    on, off = "", ""

    def begin(self) -> None:
        self._say(self.on)

    def end(self) -> None:
        self._say(self.off)

    def _say(self, statement: str) -> None:
        name = str(self.engine.url.database)
        admin = open_engine(self.engine.url.set(database="postgres").render_as_string(hide_password=False))
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(statement.format(name=name)))
            connection.execute(_CUT_OFF, {"name": name})
        admin.dispose()


class ReadOnlyServer(_Server):
    on, off = (f'ALTER DATABASE "{{name}}" SET default_transaction_read_only = {state}' for state in ("on", "off"))


class ServerAway(_Server):
    on, off = (f'ALTER DATABASE "{{name}}" WITH ALLOW_CONNECTIONS {state}' for state in ("false", "true"))


TROUBLES: dict[str, tuple[str, type[Trouble]]] = {
    "full disk": ("sqlite", FullDisk),
    "read-only file": ("sqlite", ReadOnlyFile),
    "read-only server": ("postgres", ReadOnlyServer),
    "server away": ("postgres", ServerAway),
}

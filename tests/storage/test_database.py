from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from time import perf_counter
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlmodel import SQLModel, select

from storage.audit import Actor, history_of, record
from storage.database import is_current, migrate, open_engine, reading, transaction, went_away
from storage.tables import Mark, Unit

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def test_migrations_make_the_tables_of_the_code(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    assert is_current(engine)


def test_an_instant_comes_back_aware_and_a_naive_one_is_refused(engine: Engine) -> None:
    with transaction(engine) as session:
        session.add(Mark(name="tick", at=NOW))
    with reading(engine) as session:
        assert session.exec(select(Mark)).one().at == NOW
    with pytest.raises(StatementError, match="time zone"), transaction(engine) as session:
        session.add(Mark(name="naive", at=NOW.replace(tzinfo=None)))


def test_an_exception_leaves_nothing_behind(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), transaction(engine) as session:
        session.add(Mark(name="tick", at=NOW))
        session.flush()
        raise ZeroDivisionError
    with reading(engine) as session:
        assert session.exec(select(Mark)).all() == []


@pytest.mark.parametrize("attack", ["UPDATE audit_log SET verb = 'x'", "DELETE FROM audit_log"])
def test_the_audit_log_can_only_grow(engine: Engine, attack: str) -> None:
    with transaction(engine) as session:
        unit = Unit(name="UBND xã Quang Khải")
        session.add(unit)
        session.flush()
        assert unit.id is not None
        actor = Actor(office_id=unit.id, person_id=None, channel="cli", now=NOW)
        record(session, actor, "create", kind="unit", row_id=unit.id, after={"name": unit.name})
    with pytest.raises(DBAPIError, match="append-only"), transaction(engine) as session:
        session.connection().execute(text(attack))
    with reading(engine) as session:
        assert [entry.verb for entry in history_of(session, "unit", unit.id)] == ["create"]


def test_who_writes_again_and_again_lets_others_in_between(sqlite: Engine) -> None:
    """SQLite alone lets an answer wait for seconds beside two of them."""
    over, waits = Event(), list[float]()

    def keep_writing(name: str) -> None:
        while not over.is_set():
            _write(sqlite, name)

    with ThreadPoolExecutor(2) as pool:
        busy = [pool.submit(keep_writing, name) for name in "ab"]
        for _ in range(20):
            start = perf_counter()
            _write(sqlite, "answer")
            waits.append(perf_counter() - start)
        over.set()
    assert all(one.exception() is None for one in busy)
    assert sum(waits) < 10


def _write(engine: Engine, name: str) -> None:
    with transaction(engine) as session:
        session.merge(Mark(name=name, at=NOW))


_PID = text("SELECT pg_backend_pid()")
_END = text("SELECT pg_terminate_backend(:pid, 5000)")


def test_a_connection_that_ended_while_nobody_used_it_is_replaced(postgres: Engine) -> None:
    with postgres.connect() as other:
        with postgres.connect() as connection:
            before, info = connection.execute(_PID).scalar_one(), connection.info
        info["used"] -= 60
        assert other.execute(_END, {"pid": before}).scalar_one()
        with postgres.connect() as connection:
            assert connection.execute(_PID).scalar_one() != before


def test_a_connection_in_use_a_moment_ago_is_not_asked_whether_it_is_there(postgres: Engine) -> None:
    with postgres.connect() as other:
        with postgres.connect() as connection:
            before = connection.execute(_PID).scalar_one()
        assert other.execute(_END, {"pid": before}).scalar_one()
        with pytest.raises(DBAPIError) as problem, postgres.connect() as connection:
            connection.execute(_PID)
        assert went_away(problem.value)
    with postgres.connect() as connection:
        assert connection.execute(_PID).scalar_one() != before


def test_a_server_that_is_cut_off_is_noticed_within_seconds(postgres: Engine) -> None:
    with postgres.connect() as connection:
        driver: Any = connection.connection.driver_connection
        assert driver.info.get_parameters()["tcp_user_timeout"] == "10000"
    own = open_engine("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
    assert own.dialect.create_connect_args(own.url)[1]["connect_timeout"] == "2"


def test_a_pool_whose_connections_all_hang_is_a_database_that_is_away() -> None:
    assert went_away(NoConnectionFree("QueuePool limit of size 10 overflow 10 reached"))

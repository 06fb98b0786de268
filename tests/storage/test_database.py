from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import SQLModel, select

from storage.audit import Actor, history_of, record
from storage.database import is_current, migrate, reading, transaction
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

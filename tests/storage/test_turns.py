from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from storage.database import open_engine
from storage.turns import Turns


@contextmanager
def processes(engine: Engine, number: int, *wanted: str) -> Iterator[list[Turns]]:
    those = [Turns(engine, wanted=wanted) for _ in range(number)]
    try:
        yield those
    finally:
        for one in those:
            one.close()


def test_one_process_at_a_time_has_the_turn(postgres: Engine) -> None:
    with processes(postgres, 2) as (first, second):
        assert (first.take("telegram:1"), second.take("telegram:1"), second.take("telegram:2")) == (True, False, True)
        assert first.take("telegram:1")  # still
        first.give("telegram:1")
        assert second.take("telegram:1")
        assert not first.mine
        assert second.mine == {"telegram:1", "telegram:2"}


def test_the_turns_of_a_dead_process_are_free_at_once(postgres: Engine) -> None:
    with processes(postgres, 2, "telegram:1") as (first, second):
        assert first.take("telegram:1")
        assert second.wanting() == first.wanting() == {"telegram:1": 2}
        first.close()
        assert second.take("telegram:1")
        assert second.wanting() == {"telegram:1": 1}


def test_who_wants_a_turn_shares_it_with_those_who_want_the_same(postgres: Engine) -> None:
    with processes(postgres, 1, "deliver 1", "deliver 2") as [both], processes(postgres, 1, "deliver 2") as [one]:
        assert one.wanting() == {"deliver 2": 1}  # the other has not come yet
        assert both.wanting() == {"deliver 1": 1, "deliver 2": 2}
        with processes(postgres, 1) as [planner]:
            assert planner.take("plan")
            assert planner.wanting() == {}
            assert one.wanting() == {"deliver 2": 2}


def test_a_process_that_lost_its_connection_knows_it_and_asks_anew(postgres: Engine) -> None:
    with processes(postgres, 2) as (first, second):
        assert first.take("telegram:1")
        with postgres.execution_options(isolation_level="AUTOCOMMIT").connect() as other:
            holder = text("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock'")
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": other.execute(holder).scalar_one()})
        assert second.take("telegram:1")
        assert not first.keep()
        assert first.mine == frozenset()
        assert not first.take("telegram:1")
        assert first.take("telegram:2")


def test_who_asks_a_database_that_is_away_hears_it() -> None:
    with pytest.raises(SQLAlchemyError):
        Turns(open_engine("postgresql://nobody@127.0.0.1:1/none")).take("plan")


def test_on_sqlite_there_is_one_process(sqlite: Engine) -> None:
    turns = Turns(sqlite, wanted=["telegram:1"])
    assert turns.take("telegram:1")
    assert turns.keep()
    assert turns.wanting() == {"telegram:1": 1}
    turns.give("telegram:1")
    assert turns.mine == frozenset()

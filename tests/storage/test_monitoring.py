from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from storage.database import reading, transaction
from storage.marks import marks
from storage.monitoring import Backlog, backlogs, faults_in_file, server_of, write_something
from storage.people import add_office, add_person
from storage.rows import id_of
from storage.tables import MessageState, OutboxMessage

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
ONE, TWO = "telegram:1", "telegram:2"


def fill(engine: Engine, *rows: tuple[str, int, int, MessageState]) -> None:
    """(lane, priority, minutes until it is wanted, state) for each message."""
    with transaction(engine) as session:
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        lan = id_of(add_person(session, office_id, "Nguyễn Thị Lan"))
        for n, (lane, priority, minutes, state) in enumerate(rows):
            at = NOW + timedelta(minutes=minutes)
            session.add(
                OutboxMessage(
                    office_id=office_id,
                    person_id=lan,
                    key=f"k{n}",
                    kind="morning",
                    created_at=NOW,
                    not_before=at,
                    lane=lane,
                    priority=priority,
                    state=state,
                )
            )


def test_each_lane_says_what_is_due_what_is_later_and_how_long_the_oldest_waits(engine: Engine) -> None:
    fill(
        engine,
        (ONE, 2, -5, MessageState.WAITING),
        (ONE, 3, -9, MessageState.WAITING),
        (ONE, 2, 60, MessageState.WAITING),
        (ONE, 2, -30, MessageState.SENT),
        (TWO, 0, 10, MessageState.WAITING),
        (TWO, 0, -1, MessageState.SENDING),
    )
    with reading(engine) as session:
        assert sorted(backlogs(session, now=NOW)) == [
            Backlog(ONE, due=2, later=1, oldest=NOW - timedelta(minutes=9), busy=False),
            Backlog(TWO, due=0, later=1, oldest=NOW + timedelta(minutes=10), busy=True),
        ]


def test_counting_ends_at_so_many(engine: Engine) -> None:
    fill(engine, *[(ONE, 2, -5, MessageState.WAITING)] * 7)
    with reading(engine) as session:
        assert [lane.due for lane in backlogs(session, now=NOW, most=5)] == [5]


def test_where_nothing_waits_there_is_no_lane(engine: Engine) -> None:
    with reading(engine) as session:
        assert backlogs(session, now=NOW) == []


def test_the_look_goes_through_the_index_of_what_waits(sqlite: Engine) -> None:
    fill(sqlite, (ONE, 2, -5, MessageState.WAITING))
    seen: list[str] = []
    with reading(sqlite) as session:
        connection = session.connection().connection.driver_connection
        assert connection is not None
        connection.set_trace_callback(seen.append)
        backlogs(session, now=NOW)
        connection.set_trace_callback(None)
        plans = [session.connection().execute(text(f"EXPLAIN QUERY PLAN {one}")).all() for one in seen]
    scanned = [str(step[3]) for plan in plans for step in plan if "outbox" in str(step[3])]
    assert scanned
    assert all("INDEX ix_outbox_l" in step for step in scanned), scanned


def test_a_write_is_a_real_one(engine: Engine) -> None:
    write_something(engine, "health", now=NOW)
    with reading(engine) as session:
        assert marks(session, ["health"]) == {"health": NOW}


def test_a_database_that_only_reads_refuses_it(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = 1")
        connection.commit()
    with pytest.raises(OperationalError, match="readonly"):
        write_something(sqlite, "health", now=NOW)


def test_a_whole_file_has_no_faults(sqlite: Engine) -> None:
    with reading(sqlite) as session:
        assert faults_in_file(session) == []


def test_a_server_names_its_version_and_its_connections(postgres: Engine) -> None:
    with reading(postgres) as session:
        server = server_of(session)
    assert int(server.version.split(".")[0]) >= 13
    assert server.connections > 20

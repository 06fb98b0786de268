"""Planning asks the same of SQLite and of PostgreSQL."""

from datetime import UTC, date, datetime, time
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from scheduler import planning
from scheduler.planning import next_moment, plan, plan_in_steps
from storage.database import reading, transaction
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import Assignment, Occurrence, OfficeDay, OutboxMessage, Task

TODAY, MORNING = date(2026, 11, 20), datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def _give(session: Session, office_id: int, person_id: int, *, number: int, due: date, hour: time | None) -> None:
    task = Task(office_id=office_id, title="Báo cáo")
    session.add(task)
    session.flush()
    occurrence = Occurrence(office_id=office_id, task_id=id_of(task), ordinal=1, due=due)
    session.add(occurrence)
    session.flush()
    session.add(
        Assignment(
            office_id=office_id,
            number=number,
            task_id=id_of(task),
            occurrence_id=id_of(occurrence),
            post="x",
            post_folded="x",
            person_id=person_id,
            title="Báo cáo",
            due_printed=due,
            due=due,
            due_time=hour,
            late_after=datetime(2026, 11, 20, 2, 15, tzinfo=UTC) if hour else datetime(2026, 11, 20, 17, tzinfo=UTC),
            created_at=datetime(2026, 1, 5, tzinfo=UTC),
        )
    )
    session.flush()


def test_a_morning_a_warning_and_an_offices_own_day_off(engine: Engine) -> None:
    with transaction(engine) as session:
        offices = [add_office(session, f"UBND xã {name}").office_id for name in ("Quang Khải", "Tân Bình")]
        for office_id in offices:
            person = add_person(session, office_id, "Nguyễn Thị Lan")
            link(session, person, bot="web", address=str(office_id), now=MORNING)
            _give(session, office_id, id_of(person), number=1, due=TODAY, hour=None)
            _give(session, office_id, id_of(person), number=2, due=TODAY, hour=time(9, 15))
        session.add(OfficeDay(office_id=offices[1], day=TODAY, works=False, reason="Ngày hội của xã"))
    with transaction(engine) as session:
        assert next_moment(session, after=datetime(2026, 11, 19, 12, tzinfo=UTC)) == datetime(
            2026, 11, 20, 0, 15, tzinfo=UTC
        )
        assert plan(session, now=MORNING) == 2  # the morning and the warning of one office; the other does not work
    with transaction(engine) as session:
        assert plan(session, now=MORNING) == 0


def _offices(engine: Engine, count: int) -> list[int]:
    """So many offices with one person each, who has something to hear; the ids of the people."""
    people = []
    with transaction(engine) as session:
        for number in range(1, count + 1):
            office_id = add_office(session, "UBND xã").office_id
            person = add_person(session, office_id, "Nguyễn Thị Lan")
            link(session, person, bot="web", address=str(office_id), now=MORNING)
            _give(session, office_id, id_of(person), number=number, due=TODAY, hour=None)
            people.append(id_of(person))
    return people


def _planned(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return sorted(session.exec(select(OutboxMessage.person_id)))


@pytest.fixture
def chunks_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "CHUNKS", dict.fromkeys(planning.CHUNKS, 2))


@pytest.mark.usefixtures("chunks_of_two")
def test_a_server_is_given_two_chunks_at_once(postgres: Engine) -> None:
    people, both = _offices(postgres, 4), Barrier(2, timeout=20)

    def meet(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "INSERT INTO outbox" in statement:
            both.wait()  # breaks where nobody else comes

    event.listen(postgres, "before_cursor_execute", meet)
    assert list(plan_in_steps(postgres, now=MORNING)) == [2, 2]
    assert _planned(postgres) == people


@pytest.mark.usefixtures("chunks_of_two")
def test_where_one_chunk_fails_the_next_pass_plans_what_is_left(engine: Engine) -> None:
    people, failing = _offices(engine, 24), [True]

    def fail_once(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "INSERT INTO outbox" in statement and failing:
            failing.clear()
            raise ConnectionError("the cable was pulled")

    event.listen(engine, "before_cursor_execute", fail_once)
    with pytest.raises(ConnectionError):
        list(plan_in_steps(engine, now=MORNING))
    planned = _planned(engine)
    assert len(planned) < 22  # and not all the others first
    assert sum(plan_in_steps(engine, now=MORNING)) == 24 - len(planned)
    assert _planned(engine) == people


@pytest.mark.usefixtures("chunks_of_two")
def test_who_closes_it_stops_the_planning(engine: Engine) -> None:
    people = _offices(engine, 24)
    steps = plan_in_steps(engine, now=MORNING)
    assert next(steps) == 2
    steps.close()
    planned = _planned(engine)
    assert 2 <= len(planned) < 24
    assert sum(plan_in_steps(engine, now=MORNING)) == 24 - len(planned)
    assert _planned(engine) == people


def test_warnings_are_put_in_the_order_of_their_keys(engine: Engine) -> None:
    with transaction(engine) as session:
        first, second = (add_office(session, "UBND xã").office_id for _ in range(2))
        lan, hoa = (add_person(session, first, name) for name in ("Nguyễn Thị Lan", "Trần Thị Hoa"))
        for number, (office_id, person) in enumerate([(second, lan), (first, hoa), (first, lan)], start=1):
            link(session, person, bot="web", address=str(number), now=MORNING)
            _give(session, office_id, id_of(person), number=number, due=TODAY, hour=time(9, 15 + number))
    with transaction(engine) as session:
        assert plan(session, now=datetime(2026, 11, 20, 0, 20, tzinfo=UTC)) == 3
        keys = session.exec(select(OutboxMessage.key).order_by(col(OutboxMessage.id))).all()
    assert list(keys) == sorted(keys, key=lambda key: int(key.split(":")[1]))
    assert len(keys) == 3

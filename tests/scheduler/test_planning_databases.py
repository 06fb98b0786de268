"""Planning asks the same of SQLite and of PostgreSQL."""

from datetime import UTC, date, datetime, time

from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.planning import next_moment, plan
from storage.database import transaction
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import Assignment, Occurrence, OfficeDay, Task


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
    today, morning = date(2026, 11, 20), datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    with transaction(engine) as session:
        offices = [add_office(session, f"UBND xã {name}").office_id for name in ("Quang Khải", "Tân Bình")]
        for office_id in offices:
            person = add_person(session, office_id, "Nguyễn Thị Lan")
            link(session, person, bot="web", address=str(office_id), now=morning)
            _give(session, office_id, id_of(person), number=1, due=today, hour=None)
            _give(session, office_id, id_of(person), number=2, due=today, hour=time(9, 15))
        session.add(OfficeDay(office_id=offices[1], day=today, works=False, reason="Ngày hội của xã"))
    with transaction(engine) as session:
        assert next_moment(session, after=datetime(2026, 11, 19, 12, tzinfo=UTC)) == datetime(
            2026, 11, 20, 0, 15, tzinfo=UTC
        )
        assert plan(session, now=morning) == 2  # the morning and the warning of one office; the other does not work
    with transaction(engine) as session:
        assert plan(session, now=morning) == 0

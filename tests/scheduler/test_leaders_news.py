"""What the database says of a digest is what the digest itself says, whatever happened in the office."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.calendar import calendar_of
from scheduler.digests import digest, worth_saying
from scheduler.greeting import Greeting, Guest
from scheduler.reminders import Rungs
from storage.database import transaction
from storage.people import add_office, add_person, link, people_with_role
from storage.reports import digest_assignments, pending_extensions
from storage.rows import id_of
from storage.tables import (
    Assignment,
    AssignmentState,
    Extension,
    ExtensionState,
    Occurrence,
    OfficeDay,
    Plan,
    Role,
    Task,
)
from storage.tasks import waiting_for_acceptance

THURSDAY, MONDAY, JANUARY = date(2026, 11, 19), date(2026, 11, 23), date(2027, 1, 4)
STATES = [*AssignmentState, AssignmentState.OPEN, AssignmentState.DONE, AssignmentState.DONE]


def _office(session: Session, chance: random.Random, today: date, *, events: int) -> int:
    """An office with a leader and a few assignments to which anything may have happened lately."""
    office_id = add_office(session, "UBND xã").office_id
    leader = id_of(add_person(session, office_id, "Minh", roles=[Role.LEADER]))
    link_to = add_person(session, office_id, "Lan")
    link(session, session.get_one(type(link_to), leader), bot="web", address=str(leader), now=_moment(today, chance))
    if chance.random() < 0.3:
        off = today - timedelta(days=chance.randint(1, 6))
        session.add(OfficeDay(office_id=office_id, day=off, works=chance.random() < 0.5))
    plan = Plan(office_id=office_id, identity="x", title="x", file_name="x", file_sha256="x", imported_at=_MOMENT)
    plan.review = chance.random() < 0.5
    session.add(plan)
    session.flush()
    for number in range(events):
        _assignment(session, chance, today, office_id=office_id, plan=plan, person_id=id_of(link_to), number=number)
    return office_id


_MOMENT = datetime(2026, 1, 5, tzinfo=UTC)


def _moment(today: date, chance: random.Random) -> datetime:
    midnight = datetime.combine(today, time(0), tzinfo=UTC)
    return midnight + timedelta(hours=chance.randint(-9 * 24, 24))


def _day(today: date, chance: random.Random) -> date:
    return today + timedelta(days=chance.choice([chance.randint(-10, 10), chance.randint(-400, 400)]))


def _assignment(
    session: Session, chance: random.Random, today: date, *, office_id: int, plan: Plan, person_id: int, number: int
) -> None:
    task = Task(office_id=office_id, plan_id=plan.id, title="Việc", no=str(number))
    session.add(task)
    session.flush()
    due = _day(today, chance)
    occurrence = Occurrence(office_id=office_id, task_id=id_of(task), ordinal=1, due=due)
    session.add(occurrence)
    session.flush()
    hour = time(16) if chance.random() < 0.2 else None
    calendar = calendar_of(session, office_id)
    state = chance.choice(STATES)
    row = Assignment(
        office_id=office_id,
        number=number,
        task_id=id_of(task),
        occurrence_id=id_of(occurrence),
        post="x",
        post_folded="x",
        person_id=person_id if chance.random() < 0.8 else None,
        title="Việc",
        due_printed=due,
        due=due,
        due_time=hour,
        late_after=calendar.late_after(due, hour, extends=chance.random() < 0.3),
        state=state,
        counted=chance.random() < 0.9,
        reminds=chance.random() < 0.9,
        created_at=_MOMENT,
    )
    if state is AssignmentState.DONE and chance.random() < 0.95:
        row.submitted_at = _moment(today, chance)
        row.accepted_at = row.submitted_at if chance.random() < 0.3 else None
    session.add(row)
    session.flush()
    if state is AssignmentState.OPEN and chance.random() < 0.3:
        asked = Extension(office_id=office_id, assignment_id=id_of(row), person_id=person_id, due_before=due, until=due)
        asked.asked_at, asked.state = _moment(today, chance), chance.choice(list(ExtensionState))
        session.add(asked)
        session.flush()


def _as_the_digest_says(session: Session, office_id: int, since: date, today: date) -> bool:
    calendar = calendar_of(session, office_id)
    facts = digest(
        digest_assignments(session, office_id, today=today),
        since=since,
        today=today,
        calendar=calendar,
        pending_extensions=pending_extensions(session, office_id),
        waiting_acceptance=waiting_for_acceptance(session, office_id),
    )
    return worth_saying(facts, today=today, calendar=calendar)


def _hearing(session: Session, office_ids: list[int], since: dict[int, date], today: date) -> set[int]:
    rungs = {office_id: Rungs(calendar_of(session, office_id)) for office_id in office_ids}
    people = {office_id: _leader_of(session, office_id) for office_id in office_ids}
    guests = [
        Guest(people[id_], id_, since[id_], None, time(7, 30), rungs[id_].calendar.at(today, time(7, 30)), "web")
        for id_ in office_ids
    ]
    return {g.office_id for g in Greeting(session, today, rungs, guests).hearing()}


def _leader_of(session: Session, office_id: int) -> int:
    (leader,) = people_with_role(session, office_id, Role.LEADER)
    return id_of(leader)


@pytest.mark.parametrize("today", [THURSDAY, MONDAY, JANUARY])
@pytest.mark.parametrize("events", [1, 3])
def test_a_leader_hears_exactly_when_the_digest_is_worth_saying(engine: Engine, today: date, events: int) -> None:
    chance = random.Random(f"{today} {events}")
    with transaction(engine) as session:
        office_ids = [_office(session, chance, today, events=events) for _ in range(40)]
        since = {id_: today - timedelta(days=chance.choice([1, 1, 2, 3, 8])) for id_ in office_ids}
        expected = {id_ for id_ in office_ids if _as_the_digest_says(session, id_, since[id_], today)}
        assert _hearing(session, office_ids, since, today) == expected
        assert 3 < len(expected) < 38

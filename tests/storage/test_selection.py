"""What is counted in the database is what would be counted row by row; on SQLite and on PostgreSQL."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from scheduler.digests import Standing, standing
from storage import selection
from storage.database import reading, transaction
from storage.people import add_office, add_person
from storage.rows import id_of
from storage.tables import AssignmentState, Extension, Plan, Task
from tests.storage.test_reports import NOW, work

DONE, OPEN = AssignmentState.DONE, AssignmentState.OPEN


@pytest.fixture
def office(engine: Engine) -> int:
    """Sixty assignments of two people and of nobody, in every state, around today."""
    chance = random.Random(4)
    with transaction(engine) as session:
        at = add_office(session, "UBND xã").office_id
        people = [id_of(add_person(session, at, name)) for name in ("Nguyễn Thị Lan", "Phạm Anh Tuấn")]
        for number in range(60):
            state = chance.choice([DONE, DONE, OPEN, AssignmentState.WAITING_PROOF, AssignmentState.WITHDRAWN])
            moment = NOW + timedelta(hours=chance.randrange(-900, 0)) if state is DONE and number % 7 else None
            day = (NOW + timedelta(days=chance.randrange(-40, 20))).date().isoformat()
            work(session, at, number + 1, day, state=state, submitted_at=moment, person_id=[*people, None][number % 3],
                 counted=number % 11 != 0)  # fmt: skip
        return at


def test_figures_are_the_four_classes_of_each_person(engine: Engine, office: int) -> None:
    where = [selection.in_office(office), selection.counted()]
    with reading(engine) as session:
        rows = selection.page(session, *where)
        classes = {person: Counter[Standing]() for person in {row.person_id for row in rows}}
        for row in rows:
            classes[row.person_id][standing(row, at=NOW)] += 1
        found = {one.person_id: one for one in selection.figures(session, *where, at=NOW)}
        assert len(rows) > 30
        assert found.keys() == classes.keys()
        for person, counts in classes.items():
            one = found[person]
            assert (one.on_time, one.late, one.in_term, one.overdue) == tuple(counts[each] for each in Standing)
            theirs = [r.late_after for r in rows if r.person_id == person and standing(r, at=NOW) is Standing.OVERDUE]
            assert one.oldest == min(theirs, default=None)


def test_a_page_goes_on_where_the_one_before_ended(engine: Engine, office: int) -> None:
    where = [selection.in_office(office), selection.unfinished(), selection.late(NOW)]
    with reading(engine) as session:
        whole = [row.number for row in selection.page(session, *where)]
        first, second = (selection.page(session, *where, offset=at, limit=3) for at in (0, 3))
        assert [row.number for row in (*first, *second)] == whole[:6]
        assert selection.how_many(session, *where) == len(whole)


def test_conditions_of_nobody_choose_nothing(engine: Engine, office: int) -> None:
    with reading(engine) as session:
        for nothing in (selection.held_by([]), selection.among([]), selection.in_sections(office, [])):
            assert selection.how_many(session, selection.in_office(office), nothing) == 0
        assert selection.figures(session, selection.in_office(office), selection.held_by([]), at=NOW) == []


def test_what_was_done_before_the_import_has_no_moment_and_comes_last(engine: Engine, office: int) -> None:
    where = [selection.in_office(office), selection.finished()]
    with reading(engine) as session:
        rows = selection.page(session, *where, latest=True)
        moments = [row.submitted_at for row in rows]
        known = [one for one in moments if one]
        assert known == sorted(known, reverse=True)
        assert moments[: len(known)] == known
        without = selection.how_many(session, *where, selection.before_our_time())
        assert without == len(rows) - len(known) > 0


def test_rows_that_only_their_month_tells_apart(engine: Engine) -> None:
    with transaction(engine) as session:
        at = add_office(session, "UBND xã").office_id
        rows = [
            work(session, at, number, f"2026-1{number}-30", label="Quý I" if number == 0 else "")
            for number in (0, 1, 2)
        ]
        assert selection.twins(session, rows, selection.in_office(at)) == {(None, "Báo cáo")}
        assert (
            selection.twins(session, rows, selection.in_office(at), selection.due_in(date.min, date(2026, 11, 30)))
            == set()
        )


def test_who_waits_for_a_decision(engine: Engine) -> None:
    with transaction(engine) as session:
        at = add_office(session, "UBND xã").office_id
        lan = id_of(add_person(session, at, "Nguyễn Thị Lan"))
        rows = [work(session, at, number, "2026-11-30", person_id=lan) for number in (1, 2)]
        plan = Plan(office_id=at, identity="k", title="K", short_title="K", year=2026, file_name="k", file_sha256="0",
                    imported_at=NOW, review=True)  # fmt: skip
        session.add(plan)
        session.flush()
        session.get_one(Task, rows[1].task_id).plan_id = id_of(plan)
        rows[1].state, rows[1].submitted_at = DONE, NOW
        later = date(2026, 12, 5)
        session.add(
            Extension(
                office_id=at,
                assignment_id=id_of(rows[0]),
                person_id=lan,
                asked_at=NOW,
                until=later,
                due_before=rows[0].due,
            )
        )
        session.flush()
        here = selection.in_office(at)
        assert [row.number for row in selection.page(session, here, selection.extension_waits())] == [1]
        assert selection.waiting(session, here) == 1
        assert selection.titles(session, here, selection.finished()) == {id_of(rows[1]): "Báo cáo  Báo cáo"}

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from storage.database import reading, transaction
from storage.people import add_office, add_person
from storage.reports import digest_assignments, extension_by_id, latest_decisions, pending_extensions
from storage.rows import id_of
from storage.tables import (
    Assignment,
    AssignmentState,
    Extension,
    ExtensionState,
    Occurrence,
    Submission,
    SubmissionItem,
    Task,
)

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def work(session: Session, office: int, number: int, due: str, **fields: Any) -> Assignment:
    day = date.fromisoformat(due)
    task = Task(office_id=office, title="Báo cáo")
    session.add(task)
    session.flush()
    occurrence = Occurrence(office_id=office, task_id=id_of(task), ordinal=1, due=day)
    session.add(occurrence)
    session.flush()
    row = Assignment(
        office_id=office,
        number=number,
        task_id=id_of(task),
        occurrence_id=id_of(occurrence),
        post="Kế toán",
        post_folded="ke toan",
        title="Báo cáo",
        due_printed=day,
        due=day,
        late_after=datetime(day.year, day.month, day.day, 17, tzinfo=UTC),
        created_at=NOW,
        **fields,
    )
    session.add(row)
    session.flush()
    return row


def test_a_digest_reads_this_year_what_is_unfinished_before_it_and_what_came_in_lately(engine: Engine) -> None:
    done = AssignmentState.DONE
    with transaction(engine) as session:
        office, other = (add_office(session, name).office_id for name in ("UBND xã", "UBND phường"))
        work(session, office, 1, "2026-03-10")
        work(session, office, 2, "2025-12-31")
        work(session, office, 3, "2025-12-31", state=done, submitted_at=NOW - timedelta(days=400))
        work(session, office, 4, "2027-01-20", state=done, submitted_at=NOW)
        work(session, office, 5, "2027-01-05")
        work(session, office, 6, "2027-02-05")
        work(session, office, 7, "2026-05-05", counted=False)
        work(session, office, 8, "2026-05-05", state=AssignmentState.WITHDRAWN)
        work(session, other, 9, "2026-05-05")
    with reading(engine) as session:
        assert [row.number for row in digest_assignments(session, office, today=date(2026, 11, 20))] == [2, 1, 5, 4]


def test_requests_that_wait_and_the_last_decision_on_a_submission(engine: Engine) -> None:
    with transaction(engine) as session:
        office = add_office(session, "UBND xã").office_id
        lan, minh = add_person(session, office, "Lan"), add_person(session, office, "Minh")
        row = work(session, office, 1, "2026-11-30", person_id=lan.id)
        for state in (ExtensionState.PENDING, ExtensionState.REJECTED):
            session.add(
                Extension(
                    office_id=office,
                    assignment_id=id_of(row),
                    person_id=id_of(lan),
                    asked_at=NOW,
                    until=date(2026, 12, 4),
                    due_before=row.due,
                    state=state,
                )
            )
        for decider in (minh.id, lan.id, None):
            submission = Submission(office_id=office, person_id=id_of(lan), at=NOW)
            session.add(submission)
            session.flush()
            session.add(
                SubmissionItem(
                    office_id=office, submission_id=id_of(submission), assignment_id=id_of(row), decided_by=decider
                )
            )
    with reading(engine) as session:
        (waiting,) = pending_extensions(session, office)
        assert waiting.state is ExtensionState.PENDING
        assert extension_by_id(session, office, id_of(waiting)) == waiting
        assert extension_by_id(session, office + 1, id_of(waiting)) is None
        assert latest_decisions(session, [id_of(row)])[id_of(row)].decided_by == lan.id

"""Requests to move a deadline, and what was decided."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import insert
from sqlmodel import Session, col, select

from storage.rows import id_of
from storage.tables import Assignment, Extension, ExtensionState, Snooze


def add_extension(
    session: Session, row: Assignment, *, person_id: int, until: date, reason: str, at: datetime
) -> Extension:
    extension = Extension(
        office_id=row.office_id,
        assignment_id=id_of(row),
        person_id=person_id,
        asked_at=at,
        until=until,
        reason=reason,
        due_before=row.due,
    )
    session.add(extension)
    session.flush()
    return extension


def add_extensions(
    session: Session, rows: Sequence[Assignment], *, person_id: int, until: date, reason: str, at: datetime
) -> list[Extension]:
    """One request for each of these, none of which has one that waits; in their order."""
    same = {"person_id": person_id, "asked_at": at, "until": until, "reason": reason, "state": ExtensionState.PENDING}
    values = [
        {**same, "office_id": row.office_id, "assignment_id": id_of(row), "due_before": row.due, "decision_reason": ""}
        for row in rows
    ]
    session.exec(insert(Extension), params=values)
    made = {one.assignment_id: one for one in pending_among(session, [id_of(row) for row in rows])}
    return [made[id_of(row)] for row in rows]


def extension_held(session: Session, office_id: int, extension_id: int) -> Extension | None:
    """The request as it is now, kept from any other decision until the transaction ends."""
    query = select(Extension).where(Extension.office_id == office_id, Extension.id == extension_id)
    return session.exec(query.with_for_update().execution_options(populate_existing=True)).first()


def pending_of(session: Session, assignment_id: int) -> Extension | None:
    """The request about this assignment that waits for a decision."""
    query = select(Extension).where(Extension.assignment_id == assignment_id)
    return session.exec(query.where(Extension.state == ExtensionState.PENDING)).first()


def latest_of(session: Session, assignment_id: int) -> Extension | None:
    """The last request about this assignment, decided or not."""
    query = select(Extension).where(Extension.assignment_id == assignment_id)
    return session.exec(query.order_by(col(Extension.id).desc())).first()


def pending_among(session: Session, assignment_ids: Collection[int]) -> list[Extension]:
    query = select(Extension).where(col(Extension.assignment_id).in_(assignment_ids))
    return list(session.exec(query.where(Extension.state == ExtensionState.PENDING)))


def set_snooze(session: Session, row: Assignment, *, person_id: int, until: datetime) -> Snooze:
    """Hide this assignment from this person's mornings until then; a new wish replaces the old one."""
    query = select(Snooze).where(Snooze.person_id == person_id, Snooze.assignment_id == id_of(row))
    snooze = session.exec(query).first()
    if snooze is None:
        snooze = Snooze(office_id=row.office_id, person_id=person_id, assignment_id=id_of(row), until=until)
    snooze.until = until
    session.add(snooze)
    session.flush()
    return snooze

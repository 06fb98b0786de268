"""Assignments chosen by conditions that combine: counted, shown a page at a time, or matched by their titles.

A condition is one line here; whoever asks joins those that the question names. Nothing is loaded but what is said.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, case, cast, false, or_
from sqlmodel import Session, col, func, select

from storage.tables import Assignment, AssignmentState, AuditEntry, Extension, ExtensionState, Plan, Task
from storage.tasks import UNFINISHED

Where = ColumnElement[bool]

_DONE = col(Assignment.state) == AssignmentState.DONE


def in_office(office_id: int) -> Where:
    return col(Assignment.office_id) == office_id


def held_by(person_ids: Collection[int]) -> Where:
    return col(Assignment.person_id).in_(person_ids) if person_ids else false()


def held_by_others(person_id: int) -> Where:
    """Somebody answers for it, and it is not this person."""
    return and_(col(Assignment.person_id).is_not(None), col(Assignment.person_id) != person_id)


def held_by_nobody() -> Where:
    return col(Assignment.person_id).is_(None)


def not_held_by(person_id: int) -> Where:
    """Somebody else's, or nobody's."""
    return or_(col(Assignment.person_id).is_(None), col(Assignment.person_id) != person_id)


def numbered(numbers: Collection[int]) -> Where:
    """What people call by these numbers."""
    return col(Assignment.number).in_(numbers) if numbers else false()


def reminds() -> Where:
    """Not past when its plan came in."""
    return col(Assignment.reminds).is_(True)


def among(assignment_ids: Collection[int]) -> Where:
    return col(Assignment.id).in_(assignment_ids) if assignment_ids else false()


def in_sections(office_id: int, titles: Collection[str]) -> Where:
    """Those whose row stands under one of these headings of its office's plan."""
    found = select(Task.id).where(col(Task.office_id) == office_id, col(Task.section_title).in_(titles))
    return col(Assignment.task_id).in_(found)


def counted() -> Where:
    """What figures are made of: not left out at import, not withdrawn."""
    return and_(col(Assignment.counted), col(Assignment.state) != AssignmentState.WITHDRAWN)


def unfinished() -> Where:
    return col(Assignment.state).in_(UNFINISHED)


def finished() -> Where:
    return _DONE


def without_proof() -> Where:
    """Said to be done, its proof missing."""
    return col(Assignment.state) == AssignmentState.WAITING_PROOF


def extension_waits() -> Where:
    """Somebody asked for more time, and nobody decided."""
    pending = select(Extension.assignment_id).where(Extension.state == ExtensionState.PENDING)
    return col(Assignment.id).in_(pending)


def due_in(first: date, last: date) -> Where:
    return col(Assignment.due).between(first, last)


def late(at: datetime) -> Where:
    """Its last moment to be on time has passed."""
    return col(Assignment.late_after) <= at


def handed_in(first: datetime, after: datetime) -> Where:
    """Handed in in [first, after)."""
    return and_(col(Assignment.submitted_at) >= first, col(Assignment.submitted_at) < after)


def before_our_time() -> Where:
    """Without a moment of handing in: done before the plan was imported."""
    return col(Assignment.submitted_at).is_(None)


def either(*conditions: Where) -> Where:
    return or_(*conditions)


def how_many(session: Session, *where: Where) -> int:
    return session.exec(select(func.count()).select_from(Assignment).where(*where)).one()


def page(
    session: Session, *where: Where, offset: int = 0, limit: int | None = None, latest: bool = False
) -> Sequence[Assignment]:
    """Those from `offset` on: the nearest deadline first, or with `latest` what was handed in last."""
    query = select(Assignment).where(*where).offset(offset).limit(limit)
    order = [col(Assignment.submitted_at).desc().nulls_last()] if latest else [col(Assignment.due)]
    return session.exec(query.order_by(*order, col(Assignment.number))).all()


class Brief(NamedTuple):
    """What is said of an assignment that is one of many: a row is not loaded for it."""

    id: int
    number: int
    person_id: int | None
    title: str
    due: date


def briefs(session: Session, *where: Where) -> list[Brief]:
    """All of those, the nearest deadline first."""
    chosen = (Assignment.id, Assignment.number, Assignment.person_id, Assignment.title, Assignment.due)
    query = select(*chosen).where(*where)  # type: ignore[call-overload]
    order = col(Assignment.due), col(Assignment.number)
    return [Brief(*row) for row in session.exec(query.order_by(*order))]


def noted(session: Session, verb: str, *where: Where, since: datetime) -> set[int]:
    """Whose of these the audit log has this verb about, since that moment."""
    about = and_(col(AuditEntry.kind) == "assignment", col(AuditEntry.row_id) == col(Assignment.id))
    query = select(Assignment.person_id).join(AuditEntry, about).where(*where).distinct()
    found = session.exec(query.where(AuditEntry.verb == verb, AuditEntry.at >= since))
    return {person_id for person_id in found if person_id}


def twins(session: Session, rows: Sequence[Assignment], *where: Where) -> set[tuple[int | None, str]]:
    """Whose of these rows, by person and title, are one of several that nothing but their month tells apart."""
    titles = {row.title for row in rows if not row.label}
    query = select(Assignment.person_id, Assignment.title).where(*where, col(Assignment.label) == "")
    query = query.where(col(Assignment.title).in_(titles)).group_by(col(Assignment.person_id), col(Assignment.title))
    return {(person, title) for person, title in session.exec(query.having(func.count() > 1))} if titles else set()


def twins_of(rows: Sequence[Assignment]) -> set[tuple[int | None, str]]:
    """The same where these rows are all there are."""
    times = Counter((row.person_id, row.title) for row in rows if not row.label)
    return {one for one, count in times.items() if count > 1}


class Figures(NamedTuple):
    """One person's assignments in the four classes of promise 4; None: nobody's. `oldest`: the first moment at which
    one of the overdue was late."""

    person_id: int | None
    on_time: int
    late: int
    in_term: int
    overdue: int
    oldest: datetime | None


def figures(session: Session, *where: Where, at: datetime) -> list[Figures]:
    """The classes as of a moment, one row for each person who has any. Counts as `scheduler.digests.standing` does."""
    passed, submitted = late(at), col(Assignment.submitted_at)
    was_late = and_(_DONE, submitted.is_not(None), submitted >= col(Assignment.late_after))
    overdue = and_(~_DONE, passed)
    query = select(  # type: ignore[call-overload]
        col(Assignment.person_id),
        _count(and_(_DONE, or_(submitted.is_(None), submitted < col(Assignment.late_after)))),
        _count(was_late),
        _count(and_(~_DONE, ~passed)),
        _count(overdue),
        func.min(case((overdue, col(Assignment.late_after)))),
    )
    return [Figures(*row) for row in session.exec(query.where(*where).group_by(col(Assignment.person_id)))]


def _count(condition: Where) -> ColumnElement[int]:
    return func.coalesce(func.sum(cast(condition, Integer)), 0)


def waiting(session: Session, *where: Where) -> int:
    """How many were handed in under a plan that asks for a leader's confirmation, and are not confirmed."""
    query = select(func.count()).select_from(Assignment).join(Task, col(Task.id) == col(Assignment.task_id))
    query = query.join(Plan, col(Plan.id) == col(Task.plan_id)).where(col(Plan.review), _DONE, *where)
    return session.exec(
        query.where(col(Assignment.accepted_at).is_(None), col(Assignment.submitted_at).is_not(None))
    ).one()


def titles(session: Session, *where: Where) -> dict[int, str]:
    """What each can be known by: its short title, its label, and its row as printed."""
    query = select(col(Assignment.id), col(Assignment.title), col(Assignment.label), col(Task.title))
    query = query.join(Task, col(Task.id) == col(Assignment.task_id)).where(*where)
    return {row_id: f"{title} {label} {printed}" for row_id, title, label, printed in session.exec(query) if row_id}


def sections(session: Session, office_id: int) -> list[str]:
    """Every heading under which an office's plans have rows."""
    return list(session.exec(select(Task.section_title).where(Task.office_id == office_id).distinct()))

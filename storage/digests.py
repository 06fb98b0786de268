"""What leaders' digests are made of, for many offices at once: figures counted by the database, and the few duties that
a digest may name."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from storage.duties import COLUMNS, Duty, by_office
from storage.selection import counted
from storage.tables import Assignment, AssignmentState, Extension, ExtensionState, Plan, Task
from storage.tasks import UNFINISHED

_DONE = col(Assignment.state) == AssignmentState.DONE


class Span(NamedTuple):
    """A digest of `today`, which begins at `midnight`: it looks back to `start` and ahead to the end of the week."""

    today: date
    midnight: datetime
    start: datetime

    @property
    def sunday(self) -> date:
        return self.today + timedelta(days=6 - self.today.weekday())


class Classes(NamedTuple):
    """How many of what is due in a year are in each class; as `scheduler.digests.standing` has it."""

    on_time: int
    late: int
    in_term: int
    overdue: int


def classes_of(session: Session, office_ids: Collection[int], span: Span) -> dict[int, Classes]:
    """By office: what is due in the year of `today`, as of its midnight."""
    handed_in, late_after = col(Assignment.submitted_at), col(Assignment.late_after)
    was_late = and_(_DONE, handed_in.is_not(None), handed_in >= late_after)
    query = select(  # type: ignore[call-overload]
        Assignment.office_id,
        _count(and_(_DONE, or_(handed_in.is_(None), handed_in < late_after))),
        _count(was_late),
        _count(and_(~_DONE, late_after > span.midnight)),
        _count(and_(~_DONE, late_after <= span.midnight)),
    )
    query = query.where(col(Assignment.office_id).in_(office_ids), counted(), _this_year(span.today))
    return {office_id: Classes(*rest) for office_id, *rest in session.exec(query.group_by(col(Assignment.office_id)))}


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _this_year(today: date) -> ColumnElement[bool]:
    return col(Assignment.due).between(date(today.year, 1, 1), date(today.year, 12, 31))


def _of_the_digest(today: date) -> ColumnElement[bool]:
    """Due this calendar year or, unfinished, before it or within a week after it; and whatever was handed in lately."""
    unfinished = and_(
        col(Assignment.due) <= date(today.year, 12, 31) + timedelta(days=7), col(Assignment.state).in_(UNFINISHED)
    )
    # A digest looks back further than its own year only in the first days of January.
    lately = col(Assignment.submitted_at) >= datetime(today.year - 1, 12, 1, tzinfo=UTC)
    return and_(counted(), or_(_this_year(today), unfinished, lately))


def digest_duties(session: Session, office_ids: Collection[int], span: Span) -> dict[int, list[Duty]]:
    """By office: what is overdue, what is open and due this week, and what was handed in from `start` on."""
    overdue = and_(~_DONE, col(Assignment.late_after) <= span.midnight)
    soon = and_(~_DONE, col(Assignment.due).between(span.today, span.sunday))
    lately = and_(_DONE, col(Assignment.submitted_at) >= span.start)
    query = select(*COLUMNS).where(col(Assignment.office_id).in_(office_ids))
    query = query.where(_of_the_digest(span.today), or_(overdue, soon, lately))
    return by_office(session.exec(query.order_by(col(Assignment.due), col(Assignment.number))))


def plans_in(session: Session, office_ids: Collection[int]) -> dict[int, list[Plan]]:
    """By office: its plans, in the order in which they came."""
    found: dict[int, list[Plan]] = {}
    for plan in session.exec(select(Plan).where(col(Plan.office_id).in_(office_ids)).order_by(col(Plan.id))):
        found.setdefault(plan.office_id, []).append(plan)
    return found


def submissions_in(session: Session, plan_ids: Collection[int]) -> dict[int, list[Duty]]:
    """By office: what was handed in under these plans, which want a leader's word, and has none; the oldest first."""
    query = select(*COLUMNS).join(Task, col(Task.id) == col(Assignment.task_id))
    query = query.where(col(Task.plan_id).in_(plan_ids), _DONE, col(Assignment.accepted_at).is_(None))
    query = query.where(col(Assignment.submitted_at).is_not(None))
    return by_office(session.exec(query.order_by(col(Assignment.submitted_at)))) if plan_ids else {}


def extensions_in(session: Session, office_ids: Collection[int]) -> dict[int, list[Extension]]:
    """By office: the requests that wait for a decision, the oldest first."""
    query = select(Extension).where(col(Extension.office_id).in_(office_ids), Extension.state == ExtensionState.PENDING)
    found: dict[int, list[Extension]] = {}
    for one in session.exec(query.order_by(col(Extension.asked_at), col(Extension.id))):
        found.setdefault(one.office_id, []).append(one)
    return found

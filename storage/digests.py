"""What leaders' digests are made of, for many offices at once: figures counted by the database, and the few duties that
a digest may name."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, or_
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

    def parameters(self, office_ids: Collection[int]) -> dict[str, Any]:
        year_ends = date(self.today.year, 12, 31)
        return self._asdict() | {
            "offices": list(office_ids),
            "sunday": self.today + timedelta(days=6 - self.today.weekday()),
            "year_begins": date(self.today.year, 1, 1),
            "year_ends": year_ends,
            "next_week": year_ends + timedelta(days=7),
            # A digest looks back further than its own year only in the first days of January.
            "lately": datetime(self.today.year - 1, 12, 1, tzinfo=UTC),
        }


class Classes(NamedTuple):
    """How many of what is due in a year are in each class; as `scheduler.digests.standing` has it."""

    on_time: int
    late: int
    in_term: int
    overdue: int


def classes_of(session: Session, office_ids: Collection[int], span: Span) -> dict[int, Classes]:
    """By office: what is due in the year of `today`, as of its midnight."""
    rows = session.exec(_counting(), params=span.parameters(office_ids))
    return {office_id: Classes(*rest) for office_id, *rest in rows}


def digest_duties(session: Session, office_ids: Collection[int], span: Span) -> dict[int, list[Duty]]:
    """By office: what is overdue, what is open and due this week, and what was handed in from `start` on."""
    return by_office(session.exec(_naming(), params=span.parameters(office_ids)))


@cache  # built once: what is asked changes, and not how
def _counting() -> Any:
    handed_in, late_after = col(Assignment.submitted_at), col(Assignment.late_after)
    was_late = and_(_DONE, handed_in.is_not(None), handed_in >= late_after)
    query = select(  # type: ignore[call-overload]
        Assignment.office_id,
        _count(and_(_DONE, or_(handed_in.is_(None), handed_in < late_after))),
        _count(was_late),
        _count(and_(~_DONE, late_after > bindparam("midnight"))),
        _count(and_(~_DONE, late_after <= bindparam("midnight"))),
    )
    return query.where(_of_offices(), counted(), _this_year()).group_by(col(Assignment.office_id))


@cache
def _naming() -> Any:
    overdue = and_(~_DONE, col(Assignment.late_after) <= bindparam("midnight"))
    soon = and_(~_DONE, col(Assignment.due).between(bindparam("today"), bindparam("sunday")))
    lately = and_(_DONE, col(Assignment.submitted_at) >= bindparam("start"))
    query = select(*COLUMNS).where(_of_offices(), _of_the_digest(), or_(overdue, soon, lately))
    return query.order_by(col(Assignment.due), col(Assignment.number))


def _of_offices() -> ColumnElement[bool]:
    return col(Assignment.office_id).in_(bindparam("offices", expanding=True))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _this_year() -> ColumnElement[bool]:
    return col(Assignment.due).between(bindparam("year_begins"), bindparam("year_ends"))


def _of_the_digest() -> ColumnElement[bool]:
    """As storage.reports.digest_assignments has it."""
    unfinished = and_(col(Assignment.due) <= bindparam("next_week"), col(Assignment.state).in_(UNFINISHED))
    return and_(counted(), or_(_this_year(), unfinished, col(Assignment.submitted_at) >= bindparam("lately")))


def plans_in(session: Session, office_ids: Collection[int]) -> dict[int, list[Plan]]:
    """By office: its plans, in the order in which they came."""
    found: dict[int, list[Plan]] = {}
    for plan in session.exec(select(Plan).where(col(Plan.office_id).in_(office_ids)).order_by(col(Plan.id))):
        found.setdefault(plan.office_id, []).append(plan)
    return found


def submissions_in(session: Session, plan_ids: Collection[int]) -> dict[int, list[Duty]]:
    """By office: what was handed in under these plans, which want a leader's word, and has none; the oldest first."""
    return by_office(session.exec(_submitted(), params={"plans": list(plan_ids)})) if plan_ids else {}


@cache
def _submitted() -> Any:
    query = select(*COLUMNS).join(Task, col(Task.id) == col(Assignment.task_id))
    query = query.where(col(Task.plan_id).in_(bindparam("plans", expanding=True)), _DONE)
    query = query.where(col(Assignment.accepted_at).is_(None), col(Assignment.submitted_at).is_not(None))
    return query.order_by(col(Assignment.submitted_at))


def extensions_in(session: Session, office_ids: Collection[int]) -> dict[int, list[Extension]]:
    """By office: the requests that wait for a decision, the oldest first."""
    query = select(Extension).where(col(Extension.office_id).in_(office_ids), Extension.state == ExtensionState.PENDING)
    found: dict[int, list[Extension]] = {}
    for one in session.exec(query.order_by(col(Extension.asked_at), col(Extension.id))):
        found.setdefault(one.office_id, []).append(one)
    return found

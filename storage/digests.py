"""What leaders' digests are made of, for many offices at once: figures counted by the database, and the few duties that
a digest may name."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import ColumnElement, and_, bindparam, or_
from sqlmodel import Session, col, func, select

from storage.among import among
from storage.duties import COLUMNS, Duty, by_office
from storage.rows import read
from storage.selection import counted
from storage.tables import Assignment, AssignmentState, Extension, ExtensionState, Plan, Task, table_of
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
            "offices": office_ids,
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
    rows = read(session, _counting(), **span.parameters(office_ids))
    return {office_id: Classes(*rest) for office_id, *rest in rows}


def digest_duties(session: Session, office_ids: Collection[int], span: Span) -> dict[int, list[Duty]]:
    """By office: what is overdue, what is open and due this week, and what was handed in from `start` on."""
    return by_office(read(session, _naming(), **span.parameters(office_ids)))


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
    return among(Assignment.office_id, "offices")


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _this_year() -> ColumnElement[bool]:
    return col(Assignment.due).between(bindparam("year_begins"), bindparam("year_ends"))


def _of_the_digest() -> ColumnElement[bool]:
    """As storage.reports.digest_assignments has it."""
    unfinished = and_(col(Assignment.due) <= bindparam("next_week"), col(Assignment.state).in_(UNFINISHED))
    return and_(counted(), or_(_this_year(), unfinished, col(Assignment.submitted_at) >= bindparam("lately")))


class PlanHead(NamedTuple):
    """The part of a plan that a digest speaks of."""

    id: int
    office_id: int
    title: str
    short_title: str
    review: bool


def plans_in(session: Session, office_ids: Collection[int]) -> dict[int, list[PlanHead]]:
    """By office: its plans, in the order in which they came."""
    found: dict[int, list[PlanHead]] = {}
    for row in read(session, _PLANS, offices=office_ids):
        plan = PlanHead._make(row)
        found.setdefault(plan.office_id, []).append(plan)
    return found


_PLAN = table_of(Plan)
_PLANS = (
    sqlalchemy.select(*(_PLAN.c[name] for name in PlanHead._fields))
    .where(among(_PLAN.c.office_id, "offices"))
    .order_by(_PLAN.c.id)
)


def submissions_in(session: Session, plan_ids: Collection[int]) -> dict[int, list[Duty]]:
    """By office: what was handed in under these plans, which want a leader's word, and has none; the oldest first."""
    return by_office(read(session, _submitted(), plans=plan_ids)) if plan_ids else {}


@cache
def _submitted() -> Any:
    query = select(*COLUMNS).join(Task, col(Task.id) == col(Assignment.task_id))
    query = query.where(among(Task.plan_id, "plans"), _DONE)
    query = query.where(col(Assignment.accepted_at).is_(None), col(Assignment.submitted_at).is_not(None))
    return query.order_by(col(Assignment.submitted_at))


class Asked(NamedTuple):
    """The part of a request for more time that a digest speaks of."""

    office_id: int
    assignment_id: int
    asked_at: datetime


def extensions_in(session: Session, office_ids: Collection[int]) -> dict[int, list[Asked]]:
    """By office: the requests that wait for a decision, the oldest first."""
    found: dict[int, list[Asked]] = {}
    for row in read(session, _EXTENSIONS, offices=office_ids):
        one = Asked._make(row)
        found.setdefault(one.office_id, []).append(one)
    return found


_EXTENSION = table_of(Extension)
_EXTENSIONS = (
    sqlalchemy.select(*(_EXTENSION.c[name] for name in Asked._fields))
    .where(among(_EXTENSION.c.office_id, "offices"), _EXTENSION.c.state == ExtensionState.PENDING)
    .order_by(_EXTENSION.c.asked_at, _EXTENSION.c.id)
)

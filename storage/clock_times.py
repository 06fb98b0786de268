"""Deadlines with a clock time, for many offices at once: found by the index of those alone."""

from collections.abc import Collection
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, cast, exists, func, literal, select
from sqlmodel import Session

from storage.among import among
from storage.mornings import ASSIGNMENT, NOT_OVER, OFFICE, OUTBOX, AtWork, linked, rows


class Timed(NamedTuple):
    """An unfinished assignment whose deadline has a clock time."""

    assignment_id: int
    office_id: int
    person_id: int
    due_time: time
    late_after: datetime


class Approaching(NamedTuple):
    """An office in which a clock time comes near, and its quiet hours."""

    office_id: int
    late_after: datetime
    quiet_from: time
    quiet_to: time


# An unfinished assignment of a person, due today at a clock time that lies in (first, last].
_NEAR = and_(
    ASSIGNMENT.c.due_time.is_not(None),
    ASSIGNMENT.c.late_after > bindparam("first"),
    ASSIGNMENT.c.late_after <= bindparam("last"),
    ASSIGNMENT.c.due == bindparam("today"),
    ASSIGNMENT.c.person_id.is_not(None),
    NOT_OVER,
)


def _clock_key() -> ColumnElement[str]:
    """As scheduler.planning makes it: whom a warning went to already hears no other one for this hour."""
    due, hour = cast(ASSIGNMENT.c.due, String), func.substr(cast(ASSIGNMENT.c.due_time, String), 1, 5)
    return literal("clock:") + cast(ASSIGNMENT.c.person_id, String) + ":" + due + ":" + hour


def unwarned(session: Session, at_work: AtWork, *, late_between: tuple[datetime, datetime]) -> set[Approaching]:
    """The offices in which somebody is to be warned of a clock time that lies in (first, last], and was not yet."""
    query = select(ASSIGNMENT.c.office_id, ASSIGNMENT.c.late_after, OFFICE.c.quiet_from, OFFICE.c.quiet_to).distinct()
    query = query.join(OFFICE, OFFICE.c.office_id == ASSIGNMENT.c.office_id)
    warned = exists().where(OUTBOX.c.key == _clock_key())
    query = query.where(_NEAR, at_work.holds(), ~warned, linked(ASSIGNMENT.c.person_id))
    first, last = late_between
    return set(map(Approaching._make, rows(session, query, today=at_work.today, first=first, last=last)))


def timed_until(
    session: Session, office_ids: Collection[int], *, today: date, late_between: tuple[datetime, datetime]
) -> list[Timed]:
    """Unfinished assignments of people with a chat, due on this day at a clock time that lies in (first, last]."""
    first, last = late_between
    return list(map(Timed._make, rows(session, _timed(), offices=office_ids, today=today, first=first, last=last)))


@cache
def _timed() -> Select[*tuple[Any, ...]]:
    columns = (
        ASSIGNMENT.c.id,
        ASSIGNMENT.c.office_id,
        ASSIGNMENT.c.person_id,
        ASSIGNMENT.c.due_time,
        ASSIGNMENT.c.late_after,
    )
    query = select(*columns).where(_NEAR, among(ASSIGNMENT.c.office_id, "offices"))
    return query.where(linked(ASSIGNMENT.c.person_id)).order_by(ASSIGNMENT.c.id)


def next_clock_time(session: Session, *, after: datetime) -> datetime | None:
    """The earliest `late_after`, later than this moment, of an unfinished assignment with a clock time."""
    query = select(func.min(ASSIGNMENT.c.late_after)).where(ASSIGNMENT.c.due_time.is_not(None), NOT_OVER)
    found: datetime | None = rows(session, query.where(ASSIGNMENT.c.late_after > after)).scalar_one()
    return found

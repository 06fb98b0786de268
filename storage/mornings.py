"""What planning a morning asks the database: few columns, few rows, no cost that grows with what is long done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy
from sqlalchemy import or_, update
from sqlmodel import Session, col, func, select

from storage.tables import (
    Assignment,
    MessageState,
    Office,
    OutboxMessage,
    Person,
    Snooze,
)
from storage.tasks import UNFINISHED


@dataclass(frozen=True)
class Greeted:
    """Somebody whose morning of today was not handled yet; `hour` is when it is said."""

    person_id: int
    handled: date | None
    remind_before: int | None
    hour: time


@dataclass(frozen=True)
class Speaking:
    """The part of an unfinished assignment that its rungs hang on."""

    assignment_id: int
    person_id: int | None
    due: date
    opens: date | None
    returned_at: datetime | None


@dataclass(frozen=True)
class Timed:
    """An unfinished assignment whose deadline has a clock time."""

    assignment_id: int
    person_id: int
    due_time: time
    late_after: datetime


def people_to_greet(session: Session, office: Office, *, today: date, at: time) -> list[Greeted]:
    """Those whose hour has come and whose morning of this day was not handled; nobody who asked for silence."""
    hour = func.coalesce(Person.morning_at, office.morning_at)
    query = select(col(Person.id), col(Person.morning_handled), col(Person.remind_before), hour)
    query = query.where(Person.office_id == office.office_id, hour <= at)
    query = query.where(or_(col(Person.morning_handled).is_(None), col(Person.morning_handled) < today))
    query = query.where(or_(col(Person.ended_on).is_(None), col(Person.ended_on) > today))
    query = query.where(or_(col(Person.stopped_through).is_(None), col(Person.stopped_through) < today))
    return [Greeted(id_, handled, before, said_at) for id_, handled, before, said_at in session.exec(query) if id_]


def speaking_between(
    session: Session,
    office_id: int,
    *,
    due: tuple[date, date],
    opened: tuple[date, date],
    returned_since: datetime,
) -> list[Speaking]:
    """Unfinished assignments that may have something to say: due or opened in these days, or returned lately."""
    # SQLModel's select takes four columns at the most.
    query = sqlalchemy.select(
        col(Assignment.id),
        col(Assignment.person_id),
        col(Assignment.due),
        col(Assignment.opens),
        col(Assignment.returned_at),
    )
    query = query.where(
        col(Assignment.office_id) == office_id, col(Assignment.state).in_(UNFINISHED), col(Assignment.reminds)
    )
    may_speak = or_(
        col(Assignment.due).between(*due),
        col(Assignment.opens).between(*opened),
        col(Assignment.returned_at) >= returned_since,
    )
    rows = session.connection().execute(query.where(may_speak))
    return [Speaking(id_, who, due_on, opens, back) for id_, who, due_on, opens, back in rows if id_]


def snoozed_beyond(session: Session, office_id: int, moment: datetime) -> set[tuple[int, int]]:
    """(person, assignment) pairs that are hidden at this moment."""
    query = select(Snooze.person_id, Snooze.assignment_id)
    return set(session.exec(query.where(Snooze.office_id == office_id, Snooze.until > moment)))


def with_unsent_morning(session: Session, person_ids: Iterable[int]) -> set[int]:
    """Those for whom an earlier morning still waits to be said: it will speak of this one too."""
    states = (MessageState.WAITING, MessageState.CLAIMED, MessageState.SENDING)
    query = select(OutboxMessage.person_id).where(OutboxMessage.kind == "morning", col(OutboxMessage.state).in_(states))
    return set(session.exec(query.where(col(OutboxMessage.person_id).in_(set(person_ids)))))


def mark_handled(session: Session, person_ids: Iterable[int], *, today: date) -> None:
    query = update(Person).where(col(Person.id).in_(set(person_ids)))
    session.exec(query.values(morning_handled=today))


def timed_until(
    session: Session, office_id: int, *, today: date, late_between: tuple[datetime, datetime]
) -> list[Timed]:
    """Unfinished assignments of a person, due on this day at a clock time that lies in (first, last]."""
    query = select(col(Assignment.id), col(Assignment.person_id), col(Assignment.due_time), col(Assignment.late_after))
    query = query.where(Assignment.office_id == office_id, Assignment.due == today, col(Assignment.reminds))
    query = query.where(col(Assignment.state).in_(UNFINISHED), col(Assignment.due_time).is_not(None))
    query = query.where(Assignment.late_after > late_between[0], Assignment.late_after <= late_between[1])
    return [
        Timed(id_, person_id, due_time, late_after)
        for id_, person_id, due_time, late_after in session.exec(query)
        if id_ and person_id and due_time
    ]


def next_clock_time(session: Session, office_id: int, *, after: datetime) -> datetime | None:
    """The earliest `late_after`, later than this moment, of an unfinished assignment with a clock time."""
    query = select(func.min(Assignment.late_after)).where(Assignment.office_id == office_id)
    query = query.where(col(Assignment.state).in_(UNFINISHED), col(Assignment.due_time).is_not(None))
    return session.exec(query.where(Assignment.late_after > after, col(Assignment.reminds))).one()


def morning_hours(session: Session, office: Office) -> set[time]:
    """The hours at which somebody of this office gets the morning message."""
    query = select(func.coalesce(Person.morning_at, office.morning_at)).where(Person.office_id == office.office_id)
    return set(session.exec(query.distinct()))

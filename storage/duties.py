"""What a morning says of assignments, for many people at once: the columns it speaks of, and no rows of their own."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_
from sqlmodel import Session, col, select

from storage.among import among
from storage.rows import read
from storage.tables import Assignment, AssignmentState, Extension, ExtensionState, Snooze, Task
from storage.tasks import UNFINISHED


class Duty(NamedTuple):
    """The part of an assignment that mornings and digests speak of.

    `section` is the heading that its row stands under; `asked`: an extension waits for a decision; `hidden_until`: the
    moment to which its person put it off, if that is still to come.
    """

    id: int
    office_id: int
    person_id: int | None
    number: int
    task_id: int
    post: str
    title: str
    due: date
    due_time: time | None
    opens: date | None
    late_after: datetime
    state: AssignmentState
    reminds: bool
    submitted_at: datetime | None
    returned_at: datetime | None
    section: str = ""
    asked: bool = False
    hidden_until: datetime | None = None


Owed = Assignment | Duty

COLUMNS: tuple[Any, ...] = tuple(getattr(Assignment, name) for name in Duty._fields[:-3])


class Window(NamedTuple):
    """Which unfinished assignments can matter on a morning: due from `first` through `last`, or opened in these days.

    What was returned matters whenever it is due, from `first` on.
    """

    first: date
    last: date
    opened_from: date
    opened_through: date


def duties_of(session: Session, person_ids: Collection[int], window: Window, *, now: datetime) -> dict[int, list[Duty]]:
    """What each of these persons has not handed in and may hear of, the nearest deadline first."""
    found: dict[int, list[Duty]] = {}
    for row in read(session, _of_people(), people=person_ids, now=now, **window._asdict()):
        duty = Duty._make(row)
        found.setdefault(duty.person_id or 0, []).append(duty)
    return found


@cache
def _of_people() -> Any:
    put_off = and_(
        col(Snooze.assignment_id) == col(Assignment.id),
        col(Snooze.person_id) == col(Assignment.person_id),
        col(Snooze.until) > bindparam("now"),
    )
    waits = exists().where(
        col(Extension.assignment_id) == col(Assignment.id), col(Extension.state) == ExtensionState.PENDING
    )
    query = select(*COLUMNS, Task.section_title, waits, Snooze.until)  # type: ignore[call-overload]
    query = query.join(Task, col(Task.id) == col(Assignment.task_id)).outerjoin(Snooze, put_off)
    query = query.where(among(Assignment.person_id, "people"), *_speaking())
    return query.order_by(col(Assignment.due), col(Assignment.number))


def unmatched_duties(session: Session, office_ids: Collection[int], window: Window) -> dict[int, list[Duty]]:
    """By office: what no person answers for and a morning may speak of, the nearest deadline first."""
    return by_office(read(session, _of_nobody(), offices=list(office_ids), **window._asdict()))


@cache
def _of_nobody() -> Any:
    # Of a few offices that are counted SQLite looks up each; of any number of them, everybody's that nobody holds.
    query = select(*COLUMNS).where(col(Assignment.office_id).in_(bindparam("offices", expanding=True)))
    query = query.where(col(Assignment.person_id).is_(None), *_speaking())
    return query.order_by(col(Assignment.due), col(Assignment.number))


def _speaking() -> tuple[ColumnElement[bool], ...]:
    near = or_(
        col(Assignment.due) <= bindparam("last"),
        col(Assignment.opens).between(bindparam("opened_from"), bindparam("opened_through")),
        col(Assignment.returned_at).is_not(None),
    )
    unfinished = col(Assignment.state).in_(UNFINISHED), col(Assignment.reminds).is_(True)
    return *unfinished, col(Assignment.due) >= bindparam("first"), near


def by_office(rows: Iterable[Any]) -> dict[int, list[Duty]]:
    """Rows of COLUMNS, in their order."""
    found: dict[int, list[Duty]] = {}
    for row in rows:
        found.setdefault(row.office_id, []).append(Duty._make((*row, "", False, None)))
    return found


def products_of(session: Session, task_ids: Iterable[int]) -> Mapping[int, list[str]]:
    """What each of these tasks is to deliver."""
    query = select(col(Task.id), col(Task.products)).where(col(Task.id).in_(set(task_ids)))
    return {task_id: products for task_id, products in session.exec(query) if task_id}

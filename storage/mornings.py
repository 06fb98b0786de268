"""What planning asks the database, for many offices at once: few columns, few rows, no cost that grows with what is
long done, with who has left, or with what waits in the outbox."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Date,
    Executable,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlmodel import Session

from storage.among import among
from storage.tables import (
    Account,
    AccountState,
    Assignment,
    Grant,
    Office,
    OfficeDay,
    OutboxMessage,
    Person,
    Role,
    Snooze,
    table_of,
)
from storage.tasks import UNFINISHED

ACCOUNT, ASSIGNMENT, GRANT, OFFICE = (table_of(one) for one in (Account, Assignment, Grant, Office))
OFFICE_DAY, OUTBOX, PERSON, SNOOZE = (table_of(one) for one in (OfficeDay, OutboxMessage, Person, Snooze))
Where = ColumnElement[bool]
Day = date | ColumnElement[date]

_FEW = 500  # people: so many are looked at one by one, more are counted office by office
# A partial index is used only where the statement itself says its condition, with no bound values.
_UNSENT_MORNING = text("outbox.kind = 'morning' AND outbox.state IN ('waiting', 'claimed', 'sending')")
_HERE = PERSON.c.ended_on.is_(None)
NOT_OVER = and_(ASSIGNMENT.c.state.in_(UNFINISHED), ASSIGNMENT.c.reminds)


class Hours(NamedTuple):
    """When an office speaks; most offices share theirs with many others."""

    timezone: str
    morning_at: time
    quiet_from: time
    quiet_to: time


@dataclass(frozen=True)
class AtWork:
    """The offices of a time zone that work on its `today`: all of them save some, or only some."""

    timezone: str
    today: date
    only: frozenset[int] | None = None
    save: frozenset[int] = frozenset()

    def holds(self) -> Where:
        here = OFFICE.c.timezone == self.timezone
        if self.only is not None:
            return and_(here, OFFICE.c.office_id.in_(self.only))
        return and_(here, OFFICE.c.office_id.not_in(self.save)) if self.save else here


class Greeted(NamedTuple):
    """Somebody whose morning of today was not handled yet; `hour` is when it is said.

    `bot`: that of their preferred chat; None where they have none that takes messages, and where an earlier morning
    still waits to be said: that one will speak of this one too.
    """

    person_id: int
    office_id: int
    handled: date | None
    remind_before: int | None
    hour: time
    bot: str | None


class Speaking(NamedTuple):
    """The part of an unfinished assignment that its rungs hang on."""

    assignment_id: int
    office_id: int
    person_id: int | None
    due: date
    opens: date | None
    returned_at: datetime | None


def rows(session: Session, query: Executable, **parameters: Any) -> CursorResult[*tuple[Any, ...]]:
    """Columns as they are, past the session: planning has no use for objects, nor for what is not flushed yet."""
    return session.connection().execute(query, parameters)


def ids(session: Session, query: Select[*tuple[Any, ...]]) -> set[int]:
    """The one column of a query that names rows."""
    return set(rows(session, query).scalars())


def hours_of_offices(session: Session) -> list[Hours]:
    """Every combination that some office has."""
    query = select(OFFICE.c.timezone, OFFICE.c.morning_at, OFFICE.c.quiet_from, OFFICE.c.quiet_to).distinct()
    return [Hours(*row) for row in rows(session, query)]


def own_days_on(session: Session, days: Collection[date]) -> dict[date, dict[int, bool]]:
    """By day: the offices that differ from the national calendar, and whether they work."""
    query = select(OFFICE_DAY.c.day, OFFICE_DAY.c.office_id, OFFICE_DAY.c.works).where(OFFICE_DAY.c.day.in_(days))
    found: dict[date, dict[int, bool]] = {day: {} for day in days}
    for day, office_id, works in rows(session, query):
        found[day][office_id] = works
    return found


def _spans_unhandled(today: Day) -> tuple[Where, Where, Where]:
    """Where a morning of this day is not handled, as spans of an index.

    A later day does not count, as when the clock was set back: what was handled then is that day's morning.
    """
    handled = PERSON.c.morning_handled
    return handled.is_(None), handled < today, handled > today


def _unhandled(today: Day) -> Where:
    return or_(*_spans_unhandled(today))


def _listens(today: Day) -> Where:
    return or_(PERSON.c.stopped_through.is_(None), PERSON.c.stopped_through < today)


def with_unhandled_morning(session: Session, at_work: AtWork, *, hours: Collection[time], by: time) -> Counter[int]:
    """By office: how many people's morning has come and was not handled.

    `hours`: those of the offices that have come; `by`: the hour up to which somebody's own has.
    """
    return _by_themselves(session, at_work, by=by) + _at_offices_hour(session, at_work, hours)


def _by_themselves(session: Session, at_work: AtWork, *, by: time) -> Counter[int]:
    """Of those who wished for another hour, and those who have a known last day: few, each by an index of their own."""
    own = and_(PERSON.c.morning_at.is_not(None), PERSON.c.morning_at <= by, _HERE)
    leaving = and_(PERSON.c.ended_on.is_not(None), PERSON.c.ended_on > at_work.today)
    come = func.coalesce(PERSON.c.morning_at, OFFICE.c.morning_at) <= by
    unhandled = _unhandled(at_work.today)
    return _offices(session, at_work, own, unhandled) + _offices(session, at_work, leaving, come, unhandled)


def _at_offices_hour(session: Session, at_work: AtWork, hours: Collection[time]) -> Counter[int]:
    """Of all others, for whom their office's hour counts."""
    few = _first_unhandled(session, at_work.today) if hours else []
    theirs, come = PERSON.c.morning_at.is_(None), OFFICE.c.morning_at.in_(hours)
    if len(few) < _FEW:
        return _offices(session, at_work, theirs, come, PERSON.c.id.in_(few)) if few else Counter()
    waiting = and_(_HERE, theirs, _unhandled(at_work.today), _listens(at_work.today))
    people = select(func.count()).where(PERSON.c.office_id == OFFICE.c.office_id, waiting).scalar_subquery()
    counted = rows(session, select(OFFICE.c.office_id, people).where(at_work.holds(), come))
    return Counter({office_id: count for office_id, count in counted if count})


def _first_unhandled(session: Session, today: date) -> list[int]:
    parts = [select(PERSON.c.id).where(_HERE, span) for span in _spans_unhandled(today)]
    return list(rows(session, union_all(*parts).limit(_FEW)).scalars())


def _offices(session: Session, at_work: AtWork, *where: Where) -> Counter[int]:
    """Where these people are. Not grouped by the database: SQLite would go through everybody in that order."""
    query = select(PERSON.c.office_id).join(OFFICE, OFFICE.c.office_id == PERSON.c.office_id)
    chosen = query.where(*where, _listens(at_work.today), at_work.holds())
    return Counter(rows(session, chosen).scalars())


def people_to_greet(
    session: Session, office_ids: Collection[int], *, today: date, by: time, limit: int
) -> list[Greeted]:
    """Those whose hour has come and whose morning of this day was not handled; nobody who asked for silence.

    They are this transaction's until it ends: another one passes them by.
    """
    found = rows(session, _to_greet(), offices=office_ids, today=today, by=by, most=limit)
    return list(map(Greeted._make, found.all()))


@cache
def _to_greet() -> Select[*tuple[Any, ...]]:
    today, hour = bindparam("today", type_=Date), func.coalesce(PERSON.c.morning_at, OFFICE.c.morning_at)
    columns = (PERSON.c.id, PERSON.c.office_id, PERSON.c.morning_handled, PERSON.c.remind_before)
    query = select(*columns, hour, _bot()).join(OFFICE, OFFICE.c.office_id == PERSON.c.office_id)
    query = query.where(among(PERSON.c.office_id, "offices"), hour <= bindparam("by"))
    query = query.where(_unhandled(today), _listens(today), or_(_HERE, PERSON.c.ended_on > today))
    query = query.order_by(PERSON.c.id).limit(bindparam("most"))
    return query.with_for_update(key_share=True, skip_locked=True, of=PERSON)


def _bot() -> ColumnElement[str | None]:
    chat = select(ACCOUNT.c.bot).where(ACCOUNT.c.person_id == PERSON.c.id, ACCOUNT.c.state == AccountState.ACTIVE)
    preferred = chat.order_by(ACCOUNT.c.preference, ACCOUNT.c.id).limit(1).scalar_subquery()
    # Of exists() PostgreSQL would make a list of all that is unsent.
    unsent = select(OUTBOX.c.id).where(_UNSENT_MORNING, OUTBOX.c.person_id == PERSON.c.id).limit(1).scalar_subquery()
    return case((unsent.is_(None), preferred))


def mark_handled(session: Session, person_ids: Collection[int], *, today: date) -> None:
    if not person_ids:
        return
    query = update(PERSON).where(among(PERSON.c.id, "people")).values(morning_handled=today)
    rows(session, query, people=person_ids)


@dataclass(frozen=True)
class Window:
    """Which unfinished assignments may speak: due on one of `days`; of those that open, due or opened in a span; and
    what came back since a moment."""

    days: Collection[date]
    due: tuple[date, date]
    opened: tuple[date, date]
    returned_since: datetime

    def values(self) -> dict[str, Any]:
        spans = zip(_SPANS, (*self.due, *self.opened), strict=True)
        return {"days": list(self.days), "returned_since": self.returned_since, **dict(spans)}


_SPANS = ("due_first", "due_last", "opened_first", "opened_last")


def _in_window() -> Where:
    opens, due = ASSIGNMENT.c.opens, ASSIGNMENT.c.due
    due_first, due_last, opened_first, opened_last = (bindparam(name, type_=Date) for name in _SPANS)
    near = or_(due.between(due_first, due_last), opens.between(opened_first, opened_last))
    returned = ASSIGNMENT.c.returned_at >= bindparam("returned_since")
    days = due.in_(bindparam("days", expanding=True))
    return and_(NOT_OVER, or_(days, and_(opens.is_not(None), near), returned))


def speaking_to(session: Session, person_ids: Collection[int], window: Window) -> list[Speaking]:
    """What may speak to one of these persons."""
    found = rows(session, _speaking(of_nobody=False), whose=person_ids, **window.values())
    return list(map(Speaking._make, found.all()))


def speaking_to_nobody(session: Session, office_ids: Collection[int], window: Window) -> list[Speaking]:
    """What may speak in one of these offices, and nobody answers for it."""
    found = rows(session, _speaking(of_nobody=True), whose=office_ids, **window.values())
    return list(map(Speaking._make, found.all()))


@cache
def _speaking(*, of_nobody: bool) -> Select[*tuple[Any, ...]]:
    nobodys = and_(among(ASSIGNMENT.c.office_id, "whose"), ASSIGNMENT.c.person_id.is_(None))
    whose = nobodys if of_nobody else among(ASSIGNMENT.c.person_id, "whose")
    columns = (ASSIGNMENT.c.id, ASSIGNMENT.c.office_id, ASSIGNMENT.c.person_id, ASSIGNMENT.c.due, ASSIGNMENT.c.opens)
    return select(*columns, ASSIGNMENT.c.returned_at).where(whose, _in_window())


def snoozed_until(session: Session, office_ids: Collection[int], after: datetime) -> dict[tuple[int, int], datetime]:
    """Until when each (person, assignment) pair is hidden, of those that are at this moment."""
    query = select(SNOOZE.c.person_id, SNOOZE.c.assignment_id, SNOOZE.c.until)
    query = query.where(SNOOZE.c.office_id.in_(office_ids), SNOOZE.c.until > after)
    return {(person_id, assignment_id): until for person_id, assignment_id, until in rows(session, query)}


def holders_of(session: Session, office_ids: Collection[int], role: Role) -> set[tuple[int, int]]:
    """(office, person) pairs: who holds this role there."""
    query = select(GRANT.c.office_id, GRANT.c.person_id).join(PERSON, PERSON.c.id == GRANT.c.person_id)
    found = rows(session, query.where(GRANT.c.office_id.in_(office_ids), GRANT.c.role == role, _HERE))
    return {(office_id, person_id) for office_id, person_id in found}


def with_somebody_out_of_reach(session: Session, office_ids: Collection[int], *, today: date) -> set[int]:
    """The offices in which somebody with open work has no chat, or somebody asked for silence."""
    here = and_(PERSON.c.office_id.in_(office_ids), or_(_HERE, PERSON.c.ended_on > today))
    # The sum keeps SQLite from going through the whole office for each person.
    busy = exists().where(
        ASSIGNMENT.c.person_id == PERSON.c.id,
        ASSIGNMENT.c.state.in_(UNFINISHED),
        ASSIGNMENT.c.office_id + 0 == PERSON.c.office_id,
    )
    silent = and_(busy, ~linked(PERSON.c.id))
    query = select(PERSON.c.office_id).where(here, or_(PERSON.c.stopped_through >= today, silent))
    return ids(session, query.distinct())


def linked(person_id: ColumnElement[int]) -> Where:
    return exists().where(ACCOUNT.c.person_id == person_id, ACCOUNT.c.state == AccountState.ACTIVE)


def morning_hours(session: Session, *, from_day: date) -> dict[str, set[time]]:
    """By time zone: the hours at which somebody gets the morning message, in offices with no day of their own."""
    usual = ~exists().where(OFFICE_DAY.c.office_id == OFFICE.c.office_id, OFFICE_DAY.c.day >= from_day)
    found: dict[str, set[time]] = {}
    for timezone, hour in _hours(session, usual):
        found.setdefault(timezone, set()).add(hour)
    return found


def _hours(session: Session, *where: Where) -> list[tuple[str, time]]:
    offices = select(OFFICE.c.timezone, OFFICE.c.morning_at).where(*where).distinct()
    own = select(OFFICE.c.timezone, PERSON.c.morning_at).join(PERSON, PERSON.c.office_id == OFFICE.c.office_id)
    own = own.where(PERSON.c.morning_at.is_not(None), _HERE, *where).distinct()
    return [*rows(session, offices), *rows(session, own)]


def own_hours(session: Session, *, from_day: date) -> dict[int, set[time]]:
    """By office: those hours, in the offices that have days of their own from this day on."""
    days = select(OFFICE_DAY.c.office_id).where(OFFICE_DAY.c.day >= from_day)
    theirs = OFFICE.c.office_id.in_(days)
    found: dict[int, set[time]] = {}
    for office_id, hour in rows(session, select(OFFICE.c.office_id, OFFICE.c.morning_at).where(theirs)):
        found.setdefault(office_id, set()).add(hour)
    own = select(PERSON.c.office_id, PERSON.c.morning_at).where(PERSON.c.morning_at.is_not(None), _HERE)
    for office_id, own_hour in rows(session, own.where(PERSON.c.office_id.in_(days))):
        if own_hour:
            found.setdefault(office_id, set()).add(own_hour)
    return found

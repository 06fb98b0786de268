"""Which offices somebody is due something in; a handful of statements for all offices together, whatever there is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from scheduler.calendar import Calendar, national_day
from scheduler.quiet import end_of_quiet, is_quiet
from storage.clock_times import unwarned
from storage.mornings import AtWork, Hours, hours_of_offices, own_days_on, with_unhandled_morning

CLOCK_WARNING = timedelta(hours=2)


@dataclass(frozen=True)
class Due:
    """The offices of one time zone in which something is due, and to about how many people."""

    zone: ZoneInfo
    people: dict[int, int]


def said_at(hour: time, quiet: tuple[time, time], *, calendar: Calendar, now: datetime) -> datetime:
    """The first moment, from now on, at which a morning of this hour may be said; perhaps tomorrow."""
    return end_of_quiet(max(now, calendar.at(calendar.today(now), hour)), *quiet, calendar=calendar)


def is_due(moment: datetime, *, calendar: Calendar, now: datetime, ahead: timedelta) -> bool:
    """Whether this moment is near enough to be planned for, and of today."""
    return moment <= now + ahead and calendar.today(moment) == calendar.today(now)


def latest_hour(*, calendar: Calendar, now: datetime, ahead: timedelta) -> time:
    """The hour up to which mornings are planned; never beyond today."""
    until = (now + ahead).astimezone(calendar.zone)
    return until.time() if until.date() == calendar.today(now) else time.max


def may_warn(late_after: datetime, quiet: tuple[time, time], *, calendar: Calendar, now: datetime) -> bool:
    """Whether the warning two hours before falls on today, outside of quiet hours, as the present moment does."""
    warned = (late_after - CLOCK_WARNING).astimezone(calendar.zone)
    hours = (warned.time(), now.astimezone(calendar.zone).time())
    return warned.date() == calendar.today(now) and not any(is_quiet(hour, *quiet) for hour in hours)


def due_offices(session: Session, *, now: datetime, ahead: timedelta) -> list[Due]:
    """Where a morning is to be planned that is said by `now + ahead`, or a clock time is to be warned of now."""
    kinds: dict[str, list[Hours]] = {}
    for kind in hours_of_offices(session):
        kinds.setdefault(kind.timezone, []).append(kind)
    calendars = {name: Calendar(zone=ZoneInfo(name)) for name in kinds}
    own = own_days_on(session, {calendar.today(now) for calendar in calendars.values()})
    found = []
    for name, calendar in calendars.items():
        at_work = _at_work(name, calendar.today(now), own[calendar.today(now)])
        if at_work is not None:
            found.append(Due(calendar.zone, _people(session, at_work, kinds[name], calendar, now, ahead)))
    return [due for due in found if due.people]


def _at_work(timezone: str, today: date, own: dict[int, bool]) -> AtWork | None:
    """The offices that work today; None where none does."""
    if national_day(today).works:
        return AtWork(timezone, today, save=frozenset(office_id for office_id, works in own.items() if not works))
    only = frozenset(office_id for office_id, works in own.items() if works)
    return AtWork(timezone, today, only=only) if only else None


def _people(
    session: Session, at_work: AtWork, kinds: Sequence[Hours], calendar: Calendar, now: datetime, ahead: timedelta
) -> dict[int, int]:
    def comes(hour: time, kind: Hours) -> bool:
        moment = said_at(hour, (kind.quiet_from, kind.quiet_to), calendar=calendar, now=now)
        return is_due(moment, calendar=calendar, now=now, ahead=ahead)

    if not any(comes(time.min, kind) for kind in kinds):
        return {}  # quiet everywhere
    hours = {kind.morning_at for kind in kinds if comes(kind.morning_at, kind)}
    by = latest_hour(calendar=calendar, now=now, ahead=ahead)
    people = with_unhandled_morning(session, at_work, hours=hours, by=by)
    for office_id in _warned_in(session, at_work, calendar, now=now):
        people[office_id] = people.get(office_id, 0) + 1
    return people


def _warned_in(session: Session, at_work: AtWork, calendar: Calendar, *, now: datetime) -> Iterable[int]:
    near = unwarned(session, at_work, late_between=(now, now + CLOCK_WARNING))
    return {
        one.office_id
        for one in near
        if may_warn(one.late_after, (one.quiet_from, one.quiet_to), calendar=calendar, now=now)
    }

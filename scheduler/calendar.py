"""An office's days: its time zone, working days, public holidays, swapped days.

The national days come from the `holidays` library, under a table of our own (national_days.csv) that corrects and
extends it with the number of the document that decided each day; the office's own days go over both.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from zoneinfo import ZoneInfo

import holidays
from sqlmodel import Session

from storage.people import office_of, own_days
from storage.recipients import OfficeHours, OwnDay, own_days_among
from storage.tables import Office, OfficeDay

_DAY = timedelta(days=1)
_SATURDAY = 5
_MOST_MOMENTS = 4096  # whose office day a calendar remembers


@dataclass(frozen=True)
class Day:
    """What is known of one day: whether offices work, the holiday's name, and the document that says so."""

    works: bool
    name: str = ""
    document: str = ""
    decided: bool = True  # False: a forecast


@cache
def _corrections() -> dict[date, Day]:
    with files("scheduler").joinpath("national_days.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    return {
        date.fromisoformat(row["day"]): Day(
            works=row["works"] == "yes", name=row["name"], document=row["document"], decided=row["decided"] == "yes"
        )
        for row in rows
    }


@cache
def _library(year: int) -> holidays.HolidayBase:
    return holidays.country_holidays("VN", years=year, language="vi")


@cache
def national_day(day: date) -> Day:
    """Whether offices work on this day, nationwide."""
    if day in _corrections():
        return _corrections()[day]
    known = _library(day.year)
    if day in known:
        return Day(works=False, name=known[day])
    return Day(works=day.weekday() < _SATURDAY or day in known.weekend_workdays)


def year_is_decided(year: int) -> bool:
    """Whether the state has decided this year's days off: nothing of it is a forecast, and what it swaps is known."""
    rows = [row for day, row in _corrections().items() if day.year == year]
    return all(row.decided for row in rows) and bool(
        rows or any(day.year == year for day in _library(year).weekend_workdays)
    )


def _worked(after: date, through: date) -> int:
    """Working days nationwide in (after, through]; each year's days are counted once."""
    days = _worked_through(through.year)[_in_year(through)] - _worked_through(after.year)[_in_year(after)]
    return days + sum(_worked_through(year)[-1] for year in range(after.year, through.year))


def _in_year(day: date) -> int:
    """1 for the first of January."""
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


@cache
def _worked_through(year: int) -> Sequence[int]:
    """How many days of a year are working days through each, by its number in the year."""
    days = _in_year(date(year, 12, 31))
    return [0, *accumulate(int(national_day(date(year, 1, 1) + _DAY * n).works) for n in range(days))]


@dataclass(frozen=True, eq=False)
class Calendar:
    """One office's calendar, or that of several. `own` maps the days on which the office differs to what they are."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Ho_Chi_Minh"))
    own: Mapping[date, Day] = field(default_factory=dict)
    _todays: dict[datetime, date] = field(default_factory=dict, init=False, repr=False)

    def _day(self, day: date) -> Day:
        return self.own.get(day) or national_day(day)

    def works(self, day: date) -> bool:
        return self._day(day).works

    def name_of(self, day: date) -> str | None:
        """The name of the holiday, None on a working day and on a plain weekend."""
        known = self._day(day)
        return known.name or None if not known.works else None

    def on_or_after(self, day: date) -> date:
        """The first working day that is not before this day."""
        while not self.works(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The last working day that is not after this day."""
        while not self.works(day):
            day -= _DAY
        return day

    def add(self, day: date, working_days: int) -> date:
        """The day that is so many working days on (or back, if negative). Zero gives the day itself."""
        return _added(self, day, working_days)

    def distance(self, after: date, through: date) -> int:
        """Working days in (after, through]; 0 where `through` is not later."""
        return _distance(self, after, through) if after < through else 0

    def today(self, now: datetime) -> date:
        known = self._todays.get(now)
        if known is None:
            if len(self._todays) >= _MOST_MOMENTS:
                self._todays.clear()
            known = self._todays[now] = now.astimezone(self.zone).date()
        return known

    def at(self, day: date, hour: time) -> datetime:
        """The moment of an office clock time."""
        return datetime.combine(day, hour, tzinfo=self.zone)

    def late_after(self, due: date, due_time: time | None, *, extends: bool) -> datetime:
        """The first moment that is late: `due_time`, or the end of `due` (24:00 office time).

        With `extends` (the office's `day_off_extends`), a due day off ends with the next working day.
        """
        if extends and not self.works(due):
            due, due_time = self.on_or_after(due), None
        return self.at(due, due_time) if due_time else self.at(due + _DAY, time(0))


@lru_cache(maxsize=16384)  # a nation's deadlines lie on the same few hundred days
def _added(calendar: Calendar, day: date, working_days: int) -> date:
    step = _DAY if working_days > 0 else -_DAY
    for _ in range(abs(working_days)):
        day += step
        while not calendar.works(day):
            day += step
    return day


@lru_cache(maxsize=16384)
def _distance(calendar: Calendar, after: date, through: date) -> int:
    worked = _worked(after, through)
    for day, known in calendar.own.items():
        if after < day <= through:
            worked += known.works - national_day(day).works
    return worked


def calendar_of(session: Session, office_id: int) -> Calendar:
    """The calendar of an office: its zone and its own days over the national ones."""
    return _calendar(office_of(session, office_id), own_days(session, office_id))


def calendars_among(session: Session, known: Mapping[int, OfficeHours]) -> dict[int, Calendar]:
    """The calendars of these offices, by their ids, in one query."""
    days: dict[int, list[OwnDay]] = {}
    for row in own_days_among(session, known.keys()):
        days.setdefault(row.office_id, []).append(row)
    return {office_id: _calendar(office, days.get(office_id, [])) for office_id, office in known.items()}


def _calendar(office: Office | OfficeHours, days: Iterable[OfficeDay | OwnDay]) -> Calendar:
    return _shared(office.timezone, frozenset((row.day, row.works, row.reason) for row in days))


@lru_cache(maxsize=1024)  # most offices differ in nothing: what is known of a day is known for all of them
def _shared(zone: str, own: frozenset[tuple[date, bool, str]]) -> Calendar:
    return Calendar(ZoneInfo(zone), {day: Day(works=works, name=reason) for day, works, reason in own})

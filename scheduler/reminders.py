"""On which days an assignment speaks (product.md, promise 3). Pure: nothing is stored per rung.

Distance before a deadline is the working days in (today, due]; after it, those in (due, today].
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.calendar import Calendar

BEFORE = (7, 3, 1)
AFTER = (1, 3, 7)
LEAVES_AFTER = timedelta(days=31)  # calendar days: then an item leaves the morning message, not the lists
SOON = 7  # working days: how far ahead a morning message looks
_WEEK = timedelta(days=7)


def last_working_day(due: date, *, calendar: Calendar) -> date:
    """The day of the 0-rung: the due day, or the working day before a due day off."""
    return calendar.on_or_before(due)


def opening(opens: date | None, due: date, *, calendar: Calendar) -> date | None:
    """The day on which a window's opening is announced: its first working day; None where it has none before `due`."""
    if opens is None:
        return None
    day = calendar.on_or_after(opens)
    return day if day < last_working_day(due, calendar=calendar) else None


def _before(due: date, opens: date | None, *, steps: Iterable[int], calendar: Calendar) -> set[date]:
    last = last_working_day(due, calendar=calendar)
    announced = opening(opens, due, calendar=calendar)
    # A due day off is one working day nearer than it looks: (last, due] holds none.
    days = {calendar.add(last, -step) for step in steps if not (announced and step == BEFORE[0])}
    return (
        {day for day in days if announced is None or day >= announced} | {last} | ({announced} if announced else set())
    )


def _after(due: date, *, calendar: Calendar) -> set[date]:
    first = {calendar.add(due, step) for step in AFTER}
    weekly, day = set(), max(first) + _WEEK
    while (spoken := calendar.on_or_after(day)) <= due + LEAVES_AFTER:
        weekly.add(spoken)
        day += _WEEK
    return {day for day in first | weekly if day <= due + LEAVES_AFTER}


def rungs(due: date, opens: date | None, *, calendar: Calendar, remind_before: int | None = None) -> list[date]:
    """Every day on which an assignment speaks, in order.

    The window's opening, 7, 3, 1 and 0 working days before, +1, +3, +7 after, then weekly until due + 31 days. A
    window that announced its opening skips the 7, and nothing is said before it opens. `remind_before` replaces
    7, 3 and 1 by that number of working days.
    """
    steps = BEFORE if remind_before is None else (remind_before,)
    return sorted(_before(due, opens, steps=steps, calendar=calendar) | _after(due, calendar=calendar))


def morning_due(days: Iterable[date], *, handled: date, today: date) -> bool:
    """Whether one of these rungs fell after the last morning that was handled, up to today."""
    return any(handled < day <= today for day in days)


@dataclass(frozen=True)
class Rungs:
    """The rungs on one calendar, each deadline's worked out once."""

    calendar: Calendar
    _days: dict[tuple[date, date | None, int | None], list[date]] = field(default_factory=dict)
    _dues: dict[tuple[date, date, int | None], frozenset[date]] = field(default_factory=dict)

    def of(self, due: date, opens: date | None, remind_before: int | None) -> list[date]:
        key = (due, opens, remind_before)
        if key not in self._days:
            self._days[key] = rungs(due, opens, calendar=self.calendar, remind_before=remind_before)
        return self._days[key]

    def span(self, since: date, today: date, remind_before: int | None) -> tuple[date, date]:
        """The first and the last due day of what can speak in (since, today]."""
        ahead = max(*BEFORE, SOON, remind_before or 0) + 1
        return since - LEAVES_AFTER, self.calendar.add(today, ahead)

    def dues(self, since: date, today: date, remind_before: int | None) -> frozenset[date]:
        """The due days of what speaks in (since, today], of what has no window that opens."""
        key = (since, today, remind_before)
        if key not in self._dues:
            first, last = self.span(since, today, remind_before)
            days = (first + timedelta(days=n) for n in range((last - first).days + 1))
            speaking = (
                day for day in days if morning_due(self.of(day, None, remind_before), handled=since, today=today)
            )
            self._dues[key] = frozenset(speaking)
        return self._dues[key]

"""How a bot whose plan allows so many messages a month makes them last. Pure.

Answers, orders and what has a clock time are never stopped by us; a part of the month is kept for them. Where the rest
does not last, mornings are merged: one message for several days rather than silence.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from scheduler.calendar import Calendar

WARNS_AT = 0.8
SELDOM = 5  # working days: nobody's morning comes less often than once a week
_DAY = timedelta(days=1)
_RESERVE = 0.05
_EXPECTED = 1.0  # what is said to a person a working day besides the morning, until the month shows it
_SURE_AFTER = 5  # working days by which the month's own figures weigh as much as what was expected


def room(limit: int, sent: int) -> int:
    """How many of a month's messages may still be sent that can wait."""
    return max(0, limit - sent - ceil(limit * _RESERVE))


def runs_low(limit: int, sent: int) -> bool:
    return sent >= limit * WARNS_AT


@dataclass(frozen=True)
class Month:
    """A bot's calendar month: messages allowed and `sent`, `mornings` among them; `people` who hear from it; working
    days `gone` before today and `left`, today included."""

    limit: int
    sent: int
    mornings: int
    people: int
    gone: int
    left: int

    @property
    def besides(self) -> float:
        """What is usually said to a person a working day besides the morning."""
        said = self.sent - self.mornings + _EXPECTED * _SURE_AFTER * self.people
        return said / ((self.gone + _SURE_AFTER) * max(1, self.people))

    @property
    def every(self) -> int:
        """Each person's morning comes every so many working days; 1: as usual."""
        wanted = self.people * self.left
        free = room(self.limit, self.sent) - self.besides * wanted
        if free >= wanted:
            return 1
        return min(SELDOM, ceil(wanted / free)) if free > 0 else SELDOM


def working_days(today: date, *, calendar: Calendar) -> tuple[int, int]:
    """Those of this day's month before it, and from it on."""
    first, yesterday = today.replace(day=1), today - _DAY
    return calendar.distance(first - _DAY, yesterday), calendar.distance(yesterday, first_of_next(today) - _DAY)


def first_of_next(today: date) -> date:
    """The first day of the next calendar month."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def turn(person_id: int, today: date, *, every: int, calendar: Calendar, first_due: date | None = None) -> date:
    """The office day, today or later, on which a person's morning is said.

    People take turns by their numbers, so that each day costs alike. It never waits past a day on which something of
    theirs falls due, nor past the first morning of the next month.
    """
    gone, _ = working_days(today, calendar=calendar)
    day = calendar.add(today, -(gone + person_id) % every)
    latest = [calendar.on_or_after(first_of_next(today))]
    if first_due is not None:
        latest.append(calendar.on_or_before(first_due))
    return max(today, min(day, *latest))

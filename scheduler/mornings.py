"""What matters to one person on a morning, and where it stands in the message; pure (product.md, promise 3)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from scheduler.calendar import Calendar
from scheduler.reminders import LEAVES_AFTER, SOON, last_working_day, opening
from storage.duties import Owed

MOST_LINES = 5


class Place(StrEnum):
    """The parts of a morning message, most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    OPENING = "opening"
    RETURNED = "returned"  # sent back by a leader, due later than soon


def place_of(row: Owed, *, since: date, now: datetime, calendar: Calendar, ahead: int = SOON) -> Place | None:
    """Where an unfinished assignment stands; None where it does not matter this morning.

    `since` is the office date of the last morning; `ahead` how many working days the message looks ahead.
    """
    today = calendar.today(now)
    if now >= row.late_after:
        return Place.OVERDUE if row.due >= today - LEAVES_AFTER else None
    days = _Days(row.due, row.opens, since, today, calendar)
    return _place_ahead(days, ahead) or (Place.RETURNED if row.returned_at else None)


class _Days(NamedTuple):
    """All that decides where a deadline to come stands, but how far a message looks ahead."""

    due: date
    opens: date | None
    since: date
    today: date
    calendar: Calendar


@lru_cache(maxsize=8192)  # a nation's assignments have the same few hundred on a day
def _place_ahead(days: _Days, ahead: int) -> Place | None:
    due, opens, since, today, calendar = days
    if last_working_day(due, calendar=calendar) <= today:
        return Place.TODAY
    announced = opening(opens, due, calendar=calendar)
    if announced is not None and announced > today:
        return None
    if announced is not None and since < announced:
        return Place.OPENING
    return Place.SOON if calendar.distance(today, due) <= ahead else None


def agenda(
    rows: Iterable[Owed], *, since: date, now: datetime, calendar: Calendar, ahead: int = SOON
) -> dict[Place, list[Owed]]:
    """The assignments that matter, by place, nearest deadline first; only places that hold something."""
    found: dict[Place, list[Owed]] = {}
    for row in sorted(rows, key=lambda a: (a.due, a.late_after, a.number)):
        place = place_of(row, since=since, now=now, calendar=calendar, ahead=ahead)
        if place is not None:
            found.setdefault(place, []).append(row)
    return {place: found[place] for place in Place if place in found}


@dataclass(frozen=True)
class Line:
    """One line of the message: one assignment, or those of one section that are due on one day."""

    place: Place
    rows: tuple[Owed, ...]
    section: str = ""

    @property
    def single(self) -> bool:
        return len(self.rows) == 1


def lines(groups: Mapping[Place, Sequence[Owed]], *, sections: Mapping[int, str]) -> list[Line]:
    """Every line, in order: one assignment each where five lines hold them all, else one group each.

    `sections` gives the name of a task's section by the task's id; what has none stands alone.
    """
    single = [Line(place, (row,)) for place, rows in groups.items() for row in rows]
    if len(single) <= MOST_LINES:
        return single
    return [line for place, rows in groups.items() for line in _grouped(place, rows, sections)]


def _grouped(place: Place, rows: Sequence[Owed], sections: Mapping[int, str]) -> list[Line]:
    found: dict[tuple[str, date] | int, list[Owed]] = {}
    for row in rows:
        section = sections.get(row.task_id, "")
        found.setdefault((section, row.due) if section else row.number, []).append(row)
    return [Line(place, tuple(own), sections.get(own[0].task_id, "")) for own in found.values()]

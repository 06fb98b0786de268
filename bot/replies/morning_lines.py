"""One line of a morning message, and the facts the whole message is made of (voice.md rules 7-10, samples 06-13)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from bot.replies.lines import due_words, holiday_note
from bot.replies.titles import short_title
from locales import hour, text, weekday_day
from scheduler.calendar import Calendar
from scheduler.mornings import MOST_LINES, Line, Place
from scheduler.reminders import SOON, last_working_day, opening
from storage.duties import Owed
from storage.recipients import Somebody
from storage.tables import AssignmentState

SIGNS = {Place.OVERDUE: "🔴", Place.TODAY: "🟠", Place.SOON: "🟡", Place.OPENING: "🔵", Place.RETURNED: ""}


@dataclass(frozen=True)
class Overview:
    """What heads a focal point's morning; `unlinked` and `stopped` only on the first morning of a week.

    `refused`: whose chat refused us since the last morning, who has no other, and the bot that they blocked.
    """

    unmatched: Sequence[Owed] = ()
    refused: Sequence[tuple[Somebody, str]] = ()
    unlinked: Sequence[tuple[Somebody, int]] = ()  # with how many unfinished assignments
    stopped: Sequence[Somebody] = ()


NOTHING = Overview()


@dataclass(frozen=True)
class Morning:
    """What one person's morning is made of. `rows`: their unfinished assignments that may be spoken of.

    `sections`: a task's section by the task's id. `waiting`: assignments with a pending extension. `off`: working
    days since the last morning on which nothing ran.
    """

    person: Somebody
    now: datetime
    since: date
    calendar: Calendar
    rows: Sequence[Owed] = ()
    sections: Mapping[int, str] = field(default_factory=dict)
    waiting: frozenset[int] = frozenset()
    leaders: Sequence[Somebody] = ()
    off: Sequence[date] = ()
    overview: Overview = NOTHING

    @cached_property
    def today(self) -> date:
        return self.calendar.today(self.now)

    @property
    def ahead(self) -> int:
        return max(SOON, self.person.remind_before or 0)

    def silent(self, row: Owed) -> bool:
        return row.state is AssignmentState.OPEN and row.id not in self.waiting


def section_name(title: str) -> str:
    """A section's title as a line begins with it: short, in sentence case even where the plan prints capitals."""
    name = short_title(title.capitalize() if title.isupper() else title)
    return name[:1].upper() + name[1:]


def _opening_words(row: Owed, m: Morning, *, alone: bool) -> str:
    due = weekday_day(row.due, today=m.today)
    start = opening(row.opens, row.due, calendar=m.calendar)
    if start is None or not alone:
        return text("morning.due.through", due=due)
    words = text("morning.due.today_with_place") if start == m.today else weekday_day(start, today=m.today)
    return text("morning.due.opening", start=words, due=due)


def _due(row: Owed, place: Place, m: Morning, *, alone: bool) -> str:
    if place is Place.OPENING:
        words = _opening_words(row, m, alone=alone)
    elif place is Place.TODAY and row.due > m.today:
        words = text("morning.due.last_day", due=weekday_day(row.due, today=m.today))
    elif place is Place.TODAY and row.due == m.today and row.due_time and not alone:
        words = text("morning.due.today_at", hour=hour(row.due_time))
    else:
        words = due_words(row, now=m.now, calendar=m.calendar)
    if row.state is AssignmentState.WAITING_PROOF:
        return text("morning.due.no_proof", due=words)
    if row.id in m.waiting:
        return text("morning.due.extension", due=words)
    returned = row.returned_at is not None and (alone or place is not Place.RETURNED)
    return text("morning.due.returned", due=words) if returned else words


def _group_due(row: Owed, place: Place, m: Morning) -> str:
    if place is Place.OPENING:
        return text("morning.due.through", due=weekday_day(row.due, today=m.today))
    if row.due == m.today and place is Place.TODAY:
        return text("morning.group.today")
    if place is Place.TODAY and row.due > m.today:
        return text("morning.due.last_day", due=weekday_day(row.due, today=m.today))
    if place in (Place.OVERDUE, Place.TODAY):
        return due_words(row, now=m.now, calendar=m.calendar)
    if not m.calendar.works(row.due):
        return text("morning.group.due", due=due_words(row, now=m.now, calendar=m.calendar))
    left = m.calendar.distance(m.today, row.due)
    return text("morning.group.due", due=text("line.ahead", due=weekday_day(row.due, today=m.today), days=left))


def _line(line: Line, m: Morning, *, alone: bool) -> str:
    first = line.rows[0]
    if line.single:
        due = _due(first, line.place, m, alone=alone)
        return text("line.task", number=first.number, title=first.title, due=due)
    values: dict[str, Any] = {
        "section": section_name(line.section),
        "count": len(line.rows),
        "due": _group_due(first, line.place, m),
    }
    if len(line.rows) > MOST_LINES:
        return text("morning.group", **values)
    return text("morning.group_numbered", numbers=", ".join(str(row.number) for row in line.rows), **values)


def _noted(line: Line, words: str, m: Morning) -> tuple[str, bool]:
    """The line with the public holiday that lies before its deadline; whether there was one."""
    row = line.rows[0]
    if line.place is not Place.SOON:
        return words, False
    through = last_working_day(row.due, calendar=m.calendar)
    note = holiday_note(through, today=m.today, calendar=m.calendar)
    return (text("morning.due.holiday", due=words, holiday=note), True) if note else (words, False)


def line_texts(shown: Sequence[Line], m: Morning, *, alone: bool) -> list[str]:
    said, noted = [], False
    for line in shown:
        words = _line(line, m, alone=alone)
        if not noted:
            words, noted = _noted(line, words, m)
        said.append(words)
    return said


def _head(place: Place, shown: Iterable[Line], m: Morning) -> str:
    if place is Place.OPENING:
        rows = [row for line in shown for row in line.rows if line.place is place]
        starts = {opening(row.opens, row.due, calendar=m.calendar) for row in rows}
        return text("morning.head.opening") if starts == {m.today} else text("morning.head.opened")
    return _heads()[place]


@cache
def _heads() -> Mapping[Place, str]:
    return {
        Place.OVERDUE: text("morning.head.overdue"),
        Place.TODAY: text("morning.head.today"),
        Place.SOON: text("morning.head.soon"),
        Place.RETURNED: text("morning.head.returned"),
    }


def by_place(shown: Sequence[Line], m: Morning) -> list[str]:
    said: list[str] = []
    place: Place | None = None
    for line, words in zip(shown, line_texts(shown, m, alone=False), strict=True):
        if line.place is not place:
            place = line.place
            said.append(_head(place, shown, m))
        said.append(words)
    return said

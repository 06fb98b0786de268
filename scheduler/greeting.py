"""Which of the people whose morning has come have something to hear; for people of many offices at once."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple

from sqlmodel import Session

from scheduler.digests import NAMED_AFTER, WAITS, week_begins
from scheduler.reminders import AFTER, Rungs, morning_due
from storage.accounts import refused_since
from storage.mornings import (
    Greeted,
    Speaking,
    Window,
    holders_of,
    snoozed_until,
    speaking_to,
    speaking_to_nobody,
    with_somebody_out_of_reach,
)
from storage.news import Span, offices_with_news, offices_with_work
from storage.tables import Role

_DAY = timedelta(days=1)


class Guest(NamedTuple):
    """Somebody whose morning has come. `since`: the office date of the last one; `moment`: when it is said.

    `bot`: the one that tells them; None where they can't be told.
    """

    person_id: int
    office_id: int
    since: date
    remind_before: int | None
    hour: time
    moment: datetime
    bot: str | None


def guest(g: Greeted, *, today: date, moment: datetime) -> Guest:
    """A morning handled on a day that has not come again, as when the clock was set back, counts for nothing."""
    since = g.handled if g.handled is not None and g.handled < today else today - _DAY
    return Guest(g.person_id, g.office_id, since, g.remind_before, g.hour, moment, g.bot)


@dataclass(frozen=True)
class Greeting:
    """The guests of one day, loaded together. `rungs`: by office."""

    session: Session
    today: date
    rungs: Mapping[int, Rungs]
    guests: Collection[Guest]

    def hearing(self) -> list[Guest]:
        """Those who have something to hear and can be told, in their order."""
        guests = [g for g in self.guests if g.bot]
        hear = {g.person_id for g in guests if any(self._speaks(s, g) for s in self._own.get(g.person_id, ()))}
        hear |= self._focal_points([g for g in guests if g.person_id not in hear])
        hear |= self._leaders([g for g in guests if g.person_id not in hear])
        return [g for g in guests if g.person_id in hear]

    def _speaks(self, s: Speaking, g: Guest) -> bool:
        """Whether a rung fell, or the work came back, since this person's last morning."""
        rungs = self.rungs[g.office_id]
        if s.returned_at is not None and s.returned_at >= self._last_morning(g):
            return True
        fell = morning_due(rungs.of(s.due, s.opens, g.remind_before), handled=g.since, today=self.today)
        hidden_until = self._snoozed.get((g.person_id, s.assignment_id)) if fell else None
        if hidden_until is not None and hidden_until > g.moment:
            # A snooze hides the task, but never the first day after its deadline.
            return g.since < rungs.calendar.add(s.due, AFTER[0]) <= self.today
        return fell

    @cached_property
    def _snoozed(self) -> dict[tuple[int, int], datetime]:
        return snoozed_until(self.session, self.rungs.keys(), min(g.moment for g in self.guests))

    @cached_property
    def _own(self) -> dict[int, list[Speaking]]:
        rows = speaking_to(self.session, [g.person_id for g in self.guests if g.bot], self._window)
        return _by(rows, lambda s: s.person_id or 0)

    @cached_property
    def _window(self) -> Window:
        """What may speak to any of the guests; nearly all have the same last morning and the same calendar."""
        found = _Bounds()
        kinds = {(id(self.rungs[g.office_id]), g.since, g.remind_before): g for g in self.guests}
        for g in kinds.values():
            found.take(self.rungs[g.office_id], g, self.today)
        return found.window(self.today)

    def _focal_points(self, guests: Collection[Guest]) -> set[int]:
        """Those of them who hear of what nobody answers for, of whose chat refused us, or on a week's first morning of
        who is out of reach."""
        focal = self._holding(Role.FOCAL, guests)
        offices = {g.office_id for g in focal}
        if not offices:
            return set()
        nobodys = _by(speaking_to_nobody(self.session, offices, self._window), lambda s: s.office_id)
        weekly = {id_ for id_ in offices if week_begins(self.today, calendar=self.rungs[id_].calendar)}
        lost = with_somebody_out_of_reach(self.session, weekly, today=self.today) if weekly else set()
        refused = self._refusals(focal, offices)
        return {
            g.person_id
            for g in focal
            if g.office_id in lost
            or any(self._speaks(s, g) for s in nobodys.get(g.office_id, ()))
            or any(at >= self._last_morning(g) for at in refused.get(g.office_id, ()))
        }

    def _refusals(self, focal: Collection[Guest], offices: Collection[int]) -> dict[int, list[datetime]]:
        """When a chat of somebody who has no other refused us, by office, since the first of these last mornings."""
        found: dict[int, list[datetime]] = {}
        for account, person in refused_since(self.session, offices, min(map(self._last_morning, focal))):
            works = person.ended_on is None or person.ended_on > self.today
            if works and account.refused_at is not None:
                found.setdefault(account.office_id, []).append(account.refused_at)
        return found

    def _last_morning(self, g: Guest) -> datetime:
        return self.rungs[g.office_id].calendar.at(g.since, g.hour)

    def _leaders(self, guests: Collection[Guest]) -> set[int]:
        """Those of them whose office has a digest worth saying."""
        leaders = self._holding(Role.LEADER, guests)
        weekly = {g.office_id for g in leaders if week_begins(self.today, calendar=self.rungs[g.office_id].calendar)}
        busy = offices_with_work(self.session, weekly, today=self.today) if weekly else set()
        spans: dict[Span, set[int]] = {}
        for g in leaders:
            if g.office_id not in busy:
                spans.setdefault(self._span(g), set()).add(g.office_id)
        news = {span: offices_with_news(self.session, offices, span) for span, offices in spans.items()}
        return {g.person_id for g in leaders if g.office_id in busy or g.office_id in news[self._span(g)]}

    def _holding(self, role: Role, guests: Collection[Guest]) -> list[Guest]:
        offices = {g.office_id for g in guests}
        holders = holders_of(self.session, offices, role) if offices else set()
        return [g for g in guests if (g.office_id, g.person_id) in holders]

    def _span(self, g: Guest) -> Span:
        """What scheduler.digests.digest looks at since this person's last morning."""
        calendar = self.rungs[g.office_id].calendar
        waited = self._silent(g, WAITS)
        return Span(
            today=self.today,
            start=calendar.at(g.since, time(0)),
            midnight=calendar.at(self.today, time(0)),
            # Since then a deadline may have been extended over days off.
            looks_back=calendar.on_or_before(g.since - _DAY) - timedelta(days=31),
            named=self._silent(g, NAMED_AFTER),
            waited=(calendar.at(waited[0], time(0)), calendar.at(waited[1] + _DAY, time(0))),
        )

    def _silent(self, g: Guest, working_days: int) -> tuple[date, date]:
        """The first and last day that are so many working days past for the first time in (since, today]."""
        calendar = self.rungs[g.office_id].calendar

        def last(day: date) -> date:
            return calendar.add(calendar.on_or_before(day), 1 - working_days) - _DAY

        return last(g.since) + _DAY, last(self.today)


@dataclass
class _Bounds:
    """Grows with every kind of guest into the window that holds what may speak to them."""

    days: set[date] = field(default_factory=set)
    due: list[date] = field(default_factory=list)
    opened: list[date] = field(default_factory=list)
    returned: list[datetime] = field(default_factory=list)

    def take(self, rungs: Rungs, g: Guest, today: date) -> None:
        self.days |= rungs.dues(g.since, today, g.remind_before)
        self.due += rungs.span(g.since, today, g.remind_before)
        self.opened.append(rungs.calendar.on_or_before(g.since))
        self.returned.append(rungs.calendar.at(g.since, time(0)))

    def window(self, today: date) -> Window:
        span = (min(self.due), max(self.due))
        return Window(frozenset(self.days), span, (min(self.opened), today), min(self.returned))


def _by(rows: Iterable[Speaking], key: Callable[[Speaking], int]) -> dict[int, list[Speaking]]:
    found: dict[int, list[Speaking]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found

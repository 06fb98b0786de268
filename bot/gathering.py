"""Loads what mornings are made of: of many people at once, in a number of queries that does not grow with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sqlmodel import Session

from bot.gathering_digests import Digests, chart_of
from bot.gathering_overviews import Overviews
from bot.replies.digests import digest, says_something
from bot.replies.morning_lines import NOTHING, Morning, Overview
from bot.replies.mornings import after_digest, listed_lines, morning
from bot.replies.overviews import overview
from scheduler.calendar import Calendar
from scheduler.messages import Message
from scheduler.reminders import AFTER, LEAVES_AFTER, SOON
from storage.duties import Duty, Window, duties_of
from storage.people import office_of, roles_in
from storage.recipients import Days, OfficeHours, Recipient, Somebody, in_which_anything_happened, with_role
from storage.rows import id_of
from storage.tables import Office, Person, Role

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Wanted:
    """A morning that is to be said. `since`: the office date of the last one; `planned`: the day this one is of."""

    person: Somebody
    since: date
    planned: date


@dataclass(frozen=True)
class Mornings:
    """The mornings of these people as of now, all of the offices given. `roles`: by person, in their office."""

    session: Session
    wanted: Sequence[Wanted]
    offices: Mapping[int, Office | OfficeHours]
    calendars: Mapping[int, Calendar]
    roles: Mapping[int, set[Role]]
    now: datetime

    def message(self, one: Wanted) -> Message | None:
        """The whole message; None where nothing is left to say."""
        own = self.facts(one)
        return self._leaders(one, own) if self._leads(one) else morning(own)

    def digest(self, one: Wanted) -> Message:
        """A digest alone, asked for: said even where nothing is new."""
        return digest(self._digests.of(one.person, since=one.since, own=False))

    def facts(self, one: Wanted) -> Morning:
        """What the person's own part says."""
        person, calendar = one.person, self.calendars[one.person.office_id]
        today = calendar.today(self.now)
        rows = [
            row
            for row in self._duties.get(id_of(person), [])
            # What was put off is said all the same on the first day after its deadline.
            if row.hidden_until is None or calendar.add(row.due, AFTER[0]) == today
        ]
        return Morning(
            person=person,
            now=self.now,
            since=one.since,
            calendar=calendar,
            rows=rows,
            sections={row.task_id: row.section for row in rows if row.section},
            waiting=frozenset(row.id for row in rows if row.asked),
            leaders=self._leaders_of.get(person.office_id, ()),
            off=self._days_off(one),
            overview=self._overview(one) if Role.FOCAL in self.roles.get(id_of(person), ()) else NOTHING,
        )

    def _leads(self, one: Wanted) -> bool:
        return Role.LEADER in self.roles.get(id_of(one.person), ())

    def _leaders(self, one: Wanted, own: Morning) -> Message | None:
        d = self._digests.of(one.person, since=one.since, own=bool(listed_lines(own)))
        news = says_something(d)
        if not (news or d.own or overview(own)):
            return None
        message = after_digest(digest(d), own)
        return replace(message, files=(chart_of(d.facts.counts, office=d.office, today=d.today),)) if news else message

    def _overview(self, one: Wanted) -> Overview:
        hour = one.person.morning_at or self.offices[one.person.office_id].morning_at
        calendar = self.calendars[one.person.office_id]
        # Where it waited, the next one begins after the last day on which a morning was planned.
        handled = max(one.planned, one.person.morning_handled or one.planned)
        since, until = (calendar.at(day, hour) for day in (one.since, handled))
        return self._overviews.of(one.person.office_id, since=since, until=until)

    def _missed(self, one: Wanted) -> list[date]:
        """Working days without a morning since the last one. Who asked for silence had none to expect."""
        calendar = self.calendars[one.person.office_id]
        if one.person.stopped_through and one.person.stopped_through >= one.since:
            return []
        between = [one.since + _DAY * n for n in range(1, (one.planned - one.since).days)]
        return [day for day in between if calendar.works(day)]

    def _days_off(self, one: Wanted) -> list[date]:
        """Those of the missed days on which nothing ran: all or none."""
        missed = self._missed(one)
        return missed if missed and self._days(one, missed) not in self._ran else []

    def _days(self, one: Wanted, missed: Sequence[date]) -> Days:
        calendar = self.calendars[one.person.office_id]
        return Days(one.person.office_id, calendar.at(missed[0], time(0)), calendar.at(missed[-1] + _DAY, time(0)))

    @cached_property
    def _ran(self) -> set[Days]:
        asked = {self._days(one, missed) for one in self.wanted if (missed := self._missed(one))}
        return in_which_anything_happened(self.session, asked)

    @cached_property
    def _window(self) -> Window:
        """Wide enough for all of them; what does not matter to one is left out where it is placed."""
        calendars = self.calendars.values()
        days = [calendar.today(self.now) for calendar in calendars]
        ahead = max([SOON, *(one.person.remind_before or 0 for one in self.wanted)]) + 1
        opened = min(self.calendars[one.person.office_id].on_or_before(one.since) for one in self.wanted)
        last = max(calendar.add(calendar.today(self.now), ahead) for calendar in calendars)
        return Window(min(days) - LEAVES_AFTER, last, opened, max(days))

    @cached_property
    def _duties(self) -> Mapping[int, list[Duty]]:
        return duties_of(self.session, [id_of(one.person) for one in self.wanted], self._window, now=self.now)

    @cached_property
    def _leaders_of(self) -> Mapping[int, list[Recipient]]:
        return with_role(self.session, self.calendars.keys(), Role.LEADER)

    def _calendars_of(self, role: Role) -> dict[int, Calendar]:
        """Those of the offices in which one of these people has the role."""
        found = {one.person.office_id for one in self.wanted if role in self.roles.get(id_of(one.person), ())}
        return {office_id: self.calendars[office_id] for office_id in found}

    @cached_property
    def _digests(self) -> Digests:
        since = min(one.since for one in self.wanted)
        return Digests(self.session, self._calendars_of(Role.LEADER), since, self.now)

    @cached_property
    def _overviews(self) -> Overviews:
        first = min(self.calendars[one.person.office_id].at(one.since, time(0)) for one in self.wanted)
        return Overviews(self.session, self._calendars_of(Role.FOCAL), self._window, first, self.now)


@dataclass(frozen=True)
class MorningOf:
    """One person's morning, of `planned`, as of now. `since`: the office date of the last one."""

    session: Session
    person: Person
    calendar: Calendar
    since: date
    planned: date
    now: datetime

    def message(self) -> Message | None:
        """The whole message; None where nothing is left to say."""
        return self._mornings.message(self._wanted)

    def digest(self) -> Message:
        """A leader's digest alone, asked for: said even where nothing is new."""
        return self._mornings.digest(self._wanted)

    def facts(self) -> Morning:
        """What the person's own part says."""
        return self._mornings.facts(self._wanted)

    @cached_property
    def _wanted(self) -> Wanted:
        return Wanted(self.person, self.since, self.planned)

    @cached_property
    def _mornings(self) -> Mornings:
        office_id = self.person.office_id
        return Mornings(
            self.session,
            [self._wanted],
            offices={office_id: office_of(self.session, office_id)},
            calendars={office_id: self.calendar},
            roles={id_of(self.person): roles_in(self.session, id_of(self.person), office_id)},
            now=self.now,
        )

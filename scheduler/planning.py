"""What the calendar demands now, put in the outbox. Idempotent: every message has a key of its own.

A morning is planned once per person and office day; `Person.morning_handled` remembers the day, said or not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from sqlmodel import Session

from scheduler.calendar import Calendar, calendars_of
from scheduler.digests import digest, week_begins, worth_saying
from scheduler.quiet import is_quiet
from scheduler.reminders import AFTER, BEFORE, LEAVES_AFTER, SOON, morning_due, rungs
from storage.mornings import (
    Greeted,
    Speaking,
    mark_handled,
    morning_hours,
    next_clock_time,
    people_to_greet,
    snoozed_beyond,
    speaking_between,
    timed_until,
    with_unsent_morning,
)
from storage.outbox import NewMessage, put
from storage.people import linked, offices, people_of, people_with_role
from storage.reports import digest_assignments, pending_extensions
from storage.rows import id_of
from storage.tables import Office, Role
from storage.tasks import unfinished_counts, waiting_for_acceptance

CLOCK_WARNING = timedelta(hours=2)
_DAY = timedelta(days=1)


def plan(session: Session, *, now: datetime) -> int:
    """Put every message that is to be said by `now` in the outbox; how many are new."""
    calendars = calendars_of(session)
    return sum(_plan_office(session, office, calendars[office.office_id], now=now) for office in offices(session))


def next_moment(session: Session, *, after: datetime) -> datetime | None:
    """The next moment at which plan() may have something to do: somebody's morning, or a clock time's warning."""
    calendars = calendars_of(session)
    moments = [
        moment
        for office in offices(session)
        for moment in _moments(session, office, calendars[office.office_id], after=after)
    ]
    return min(moments, default=None)


def _moments(session: Session, office: Office, calendar: Calendar, *, after: datetime) -> Iterable[datetime]:
    for hour in morning_hours(session, office):
        day = calendar.on_or_after(calendar.today(after))
        if calendar.at(day, hour) <= after:
            day = calendar.on_or_after(day + _DAY)
        yield calendar.at(day, hour)
    late = next_clock_time(session, office.office_id, after=after + CLOCK_WARNING)
    if late is not None:
        yield late - CLOCK_WARNING


def _plan_office(session: Session, office: Office, calendar: Calendar, *, now: datetime) -> int:
    today, hour = calendar.today(now), now.astimezone(calendar.zone).time()
    if not calendar.works(today) or is_quiet(hour, office.quiet_from, office.quiet_to):
        return 0
    greeted = people_to_greet(session, office, today=today, at=hour)
    messages = _clock_messages(session, office, calendar, now=now)
    if greeted:
        messages += _Morning(session, office, calendar, greeted, now).messages()
        mark_handled(session, [g.person_id for g in greeted], today=today)
    return put(session, messages) if messages else 0


def _clock_messages(session: Session, office: Office, calendar: Calendar, *, now: datetime) -> list[NewMessage]:
    """One short message per person and clock time, two hours before; those whose hour is past get none."""
    today = calendar.today(now)
    due = timed_until(session, office.office_id, today=today, late_between=(now, now + CLOCK_WARNING))
    groups: dict[tuple[int, time], list[int]] = {}
    for timed in due:
        warned = (timed.late_after - CLOCK_WARNING).astimezone(calendar.zone)
        if calendar.today(warned) == today and not is_quiet(warned.time(), office.quiet_from, office.quiet_to):
            groups.setdefault((timed.person_id, timed.due_time), []).append(timed.assignment_id)
    reachable = linked(session, {person_id for person_id, _ in groups}) if groups else set()
    return [
        _message(office, person_id, f"clock:{person_id}:{today}:{hour:%H:%M}", "clock", {"assignments": ids}, now=now)
        for (person_id, hour), ids in groups.items()
        if person_id in reachable
    ]


def _message(
    office: Office, person_id: int, key: str, kind: str, payload: Mapping[str, Any], *, now: datetime
) -> NewMessage:
    return NewMessage(
        office_id=office.office_id,
        person_id=person_id,
        key=key,
        kind=kind,
        payload=dict(payload),
        not_before=now,
        created_at=now,
    )


@dataclass
class _Morning:
    """One office's morning: who has something to hear. Loaded once for all who are greeted."""

    session: Session
    office: Office
    calendar: Calendar
    greeted: list[Greeted]
    now: datetime

    def messages(self) -> list[NewMessage]:
        ids = {g.person_id for g in self.greeted}
        silent = ids - linked(self.session, ids) | with_unsent_morning(self.session, ids)
        return [
            self._message_to(g) for g in self.greeted if g.person_id not in silent and self._has_something_to_hear(g)
        ]

    def _message_to(self, g: Greeted) -> NewMessage:
        key = f"morning:{g.person_id}:{self.today}"
        payload = {"since": self._since(g).isoformat(), "date": self.today.isoformat()}
        return _message(self.office, g.person_id, key, "morning", payload, now=self.now)

    def _has_something_to_hear(self, g: Greeted) -> bool:
        own = any(self._speaks(s, g) for s in self.speaking.get(g.person_id, []))
        return own or self._focal_hears(g) or self._leader_hears(g)

    def _leader_hears(self, g: Greeted) -> bool:
        if g.person_id not in self.leaders:
            return False
        return self._digest_worth_saying(self._since(g))

    def _digest_worth_saying(self, since: date) -> bool:
        if since not in self._known_digests:
            office_id = self.office.office_id
            facts = digest(
                digest_assignments(self.session, office_id, today=self.today),
                since=since,
                today=self.today,
                calendar=self.calendar,
                pending_extensions=pending_extensions(self.session, office_id),
                waiting_acceptance=waiting_for_acceptance(self.session, office_id),
            )
            self._known_digests[since] = worth_saying(facts, today=self.today, calendar=self.calendar)
        return self._known_digests[since]

    def _focal_hears(self, g: Greeted) -> bool:
        if g.person_id not in self.focal_points:
            return False
        return any(self._speaks(s, g) for s in self.speaking.get(None, [])) or self._somebody_is_out_of_reach

    @cached_property
    def _somebody_is_out_of_reach(self) -> bool:
        """On the week's first morning: whether somebody with open work has no chat, or asked for silence."""
        if not week_begins(self.today, calendar=self.calendar):
            return False
        people = people_of(self.session, self.office.office_id, on=self.today)
        if any(p.stopped_through and p.stopped_through >= self.today for p in people):
            return True
        busy = {tally.person_id for tally in unfinished_counts(self.session, self.office.office_id)}
        with_work = {id_of(p) for p in people} & busy
        return bool(with_work - linked(self.session, with_work))

    def _speaks(self, s: Speaking, g: Greeted) -> bool:
        """Whether a rung fell, or the work came back, since this person's last morning."""
        since = self._since(g)
        if s.returned_at is not None and s.returned_at >= self.calendar.at(since, g.hour):
            return True
        fell = morning_due(self._rungs(s, g.remind_before), handled=since, today=self.today)
        if fell and (g.person_id, s.assignment_id) in self.snoozed:
            # A snooze hides the task, but never the first day after its deadline.
            return since < self.calendar.add(s.due, AFTER[0]) <= self.today
        return fell

    def _since(self, g: Greeted) -> date:
        return g.handled or self.today - _DAY

    def _rungs(self, s: Speaking, remind_before: int | None) -> list[date]:
        key = (s.due, s.opens, remind_before)
        if key not in self._known_rungs:
            self._known_rungs[key] = rungs(s.due, s.opens, calendar=self.calendar, remind_before=remind_before)
        return self._known_rungs[key]

    @cached_property
    def _known_rungs(self) -> dict[tuple[date, date | None, int | None], list[date]]:
        return {}

    @cached_property
    def _known_digests(self) -> dict[date, bool]:
        return {}

    @cached_property
    def today(self) -> date:
        return self.calendar.today(self.now)

    @cached_property
    def leaders(self) -> set[int]:
        return {id_of(p) for p in people_with_role(self.session, self.office.office_id, Role.LEADER)}

    @cached_property
    def focal_points(self) -> set[int]:
        return {id_of(p) for p in people_with_role(self.session, self.office.office_id, Role.FOCAL)}

    @cached_property
    def snoozed(self) -> set[tuple[int, int]]:
        return snoozed_beyond(self.session, self.office.office_id, self.now)

    @cached_property
    def speaking(self) -> dict[int | None, list[Speaking]]:
        """By person: the unfinished assignments whose rungs can lie between the oldest last morning and today."""
        oldest = min((self._since(g) for g in self.greeted), default=self.today)
        ahead = max([*BEFORE, SOON, *(g.remind_before or 0 for g in self.greeted)]) + 1
        rows = speaking_between(
            self.session,
            self.office.office_id,
            due=(oldest - LEAVES_AFTER, self.calendar.add(self.today, ahead)),
            opened=(self.calendar.on_or_before(oldest), self.today),
            returned_since=self.calendar.at(oldest, time(0)),
        )
        found: dict[int | None, list[Speaking]] = {}
        for row in rows:
            found.setdefault(row.person_id, []).append(row)
        return found

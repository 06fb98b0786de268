"""What leaders' digests are made of: of many offices, in a number of queries that does not grow with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache

from sqlmodel import Session

from bot.replies.decisions import plan_name, with_post
from bot.replies.digests import Digest
from bot.replies.lines import name_of, names_among
from bot.reports.chart import Bar, counts_chart
from locales import text, weekday_full
from scheduler.calendar import Calendar
from scheduler.digests import Counts, DigestFacts
from scheduler.digests import digest as facts_of
from scheduler.messages import File
from storage.digests import (
    Asked,
    Classes,
    PlanHead,
    Span,
    classes_of,
    digest_duties,
    extensions_in,
    plans_in,
    submissions_in,
)
from storage.duties import Duty
from storage.people import people_by_id
from storage.recipients import Named, Somebody, named_among, names_of_units

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Digests:
    """The digests of these offices, by their ids. `since`: the earliest day from which one of them looks back."""

    session: Session
    calendars: Mapping[int, Calendar]
    since: date
    now: datetime

    def of(self, to: Somebody, *, since: date, own: bool) -> Digest:
        if (to.office_id, since) not in self._known:
            self._known[to.office_id, since] = self._first(to, since)
        return replace(self._known[to.office_id, since], to=to, own=own)

    def _first(self, to: Somebody, since: date) -> Digest:
        """The digest of an office: its other leaders get the same one."""
        office_id, calendar = to.office_id, self.calendars[to.office_id]
        facts, plans = self._facts(office_id, since), self._plans.get(office_id, [])
        rows = [*facts.escalated, *facts.long_waiting, *facts.week.due]
        named = {late.person_id for late in facts.named} | {row.person_id for row in rows if row.person_id}
        people = [self._people[one] for one in sorted(named & self._people.keys())]
        names = names_among(people, people)
        escalated = {row.person_id for row in facts.escalated if row.person_id} & names.keys()
        return Digest(
            to=to,
            now=self.now,
            calendar=calendar,
            facts=facts,
            office=self._offices[office_id],
            plan=plan_name(plans[0]) if len(plans) == 1 else "",
            names=names,
            posts={id_: with_post(names[id_], self._people[id_].posts) for id_ in escalated},
        )

    def _facts(self, office_id: int, since: date) -> DigestFacts:
        calendar = self.calendars[office_id]
        return facts_of(
            self._duties.get(office_id, []),
            since=since,
            today=calendar.today(self.now),
            calendar=calendar,
            pending_extensions=self._extensions.get(office_id, []),
            waiting_acceptance=self._submissions.get(office_id, []),
            counted=Counts(*self._classes.get(office_id, (0, 0, 0, 0))),
        )

    @cached_property
    def _known(self) -> dict[tuple[int, date], Digest]:
        return {}

    @cached_property
    def _spans(self) -> Mapping[Span, list[int]]:
        """Which offices share a midnight: all of one time zone."""
        found: dict[Span, list[int]] = {}
        for office_id, calendar in self.calendars.items():
            today = calendar.today(self.now)
            monday = today - timedelta(days=today.weekday())
            start = calendar.at(min(self.since, monday - _WEEK), time(0))
            found.setdefault(Span(today, calendar.at(today, time(0)), start), []).append(office_id)
        return found

    @cached_property
    def _duties(self) -> Mapping[int, list[Duty]]:
        found = [digest_duties(self.session, office_ids, span) for span, office_ids in self._spans.items()]
        return {office_id: rows for one in found for office_id, rows in one.items()}

    @cached_property
    def _classes(self) -> Mapping[int, Classes]:
        found = [classes_of(self.session, office_ids, span) for span, office_ids in self._spans.items()]
        return {office_id: classes for one in found for office_id, classes in one.items()}

    @cached_property
    def _plans(self) -> Mapping[int, list[PlanHead]]:
        return plans_in(self.session, list(self.calendars))

    @cached_property
    def _submissions(self) -> Mapping[int, list[Duty]]:
        reviewed = [plan.id for plans in self._plans.values() for plan in plans if plan.review]
        return submissions_in(self.session, reviewed)

    @cached_property
    def _extensions(self) -> Mapping[int, list[Asked]]:
        return extensions_in(self.session, list(self.calendars))

    @cached_property
    def _people(self) -> Mapping[int, Named]:
        """Everybody whom one of these digests may name."""
        rows = [row for known in (self._duties, self._submissions) for own in known.values() for row in own]
        return named_among(self.session, {row.person_id for row in rows if row.person_id})

    @cached_property
    def _offices(self) -> Mapping[int, str]:
        return names_of_units(self.session, list(self.calendars))


@lru_cache(maxsize=64)  # the leaders of an office get the same picture
def chart_of(counts: Counts, *, office: str, today: date) -> File:
    """The four counts as a picture."""
    bars = [
        Bar(text("chart.on_time"), counts.on_time),
        Bar(text("chart.late"), counts.late),
        Bar(text("chart.in_term"), counts.in_term),
        Bar(text("chart.overdue"), counts.overdue),
    ]
    title = text("chart.title", office=office, day=weekday_full(today))
    return File(text("chart.file", day=today.isoformat()), "image/png", counts_chart(bars, title=title))


def names_of(session: Session, person_ids: Iterable[int]) -> Mapping[int, str]:
    """How each of these persons is named: by the given name, in full where two of them share it."""
    people = people_by_id(session, person_ids)
    return {person_id: name_of(person, people.values()) for person_id, person in people.items()}

"""Loads what a morning is made of, in a number of queries that does not grow with what it says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sqlmodel import Session

from bot.replies.decisions import plan_name, with_post
from bot.replies.digests import Digest, digest, says_something
from bot.replies.lines import name_of
from bot.replies.morning_lines import Morning, Overview
from bot.replies.mornings import after_digest, listed_lines, morning
from bot.replies.overviews import overview
from bot.reports.chart import Bar, counts_chart
from locales import text, weekday_full
from scheduler.calendar import Calendar
from scheduler.digests import Counts, DigestFacts, week_begins
from scheduler.digests import digest as facts_of
from scheduler.messages import File, Message
from scheduler.reminders import AFTER
from storage.people import linked, people_by_id, people_of, people_with_role, posts_of, roles_in, unit_of
from storage.reports import anything_happened, digest_assignments, pending_extensions
from storage.rows import id_of
from storage.tables import Assignment, Person, Role
from storage.tasks import (
    plans_of,
    snoozes_of,
    tasks_by_id,
    unfinished_counts,
    unfinished_of,
    unmatched_in,
    waiting_for_acceptance,
    with_pending_extension,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MorningOf:
    """One person's morning as of now. `since`: the office date of the last one; `planned`: the day this one is of."""

    session: Session
    person: Person
    calendar: Calendar
    since: date
    planned: date
    now: datetime

    def message(self) -> Message | None:
        """The whole message; None where nothing is left to say."""
        own = self.facts()
        if Role.LEADER in self.roles:
            return self._leaders(own)
        return morning(own)

    def digest(self) -> Message:
        """A leader's digest alone, asked for: said even where nothing is new."""
        return digest(self._digest(own=False))

    @property
    def today(self) -> date:
        return self.calendar.today(self.now)

    @property
    def office_id(self) -> int:
        return self.person.office_id

    @cached_property
    def roles(self) -> set[Role]:
        return roles_in(self.session, id_of(self.person), self.office_id)

    def facts(self) -> Morning:
        """What the person's own part says."""
        rows = self._unhidden([row for row in unfinished_of(self.session, id_of(self.person)) if row.reminds])
        return Morning(
            person=self.person,
            now=self.now,
            since=self.since,
            calendar=self.calendar,
            rows=rows,
            sections=self._sections(rows),
            waiting=frozenset(with_pending_extension(self.session, self.office_id)),
            leaders=people_with_role(self.session, self.office_id, Role.LEADER),
            off=self._days_off(),
            overview=self._overview() if Role.FOCAL in self.roles else Overview(),
        )

    def _unhidden(self, rows: Sequence[Assignment]) -> list[Assignment]:
        """Without what the person put off, save on the first day after its deadline: that is never hidden."""
        until = {one.assignment_id: one.until for one in snoozes_of(self.session, [id_of(self.person)])}
        return [
            row
            for row in rows
            if until.get(id_of(row), self.now) <= self.now or self.calendar.add(row.due, AFTER[0]) == self.today
        ]

    def _sections(self, rows: Sequence[Assignment]) -> dict[int, str]:
        tasks = tasks_by_id(self.session, [row.task_id for row in rows])
        return {task_id: task.section_title for task_id, task in tasks.items() if task.section_title}

    def _days_off(self) -> list[date]:
        """Working days since the last morning on which nothing ran. Who asked for silence had none to expect."""
        if self.person.stopped_through and self.person.stopped_through >= self.since:
            return []
        between = [self.since + _DAY * n for n in range(1, (self.planned - self.since).days)]
        missed = [day for day in between if self.calendar.works(day)]
        if not missed:
            return []
        first, last = self.calendar.at(missed[0], time(0)), self.calendar.at(missed[-1] + _DAY, time(0))
        return [] if anything_happened(self.session, self.office_id, first, last) else missed

    def _overview(self) -> Overview:
        rows = [row for row in unmatched_in(self.session, self.office_id) if row.reminds]
        if not week_begins(self.today, calendar=self.calendar):
            return Overview(unmatched=rows)
        people = people_of(self.session, self.office_id, on=self.today)
        known = linked(self.session, [id_of(person) for person in people])
        counts = {tally.person_id: tally.unfinished for tally in unfinished_counts(self.session, self.office_id)}
        unlinked = [(p, counts[p.id]) for p in people if p.id not in known and p.id in counts]
        stopped = [p for p in people if p.stopped_through and p.stopped_through >= self.today]
        return Overview(unmatched=rows, unlinked=sorted(unlinked, key=lambda one: -one[1]), stopped=stopped)

    def _leaders(self, own: Morning) -> Message | None:
        d = self._digest(own=bool(listed_lines(own)))
        news = says_something(d)
        if not (news or d.own or overview(own)):
            return None
        message = after_digest(digest(d), own)
        return replace(message, files=(self._chart(d.facts.counts, d.office),)) if news else message

    def _digest(self, *, own: bool) -> Digest:
        facts = digest_facts(self.session, self.office_id, since=self.since, today=self.today, calendar=self.calendar)
        rows = [*facts.escalated, *facts.long_waiting, *facts.week.due]
        named = {late.person_id for late in facts.named} | {row.person_id for row in rows if row.person_id}
        names = names_of(self.session, named)
        posts = posts_of(self.session, {row.person_id for row in facts.escalated if row.person_id})
        plans = plans_of(self.session, self.office_id)
        return Digest(
            to=self.person,
            now=self.now,
            calendar=self.calendar,
            facts=facts,
            office=unit_of(self.session, self.office_id).name,
            plan=plan_name(plans[0]) if len(plans) == 1 else "",
            names=names,
            posts={person_id: with_post(names[person_id], posts.get(person_id, [])) for person_id in names},
            own=own,
        )

    def _chart(self, counts: Counts, office: str) -> File:
        return chart_of(counts, office=office, today=self.today)


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


def digest_facts(session: Session, office_id: int, *, since: date, today: date, calendar: Calendar) -> DigestFacts:
    """An office's figures on a morning, from its rows."""
    return facts_of(
        digest_assignments(session, office_id, today=today),
        since=since,
        today=today,
        calendar=calendar,
        pending_extensions=pending_extensions(session, office_id),
        waiting_acceptance=waiting_for_acceptance(session, office_id),
    )

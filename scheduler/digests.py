"""Assignments and a day -> what a leader's digest has to say; pure.

Figures follow promise 4 of the README: four classes over what is due in the calendar year; whoever is silent is named
from the second working day after the deadline.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from scheduler.calendar import Calendar
from storage.digests import Asked
from storage.duties import Owed
from storage.tables import AssignmentState, Extension

NAMED_AFTER = 2  # working days of silence
WAITS = 2  # working days after which the approver is reminded of a submission
_WEEK = timedelta(days=7)


class Standing(StrEnum):
    """The four classes in which inspections count."""

    ON_TIME = "on_time"
    LATE = "late"
    IN_TERM = "in_term"
    OVERDUE = "overdue"


def standing(assignment: Owed, *, at: datetime) -> Standing:
    """The class of an assignment at a moment. A submission counts at its moment, accepted or not."""
    if assignment.state is AssignmentState.DONE:
        handed_in = assignment.submitted_at
        return Standing.LATE if handed_in and handed_in >= assignment.late_after else Standing.ON_TIME
    return Standing.OVERDUE if assignment.late_after <= at else Standing.IN_TERM


@dataclass(frozen=True)
class Counts:
    on_time: int = 0
    late: int = 0
    in_term: int = 0
    overdue: int = 0

    @property
    def done(self) -> int:
        return self.on_time + self.late

    @property
    def total(self) -> int:
        return self.done + self.in_term + self.overdue


def counts(assignments: Iterable[Owed], *, at: datetime) -> Counts:
    """How many are in each class."""
    classes = [standing(one, at=at) for one in assignments]
    return Counts(
        on_time=classes.count(Standing.ON_TIME),
        late=classes.count(Standing.LATE),
        in_term=classes.count(Standing.IN_TERM),
        overdue=classes.count(Standing.OVERDUE),
    )


@dataclass(frozen=True)
class Change:
    """What happened in a span of days: handed in on time and late, and gone past its day (and still open)."""

    on_time: int = 0
    late: int = 0
    newly_overdue: int = 0

    @property
    def completed(self) -> int:
        return self.on_time + self.late

    @property
    def nothing(self) -> bool:
        return not (self.completed or self.newly_overdue)


@dataclass(frozen=True)
class Late:
    """A person with silent overdue assignments, the longest first. `days`: working days past the oldest.

    `new`: the person was not named before.
    """

    person_id: int
    assignments: tuple[Owed, ...]
    days: int
    new: bool


@dataclass(frozen=True)
class Week:
    """What the first digest of a week adds. `due` and `days_off` (public holidays) are those from today on."""

    last: Change
    due: tuple[Owed, ...]
    days_off: tuple[date, ...]


@dataclass(frozen=True)
class DigestFacts:
    """One office's state on a morning and what changed in the days [since, today)."""

    since: date
    counts: Counts
    earlier_overdue: int  # of the years before: in no class of this year, and still to be done
    change: Change
    named: tuple[Late, ...]
    escalated: tuple[Owed, ...]  # those that are named for the first time
    pending_extensions: int
    waiting_acceptance: int
    newly_waiting: int
    long_waiting: tuple[Owed, ...]  # submissions whose second working day of waiting fell in these days
    week: Week


def _midnight(day: date, calendar: Calendar) -> datetime:
    return calendar.at(day, time(0))


def change_in(assignments: Sequence[Owed], first: date, before: date, *, calendar: Calendar) -> Change:
    """What happened in the office days [first, before)."""
    start, end = _midnight(first, calendar), _midnight(before, calendar)
    done = [a for a in assignments if a.state is AssignmentState.DONE and a.submitted_at]
    made = counts([a for a in done if a.submitted_at and start <= a.submitted_at < end], at=end)
    # An hour's deadline is counted from the next day on, like any other: hence (start, end], not [start, end).
    overdue = [a for a in _overdue(assignments, at=end) if a.reminds and a.late_after > start]
    return Change(on_time=made.on_time, late=made.late, newly_overdue=len(overdue))


def _overdue(assignments: Iterable[Owed], *, at: datetime) -> list[Owed]:
    return [a for a in assignments if a.late_after <= at and a.state is not AssignmentState.DONE]


def silent_overdue(
    assignments: Iterable[Owed], *, at: datetime, extension_pending: frozenset[int] | set[int]
) -> list[Owed]:
    """Overdue with no answer: no submission, no waiting proof, no pending extension. What was past at import is not
    among them: it never escalates."""
    return [
        a
        for a in _overdue(assignments, at=at)
        if a.state is AssignmentState.OPEN and a.reminds and a.id not in extension_pending
    ]


def late_people(
    silent: Iterable[Owed], *, since: date, today: date, calendar: Calendar, after: int = NAMED_AFTER
) -> tuple[Late, ...]:
    """Those with silent assignments at least `after` working days past their day, the longest first."""
    theirs: dict[int, list[Owed]] = {}
    for one in sorted(silent, key=lambda a: (a.due, a.number)):
        if one.person_id is not None and calendar.add(one.due, after) <= today:
            theirs.setdefault(one.person_id, []).append(one)
    late = [
        Late(
            person_id=person_id,
            assignments=tuple(own),
            days=calendar.distance(own[0].due, today),
            new=calendar.add(own[0].due, after) > since,
        )
        for person_id, own in theirs.items()
    ]
    return tuple(sorted(late, key=lambda one: (-one.days, one.assignments[0].number)))


def _long_waiting(waiting: Iterable[Owed], *, since: date, today: date, calendar: Calendar) -> tuple[Owed, ...]:
    def reminded_on(handed_in: datetime) -> date:
        return calendar.add(calendar.today(handed_in), WAITS)

    return tuple(a for a in waiting if a.submitted_at and since < reminded_on(a.submitted_at) <= today)


def _week(assignments: Sequence[Owed], *, today: date, calendar: Calendar) -> Week:
    monday = today - timedelta(days=today.weekday())
    sunday = monday + timedelta(days=6)
    rest = [today + timedelta(days=n) for n in range((sunday - today).days + 1)]
    due = [a for a in assignments if a.state is not AssignmentState.DONE and today <= a.due <= sunday]
    return Week(
        last=change_in(assignments, monday - _WEEK, monday, calendar=calendar),
        due=tuple(sorted(due, key=lambda a: (a.due, a.number))),
        days_off=tuple(day for day in rest if calendar.name_of(day)),
    )


def digest(
    assignments: Sequence[Owed],
    *,
    since: date,
    today: date,
    calendar: Calendar,
    pending_extensions: Sequence[Extension | Asked],
    waiting_acceptance: Sequence[Owed],
    counted: Counts | None = None,
) -> DigestFacts:
    """The facts of one morning. `assignments`: storage.reports.digest_assignments; `since`: the last digest's day.

    Where the year's classes are `counted` already, storage.digests.digest_duties is enough of them.
    """
    start, midnight = _midnight(since, calendar), _midnight(today, calendar)
    silent = silent_overdue(assignments, at=midnight, extension_pending={e.assignment_id for e in pending_extensions})
    named = late_people(silent, since=since, today=today, calendar=calendar)
    asked = [e.asked_at for e in pending_extensions] + [a.submitted_at for a in waiting_acceptance if a.submitted_at]
    return DigestFacts(
        since=since,
        counts=counted or counts([a for a in assignments if a.due.year == today.year], at=midnight),
        earlier_overdue=len(_overdue([a for a in assignments if a.due.year < today.year], at=midnight)),
        change=change_in(assignments, since, today, calendar=calendar),
        named=named,
        escalated=tuple(a for late in named for a in late.assignments if calendar.add(a.due, NAMED_AFTER) > since),
        pending_extensions=len(pending_extensions),
        waiting_acceptance=len(waiting_acceptance),
        newly_waiting=sum(start <= moment < midnight for moment in asked),
        long_waiting=_long_waiting(waiting_acceptance, since=since, today=today, calendar=calendar),
        week=_week(assignments, today=today, calendar=calendar),
    )


def changed(facts: DigestFacts) -> bool:
    """Whether anything happened since the last digest."""
    return bool(not facts.change.nothing or facts.newly_waiting or facts.escalated or facts.long_waiting)


def week_begins(today: date, *, calendar: Calendar) -> bool:
    """Whether this is the first working day of its week."""
    return calendar.on_or_after(today - timedelta(days=today.weekday())) == today


def worth_saying(facts: DigestFacts, *, today: date, calendar: Calendar) -> bool:
    """Whether a digest goes by itself: something changed, or the week begins with something to do."""
    something_open = facts.counts.in_term or facts.counts.overdue or facts.week.due
    return changed(facts) or (bool(something_open) and week_begins(today, calendar=calendar))

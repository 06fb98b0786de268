"""Who answers for a task's posts, and the assignments that one of its deadlines gives them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot.intents.title_words import spelled
from bot.replies.titles import short_title
from locales.folding import fold
from scheduler.calendar import Calendar, calendar_of
from scheduler.plans.posts import Holder, Match, match_posts
from scheduler.plans.units import units_named
from storage.people import holders, named_like, office_of, people_of, posts_of, set_holder
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, Occurrence, PastPolicy, Person, Task, Unit, UnitField
from storage.tasks import plans_by_id, take_numbers, tasks_by_id
from storage.units import answering_for, fields_in, units_below

_COMRADE = re.compile(r"^(?:dong chi|d c|dc|anh|chi|ong|ba|co|chu) (?=\S)")


def matched(session: Session, office_id: int, posts: Iterable[str], *, today: date) -> dict[str, Match]:
    """Each of these posts as printed, and who answers for it."""
    staff = people_of(session, office_id, on=today)
    people = [id_of(person) for person in staff]
    titles = posts_of(session, people)
    roster = [Holder(id_, tuple(post.title for post in titles.get(id_, []))) for id_ in people]
    # Who has left answers for nothing any more: the post is looked at anew.
    kept = {row.post_folded: row.person_id for row in holders(session, office_id) if row.person_id in people}
    found = {post: _by_name(match, staff) for post, match in match_posts(posts, roster, kept).items()}
    return _with_units(session, office_id, found, kept, today=today)


def _by_name(match: Match, staff: Sequence[Person]) -> Match:
    """A plan may print a person instead of a post: a full name, or a given name that one person alone has."""
    name = _COMRADE.sub("", fold(match.post))
    if not match.open or not name:
        return match
    like = [one for one in named_like(staff, name) if one.name_folded == name or " " not in name]
    return replace(match, person_id=id_of(like[0])) if len(like) == 1 else match


def _with_units(
    session: Session, office_id: int, matches: dict[str, Match], kept: Mapping[str, int | None], *, today: date
) -> dict[str, Match]:
    """A post may be one of the units below the office, or several. A unit that somebody answers for is surer than a
    person whose post only looks like it; what a person chose for the post stays."""
    units = units_below(session, office_id)
    answering = answering_for(session, office_id, on=today) if units else {}
    ids = {unit.name: id_of(unit) for unit in units}

    def spread(match: Match) -> Match:
        named = _units_of(match, units) if units and not (match.kept and match.person_id) else []
        found = tuple((name, kept.get(fold(name)) or answering.get(ids[name])) for name in named)
        if match.person_id is not None and not all(person_id for _, person_id in found):
            return match
        return replace(match, person_id=None, units=found) if found else match

    return {post: spread(match) for post, match in matches.items()}


def _units_of(match: Match, units: Sequence[Unit]) -> list[str]:
    """The names of the units that a post addresses, by their names or else by their short ones."""
    if named := units_named(match.post, [unit.name for unit in units]):
        return named
    short = {unit.short_name: unit.name for unit in units if unit.short_name}
    return [short[one] for one in units_named(match.post, list(short))]


def keep_holders(session: Session, office_id: int, matches: Mapping[str, Match]) -> None:
    """Remember who was found for each post, and the posts for which nobody was."""
    kept = {row.post_folded for row in holders(session, office_id)}
    for post, match in matches.items():
        if match.units:
            continue  # the units' own people answer
        found = match.person_id is not None and not match.kept
        if found or fold(post) not in kept:
            set_holder(session, office_id, post, person_id=match.person_id, chosen_by=None)
            kept.add(fold(post))


@dataclass(frozen=True)
class Assigning:
    """What assignments are made under. `past`: what becomes of a deadline that was past already."""

    matches: Mapping[str, Match]
    calendar: Calendar
    extends: bool  # a due day off: late from the end of the next working day
    past: PastPolicy
    now: datetime
    fields: Sequence[tuple[str, UnitField]] = ()  # a unit's name, and who answers there for what

    def made(self, task: Task, day: Occurrence) -> list[Assignment]:
        """One for each post that the task prints, without a number yet and not in the session."""
        return [self.one(task, day, post=post, person_id=found) for post, found in self.wanted(task)]

    def wanted(self, task: Task) -> list[tuple[str, int | None]]:
        """Post and person: one thing, once, by one person, however often the cell names them; each unit its own."""
        people: set[int] = set()
        found: dict[str, tuple[str, int | None]] = {}
        for post in task.assignees or [""]:
            match = self.matches[post] if post else Match(post)
            for name, person_id in match.units:
                found.setdefault(fold(name), (name, self._for_field(name, task) or person_id))
            if match.units or fold(post) in found or match.person_id in people:
                continue
            people |= {match.person_id} if match.person_id is not None else set()
            found[fold(post)] = (post, match.person_id)
        return list(found.values())

    def _for_field(self, unit: str, task: Task) -> int | None:
        """Who answers in the unit for what this task is about: the field whose words it holds, the longest first."""
        words = set(spelled(f"{task.section_title} {task.title}"))
        fits = [row for name, row in self.fields if name == unit and row.field and words.issuperset(spelled(row.field))]
        return max(fits, key=lambda row: len(row.field)).person_id if fits else None

    def late_after(self, day: Occurrence) -> datetime:
        return self.calendar.late_after(day.due, day.due_time, extends=self.extends)

    def one(self, task: Task, day: Occurrence, *, post: str, person_id: int | None) -> Assignment:
        """The assignment of one post, without a number yet and not in the session."""
        past = day.due < self.calendar.today(self.now)
        done = past and self.past is PastPolicy.DONE
        return Assignment(
            office_id=task.office_id,
            number=0,
            task_id=id_of(task),
            occurrence_id=id_of(day),
            post=post,
            post_folded=fold(post),
            person_id=person_id,
            title=short_title(task.title, task.products, day.label),
            label=day.label,
            due_printed=day.due,
            due=day.due,
            due_time=day.due_time,
            opens=day.start,
            late_after=self.late_after(day),
            state=AssignmentState.DONE if done else AssignmentState.OPEN,
            counted=not (past and self.past is PastPolicy.LEFT_OUT),
            reminds=not past,
            created_at=self.now,
        )


def assigning(
    session: Session, office_id: int, matches: Mapping[str, Match], *, past: PastPolicy, now: datetime
) -> Assigning:
    extends = office_of(session, office_id).day_off_extends
    calendar = calendar_of(session, office_id)
    names = {id_of(unit): unit.name for unit in units_below(session, office_id)}
    rows = fields_in(session, office_id, on=calendar.today(now)) if names else []
    fields = [(names[row.unit_id], row) for row in rows if row.unit_id in names]
    return Assigning(matches, calendar, extends, past, now, fields)


def past_policy_of(session: Session, task: Task) -> PastPolicy:
    """What its plan decided about days that were past already; work outside any plan is asked for all the same."""
    plan = plans_by_id(session, [task.plan_id])[task.plan_id] if task.plan_id else None
    return plan.past_policy if plan else PastPolicy.OVERDUE


def helping_with(session: Session, rows: Sequence[Assignment], *, now: datetime) -> dict[int, list[Assignment]]:
    """By person: what of this work they are printed to help with, where it is not theirs. They are told, never chased.

    The rows are of one office.
    """
    if not rows:
        return {}
    office_id = rows[0].office_id
    tasks = tasks_by_id(session, {row.task_id for row in rows})
    printed = [post for task in tasks.values() for post in task.coordinators]
    found = matched(session, office_id, printed, today=calendar_of(session, office_id).today(now))
    helping: dict[int, list[Assignment]] = {}
    for row in rows:
        people = {person_id for post in tasks[row.task_id].coordinators for person_id in found[post].people}
        for person_id in people - {row.person_id}:
            helping.setdefault(person_id, []).append(row)
    return helping


def number(session: Session, office_id: int, rows: Sequence[Assignment]) -> None:
    """Number and save these. Numbers follow the calendar: the nearest deadline has the lowest."""
    in_order = sorted(rows, key=lambda row: (row.due, row.occurrence_id))
    for row, free in zip(in_order, take_numbers(session, office_id, len(in_order)), strict=True):
        row.number = free
    session.add_all(in_order)
    session.flush()

"""Who answers for a task's posts, and the assignments that one of its deadlines gives them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot.replies.titles import short_title
from locales.folding import fold
from scheduler.calendar import Calendar, calendar_of
from scheduler.plans.posts import Holder, Match, match_posts
from scheduler.plans.units import units_named
from storage.people import holders, named_like, office_of, people_of, posts_of, set_holder
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, Occurrence, PastPolicy, Person, Task
from storage.tasks import plans_by_id, take_numbers
from storage.units import answering_for, units_below

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
    """Where nobody holds a post, it may be one of the units below the office, or several."""
    units = {unit.name: id_of(unit) for unit in units_below(session, office_id)}
    if not units:
        return matches
    answering = answering_for(session, office_id, on=today)

    def spread(match: Match) -> Match:
        named = units_named(match.post, list(units)) if match.person_id is None else []
        return replace(match, units=tuple((one, kept.get(fold(one)) or answering.get(units[one])) for one in named))

    return {post: spread(match) for post, match in matches.items()}


def keep_holders(session: Session, office_id: int, matches: Mapping[str, Match]) -> None:
    """Remember who was found for each post, and the posts for which nobody was."""
    kept = {row.post_folded for row in holders(session, office_id)}
    for post, match in matches.items():
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

    def made(self, task: Task, day: Occurrence) -> list[Assignment]:
        """One for each post that the task prints, without a number yet and not in the session."""
        return [self.one(task, day, post=post, person_id=found) for post, found in self.wanted(task.assignees)]

    def wanted(self, posts: Sequence[str]) -> list[tuple[str, int | None]]:
        """Post and person: one thing, once, by one person, however often the cell names them."""
        people: set[int] = set()
        found: dict[str, tuple[str, int | None]] = {}
        for post, person_id in self._asked(posts):
            if fold(post) in found or person_id in people:
                continue
            people |= {person_id} if person_id is not None else set()
            found[fold(post)] = (post, person_id)
        return list(found.values())

    def _asked(self, posts: Sequence[str]) -> Iterator[tuple[str, int | None]]:
        """Each post as printed, or each unit that it addresses."""
        for post in posts or ("",):
            match = self.matches[post] if post else Match(post)
            yield from match.units or [(post, match.person_id)]

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
    return Assigning(matches, calendar_of(session, office_id), extends, past, now)


def past_policy_of(session: Session, task: Task) -> PastPolicy:
    """What its plan decided about days that were past already; work outside any plan is asked for all the same."""
    plan = plans_by_id(session, [task.plan_id])[task.plan_id] if task.plan_id else None
    return plan.past_policy if plan else PastPolicy.OVERDUE


def number(session: Session, office_id: int, rows: Sequence[Assignment]) -> None:
    """Number and save these. Numbers follow the calendar: the nearest deadline has the lowest."""
    in_order = sorted(rows, key=lambda row: (row.due, row.occurrence_id))
    for row, free in zip(in_order, take_numbers(session, office_id, len(in_order)), strict=True):
        row.number = free
    session.add_all(in_order)
    session.flush()

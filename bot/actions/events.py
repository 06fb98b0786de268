"""An event gets its day, or another one: what hangs on it gets or moves its deadlines. And conditions that a person
starts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlmodel import Session

from bot.actions.assigning import assigning, matched, number, past_policy_of
from bot.actions.changes import note, snapshot
from bot.actions.event_days import due_of, hangs_on, opened
from bot.actions.events_told import When, tell_assigned, tell_moved
from bot.actions.refusal import Refusal
from scheduler.calendar import Calendar, calendar_of
from scheduler.plans.event_names import core, same, stands_for
from scheduler.plans.model import ConditionKind
from storage.audit import Actor, record
from storage.events import condition_held, conditions_on, events_of, made_by, startable
from storage.people import office_of
from storage.proofs import held
from storage.rows import id_of
from storage.tables import Assignment, Condition, ConditionState, Event, Occurrence, Task
from storage.tasks import UNFINISHED, assignments_at, tasks_by_id

_LONGEST_NAME = 120


@dataclass(frozen=True)
class Start:
    """A condition that gets a day; `people` and `coordinators` are the persons found for its posts."""

    condition: Condition
    task: Task
    due: date
    people: frozenset[int]
    coordinators: frozenset[int]


@dataclass(frozen=True)
class Move:
    """An occurrence whose event changes: `rows` are those of its `open_work` that get the new `due`; `coordinators` as
    persons."""

    occurrence: Occurrence
    due: date
    rows: tuple[Assignment, ...]
    open_work: tuple[Assignment, ...]
    coordinators: frozenset[int]


@dataclass(frozen=True)
class Change:
    """What giving an event its day does. `event` is None where nobody named it before; `before`: when it was then."""

    name: str
    day: date
    time: time | None
    place: str
    event: Event | None
    before: When | None
    starts: tuple[Start, ...]
    moves: tuple[Move, ...]

    @property
    def same_day(self) -> bool:
        """Nothing about the event itself is new."""
        return self.before == When(self.day, self.time, self.place)

    @property
    def people(self) -> frozenset[int]:
        """Everybody who is told: the responsible persons and the coordinators."""
        told: set[int] = set()
        for start in self.starts:
            told |= start.people | start.coordinators
        for move in self.moves:
            told |= {row.person_id for row in move.open_work if row.person_id is not None} | move.coordinators
        return frozenset(told)


def event_meant(session: Session, office_id: int, name: str) -> Event | None:
    """The event that a name means: the very one, else the only one whose name it shortens. Raises Refusal."""
    known = events_of(session, office_id)
    exact = [event for event in known if same(name, event.name)]
    near = exact or [event for event in known if stands_for(name, event.name)]
    if len(near) > 1:
        raise Refusal("events.which", names=", ".join(event.name for event in near))
    return near[0] if near else None


def foresee(
    session: Session, name: str, day: date, *, time: time | None = None, place: str = "", actor: Actor
) -> Change:
    """What `set_event_day` would do; nothing is changed. An hour or a place not named stays. Raises Refusal."""
    name = " ".join(name.split())[:_LONGEST_NAME]
    if not core(name):
        raise Refusal("events.no_name")
    event = event_meant(session, actor.office_id, name)
    name = event.name if event else name[:1].upper() + name[1:]
    waiting = [one for one in startable(session, actor.office_id) if hangs_on(one, name)]
    calendar = calendar_of(session, actor.office_id)
    to = When(day, time or (event.due_time if event else None), place or (event.place if event else ""))
    return Change(
        name=name,
        day=to.day,
        time=to.time,
        place=to.place,
        event=event,
        before=When.of(event) if event else None,
        starts=tuple(_starts(session, waiting, day, actor=actor, calendar=calendar)),
        moves=tuple(_moves(session, event, to, actor=actor, calendar=calendar)) if event else (),
    )


_Find = Callable[[Iterable[str]], frozenset[int]]


def _finder(session: Session, tasks: Iterable[Task], *, actor: Actor) -> _Find:
    """Gives the persons who are meant by posts that these tasks print."""
    today = calendar_of(session, actor.office_id).today(actor.now)
    printed = [post for task in tasks for post in (*task.assignees, *task.coordinators)]
    found = matched(session, actor.office_id, printed, today=today)
    return lambda posts: frozenset(person_id for post in posts for person_id in found[post].people)


def _starts(
    session: Session, conditions: Sequence[Condition], day: date, *, actor: Actor, calendar: Calendar
) -> Iterable[Start]:
    tasks = tasks_by_id(session, (one.task_id for one in conditions))
    find = _finder(session, tasks.values(), actor=actor)
    for one in conditions:
        yield _start(one, tasks[one.task_id], due_of(one, day, calendar), find=find)


def _start(condition: Condition, task: Task, due: date, *, find: _Find) -> Start:
    people = find(task.assignees)
    return Start(condition, task, due, people, find(task.coordinators) - people)


def _moves(session: Session, event: Event, to: When, *, actor: Actor, calendar: Calendar) -> Iterable[Move]:
    conditions = {id_of(one): one for one in conditions_on(session, id_of(event))}
    tasks = tasks_by_id(session, (one.task_id for one in conditions.values()))
    find = _finder(session, tasks.values(), actor=actor)
    days = {id_of(one): one for one in made_by(session, conditions)}
    work: dict[int, list[Assignment]] = {}
    for row in assignments_at(session, days):
        if row.state in UNFINISHED:
            work.setdefault(row.occurrence_id, []).append(row)
    for id_, rows in work.items():
        occurrence = days[id_]
        due = due_of(conditions[occurrence.condition_id or 0], to.day, calendar)
        if due != occurrence.due or When.of(event) != to:
            # A day that a leader granted stays, unless the event's own day is later by now.
            moving = [row for row in rows if row.due == occurrence.due or row.due < due]
            helping = find(tasks[occurrence.task_id].coordinators) - {row.person_id or 0 for row in rows}
            yield Move(occurrence, due, tuple(moving if due != occurrence.due else ()), tuple(rows), helping)


def set_event_day(
    session: Session,
    name: str,
    day: date,
    *,
    time: time | None = None,
    place: str = "",
    tell: bool = True,
    actor: Actor,
) -> Change:
    """Give an event its day: deadlines that hang on it come to be, open ones move, what is done stays.

    The persons concerned are told, unless `tell` is False; who acts is not. Raises Refusal.
    """
    change = foresee(session, name, day, time=time, place=place, actor=actor)
    if change.same_day and not change.starts and not change.moves:
        return change
    event, before = _kept(session, change, actor=actor)
    made = [(_make(session, start, actor=actor, event=event), start.coordinators) for start in change.starts]
    for move in change.moves:
        _move(session, move, event, actor=actor)
    if tell and before is not None:
        told = [(move.open_work, move.coordinators) for move in change.moves]
        tell_moved(session, event, told, before=before, actor=actor)
    if tell:
        tell_assigned(session, made, event=event, actor=actor)
    return change


def _kept(session: Session, change: Change, *, actor: Actor) -> tuple[Event, When | None]:
    """The event with its new day, and what it was."""
    known = change.event
    before = When.of(known) if known else None
    event = known or Event(office_id=actor.office_id, name=change.name, name_folded=core(change.name), day=change.day)
    event.day, event.due_time, event.place = change.day, change.time, change.place
    session.add(event)
    session.flush()
    after = When.of(event)
    if before != after:
        was = before.as_json() if before else None
        named = {"name": event.name, **after.as_json()}
        record(session, actor, "set_event", kind="event", row_id=id_of(event), before=was, after=named)
    return event, before


def _make(session: Session, start: Start, *, actor: Actor, event: Event | None) -> list[Assignment]:
    """The occurrence that a condition gives, and an assignment for each post of its task."""
    condition, task = start.condition, start.task
    occurrence = opened(session, condition, start.due, event=event, today=_today(session, actor))
    matches = matched(session, actor.office_id, task.assignees, today=_today(session, actor))
    under = assigning(session, actor.office_id, matches, past=past_policy_of(session, task), now=actor.now)
    rows = under.made(task, occurrence)
    number(session, actor.office_id, rows)
    after = {"due": start.due.isoformat(), "assignments": [row.number for row in rows]}
    record(session, actor, "start", kind="condition", row_id=id_of(condition), after=after)
    for row in rows:
        given = {"person_id": row.person_id, "due": row.due.isoformat()}
        record(session, actor, "assign", kind="assignment", row_id=id_of(row), after=given)
    return rows


def _today(session: Session, actor: Actor) -> date:
    return calendar_of(session, actor.office_id).today(actor.now)


def _move(session: Session, move: Move, event: Event, *, actor: Actor) -> None:
    """The open work moves with its occurrence; how it is reminded of and counted follows the new day."""
    calendar, extends = calendar_of(session, actor.office_id), office_of(session, actor.office_id).day_off_extends
    today, occurrence = calendar.today(actor.now), move.occurrence
    occurrence.due = move.due
    session.add(occurrence)
    for row in held(session, [id_of(row) for row in move.rows]):
        before = snapshot(row)
        row.due, row.due_time = move.due, None
        row.late_after = calendar.late_after(move.due, None, extends=extends)
        if move.due >= today:
            row.reminds = row.counted = True
        note(session, actor, "move_due", row, before=before, event=id_of(event))


def start_condition(session: Session, condition: Condition, *, due: date, actor: Actor) -> list[Assignment]:
    """A person says that it is asked for, or that it happened: one thing to deliver by that day. Raises Refusal."""
    start = foresee_start(session, id_of(condition), due=due, actor=actor)
    rows = _make(session, start, actor=actor, event=None)
    tell_assigned(session, [(rows, start.coordinators)], event=None, actor=actor)
    return rows


def to_start(session: Session, office_id: int, condition_id: int) -> Condition:
    """The condition, where a person may start it now. Raises Refusal."""
    condition = condition_held(session, office_id, condition_id)
    if condition is None or condition.kind == ConditionKind.ONGOING:
        raise Refusal("events.no_condition")
    again = condition.kind == ConditionKind.ON_REQUEST and condition.state is ConditionState.STARTED
    if condition.state is not ConditionState.WAITING and not again:
        raise Refusal("events.started_before")
    return condition


def foresee_start(session: Session, condition_id: int, *, due: date, actor: Actor) -> Start:
    """What `start_condition` would do; nothing is changed. Raises Refusal."""
    condition = to_start(session, actor.office_id, condition_id)
    if condition.kind == ConditionKind.RELATIVE and condition.event:
        raise Refusal("events.needs_its_event", event=condition.event)
    if due < calendar_of(session, actor.office_id).today(actor.now):
        raise Refusal("events.day_past")
    task = tasks_by_id(session, [condition.task_id])[condition.task_id]
    return _start(condition, task, due, find=_finder(session, [task], actor=actor))

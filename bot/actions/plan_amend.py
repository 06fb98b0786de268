"""An amended plan applied to the one that is kept: what was done, proved or extended stays with its row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from sqlmodel import Session

from bot.actions.assigning import Assigning, assigning, keep_holders, number
from bot.actions.changes import note, snapshot
from bot.actions.plan_rows import new_conditions, new_occurrences, new_tasks, repeats, write_task
from bot.actions.plans import identity_of, matches_of
from bot.replies.titles import short_title
from locales.folding import fold
from scheduler.calendar import calendar_of
from scheduler.plans.amendments import Amendment, Change, KeptRow, Pair, compare, pair_occurrences
from scheduler.plans.model import Condition as PrintedCondition
from scheduler.plans.model import ConditionKind, PlanDocument
from scheduler.plans.model import Occurrence as PrintedOccurrence
from storage.audit import Actor, record
from storage.extensions import pending_among
from storage.rows import id_of
from storage.tables import (
    Assignment,
    AssignmentState,
    Condition,
    ConditionState,
    ExtensionState,
    Occurrence,
    PastPolicy,
    Plan,
    Task,
)
from storage.tasks import UNFINISHED, assignments_at, conditions_of, occurrences_of, plan_identified, tasks_of_plan

_OfTask = TypeVar("_OfTask", Occurrence, Condition)


@dataclass(frozen=True)
class Moved:
    """An open assignment that gets another deadline; `due` is the day that was in force."""

    number: int
    title: str
    due: date
    until: date


@dataclass(frozen=True)
class Named:
    number: int
    title: str
    due: date


@dataclass(frozen=True)
class Amended:
    """What an amendment does to the office's work, as values. `rows` counts the plan's rows that differ."""

    plan_id: int
    title: str
    moved: tuple[Moved, ...]
    added: tuple[Named, ...]
    withdrawn: tuple[Named, ...]
    kept: int
    rows: int
    past: int = 0  # of `added`

    @property
    def empty(self) -> bool:
        return self.rows == 0


def kept_plan(session: Session, office_id: int, document: PlanDocument) -> Plan | None:
    """The plan that a document is a new version of, if it is kept."""
    return plan_identified(session, office_id, identity_of(document))


def foresee(session: Session, plan: Plan, document: PlanDocument, *, actor: Actor) -> Amended:
    """What `amend_plan` would do; nothing is changed."""
    with session.begin_nested() as attempt:
        found = amend_plan(session, plan, document, actor=actor)
        attempt.rollback()
    session.expire_all()
    return found


def amend_plan(
    session: Session, plan: Plan, document: PlanDocument, *, actor: Actor, past: PastPolicy | None = None
) -> Amended:
    """Make the plan say what the document says. Changed deadlines move open work unless its own day was decided on;
    rows that are gone withdraw it. The same plan changes nothing. `past`: what becomes of new days that are past."""
    kept = _Kept.of(session, plan)
    amendment = compare([kept.row(task) for task in kept.tasks.values()], document.tasks)
    if amendment.empty:
        count = sum(row.state is not AssignmentState.WITHDRAWN for row in kept.work())
        return Amended(id_of(plan), plan.title, (), (), (), count, rows=0)
    return _Amend(session, plan, document, actor, kept, past or plan.past_policy).run(amendment)


@dataclass
class _Kept:
    """The plan's rows as they are: those that no amendment removed."""

    every: list[Task]
    tasks: dict[int, Task]
    days: dict[int, list[Occurrence]]
    started: dict[int, list[Occurrence]]
    conditions: dict[int, list[Condition]]
    assignments: dict[int, list[Assignment]]

    @classmethod
    def of(cls, session: Session, plan: Plan) -> "_Kept":
        every = tasks_of_plan(session, id_of(plan))
        ids = [id_of(task) for task in every]
        days = occurrences_of(session, ids)
        by_plan = [day for day in days if day.condition_id is None]
        return cls(
            every=every,
            tasks={id_of(task): task for task in every if task.removed_at is None},
            days=_by_task(by_plan),
            started=_by_task(day for day in days if day.condition_id is not None),
            conditions=_by_task(conditions_of(session, ids)),
            assignments=_by_occurrence(assignments_at(session, [id_of(day) for day in days])),
        )

    def in_force(self, task_id: int) -> list[Occurrence]:
        return [day for day in self.days.get(task_id, []) if day.removed_at is None]

    def waiting(self, task_id: int) -> list[Condition]:
        return [one for one in self.conditions.get(task_id, []) if one.removed_at is None]

    def work(self) -> Iterable[Assignment]:
        return (row for rows in self.assignments.values() for row in rows)

    def row(self, task: Task) -> KeptRow:
        return KeptRow(
            id=id_of(task),
            section=task.section,
            no=task.no,
            part=task.part,
            task=task.title,
            products=tuple(task.products),
            assignees=tuple(task.assignees),
            coordinators=tuple(task.coordinators),
            deadline_text=task.deadline_text,
            occurrences=tuple(_day(day) for day in self.in_force(id_of(task))),
            conditions=tuple(_condition(one) for one in self.waiting(id_of(task))),
        )


def _by_task(rows: Iterable[_OfTask]) -> dict[int, list[_OfTask]]:
    found: dict[int, list[_OfTask]] = {}
    for row in rows:
        found.setdefault(row.task_id, []).append(row)
    return found


def _by_occurrence(rows: Iterable[Assignment]) -> dict[int, list[Assignment]]:
    found: dict[int, list[Assignment]] = {}
    for row in rows:
        found.setdefault(row.occurrence_id, []).append(row)
    return found


def _day(row: Occurrence) -> PrintedOccurrence:
    return PrintedOccurrence(row.due, row.due_time, row.start, row.label or None)


def _condition(row: Condition) -> PrintedCondition:
    return PrintedCondition(ConditionKind(row.kind), row.event, row.days, row.months, row.working_days)


@dataclass
class _Amend:
    """One amendment, row by row, in the caller's transaction."""

    session: Session
    plan: Plan
    document: PlanDocument
    actor: Actor
    kept: _Kept
    past: PastPolicy
    moved: list[Moved] = field(default_factory=list)
    new: list[Assignment] = field(default_factory=list)
    reopened: list[Assignment] = field(default_factory=list)
    withdrawn: list[Assignment] = field(default_factory=list)

    def run(self, amendment: Amendment) -> Amended:
        office_id = self.actor.office_id
        self.today = calendar_of(self.session, office_id).today(self.actor.now)
        matches = matches_of(self.session, office_id, self.document, today=self.today)
        self.assigning: Assigning = assigning(self.session, office_id, matches, past=self.past, now=self.actor.now)
        keep_holders(self.session, office_id, matches)
        self._remove(amendment.removed)
        self._rewrite(amendment)
        number(self.session, office_id, self.new)
        for row in self.new:
            after = {"person_id": row.person_id, "due": row.due.isoformat()}
            record(self.session, self.actor, "assign", kind="assignment", row_id=id_of(row), after=after)
        found = self._amended(amendment)
        self._keep_source(found)
        return found

    def _remove(self, rows: Iterable[KeptRow]) -> None:
        for row in rows:
            self.kept.tasks[row.id].removed_at = self.actor.now
            for day in self.kept.in_force(row.id):
                self._remove_day(day)
            for day in self.kept.started.get(row.id, []):
                self._withdraw(self.kept.assignments.get(id_of(day), []))
            for one in self.kept.waiting(row.id):
                self._close(one)
                one.event_id = None  # the day of its event moves nothing any more

    def _remove_day(self, day: Occurrence) -> None:
        day.removed_at = self.actor.now
        self._withdraw(self.kept.assignments.get(id_of(day), []))

    def _withdraw(self, rows: Iterable[Assignment]) -> None:
        open_rows = [row for row in rows if row.state in UNFINISHED]
        for row in open_rows:
            before, row.state = snapshot(row), AssignmentState.WITHDRAWN
            note(self.session, self.actor, "withdraw", row, before=before)
        for request in pending_among(self.session, [id_of(row) for row in open_rows]):
            request.state = ExtensionState.WITHDRAWN
            record(self.session, self.actor, "withdraw_extension", kind="extension", row_id=id_of(request))
        self.withdrawn += open_rows

    def _close(self, condition: Condition) -> None:
        condition.state, condition.removed_at = ConditionState.CLOSED, self.actor.now

    def _rewrite(self, amendment: Amendment) -> None:
        """Every row says what is printed now. Rows change places, so that all leave theirs before any takes one."""
        for task in self.kept.every:
            task.repeat = -id_of(task)
        self.session.flush()
        again = dict(zip(map(id, self.document.tasks), repeats(self.document.tasks), strict=True))
        for pair in amendment.pairs:
            write_task(self.kept.tasks[pair.kept.id], pair.printed, repeat=again[id(pair.printed)])
        self.session.flush()
        for pair in amendment.changed:
            self._change(self.kept.tasks[pair.kept.id], pair)
        added = [(task, again[id(task)]) for task in amendment.added]
        for (printed, _), task in zip(added, new_tasks(self.session, self.plan, added), strict=True):
            for day in new_occurrences(self.session, task, printed.schedule.occurrences):
                self.new += self.assigning.made(task, day)
            new_conditions(self.session, task, printed.schedule.conditions)

    def _change(self, task: Task, pair: Pair) -> None:
        days, printed = self.kept.in_force(id_of(task)), pair.printed.schedule.occurrences
        matching = pair_occurrences(pair.kept.occurrences, printed)
        for at in matching.removed:
            self._remove_day(days[at])
        for a, b in matching.pairs:
            self._move(task, days[a], printed[b])
            if Change.POSTS in pair.changes:
                self._hand_over(task, days[a])
        every = [*self.kept.days.get(id_of(task), []), *self.kept.started.get(id_of(task), [])]
        last = max((day.ordinal for day in every), default=0)
        for day in new_occurrences(self.session, task, (printed[at] for at in matching.added), after=last):
            self.new += self.assigning.made(task, day)
        if Change.POSTS in pair.changes:
            for day in self.kept.started.get(id_of(task), []):
                self._hand_over(task, day)
        self._conditions(task, pair)

    def _move(self, task: Task, day: Occurrence, printed: PrintedOccurrence) -> None:
        before = day.due
        day.due, day.due_time, day.start, day.label = printed.due, printed.time, printed.start, printed.label or ""
        for row in self.kept.assignments.get(id_of(day), []):
            if row.state not in UNFINISHED:
                continue
            row.title, row.label = short_title(task.title, task.products, day.label), day.label
            if row.due == before:  # else an extension or a return decided on another day
                self._move_work(row, day)

    def _move_work(self, row: Assignment, day: Occurrence) -> None:
        if (row.due, row.due_time, row.opens) == (day.due, day.due_time, day.start):
            return
        before, due = snapshot(row), row.due
        row.due, row.due_time, row.opens = day.due, day.due_time, day.start
        row.late_after = self.assigning.late_after(day)
        if due != day.due:
            row.reminds = day.due >= self.today
            row.counted = row.counted or row.reminds
        note(self.session, self.actor, "amend", row, before=before)
        self.moved.append(Moved(row.number, row.title, due, row.due))

    def _hand_over(self, task: Task, day: Occurrence) -> None:
        """Posts that came and went: a post under another name keeps its work where the person is the same."""
        there = self.kept.assignments.get(id_of(day), [])
        wanted = dict(self.assigning.wanted(task.assignees))
        by_post = {row.post_folded: row for row in there}
        leaving = [row for row in there if row.post_folded not in {fold(post) for post in wanted}]
        for post, person_id in wanted.items():
            known = by_post.get(fold(post))
            same = next((row for row in leaving if person_id is not None and row.person_id == person_id), None)
            if known is not None:
                self._take_back(known)
            elif same is not None:
                leaving.remove(same)
                same.post, same.post_folded = post, fold(post)
                self._take_back(same)
            elif person_id is None or person_id not in {row.person_id for row in there}:
                self.new.append(self.assigning.one(task, day, post=post, person_id=person_id))
        self._withdraw(leaving)

    def _take_back(self, row: Assignment) -> None:
        if row.state is AssignmentState.WITHDRAWN:
            before, row.state = snapshot(row), AssignmentState.OPEN
            note(self.session, self.actor, "reopen", row, before=before)
            self.reopened.append(row)

    def _conditions(self, task: Task, pair: Pair) -> None:
        rows, missing = self.kept.waiting(id_of(task)), []
        for printed in pair.printed.schedule.conditions:
            same = next((row for row in rows if _condition(row) == printed), None)
            if same is None:
                missing.append(printed)
            else:
                rows.remove(same)
        for one in rows:
            self._close(one)
        last = max((one.ordinal for one in self.kept.conditions.get(id_of(task), [])), default=0)
        new_conditions(self.session, task, missing, after=last)

    def _amended(self, amendment: Amendment) -> Amended:
        work = [*self.kept.work(), *self.new]
        standing = sum(row.state is not AssignmentState.WITHDRAWN for row in work)
        added = [*self.reopened, *self.new]
        return Amended(
            plan_id=id_of(self.plan),
            title=self.plan.title,
            moved=tuple(self.moved),
            added=tuple(Named(row.number, row.title, row.due) for row in added),
            withdrawn=tuple(Named(row.number, row.title, row.due) for row in self.withdrawn),
            kept=standing - len(added) - len(self.moved),
            rows=len(amendment.added) + len(amendment.removed) + len(amendment.changed),
            past=sum(row.due < self.today for row in self.new),
        )

    def _keep_source(self, found: Amended) -> None:
        plan, document = self.plan, self.document
        before = {"file": plan.file_name, "sha256": plan.file_sha256}
        plan.file_name, plan.file_sha256 = document.source, document.sha256
        plan.title, plan.short_title = document.title, short_title(document.title)
        self.session.add(plan)
        after = {
            "file": plan.file_name,
            "sha256": plan.file_sha256,
            "moved": [one.number for one in found.moved],
            "added": [one.number for one in found.added],
            "withdrawn": [one.number for one in found.withdrawn],
        }
        record(self.session, self.actor, "amend", kind="plan", row_id=id_of(plan), before=before, after=after)

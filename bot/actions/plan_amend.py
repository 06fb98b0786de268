"""An amended plan applied to the one that is kept: what was done, proved or extended stays with its row."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from bot.actions.assigning import Assigning, assigning, keep_holders, number
from bot.actions.changes import note, snapshot
from bot.actions.event_days import due_of, start_known
from bot.actions.plan_amend_told import tell_amended
from bot.actions.plan_kept import Kept, as_printed
from bot.actions.plan_rows import new_conditions, new_occurrences, new_tasks, repeats, write_task
from bot.actions.plans import identity_of, matches_of
from bot.replies.titles import short_title
from locales.folding import fold
from scheduler.calendar import calendar_of
from scheduler.plans.amendments import Amendment, Change, KeptRow, Pair, compare, pair_occurrences
from scheduler.plans.event_names import same
from scheduler.plans.model import Condition as PrintedCondition
from scheduler.plans.model import Occurrence as PrintedOccurrence
from scheduler.plans.model import PlanDocument
from storage.audit import Actor, record
from storage.events import events_of
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
from storage.tasks import UNFINISHED, plan_identified


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
    session: Session,
    plan: Plan,
    document: PlanDocument,
    *,
    actor: Actor,
    past: PastPolicy | None = None,
    tell: bool = False,
) -> Amended:
    """Make the plan say what the document says. Changed deadlines move open work unless its own day was decided on;
    rows that are gone withdraw it. The same plan changes nothing. `past`: what becomes of new days that are past.
    `tell`: each person whose open work changed is told once."""
    kept = Kept.of(session, plan)
    amendment = compare([kept.row(task) for task in kept.tasks.values()], document.tasks)
    if amendment.empty:
        count = sum(row.state is not AssignmentState.WITHDRAWN for row in kept.work())
        return Amended(id_of(plan), plan.title, (), (), (), count, rows=0)
    found = _Amend(session, plan, document, actor, kept, past or plan.past_policy).run(amendment)
    if tell:
        tell_amended(session, plan, actor=actor)
    return found


def _same_event(row: Condition, printed: PrintedCondition) -> bool:
    return row.kind == printed.kind.value and bool(row.event) and same(row.event or "", printed.event or "")


@dataclass
class _Amend:
    """One amendment, row by row, in the caller's transaction."""

    session: Session
    plan: Plan
    document: PlanDocument
    actor: Actor
    kept: Kept
    past: PastPolicy
    moved: list[Moved] = field(default_factory=list)
    new: list[Assignment] = field(default_factory=list)
    reopened: list[Assignment] = field(default_factory=list)
    withdrawn: list[Assignment] = field(default_factory=list)

    def run(self, amendment: Amendment) -> Amended:
        office_id = self.actor.office_id
        self.today = calendar_of(self.session, office_id).today(self.actor.now)
        matches = matches_of(self.session, office_id, self.document, today=self.today)
        self.events = events_of(self.session, office_id)
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
                self._remove_day(day, reason="row_removed")
            for day in self.kept.started.get(row.id, []):
                self._withdraw(self.kept.assignments.get(id_of(day), []), reason="row_removed")
            for one in self.kept.waiting(row.id):
                self._close(one)
                one.event_id = None  # the day of its event moves nothing any more

    def _remove_day(self, day: Occurrence, *, reason: str) -> None:
        day.removed_at = self.actor.now
        self._withdraw(self.kept.assignments.get(id_of(day), []), reason=reason)

    def _withdraw(self, rows: Iterable[Assignment], *, reason: str) -> None:
        open_rows = [row for row in rows if row.state in UNFINISHED]
        for row in open_rows:
            before, row.state = snapshot(row), AssignmentState.WITHDRAWN
            note(self.session, self.actor, "withdraw", row, before=before, reason=reason)
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
            self._by_event(task, new_conditions(self.session, task, printed.schedule.conditions))

    def _by_event(self, task: Task, conditions: Iterable[Condition]) -> None:
        self.new += start_known(
            self.session, task, conditions, events=self.events, under=self.assigning, actor=self.actor
        )

    def _change(self, task: Task, pair: Pair) -> None:
        days, printed = self.kept.in_force(id_of(task)), pair.printed.schedule.occurrences
        matching = pair_occurrences(pair.kept.occurrences, printed)
        for at in matching.removed:
            self._remove_day(days[at], reason="deadline_removed")
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
        wanted = dict(self.assigning.wanted(task))
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
        self._withdraw(leaving, reason="post_removed")

    def _take_back(self, row: Assignment) -> None:
        if row.state is AssignmentState.WITHDRAWN:
            before, row.state = snapshot(row), AssignmentState.OPEN
            note(self.session, self.actor, "reopen", row, before=before)
            self.reopened.append(row)

    def _conditions(self, task: Task, pair: Pair) -> None:
        """A condition that counts anew from the same event stays the same one; another one that is gone is closed."""
        rows, missing = self.kept.waiting(id_of(task)), []
        for printed in pair.printed.schedule.conditions:
            same = next((row for row in rows if as_printed(row) == printed), None)
            if same is None:
                missing.append(printed)
            else:
                rows.remove(same)
        for printed in list(missing):
            if known := next((row for row in rows if _same_event(row, printed)), None):
                rows.remove(known)
                missing.remove(printed)
                self._count_anew(task, known, printed)
        for row in rows:
            self._close(row)
            for day in self._made_by(row) if row.event_id is not None else ():
                self._remove_day(day, reason="deadline_removed")
        last = max((one.ordinal for one in self.kept.conditions.get(id_of(task), [])), default=0)
        self._by_event(task, new_conditions(self.session, task, missing, after=last))

    def _made_by(self, condition: Condition) -> list[Occurrence]:
        return [day for day in self.kept.started.get(condition.task_id, []) if day.condition_id == condition.id]

    def _count_anew(self, task: Task, known: Condition, printed: PrintedCondition) -> None:
        known.event, known.days, known.months = printed.event, printed.days, printed.months
        known.working_days = printed.working_days
        for event in self.events:
            for day in self._made_by(known) if event.id == known.event_id else ():
                self._move(task, day, PrintedOccurrence(due_of(known, event.day, self.assigning.calendar)))

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
            "moved_from": [one.due.isoformat() for one in found.moved],
            "added": [one.number for one in found.added],
            "withdrawn": [one.number for one in found.withdrawn],
        }
        record(self.session, self.actor, "amend", kind="plan", row_id=id_of(plan), before=before, after=after)

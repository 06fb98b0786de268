"""A plan that was read is matched to the office's people and kept: tasks, occurrences, conditions, assignments."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from sqlmodel import Session

from bot.actions.refusal import Refusal
from bot.replies.titles import short_title
from locales.folding import fold
from scheduler.calendar import Calendar, calendar_of
from scheduler.plans.model import Occurrence as PrintedOccurrence
from scheduler.plans.model import PlanDocument, PlanTask
from scheduler.plans.posts import Holder, Match, match_posts
from storage.audit import Actor, record
from storage.outbox import NewMessage, put
from storage.people import holders, linked, office_of, people_of, posts_of, set_holder
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, Condition, Occurrence, PastPolicy, Plan, Task
from storage.tasks import (
    conditions_of,
    occurrences_of,
    plan_identified,
    take_numbers,
    tasks_of_plan,
)

Progress = Callable[[int, int], None]  # rows done, rows in all


@dataclass(frozen=True)
class ImportChoices:
    """What the person who imports decides. `tell`: each person gets one summary of what came in."""

    past: PastPolicy = PastPolicy.LEFT_OUT
    review: bool = False
    needs_proof: bool = True
    tell: bool = False


@dataclass(frozen=True)
class Imported:
    """What an import did; with `new` False the plan was there already and nothing changed."""

    plan: Plan
    new: bool
    tasks: int
    assignments: int
    conditions: int
    unmatched: int


def identity_of(document: PlanDocument) -> str:
    """What makes a plan the same plan: its number and date, else its title and year."""
    if document.number:
        return f"{fold(document.number)} {document.issued or document.context.plan_year or ''}".strip()
    return f"{fold(document.title)} {document.context.plan_year or ''}".strip()


def matches_of(session: Session, office_id: int, document: PlanDocument, *, today: date) -> dict[str, Match]:
    """Each post the plan prints as responsible, and who answers for it."""
    people = [id_of(person) for person in people_of(session, office_id, on=today)]
    titles = posts_of(session, people)
    roster = [Holder(id_, tuple(post.title for post in titles.get(id_, []))) for id_ in people]
    # Who has left answers for nothing any more: the post is looked at anew.
    kept = {row.post_folded: row.person_id for row in holders(session, office_id) if row.person_id in people}
    return match_posts((post for task in document.tasks for post in task.assignees), roster, kept)


def import_plan(
    session: Session,
    document: PlanDocument,
    *,
    actor: Actor,
    choices: ImportChoices | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Keep a plan. The same plan again changes nothing; one that differs from what is kept raises Refusal."""
    there = plan_identified(session, actor.office_id, identity_of(document))
    if there is not None:
        return _unchanged(session, there, document)
    return _Import(session, document, actor, choices or ImportChoices(), progress).run()


def _unchanged(session: Session, plan: Plan, document: PlanDocument) -> Imported:
    if plan.file_sha256 != document.sha256:
        differing = _differing_rows(session, plan, document)
        if differing:
            raise Refusal("plans.differs", title=plan.title, rows=differing)
    return Imported(plan, new=False, tasks=0, assignments=0, conditions=0, unmatched=0)


def _differing_rows(session: Session, plan: Plan, document: PlanDocument) -> int:
    tasks = tasks_of_plan(session, id_of(plan))
    due: dict[int, list[date]] = {}
    for row in occurrences_of(session, (id_of(task) for task in tasks)):
        due.setdefault(row.task_id, []).append(row.due)
    waiting = Counter(row.task_id for row in conditions_of(session, (id_of(task) for task in tasks)))
    kept = [(t.section, t.no, t.part, fold(t.title), due.get(id_of(t), []), waiting[id_of(t)]) for t in tasks]
    printed = [
        (t.section, t.no, t.part, fold(t.task), [o.due for o in t.schedule.occurrences], len(t.schedule.conditions))
        for t in document.tasks
    ]
    return sum(a != b for a, b in zip_longest(kept, printed))


class _Import:
    """One import, row by row, in the caller's transaction."""

    def __init__(
        self,
        session: Session,
        document: PlanDocument,
        actor: Actor,
        choices: ImportChoices,
        progress: Progress | None,
    ) -> None:
        self.session, self.document, self.actor, self.choices = session, document, actor, choices
        self.progress = progress or (lambda _done, _all: None)
        self.calendar: Calendar = calendar_of(session, actor.office_id)
        self.today = self.calendar.today(actor.now)
        self.extends = office_of(session, actor.office_id).day_off_extends
        self.matches: Mapping[str, Match] = matches_of(session, actor.office_id, document, today=self.today)
        self.assignments: list[Assignment] = []

    def run(self) -> Imported:
        plan = self._plan()
        self._keep_holders()
        conditions = 0
        for done, (printed, task) in enumerate(zip(self.document.tasks, self._tasks(plan), strict=True), start=1):
            self._occurrences(printed, task)
            conditions += self._conditions(printed, task)
            self.progress(done, len(self.document.tasks))
        self._number()
        self._record(plan)
        if self.choices.tell:
            self._tell(plan)
        unmatched = sum(a.person_id is None for a in self.assignments)
        return Imported(
            plan,
            new=True,
            tasks=len(self.document.tasks),
            assignments=len(self.assignments),
            conditions=conditions,
            unmatched=unmatched,
        )

    def _plan(self) -> Plan:
        document, span = self.document, self.document.context.span
        plan = Plan(
            office_id=self.actor.office_id,
            identity=identity_of(document),
            title=document.title,
            short_title=short_title(document.title),
            number=document.number,
            issued=document.issued,
            issuer=document.issuer,
            year=document.context.plan_year,
            span_first=span[0] if span else None,
            span_last=span[1] if span else None,
            file_name=document.source,
            file_sha256=document.sha256,
            review=self.choices.review,
            needs_proof=self.choices.needs_proof,
            past_policy=self.choices.past,
            imported_at=self.actor.now,
            imported_by=self.actor.person_id,
        )
        self.session.add(plan)
        self.session.flush()
        return plan

    def _keep_holders(self) -> None:
        kept = {row.post_folded for row in holders(self.session, self.actor.office_id)}
        for post, match in self.matches.items():
            found = match.person_id is not None and not match.kept
            if found or fold(post) not in kept:
                set_holder(self.session, self.actor.office_id, post, person_id=match.person_id, chosen_by=None)
                kept.add(fold(post))

    def _tasks(self, plan: Plan) -> list[Task]:
        seen: Counter[tuple[str, str, str]] = Counter()
        rows = []
        for printed in self.document.tasks:
            place = (printed.section, printed.no, printed.part)
            rows.append(self._task(plan, printed, repeat=seen[place]))
            seen[place] += 1
        self.session.add_all(rows)
        self.session.flush()
        return rows

    def _task(self, plan: Plan, printed: PlanTask, *, repeat: int) -> Task:
        return Task(
            office_id=plan.office_id,
            plan_id=id_of(plan),
            section=printed.section,
            section_title=printed.section_title,
            no=printed.no,
            part=printed.part,
            repeat=repeat,
            title=printed.task,
            activities=list(printed.activities),
            products=list(printed.products),
            assignees=list(printed.assignees),
            coordinators=list(printed.coordinators),
            deadline_text=printed.deadline_text,
            place=printed.place.as_json(),
        )

    def _occurrences(self, printed: PlanTask, task: Task) -> None:
        rows = [
            Occurrence(
                office_id=task.office_id,
                task_id=id_of(task),
                ordinal=ordinal,
                label=one.label or "",
                due=one.due,
                due_time=one.time,
                start=one.start,
            )
            for ordinal, one in enumerate(printed.schedule.occurrences, start=1)
        ]
        self.session.add_all(rows)
        self.session.flush()
        for row, one in zip(rows, printed.schedule.occurrences, strict=True):
            self._assign(printed, task, row, one)

    def _assign(self, printed: PlanTask, task: Task, row: Occurrence, one: PrintedOccurrence) -> None:
        people: set[int] = set()
        posts: set[str] = set()
        for post in printed.assignees or ("",):
            person_id = self.matches[post].person_id if post else None
            if fold(post) in posts or person_id in people:
                continue  # one thing, once, by one person, however often the cell names them
            posts.add(fold(post))
            people |= {person_id} if person_id is not None else set()
            self.assignments.append(self._assignment(post, person_id, task, row, one))

    def _assignment(
        self, post: str, person_id: int | None, task: Task, row: Occurrence, one: PrintedOccurrence
    ) -> Assignment:
        past = one.due < self.today
        done = past and self.choices.past is PastPolicy.DONE
        return Assignment(
            office_id=task.office_id,
            number=0,
            task_id=id_of(task),
            occurrence_id=id_of(row),
            post=post,
            post_folded=fold(post),
            person_id=person_id,
            title=short_title(task.title, task.products, row.label),
            label=row.label,
            due_printed=one.due,
            due=one.due,
            due_time=one.time,
            opens=one.start,
            late_after=self.calendar.late_after(one.due, one.time, extends=self.extends),
            state=AssignmentState.DONE if done else AssignmentState.OPEN,
            counted=not (past and self.choices.past is PastPolicy.LEFT_OUT),
            reminds=not past,
            created_at=self.actor.now,
        )

    def _number(self) -> None:
        """Numbers follow the calendar: the nearest deadline has the lowest."""
        in_order = sorted(self.assignments, key=lambda a: (a.due, a.occurrence_id))
        for row, number in zip(in_order, take_numbers(self.session, self.actor.office_id, len(in_order)), strict=True):
            row.number = number
        self.session.add_all(in_order)
        self.session.flush()

    def _conditions(self, printed: PlanTask, task: Task) -> int:
        self.session.add_all(
            Condition(
                office_id=task.office_id,
                task_id=id_of(task),
                ordinal=ordinal,
                kind=one.kind.value,
                event=one.event,
                days=one.days,
                months=one.months,
                working_days=one.working_days,
            )
            for ordinal, one in enumerate(printed.schedule.conditions, start=1)
        )
        return len(printed.schedule.conditions)

    def _record(self, plan: Plan) -> None:
        after = {
            "title": plan.title,
            "file": plan.file_name,
            "sha256": plan.file_sha256,
            "tasks": len(self.document.tasks),
            "assignments": [a.number for a in self.assignments],
            "past": self.choices.past.value,
        }
        record(self.session, self.actor, "import", kind="plan", row_id=id_of(plan), after=after)

    def _tell(self, plan: Plan) -> None:
        people = {a.person_id for a in self.assignments if a.person_id is not None and a.reminds}
        put(self.session, [self._summary(plan, person_id) for person_id in sorted(linked(self.session, people))])

    def _summary(self, plan: Plan, person_id: int) -> NewMessage:
        return NewMessage(
            office_id=plan.office_id,
            person_id=person_id,
            key=f"imported:{id_of(plan)}:{person_id}",
            kind="imported",
            payload={"plan": id_of(plan)},
            not_before=self.actor.now,
            created_at=self.actor.now,
        )


def past_occurrences(document: PlanDocument, *, today: date) -> int:
    """How many of a plan's deadlines were past already on this day."""
    return sum(one.due < today for task in document.tasks for one in task.schedule.occurrences)

"""A plan that was read is matched to the office's people and kept: tasks, occurrences, conditions, assignments."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.actions.assigning import assigning, helping_with, keep_holders, matched, number
from bot.actions.event_days import start_known
from bot.actions.plan_rows import new_conditions, new_occurrences, new_tasks, repeats
from bot.replies.titles import short_title
from locales.folding import fold
from scheduler.calendar import calendar_of
from scheduler.plans.model import PlanDocument
from scheduler.plans.posts import Match
from storage.audit import Actor, record
from storage.events import events_of
from storage.outbox import NewMessage, put
from storage.people import linked
from storage.rows import id_of
from storage.tables import Assignment, Condition, PastPolicy, Plan, Task
from storage.tasks import plan_identified

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
    return matched(session, office_id, [post for task in document.tasks for post in task.assignees], today=today)


def import_plan(
    session: Session,
    document: PlanDocument,
    *,
    actor: Actor,
    choices: ImportChoices | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Keep a plan. One that is there already is left as it is: `amend_plan` is for that."""
    there = plan_identified(session, actor.office_id, identity_of(document))
    if there is not None:
        return Imported(there, new=False, tasks=0, assignments=0, conditions=0, unmatched=0)
    return _Import(session, document, actor, choices or ImportChoices(), progress).run()


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
        today = calendar_of(session, actor.office_id).today(actor.now)
        self.matches = matches_of(session, actor.office_id, document, today=today)
        self.assigning = assigning(session, actor.office_id, self.matches, past=choices.past, now=actor.now)
        self.events = events_of(session, actor.office_id)
        self.assignments: list[Assignment] = []

    def run(self) -> Imported:
        plan = self._plan()
        keep_holders(self.session, self.actor.office_id, self.matches)
        printed = self.document.tasks
        tasks = new_tasks(self.session, plan, zip(printed, repeats(printed), strict=True))
        for done, (one, task) in enumerate(zip(printed, tasks, strict=True), start=1):
            for day in new_occurrences(self.session, task, one.schedule.occurrences):
                self.assignments += self.assigning.made(task, day)
            self.assignments += self._by_event(task, new_conditions(self.session, task, one.schedule.conditions))
            self.progress(done, len(printed))
        number(self.session, self.actor.office_id, self.assignments)
        self._record(plan)
        if self.choices.tell:
            now, rows = self.actor.now, self.assignments
            tell_people(self.session, plan, rows, people_to_tell(self.session, rows, now=now), now=now)
        return Imported(
            plan,
            new=True,
            tasks=len(printed),
            assignments=len(self.assignments),
            conditions=sum(len(one.schedule.conditions) for one in printed),
            unmatched=sum(a.person_id is None for a in self.assignments),
        )

    def _by_event(self, task: Task, conditions: list[Condition]) -> list[Assignment]:
        return start_known(self.session, task, conditions, events=self.events, under=self.assigning, actor=self.actor)

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


def people_to_tell(session: Session, rows: Iterable[Assignment], *, now: datetime) -> list[int]:
    """Who has a chat, and work among these rows that is spoken of, or helps with it."""
    spoken = [row for row in rows if row.reminds]
    own = {row.person_id for row in spoken if row.person_id is not None}
    return sorted(linked(session, own | helping_with(session, spoken, now=now).keys()))


def tell_people(
    session: Session, plan: Plan, rows: Iterable[Assignment], people: Iterable[int], *, now: datetime
) -> None:
    """One summary of what came in to each of these people; a second time says nothing."""
    helping = helping_with(session, [row for row in rows if row.reminds], now=now)
    put(session, [_summary(plan, one, map(id_of, helping.get(one, ())), now) for one in people])


def _summary(plan: Plan, person_id: int, helping: Iterable[int], now: datetime) -> NewMessage:
    return NewMessage(
        office_id=plan.office_id,
        person_id=person_id,
        key=f"imported:{id_of(plan)}:{person_id}",
        kind="imported",
        payload={"plan": id_of(plan), "helping": list(helping)},
        not_before=now,
        created_at=now,
    )

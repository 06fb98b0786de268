"""A plan's rows as they are kept, in the shape in which they can stand beside a new version."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session

from scheduler.plans.amendments import KeptRow
from scheduler.plans.model import Condition as PrintedCondition
from scheduler.plans.model import ConditionKind
from scheduler.plans.model import Occurrence as PrintedOccurrence
from storage.rows import id_of
from storage.tables import Assignment, Condition, Occurrence, Plan, Task
from storage.tasks import assignments_at, conditions_of, occurrences_of, tasks_of_plan

_OfTask = TypeVar("_OfTask", Occurrence, Condition)


@dataclass
class Kept:
    """The plan's rows as they are: those that no amendment removed."""

    every: list[Task]
    tasks: dict[int, Task]
    days: dict[int, list[Occurrence]]
    started: dict[int, list[Occurrence]]
    conditions: dict[int, list[Condition]]
    assignments: dict[int, list[Assignment]]

    @classmethod
    def of(cls, session: Session, plan: Plan) -> "Kept":
        every = tasks_of_plan(session, id_of(plan))
        ids = [id_of(task) for task in every]
        days = occurrences_of(session, ids)
        by_plan = [day for day in days if day.condition_id is None]
        return cls(
            every=every,
            tasks={id_of(task): task for task in every if task.removed_at is None},
            days=_of_tasks(by_plan),
            started=_of_tasks(day for day in days if day.condition_id is not None),
            conditions=_of_tasks(conditions_of(session, ids)),
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
            conditions=tuple(as_printed(one) for one in self.waiting(id_of(task))),
        )


def _of_tasks(rows: Iterable[_OfTask]) -> dict[int, list[_OfTask]]:
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


def as_printed(row: Condition) -> PrintedCondition:
    return PrintedCondition(ConditionKind(row.kind), row.event, row.days, row.months, row.working_days)

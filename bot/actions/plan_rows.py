"""The rows that a printed task becomes: the task, its deadlines, what has no day yet."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlmodel import Session

from scheduler.plans.model import Condition as PrintedCondition
from scheduler.plans.model import Occurrence as PrintedOccurrence
from scheduler.plans.model import PlanTask
from storage.rows import id_of
from storage.tables import Condition, Occurrence, Plan, Task


def repeats(tasks: Sequence[PlanTask]) -> list[int]:
    """How often each task's place was printed before it."""
    seen: Counter[tuple[str, str, str]] = Counter()
    found = []
    for task in tasks:
        place = (task.section, task.no, task.part)
        found.append(seen[place])
        seen[place] += 1
    return found


def write_task(row: Task, printed: PlanTask, *, repeat: int) -> Task:
    """The row, saying what is printed now."""
    row.section, row.section_title = printed.section, printed.section_title
    row.no, row.part, row.repeat = printed.no, printed.part, repeat
    row.title, row.deadline_text = printed.task, printed.deadline_text
    row.activities, row.products = list(printed.activities), list(printed.products)
    row.assignees, row.coordinators = list(printed.assignees), list(printed.coordinators)
    row.place = printed.place.as_json()
    return row


def new_tasks(session: Session, plan: Plan, printed: Iterable[tuple[PlanTask, int]]) -> list[Task]:
    """Saved rows for these tasks, each with how often its place was printed before."""
    rows = [
        write_task(Task(office_id=plan.office_id, plan_id=id_of(plan), title=task.task), task, repeat=repeat)
        for task, repeat in printed
    ]
    session.add_all(rows)
    session.flush()
    return rows


def new_occurrences(
    session: Session, task: Task, printed: Iterable[PrintedOccurrence], *, after: int = 0
) -> list[Occurrence]:
    """Saved deadlines of a task, counted on from `after`."""
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
        for ordinal, one in enumerate(printed, start=after + 1)
    ]
    session.add_all(rows)
    session.flush()
    return rows


def new_conditions(
    session: Session, task: Task, printed: Iterable[PrintedCondition], *, after: int = 0
) -> list[Condition]:
    """Saved conditions of a task, counted on from `after`."""
    rows = [
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
        for ordinal, one in enumerate(printed, start=after + 1)
    ]
    session.add_all(rows)
    return rows

"""Plans, their tasks, and assignments. Queries named as sentences; what belongs to whom is access's business."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.tables import (
    Assignment,
    AssignmentState,
    Condition,
    ConditionState,
    Extension,
    ExtensionState,
    Occurrence,
    Office,
    Plan,
    Snooze,
    Task,
)

# Nothing was handed in yet: said to be done without its proof is still open.
UNFINISHED = (AssignmentState.OPEN, AssignmentState.WAITING_PROOF)


def take_numbers(session: Session, office_id: int, count: int) -> range:
    """The next assignment numbers of an office; a number is never given twice."""
    query = update(Office).where(col(Office.office_id) == office_id)
    after = session.exec(
        query.values(next_number=Office.next_number + count).returning(col(Office.next_number))
    ).scalar_one()
    return range(after - count, after)


def assignment_by_number(session: Session, office_id: int, number: int) -> Assignment | None:
    query = select(Assignment).where(Assignment.office_id == office_id, Assignment.number == number)
    return session.exec(query).first()


def assignments_by_id(session: Session, ids: Iterable[int]) -> list[Assignment]:
    query = select(Assignment).where(col(Assignment.id).in_(set(ids)))
    return list(session.exec(query.order_by(col(Assignment.due), col(Assignment.number))))


def unfinished_of(session: Session, person_id: int) -> list[Assignment]:
    """What a person has not handed in, nearest deadline first."""
    query = select(Assignment).where(Assignment.person_id == person_id, col(Assignment.state).in_(UNFINISHED))
    return list(session.exec(query.order_by(col(Assignment.due), col(Assignment.number))))


def finished_of(session: Session, person_id: int, *, limit: int = 100) -> list[Assignment]:
    """What a person has handed in, the latest first."""
    query = select(Assignment).where(Assignment.person_id == person_id, Assignment.state == AssignmentState.DONE)
    return list(session.exec(query.order_by(col(Assignment.submitted_at).desc()).limit(limit)))


def unfinished_in(session: Session, office_id: int, *, due_through: date | None = None) -> list[Assignment]:
    """What an office has not handed in, nearest deadline first; with nobody matched too."""
    query = select(Assignment).where(Assignment.office_id == office_id, col(Assignment.state).in_(UNFINISHED))
    if due_through is not None:
        query = query.where(Assignment.due <= due_through)
    return list(session.exec(query.order_by(col(Assignment.due), col(Assignment.number))))


def waiting_for_acceptance(session: Session, office_id: int) -> list[Assignment]:
    """Handed in under a plan that asks for a leader's confirmation, and not confirmed yet."""
    query = select(Assignment).join(Task, col(Task.id) == col(Assignment.task_id))
    query = query.join(Plan, col(Plan.id) == col(Task.plan_id)).where(col(Plan.review))
    query = query.where(Assignment.office_id == office_id, Assignment.state == AssignmentState.DONE)
    query = query.where(col(Assignment.accepted_at).is_(None), col(Assignment.submitted_at).is_not(None))
    return list(session.exec(query.order_by(col(Assignment.submitted_at))))


def tasks_by_id(session: Session, ids: Iterable[int]) -> dict[int, Task]:
    rows = session.exec(select(Task).where(col(Task.id).in_(set(ids))))
    return {task.id: task for task in rows if task.id is not None}


def plans_by_id(session: Session, ids: Iterable[int]) -> dict[int, Plan]:
    rows = session.exec(select(Plan).where(col(Plan.id).in_(set(ids))))
    return {plan.id: plan for plan in rows if plan.id is not None}


def plans_of(session: Session, office_id: int) -> list[Plan]:
    return list(session.exec(select(Plan).where(Plan.office_id == office_id).order_by(col(Plan.id))))


def plan_identified(session: Session, office_id: int, identity: str) -> Plan | None:
    return session.exec(select(Plan).where(Plan.office_id == office_id, Plan.identity == identity)).first()


def tasks_of_plan(session: Session, plan_id: int) -> list[Task]:
    return list(session.exec(select(Task).where(Task.plan_id == plan_id).order_by(col(Task.id))))


def occurrences_of(session: Session, task_ids: Iterable[int]) -> list[Occurrence]:
    query = select(Occurrence).where(col(Occurrence.task_id).in_(set(task_ids)))
    return list(session.exec(query.order_by(col(Occurrence.task_id), col(Occurrence.ordinal))))


def conditions_of(session: Session, task_ids: Iterable[int]) -> list[Condition]:
    query = select(Condition).where(col(Condition.task_id).in_(set(task_ids)))
    return list(session.exec(query.order_by(col(Condition.task_id), col(Condition.ordinal))))


def unfinished_with_post(session: Session, office_id: int, post_folded: str) -> list[Assignment]:
    """What an office has not handed in and a plan gave to this post as printed."""
    query = select(Assignment).where(Assignment.office_id == office_id, Assignment.post_folded == post_folded)
    return list(session.exec(query.where(col(Assignment.state).in_(UNFINISHED)).order_by(col(Assignment.number))))


def assignments_at(session: Session, occurrence_ids: Iterable[int]) -> list[Assignment]:
    """Everybody's assignment for each of these occurrences."""
    query = select(Assignment).where(col(Assignment.occurrence_id).in_(set(occurrence_ids)))
    return list(session.exec(query.order_by(col(Assignment.number))))


def waiting_conditions(session: Session, office_id: int) -> list[Condition]:
    """What an office's plans wait for: shown to the focal point under "chờ sự kiện"."""
    query = select(Condition).where(Condition.office_id == office_id, Condition.state == ConditionState.WAITING)
    return list(session.exec(query.order_by(col(Condition.id))))


def with_pending_extension(session: Session, office_id: int) -> set[int]:
    """Assignments of an office for which an extension waits for a decision."""
    query = select(Extension.assignment_id).where(Extension.office_id == office_id)
    return set(session.exec(query.where(Extension.state == ExtensionState.PENDING)))


def snoozes_of(session: Session, person_ids: Iterable[int]) -> list[Snooze]:
    return list(session.exec(select(Snooze).where(col(Snooze.person_id).in_(set(person_ids)))))

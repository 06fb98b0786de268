"""Who answers for a post as plans print it: chosen by a person, and kept for the next plan."""

from sqlmodel import Session

from bot.actions.assigning import assigning, number, past_policy_of
from locales.folding import fold
from storage.audit import Actor, record
from storage.people import set_holder
from storage.rows import id_of
from storage.tables import Assignment, Occurrence, Task
from storage.tasks import (
    assignments_at,
    occurrences_of,
    tasks_by_id,
    unfinished_in,
    unfinished_with_post,
)


def choose_holder(session: Session, post: str, person_id: int, *, actor: Actor) -> int:
    """One person answers for a post as printed, from now on; what is open under it becomes theirs. How many that is."""
    holder = set_holder(session, actor.office_id, post, person_id=person_id, chosen_by=actor.person_id)
    chosen = {"post": post, "person_id": person_id}
    record(session, actor, "choose_holder", kind="post_holder", row_id=id_of(holder), after=chosen)
    moved = unfinished_with_post(session, actor.office_id, fold(post))
    before = {id_of(row): row.person_id for row in moved}
    for row in moved:
        row.person_id = person_id
    made = _left_to_another_post(session, post, person_id, actor=actor)
    session.add_all(moved)
    session.flush()
    for row in (*moved, *made):
        was = {"person_id": before[id_of(row)]} if id_of(row) in before else None
        after = {"person_id": person_id}
        record(session, actor, "assign", kind="assignment", row_id=id_of(row), before=was, after=after)
    return len(moved) + len(made)


def _left_to_another_post(session: Session, post: str, person_id: int, *, actor: Actor) -> list[Assignment]:
    """What this post has to deliver and has no assignment for: two posts of one person had been given one."""
    open_rows = unfinished_in(session, actor.office_id)
    tasks = tasks_by_id(session, {row.task_id for row in open_rows})
    printed = {id_ for id_, task in tasks.items() if fold(post) in map(fold, task.assignees)}
    siblings = {row.occurrence_id: row for row in open_rows if row.task_id in printed}
    for row in assignments_at(session, siblings):
        if row.post_folded == fold(post) or row.person_id == person_id:
            siblings.pop(row.occurrence_id, None)
    days = {id_of(one): one for one in occurrences_of(session, printed)}
    made = [
        _beside(session, row, tasks[row.task_id], days[row.occurrence_id], post=post, person_id=person_id)
        for row in siblings.values()
    ]
    for row in made:
        row.created_at = actor.now
    number(session, actor.office_id, made)
    return made


def _beside(session: Session, row: Assignment, task: Task, day: Occurrence, *, post: str, person_id: int) -> Assignment:
    """The same thing to deliver, for another post: as it would have been made with the row it stands beside."""
    past = past_policy_of(session, task)
    return assigning(session, row.office_id, {}, past=past, now=row.created_at).one(
        task, day, post=post, person_id=person_id
    )

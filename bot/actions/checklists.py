"""Checklists: what a person sees of one, ticking, and bringing one in. Each change is in the audit log."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.refusal import Refusal
from scheduler.checklists.audience import addressed
from scheduler.checklists.model import Listed
from scheduler.checklists.numbering import rows
from storage.audit import Actor, record
from storage.checklists import (
    NewItem,
    add_checklist,
    checklist_of_task,
    checklists_of_events,
    checklists_of_tasks,
    drop_checklist,
    follow_activities,
    items_of,
    tick,
    ticks_of,
    untick,
)
from storage.people import posts_of
from storage.rows import id_of
from storage.tables import Assignment, Checklist, ChecklistItem, Event, Task
from storage.tasks import tasks_by_id

_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Held:
    """A checklist as one person has it: the lines that are theirs, and what is ticked.

    `row` is the assignment it belongs to; `event`, where it belongs to one alone. `mine`: the reader may tick.
    """

    checklist: Checklist
    lines: tuple[ChecklistItem, ...]
    ticked: frozenset[int]
    row: Assignment | None = None
    event: Event | None = None
    mine: bool = True

    @property
    def items(self) -> list[ChecklistItem]:
        """What is to be ticked."""
        return [line for line in self.lines if line.number is not None]

    @property
    def left(self) -> list[ChecklistItem]:
        return [item for item in self.items if item.id not in self.ticked]

    @property
    def done(self) -> int:
        return len(self.items) - len(self.left)


def titles_of(session: Session, person_id: int) -> list[str]:
    return [post.title for post in posts_of(session, [person_id]).get(person_id, [])]


def _seen(lines: Sequence[ChecklistItem], titles: Collection[str]) -> tuple[ChecklistItem, ...]:
    """The lines that are for somebody with these posts; what stands under a line of others is theirs."""
    kept: list[ChecklistItem] = []
    hidden: int | None = None  # the depth of the line above that is for others
    for line in lines:
        if hidden is not None and line.depth > hidden:
            continue
        hidden = None if addressed(line.who, titles) else line.depth
        if hidden is None:
            kept.append(line)
    return tuple(kept)


def with_items(session: Session, assignments: Sequence[Assignment]) -> list[Assignment]:
    """Those of these whose task has a checklist, or prints activities."""
    task_ids = {row.task_id for row in assignments}
    known, tasks = checklists_of_tasks(session, task_ids), tasks_by_id(session, task_ids)
    return [row for row in assignments if row.task_id in known or tasks[row.task_id].activities]


def of_assignment(session: Session, who: Speaker, row: Assignment, *, now: datetime) -> Held | None:
    """The checklist of somebody's work, as its responsible person has it; None where there is none."""
    checklist = _of_task(session, tasks_by_id(session, [row.task_id])[row.task_id], now=now)
    if checklist is None:
        return None
    person_id = row.person_id or who.id
    lines = _seen(items_of(session, id_of(checklist)), titles_of(session, person_id))
    ticks = ticks_of(session, [id_of(line) for line in lines], person_id=person_id, assignment_id=id_of(row))
    held = Held(checklist, lines, frozenset(ticks), row=row, mine=row.person_id == who.id)
    return held if held.items else None


def _of_task(session: Session, task: Task, *, now: datetime) -> Checklist | None:
    activities = [" ".join(one.split()) for one in task.activities if one.strip()]
    kept = checklist_of_task(session, id_of(task))
    if not activities or (kept is not None and not kept.from_plan):
        return kept
    made = Checklist(office_id=task.office_id, title=task.title, task_id=id_of(task), created_at=now)
    return follow_activities(session, made, activities)


def of_event(session: Session, who: Speaker, event: Event, *, own: Sequence[Assignment], now: datetime) -> list[Held]:
    """The checklists of an event as the speaker has them; `own` is the speaker's work, which one may belong to."""
    found = []
    for checklist in checklists_of_events(session, [id_of(event)]):
        row = next((one for one in own if one.task_id == checklist.task_id), None)
        held = of_assignment(session, who, row, now=now) if row else _of_person(session, who, checklist, event)
        if held is not None:
            found.append(held)
    return found


def _of_person(session: Session, who: Speaker, checklist: Checklist, event: Event) -> Held | None:
    lines = _seen(items_of(session, id_of(checklist)), titles_of(session, who.id))
    ticks = ticks_of(session, [id_of(line) for line in lines], person_id=who.id, assignment_id=None)
    held = Held(checklist, lines, frozenset(ticks), event=event)
    return held if held.items else None


def set_ticks(
    session: Session, who: Speaker, held: Held, items: Sequence[ChecklistItem], *, done: bool, now: datetime
) -> list[ChecklistItem]:
    """Tick these items, or take the ticks off; those that this changed. Raises Refusal for another's work."""
    if not held.mine:
        raise Refusal("access.not_the_owner", number=held.row.number if held.row else 0)
    changed = [item for item in items if (item.id in held.ticked) is not done]
    about = id_of(held.row) if held.row else None
    if done:
        for item in changed:
            tick(session, item, person_id=who.id, assignment_id=about, at=now)
    else:
        known = ticks_of(session, [id_of(item) for item in changed], person_id=who.id, assignment_id=about)
        untick(session, known.values())
    for item in changed:
        after = {"item": item.body, "number": item.number, "assignment": about}
        verb = "tick" if done else "untick"
        record(session, who.actor(now), verb, kind="checklist_item", row_id=id_of(item), after=after)
    return changed


def keep(session: Session, listed: Listed, *, actor: Actor) -> Checklist:
    """A checklist that somebody brings in; it belongs to nothing yet."""
    row = Checklist(
        office_id=actor.office_id,
        title=listed.title[:_LONGEST_TITLE],
        audience=list(listed.audience),
        created_at=actor.now,
    )
    items = [NewItem(**{**vars(line), "who": list(line.who)}) for line in rows(listed)]
    add_checklist(session, row, items)
    after = {"title": row.title, "items": len(items)}
    record(session, actor, "add_checklist", kind="checklist", row_id=id_of(row), after=after)
    return row


def attach(
    session: Session, row: Checklist, *, event: Event | None = None, task: Task | None = None, actor: Actor
) -> None:
    """From now on the checklist is this event's, or this task's, in place of the plan's activities. Raises Refusal."""
    if event is not None:
        row.event_id = id_of(event)
    if task is not None:
        before = checklist_of_task(session, id_of(task))
        if before is not None and before.from_plan:
            drop_checklist(session, before)
        elif before is not None and before.id != row.id:
            raise Refusal("checklists.has_one", title=before.title)
        row.task_id = id_of(task)
    session.add(row)
    session.flush()
    after = {"event": row.event_id, "task": row.task_id}
    record(session, actor, "attach_checklist", kind="checklist", row_id=id_of(row), after=after)

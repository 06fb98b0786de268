"""Checklists, their items, and what is ticked. Queries named as sentences."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from locales.folding import fold
from storage.rows import id_of
from storage.tables import Checklist, ChecklistItem, ChecklistTick

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class NewItem:
    """A line of a checklist before it is kept; its position is its place among its fellows."""

    body: str
    number: int | None = None
    depth: int = 0
    mark: str = ""
    who: list[str] = field(default_factory=list)
    minutes: int | None = None
    is_step: bool = False


def checklist_of_task(session: Session, task_id: int) -> Checklist | None:
    return session.exec(select(Checklist).where(Checklist.task_id == task_id)).first()


def checklists_of_tasks(session: Session, task_ids: Collection[int]) -> dict[int, Checklist]:
    """The checklists of those of these tasks that have one, by task."""
    rows = session.exec(select(Checklist).where(col(Checklist.task_id).in_(task_ids)))
    return {row.task_id: row for row in rows if row.task_id is not None}


def checklists_of_events(session: Session, event_ids: Collection[int]) -> list[Checklist]:
    query = select(Checklist).where(col(Checklist.event_id).in_(event_ids))
    return list(session.exec(query.order_by(col(Checklist.id))))


def checklist_by_id(session: Session, office_id: int, checklist_id: int) -> Checklist | None:
    query = select(Checklist).where(Checklist.office_id == office_id, Checklist.id == checklist_id)
    return session.exec(query).first()


def kept_checklists(session: Session, office_id: int) -> list[Checklist]:
    """Those that somebody brought in; what follows a plan's activities is left out."""
    query = select(Checklist).where(Checklist.office_id == office_id, col(Checklist.from_plan).is_(False))
    return list(session.exec(query.order_by(col(Checklist.id))))


def items_of(session: Session, checklist_id: int) -> list[ChecklistItem]:
    query = select(ChecklistItem).where(ChecklistItem.checklist_id == checklist_id)
    return list(session.exec(query.order_by(col(ChecklistItem.position))))


def add_checklist(session: Session, row: Checklist, items: Sequence[NewItem]) -> Checklist:
    session.add(row)
    session.flush()
    _add_items(session, row, items)
    return row


def follow_activities(session: Session, row: Checklist, activities: Sequence[str]) -> Checklist:
    """The checklist of a task whose plan prints these activities, made where it is missing and brought up to date
    where an amended plan prints others: what stays keeps its ticks. Two persons may ask for it at once."""
    values = {name: getattr(row, name) for name in ("office_id", "title", "audience", "task_id", "created_at")}
    insert = _INSERT[session.get_bind().dialect.name](Checklist)
    session.execute(insert.values(**values, from_plan=True).on_conflict_do_nothing())
    kept = session.exec(select(Checklist).where(Checklist.task_id == row.task_id).with_for_update()).one()
    before = items_of(session, id_of(kept))
    if not kept.from_plan or [item.body for item in before] == list(activities):
        return kept
    wanted = {fold(body) for body in activities}
    stays = {fold(item.body): item for item in before if fold(item.body) in wanted}
    _drop(session, [item for item in before if item not in stays.values()])
    for item in stays.values():  # out of the way: a position is one item's
        item.position += len(before) + len(activities)
    session.flush()
    for place, body in enumerate(activities, start=1):
        old = stays.pop(fold(body), None)
        item = old or ChecklistItem(office_id=kept.office_id, checklist_id=id_of(kept), position=place, body=body)
        item.position, item.number, item.body = place, place, body
        session.add(item)
    session.flush()
    return kept


def _drop(session: Session, items: Iterable[ChecklistItem]) -> None:
    ids = [id_of(item) for item in items]
    session.execute(delete(ChecklistTick).where(col(ChecklistTick.item_id).in_(ids)))
    session.execute(delete(ChecklistItem).where(col(ChecklistItem.id).in_(ids)))
    session.flush()


def _add_items(session: Session, row: Checklist, items: Sequence[NewItem]) -> None:
    session.add_all(
        ChecklistItem(office_id=row.office_id, checklist_id=id_of(row), position=place, **vars(item))
        for place, item in enumerate(items, start=1)
    )
    session.flush()


def ticks_of(
    session: Session, item_ids: Collection[int], *, person_id: int, assignment_id: int | None
) -> dict[int, ChecklistTick]:
    """What is ticked of these items, for the assignment or, without one, for the person; by item."""
    query = select(ChecklistTick).where(col(ChecklistTick.item_id).in_(item_ids))
    if assignment_id is not None:
        query = query.where(ChecklistTick.assignment_id == assignment_id)
    else:
        query = query.where(ChecklistTick.person_id == person_id, col(ChecklistTick.assignment_id).is_(None))
    return {tick.item_id: tick for tick in session.exec(query)}


def tick(session: Session, item: ChecklistItem, *, person_id: int, assignment_id: int | None, at: datetime) -> None:
    """Ticked once, however often it is said."""
    values = {"office_id": item.office_id, "item_id": id_of(item), "person_id": person_id, "at": at}
    insert = _INSERT[session.get_bind().dialect.name](ChecklistTick)
    session.execute(insert.values(**values, assignment_id=assignment_id).on_conflict_do_nothing())


def untick(session: Session, ticks: Iterable[ChecklistTick]) -> None:
    for one in ticks:
        session.delete(one)
    session.flush()


def titled_like(session: Session, office_id: int, words: str) -> list[Checklist]:
    """Those somebody brought in whose number or title is what was typed, or whose title has these words."""
    typed = fold(words)
    rows = kept_checklists(session, office_id)
    same = [row for row in rows if typed in (str(row.id), fold(row.title))]
    return same or [row for row in rows if f" {typed} " in f" {fold(row.title)} "]


def drop_checklist(session: Session, row: Checklist) -> None:
    """The checklist with its items and ticks; what was ticked stays in the audit log."""
    _drop(session, items_of(session, id_of(row)))
    session.delete(row)
    session.flush()

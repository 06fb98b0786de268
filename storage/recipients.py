"""Who is spoken to, and where they work: for many persons and offices at once. Queries named as sentences."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, literal, union_all
from sqlmodel import Session, col, func, select

from storage.rows import id_of
from storage.tables import (
    Assignment,
    AuditEntry,
    Grant,
    Notice,
    NoticeRecipient,
    Office,
    OfficeDay,
    OutboxMessage,
    Person,
    Role,
    Unit,
)
from storage.tasks import UNFINISHED
from storage.types import Instant, RowId


def offices_among(session: Session, office_ids: Collection[int]) -> dict[int, Office]:
    rows = session.exec(select(Office).where(col(Office.office_id).in_(office_ids)))
    return {office.office_id: office for office in rows}


def names_of_units(session: Session, unit_ids: Collection[int]) -> dict[int, str]:
    query = select(col(Unit.id), Unit.name).where(col(Unit.id).in_(unit_ids))
    return {unit_id: name for unit_id, name in session.exec(query) if unit_id}


def own_days_among(session: Session, office_ids: Collection[int]) -> list[OfficeDay]:
    """The days on which one of these offices differs from the national calendar."""
    return list(session.exec(select(OfficeDay).where(col(OfficeDay.office_id).in_(office_ids))))


def roles_among(session: Session, person_ids: Collection[int]) -> dict[tuple[int, int], set[Role]]:
    """The roles of each of these persons, by person and by the office in which they hold them."""
    found: dict[tuple[int, int], set[Role]] = {}
    query = select(col(Grant.person_id), col(Grant.office_id), col(Grant.role))
    for person_id, office_id, role in session.exec(query.where(col(Grant.person_id).in_(person_ids))):
        found.setdefault((person_id, office_id), set()).add(role)
    return found


def with_role(session: Session, office_ids: Collection[int], role: Role) -> dict[int, list[Person]]:
    """By office: those who hold a role there, in the order of their ids."""
    query = select(Grant.office_id, Person).join(Person, col(Person.id) == col(Grant.person_id)).distinct()
    query = query.where(col(Grant.office_id).in_(office_ids), Grant.role == role, col(Person.ended_on).is_(None))
    found: dict[int, list[Person]] = {}
    for office_id, person in session.exec(query.order_by(col(Person.id))):
        found.setdefault(office_id, []).append(person)
    return found


def people_among(session: Session, office_ids: Collection[int]) -> dict[int, list[Person]]:
    """By office: everybody who works there or did, by name."""
    query = select(Person).where(col(Person.office_id).in_(office_ids))
    found: dict[int, list[Person]] = {}
    for person in session.exec(query.order_by(col(Person.name_folded), col(Person.id))):
        found.setdefault(person.office_id, []).append(person)
    return found


def unfinished_among(session: Session, office_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """How many unfinished assignments each person has, by office and person."""
    query = select(Assignment.office_id, Assignment.person_id, func.count())
    query = query.where(col(Assignment.office_id).in_(office_ids), col(Assignment.state).in_(UNFINISHED))
    rows = session.exec(query.group_by(col(Assignment.office_id), col(Assignment.person_id)))
    return {(office_id, person_id): count for office_id, person_id, count in rows if person_id}


class Days(NamedTuple):
    """Days of one office: the moments [first, after)."""

    office_id: int
    first: datetime
    after: datetime


def in_which_anything_happened(session: Session, days: Iterable[Days]) -> set[Days]:
    """Those in which somebody of the office did something, or was to hear something: the program ran, for a while."""
    asked = sorted(set(days))
    if not asked:
        return set()
    rows = [
        select(
            literal(at).label("at"),
            literal(one.office_id, RowId).label("office_id"),
            literal(one.first, Instant).label("first"),
            literal(one.after, Instant).label("after"),
        )
        for at, one in enumerate(asked)
    ]
    span = union_all(*rows).cte("span").c
    did = exists().where(
        col(AuditEntry.office_id) == span.office_id,
        col(AuditEntry.at) >= span.first,
        col(AuditEntry.at) < span.after,
    )
    heard = exists().where(
        col(OutboxMessage.office_id) == span.office_id,
        col(OutboxMessage.created_at) >= span.first,
        col(OutboxMessage.created_at) < span.after,
    )
    return {asked[at] for at in session.exec(select(span.at).where(did | heard))}


def notices_among(session: Session, notice_ids: Collection[int]) -> dict[int, Notice]:
    rows = session.exec(select(Notice).where(col(Notice.id).in_(notice_ids)))
    return {id_of(notice): notice for notice in rows}


def acknowledged_among(
    session: Session, notice_ids: Collection[int], person_ids: Collection[int]
) -> dict[tuple[int, int], datetime | None]:
    """By notice and person, of those who are recipients: when they acknowledged it."""
    query = select(NoticeRecipient.notice_id, NoticeRecipient.person_id, NoticeRecipient.acknowledged_at)
    query = query.where(col(NoticeRecipient.notice_id).in_(notice_ids), col(NoticeRecipient.person_id).in_(person_ids))
    return {(notice_id, person_id): at for notice_id, person_id, at in session.exec(query)}

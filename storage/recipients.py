"""Who is spoken to, and where they work: for many persons and offices at once. Queries named as sentences."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time
from typing import NamedTuple

import sqlalchemy
from sqlalchemy import bindparam, exists, literal, union_all
from sqlmodel import Session, col, func, select

from storage.among import among
from storage.rows import id_of, read
from storage.tables import (
    Address,
    Assignment,
    AuditEntry,
    Grant,
    Notice,
    NoticeRecipient,
    Office,
    OfficeDay,
    OutboxMessage,
    Person,
    Post,
    Role,
    Unit,
    table_of,
)
from storage.tasks import UNFINISHED
from storage.types import Instant, RowId


class Recipient(NamedTuple):
    """The part of a person that messages speak to and of."""

    id: int
    office_id: int
    name: str
    address: Address
    ended_on: date | None
    morning_at: time | None
    remind_before: int | None
    quiet_from: time | None
    quiet_to: time | None
    stopped_through: date | None
    morning_handled: date | None


Somebody = Person | Recipient

_PERSON, _OFFICE, _GRANT, _UNIT, _POST, _DAY = (table_of(one) for one in (Person, Office, Grant, Unit, Post, OfficeDay))
RECIPIENT = [_PERSON.c[name] for name in Recipient._fields]


def recipients_among(session: Session, person_ids: Collection[int]) -> dict[int, Recipient]:
    rows = read(session, _RECIPIENTS, people=person_ids)
    return {row[0]: Recipient._make(row) for row in rows}


_RECIPIENTS = sqlalchemy.select(*RECIPIENT).where(among(_PERSON.c.id, "people"))


class Named(NamedTuple):
    """A person as others are told of them; `posts` in the order in which they were given."""

    id: int
    name: str
    posts: tuple[str, ...]


def named_among(session: Session, person_ids: Collection[int]) -> dict[int, Named]:
    found: dict[int, Named] = {}
    for id_, name, post in read(session, _NAMES, people=person_ids):
        known = found.get(id_, Named(id_, name, ()))
        found[id_] = known._replace(posts=(*known.posts, post)) if post else known
    return found


_NAMES = (
    sqlalchemy.select(_PERSON.c.id, _PERSON.c.name, _POST.c.title)
    .outerjoin_from(_PERSON, _POST, _POST.c.person_id == _PERSON.c.id)
    .where(among(_PERSON.c.id, "people"))
    .order_by(_POST.c.id)
)


class OfficeHours(NamedTuple):
    """When an office is spoken to."""

    office_id: int
    timezone: str
    morning_at: time
    quiet_from: time
    quiet_to: time


def offices_among(session: Session, office_ids: Collection[int]) -> dict[int, OfficeHours]:
    return {row[0]: OfficeHours._make(row) for row in read(session, _OFFICES, offices=office_ids)}


_OFFICES = sqlalchemy.select(*(_OFFICE.c[name] for name in OfficeHours._fields)).where(
    among(_OFFICE.c.office_id, "offices")
)


def names_of_units(session: Session, unit_ids: Collection[int]) -> dict[int, str]:
    rows = read(session, _UNITS, units=unit_ids)
    return {row.id: row.name for row in rows}


_UNITS = sqlalchemy.select(_UNIT.c.id, _UNIT.c.name).where(among(_UNIT.c.id, "units"))


class OwnDay(NamedTuple):
    """A day on which an office differs from the national calendar."""

    office_id: int
    day: date
    works: bool
    reason: str


def own_days_among(session: Session, office_ids: Collection[int]) -> list[OwnDay]:
    """Those of these offices."""
    return [OwnDay._make(row) for row in read(session, _DAYS, offices=office_ids)]


_DAYS = sqlalchemy.select(*(_DAY.c[name] for name in OwnDay._fields)).where(among(_DAY.c.office_id, "offices"))


def roles_among(session: Session, person_ids: Collection[int]) -> dict[tuple[int, int], set[Role]]:
    """The roles of each of these persons, by person and by the office in which they hold them."""
    found: dict[tuple[int, int], set[Role]] = {}
    for person_id, office_id, role in read(session, _ROLES, people=person_ids):
        found.setdefault((person_id, office_id), set()).add(role)
    return found


_ROLES = sqlalchemy.select(_GRANT.c.person_id, _GRANT.c.office_id, _GRANT.c.role).where(
    among(_GRANT.c.person_id, "people")
)


def with_role(session: Session, office_ids: Collection[int], role: Role) -> dict[int, list[Recipient]]:
    """By office: those who hold a role there, in the order of their ids."""
    found: dict[int, list[Recipient]] = {}
    for office_id, *person in read(session, _HOLDERS, offices=office_ids, role=role):
        found.setdefault(office_id, []).append(Recipient._make(person))
    return found


_HOLDERS = (
    sqlalchemy.select(_GRANT.c.office_id, *RECIPIENT)
    .join_from(_GRANT, _PERSON, _PERSON.c.id == _GRANT.c.person_id)
    .where(among(_GRANT.c.office_id, "offices"), _GRANT.c.role == bindparam("role"), _PERSON.c.ended_on.is_(None))
    .order_by(_PERSON.c.id)
    .distinct()
)


def people_among(session: Session, office_ids: Collection[int]) -> dict[int, list[Recipient]]:
    """By office: everybody who works there or did, by name."""
    found: dict[int, list[Recipient]] = {}
    for row in read(session, _PEOPLE, offices=office_ids):
        person = Recipient._make(row)
        found.setdefault(person.office_id, []).append(person)
    return found


_PEOPLE = (
    sqlalchemy.select(*RECIPIENT)
    .where(among(_PERSON.c.office_id, "offices"))
    .order_by(_PERSON.c.name_folded, _PERSON.c.id)
)


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

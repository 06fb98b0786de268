"""Offices, units, persons, their posts, grants and chats. Queries named as sentences."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, or_
from sqlmodel import Session, col, select

from locales.folding import fold
from storage.rows import id_of
from storage.tables import (
    Account,
    AccountState,
    Grant,
    LinkCode,
    Office,
    OfficeDay,
    Person,
    Post,
    PostHolder,
    Role,
    Unit,
)


def add_unit(session: Session, name: str, *, short_name: str = "", parent: Unit | None = None) -> Unit:
    """A new node of the tree, with its path."""
    unit = Unit(name=name, short_name=short_name, parent_id=parent.id if parent else None)
    session.add(unit)
    session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return unit


def add_office(session: Session, name: str, *, short_name: str = "", parent: Unit | None = None) -> Office:
    """A new unit that works with us, with default settings."""
    unit = add_unit(session, name, short_name=short_name, parent=parent)
    office = Office(office_id=id_of(unit))
    session.add(office)
    session.flush()
    return office


def add_person(
    session: Session, office_id: int, name: str, *, posts: Iterable[str] = (), roles: Iterable[Role] = (Role.OFFICIAL,)
) -> Person:
    """A new person of an office, with posts and roles there."""
    person = Person(office_id=office_id, unit_id=office_id, name=name, name_folded=fold(name))
    session.add(person)
    session.flush()
    for title in posts:
        session.add(Post(office_id=office_id, person_id=id_of(person), title=title, title_folded=fold(title)))
    for role in roles:
        session.add(Grant(office_id=office_id, person_id=id_of(person), role=role, unit_id=office_id))
    session.flush()
    return person


def offices(session: Session) -> list[Office]:
    return list(session.exec(select(Office).order_by(col(Office.office_id))))


def office_of(session: Session, office_id: int) -> Office:
    return session.get_one(Office, office_id)


def unit_of(session: Session, unit_id: int) -> Unit:
    return session.get_one(Unit, unit_id)


def office_named(session: Session, name: str) -> Office | None:
    """The office whose unit has this name, however it is typed."""
    rows = session.exec(select(Office, Unit).join(Unit, col(Unit.id) == col(Office.office_id)))
    return next((office for office, unit in rows if fold(unit.name) == fold(name)), None)


def own_days(session: Session, office_id: int) -> list[OfficeDay]:
    return list(session.exec(_OWN_DAYS, params={"office": office_id}))


_OWN_DAYS = select(OfficeDay).where(col(OfficeDay.office_id) == bindparam("office"))


def person_by_id(session: Session, person_id: int) -> Person | None:
    return session.get(Person, person_id)


def people_of(session: Session, office_id: int, *, on: date) -> list[Person]:
    """Everybody who works in the office on that day, by name."""
    query = select(Person).where(Person.office_id == office_id)
    here = or_(col(Person.ended_on).is_(None), col(Person.ended_on) > on)
    return list(session.exec(query.where(here).order_by(col(Person.name_folded), col(Person.id))))


def people_by_id(session: Session, ids: Iterable[int]) -> dict[int, Person]:
    rows = session.exec(select(Person).where(col(Person.id).in_(set(ids))))
    return {id_of(person): person for person in rows}


def posts_of(session: Session, person_ids: Iterable[int]) -> dict[int, list[Post]]:
    """The posts of each of these persons, in the order they were given."""
    rows = session.exec(select(Post).where(col(Post.person_id).in_(set(person_ids))).order_by(col(Post.id)))
    found: dict[int, list[Post]] = {}
    for post in rows:
        found.setdefault(post.person_id, []).append(post)
    return found


def holding(session: Session, role: Role) -> set[int]:
    """The ids of all who hold a role anywhere."""
    return set(session.exec(select(col(Grant.person_id)).where(Grant.role == role)))


def people_with_role(session: Session, office_id: int, role: Role) -> list[Person]:
    """Those of the office who hold a role there, in the order of their ids."""
    query = select(Person).join(Grant, col(Grant.person_id) == col(Person.id))
    query = query.where(Grant.office_id == office_id, Grant.role == role, col(Person.ended_on).is_(None))
    return list(session.exec(query.order_by(col(Person.id)).distinct()))


def account_at(session: Session, bot: str, address: str) -> Account | None:
    """The chat at this address, linked and in use."""
    query = select(Account).where(Account.bot == bot, Account.address == address)
    return session.exec(query.where(Account.state != AccountState.ENDED)).first()


def linked_at(session: Session, bot: str, address: str) -> tuple[Account, Person, Office] | None:
    """The chat at this address, linked and in use, with its person and their office."""
    found = session.exec(_LINKED_AT, params={"bot": bot, "address": address}).first()
    return (found[0], found[1], found[2]) if found else None


_LINKED_AT = (
    select(Account, Person, Office)
    .join(Person, col(Person.id) == col(Account.person_id))
    .join(Office, col(Office.office_id) == col(Person.office_id))
    .where(col(Account.bot) == bindparam("bot"), col(Account.address) == bindparam("address"))
    .where(col(Account.state) != AccountState.ENDED)
)


def accounts_of(session: Session, person_id: int) -> list[Account]:
    """The chats of a person that still take messages, the preferred first."""
    query = select(Account).where(Account.person_id == person_id, Account.state == AccountState.ACTIVE)
    return list(session.exec(query.order_by(col(Account.preference), col(Account.id))))


def linked(session: Session, person_ids: Iterable[int]) -> set[int]:
    """Those of these persons who have a chat that takes messages."""
    query = select(Account.person_id).where(Account.state == AccountState.ACTIVE)
    return set(session.exec(query.where(col(Account.person_id).in_(set(person_ids))).distinct()))


def link(session: Session, person: Person, *, bot: str, address: str, now: datetime) -> Account:
    """Tie a chat to a person. A chat that was somebody else's becomes this person's."""
    query = select(Account).where(Account.bot == bot, Account.address == address)
    account = session.exec(query).first()
    if account is None:
        account = Account(office_id=person.office_id, person_id=id_of(person), bot=bot, address=address)
    account.office_id, account.person_id = person.office_id, id_of(person)
    account.state, account.linked_at, account.consented_at = AccountState.ACTIVE, now, now
    account.refused_why, account.refused_at = "", None
    account.preference = len([a for a in accounts_of(session, id_of(person)) if a is not account])
    session.add(account)
    session.flush()
    return account


def add_code(session: Session, person: Person, code: str, *, expires_at: datetime) -> LinkCode:
    row = LinkCode(office_id=person.office_id, person_id=id_of(person), code=code, expires_at=expires_at)
    session.add(row)
    session.flush()
    return row


def usable_code(session: Session, code: str, *, now: datetime) -> LinkCode | None:
    """The code as typed, if it exists, was not used, and has not run out."""
    row = session.exec(select(LinkCode).where(LinkCode.code == code.upper())).first()
    return row if row and row.used_at is None and row.expires_at > now else None


def holders(session: Session, office_id: int) -> list[PostHolder]:
    """Who answers for which post as printed; the office's own table, editable."""
    query = select(PostHolder).where(PostHolder.office_id == office_id)
    return list(session.exec(query.order_by(col(PostHolder.post_folded))))


def set_holder(
    session: Session, office_id: int, post: str, *, person_id: int | None, chosen_by: int | None
) -> PostHolder:
    """Keep who answers for a post as printed (None: nobody yet)."""
    query = select(PostHolder).where(PostHolder.office_id == office_id, PostHolder.post_folded == fold(post))
    row = session.exec(query).first() or PostHolder(office_id=office_id, post_folded=fold(post), post=post)
    row.person_id, row.chosen_by = person_id, chosen_by
    session.add(row)
    session.flush()
    return row


def named_like(people: Sequence[Person], words: str) -> list[Person]:
    """Those whose full name, or whose given name (the last word), is what was typed."""
    typed = fold(words)
    full = [person for person in people if person.name_folded == typed]
    return full or [person for person in people if f" {person.name_folded}".endswith(f" {typed}")]


def roles_in(session: Session, person_id: int, office_id: int) -> set[Role]:
    """The roles a person holds in this office, and in no other."""
    return set(session.exec(_ROLES, params={"person": person_id, "office": office_id}))


_ROLES = select(col(Grant.role)).where(
    col(Grant.person_id) == bindparam("person"), col(Grant.office_id) == bindparam("office")
)

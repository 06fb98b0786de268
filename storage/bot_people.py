"""Whose the bot accounts are, what they are called, and with how many people each of them speaks."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, func, select

from locales.folding import fold
from storage.tables import (
    Account,
    AccountState,
    Assignment,
    BotAccount,
    BotMonth,
    Grant,
    OutboxMessage,
    Person,
    Role,
    Unit,
)
from storage.tasks import UNFINISHED

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_OVERSEE = (Role.FOCAL, Role.ADMIN)
_HERE = col(Person.ended_on).is_(None)


class Linked(NamedTuple):
    """The people of one office who have a chat at one bot."""

    bot: str
    office_id: int
    people: int


def known_bots(session: Session) -> list[BotAccount]:
    """Every bot that this installation ever spoke through, by name."""
    return list(session.exec(select(BotAccount).order_by(col(BotAccount.bot))))


def bot_called(session: Session, bot: str) -> BotAccount | None:
    return session.get(BotAccount, bot)


def remember_name(session: Session, bot: str, username: str) -> None:
    """What the platform calls this bot, as in t.me/<username>."""
    insert = _INSERT[session.get_bind().dialect.name](BotAccount).values(bot=bot, username=username)
    session.connection().execute(
        insert.on_conflict_do_update(index_elements=["bot"], set_={"username": insert.excluded.username})
    )


def linked_by_office(session: Session, bots: Collection[str]) -> list[Linked]:
    """With how many people of which office each of these bots speaks; a chat that refuses takes its place still."""
    query = select(Account.bot, Account.office_id, func.count(func.distinct(Account.person_id)))
    query = query.where(col(Account.bot).in_(bots), Account.state != AccountState.ENDED)
    found = session.exec(query.group_by(col(Account.bot), col(Account.office_id)))
    return [Linked(*row) for row in sorted(found)]


def listening_to(session: Session, bot: str) -> set[int]:
    """Who has a chat at this bot that takes messages."""
    return set(session.exec(select(Account.person_id).where(Account.bot == bot, Account.state == AccountState.ACTIVE)))


def mornings_since(session: Session, bot: str, person_ids: Collection[int], *, since: datetime) -> int:
    """How many morning messages this bot said to these people from a moment on."""
    query = select(func.count()).where(col(OutboxMessage.person_id).in_(person_ids), OutboxMessage.kind == "morning")
    return session.exec(query.where(OutboxMessage.bot == bot, col(OutboxMessage.sent_at) >= since)).one()


def has_chat_at(session: Session, person_id: int, bot: str) -> bool:
    query = select(Account.id).where(Account.person_id == person_id, Account.bot == bot)
    return session.exec(query.where(Account.state != AccountState.ENDED)).first() is not None


def units_anywhere(session: Session, name: str) -> list[Unit]:
    """The units of the whole tree with this name or short name, however it is typed."""
    typed = fold(name)
    units = session.exec(select(Unit).order_by(col(Unit.id)))
    return [unit for unit in units if typed in (fold(unit.name), fold(unit.short_name))]


def overseers_of_bot(session: Session, bot: BotAccount) -> list[tuple[int, int]]:
    """(office, person): the focal points and administrators of its unit; of a bot that is everybody's, or whose unit
    has none, those of the offices whose people it speaks with."""
    grants = select(Grant.office_id, Grant.person_id).join(Person, col(Person.id) == col(Grant.person_id)).distinct()
    grants = grants.where(col(Grant.role).in_(_OVERSEE), _HERE).order_by(col(Grant.person_id))
    named = list(session.exec(grants.where(Grant.unit_id == bot.unit_id))) if bot.unit_id else []
    served = select(Account.office_id).where(Account.bot == bot.bot, Account.state == AccountState.ACTIVE)
    return named or list(session.exec(grants.where(col(Grant.office_id).in_(served))))


def sent_in(session: Session, bot: str, month: date) -> int:
    """How many messages a bot sent in the month of this first day."""
    found = session.get(BotMonth, (bot, month))
    return found.sent if found else 0


def take_warning(session: Session, bot: str, *, month: date, now: datetime) -> bool:
    """Whether it is this caller who is to warn of a bot's month: the first one is."""
    query = update(BotMonth).where(col(BotMonth.bot) == bot, col(BotMonth.month) == month)
    changed = session.exec(query.where(col(BotMonth.warned_at).is_(None)).values(warned_at=now))
    return bool(changed.rowcount)


def first_due(session: Session, person_ids: Collection[int], *, since: date) -> dict[int, date]:
    """The first day, from this one on, on which something falls due that a person has not handed in."""
    query = select(Assignment.person_id, func.min(Assignment.due)).where(col(Assignment.person_id).in_(person_ids))
    query = query.where(col(Assignment.state).in_(UNFINISHED), Assignment.reminds, Assignment.due >= since)
    return {person_id: due for person_id, due in session.exec(query.group_by(col(Assignment.person_id))) if person_id}

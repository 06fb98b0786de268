"""The state of each chat's conversation, one row a chat."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.tables import Dialogue

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def dialogue_at(session: Session, bot: str, address: str, *, now: datetime) -> Dialogue:
    """The row of a chat, made where it is missing, held until the transaction ends: one message at a time."""
    query = select(Dialogue).where(Dialogue.bot == bot, Dialogue.address == address).with_for_update()
    row = session.exec(query).first()
    if row is None:
        _make(session, [(bot, address)], now=now)
        row = session.exec(query).one()
    return row


Chat = tuple[str, str]  # bot, address


class Kept(NamedTuple):
    """The state of a chat, and the id of its row."""

    id: int
    state: dict[str, Any]


def dialogues_at(session: Session, chats: Collection[Chat], *, now: datetime) -> dict[Chat, Kept]:
    """The states of these chats, made where they are missing, held until the transaction ends."""
    found = _held(session, chats)
    missing = [chat for chat in chats if chat not in found]
    if missing:
        _make(session, missing, now=now)
        found |= _held(session, missing)
    return found


def _held(session: Session, chats: Collection[Chat]) -> dict[Chat, Kept]:
    by_bot: dict[str, list[str]] = {}
    for bot, address in chats:
        by_bot.setdefault(bot, []).append(address)
    these = [and_(col(Dialogue.bot) == bot, col(Dialogue.address).in_(all_)) for bot, all_ in by_bot.items()]
    query = select(col(Dialogue.bot), col(Dialogue.address), col(Dialogue.id), col(Dialogue.state)).where(or_(*these))
    rows = session.exec(query.order_by(col(Dialogue.id)).with_for_update())
    return {(bot, address): Kept(id_, state) for bot, address, id_, state in rows if id_}


def _make(session: Session, chats: Collection[Chat], *, now: datetime) -> None:
    insert = _INSERT[session.get_bind().dialect.name](Dialogue).on_conflict_do_nothing()
    new = {"state": {}, "wrong_codes": 0, "updated_at": now}
    session.connection().execute(insert, [{"bot": bot, "address": address, **new} for bot, address in chats])


_KEEP = (
    update(Dialogue)
    .where(col(Dialogue.id) == bindparam("of"))
    .values(state=bindparam("after"), updated_at=bindparam("at"))
)


def keep_states(session: Session, states: Mapping[int, dict[str, Any]], *, now: datetime) -> None:
    """The states of chats that are held, by their ids."""
    if states:
        changed = [{"of": id_, "after": state, "at": now} for id_, state in states.items()]
        session.connection().execute(_KEEP, changed)

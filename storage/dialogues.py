"""The state of each chat's conversation, one row a chat."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.tables import Dialogue, table_of

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


# Built once, whatever the chats: a bot's address that is not asked for is seldom another bot's.
_DIALOGUE = table_of(Dialogue)
_HELD = (
    sqlalchemy.select(_DIALOGUE.c.bot, _DIALOGUE.c.address, _DIALOGUE.c.id, _DIALOGUE.c.state)
    .where(_DIALOGUE.c.bot.in_(bindparam("bots", expanding=True)))
    .where(_DIALOGUE.c.address.in_(bindparam("addresses", expanding=True)))
    .order_by(_DIALOGUE.c.id)
    .with_for_update()
)


def _held(session: Session, chats: Collection[Chat]) -> dict[Chat, Kept]:
    session.flush()
    asked = {"bots": list({bot for bot, _ in chats}), "addresses": [address for _, address in chats]}
    rows, wanted = session.connection().execute(_HELD, asked), set(chats)
    return {(bot, address): Kept(id_, state) for bot, address, id_, state in rows if (bot, address) in wanted}


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

"""The state of each chat's conversation, one row a chat."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam
from sqlmodel import Session, col, select

from storage.many import statement
from storage.tables import Dialogue
from storage.types import Instant, Json, RowId


def dialogue_at(session: Session, bot: str, address: str, *, now: datetime) -> Dialogue:
    """The row of a chat, made where it is missing, held until the transaction ends: one message at a time."""
    chat = {"bot": bot, "address": address}
    row = session.exec(_AT, params=chat).first()
    if row is None:
        _add(session, {(bot, address): {}}, now=now)
        row = session.exec(_AT, params=chat).one()
    return row


_AT = (
    select(Dialogue)
    .where(col(Dialogue.bot) == bindparam("bot"), col(Dialogue.address) == bindparam("address"))
    .with_for_update()
)

Chat = tuple[str, str]  # bot, address
State = dict[str, Any]


def change_states(
    session: Session, chats: Collection[Chat], after: Callable[[Chat, State], State], *, now: datetime
) -> None:
    """Keep for each of these chats what `after` makes of its state, a new chat's being empty; they are held until the
    transaction ends."""
    held = _held(session, chats)
    new = {chat: after(chat, {}) for chat in chats if chat not in held}
    overtaken = _add(session, new, now=now)
    held |= _held(session, overtaken)
    rows = [{"id": id_, "state": after(chat, state)} for chat, (id_, state) in held.items()]
    if rows:
        _KEEP(session, rows=rows, now=now)


def _held(session: Session, chats: Collection[Chat]) -> dict[Chat, tuple[int, State]]:
    rows = [{"bot": bot, "address": address} for bot, address in chats]
    found = _HELD(session, rows=rows).all() if rows else ()
    return {(row.bot, row.address): (row.id, row.state) for row in found}


def _add(session: Session, states: Mapping[Chat, State], *, now: datetime) -> set[Chat]:
    """Those of these chats that somebody else made in the meantime: they are as they were."""
    if not states:
        return set()
    rows = [{"bot": bot, "address": address, "state": state} for (bot, address), state in states.items()]
    return states.keys() - {(row.bot, row.address) for row in _ADD(session, rows=rows, now=now)}


_CHAT = {"bot": "text", "address": "text"}
_ID_OF = "SELECT here.id FROM dialogue AS here WHERE here.bot = new.bot AND here.address = new.address"
_HELD = statement(
    """
    SELECT bot, address, id, state FROM dialogue WHERE {known} AND (bot, address) IN (SELECT bot, address FROM {rows})
    ORDER BY id {hold}
    """,
    keys={"dialogue.id": f"({_ID_OF})"},
    rows=_CHAT,
    gives={"bot": String, "address": String, "id": RowId, "state": Json},
)
_ADD = statement(
    """
    INSERT INTO dialogue (bot, address, state, wrong_codes, updated_at)
    SELECT bot, address, state, 0, :now FROM {rows} WHERE true
    ON CONFLICT DO NOTHING RETURNING bot, address
    """,
    rows=_CHAT | {"state": "jsonb"},
    values={"now": Instant},
)
_KEEP = statement(
    "UPDATE dialogue SET state = new.state, updated_at = :now FROM {rows} WHERE {known} AND dialogue.id = new.id",
    keys={"dialogue.id": "id"},
    rows={"id": "bigint", "state": "jsonb"},
    values={"now": Instant},
)

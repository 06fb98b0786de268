"""The state of each chat's conversation, one row a chat."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from storage.tables import Dialogue

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def dialogue_at(session: Session, bot: str, address: str, *, now: datetime) -> Dialogue:
    """The row of a chat, made where it is missing, held until the transaction ends: one message at a time."""
    query = select(Dialogue).where(Dialogue.bot == bot, Dialogue.address == address).with_for_update()
    row = session.exec(query).first()
    if row is None:
        insert = _INSERT[session.get_bind().dialect.name](Dialogue)
        values = {"bot": bot, "address": address, "state": {}, "wrong_codes": 0, "updated_at": now}
        session.execute(insert.values(**values).on_conflict_do_nothing())
        row = session.exec(query).one()
    return row

"""A file is read before the transaction that answers it: meanwhile nobody waits for the database."""

from datetime import datetime

from sqlalchemy import Engine

from bot.access import speaker
from bot.channels import Incoming
from bot.handlers.brought import may_be_plan
from storage.database import reading


def read_ahead(engine: Engine, incoming: Incoming, *, now: datetime) -> bool:
    """Read a plan's file, so that the answer finds it read; whether there was one, from who may import it."""
    if incoming.attachment is None:
        return False
    with reading(engine) as session:
        who = speaker(session, incoming, now=now)
        oversees = who is not None and who.oversees
    return oversees and may_be_plan(incoming.attachment)

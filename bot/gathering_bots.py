"""Loads what is said of a bot whose messages of the month run low."""

from datetime import date

from sqlmodel import Session

from bot.replies import bots
from scheduler.messages import Message
from storage.bot_people import bot_called, sent_in
from storage.claimed import Outgoing


def budget_low(session: Session, row: Outgoing) -> Message | None:
    """Said in its month only: the next one has messages again."""
    name, month, limit = row.payload["bot"], date.fromisoformat(row.payload["month"]), row.payload["limit"]
    bot = bot_called(session, name)
    if bot is None:
        return None
    sent = sent_in(session, name, month)
    if row.payload["level"] == "reserve":
        return bots.budget_reserved(bot, left=max(0, limit - sent), month=month)
    return bots.budget_low(bot, sent=sent, limit=limit, month=month)

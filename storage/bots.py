"""The bot accounts that this installation speaks through, and what each of them sent in a month."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage.tables import BotAccount, BotMonth

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_VIETNAM = timezone(timedelta(hours=7))  # a plan's month turns at midnight where the platform lives


def seen(session: Session, bots: Collection[str], *, now: datetime) -> None:
    """This process serves these bots, now."""
    if bots:
        insert = _INSERT[session.get_bind().dialect.name](BotAccount)
        rows = [{"bot": bot, "username": "", "seen_at": now} for bot in sorted(bots)]
        session.connection().execute(
            insert.on_conflict_do_update(index_elements=["bot"], set_={"seen_at": insert.excluded.seen_at}), rows
        )


def alive(session: Session, *, since: datetime) -> set[str]:
    """The bots that some process served at this moment or later."""
    return set(session.exec(select(BotAccount.bot).where(col(BotAccount.seen_at) >= since)))


def hold_until(session: Session, bot: str, moment: datetime) -> None:
    """The platform wants to hear nothing from this bot before a moment; a later one that was named before stays."""
    insert = _INSERT[session.get_bind().dialect.name](BotAccount)
    longer = (col(BotAccount.held_until).is_(None)) | (col(BotAccount.held_until) < moment)
    held = insert.on_conflict_do_update(index_elements=["bot"], set_={"held_until": moment}, where=longer)
    session.connection().execute(held, [{"bot": bot, "username": "", "held_until": moment}])


def held_until(session: Session, bots: Collection[str], *, now: datetime) -> dict[str, datetime]:
    """Those of these bots that must be silent still."""
    query = select(BotAccount.bot, BotAccount.held_until).where(col(BotAccount.bot).in_(bots))
    return {bot: until for bot, until in session.exec(query.where(col(BotAccount.held_until) > now)) if until}


def count_sent(session: Session, bots: Iterable[str], *, now: datetime) -> None:
    """One message more for each time a bot is named."""
    insert = _INSERT[session.get_bind().dialect.name](BotMonth)
    month = now.astimezone(_VIETNAM).date().replace(day=1)
    rows = [{"bot": bot, "month": month, "sent": sent} for bot, sent in sorted(Counter(bots).items())]
    more = {"sent": col(BotMonth.sent) + insert.excluded.sent}
    session.connection().execute(insert.on_conflict_do_update(index_elements=["bot", "month"], set_=more), rows)


def sent_in_month(session: Session, bot: str, *, now: datetime) -> int:
    """How many messages a bot sent in the calendar month of this moment."""
    month = now.astimezone(_VIETNAM).date().replace(day=1)
    found = session.get(BotMonth, (bot, month))
    return found.sent if found else 0

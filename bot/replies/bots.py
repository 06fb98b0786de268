"""What is said of the bot accounts: where to type a code, how each stands, that a month's messages run low."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.actions.bots import Fault
from bot.replies.people import channel_name
from locales import day_month, hour, number, text
from scheduler.lanes import Limits
from scheduler.messages import Message
from storage.tables import BotAccount


def name_of(bot: BotAccount) -> str:
    """`@qk_nhacviec_bot`; where the platform gives no name, ours."""
    return f"@{bot.username}" if bot.username else bot.bot


def _link(bot: BotAccount, code: str) -> str:
    """Opens the chat and types the code there; "" where the platform has no such address."""
    opens = bot.bot.startswith("telegram:") and bot.username
    return f"https://t.me/{bot.username}?start={code}" if opens else ""


def invitation(bot: BotAccount, code: str) -> str:
    """Where the code's person types it."""
    name, channel = name_of(bot), channel_name(bot.bot)
    if link := _link(bot, code):
        return text("bots.invitation_link", channel=channel, link=link, name=name)
    return text("bots.invitation", channel=channel, name=name)


def no_room(platform: str) -> str:
    return text("bots.no_room", channel=channel_name(platform))


def elsewhere(fault: Fault, other: BotAccount | None, code: str) -> Message:
    """A code was typed to a bot that does not take its person; `other` does."""
    if other is None:
        return Message(text("bots.full_everywhere" if fault is Fault.FULL else "bots.others_ask"))
    link = _link(other, code)
    place = text("bots.place", name=name_of(other), link=link) if link else name_of(other)
    return Message(text("bots.full" if fault is Fault.FULL else "bots.others", place=place))


def line(bot: BotAccount, limits: Limits, *, unit: str, people: int, sent: int, now: datetime, zone: ZoneInfo) -> str:
    """One bot of a list: whose it is, its people, its month, when it was last served."""
    room = text("bots.people", people=number(people))
    if limits.people is not None:
        room = text("bots.people_of", people=number(people), room=number(limits.people))
    month = text("bots.uncounted")
    if limits.monthly:
        values = {"sent": number(sent), "limit": number(limits.monthly)}
        month = text("bots.month", month=now.astimezone(zone).month, **values)
    served = text("bots.never_served")
    if bot.seen_at is not None:
        local = bot.seen_at.astimezone(zone)
        served = text("bots.served", day=day_month(local.date()), hour=hour(local))
    return "\t".join([bot.bot, f"@{bot.username}" if bot.username else "-", unit, room, month, served])


def budget_low(bot: BotAccount, *, sent: int, limit: int, month: date) -> Message:
    channel, said = channel_name(bot.bot), number(sent)
    words = text(
        "bots.budget_low", channel=channel, name=name_of(bot), sent=said, limit=number(limit), month=month.month
    )
    return Message(words)


def budget_reserved(bot: BotAccount, *, left: int, month: date) -> Message:
    channel = channel_name(bot.bot)
    return Message(
        text("bots.budget_reserved", channel=channel, name=name_of(bot), left=number(left), month=month.month)
    )

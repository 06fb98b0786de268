"""What a platform calls our bot is learnt when we begin to listen."""

import asyncio
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from bot.channels import Incoming
from bot.channels.limits import LIMITS_OF, limits_of
from bot.reception import Reception
from scheduler.lanes import Limits
from scheduler.messages import Message
from storage.bot_people import known_bots
from storage.database import reading
from tests.doubles.telegram_adapter import LAN, telegram
from tests.doubles.telegram_api import BotDouble, TelegramDouble

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def answer(session: Session, incoming: Incoming, *, now: datetime) -> Message:
    return Message(incoming.text)


async def test_the_name_of_a_bot_is_kept_for_invitations(api: TelegramDouble, bot: BotDouble, sqlite: Engine) -> None:
    bot.say(LAN, "chào")
    async with telegram(api) as channel:
        listening = asyncio.create_task(channel.listen(Reception(sqlite, answer, now=lambda: NOW)))
        await bot.until(lambda: len(bot.sent) >= 1)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
    with reading(sqlite) as session:
        [known] = known_bots(session)
    assert (known.bot, known.username) == (channel.bot, "nhac_viec_bot")


def test_limits_are_those_of_the_platform() -> None:
    assert limits_of("zalo:7") == LIMITS_OF["zalo"] == Limits(monthly=3_000, people=50)
    assert limits_of("web") == Limits()

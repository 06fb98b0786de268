"""Our adapter on the strict double, in one process and without a network."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from bot.channels.telegram import TelegramChannel
from tests.doubles.telegram_api import TelegramDouble

TOKEN = "123456:AAH-test_token"
BOT = "telegram:123456"
LAN = 5005
NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@dataclass
class Pauses:
    """Waits for nothing and remembers for how long."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def telegram(
    api: TelegramDouble, *, pauses: Pauses | None = None, on_moved: Callable[[str, str, str], None] | None = None
) -> AsyncIterator[TelegramChannel]:
    channel = TelegramChannel(
        TOKEN,
        api_url="http://telegram.test",
        transport=lambda _: httpx.ASGITransport(app=api.app),
        pause=pauses or Pauses(),
        on_moved=on_moved or (lambda *_: None),
    )
    yield channel
    await channel.close()

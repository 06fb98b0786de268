"""Our adapter on the strict double, in one process; without a network, or over its sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx
import uvicorn

from bot.channels.connection import Patience, Transport, pooled, unsent
from bot.channels.telegram import TelegramChannel
from scheduler.lanes import Limits
from tests.doubles.telegram_api import TelegramDouble

TOKEN = "123456:AAH-test_token"
BOT = "telegram:123456"
LAN = 5005
NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


@dataclass
class Pauses:
    """Waits for nothing, remembers for how long, to a tenth of a second, and is the clock that goes on meanwhile."""

    seconds: list[float] = field(default_factory=list)
    now: float = 0.0

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(round(seconds, 1))
        self.now += seconds
        await asyncio.sleep(0)

    def clock(self) -> float:
        return self.now


class Stand(Transport):
    """Puts httpx's transport of a test where the pool would be."""

    def __init__(self, behind: httpx.AsyncBaseTransport) -> None:
        self._behind = behind

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await self._behind.handle_async_request(request)

    async def post(
        self,
        url: str,
        content: bytes,
        media_type: bytes,
        *,
        patience: Patience,
        left: Callable[[], None] | None = None,
    ) -> tuple[int, bytes]:
        waits = {"timeout": patience._asdict()}
        request = httpx.Request("POST", url, content=content, headers={b"content-type": media_type}, extensions=waits)
        try:
            response = await self._behind.handle_async_request(request)
        except httpx.TransportError as error:
            if left is not None and not unsent(error):
                left()
            raise
        if left is not None:
            left()
        return response.status_code, await response.aread()


@asynccontextmanager
async def telegram(
    api: TelegramDouble,
    *,
    pauses: Pauses | None = None,
    on_moved: Callable[[str, str, str], None] | None = None,
    limits: Limits | None = None,
    served_at: str = "",
) -> AsyncIterator[TelegramChannel]:
    """With `served_at`, over sockets."""
    pauses = pauses or Pauses()
    channel = TelegramChannel(
        TOKEN,
        api_url=served_at or "http://telegram.test",
        transport=pooled if served_at else lambda _: Stand(httpx.ASGITransport(app=api.app)),
        limits=limits or Limits(),
        clock=pauses.clock,
        pause=pauses,
        on_moved=on_moved or (lambda *_: None),
    )
    yield channel
    await channel.close()


@asynccontextmanager
async def served(api: TelegramDouble, *, port: int = 0) -> AsyncIterator[str]:
    """The double behind a real HTTP server; its address."""
    with socket.create_server(("127.0.0.1", port), backlog=200) as listening:
        server = uvicorn.Server(uvicorn.Config(api.app, log_level="critical", lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await serving

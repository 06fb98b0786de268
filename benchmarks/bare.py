"""python-telegram-bot's Bot, as one would use it who needs speed: on aiohttp's pool; httpx's own collapses."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from httpx_aiohttp import AiohttpTransport
from telegram import Bot
from telegram.request import HTTPXRequest


@asynccontextmanager
async def bare_bot(token: str, url: str, *, in_flight: int) -> AsyncIterator[Bot]:
    def session() -> ClientSession:
        return ClientSession(connector=TCPConnector(limit=in_flight), cookie_jar=DummyCookieJar())

    transport = AiohttpTransport(client=session)
    request = HTTPXRequest(read_timeout=20, pool_timeout=20, httpx_kwargs={"transport": transport})
    yield Bot(token, base_url=f"{url}/bot", request=request)
    await request.shutdown()

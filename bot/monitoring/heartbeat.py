"""A call every minute, while all is well: whoever is called notices the silence."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx
import structlog

EVERY = 60.0  # seconds
_PATIENCE = 10.0  # seconds
_SAID_AGAIN = timedelta(hours=1)
_log = structlog.get_logger("monitoring")


class Heartbeat:
    """Failures are logged at most once an hour, and never with more of the address than its host."""

    def __init__(self, url: str, *, client: httpx.AsyncClient, now: Callable[[], datetime]) -> None:
        self._url, self._client, self._now = url, client, now
        self._host = urlsplit(url).hostname or ""
        self._complained: datetime | None = None

    async def beat(self, *, well: bool) -> bool:
        """Call, if all is well; whether the call was taken."""
        if not well:
            return False
        try:
            answer = await self._client.get(self._url, timeout=_PATIENCE)
        except httpx.HTTPError as error:
            self._complain(type(error).__name__)
            return False
        if not answer.is_success:
            self._complain(f"status {answer.status_code}")
        return answer.is_success

    def _complain(self, why: str) -> None:
        now = self._now()
        if self._complained is None or now - self._complained >= _SAID_AGAIN:
            self._complained = now
            _log.warning("heartbeat not taken", host=self._host, why=why)


async def keep_beating(
    heartbeat: Heartbeat,
    well: Callable[[], Awaitable[bool]],
    *,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Until it is cancelled. The first beat comes after a minute: a program that dies at start stays silent."""
    while True:
        await sleep(EVERY)
        await heartbeat.beat(well=await well())

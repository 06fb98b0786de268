"""Taking updates in from a platform that hands them out by number until they are acknowledged.

An update is acknowledged when its answer is given, not when it is fetched: what a killed process had in hand comes
again. Within a chat one after another, across chats side by side.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

MOST_AT_ONCE = 16  # updates that are being answered
_LONG_POLL = 30  # seconds
_FIRST_GLANCE, _GLANCE = 0.05, 1.0  # seconds until the next look for news while answers are still being prepared


@dataclass(frozen=True)
class Fetched:
    """`number` grows from update to update; `chat` says whose turn it is."""

    number: int
    chat: str
    update: Any


Fetch = Callable[[int | None, int], Awaitable[Sequence[Fetched]]]  # acknowledges all below the number; waits seconds
Take = Callable[[Any], Awaitable[None]]  # never raises
Forget = Callable[[list[int]], Awaitable[None]]  # these will not come again


class Inbox:
    """The updates of one bot. While some are being answered, it looks for news often, and ever less where none come."""

    def __init__(self, fetch: Fetch, take: Take, *, forget: Forget, glance: float = _GLANCE) -> None:
        self._fetch, self._take, self._forget, self._longest = fetch, take, forget, glance
        self._glance = 0.0
        self._known: set[int] = set()
        self._open: dict[int, asyncio.Task[None]] = {}
        self._last: dict[str, asyncio.Task[None]] = {}  # of each chat: what the next of it waits for
        self._room = asyncio.Semaphore(MOST_AT_ONCE)

    async def round(self) -> None:
        """Fetch once, and see what was fetched through, or at least a glance of it."""
        answered = self._answered()
        fetched = await self._fetch(max(answered) + 1 if answered else None, 0 if self._open else _LONG_POLL)
        news = [one for one in fetched if one.number not in self._known]
        for one in news:
            self._known.add(one.number)
            task = asyncio.create_task(self._in_turn(one, self._last.get(one.chat)))
            self._open[one.number] = self._last[one.chat] = task
        if answered:
            self._known.difference_update(answered)
            await self._forget(answered)
        self._glance = min(_FIRST_GLANCE if news else 2 * self._glance, self._longest)
        if self._open:
            await asyncio.wait(self._open.values(), timeout=self._glance)

    def _answered(self) -> list[int]:
        """The numbers below which everything is answered, and which the platform has not been told of."""
        first = min(self._open, default=None)
        return [number for number in sorted(self._known) if first is None or number < first]

    async def _in_turn(self, one: Fetched, before: asyncio.Task[None] | None) -> None:
        try:
            if before is not None:
                await asyncio.wait([before])
            async with self._room:
                await self._take(one.update)
        finally:
            del self._open[one.number]
            if self._last[one.chat] is asyncio.current_task():
                del self._last[one.chat]

    async def finish(self, seconds: float) -> None:
        """Let what is in hand be answered; what is not by then comes again at the next start."""
        if self._open:
            _, late = await asyncio.wait(self._open.values(), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

"""Taking updates in from a platform that hands them out by number until they are acknowledged.

An update is acknowledged when its answer is given, not when it is fetched: what a killed process had in hand comes
again. Within a chat one after another, across chats side by side.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

MOST_AT_ONCE = 16  # updates that are being answered
_LONG_POLL = 30  # seconds
_GLANCE = 1.0  # seconds until the next look for news while answers are still being prepared


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
    """The updates of one bot."""

    def __init__(self, fetch: Fetch, take: Take, *, forget: Forget, glance: float = _GLANCE) -> None:
        self._fetch, self._take, self._forget, self._glance = fetch, take, forget, glance
        self._known: set[int] = set()
        self._open: dict[int, asyncio.Task[None]] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._room = asyncio.Semaphore(MOST_AT_ONCE)

    async def round(self) -> None:
        """Fetch once, and see what was fetched through, or at least a glance of it."""
        answered = self._answered()
        for one in await self._fetch(max(answered) + 1 if answered else None, 0 if self._open else _LONG_POLL):
            if one.number not in self._known:
                self._known.add(one.number)
                self._open[one.number] = asyncio.create_task(self._in_turn(one))
        if answered:
            self._known.difference_update(answered)
            await self._forget(answered)
        if self._open:
            await asyncio.wait(self._open.values(), timeout=self._glance)

    def _answered(self) -> list[int]:
        """The numbers below which everything is answered, and which the platform has not been told of."""
        first = min(self._open, default=None)
        return [number for number in sorted(self._known) if first is None or number < first]

    async def _in_turn(self, one: Fetched) -> None:
        try:
            async with self._turns[one.chat], self._room:
                await self._take(one.update)
        finally:
            del self._open[one.number]

    async def finish(self, seconds: float) -> None:
        """Let what is in hand be answered; what is not by then comes again at the next start."""
        if self._open:
            _, late = await asyncio.wait(self._open.values(), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

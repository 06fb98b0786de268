"""One bot account is one lane: how fast it may speak, and whose turn it is. The clock and the waiting are arguments."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from scheduler.messages import Send

_SECOND = 1.01  # what leaves in a second may arrive a little closer together
_MADE_UP = 0.5  # seconds of turns that a busy machine missed which are made up for
_FORGOTTEN = 12.0  # seconds after which a turn no longer counts: before, a call may still wait for its connection


@dataclass(frozen=True)
class Limits:
    """What a platform lets one bot do; None and 0: no limit.

    `per_second` is the pace of all its messages, `chat_gap` and `group_gap` the seconds between two to one chat,
    `at_once` how many calls may be in flight. `monthly` messages and `people` are a plan's caps.
    """

    per_second: float | None = None
    chat_gap: float = 0.0
    group_gap: float = 0.0
    at_once: int = 100
    monthly: int | None = None
    people: int | None = None


class Pacer:
    """The turns of one bot, evenly spaced from the first on; an urgent one goes before all that wait.

    Who had a turn says `left` once its call has, or `unused` where it can't: the platform counts those moments, not the
    turns.
    """

    def __init__(
        self,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.limits, self._clock, self._sleep = limits, clock, sleep
        self._gap = 1 / limits.per_second if limits.per_second else 0.0
        self._next = 0.0
        self._held = 0.0
        self._most = int(limits.per_second or 0)
        self._given: deque[float] = deque()  # the moments of turns whose calls have not left so far
        self._left: deque[float] = deque(maxlen=self._most)  # when the last calls left
        self._busy: dict[str, float] = {}  # the moment from which a chat may hear the next message
        self._ends: deque[tuple[float, str]] = deque()

    @property
    def held(self) -> float:
        """Seconds until the lane may speak at all."""
        return max(0.0, self._held - self._clock())

    def hold(self, seconds: float) -> None:
        """Say nothing for so long; a longer silence that was asked for before stays."""
        self._held = max(self._held, self._clock() + seconds)

    def free(self, address: str) -> bool:
        """Whether this chat may hear a message now."""
        self._forget()
        return address not in self._busy

    def next_free(self) -> float:
        """Seconds until the first of the chats that heard something just now may hear more."""
        self._forget()
        return max(0.0, self._ends[0][0] - self._clock()) if self._ends else 0.0

    async def slot(self, address: str) -> bool:
        """Wait for a turn, behind what is urgent. False: the lane was told to be silent, there is no turn."""
        waited = False
        while not self.held and (wait := max(self._next, self._full) - self._clock()) > 0:
            await self._sleep(wait)
            waited = True
        if self.held:
            return False
        now = self._clock()
        # Who comes late because the machine was busy makes up for it; who comes after a silence has missed nothing.
        missed = min(now - self._next, _MADE_UP) if waited or now - self._next <= _MADE_UP else 0.0
        self._take(now, before_next=now - missed)
        self._spoke(address)
        return True

    @property
    def _full(self) -> float:
        """The moment from which the second since the first of the last calls holds one more."""
        now = self._clock()
        while self._given and self._given[0] <= now - _FORGOTTEN:
            self._given.popleft()
        room = self._most - len(self._given)
        if not self._most or len(self._left) < room:
            return 0.0
        return self._left[-room] + _SECOND if room > 0 else max(now, self._given[-self._most]) + _SECOND

    def _take(self, at: float, *, before_next: float) -> None:
        self._next = before_next + self._gap
        if self._most:
            self._given.append(at)

    def left(self) -> None:
        """A call of this bot has just left: with the oldest turn that nobody used."""
        if self._given:
            self._given.popleft()
        self._left.append(self._clock())

    def unused(self) -> None:
        """A call of this bot came to nothing before it left: its turn is another's."""
        if self._given:
            self._given.popleft()

    async def urgent(self, address: str) -> None:
        """Take the very next turn: an answer to somebody who waits. Short bursts to one chat are forgiven."""
        at = max(self._next, self._held, self._full, self._clock())
        self._take(at, before_next=at)
        self._spoke(address)
        while (wait := max(at, self._held) - self._clock()) > 0:
            await self._sleep(wait)

    def _spoke(self, address: str) -> None:
        self._forget()
        gap = self.limits.group_gap if address.startswith("-") else self.limits.chat_gap
        if gap:
            until = max(self._clock(), self._next - self._gap) + gap
            self._busy[address] = until
            self._ends.append((until, address))

    def _forget(self) -> None:
        now = self._clock()
        while self._ends and self._ends[0][0] <= now:
            until, address = self._ends.popleft()
            if self._busy.get(address) == until:
                del self._busy[address]


@dataclass
class Lane:
    """One bot: how it sends, and at what pace. `troubles` counts its failures in a row."""

    bot: str
    send: Send
    pacer: Pacer = field(default_factory=lambda: Pacer(Limits()))
    troubles: int = 0

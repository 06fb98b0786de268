"""What Telegram forgives and what it answers with 429, as one bot meets it. Time is an argument, in seconds.

From https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about 30 messages a second in
all, about one a second in one private chat with short bursts forgiven, 20 a minute in one group.
"""

import math
from bisect import bisect, insort
from collections import deque
from dataclasses import dataclass, field

PER_SECOND, PER_MINUTE = 30, 20
JITTER = 0.001  # s: moments are rounded. What comes over loopback comes at once: there is no network to be forgiven
BURST = 3  # messages to one private chat before the pace of one a second is asked for
RETRY_AFTER = 3  # s
STEADY = 0.1  # s by which a wall clock may be moved while messages are dated by it


@dataclass
class Lane:
    """The messages of one bot. `refused` counts the calls answered with 429 by their cause.

    `ignored` are calls made in spite of a hold, later than `grace` seconds after it was first told. `tightest` is the
    shortest time in which one message more came than a second allows.
    """

    enforced: bool = True
    grace: float = 0.25
    refused: dict[str, int] = field(default_factory=dict)
    ignored: int = 0
    tightest: float = math.inf
    _last: list[float] = field(default_factory=list)  # in their order, though they are heard a little out of it
    _chats: dict[int, tuple[float, float]] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _held_until: float = 0.0
    _told: float | None = None

    def hold(self, seconds: float, *, now: float) -> None:
        """Refuse every call for so long."""
        self._held_until, self._told = max(self._held_until, now + seconds), None

    def refuses(self, chat: int, *, now: float, told: float | None = None) -> int:
        """The seconds of `retry_after`, or 0: the message is taken and counts.

        It came at `now`, and hears of a refusal at `told`, if that is later.
        """
        told = now if told is None else told
        if now < self._held_until:
            return self._still_held(now, told)
        if not self.enforced:
            return 0
        why = self._over(chat, now)
        if why is None:
            insort(self._last, now)
            del self._last[: -2 * PER_SECOND]
            return 0
        self.refused[why] = self.refused.get(why, 0) + 1
        if why == "pace":
            self.hold(RETRY_AFTER, now=now)
            self._told = told
        return RETRY_AFTER

    def _still_held(self, now: float, told: float) -> int:
        self.refused["held"] = self.refused.get("held", 0) + 1
        if self._told is None:
            self._told = told
        self.ignored += now - self._told > self.grace
        return max(1, math.ceil(self._held_until - now))

    def _over(self, chat: int, now: float) -> str | None:
        shortest = self._shortest(now)
        self.tightest = min(self.tightest, shortest)
        if shortest < 1 - JITTER:
            return "pace"
        return self._over_in_group(chat, now) if chat < 0 else self._over_in_chat(chat, now)

    def _shortest(self, now: float) -> float:
        """The shortest time in which one message more than a second allows would have come, if this one is taken."""
        at = bisect(self._last, now)
        near = [*self._last[max(0, at - PER_SECOND) : at], now, *self._last[at : at + PER_SECOND]]
        return min((last - first for first, last in zip(near, near[PER_SECOND:], strict=False)), default=math.inf)

    def _over_in_chat(self, chat: int, now: float) -> str | None:
        room, at = self._chats.get(chat, (float(BURST), now))
        room = min(float(BURST), room + now - at + JITTER)
        if room < 1:
            return "chat"
        self._chats[chat] = (room - 1, now)
        return None

    def _over_in_group(self, chat: int, now: float) -> str | None:
        minute = self._groups.setdefault(chat, deque())
        while minute and minute[0] <= now - (60 - JITTER):
            minute.popleft()
        if len(minute) >= PER_MINUTE:
            return "group"
        minute.append(now)
        return None

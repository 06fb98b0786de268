"""What arrived at the platform's double, when, and how often: the truth that a benchmark is measured by."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, pairwise
from statistics import quantiles
from typing import Any

_NO_WORDS = hash("")


@dataclass
class Counts:
    """Everything since the start or the last reset. Moments are seconds of the wall clock."""

    calls: int = 0
    undated: int = 0  # messages of which only is known when they were understood
    bad: Counter[str] = field(default_factory=Counter)  # calls that no bot should make, by what was said of them
    faults: Counter[str] = field(default_factory=Counter)
    arrived: defaultdict[int, list[tuple[float, int, int]]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[tuple[int, int], float] = field(default_factory=dict)
    updates: int = 0
    replies: list[float] = field(default_factory=list)  # seconds from an update to the answer in its chat

    def arrive(self, bot: int, chat: int, words: str, *, now: float) -> None:
        """A message was taken: its chat will see it, whatever becomes of the call."""
        self.arrived[bot].append((now, chat, hash(words)))
        if self.asked and (since := self.asked.pop((bot, chat), None)) is not None:
            self.replies.append(now - since)

    def ask(self, bot: int, chat: int, *, now: float) -> None:
        self.updates += 1
        self.asked.setdefault((bot, chat), now)

    def by_chat(self) -> dict[int, dict[int, int]]:
        """How many messages each chat of each bot got; a file without words belongs to the message before it."""
        return {
            bot: dict(Counter(chat for _, chat, words in rows if words != _NO_WORDS))
            for bot, rows in self.arrived.items()
        }

    def summary(self) -> dict[str, Any]:
        """`doubled`: the same words again in one chat; `more`: any further message in one chat."""
        by_bot = [sorted(at for at, _, _ in rows) for rows in self.arrived.values()]
        times = sorted(chain.from_iterable(by_bot))
        said = Counter((bot, *row[1:]) for bot, rows in self.arrived.items() for row in rows)
        return {
            "calls": self.calls,
            "messages": len(times),
            "doubled": len(times) - len(said),
            "more": sum(times - 1 for chats in self.by_chat().values() for times in chats.values()),
            "first": times[0] if times else None,
            "last": times[-1] if times else None,
            "most_in_a_second": max(map(_most, by_bot), default=0),
            "longest_pause": max(map(_pause, by_bot), default=0.0),
            "undated": self.undated,
            "bad": dict(self.bad),
            "faults": dict(self.faults),
            "updates": self.updates,
            "replies": len(self.replies),
            "unanswered": len(self.asked),
            "reply_ms": _milliseconds(self.replies),
        }


def _most(times: Iterable[float]) -> int:
    """The most in any second that begins with one of them."""
    second: deque[float] = deque()
    most = 0
    for at in times:
        second.append(at)
        while second[0] <= at - 1:
            second.popleft()
        most = max(most, len(second))
    return most


def _pause(times: Iterable[float]) -> float:
    return max((later - earlier for earlier, later in pairwise(times)), default=0.0)


def _milliseconds(seconds: list[float]) -> dict[str, float]:
    if len(seconds) < 2:
        return {}
    cuts = quantiles(seconds, n=100, method="inclusive")
    return {
        name: round(value * 1000, 1) for name, value in (("p50", cuts[49]), ("p99", cuts[98]), ("max", max(seconds)))
    }

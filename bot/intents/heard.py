"""What the slots are read from, and the simplest way to read one: the value of a sign."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.intents import free_words
from bot.intents.line import Line
from bot.intents.model import Hearing
from bot.intents.ranking import Match


@dataclass(frozen=True)
class Heard:
    """A line, the rule that decided, and every rule of the same intent that it fits."""

    line: Line
    hearing: Hearing
    best: Match
    same: tuple[Match, ...]

    @property
    def today(self) -> date:
        return self.hearing.today

    def taken(self) -> set[int]:
        return free_words.taken_words(self.line, self.same)


Slot = Callable[[Heard], Any]
TIMES = frozenset({"DATE", "TIME", "DUR", "DAYS"})
THINGS = frozenset({"TASK", "TITLE", "URL", "FILE", "DOC", "ITEM", "STEP", "CODE"})
PEOPLE = frozenset({"PERSON", "ROLE"})


def several(values: Iterable[Any]) -> Any:
    """One value by itself, several as a list, each once; None for none."""
    kept: list[Any] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return kept if len(kept) > 1 else kept[0] if kept else None


def of_sign(sign: str) -> Slot:
    return lambda heard: several(heard.line.values(sign))


def first_of(sign: str) -> Slot:
    return lambda heard: next(iter(heard.line.values(sign)), None)

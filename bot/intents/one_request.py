"""One request: a line → the rule that decides → its reading."""

from dataclasses import dataclass, replace
from typing import Any

from bot.intents import slots
from bot.intents.heard import Heard
from bot.intents.line import Hit, Line
from bot.intents.model import Hearing, Intent, Reading
from bot.intents.ranking import Match, matches
from bot.intents.rules import Rule
from bot.intents.signs import with_areas, with_title
from bot.intents.slots_of_tasks import among

# These take a task; where its title fits several, the person is asked which.
_OF_A_TASK = frozenset(intent for intent, table in slots.SLOTS.items() if "task" in table) - {Intent.ASSIGN_TASK}
_UNSURE = {"candidates": ["show_task", "list_tasks", "mark_done"]}


@dataclass(frozen=True)
class Request:
    """A reading, how sure the rule that gave it is (its weight, 0 where none spoke), and where its words begin."""

    reading: Reading
    weight: int
    line: Line
    phrase: str = ""
    begins: int = 0


def read_request(line: Line, hearing: Hearing) -> Request:
    """The request of a line with its signs."""
    line = with_areas(with_title(line, hearing))
    found = matches(line, hearing.role)
    if not found:
        return Request(Reading(Intent.UNKNOWN), 0, line)
    best = found[0]
    heard = Heard(line, hearing, best, tuple(match for match in found if match.intent == best.intent))
    return Request(_reading(heard), best.rule.weight, line, best.rule.phrase, line.words[best.hit.first].start)


def _reading(heard: Heard) -> Reading:
    intent = heard.best.intent
    several = among(heard.line)
    if several and (intent in _OF_A_TASK):
        return Reading(Intent.CLARIFY, {"candidates": [intent.value], "among": several})
    if intent == Intent.SHOW_TASK and heard.best.rule.weight == 20 and _only_words(heard):
        return Reading(Intent.CLARIFY, dict(_UNSURE))
    unread = _mostly_unread(heard) or _only_words(heard)
    if intent == Intent.SHOW_TASK and heard.best.rule.weight <= 15 and unread:
        return Reading(Intent.UNKNOWN)
    return Reading(intent, slots.filled(heard))


def _only_words(heard: Heard) -> bool:
    """A title of no known task, with no word for what to do."""
    return any(not title.fits for title in heard.line.values("TITLE"))


def _mostly_unread(heard: Heard) -> bool:
    return len(heard.line.words) > 8


def as_order(request: Request, intent: Intent, hearing: Hearing) -> Request:
    """Values alone, read as one more order of this intent."""
    match = Match(Rule(intent, 0, "$"), Hit(0, 0, {}))
    return replace(request, reading=Reading(intent, slots.filled(Heard(request.line, hearing, match, ()))), weight=70)


_ANY = Match(Rule(Intent.CORRECT, 0, "$"), Hit(0, 0, {}))


def values_of(line: Line, hearing: Hearing) -> dict[str, Any]:
    """Every value that a line names, whatever it is for: what a correction puts in place of another."""
    return slots.filled(Heard(with_areas(with_title(line, hearing)), hearing, _ANY, ()))

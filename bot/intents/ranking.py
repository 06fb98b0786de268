"""Which rule a line fits best."""

from dataclasses import dataclass

from bot.intents.line import Hit, Line
from bot.intents.model import Intent
from bot.intents.patterns import SURE, bare_words, canonical, marked_words, plain
from bot.intents.rules import RULES, Rule

_QUESTION = "(gì|nào|chi|ai|đâu|mấy|bao nhiêu|không $|chưa $|hả $|à $)"
_STATEMENTS = frozenset({Intent.SET_EVENT_DATE})


@dataclass(frozen=True)
class Match:
    """A rule and where the line holds its phrase."""

    rule: Rule
    hit: Hit

    @property
    def strength(self) -> tuple[int, int]:
        return self.rule.weight, self.hit.last - self.hit.first

    @property
    def intent(self) -> Intent:
        return self.rule.intent


def matches(line: Line, role: str) -> list[Match]:
    """Every rule that the line fits, the strongest first."""
    found = []
    asks = line.has(_QUESTION)
    for rule in RULES:
        if (rule.roles and role not in rule.roles) or (asks and rule.intent in _STATEMENTS):
            continue
        hit = line.find(rule.phrase)
        if hit:
            found.append(Match(rule, hit))
    return sorted(found, key=lambda one: one.strength, reverse=True)


_vocabulary: dict[str, frozenset[str]] = {}


def words_of(rule: Rule) -> frozenset[str]:
    """Every form of the words that a rule's phrase spells out."""
    if rule.phrase not in _vocabulary:
        words = {canonical(word) for word in marked_words(rule.phrase)} | bare_words(rule.phrase)
        forms = words | {plain(word) for word in words} | {word + SURE for word in words}
        _vocabulary[rule.phrase] = frozenset(forms)
    return _vocabulary[rule.phrase]

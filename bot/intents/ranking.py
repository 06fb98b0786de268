"""Which rule a line fits best."""

from dataclasses import dataclass
from functools import cache

from bot.intents.line import Hit, Line
from bot.intents.model import Intent
from bot.intents.patterns import SURE, bare_words, canonical, marked_words, plain
from bot.intents.phrasebook import Phrasebook
from bot.intents.rules import RULES, Rule

_QUESTION = "(gì|nào|chi|ai|đâu|mấy|bao nhiêu|không $|chưa $|hả $|à $)"
_DONE = "(xong|hoàn thành|hoàn tất|đã (làm|nộp|gửi)|(nộp|gửi|làm) rồi)"
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


_BOOK = Phrasebook([rule.phrase for rule in RULES])


def matches(line: Line, role: str) -> list[Match]:
    """Every rule that the line fits, the strongest first."""
    found = []
    asks = line.has(_QUESTION) or line.has(_DONE)
    for at in _BOOK.possible(line):
        rule = RULES[at]
        if (rule.roles and role not in rule.roles) or (asks and rule.intent in _STATEMENTS):
            continue
        hit = line.find(rule.phrase)
        if hit:
            found.append(Match(rule, hit))
    return sorted(found, key=lambda one: one.strength, reverse=True)


@cache
def words_of(phrase: str) -> frozenset[str]:
    """Every form of the words that a phrase spells out."""
    words = {canonical(word) for word in marked_words(phrase)} | bare_words(phrase)
    return frozenset(words | {plain(word) for word in words} | {word + SURE for word in words})

"""The words of every phrase of the package: which are known, and which need their marks to be told apart."""

from collections import defaultdict
from collections.abc import Iterator

from bot.intents import courtesy, dates, references, subjects, times
from bot.intents.numbers import BEFORE, UNITS, WORDS
from bot.intents.patterns import bare_words, canonical, marked_words, plain
from bot.intents.people import ROLES
from bot.intents.rules import RULES
from bot.intents.vocabulary import DISTRACTORS, ORDINARY, SHORTHAND, SMALL_WORDS


def _phrases() -> Iterator[str]:
    yield from (rule.phrase for rule in RULES)
    yield from (phrase for phrase, _ in (*ROLES, *subjects.AREAS, *subjects.STATUSES))
    yield from (*subjects.MINE, subjects.UNIT, subjects.NO_SCOPE, subjects.PURPOSE)
    yield from (*courtesy.PHRASES, *dates.PHRASES, *times.PHRASES, *references.PHRASES)
    yield from (" ".join(words) for words in (SMALL_WORDS.split(), DISTRACTORS, ORDINARY, WORDS, BEFORE, UNITS))
    yield from (words for words in SHORTHAND.values())


def _collected() -> tuple[frozenset[str], frozenset[str]]:
    marked: set[str] = set()
    bare: set[str] = set()
    for phrase in _phrases():
        marked |= marked_words(phrase)
        bare |= bare_words(phrase)
    return frozenset(marked), frozenset(bare)


MARKED, BARE = _collected()
"""Words of the phrases with and without marks; a marked word typed so is only that word."""

_ROMAN = {"i", "ii", "iii", "iv", "v", "x"}
KNOWN = BARE | _ROMAN | {plain(word) for word in MARKED} | {plain(word) for word in SHORTHAND}
SHORT = {canonical(typed): tuple(read.split()) for typed, read in SHORTHAND.items()}


def _twins() -> frozenset[str]:
    siblings: defaultdict[str, set[str]] = defaultdict(set)
    for word in MARKED:
        siblings[plain(word)].add(word)
    return frozenset(word for word in BARE if siblings.get(word))


TWINS = _twins()
"""Words without marks that are another word with them: `sau` beside `sáu`."""

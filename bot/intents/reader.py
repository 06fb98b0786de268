"""The steps from text to its meaning (intents.md), each a pure function of its own module."""

import re

from bot.intents.clauses import read_clauses
from bot.intents.corrections import read_correction
from bot.intents.courtesy import without_courtesy
from bot.intents.line import Line
from bot.intents.model import Hearing, Intent, Reading
from bot.intents.patterns import listed
from bot.intents.signs import with_signs
from bot.intents.tokens import line_of

_WHOLE = {
    "?": Intent.HELP,
    "👍": Intent.YES, "👌": Intent.YES, "✅": Intent.YES, "🙏": Intent.THANKS,
    "សួស្តី": Intent.GREETING, "ជំរាបសួរ": Intent.GREETING, "អរគុណ": Intent.THANKS,
    "បាទ": Intent.YES, "ចាស": Intent.YES, "ទេ": Intent.NO,
}  # fmt: skip
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f\u200b\u200d]")
_FOREIGN = frozenset(
    listed(
        """
    the is are what how you your my please does when where and this that with have was will who why
    which tell show from today tomorrow want need would could should about there their they she his its
    been has don't of for weather give make know i'm it's les est je vous nous pour dans une des
"""
    )
)


def _whole_sign(text: str) -> Intent | None:
    bare = _SKIN.sub("", text).strip()
    if bare and set(bare) == {"?"}:
        return Intent.HELP
    if bare and len(set(bare)) == 1 and not bare.isascii():
        bare = bare[0]
    return _WHOLE.get(bare.strip(" .!។"))


def _is_foreign(line: Line) -> bool:
    """A sentence in another language: many of its words are, and hardly one has Vietnamese marks."""
    typed = [line.text[w.start : w.end].lower() for w in line.words if not w.is_sign]
    if len(typed) < 3:
        return False
    foreign = sum(word in _FOREIGN for word in typed)
    marked = sum(not word.isascii() for word in typed)
    return foreign >= 2 and foreign * 4 >= len(typed) and marked * 4 < len(typed)


def read(text: str, hearing: Hearing) -> Reading:
    """What a message means. Never raises; time is bounded by what is read of the text (tokens.MAX_CHARS)."""
    whole = _whole_sign(text[:60]) if len(text) <= 60 else None
    if whole is not None:
        return Reading(whole)
    line = line_of(text)
    if not line.words or _is_foreign(line):
        return Reading(Intent.UNKNOWN)
    line = without_courtesy(with_signs(line, hearing))
    return read_correction(line, hearing) or read_clauses(line, hearing)

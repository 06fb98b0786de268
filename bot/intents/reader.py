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
_LONGEST_SIGN = 60  # characters
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


def line_with_signs(text: str, hearing: Hearing) -> Line | None:
    """The message as words and signs, its courtesy put aside; None where nothing of it can be read."""
    line = line_of(text)
    return None if not line.words or _is_foreign(line) else without_courtesy(with_signs(line, hearing))


def whole_sign(text: str) -> Intent | None:
    """What a message that is one sign alone means: `?`, 👍, a greeting in Khmer."""
    return _whole_sign(text) if len(text) <= _LONGEST_SIGN else None


def read(text: str, hearing: Hearing) -> Reading:
    """What a message means. Never raises; time is bounded by what is read of the text (tokens.MAX_CHARS)."""
    if whole := whole_sign(text):
        return Reading(whole)
    line = line_with_signs(text, hearing)
    if line is None:
        return Reading(Intent.UNKNOWN)
    return read_correction(line, hearing) or read_clauses(line, hearing)

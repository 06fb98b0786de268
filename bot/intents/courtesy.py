"""Polite words around a request, which add nothing to it (intents.md). Alone they stay: they are the message."""

from bot.intents.line import Line
from bot.intents.patterns import forms

_BEFORE = (
    (
        "^(dạ|alo|ê|kính|thưa|xin phép|này) (thưa|vâng)? ((sếp|lãnh đạo|anh|chị|cô|chú|bác|em|"
        "bạn|bot|cả nhà) ơi)? !(ạ|nhé|$)"
    ),
    "^(sếp|lãnh đạo|anh|chị|cô|chú|bác|em|bạn|bot|mọi người|cả nhà|ad|admin) (ơi|à|ạ)",
    "^(ơi|à|ừm|ờm) !(nhầm|không|sai|quên|mà|(cho|bên)? (DATE|TIME|DUR|DAYS|PERSON|ROLE) (mà|cơ|chứ)? $)",
)
_AFTER = ("(ạ|nhé|nha|nhe|nghen|nghe|nhá|hén|á|nè|ơi|với ạ) $", "(sếp|bot|bạn|anh|chị|em) ơi $")
_WHO = forms("bot anh chị em cô chú bác bạn sếp")
# Without marks these are other words as well: `đã`, `a` short for `anh`.
_DOUBTFUL = {"da", "a", "nghe", "thua", "e", "oi", "nay", "ki", "kinh"}


def without_courtesy(line: Line) -> Line:
    """The line without them; as it was where nothing else is left."""
    bare = line
    for source in (*_BEFORE, *_AFTER):
        while (hit := bare.find(source)) and hit.last > hit.first:
            if bare.words[hit.first].norm in _DOUBTFUL:
                break
            bare = bare.without(hit.first, hit.last)
    return line if all(word.norm in _WHO for word in bare.words) else bare


PHRASES = (*_BEFORE, *_AFTER)

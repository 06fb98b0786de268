"""A line as `scheduler/dates` reads it, and the way back from what it finds there to the words of the line."""

from dataclasses import dataclass
from functools import lru_cache

from bot.intents.line import Line
from bot.intents.patterns import SURE
from scheduler.dates.tokens import Token, tokenise
from scheduler.dates.words import Words, canonical

_PIECES = 16  # of one word: `20/11/2026-25/11/2026` has eleven
_JOINING = frozenset(",-/+")
# What is no word of the calendar although its letters are: `tôi`, `tối` beside `tới`.
_OTHERS = {"tôi", "tối"}


@lru_cache(maxsize=20_000)
def tokens_of(norm: str, *, dated: bool = False) -> tuple[Token, ...]:
    """The tokens of a word, counted from 0. In a chat `t6`, `cn` are weekdays (intents.md), in a plan T6 is June;
    `dated`: a year follows, as in `T6/2026`."""
    word = norm.removesuffix(SURE)
    if not dated and len(word) == 2 and word[0] == "t" and word[1] in "234567":
        word = f"thứ {word[1]}"
    elif word == "cn":
        word = "chủ nhật"
    pieces = [token.fold for token in tokenise(word)]
    if word in _OTHERS or word.isupper() or not 0 < len(pieces) < _PIECES:
        return (Token(word.upper(), 0, 1, frozenset()),)
    return tuple(token._replace(start=at, end=at + 1) for at, token in enumerate(tokenise(word)))


@dataclass(frozen=True)
class CalendarLine:
    """`words.line` is what the rows of `scheduler/dates` read; `places` says which word of the line stands where."""

    words: Words
    slots: tuple[int, ...]

    def words_at(self, start: int, end: int) -> tuple[int, int] | None:
        """The words [first, last) behind `line[start:end]`; None where that begins or ends inside of one."""
        tokens = self.words.at(start, end)
        places = self.words.places
        first, piece = divmod(places[tokens.start][0], _PIECES)
        last = places[tokens.stop - 1][0] // _PIECES
        inside = tokens.stop < len(places) and places[tokens.stop][0] // _PIECES == last
        return None if piece or inside else (self.slots[first], self.slots[last] + 1)


def calendar_line(line: Line) -> CalendarLine:
    """The words and the signs of a line, its numbers in figures already, and the marks that stand between them."""
    tokens: list[Token] = []
    slots: list[int] = []
    for at, word in enumerate(line.words):
        mark = tokenise(word.gap) if at and word.gap != " " else []
        if mark:
            sign = mark[0].fold if mark[0].fold in _JOINING else ";"
            tokens.append(Token(sign, _PIECES * len(slots), _PIECES * len(slots) + 1, frozenset()))
            slots.append(at)
        begin = _PIECES * len(slots)
        dated = at + 1 < len(line.words) and line.words[at + 1].gap == "/"
        pieces = tokens_of(word.norm, dated=dated)
        tokens += [token._replace(start=begin + token.start, end=begin + token.end) for token in pieces]
        slots.append(at)
    return CalendarLine(canonical("", tokens, marked=any(token.marks for token in tokens)), tuple(slots))

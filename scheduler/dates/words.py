"""A phrase made comparable: one canonical line that the patterns read, and the way back to the words as printed.

The canonical line is lower case, without diacritics, its tokens parted by single spaces. Figures stand for numbers in
words and for Roman quarters; `T3`, `Q.III` become `thang 3`, `quy 3`. A word in UPPER CASE has the letters of a word of
the calendar and another meaning: `quy` is quý, `QUY` stands in quy định; `ngay` is ngày, `NGAY` stands in ngay sau khi.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from scheduler.dates.numbers import figures
from scheduler.dates.tokens import Token, tokenise

_SPELLED = "quý ngày tháng năm tuần thứ giờ đến lần đầu cuối mỗi từ trong khi sau theo"
_RIGHT_MARKS = {token.fold: token.marks for token in tokenise(unicodedata.normalize("NFC", _SPELLED))}
_NEEDS_MARKS = {"quy", "ngay", "thang", "nam", "tuan", "thu"}
_OTHER_AFTER = {
    "quy": {"dinh", "che", "hoach", "trinh", "mo", "uoc", "pham", "chuan", "tac"},
    "ngay": {"sau", "khi", "trong", "tu", "lap", "tai", "dau"},
}
_OTHER_BEFORE = {"nam": {"viet", "mien", "dong", "tay", "phia"}}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "l": "1", "il": "2", "ll": "2", "lll": "3", "lv": "4"}
_QUARTER_LINKS = {",", ";", "-", "/", "&", "+", "va", "den", "toi", "hoac", "quy", "."}
_BULLETS = {"-", "+", "*", "•", "●", "▪", "·", "‣", "○"}
_SPELLINGS = {"qui": "quy", "&": "va", "thg": "thang"}


def _fold_at(tokens: list[Token], index: int) -> str:
    return tokens[index].fold if 0 <= index < len(tokens) else ""


def _adjoin(tokens: list[Token], index: int) -> bool:
    return index + 1 < len(tokens) and tokens[index].end == tokens[index + 1].start


def _short_names(tokens: list[Token]) -> list[Token]:
    """`T3`, `T.3`, `th3` → tháng 3; `Q3`, `QIII`, `Q.III` → quý 3; `qui` → quy."""
    out: list[Token] = []
    skip = -1
    for index, token in enumerate(tokens):
        if index == skip:
            continue
        fold = _SPELLINGS.get(token.fold, token.fold)
        dotted = _fold_at(tokens, index + 1) == "." and _adjoin(tokens, index)
        following = _fold_at(tokens, index + (2 if dotted else 1))
        glued = dotted or _adjoin(tokens, index)
        figure = following.isdecimal() and 1 <= int(following[:4]) <= 12 and _fold_at(tokens, index + 2) != ":"
        if fold in {"t", "th"} and glued and figure and not (index and _adjoin(tokens, index - 1)):
            fold = "thang"
        elif fold == "q" and (following in _ROMAN or following in "1234"):
            fold = "quy"
        elif fold[:1] == "q" and fold[1:] in _ROMAN:
            out.append(Token("quy", token.start, token.start + 1, _RIGHT_MARKS["quy"]))
            out.append(Token(_ROMAN[fold[1:]], token.start + 1, token.end, frozenset()))
            continue
        skip = index + 1 if dotted and fold in {"thang", "quy"} and token.fold in {"t", "th", "q"} else -1
        marks = token.marks if fold == token.fold else _RIGHT_MARKS["quy"]
        out.append(token._replace(fold=fold, marks=marks) if fold != token.fold else token)
    return out


def _sense(tokens: list[Token], index: int, *, marked: bool) -> str:
    """The word as it stands, or in upper case where it isn't the calendar's word."""
    token = tokens[index]
    right = _RIGHT_MARKS.get(token.fold)
    if right is None or token.marks == right:
        return token.fold
    before, following = _fold_at(tokens, index - 1), _fold_at(tokens, index + 1)
    if token.marks:
        return token.fold.upper()
    if before.isdecimal() and token.fold != "nam":
        return token.fold
    if following in _OTHER_AFTER.get(token.fold, ()):
        return token.fold.upper()
    if before in _OTHER_BEFORE.get(token.fold, ()):
        return token.fold.upper()
    bare = marked and token.fold in _NEEDS_MARKS and not following.isdecimal() and following not in _ROMAN
    return token.fold.upper() if bare else token.fold


def _quarters(words: list[str]) -> list[str]:
    """Roman figures after quý, and along its list, as Arabic ones."""
    out: list[str] = []
    open_list = False
    for word in words:
        if open_list and word in _ROMAN:
            out.append(_ROMAN[word])
            continue
        open_list = word == "quy" or (open_list and (word in _QUARTER_LINKS or word.isdecimal()))
        out.append(word)
    return out


def _is_bullet(tokens: list[Token], index: int) -> int:
    """How many tokens a bullet or an item's number takes at the head of a line: `- `, `1. `, `a) `."""
    fold = tokens[index].fold
    if fold in _BULLETS:
        return 1
    numbered = (fold.isdecimal() and len(fold) < 3) or (len(fold) == 1 and fold.isalpha())
    mark = _fold_at(tokens, index + 1)
    if numbered and mark in {")", "."} and not (mark == "." and _adjoin(tokens, index + 1)):
        return 2 if index + 2 < len(tokens) else 0
    return 0


def _lines(tokens: list[Token]) -> list[Token]:
    """Bullets cut the list (`;`); any other end of a line is a space, as a narrow cell breaks where it must."""
    out: list[Token] = []
    index, head = 0, True
    while index < len(tokens):
        token = tokens[index]
        if token.fold == "\n":
            head = True
            index += 1
            continue
        size = _is_bullet(tokens, index) if head else 0
        if size:
            out.append(token._replace(fold=";"))
        else:
            out.append(token)
        head = False
        index += size or 1
    return out


@dataclass(frozen=True)
class Words:
    """`line`: the canonical line. `starts`, `ends`: where its tokens stand in it; `places`: and in the printed text."""

    text: str
    line: str
    starts: list[int] = field(repr=False)
    ends: list[int] = field(repr=False)
    places: list[tuple[int, int]] = field(repr=False)

    def at(self, start: int, end: int) -> range:
        """The tokens that `line[start:end]` touches."""
        return range(max(bisect_right(self.starts, start) - 1, 0), min(bisect_left(self.ends, end) + 1, len(self.ends)))

    def printed(self, start: int, end: int) -> str:
        """The words as printed behind `line[start:end]`, with single spaces."""
        tokens = self.at(start, end)
        if start >= end or not tokens:
            return ""
        return " ".join(self.text[self.places[tokens.start][0] : self.places[tokens.stop - 1][1]].split())


def canonical(text: str, tokens: list[Token], *, marked: bool) -> Words:
    """The tokens of a text, numbers already in figures; `marked`: the text is typed with diacritics."""
    tokens = _short_names(tokens)
    words = _quarters([_sense(tokens, i, marked=marked) for i in range(len(tokens))])
    ends = list(accumulate(len(word) + 1 for word in words))
    starts = [0, *ends[:-1]] if ends else []
    return Words(text, " ".join(words), starts, [end - 1 for end in ends], [(t.start, t.end) for t in tokens])


def read_words(text: str) -> Words:
    """Any text (NFC or NFD, any case, any dashes) as words."""
    composed = unicodedata.normalize("NFC", text)
    printed = tokenise(composed)
    return canonical(composed, figures(_lines(printed)), marked=any(token.marks for token in printed))

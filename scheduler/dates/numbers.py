"""Numbers written in words (rule 39): `05 (năm) ngày`, `ba ngày làm việc`, `tháng tư`, `thứ Năm`."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from scheduler.dates.tokens import Token, tokenise

DIGITS = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
# d a digit, x ten, c hundred, o odd, z nought.
_LETTERS = dict.fromkeys(DIGITS, "d") | {"mười": "x", "mươi": "x", "trăm": "c", "lẻ": "o", "linh": "o", "không": "z"}
WORDS = frozenset(_LETTERS) - {"không"}
_SPELLED = [(token, word) for word in _LETTERS for token in tokenise(unicodedata.normalize("NFC", word))]
_MARKED = {(token.fold, token.marks): word for token, word in _SPELLED}
_BARE = {token.fold: word for token, word in reversed(_SPELLED)}
# `hai trăm linh năm`, `hai mươi mốt`, `mười`, `ba`; `hai không ba`.
_NUMBER = re.compile(r"(?:(?P<h>d)c)?(?:(?P<t>d?)(?P<x>x)(?P<u>d?)|(?<=c)o(?P<o>d)|(?P<one>(?<!c)d))?")
_ONE_BY_ONE = re.compile(r"dz[dz]")
_LAST_ONLY = {"lăm", "nhăm", "mốt"}  # `hai mươi mốt`, `hai lăm`; alone other words: `ngày mốt`
LONGEST = 5  # words
_UNITS = {"ngay", "tuan", "thang", "lan", "gio"}
_NAMED = {"thang", "quy", "thu"}
_COUNTED = {"hang", "moi", "ky", "tung", "cac"}


def _word(token: Token) -> str:
    """The word of a number, written with its own diacritics or with none; empty for any other."""
    return _MARKED.get((token.fold, token.marks), "") if token.marks else _BARE.get(token.fold, "")


def value_of(tokens: Sequence[Token]) -> int | None:
    """`hai mươi lăm` → 25, `hai trăm linh năm` → 205, `hai không ba` → 203; None where not all of it is a number."""
    words = [_word(token) for token in tokens]
    if not all(words):
        return None
    letters = "".join(_LETTERS[word] for word in words)
    digits = [DIGITS.get(word, 0) for word in words]
    if _ONE_BY_ONE.fullmatch(letters):
        return int("".join(map(str, digits)))
    if letters == "dd" and words[1] in _LAST_ONLY:
        return 10 * digits[0] + digits[1]
    match = _NUMBER.fullmatch(letters)
    if match is None or (letters == "d" and words[0] in _LAST_ONLY):
        return None
    hundreds = digits[match.start("h")] if match["h"] else 0
    tens = (digits[match.start("t")] if match["t"] else 1) if match["x"] else 0
    last = next((digits[match.start(name)] for name in ("u", "o", "one") if match[name]), 0)
    return 100 * hundreds + 10 * tens + last


def numbers_at(tokens: Sequence[Token], start: int) -> Iterator[tuple[int, int]]:
    """(value, how many tokens) of every number in words that begins at `start`, the longest first."""
    if not _word(tokens[start]):
        return
    for size in range(min(LONGEST, len(tokens) - start), 0, -1):
        value = value_of(tokens[start : start + size])
        if value:
            yield value, size


def _fold_at(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].fold if 0 <= index < len(tokens) else ""


def _is_count(tokens: Sequence[Token], start: int, size: int) -> bool:
    """`ba ngày`, `sáu tháng`: a number before its unit. `năm ngày 17/11`, `từ ngày`, `sau ngày` are not."""
    unit, beyond = _fold_at(tokens, start + size), _fold_at(tokens, start + size + 1)
    if unit not in _UNITS or beyond.isdecimal() or _fold_at(tokens, start - 1) in _COUNTED | {"cuoi", "dau", "ca"}:
        return False
    first = tokens[start]
    if size > 1 or first.marks or first.fold not in {"tu", "sau", "nam"}:
        return True
    return (first.fold == "nam" and unit == "ngay") or (first.fold == "sau" and beyond in {"dau", "cuoi"})


def _is_name(tokens: Sequence[Token], start: int, size: int) -> bool:
    """`tháng tư`, `quý hai`, `thứ năm`. `hàng tháng từ …`, `6 tháng, năm`, `tháng sau` are not."""
    before, earlier = _fold_at(tokens, start - 1), _fold_at(tokens, start - 2)
    if before not in _NAMED or (before != "thu" and earlier in _COUNTED):
        return False
    first, beyond = tokens[start], _fold_at(tokens, start + size)
    if size > 1 or before == "thu":
        return True
    if first.fold == "nam":
        may = before == "thang" and not earlier.isdecimal()
        return (
            may
            and (bool(first.marks) or beyond == "/")
            and not beyond.isdecimal()
            and beyond not in {"truoc", "sau", "nay"}
        )
    if first.fold in {"sau", "tu"}:
        return bool(first.marks) or (first.fold == "tu" and beyond in {"", ",", "nam", "va"})
    return True


def is_number(tokens: Sequence[Token], start: int, size: int) -> bool:
    """Whether what could be a number is one where it stands: `ba ngày`, `tháng tư`; `năm` is most often a year."""
    return _is_count(tokens, start, size) or _is_name(tokens, start, size)


def _is_gloss(tokens: Sequence[Token], start: int) -> int:
    """How many tokens `(năm)` takes after a figure; 0 where it is no such gloss."""
    if start == 0 or tokens[start].fold != "(" or not tokens[start - 1].fold.isdecimal():
        return 0
    value, size = next(numbers_at(tokens, start + 1), (0, 0)) if start + 1 < len(tokens) else (0, 0)
    return (
        size + 2 if size and value == int(tokens[start - 1].fold) and _fold_at(tokens, start + 1 + size) == ")" else 0
    )


def figures(tokens: list[Token]) -> list[Token]:
    """The tokens with numbers in words turned into figures and glosses in brackets dropped."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        gloss = _is_gloss(tokens, index)
        if gloss:
            index += gloss
            continue
        value, size = next(numbers_at(tokens, index), (0, 0))
        if size and is_number(tokens, index, size):
            out.append(Token(str(value), tokens[index].start, tokens[index + size - 1].end, frozenset()))
            index += size
            continue
        out.append(tokens[index])
        index += 1
    return out

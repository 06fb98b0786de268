"""Numbers in words: `ba ngày` → `3 ngày`, `thứ sáu` → `thứ 6`, `việc số hai trăm lẻ tám` → `việc số 208`."""

import re
from dataclasses import replace

from bot.intents.line import Word
from bot.intents.patterns import SURE, forms, plain

DIGITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "nhất": 1, "nhì": 2, "giêng": 1, "chạp": 12, "mốt": 1,
}  # fmt: skip
TENS = {"mười": 10, "mươi": 10}
HUNDRED = {"trăm"}
ODD = {"lẻ", "linh"}
BEFORE = {"thứ", "tháng", "quý", "mục", "bước", "ngày", "mùng", "mồng", "số", "việc"}
UNITS = {"ngày", "tuần", "tháng", "giờ", "tiếng", "phút", "hôm", "rưỡi", "bữa", "h"}
WORDS = {*DIGITS, *TENS, *HUNDRED, *ODD}
_BY_FORM = {form: number for word, number in DIGITS.items() for form in (word, plain(word))}
_LETTERS = {
    **dict.fromkeys(_BY_FORM, "d"),
    **{form: "x" for word in TENS for form in (word, plain(word))},
    **{form: "c" for word in HUNDRED for form in (word, plain(word))},
    **{form: "o" for word in ODD for form in (word, plain(word))},
    **dict.fromkeys(("không", "khong"), "z"),
}
# d a digit, x ten, c hundred, o `lẻ`, z zero: `hai trăm linh năm`, `hai mươi mốt`, `mười`, `hai không ba`.
_NUMBER = re.compile(r"(?:(?P<h>d)c)?(?:(?P<t>d?)(?P<x>x)(?P<u>d?)|(?<=c)o(?P<o>d)|(?P<one>(?<!c)d))?")
_SPELLED = re.compile(r"dz[dz]")
_LONGEST = 5
# Before a unit these are other words when typed without marks: `bây giờ`, `sau giờ`, `tự`, `nhật`, `này`.
_DOUBTFUL = {"bay", "sau", "tu", "nhat", "lam", "gieng", "chap", "nhi"}
_LAST_ONLY = forms("lăm nhăm") | {"mốt"}  # `hai mươi mốt`, `hai lăm`; alone other words: `ngày mốt`
_AFTER_FORMS = {form for word in UNITS for form in (word, plain(word))}
_BEFORE_FORMS = {form for word in BEFORE for form in (word, plain(word))}
_YEAR_NEXT = forms("nay này nào trước sau ngoái tới rồi qua")
_TAKES_FIVE = forms("số mục bước mùng mồng tháng")


def _value(norms: list[str]) -> int | None:
    """`hai mươi lăm` → 25, `mười` → 10, `hai trăm linh năm` → 205, `hai không ba` → 203; None for anything else."""
    letters = "".join(_LETTERS.get(norm, " ") for norm in norms)
    digits = [_BY_FORM.get(norm, 0) for norm in norms]
    if _SPELLED.fullmatch(letters):
        return int("".join(str(digit) for digit in digits))
    match = _NUMBER.fullmatch(letters)
    if letters == "dd" and norms[1] in _LAST_ONLY:
        return 10 * digits[0] + digits[1]
    if not letters or match is None or (letters == "d" and norms[0] in _LAST_ONLY):
        return None
    hundreds = digits[match.start("h")] if match["h"] else 0
    tens = (digits[match.start("t")] if match["t"] else 1) if match["x"] else 0
    last = next((digits[match.start(name)] for name in ("u", "o", "one") if match[name]), 0)
    return 100 * hundreds + 10 * tens + last


def _clear(before: str, piece: list[str], after: str) -> bool:
    if len(piece) > 1 and before not in _AFTER_FORMS:
        return piece[0] not in _DOUBTFUL or before in _BEFORE_FORMS
    if before in {"thu", "thứ"}:
        return True
    if before in _BEFORE_FORMS:
        # `ngày năm`, `tháng sau`, `việc bảy` say other things far more often.
        if piece[0] in {"nam", "năm"}:
            return before in _TAKES_FIVE and after not in _YEAR_NEXT and not after.isdigit()
        return piece[0] not in {"sau", "bay", "lam", "tu", "nhi"}
    if after in _AFTER_FORMS:
        return len(piece) > 1 or piece[0] not in _DOUBTFUL
    return False


def _number_at(words: list[Word], at: int, before: str) -> tuple[int, int] | None:
    if words[at].norm.rstrip(SURE) not in _LETTERS:
        return None
    for size in range(_LONGEST, 0, -1):
        piece = [word.norm.rstrip(SURE) for word in words[at : at + size]]
        number = _value(piece) if len(piece) == size else None
        after = words[at + size].norm.rstrip(SURE) if at + size < len(words) else ""
        if number is not None and _clear(before, piece, after):
            return number, size
    return None


def with_digits(words: list[Word]) -> list[Word]:
    """The words with those numbers as digits; one word stands for the whole number."""
    done: list[Word] = []
    at = 0
    while at < len(words):
        before = done[-1].norm.rstrip(SURE) if done else ""
        found = _number_at(words, at, before)
        number, size = found or (None, 1)
        word = words[at]
        done.append(word if number is None else replace(word, norm=str(number), end=words[at + size - 1].end))
        at += size
    return done

"""Numbers in words beside a unit: `ba ngày` → `3 ngày`, `thứ sáu` → `thứ 6`, `tháng mười một` → `tháng 11`."""

from dataclasses import replace

from bot.intents.line import Word
from bot.intents.patterns import SURE, plain

DIGITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "nhất": 1, "nhì": 2, "giêng": 1, "chạp": 12,
}  # fmt: skip
TENS = {"mười": 10, "mươi": 10}
BEFORE = {"thứ", "tháng", "quý", "mục", "bước", "ngày", "mùng", "mồng", "số", "việc"}
UNITS = {"ngày", "tuần", "tháng", "giờ", "tiếng", "phút", "hôm", "rưỡi", "bữa", "h"}
WORDS = {*DIGITS, *TENS}
_BY_FORM = {form: number for word, number in DIGITS.items() for form in (word, plain(word))}
_TEN_FORMS = {form for word in TENS for form in (word, plain(word))}
# Before a unit these are other words when typed without marks: `bây giờ`, `sau giờ`, `tự`, `nhật`, `này`.
_DOUBTFUL = {"bay", "sau", "tu", "nhat", "lam", "gieng", "chap", "nhi"}
_AFTER_FORMS = {form for word in UNITS for form in (word, plain(word))}
_BEFORE_FORMS = {form for word in BEFORE for form in (word, plain(word))}


def _value(norms: list[str]) -> int | None:
    """`hai mươi lăm` → 25, `mười` → 10, `ba` → 3."""
    if len(norms) == 1:
        return 10 if norms[0] in _TEN_FORMS else _BY_FORM.get(norms[0])
    if norms[0] in _TEN_FORMS:
        last = _BY_FORM.get(norms[1]) if len(norms) == 2 else None
        return None if last is None else 10 + last
    if norms[1] in _TEN_FORMS and norms[0] in _BY_FORM:
        last = 0 if len(norms) == 2 else _BY_FORM.get(norms[2])
        return None if last is None else 10 * _BY_FORM[norms[0]] + last
    return None


def _clear(before: str, piece: list[str], after: str) -> bool:
    if before in _BEFORE_FORMS:
        # `ngày năm`, `tháng sau`, `việc bảy` say other things far more often; `thứ` takes any of them.
        return piece[0] not in {"nam", "năm", "sau", "bay", "lam", "tu", "nhi"} or before in {"thu", "thứ"}
    if after in _AFTER_FORMS:
        return len(piece) > 1 or piece[0] not in _DOUBTFUL
    return False


def _number_at(words: list[Word], at: int, before: str) -> tuple[int, int] | None:
    for size in (3, 2, 1):
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

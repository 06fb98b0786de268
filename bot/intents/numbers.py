"""Numbers in words: `ba ngày` → `3 ngày`, `thứ sáu` → `thứ 6`, `việc số hai trăm lẻ tám` → `việc số 208`.

`scheduler/dates` knows the numbers, and where a plan has them. Only here: what else a chat counts and numbers.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.intents.calendar_line import tokens_of
from bot.intents.line import Word
from bot.intents.patterns import SURE, forms
from scheduler.dates import numbers
from scheduler.dates.tokens import Token

# In a plan these are ranks and lunar months, after `thứ` and `tháng` of a chat numbers like the others.
_OTHERS = {"nhất": 1, "nhì": 2, "giêng": 1, "chạp": 12}
BEFORE = {"thứ", "tháng", "quý", "mục", "bước", "ngày", "mùng", "mồng", "số", "việc"}
UNITS = {"ngày", "tuần", "tháng", "giờ", "tiếng", "phút", "hôm", "rưỡi", "bữa", "h"}
WORDS = {*numbers.WORDS, *_OTHERS}
_OTHER_FORMS = {form: number for word, number in _OTHERS.items() for form in forms(word)}
_BEFORE_FORMS, _AFTER_FORMS = forms(" ".join(BEFORE)), forms(" ".join(UNITS))
# Before a unit these are other words when typed without marks: `bây giờ`, `sau giờ`, `tự`, `này`.
_DOUBTFUL = {"bay", "sau", "tu", "lam"}
_YEAR_NEXT = forms("nay này nào trước sau ngoái tới rồi qua")
_DAY = forms("ngày bữa")
_NOT_ONE = forms("cửa số vài ít chút cách")  # `một cửa`, `một số`
_TAKES_FIVE = forms("số mục bước mùng mồng tháng")


def _clear(before: str, piece: list[str], after: str) -> bool:
    if len(piece) > 1 and before not in _AFTER_FORMS:
        return piece[0] not in _DOUBTFUL or before in _BEFORE_FORMS
    if before in {"thu", "thứ"}:
        return True
    if piece[-1] in {"một", "mot"} and after in _NOT_ONE:
        return False
    if before in _BEFORE_FORMS:
        if piece == ["mot"] and before in _DAY:  # ngày mốt
            return False
        # `ngày năm`, `tháng sau`, `việc bảy` say other things far more often.
        if piece[0] in {"nam", "năm"}:
            return before in _TAKES_FIVE and after not in _YEAR_NEXT and not after.isdigit()
        return piece[0] not in {"sau", "bay", "lam", "tu", "nhi"}
    if after in _AFTER_FORMS and piece[0] not in _OTHER_FORMS:
        return len(piece) > 1 or piece[0] not in _DOUBTFUL | {"nhất", "nhì"}
    return False


def _number_at(norms: list[str], tokens: Sequence[Token], at: int, before: str) -> tuple[int, int] | None:
    other = _OTHER_FORMS.get(norms[at])
    for number, size in [(other, 1)] if other else numbers.numbers_at(tokens, at):
        after = norms[at + size] if at + size < len(norms) else ""
        if _clear(before, norms[at : at + size], after) or numbers.is_number(tokens, at, size):
            return number, size
    return None


def with_digits(words: list[Word]) -> list[Word]:
    """The words with those numbers as digits; one word stands for the whole number."""
    norms = [word.norm.rstrip(SURE) for word in words]
    tokens = [tokens_of(norm)[0] for norm in norms]
    done: list[Word] = []
    at = 0
    while at < len(words):
        before = done[-1].norm.rstrip(SURE) if done else ""
        number, size = _number_at(norms, tokens, at, before) or (None, 1)
        word = words[at]
        done.append(word if number is None else replace(word, norm=str(number), end=words[at + size - 1].end))
        at += size
    return done

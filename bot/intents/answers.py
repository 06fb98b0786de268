"""Answers to an open question: a day, an hour, yes or no, a number. Looking forward; None for anything else."""

from datetime import date, time

from bot.intents import days
from bot.intents.courtesy import without_courtesy
from bot.intents.dates import with_dates
from bot.intents.line import Line
from bot.intents.model import Hearing, Intent
from bot.intents.reader import read
from bot.intents.times import with_times
from bot.intents.tokens import line_of

_YES = frozenset({Intent.YES})
_NO = frozenset({Intent.NO, Intent.CANCEL})


def _line(text: str) -> Line:
    return without_courtesy(with_times(line_of(text)))


def as_date(text: str, today: date) -> date | None:
    """The day answered: `t6`, `25/11`, `cuối tháng` (its last day), `3 ngày nữa`; `25` alone is the next such day."""
    line = with_dates(_line(text), today)
    found = line.values("DATE")
    if found:
        return days.as_date(found[-1])
    number = as_number(text)
    ahead = days.day_of_month(today, number) if number and number <= 31 else None
    return days.as_date(ahead) if ahead else None


def as_time(text: str) -> time | None:
    """The hour answered: `8h30`, `3 rưỡi chiều`, `sáng`; `15` alone is 15:00 and `3` is, as in an office, 15:00 too."""
    found = _line(text).values("TIME")
    if found:
        return time.fromisoformat(found[0])
    number = as_number(text)
    if number is None or number > 23:
        return None
    return time(number + 12 if 1 <= number <= 5 else number)


def as_yes_no(text: str) -> bool | None:
    """True for `ok`, `vâng`, `đồng ý`, 👍; False for `không`, `chưa`, `thôi`."""
    intent = read(text, Hearing(date.min.replace(year=2000))).intent
    return True if intent in _YES else False if intent in _NO else None


def as_number(text: str) -> int | None:
    """A bare number of at most four digits, as a menu or a task takes it: `2`, `số 2`, `#2`."""
    words = [word.norm for word in without_courtesy(line_of(text)).words]
    if len(words) == 2 and words[0] in {"so", "số", "chọn", "chon"}:
        words = words[1:]
    number = words[0] if len(words) == 1 else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 4 else None


def as_reason(text: str) -> str:
    """A reason is what was typed."""
    return text.strip()

"""Days and periods as people name them, `thứ 6`, `25/11`, `quý 3`, seen from today (intents.md, Dates).

A plan has one year for all its phrases; a message has today, and the same phrase asks for one day in a list, for the
next such in a promise and for the last such in a report. That is why this stands here and not in `scheduler/dates`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.dates import spans
from scheduler.dates.items import Item
from scheduler.dates.windows import window_of

Span = tuple[date, date]
_NEAR = 10  # years


@dataclass(frozen=True)
class Days:
    """One phrase taken three ways: what a list asks for (`when`), the next such (`ahead`), the last such (`back`).

    `grain` is `day`, `weekday`, `week` or `period`; `bound` is `before` (strictly), `until` (from today) or empty.
    """

    when: Span
    ahead: Span
    back: Span
    grain: str = "day"
    bound: str = ""

    def bounded(self, bound: str) -> "Days":
        """`trước` it, `đến` it, or (`end`) its last day alone: `hết tháng 9`."""
        if bound == "end":
            when, ahead, back = ((end, end) for _, end in (self.when, self.ahead, self.back))
            return Days(when, ahead, back, self.grain)
        return replace(self, bound=bound)

    def on(self, count: int) -> "Days":
        """So many days after its last."""
        when, ahead, back = ((end + timedelta(count),) * 2 for _, end in (self.when, self.ahead, self.back))
        return Days(when, ahead, back)


def fixed(start: date, end: date | None = None, *, grain: str = "day") -> Days:
    span = (start, end or start)
    return Days(span, span, span, grain)


def after_today(today: date, days: int) -> Days:
    return fixed(today + timedelta(days))


def _first(spans: list[Span], fits: Callable[[Span], bool], default: Span) -> Span:
    return next((span for span in spans if fits(span)), default)


def seen_from(today: date, spans: list[Span], *, now: int, grain: str) -> Days:
    """A phrase that comes again: `spans` in order, `now` the index of this year's or this month's."""
    when = spans[now]
    ahead = _first(spans[now - 1 :], lambda span: span[1] >= today, when)
    back = _first(spans[::-1], lambda span: span[1] <= today, when)
    return Days(when, ahead, back, grain)


def _windows(item: Item, years: Iterable[int]) -> dict[int, Span]:
    """The days of an item in each year that has them: 29/2 in few, 30/2 in none."""
    found = {}
    for year in years:
        try:
            start, end = window_of(item, year)
        except ValueError:
            continue
        found[year] = (end, end) if item.code == "E" else (start, end)
    return found


def named(item: Item, today: date) -> Days | None:
    """What an item of `scheduler/dates` names, seen from today; None for a day that no near year has, and for the
    year of a law, long past."""
    if item.code == "Y" and abs((item.year or today.year) - today.year) > _NEAR:
        return None
    if item.code == "d":
        return day_of_month(today, item.day or 0)
    if item.code == "i":
        ends = [day_of_month(today, end.day or 0) for end in item.ends]
        return joined(ends[0], ends[1]) if ends[0] and ends[1] else None
    grain = "day" if item.code == "D" else "period"
    if item.code == "Y" or all(end.dated for end in item.ends or (item,)):
        only = _windows(item, [today.year])
        return fixed(*only[today.year], grain=grain) if only else None
    near = _windows(item, range(today.year - 4, today.year + 5))
    if not near:
        return None
    now = next((at for at, year in enumerate(near) if year >= today.year), len(near) - 1)
    return seen_from(today, list(near.values()), now=max(now, 1), grain=grain)


def day_of_month(today: date, day: int, shift: int | None = None) -> Days | None:
    """`ngày 25`: of this month, the next or the last such; with `shift`, of that month from now."""
    months = [spans.months_from(today, 1, n) for n in (range(-3, 4) if shift is None else [shift])]
    days = [first.replace(day=day) for first, last in months if 1 <= day <= last.day]
    if not days:
        return None
    if shift is not None:
        return fixed(days[0])
    now = next((i for i, one in enumerate(days) if (one.year, one.month) == (today.year, today.month)), None)
    return seen_from(today, [(one, one) for one in days], now=len(days) // 2 if now is None else now, grain="day")


def monday(today: date, weeks: int = 0) -> date:
    return today - timedelta(today.weekday()) + timedelta(7 * weeks)


def weekday(today: date, day: int, weeks: int | None = None) -> Days:
    """`thứ 6` (day 4): the first after today, the last not after it; with `weeks`, that day of that week."""
    if weeks is not None:
        return fixed(monday(today, weeks) + timedelta(day))
    ahead = today + timedelta((day - today.weekday() - 1) % 7 + 1)
    back = today - timedelta((today.weekday() - day) % 7)
    return Days((ahead, ahead), (ahead, ahead), (back, back), "weekday")


def week(today: date, weeks: int) -> Days:
    start = monday(today, weeks)
    return fixed(start, start + timedelta(6), grain="week")


_MONTHS = {"tháng": 1, "quý": 3, "năm": 12}


def from_now(today: date, unit: str, shift: int) -> Span:
    """This month, quarter or year (`shift` 0), or another from it."""
    return spans.months_from(today, _MONTHS[unit], shift)


def part_of(span: Span, part: str, unit: str) -> Span:
    """`đầu`, `giữa`, `cuối`, `hết` of a month (ten days), a quarter (a month), a year (`cuối năm` is its last day)."""
    start, end = span
    if part in {"hết", "kết thúc"} or (unit, part) == ("năm", "cuối"):
        return end, end
    third = {"đầu": 1, "giữa": 2, "cuối": 3}[part]
    if unit == "tháng":
        return spans.month_part(start.year, start.month, third)
    month = start.month + third - 1 if unit == "quý" else {1: 1, 2: 6}[third]
    return spans.months_window(start.year, month, month)


def part_of_week(today: date, part: str, weeks: int | None) -> Days:
    day = {"đầu": 0, "giữa": 2, "cuối": 4, "hết": 4}[part]
    if weeks is not None:
        return fixed(monday(today, weeks) + timedelta(day))
    days = [(one, one) for n in (-1, 0, 1) for one in [monday(today, n) + timedelta(day)]]
    return seen_from(today, days, now=1, grain="day")


def joined(first: Days, last: Days) -> Days:
    """`từ 20/11 đến 30/11`: a last day that would come before the first is of the next round."""
    end = last.when[1] if last.when[1] >= first.when[0] else last.ahead[1]
    if last.grain == "weekday" and end < first.when[0]:
        end += timedelta(7)
    span = (first.when[0], max(end, first.when[0]))
    ahead = (first.ahead[0], last.ahead[1]) if last.ahead[1] >= first.ahead[0] else span
    return Days(span, ahead, (first.back[0], max(first.back[0], last.back[1])), "period")


def week_of(month: Days, *, first: bool) -> Days:
    """The first or the last seven days of a month."""
    six = timedelta(6)
    when, ahead, back = (
        (start, start + six) if first else (end - six, end) for start, end in (month.when, month.ahead, month.back)
    )
    return Days(when, ahead, back, "period")


def follows(later: Days | None, earlier: Days | None) -> bool:
    """Whether a period begins on the day after another ends."""
    if later is None or earlier is None or not "period" == earlier.grain == later.grain:
        return False
    return later.when[0] == earlier.when[1] + timedelta(1)


def as_when(days: Days, today: date) -> str:
    """`YYYY-MM-DD` or `YYYY-MM-DD..YYYY-MM-DD`, as the slot `when` holds it."""
    start, end = days.when
    if days.bound == "before":
        start, end = today, max(today, start - timedelta(1))
    elif days.bound == "until":
        start = min(today, end)
    return start.isoformat() if start == end else f"{start}..{end}"


def as_date(days: Days) -> date:
    """The single day of a promise: the period's last, of a week its Friday; strictly before, the day before it."""
    start, end = days.ahead
    if days.bound == "before":
        return start - timedelta(1)
    return start + timedelta(4) if days.grain == "week" else end


def as_reminder(days: Days, today: date) -> date:
    """The day to be reminded: the period's first, or its last where the first is past."""
    start, end = days.ahead
    if days.bound == "before":
        return start - timedelta(1)
    return start if start >= today else end


def as_past(days: Days, today: date) -> date:
    """The day something was done: the period's last, not after today."""
    start, end = days.back
    if days.bound == "before":
        return start - timedelta(1)
    return min(start + timedelta(4) if days.grain == "week" else end, today)

"""Days and periods as people name them, `thứ 6`, `25/11`, `quý 3`, seen from today (intents.md, Dates)."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

Span = tuple[date, date]


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
        return replace(self, bound=bound)


def fixed(start: date, end: date | None = None, *, grain: str = "day") -> Days:
    span = (start, end or start)
    return Days(span, span, span, grain)


def after_today(today: date, days: int) -> Days:
    return fixed(today + timedelta(days))


def month_span(year: int, month: int, months: int = 1) -> Span:
    """The days of `months` months from that one; months beyond December count on."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last_year, last_month = year + (month + months - 2) // 12, (month + months - 2) % 12 + 1
    return date(year, month, 1), date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])


def _first(spans: list[Span], fits: Callable[[Span], bool], default: Span) -> Span:
    return next((span for span in spans if fits(span)), default)


def seen_from(today: date, spans: list[Span], *, now: int, grain: str) -> Days:
    """A phrase that comes again: `spans` in order, `now` the index of this year's or this month's."""
    when = spans[now]
    ahead = _first(spans[now - 1 :], lambda span: span[1] >= today, when)
    back = _first(spans[::-1], lambda span: span[1] <= today, when)
    return Days(when, ahead, back, grain)


def day_of_year(today: date, day: int, month: int, year: int | None = None) -> Days | None:
    """`25/11`; None where no near year has such a day."""
    years = [year] if year else list(range(today.year - 4, today.year + 5))
    days = [date(y, month, day) for y in years if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(y, month)[1]]
    if not days:
        return None
    now = next((i for i, one in enumerate(days) if one.year == today.year), 0)
    if year:
        return fixed(days[0])
    return seen_from(today, [(one, one) for one in days], now=max(now, 1), grain="day")


def day_of_month(today: date, day: int, shift: int | None = None) -> Days | None:
    """`ngày 25`: of this month, the next or the last such; with `shift`, of that month from now."""
    months = [month_span(today.year, today.month + n)[0] for n in (range(-3, 4) if shift is None else [shift])]
    days = [m.replace(day=day) for m in months if 1 <= day <= calendar.monthrange(m.year, m.month)[1]]
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


def months_of_year(today: date, first: int, months: int = 1, year: int | None = None) -> Days:
    """`tháng 9`, `quý 3`, `6 tháng cuối năm`."""
    if year:
        return fixed(*month_span(year, first, months), grain="period")
    spans = [month_span(today.year + n, first, months) for n in (-1, 0, 1)]
    return seen_from(today, spans, now=1, grain="period")


def months_from_now(today: date, unit: str, shift: int) -> Span:
    """This month, quarter or year (`shift` 0), or another from it."""
    if unit == "tháng":
        return month_span(today.year, today.month + shift)
    if unit == "quý":
        return month_span(today.year, 3 * ((today.month - 1) // 3 + shift) + 1, 3)
    return month_span(today.year + shift, 1, 12)


def part_of(span: Span, part: str, unit: str) -> Span:
    """`đầu`, `giữa`, `cuối`, `hết` of a month (ten days), a quarter (a month), a year (`cuối năm` is its last day)."""
    start, end = span
    if part == "hết":
        return end, end
    if unit == "tháng":
        cuts = {"đầu": (1, 10), "giữa": (11, 20), "cuối": (21, end.day)}[part]
        return start.replace(day=cuts[0]), start.replace(day=cuts[1])
    if unit == "quý":
        return month_span(start.year, start.month + {"đầu": 0, "giữa": 1, "cuối": 2}[part])
    return {
        "đầu": month_span(start.year, 1),
        "giữa": month_span(start.year, 6),
        "cuối": (end, end),
    }[part]


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

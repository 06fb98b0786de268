"""Items on the calendar: each becomes occurrences in the years of its plan."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.dates import spans
from scheduler.dates.items import Item
from scheduler.dates.spans import ONE_DAY, ROMAN
from scheduler.dates.windows import window_of, year_of
from scheduler.plans.model import Context, Doubt, Occurrence


class Missing(Exception):
    """The plan doesn't say what the phrase needs."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.value)
        self.doubt = doubt


@dataclass(frozen=True)
class Dated:
    """An occurrence; `period`: how many months the period it ends has (0 for a day or a window), for rule 13."""

    occurrence: Occurrence
    period: int = 0


def plan_year(context: Context) -> int:
    if context.plan_year is not None:
        return context.plan_year
    for window in (context.span, context.period and (context.period[0].year, context.period[1].year)):
        if window and window[0] == window[1]:
            return window[0]
    raise Missing(Doubt.NO_YEAR)


def _seen_from(item: Item, context: Context) -> int:
    """The plan's year, where the item needs one (rule 20)."""
    first, last = item.ends or (item, item)
    if last.year is not None and (first.year is not None or not first.dated):
        return last.year
    return plan_year(context)


def span_of(item: Item, context: Context) -> range:
    """The years a yearly rhythm runs over."""
    span = item.span or context.span
    if span is None:
        raise Missing(Doubt.NO_SPAN)
    return range(span[0], span[1] + 1)


def _years(item: Item, context: Context) -> Iterable[int]:
    """The years in which the item is seen: each of the span, or the plan's."""
    return span_of(item, context) if item.each_year else [_seen_from(item, context)]


def _day(item: Item, context: Context) -> Iterator[Dated]:
    for year in _years(item, context):
        due = window_of(item, year)[0]
        if item.before and not item.clock:
            due -= ONE_DAY
        label = f"Năm {year}" if item.each_year and item.label in {None, "Năm"} else item.label
        yield Dated(Occurrence(due, time=item.clock, label=label))


_LENGTHS = {"M": 1, "Q": 3, "E": 12}


def _period(item: Item, context: Context) -> Iterator[Dated]:
    """A month, quarter, half-year or year: its window, or its edge after `trước` and `đến hết` (rule 32)."""
    for year in _years(item, context):
        first, last = window_of(item, year)
        if item.before or item.until:
            yield Dated(Occurrence(first - ONE_DAY if item.before else last))
            continue
        start = None if item.code == "E" or item.unit == "rhythm" else first
        length = _LENGTHS.get(item.code, 0) if item.code != "H" else min(item.months or 6, 9)
        length = 0 if item.part else length
        yield Dated(Occurrence(last, start=start, label=_period_label(item)), length)


def _period_label(item: Item) -> str | None:
    match item.code:
        case "Q":
            return f"Quý {ROMAN[item.quarter or 0]}"
        case "H":
            return spans.half_label(item.months or 6)
        case "E":
            return "Năm"
        case _:
            return None


def _span(item: Item, context: Context) -> Iterator[Dated]:
    """`Trong giai đoạn`, `trong kỳ` (rule 19): the plan's own period or span."""
    if context.period:
        yield Dated(Occurrence(context.period[1], start=context.period[0]))
        return
    years = span_of(item, context)
    yield Dated(Occurrence(date(years[-1], 12, 31), start=date(years[0], 1, 1)))


def _own_period(item: Item, context: Context) -> Iterator[Dated]:
    """`Trong quý`, `cuối quý` of a plan for one quarter; `trong tháng` of a plan for one month."""
    length = 3 if item.unit == "quarter" else 1
    if context.period is None:
        raise Missing(Doubt.NO_SPAN)
    first, last = context.period
    quarter = (first.month + 2) // 3
    whole = (
        spans.quarter_window(first.year, quarter) if length == 3 else spans.month_part(first.year, first.month, None)
    )
    if whole != (first, last):
        raise Missing(Doubt.NO_SPAN)
    if item.part:
        month = first.month + item.part - 1
        first, last = spans.months_window(first.year, month, month)
    label = f"Quý {ROMAN[quarter]}" if length == 3 and not item.part else None
    yield Dated(Occurrence(last, start=first, label=label))


def _interval(item: Item, context: Context) -> Iterator[Dated]:
    for year in _years(item, context):
        start, due = window_of(item, year)
        yield Dated(Occurrence(due, time=item.clock, start=start, label=item.label))


def _weeks(item: Item, context: Context) -> Iterator[Dated]:
    """Each Friday, or the weekday named, of the plan's year (rule 15)."""
    year = year_of(item, _seen_from(item, context))
    weekday = 4 if item.weekday is None else item.weekday
    day = date(year, 1, 1)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    while day.year == year:
        yield Dated(Occurrence(day, time=item.clock))
        day += timedelta(days=7)


def _months(item: Item, context: Context) -> Iterator[Dated]:
    year = year_of(item, _seen_from(item, context))
    for month in range(1, 13):
        yield Dated(Occurrence(spans.last_of_month(year, month), label=f"Tháng {month}"), 1)


def _parts_of_months(item: Item, context: Context) -> Iterator[Dated]:
    year = year_of(item, _seen_from(item, context))
    for month in range(1, 13):
        start, due = spans.month_part(year, month, item.part)
        yield Dated(Occurrence(due, start=start, label=f"Tháng {month}"))


def _quarters(item: Item, context: Context) -> Iterator[Dated]:
    year = year_of(item, _seen_from(item, context))
    for quarter in range(1, 5):
        yield Dated(Occurrence(spans.quarter_window(year, quarter)[1], label=f"Quý {ROMAN[quarter]}"), 3)


def _halves(item: Item, context: Context) -> Iterator[Dated]:
    year = year_of(item, _seen_from(item, context))
    for months in (6, 12):
        yield Dated(Occurrence(spans.half_window(year, months)[1], label=spans.half_label(months)), 6)


def _each_year(item: Item, context: Context) -> Iterator[Dated]:
    for year in span_of(item, context):
        yield Dated(Occurrence(date(year, 12, 31), label=f"Năm {year}"), 12)


def _quarter_months(item: Item, context: Context) -> Iterator[Dated]:
    """The first, second or third month of each quarter, or of the quarter after it."""
    year = item.year or plan_year(context)
    for quarter in range(1, 5):
        at, month = spans.shifted_month(year, 3 * quarter - 3 + (item.part or 1), 3 * (item.shift or 0))
        start, due = spans.months_window(at, month, month)
        yield Dated(Occurrence(due, start=start, label=f"Quý {ROMAN[quarter]}"))


def _inside(item: Item, context: Context) -> Iterator[Dated]:
    """A day of each month, of the month after it, or of a month of each quarter (rules 27 to 30)."""
    year = item.year or plan_year(context)
    if item.unit == "quarter":
        place = (item.part or 1) + 3 * (item.shift or 0)
        targets = [(3 * q - 3, place, f"Quý {ROMAN[q]}") for q in range(1, 5)]
    else:
        targets = [(month, 1 if item.unit == "next" else 0, f"Tháng {month}") for month in range(1, 13)]
    for month, by, label in targets:
        at = spans.shifted_month(year, month, by) if month else spans.shifted_month(year, 1, by - 1)
        for day in item.ends:
            yield Dated(replace(_on(day, at), label=label))


def _on(day: Item, at: tuple[int, int]) -> Occurrence:
    first, last = (day.ends[0], day.ends[1]) if day.ends else (None, day)
    due = spans.day_of_month(*at, last.day or 1)
    if day.before and not day.clock:
        due -= ONE_DAY
    return Occurrence(due, time=day.clock, start=spans.day_of_month(*at, first.day or 1) if first else None)


def _offset(item: Item, context: Context) -> Iterator[Dated]:
    """So many days from the end of a period, or from a day named (rule 37)."""
    for base, label in _bases(item, context):
        moved = spans.add_months(base, item.months or 0) if item.months else base
        yield Dated(Occurrence(moved + timedelta(days=item.days), label=label))


def _bases(item: Item, context: Context) -> Iterator[tuple[date, str | None]]:
    for seen in _years(item, context):
        year = year_of(item, seen)
        match item.unit:
            case "day":
                yield window_of(replace(item, code="D"), seen)[0], None
            case "quarter":
                for quarter in [item.month] if item.month else range(1, 5):
                    yield spans.quarter_window(year, quarter)[1], f"Quý {ROMAN[quarter]}"
            case "month":
                for month in [item.month] if item.month else range(1, 13):
                    yield spans.last_of_month(year, month), f"Tháng {month}"
            case "half":
                yield spans.half_window(year, 6)[1], spans.half_label(6)
            case _:
                yield date(year, 12, 31), f"Năm {year}" if item.each_year else "Năm"


_READERS: dict[str, Callable[[Item, Context], Iterator[Dated]]] = {
    "D": _day,
    "M": _period,
    "Q": _period,
    "H": _period,
    "E": _period,
    "Y": _period,
    "S": _span,
    "q": _own_period,
    "I": _interval,
    "w": _weeks,
    "m": _months,
    "P": _parts_of_months,
    "r": _quarters,
    "h": _halves,
    "y": _each_year,
    "l": _quarter_months,
    "V": _inside,
    "N": _offset,
}
_CUT_TO_PERIOD = frozenset("wmPrhylVNE")


def occurrences_of(item: Item, context: Context) -> list[Dated]:
    """What an item asks for. Raises Missing where the plan doesn't say enough, ValueError for a day that is none."""
    found = list(_READERS[item.code](item, context))
    cut = (item.code in _CUT_TO_PERIOD and item.unit != "day") or item.unit == "rhythm"
    if context.period is None or not cut:
        return found
    first, last = context.period
    return [each for each in found if first <= each.occurrence.due <= last]

"""The first and last day of an item, once the year is known in which it is seen."""

from datetime import date

from scheduler.dates import spans
from scheduler.dates.items import Item
from scheduler.dates.spans import Window


def year_of(item: Item, year: int) -> int:
    """Its own year; else the one in which it is seen, or the one before or after (`năm trước`, `năm sau`)."""
    return item.year if item.year is not None else year + (item.shift or 0)


def window_of(item: Item, year: int) -> Window:
    """The days of a day, month, quarter, half-year, year or window, seen in `year` unless it names its own.

    Raises ValueError for a day that is none, and for a window that ends before it begins.
    """
    return _between(item, year) if item.code == "I" else _in(year_of(item, year), item)


def _in(year: int, item: Item) -> Window:
    match item.code:
        case "D":
            day = date(year, item.month or 0, item.day or 0)
            return day, day
        case "M" if item.unit == "quarter" and item.part:
            month = 3 * (item.quarter or 1) - 3 + item.part
            return spans.months_window(year, month, month)
        case "M":
            return spans.month_part(year, item.month or 0, item.part)
        case "Q":
            return spans.quarter_window(year, item.quarter or 0)
        case "H":
            return spans.half_window(year, item.months or 6)
        case _:
            return spans.months_window(year, 1, 12)


def _between(item: Item, year: int) -> Window:
    """A window that would end before it begins goes over a new year, where one of its ends names none."""
    first, last = item.ends
    ends = year_of(last, year)
    begins = year_of(first, year) if first.dated else ends
    start, due = _in(begins, first)[0], _in(ends, last)[1]
    if start > due and last.dated and (first.inherited or not first.dated):
        start = _in(begins - 1, first)[0]
    elif start > due and not last.dated:
        due = _in(ends + 1, last)[1]
    if start > due:
        raise ValueError("the window ends before it begins")
    return start, due

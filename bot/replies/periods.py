"""A day or a span of days in words: `tuần tới`, `tháng 12`, `từ 20/11 đến 30/11`."""

from datetime import date, timedelta

from locales import day, text, weekday_day

_ROMAN = ("I", "II", "III", "IV")
_DAY = timedelta(days=1)


def month_end(when: date) -> date:
    return (when.replace(day=28) + timedelta(days=4)).replace(day=1) - _DAY


def _one_day(when: date, today: date) -> str:
    near = {
        today: text("period.today"),
        today + _DAY: text("period.tomorrow"),
        today - _DAY: text("period.yesterday"),
    }
    return near.get(when) or weekday_day(when, today=today)


def _week(first: date, last: date, today: date) -> str | None:
    monday = today - _DAY * today.weekday()
    if last - first not in (_DAY * 6, _DAY * 4):
        return None
    near = {
        monday: text("period.this_week"),
        monday + _DAY * 7: text("period.next_week"),
        monday - _DAY * 7: text("period.last_week"),
    }
    return near.get(first)


def _months(first: date, last: date, today: date) -> str | None:
    if first.day != 1 or last != month_end(last) or first.year != last.year:
        return None
    year = "" if first.year == today.year else text("period.of_year", year=first.year)
    if first.month == last.month:
        this = (first.year, first.month) == (today.year, today.month)
        return text("period.this_month") if this else text("period.month", month=first.month, year=year)
    if first.month % 3 == 1 and last.month == first.month + 2:
        return text("period.quarter", quarter=_ROMAN[first.month // 3], year=year)
    return text("period.year", year=first.year) if (first.month, last.month) == (1, 12) else None


def period_words(first: date, last: date, *, today: date) -> str:
    """The span [first, last] as people name it, lower case."""
    if first == last:
        return _one_day(first, today)
    named = _week(first, last, today) or _months(first, last, today)
    if named:
        return named
    if first == today:
        return text("period.from_now", last=weekday_day(last, today=today))
    return text("period.span", first=day(first, today=today), last=day(last, today=today))

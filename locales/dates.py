"""Days, hours, numbers and percents in words, through Babel, as voice.md rules 6 to 9 ask."""

from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from locales.catalogue import DEFAULT_LOCALE


def lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _weekday(when: date, locale: str) -> str:
    return _weekday_name(when.weekday(), locale)


@cache
def _weekday_name(weekday: int, locale: str) -> str:
    monday = date(2026, 1, 5)
    name = format_date(monday + timedelta(days=weekday), "EEEE", locale=locale)
    # Babel capitalises both words of "Chủ Nhật" and the first of "Thứ Hai"; an office writes "Chủ nhật", "thứ Hai".
    return "Chủ nhật" if weekday == 6 and locale == "vi" else lower_first(name)


def day_month(when: date) -> str:
    """`20/11`, `08/3`, `05/02`: the day has two digits, and so have January and February (Decree 30/2020)."""
    month = f"{when.month:02d}" if when.month < 3 else str(when.month)
    return f"{when.day:02d}/{month}"


def full_day(when: date) -> str:
    """`20/11/2026`."""
    return f"{day_month(when)}/{when.year}"


def day(when: date, *, today: date) -> str:
    """`20/11`, with the year where it is not this year's."""
    return day_month(when) if when.year == today.year else full_day(when)


def weekday_day(when: date, *, today: date, locale: str = DEFAULT_LOCALE) -> str:
    """`thứ Sáu 20/11`, `Chủ nhật 22/11`; with the year where it is not this year's."""
    return f"{_weekday(when, locale)} {day(when, today=today)}"


def weekday_full(when: date, locale: str = DEFAULT_LOCALE) -> str:
    """`thứ Sáu 20/11/2026`."""
    return f"{_weekday(when, locale)} {full_day(when)}"


def hour(when: datetime | time) -> str:
    """`16:00`."""
    return f"{when:%H:%M}"


@lru_cache(maxsize=4096)
def number(value: float, locale: str = DEFAULT_LOCALE) -> str:
    """`3.321`."""
    return format_decimal(value, locale=locale)


def percent(share: float, locale: str = DEFAULT_LOCALE) -> str:
    """`67,7%` of a share between 0 and 1."""
    return format_percent(share, "#,##0.#%", locale=locale)

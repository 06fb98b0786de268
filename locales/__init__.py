"""The words: `text(key, …)` for whole sentences, and dates, numbers and distances as an office writes them."""

from locales.catalogue import DEFAULT_LOCALE, MissingText, keys, text
from locales.dates import day, day_month, full_day, hour, lower_first, number, percent, weekday_day, weekday_full

__all__ = [
    "DEFAULT_LOCALE",
    "MissingText",
    "day",
    "day_month",
    "full_day",
    "hour",
    "keys",
    "lower_first",
    "number",
    "percent",
    "text",
    "weekday_day",
    "weekday_full",
]

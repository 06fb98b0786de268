"""Hours of the day, as the groups of `rows.CLOCK` give them."""

from collections.abc import Mapping
from datetime import time

# Before these hours a part of the day counts on from noon: `3 giờ chiều`, `1 giờ trưa`; `1 giờ đêm` is after midnight.
_FROM_NOON = {"trua": range(10), "chieu": range(12), "toi": range(12), "dem": range(6, 12), "khuya": range(6, 12)}


def hour_and_minute(groups: Mapping[str, str | None]) -> tuple[int, int]:
    """`9h kém 15` → (8, 45), `3 giờ rưỡi` → (3, 30), `16h` → (16, 0)."""
    hour, less = int(groups["hour"] or 0), groups.get("less")
    if less:
        return (hour - 1) % 24, 60 - int(less)
    return hour, 30 if groups.get("half") else int(groups.get("minute") or 0)


def clock_time(hour: int, minute: int, part: str = "") -> time:
    """The time of 24 hours; `part` of the day without diacritics. Midnight at the end of a day is 23:59."""
    if hour in _FROM_NOON.get(part, ()):
        hour += 12
    return time(23, 59) if hour == 24 else time(hour, minute)

"""Quiet hours: when nothing is said; pure. They may run over midnight."""

from datetime import datetime, time, timedelta

from scheduler.calendar import Calendar

_DAY = timedelta(days=1)


def is_quiet(hour: time, first: time, last: time) -> bool:
    """Whether this hour lies in [first, last)."""
    return first <= hour or hour < last if first > last else first <= hour < last


def end_of_quiet(moment: datetime, first: time, last: time, *, calendar: Calendar) -> datetime:
    """The moment itself, or the end of the quiet hours it lies in, in office time."""
    local = moment.astimezone(calendar.zone)
    if not is_quiet(local.time(), first, last):
        return moment
    return calendar.at(local.date() + _DAY if local.time() >= last else local.date(), last)

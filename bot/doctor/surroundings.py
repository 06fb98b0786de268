"""What the machine brings: room on the disk, and days off that are known."""

import shutil
from collections.abc import Iterator
from datetime import datetime

from bot.doctor.findings import Finding, fault, well
from bot.monitoring.health import LEAST_FREE
from bot.settings import Settings
from locales import number, text
from scheduler.calendar import Calendar, year_is_decided

_GB = 1_000_000_000


def disk(settings: Settings) -> Iterator[Finding]:
    """The disk of a SQLite file; a server looks after its own."""
    file = settings.database_file
    if file is None or not file.parent.exists():
        return
    free = shutil.disk_usage(file.parent).free
    said = text("doctor.disk", path=file.parent, free=number(round(free / _GB, 1)))
    yield well("disk", said) if free >= LEAST_FREE else fault("disk", said, text("doctor.disk_todo"))


def calendar(now: datetime) -> Iterator[Finding]:
    """This year's days off have to be decided; next year's may be a forecast, and say so."""
    year = Calendar().today(now).year
    if not year_is_decided(year):
        yield fault("calendar", text("doctor.year_forecast", year=year), text("doctor.year_forecast_todo"))
    elif year_is_decided(year + 1):
        yield well("calendar", text("doctor.both_years", year=year, next=year + 1))
    else:
        yield well("calendar", text("doctor.this_year", year=year, next=year + 1))

from datetime import date, datetime, time

import pytest

from scheduler.calendar import Calendar
from scheduler.quiet import end_of_quiet, is_quiet

OFFICE = Calendar()
NIGHT, NOON = (time(21), time(6, 30)), (time(12), time(13, 30))


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=OFFICE.zone)


@pytest.mark.parametrize(
    ("hour", "quiet"),
    [(time(21), True), (time(23, 59), True), (time(6, 29), True), (time(6, 30), False), (time(20, 59), False)],
)
def test_a_night_begins_at_its_first_minute_and_ends_before_its_last(hour: time, *, quiet: bool) -> None:
    assert is_quiet(hour, *NIGHT) is quiet


def test_what_is_wanted_in_quiet_hours_waits_for_their_end() -> None:
    assert end_of_quiet(at("2026-11-20 22:00"), *NIGHT, calendar=OFFICE) == OFFICE.at(date(2026, 11, 21), time(6, 30))
    assert end_of_quiet(at("2026-11-20 05:00"), *NIGHT, calendar=OFFICE) == at("2026-11-20 06:30")
    assert end_of_quiet(at("2026-11-20 12:15"), *NOON, calendar=OFFICE) == at("2026-11-20 13:30")
    assert end_of_quiet(at("2026-11-20 14:00"), *NOON, calendar=OFFICE) == at("2026-11-20 14:00")

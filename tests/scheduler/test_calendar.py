from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from scheduler.calendar import Calendar, Day, national_day, year_is_decided

VN = Calendar()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-01-02", False),  # swapped by 12729/VPCP-KGVX
        ("2026-01-10", True),  # the Saturday worked instead
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-11-23", True),
        ("2026-11-24", False),  # Ngày Văn hóa Việt Nam
        ("2026-11-22", False),
        ("2023-01-20", False),
        ("2023-01-26", False),
        ("2024-04-29", False),
        ("2024-05-04", True),
        ("2025-05-02", False),
    ],
)
def test_offices_work_on_the_days_that_the_state_decided(day: str, works: bool) -> None:
    assert VN.works(date.fromisoformat(day)) is works


def test_a_forecast_says_that_it_is_one() -> None:
    assert not national_day(date(2027, 2, 4)).decided
    assert national_day(date(2026, 11, 24)).decided


def test_distance_counts_working_days_after_the_first_through_the_last() -> None:
    friday, wednesday = date(2026, 11, 20), date(2026, 11, 25)
    assert VN.distance(friday, wednesday) == 2  # Monday and Wednesday: Tuesday is a holiday
    assert VN.distance(wednesday, friday) == 0
    assert VN.distance(date(2026, 11, 17), friday) == 3


def test_steps_over_days_off() -> None:
    saturday = date(2026, 11, 21)
    assert VN.on_or_after(saturday) == date(2026, 11, 23)
    assert VN.on_or_before(saturday) == date(2026, 11, 20)
    assert VN.add(date(2026, 11, 20), 2) == date(2026, 11, 25)
    assert VN.add(date(2026, 11, 25), -1) == date(2026, 11, 23)
    assert VN.add(saturday, -1) == date(2026, 11, 20)


def test_an_office_may_have_days_of_its_own() -> None:
    storm = date(2026, 11, 20)
    office = Calendar(own={storm: Day(works=False, name="Nghỉ bão")})
    assert not office.works(storm)
    assert office.name_of(storm) == "Nghỉ bão"
    assert office.name_of(date(2026, 11, 21)) is None


def test_the_office_date_is_not_the_utc_date() -> None:
    assert VN.today(datetime(2026, 11, 20, 17, 0, tzinfo=UTC)) == date(2026, 11, 21)


def test_late_begins_at_midnight_or_at_the_clock_time() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    sunday = date(2023, 12, 31)
    assert VN.late_after(date(2026, 11, 20), None, extends=False) == datetime(2026, 11, 21, tzinfo=zone)
    assert VN.late_after(date(2026, 11, 20), time(16), extends=True) == datetime(2026, 11, 20, 16, tzinfo=zone)
    assert VN.late_after(sunday, None, extends=False) == datetime(2024, 1, 1, tzinfo=zone)
    assert VN.late_after(sunday, None, extends=True) == datetime(2024, 1, 3, tzinfo=zone)


def test_a_year_is_decided_once_its_days_off_and_swaps_are_known() -> None:
    assert [year for year in (2024, 2025, 2026, 2027, 2028) if year_is_decided(year)] == [2024, 2025, 2026]

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar import Calendar
from scheduler.reminders import morning_due, opening, rungs

VN = Calendar()


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


def test_a_plain_deadline_speaks_before_on_and_after_its_day() -> None:
    # Wednesday; Tuesday 24/11 is a public holiday.
    assert rungs(date(2026, 11, 25), None, calendar=VN) == days(
        "2026-11-13", "2026-11-19", "2026-11-23", "2026-11-25",  # 7, 3, 1, 0 working days before
        "2026-11-26", "2026-11-30", "2026-12-04",  # +1, +3, +7
        "2026-12-11", "2026-12-18", "2026-12-25",  # weekly until due + 31 days
    )  # fmt: skip


def test_a_window_announces_its_opening_and_skips_the_seven() -> None:
    # November 2026: the 1st is a Sunday, the 30th a Monday.
    spoken = rungs(date(2026, 11, 30), date(2026, 11, 1), calendar=VN)
    assert spoken[:4] == days("2026-11-02", "2026-11-25", "2026-11-27", "2026-11-30")


def test_a_due_day_off_speaks_on_the_working_day_before() -> None:
    # Sunday 31/12/2023; Monday 1/1 is a holiday.
    spoken = rungs(date(2023, 12, 31), None, calendar=VN)
    assert spoken[:5] == days("2023-12-20", "2023-12-26", "2023-12-28", "2023-12-29", "2024-01-02")


def test_nothing_is_said_before_a_short_window_opens() -> None:
    # Tuesday to Friday: the 3 falls on its opening day, the 7 before it.
    assert rungs(date(2026, 12, 4), date(2026, 12, 1), calendar=VN)[:3] == days(
        "2026-12-01", "2026-12-03", "2026-12-04"
    )


def test_a_window_of_one_day_only_has_its_due_day() -> None:
    assert opening(date(2026, 12, 4), date(2026, 12, 4), calendar=VN) is None


def test_a_wish_replaces_seven_three_and_one_but_not_the_day_itself() -> None:
    spoken = rungs(date(2026, 12, 8), None, calendar=VN, remind_before=5)
    assert spoken[:3] == days("2026-12-01", "2026-12-08", "2026-12-09")


@pytest.mark.parametrize(("handled", "today", "due"), [("18", "19", True), ("19", "20", False), ("17", "20", True)])
def test_a_morning_goes_if_a_rung_fell_since_the_last_one(handled: str, today: str, due: bool) -> None:
    rung = rungs(date(2026, 11, 25), None, calendar=VN)
    told = morning_due(
        rung, handled=date.fromisoformat(f"2026-11-{handled}"), today=date.fromisoformat(f"2026-11-{today}")
    )
    assert told is due


@given(
    due=st.dates(date(2022, 1, 1), date(2027, 12, 31)),
    length=st.none() | st.integers(0, 400),
    wish=st.none() | st.integers(0, 30),
)
def test_every_rung_is_a_working_day_and_the_last_chance_is_never_missed(
    due: date, length: int | None, wish: int | None
) -> None:
    opens = None if length is None else due - timedelta(days=length)
    spoken = rungs(due, opens, calendar=VN, remind_before=wish)
    assert all(VN.works(day) for day in spoken)
    assert VN.on_or_before(due) in spoken
    assert spoken == sorted(set(spoken))
    assert spoken[-1] <= due + timedelta(days=31)
    assert len(spoken) <= 12

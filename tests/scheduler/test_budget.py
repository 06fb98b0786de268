"""How a month's messages are made to last: pure figures, no database."""

from datetime import date

from scheduler.budget import Month, room, runs_low, turn, working_days
from scheduler.calendar import Calendar

OFFICE = Calendar()
TUESDAY = date(2026, 12, 1)


def month(*, sent: int, mornings: int = 0, people: int = 50, gone: int = 0, left: int = 23) -> Month:
    return Month(3_000, sent, mornings, people, gone, left)


def test_a_part_of_the_month_is_kept_for_what_cannot_wait() -> None:
    assert (room(3_000, 0), room(3_000, 2_849), room(3_000, 2_850), room(3_000, 3_100)) == (2_850, 1, 0, 0)


def test_the_warning_comes_at_eighty_percent() -> None:
    assert (runs_low(3_000, 2_399), runs_low(3_000, 2_400)) == (False, True)


def test_fifty_people_who_hear_two_messages_a_day_are_served_as_usual() -> None:
    assert month(sent=0).every == 1
    assert month(sent=1_000, mornings=500, gone=10, left=13).every == 1


def test_a_talkative_month_merges_mornings_of_two_days_then_of_more() -> None:
    assert month(sent=1_400, mornings=500, gone=10, left=13).every == 2
    assert month(sent=1_900, mornings=500, gone=10, left=13).every == 5


def test_what_is_said_besides_is_seen_from_the_month_and_expected_before() -> None:
    assert month(sent=0).besides == 1.0
    assert month(sent=1_500, mornings=500, gone=10, left=13).besides == 1_250 / 750
    assert month(sent=500, mornings=500, gone=10, left=13).besides < 1


def test_nobody_linked_needs_nothing() -> None:
    assert month(sent=0, people=0).every == 1


def test_days_off_are_no_days_of_the_month() -> None:
    assert working_days(TUESDAY, calendar=OFFICE) == (0, 23)
    assert working_days(date(2026, 11, 23), calendar=OFFICE) == (15, 5)  # thứ Ba 24/11 is a holiday
    assert working_days(date(2026, 12, 31), calendar=OFFICE) == (22, 1)


def test_merged_mornings_cost_every_day_alike() -> None:
    days = [turn(person, TUESDAY, every=3, calendar=OFFICE) for person in range(51)]
    assert {day.day: days.count(day) for day in days} == {1: 17, 2: 17, 3: 17}


def test_a_turn_stays_where_it_is_until_it_has_come() -> None:
    turns = [turn(7, TUESDAY.replace(day=day), every=3, calendar=OFFICE).day for day in (1, 2, 3, 4, 7, 8)]
    assert turns == [3, 3, 3, 8, 8, 8]  # 05/12 and 06/12 are a weekend


def test_no_morning_waits_past_a_day_on_which_something_is_due() -> None:
    waits = next(person for person in range(5) if turn(person, TUESDAY, every=5, calendar=OFFICE).day == 7)
    due = {due: turn(waits, TUESDAY, every=5, calendar=OFFICE, first_due=date(2026, 12, due)).day for due in (1, 3, 6)}
    assert due == {1: 1, 3: 3, 6: 4}  # 06/12 is a Sunday
    assert turn(waits, TUESDAY, every=5, calendar=OFFICE, first_due=date(2026, 12, 20)).day == 7


def test_the_next_month_has_messages_again() -> None:
    last = date(2026, 12, 31)
    waiting = {turn(person, last, every=5, calendar=OFFICE) for person in range(5)}
    assert waiting == {last, date(2027, 1, 4)}  # thứ Sáu 01/01 is a holiday

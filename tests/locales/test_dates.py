from datetime import date, datetime, time

import locales


def test_a_day_has_two_digits_and_so_have_the_first_two_months() -> None:
    assert [locales.day_month(date(2026, m, 8)) for m in (1, 2, 3, 12)] == ["08/01", "08/02", "08/3", "08/12"]


def test_the_year_stands_only_where_it_is_not_this_years() -> None:
    today = date(2026, 11, 20)
    assert locales.weekday_day(today, today=today) == "thứ Sáu 20/11"
    assert locales.weekday_day(date(2027, 1, 3), today=today) == "Chủ nhật 03/01/2027"
    assert locales.weekday_full(date(2026, 11, 24)) == "thứ Ba 24/11/2026"


def test_hours_numbers_and_percents() -> None:
    assert locales.hour(time(7, 30)) == "07:30"
    assert locales.hour(datetime(2026, 11, 20, 16, 0)) == "16:00"  # noqa: DTZ001
    assert locales.number(3321) == "3.321"
    assert locales.percent(0.6767) == "67,7%"

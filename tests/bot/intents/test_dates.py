"""The table of dates of intents.md, as a list asks for them and as a promise, a report and a reminder name them."""

from datetime import date

import pytest

from bot.intents import Hearing, read
from bot.intents.dates import with_dates
from bot.intents.days import Days, as_date, as_past, as_reminder, as_when
from bot.intents.times import with_times
from bot.intents.tokens import line_of

THURSDAY = date(2026, 11, 19)


def days_of(text: str, today: date = THURSDAY) -> Days:
    found = with_dates(with_times(line_of(text)), today).values("DATE")
    assert len(found) == 1, found
    days = found[0]
    assert isinstance(days, Days)
    return days


WHEN = [
    ("hôm nay", "2026-11-19"), ("bữa nay", "2026-11-19"), ("bữa ni", "2026-11-19"), ("nay", "2026-11-19"),
    ("mai", "2026-11-20"), ("ngày mai", "2026-11-20"), ("mốt", "2026-11-21"), ("ngay mot", "2026-11-21"),
    ("ngày kia", "2026-11-21"),
    ("hôm qua", "2026-11-18"), ("hôm kia", "2026-11-17"),
    ("thứ 6", "2026-11-20"), ("thứ sáu", "2026-11-20"), ("t6", "2026-11-20"), ("thứ 5", "2026-11-26"),
    ("cn", "2026-11-22"), ("chủ nhật", "2026-11-22"), ("t6 tuần này", "2026-11-20"), ("t2 tuần này", "2026-11-16"),
    ("thứ 6 tuần sau", "2026-11-27"), ("tuần tới thứ tư", "2026-11-25"),
    ("tuần này", "2026-11-16..2026-11-22"), ("trong tuần", "2026-11-16..2026-11-22"),
    ("tuần sau", "2026-11-23..2026-11-29"), ("tuần tới", "2026-11-23..2026-11-29"),
    ("tuần trước", "2026-11-09..2026-11-15"), ("tuần rồi", "2026-11-09..2026-11-15"),
    ("tháng này", "2026-11-01..2026-11-30"), ("tháng sau", "2026-12-01..2026-12-31"),
    ("quý này", "2026-10-01..2026-12-31"), ("trong quý", "2026-10-01..2026-12-31"),
    ("quý trước", "2026-07-01..2026-09-30"), ("quý sau", "2027-01-01..2027-03-31"),
    ("năm nay", "2026-01-01..2026-12-31"), ("năm sau", "2027-01-01..2027-12-31"),
    ("năm ngoái", "2025-01-01..2025-12-31"),
    ("tháng 9", "2026-09-01..2026-09-30"), ("T9", "2026-09-01..2026-09-30"),
    ("tháng mười một", "2026-11-01..2026-11-30"),
    ("t11", "2026-11-01..2026-11-30"), ("tháng 2 năm 2028", "2028-02-01..2028-02-29"),
    ("quý 3", "2026-07-01..2026-09-30"), ("q3", "2026-07-01..2026-09-30"), ("quý III", "2026-07-01..2026-09-30"),
    ("quý 1 năm 2027", "2027-01-01..2027-03-31"),
    ("6 tháng đầu năm", "2026-01-01..2026-06-30"), ("6 tháng cuối năm", "2026-07-01..2026-12-31"),
    ("9 tháng", "2026-01-01..2026-09-30"), ("6th", "2026-01-01..2026-06-30"),
    ("25/11", "2026-11-25"), ("25-11", "2026-11-25"), ("25.11", "2026-11-25"), ("ngày 25", "2026-11-25"),
    ("mùng 5", "2026-11-05"), ("3/2", "2026-02-03"), ("20/11/2025", "2025-11-20"), ("ngày 5 tháng 12", "2026-12-05"),
    ("đầu tháng", "2026-11-01..2026-11-10"), ("giữa tháng", "2026-11-11..2026-11-20"),
    ("cuối tháng", "2026-11-21..2026-11-30"), ("cuối tháng 2", "2026-02-21..2026-02-28"), ("hết tháng", "2026-11-30"),
    ("đầu tuần", "2026-11-16"), ("giữa tuần", "2026-11-18"), ("cuối tuần", "2026-11-20"), ("hết tuần", "2026-11-20"),
    ("cuối năm", "2026-12-31"), ("3 ngày nữa", "2026-11-22"), ("3 hôm nữa", "2026-11-22"), ("tuần nữa", "2026-11-26"),
    ("ba ngày nữa", "2026-11-22"), ("3 ngày tới", "2026-11-19..2026-11-22"),
    ("từ giờ đến cuối tháng", "2026-11-19..2026-11-30"), ("từ 20/11 đến 30/11", "2026-11-20..2026-11-30"),
    ("20-30/11", "2026-11-20..2026-11-30"), ("từ 20 đến 30/11", "2026-11-20..2026-11-30"),
    ("trước ngày 30/11", "2026-11-19..2026-11-29"), ("trước thứ 3", "2026-11-19..2026-11-23"),
    ("tháng 11-12", "2026-11-01..2026-12-31"), ("quý 3 và quý 4", "2026-07-01..2026-12-31"),
    ("tháng 9, 10 và 11", "2026-09-01..2026-11-30"), ("hạ tuần tháng 11", "2026-11-21..2026-11-30"),
    ("tuần đầu tháng 9", "2026-09-01..2026-09-07"), ("tuần cuối cùng của tháng 11", "2026-11-24..2026-11-30"),
    ("hết quý này", "2026-12-31"), ("cuối năm 2027", "2027-12-31"), ("giai đoạn 2026-2030", "2026-01-01..2030-12-31"),
    ("t5/2026", "2026-05-01..2026-05-31"), ("quý 3 năm ngoái", "2025-07-01..2025-09-30"),
    ("ngày 20, 21 tháng 11", "2026-11-20..2026-11-21"), ("thứ 6, 27/11", "2026-11-27"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "when"), WHEN)
def test_a_list_asks_for_a_day_or_a_period(text: str, when: str) -> None:
    assert as_when(days_of(text), THURSDAY) == when


PROMISED = [
    ("t6", "2026-11-20"), ("25/11", "2026-11-25"), ("15/9", "2027-09-15"), ("ngày 5", "2026-12-05"),
    ("ngày 19", "2026-11-19"), ("mùng 5 tháng sau", "2026-12-05"), ("cuối tháng", "2026-11-30"),
    ("hết tháng 12", "2026-12-31"), ("tuần sau", "2026-11-27"), ("tháng 12", "2026-12-31"), ("tháng 2", "2027-02-28"),
    ("trước thứ 6", "2026-11-19"), ("trước ngày 5/12", "2026-12-04"), ("trước tháng 12", "2026-11-30"),
    ("đến hết tuần", "2026-11-20"), ("quý sau", "2027-03-31"), ("đầu tuần", "2026-11-23"), ("cuối năm", "2026-12-31"),
    ("tới mùng 5", "2026-12-05"), ("từ 20/11 đến 30/11", "2026-11-30"), ("cuối tuần sau", "2026-11-27"),
    ("chậm nhất ngày 27/02", "2027-02-27"), ("không muộn hơn 5/12", "2026-12-05"),
    ("từ ngày 20 đến ngày 25", "2026-11-25"), ("hai mươi mốt tháng chín", "2027-09-21"),
    ("15 ngày kể từ ngày 25/11", "2026-12-10"), ("tuần đầu tháng 10", "2027-10-07"), ("hết quý 1", "2027-03-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), PROMISED)
def test_a_promise_is_a_single_day_ahead(text: str, day: str) -> None:
    assert as_date(days_of(text)).isoformat() == day


PAST = [
    ("15/9", "2026-09-15"), ("25/11", "2025-11-25"), ("thứ 2", "2026-11-16"), ("thứ 5", "2026-11-19"),
    ("ngày 25", "2026-10-25"), ("tuần trước", "2026-11-13"), ("tháng 10", "2026-10-31"), ("hôm qua", "2026-11-18"),
    ("tuần này", "2026-11-19"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), PAST)
def test_what_is_done_was_done_on_a_day_not_after_today(text: str, day: str) -> None:
    assert as_past(days_of(text), THURSDAY).isoformat() == day


@pytest.mark.parametrize(
    ("text", "day"),
    [("tuần sau", "2026-11-23"), ("tháng sau", "2026-12-01"), ("đầu tuần", "2026-11-23"), ("thứ 2", "2026-11-23"),
     ("cuối tháng", "2026-11-21"), ("tháng 12", "2026-12-01")],
)  # fmt: skip
def test_a_reminder_comes_on_the_first_day(text: str, day: str) -> None:
    assert as_reminder(days_of(text), THURSDAY).isoformat() == day


@pytest.mark.parametrize("text", ["30/2", "45/60", "31/4", "32/1", "0/5", "mùng 5 âm lịch", "1.2.3.4", "luật năm 2013"])
def test_a_day_that_does_not_exist_is_none(text: str) -> None:
    assert with_dates(line_of(text), THURSDAY).values("DATE") == []


def test_the_last_day_of_february_waits_for_a_leap_year() -> None:
    assert as_date(days_of("29/2")).isoformat() == "2028-02-29"


def test_an_hour_before_a_day_is_on_that_day() -> None:
    reading = read("xin gia hạn việc 12 đến trước 16h ngày 8/12", Hearing(THURSDAY))
    assert reading.slots == {"task": 12, "date": "2026-12-08", "time": "16:00"}


def test_a_number_in_a_list_is_a_task_where_it_may_be() -> None:
    assert read("xong 12, 13/11", Hearing(THURSDAY)).slots == {"task": 12, "date": "2026-11-13"}
    assert read("xong việc 12, 13 ngày 14/11", Hearing(THURSDAY)).slots == {"task": [12, 13], "date": "2026-11-14"}
    assert read("lùi hạn việc 5 đến ngày 20, 12", Hearing(THURSDAY)).slots == {"task": [5, 12], "date": "2026-11-20"}


def test_a_second_weekday_after_task_words_is_a_row() -> None:
    assert read("xem việc thứ 2", Hearing(THURSDAY)).slots == {"task": "nth:2"}
    assert read("thứ 2 nhắc lại việc 12", Hearing(THURSDAY)).slots == {"task": 12, "date": "2026-11-23"}

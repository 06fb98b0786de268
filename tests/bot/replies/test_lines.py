from datetime import date, datetime, time

import pytest

from bot.replies.lines import deadline, due_words, holiday_note, join, mark_words, name_of, sign, task_line
from bot.replies.periods import period_words
from locales.folding import fold
from scheduler.calendar import Calendar
from storage.tables import Assignment, Person

CALENDAR = Calendar()


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=CALENDAR.zone)


def row(due: str, *, hour: time | None = None, opens: str | None = None, extends: bool = False) -> Assignment:
    day = date.fromisoformat(due)
    return Assignment(
        number=18,
        post="Lan",
        post_folded="lan",
        title="Báo cáo kiểm soát TTHC",
        due=day,
        due_printed=day,
        due_time=hour,
        opens=date.fromisoformat(opens) if opens else None,
        late_after=CALENDAR.late_after(day, hour, extends=extends),
    )


@pytest.mark.parametrize(
    ("due", "now", "words"),
    [
        ("2026-11-25", "2026-11-20 07:30", "thứ Tư 25/11, còn 2 ngày làm việc"),
        ("2026-11-17", "2026-11-20 07:30", "hạn 17/11, quá 3 ngày làm việc"),
        ("2026-11-20", "2026-11-20 07:30", "hôm nay"),
        ("2026-11-20", "2026-11-21 09:00", "hạn 20/11, đã quá hạn"),
        ("2026-11-28", "2026-11-20 07:30", "thứ Bảy 28/11 (ngày nghỉ), nên nộp thứ Sáu 27/11, còn 4 ngày làm việc"),
        ("2026-11-22", "2026-11-20 07:30", "Chủ nhật 22/11, hôm nay là ngày làm việc cuối cùng"),
        ("2026-11-22", "2026-11-21 07:30", "Chủ nhật 22/11 (ngày nghỉ)"),
        ("2027-01-04", "2026-11-20 07:30", "thứ Hai 04/01/2027, còn 29 ngày làm việc"),
    ],
)
def test_a_deadline_with_its_distance(due: str, now: str, words: str) -> None:
    assert due_words(row(due), now=at(now), calendar=CALENDAR) == words


def test_a_clock_time() -> None:
    timed = row("2026-11-20", hour=time(16))
    assert due_words(timed, now=at("2026-11-20 09:00"), calendar=CALENDAR) == "trước 16:00 hôm nay"
    assert due_words(timed, now=at("2026-11-20 16:00"), calendar=CALENDAR) == "hạn 16:00 hôm nay, đã quá hạn"
    assert due_words(timed, now=at("2026-11-19 09:00"), calendar=CALENDAR) == "thứ Sáu 20/11, còn 1 ngày làm việc"
    assert deadline(timed, now=at("2026-11-19 09:00"), calendar=CALENDAR, timed=True).startswith("16:00 thứ Sáu 20/11")


def test_a_day_off_that_extends_is_not_late_on_the_next_working_day() -> None:
    extended = row("2026-11-21", extends=True)
    assert due_words(extended, now=at("2026-11-23 09:00"), calendar=CALENDAR) == (
        "hạn 21/11 (ngày nghỉ), nộp chậm nhất thứ Hai 23/11"
    )
    assert mark_words(extended, at=at("2026-11-23 23:59"), calendar=CALENDAR) == "đúng hạn"
    assert mark_words(extended, at=at("2026-11-25 08:00"), calendar=CALENDAR) == "trễ hạn 1 ngày làm việc"


@pytest.mark.parametrize(
    ("due", "opens", "mark"),
    [
        ("2026-11-17", None, "🔴"),
        ("2026-11-20", None, "🟠"),
        ("2026-12-02", None, "🟡"),
        ("2026-12-03", None, ""),
        ("2026-12-31", "2026-11-20", "🔵"),
    ],
)
def test_signs(due: str, opens: str | None, mark: str) -> None:
    assert sign(row(due, opens=opens), now=at("2026-11-20 07:30"), calendar=CALENDAR) == mark


def test_a_task_in_one_line() -> None:
    assert task_line(row("2026-11-25"), now=at("2026-11-20 07:30"), calendar=CALENDAR) == (
        "🟡 18. Báo cáo kiểm soát TTHC — thứ Tư 25/11, còn 2 ngày làm việc"
    )


def test_a_public_holiday_on_the_way() -> None:
    today = date(2026, 11, 20)
    assert holiday_note(date(2026, 11, 25), today=today, calendar=CALENDAR) == "(thứ Ba 24/11 nghỉ lễ)"
    assert holiday_note(date(2026, 11, 23), today=today, calendar=CALENDAR) == ""


def test_namesakes_get_their_full_names() -> None:
    lan, other, minh = (
        Person(id=n, name=name, name_folded=fold(name))
        for n, name in enumerate(["Nguyễn Thị Lan", "Trần Ngọc Lan", "Lê Minh"])
    )
    assert [name_of(person, [lan, other, minh]) for person in (lan, minh)] == ["Nguyễn Thị Lan", "Minh"]
    assert join(["Lan", "Minh", "Hoa"]) == "Lan, Minh và Hoa"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-11-20", "2026-11-20", "hôm nay"),
        ("2026-11-27", "2026-11-27", "thứ Sáu 27/11"),
        ("2026-11-23", "2026-11-29", "tuần tới"),
        ("2026-11-16", "2026-11-20", "tuần này"),
        ("2026-11-01", "2026-11-30", "tháng này"),
        ("2027-02-01", "2027-02-28", "tháng 2/2027"),
        ("2026-07-01", "2026-09-30", "quý III"),
        ("2026-01-01", "2026-12-31", "năm 2026"),
        ("2026-11-20", "2026-12-31", "từ nay đến hết thứ Năm 31/12"),
        ("2026-11-25", "2026-12-05", "từ 25/11 đến 05/12"),
    ],
)
def test_a_period_as_people_name_it(first: str, last: str, words: str) -> None:
    span = [date.fromisoformat(day) for day in (first, last)]
    assert period_words(*span, today=date(2026, 11, 20)) == words

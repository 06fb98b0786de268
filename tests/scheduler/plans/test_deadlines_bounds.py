"""No text makes the reader fail or wait."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.plans.deadlines import read
from scheduler.plans.model import ConditionKind, Context, Doubt

PLAN = Context(plan_year=2023, span=(2022, 2025))
WORDS = re.split(
    r"\s",
    "ngày tháng quý năm Quý I III IV tuần giờ h 16 08 3 12 2023 31 30 2028 trước đến hết từ sau khi có nếu theo yêu cầu"
    " quy định kế hoạch hàng hằng mỗi định kỳ thường xuyên chậm nhất đầu cuối giữa trong và hoặc của , ; . - / : ( ) ²"
    " ٣ % T3 6 lần một ba thứ tiếp theo liền kề báo cáo giai đoạn làm việc kể âm lịch Luật số KH UBND",
)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_shown_to_a_person(text: str) -> None:
    schedule = read(text, PLAN)
    assert all(each.due >= (each.start or each.due) for each in schedule.occurrences)
    assert (Doubt.UNREAD in schedule.doubts) == any(c.kind is ConditionKind.UNREAD for c in schedule.conditions)


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_any_run_of_a_deadlines_words_is_read_or_shown_to_a_person(text: str) -> None:
    schedule = read(text, PLAN)
    assert all(each.due >= (each.start or each.due) for each in schedule.occurrences)
    assert len(set(schedule.occurrences)) == len(schedule.occurrences)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "truoc ",
            "sau khi ",
            "1/",
            "thang 3, ",
            "tháng ",
            "ngay 1, ",
            "( ",
            "5 ngay ",
            "quy ",
            "trước khi a 5 ngày ",
        ),
        *(
            "1 , ",
            "luat a ",
            "hàng năm, ",
            "từ ngày 1 đến ",
            "16h ",
            "T3-",
            "tháng 3 đến đến ",
            "ngày 1 đến đến ",
            "1/2 đến hết đến ",
            "và ",
            "\n- ",
            "năm (năm) ",
        ),
    ],
)
def test_long_and_repeated_text_takes_no_time(piece: str) -> None:
    began = time.perf_counter()
    read((piece * 1000)[:1000], PLAN)
    assert time.perf_counter() - began < 1.0


def test_a_text_too_long_for_a_deadline_is_shown_to_a_person() -> None:
    assert read("trước ngày 20/8/2023 " * 5000, PLAN).doubts == (Doubt.UNREAD,)


@pytest.mark.parametrize("text", ["Hàng tuần", "60 ngày kể từ ngày kết thúc năm", "ngày 07 tháng tiếp theo"])
@pytest.mark.parametrize("year", [1, 9999])
def test_a_year_at_the_end_of_the_calendar_is_read_or_shown_to_a_person(text: str, year: int) -> None:
    schedule = read(text, Context(plan_year=year, span=(year, year)))
    assert schedule.occurrences or Doubt.UNREAD in schedule.doubts

"""What the plan's year, span and period do to a phrase, and what is shown to a person."""

import json
from datetime import date

import pytest

from scheduler.plans.deadlines import read
from scheduler.plans.model import ConditionKind, Context, Doubt, Occurrence, Reading

PLAN_2023 = Context(plan_year=2023, span=(2023, 2023))
FIRST_QUARTER = Context(plan_year=2023, span=(2023, 2023), period=(date(2023, 1, 1), date(2023, 3, 31)))
SECOND_HALF = Context(plan_year=2023, span=(2023, 2023), period=(date(2023, 7, 1), date(2023, 12, 31)))


def dues(text: str, context: Context) -> list[str]:
    return [each.due.isoformat() for each in read(text, context).occurrences]


@pytest.mark.parametrize("text", ["Hàng năm", "Trong giai đoạn", "trong kỳ", "ngày 05/9 hằng năm", "Trong quý"])
def test_a_phrase_that_needs_a_span_yields_nothing_without_one(text: str) -> None:
    schedule = read(text, Context(plan_year=2022))
    assert (schedule.occurrences, schedule.conditions, schedule.doubts) == ((), (), (Doubt.NO_SPAN,))


@pytest.mark.parametrize("text", ["tháng 3", "Quý I", "hàng quý", "hàng tuần", "ngày 20/8", "6 tháng", "cuối năm"])
def test_a_phrase_that_needs_a_year_yields_nothing_without_one(text: str) -> None:
    schedule = read(text, Context())
    assert (schedule.occurrences, schedule.conditions, schedule.doubts) == ((), (), (Doubt.NO_YEAR,))


def test_a_span_of_one_year_is_the_plans_year() -> None:
    assert dues("tháng 3", Context(span=(2023, 2023))) == ["2023-03-31"]
    assert read("tháng 3", Context(span=(2022, 2025))).doubts == (Doubt.NO_YEAR,)


def test_what_is_known_stays_where_another_piece_needs_a_span() -> None:
    schedule = read("Tháng 6/2023, hàng năm và theo yêu cầu", Context(plan_year=2023))
    assert [each.due for each in schedule.occurrences] == [date(2023, 6, 30)]
    assert [each.kind for each in schedule.conditions] == [ConditionKind.ON_REQUEST]
    assert schedule.doubts == (Doubt.NO_SPAN,)


@pytest.mark.parametrize("text", ["Tháng 12/2022", "ngày 20/8/2024", "2022-2025", "trước quý III/2026", "2028"])
def test_a_year_outside_the_span_is_followed_as_printed_and_shown(text: str) -> None:
    schedule = read(text, PLAN_2023)
    assert len(schedule.occurrences) == 1
    assert schedule.doubts == (Doubt.OUTSIDE_SPAN,)


@pytest.mark.parametrize("text", ["tháng 12 năm trước", "ngày 20/02 năm sau", "ngày 07 tháng sau", "Tháng 3/2023"])
def test_a_year_that_is_meant_is_no_misprint(text: str) -> None:
    assert read(text, PLAN_2023).doubts == ()


def test_rhythms_are_cut_to_the_plans_own_period() -> None:
    assert dues("hàng tháng", FIRST_QUARTER) == ["2023-01-31", "2023-02-28", "2023-03-31"]
    assert dues("Hàng quý", FIRST_QUARTER) == ["2023-03-31"]
    assert dues("Quý, 6 tháng, năm", SECOND_HALF) == ["2023-09-30", "2023-12-31"]
    assert dues("chậm nhất ngày 22 hằng tháng", FIRST_QUARTER) == ["2023-01-22", "2023-02-22", "2023-03-22"]
    assert len(dues("hàng tuần", FIRST_QUARTER)) == 13


def test_a_rhythm_that_leaves_nothing_in_the_period_is_shown() -> None:
    schedule = read("Hàng năm", FIRST_QUARTER)
    assert (schedule.occurrences, schedule.doubts) == ((), (Doubt.OUTSIDE_SPAN,))


def test_the_quarter_of_a_plan_for_one_quarter() -> None:
    whole = Occurrence(date(2023, 3, 31), start=date(2023, 1, 1), label="Quý I")
    assert read("Trong quý", FIRST_QUARTER).occurrences == (whole,)
    assert read("cuối quý", FIRST_QUARTER).occurrences == (Occurrence(date(2023, 3, 31), start=date(2023, 3, 1)),)
    assert read("Trong kỳ", SECOND_HALF).occurrences == (Occurrence(date(2023, 12, 31), start=date(2023, 7, 1)),)
    assert read("Trong quý", SECOND_HALF).doubts == (Doubt.NO_SPAN,)


def test_quarters_run_over_the_plans_year_and_years_over_its_span() -> None:
    scheme = Context(plan_year=2022, span=(2022, 2030))
    assert len(dues("hàng quý", scheme)) == 4
    assert len(dues("Hàng năm", scheme)) == 9
    assert dues("Hàng năm, giai đoạn 2023-2025", scheme) == ["2023-12-31", "2024-12-31", "2025-12-31"]


def test_a_reading_keeps_its_rule_and_the_words_as_printed() -> None:
    schedule = read("Hoàn thành  Trước 16H ngày 08/3/2023;\nkhi có YÊU CẦU", PLAN_2023)
    assert [(each.rule, each.words) for each in schedule.readings] == [
        (3, "Trước 16H ngày 08/3/2023"),
        ("on_request", "khi có YÊU CẦU"),
    ]
    assert [len(each.occurrences) for each in schedule.readings] == [1, 0]


def test_what_can_not_be_read_is_told_beside_what_can() -> None:
    schedule = read("Tháng 6/2023; tuần đầu tháng 9", PLAN_2023)
    assert [each.due for each in schedule.occurrences] == [date(2023, 6, 30)]
    assert [each.kind for each in schedule.conditions] == [ConditionKind.UNREAD]
    assert schedule.doubts == (Doubt.UNREAD,)
    assert schedule.readings[1] == Reading("unread", "tuần đầu tháng 9", (), schedule.conditions)


def test_an_answer_is_plain_json() -> None:
    answer = json.loads(json.dumps(read("trước 16h ngày 08/3 và trước 05 ngày kiểm tra", PLAN_2023).as_json()))
    assert answer == {
        "occurrences": [{"due": "2023-03-08", "time": "16:00", "start": None, "label": None}],
        "conditions": [{"kind": "relative", "event": "kiểm tra", "days": -5, "working_days": False}],
    }

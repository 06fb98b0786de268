from datetime import date, time

import pytest

from bot.intents.answers import as_date, as_number, as_reason, as_time, as_yes_no

TODAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("text", "day"),
    [("t6", "2026-11-20"), ("đến thứ 6 tuần sau ạ", "2026-11-27"), ("25", "2026-11-25"), ("5", "2026-12-05"),
     ("cuối tháng", "2026-11-30"), ("3 ngày nữa", "2026-11-22"), ("15/9", "2027-09-15")],
)  # fmt: skip
def test_a_day_is_answered(text: str, day: str) -> None:
    found = as_date(text, TODAY)
    assert found is not None
    assert found.isoformat() == day


@pytest.mark.parametrize("text", ["", "không biết", "45", "12/45", "việc"])
def test_no_day_is_answered(text: str) -> None:
    assert as_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [("8h30", time(8, 30)), ("7", time(7)), ("3", time(15)), ("sáng", time(8)), ("16:15 nhé", time(16, 15)),
     ("25", None), ("mai", None)],
)  # fmt: skip
def test_an_hour_is_answered(text: str, hour: time | None) -> None:
    assert as_time(text) == hour


@pytest.mark.parametrize(
    ("text", "said"),
    [("ok", True), ("dạ vâng", True), ("đồng ý", True), ("👍", True), ("đúng rồi ạ", True), ("không", False),
     ("chưa", False), ("thôi", False), ("mai", None), ("12", None), ("", None)],
)  # fmt: skip
def test_yes_or_no_is_answered(text: str, said: bool | None) -> None:
    assert as_yes_no(text) is said


@pytest.mark.parametrize(
    ("text", "number"), [("2", 2), ("số 2", 2), (" #3 ạ", 3), ("việc 2", None), ("12 việc", None), ("", None)]
)
def test_a_number_is_answered(text: str, number: int | None) -> None:
    assert as_number(text) == number


def test_a_reason_is_what_was_typed() -> None:
    assert as_reason("  chờ số liệu bên sở ") == "chờ số liệu bên sở"

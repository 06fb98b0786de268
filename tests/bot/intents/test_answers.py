from datetime import date
from typing import Any

import pytest

from bot.intents import Hearing, Intent
from bot.intents.answers import names, read_as, read_as_rest

HEARING = Hearing(date(2026, 11, 19))


@pytest.mark.parametrize(
    ("text", "intent", "slots"),
    [
        ("30/11", Intent.REQUEST_EXTENSION, {"date": "2026-11-30"}),
        ("t6 tuần sau ạ", Intent.REQUEST_EXTENSION, {"date": "2026-11-27"}),
        ("cuối tháng", Intent.APPROVE_EXTENSION, {"date": "2026-11-30"}),
        ("9h sáng mai", Intent.SNOOZE, {"date": "2026-11-20", "time": "09:00"}),
        ("15/9", Intent.MARK_DONE, {"date": "2026-09-15"}),
    ],
)
def test_an_answer_is_the_rest_of_its_order(text: str, intent: Intent, slots: dict[str, Any]) -> None:
    assert read_as_rest(text, intent, HEARING) == slots


@pytest.mark.parametrize("intent", [Intent.SNOOZE, Intent.REQUEST_EXTENSION])
def test_a_message_of_two_readings_is_taken_as_the_one_chosen(intent: Intent) -> None:
    reading = read_as("việc 12 để mai", intent, HEARING)
    assert reading.intent == intent
    assert (reading.slots["task"], reading.slots["date"]) == (12, "2026-11-20")


def test_an_answer_may_name_the_reading_meant() -> None:
    assert names("nhắc lại nhé", Intent.SNOOZE)
    assert not names("nhắc lại nhé", Intent.REQUEST_EXTENSION)

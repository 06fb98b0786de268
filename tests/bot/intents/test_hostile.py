import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intents import Hearing, Intent, KnownTask, Reading, read
from tests.bot.intents.scoring import rows

HEARING = Hearing(date(2026, 11, 20), "leader", tuple(KnownTask(n, f"Báo cáo CCHC quý {n}") for n in range(400)), 3)
WORDS = sorted({word for row in rows("utterances-dev.jsonl") for word in row["text"].split()})


NUMBERS = (
    r"(xong|gia hạn|nhắc|việc)"
    r"( [0-9]{1,6}[/.:h-]?[0-9]{0,4}| tháng [0-9]{1,3}| ngày [0-9]{1,3}| quý [0-9i]{1,3}){1,6}"
)


def _is_sound(reading: Reading) -> bool:
    return Reading.from_json(reading.as_json()) == reading and reading.intent in Intent


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert _is_sound(read(text, HEARING))


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_jumble_of_words_is_read_without_an_error(text: str) -> None:
    assert _is_sound(read(text, HEARING))


@settings(max_examples=300, deadline=None)
@given(st.from_regex(NUMBERS, fullmatch=True))
def test_any_numbers_are_read_without_an_error(text: str) -> None:
    assert _is_sound(read(text, HEARING))


LONG = ["xong việc báo cáo ", "12 ", "a", "25/11 thứ 6 ", "xong 12, ", "😀", "http://a.b/", "(", "<", "<a ",
        "' or '1'='1 ", "1.1.", "a\u0301\u0302", "select ", "45/BC-", "à nhầm ",
        "nhắc tôi mai 8h ", "\u202e\u0000", "báo cáo năm và "]  # fmt: skip


@pytest.mark.parametrize("piece", LONG)
def test_ten_thousand_characters_stay_quick(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    began = time.process_time()
    assert _is_sound(read(text, HEARING))
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    "text",
    ["", "   ", "…", "😀😂", "'; DROP TABLE tasks; --", "SELECT * FROM tasks WHERE done = 1", "\u0000",
     "<script>alert('xong 12')</script>", "print('hello')", "What is the weather in Can Tho today?",
     "please show me the tasks that are done", "今日は何をしますか"],
)  # fmt: skip
def test_what_is_no_message_is_unknown(text: str) -> None:
    assert read(text, HEARING) == Reading(Intent.UNKNOWN)


@pytest.mark.parametrize(
    "text", ["<b>xong 12</b>", "xong 12 <br>", "xong 12'; DROP TABLE tasks; --", "{{7*7}} xong 12"]
)
def test_code_around_a_request_does_not_hide_it(text: str) -> None:
    assert read(text, HEARING) == Reading(Intent.MARK_DONE, {"task": 12})

"""What is asked of many people or many tasks at once takes as many statements as of a few, and leaves nobody out."""

import pytest

from tests.doubles.office import Chat


def _join(chat: Chat, numbers: range) -> list[str]:
    """More officials, each late with one task."""
    for number in numbers:
        chat.join(f"cb{number}", f"Nguyễn Văn Bé{number}")
        chat.task(100 + number, f"Báo cáo số {number}", "2026-11-10", owner=f"cb{number}")
    return [f"cb{number}" for number in numbers]


def _statements(chat: Chat, who: str, text: str) -> int:
    before = chat.statements
    chat(who, text)
    return chat.statements - before


def test_fifty_people_are_urged_by_as_many_statements_as_five(chat: Chat) -> None:
    order, _ = "đôn đốc mấy đồng chí đang trễ", chat("minh", "xin chào")
    _join(chat, range(5))
    few = [_statements(chat, "minh", said) for said in (order, "1")]
    names = _join(chat, range(5, 50))
    chat.at("2026-11-23 08:00")
    many = [_statements(chat, "minh", said) for said in (order, "1")]
    assert many == few
    assert [chat.kinds_told(who) for who in names] == [["nudge"]] * 45
    assert [chat.kinds_told("cb0"), chat.verbs(100), chat.verbs(149)] == [["nudge"] * 2, ["nudge"] * 2, ["nudge"]]


def test_more_tasks_than_anybody_types_are_all_urged(chat: Chat) -> None:
    for number in range(30):
        chat.task(200 + number, f"Báo cáo số {number}", "2026-11-10", owner="tuan")
    assert "việc 200, 201" in chat("minh", "đôn đốc Tuấn").text
    chat("minh", "1")
    (urge,) = chat.told("tuan")
    assert len(urge.payload["assignments"]) == 30


@pytest.mark.parametrize("said", ["xin gia hạn tất cả đến 31/12 vì chờ số liệu", "1", "đã nhận tất cả các việc"])
def test_all_of_ones_tasks_take_as_many_statements_as_two(said: str, chat: Chat) -> None:
    for number in (1, 2):
        chat.task(number, f"Báo cáo số {number}", "2026-11-27", owner="lan")
    for number in range(10, 50):
        chat.task(number, f"Báo cáo số {number}", "2026-11-27", owner="tuan")
    asked = "xin gia hạn tất cả đến 31/12 vì chờ số liệu"
    if said == "1":
        for who in ("lan", "tuan"):
            chat(who, asked)
    assert _statements(chat, "tuan", said) == _statements(chat, "lan", said)
    if said == "1":
        assert chat.kinds_told("minh").count("extension_asked") == 42


def test_this_task_over_a_whole_office_offers_the_nearest_and_says_how_many(chat: Chat) -> None:
    for number in range(1, 31):
        chat.task(number, f"Báo cáo số {number}", f"2026-12-{number:02}", owner="tuan")
    said = chat("minh", "chuyển việc này cho chị Lan")
    assert said.text.startswith("Có 30 việc phù hợp:")
    assert [f"\n{number}. " in said.text for number in (1, 5, 6)] == [True, True, False]

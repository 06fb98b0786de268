from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intents.commands import MAX_BYTES, decode, encode
from bot.intents.model import Intent, Reading

ROUND_TRIPS: list[tuple[str, Intent, dict[str, Any]]] = [
    ("mark_done task=12", Intent.MARK_DONE, {"task": 12}),
    ("mark_done task=12,13", Intent.MARK_DONE, {"task": [12, 13]}),
    ("mark_done task=all", Intent.MARK_DONE, {"task": "all"}),
    ("show_task task=nth:-1", Intent.SHOW_TASK, {"task": "nth:-1"}),
    ("list_tasks status=overdue page=2", Intent.LIST_TASKS, {"status": "overdue", "page": 2}),
    ("list_tasks when=2026-11-23..2026-11-29", Intent.LIST_TASKS, {"when": "2026-11-23..2026-11-29"}),
    (
        "approve_extension task=27 date=2026-11-30",
        Intent.APPROVE_EXTENSION,
        {"task": 27, "date": "2026-11-30"},
    ),
    ("checklist_tick item=3 undo=yes", Intent.CHECKLIST_TICK, {"item": 3, "undo": True}),
    (
        "settings set=quiet time_from=21:00 days=weekend",
        Intent.SETTINGS,
        {
            "set": "quiet",
            "time_from": "21:00",
            "days": "weekend",
        },
    ),
    ("consent answer=yes", Intent.CONSENT, {"answer": "yes"}),
    ("choose value=3", Intent.CHOOSE, {"value": 3}),
    ("choose value=telegram", Intent.CHOOSE, {"value": "telegram"}),
    ("link_account code=K7M2QP", Intent.LINK_ACCOUNT, {"code": "K7M2QP"}),
    ("help", Intent.HELP, {}),
]


@pytest.mark.parametrize(("command", "intent", "slots"), ROUND_TRIPS)
def test_a_command_is_read_back_as_it_was_written(command: str, intent: Intent, slots: dict[str, Any]) -> None:
    reading = Reading(intent, slots)
    assert encode(reading) == command
    assert decode(command) == reading


def test_dates_and_times_travel_as_iso_text() -> None:
    assert encode(Reading(Intent.SNOOZE, {"date": date(2026, 11, 25), "time": time(8, 0)})) == (
        "snooze date=2026-11-25 time=08:00"
    )


@pytest.mark.parametrize(
    "reading",
    [
        Reading(Intent.MARK_DONE, {"task": "báo cáo năm"}),
        Reading(Intent.REQUEST_EXTENSION, {"reason": "mưa"}),
        Reading(Intent.MARK_DONE, {"task": list(range(1000, 1020))}),
        Reading(Intent.MARK_DONE, {"task": 1.5}),
        Reading(Intent.MARK_DONE, {"task": 1}, (Reading(Intent.HELP),)),
        Reading(Intent.CHOOSE, {"value": "hai ba"}),
    ],
)
def test_what_is_no_code_does_not_become_a_command(reading: Reading) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        encode(reading)


@pytest.mark.parametrize(
    "command",
    ["", " ", "mark_done task", "mark_done task=", "mark_done task=x", "mark_done colour=red", "drop_tables",
     "mark_done  task=1", "mark_done task=1 task=2", "snooze date=2026-02-30", "snooze time=25:00", "xong 12",
     "mark_done task=٣", "list_tasks when=2026-01-01..", "checklist_tick undo=1", "help " * 20, "mark_done task=1\n"],
)  # fmt: skip
def test_what_is_no_command_is_refused(command: str) -> None:
    assert decode(command) is None


@given(st.text(max_size=80))
def test_hostile_data_never_raises(command: str) -> None:
    reading = decode(command)
    assert reading is None or len(encode(reading)) <= MAX_BYTES


@given(st.from_regex(r"(mark_done|snooze|choose) (task|date|time|value|when)=[-0-9a-z:.,]{0,30}", fullmatch=True))
def test_what_is_read_can_be_written_again(command: str) -> None:
    reading = decode(command)
    assert reading is None or decode(encode(reading)) == reading


def test_a_reading_survives_json() -> None:
    reading = Reading(Intent.MARK_DONE, {"task": 22}, (Reading(Intent.REQUEST_EXTENSION, {"add_days": 2}),))
    assert Reading.from_json(reading.as_json()) == reading

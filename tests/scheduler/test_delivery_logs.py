"""What delivery writes in the log: which message, of which kind, in which lane, and never what it says."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.logs import set_up_logs
from scheduler.messages import Doubtful, Held, Message, Refused, TryLater, Unacceptable
from tests.doubles.delivering_office import TELEGRAM, Office, an_office

WORDS = "Việc 12 quá hạn"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    said = capsys.readouterr().err
    assert WORDS not in said
    assert "quá hạn" not in said
    return [json.loads(line) for line in said.splitlines()]


def about_messages(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in found if str(line["event"]).startswith("message ")]


def talkative(engine: Engine, *keys: str, kind: str = "morning") -> Office:
    """An office whose messages hold words that must stay out of the log."""
    set_up_logs(level="debug", as_json=True)
    office = an_office(engine)
    office.say(*keys, kind=kind)
    office.verdicts = {key: Message(f"{WORDS} ({key})") for key in keys}
    return office


async def test_a_message_that_arrived(sqlite: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    await talkative(sqlite, "a").deliver()
    [line] = about_messages(lines(capsys))
    assert line["event"] == "message sent"
    assert (line["kind"], line["lane"], line["message"], line["state"]) == ("morning", TELEGRAM, 1, "sent")


@pytest.mark.parametrize(
    "failure",
    [
        Refused("Forbidden: bot was blocked by the user"),
        TryLater("not connected", timedelta(seconds=5)),
        Held("flood control", timedelta(seconds=5)),
        Doubtful("cut off"),
        Unacceptable("Bad Request: message is too long"),
        ValueError("a fault of ours"),
    ],
)
async def test_a_message_that_did_not(sqlite: Engine, capsys: pytest.CaptureFixture[str], failure: Exception) -> None:
    office = talkative(sqlite, "a")
    office.channels[TELEGRAM].fail("lan-t", failure)
    await office.deliver()
    line = about_messages(lines(capsys))[0]
    assert line["event"] != "message sent"
    assert (line["kind"], line["lane"], line["message"]) == ("morning", TELEGRAM, 1)
    assert line["state"] in {"waiting", "refused"}


async def test_a_message_that_cannot_be_rendered(sqlite: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    office = talkative(sqlite, "a", "b")
    office.verdicts["a"] = KeyError("unknown kind")
    await office.deliver()
    [line] = [one for one in about_messages(lines(capsys)) if one["event"] == "message not rendered"]
    assert (line["kind"], line["lane"], line["message"]) == ("morning", TELEGRAM, 1)

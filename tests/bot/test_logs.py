import json
import logging
import sys

import httpx
import pytest
import structlog

from bot.logs import masked, set_up_logs

TOKEN = "123456789:AAH-secret_secret_secret_secret_secre"


def test_a_token_is_masked_alone_and_in_an_address() -> None:
    assert masked(f"the token `{TOKEN}` was rejected") == "the token `123456789:***` was rejected"
    assert masked(f"POST https://api.telegram.org/bot{TOKEN}/getMe") == (
        "POST https://api.telegram.org/bot123456789:***/getMe"
    )


def test_a_password_and_a_named_secret_are_masked() -> None:
    assert masked("postgresql://nv:hush@db/nv", ["7:x"]) == "postgresql://nv:***@db/nv"
    assert masked("bot7:x/getMe", ["7:x"]) == "bot***/getMe"


def test_hours_and_plain_addresses_stay_as_they_are() -> None:
    line = "2026-11-20 07:30:00 GET http://127.0.0.1:8080/api 12:30"
    assert masked(line) == line


@pytest.mark.parametrize("as_json", [True, False])
def test_an_exception_that_names_the_token_is_logged_without_it(
    capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    set_up_logs(as_json=as_json)
    try:
        raise httpx.ConnectError(f"no route to https://api.telegram.org/bot{TOKEN}/getMe")
    except httpx.ConnectError:
        structlog.get_logger("bot").exception("polling failed", url=f"bot{TOKEN}")
    said = capsys.readouterr().err
    assert "polling failed" in said
    assert "ConnectError" in said
    assert "AAH-secret" not in said


def test_a_library_logs_in_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True, secrets=("hush",))
    logging.getLogger("sqlalchemy").warning("password is %s", "hush")
    logging.getLogger("httpx").info("HTTP Request: POST …")
    lines = capsys.readouterr().err.splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["password is ***"]


def test_what_nobody_caught_is_logged_without_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)
    error = ValueError(f"The token `{TOKEN}` was rejected by the server.")
    sys.excepthook(ValueError, error, None)
    said = capsys.readouterr().err
    assert json.loads(said)["level"] == "critical"
    assert "AAH-secret" not in said

"""What a running `nhacviec run` shows of itself, looked at from outside."""

import socket
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from bot.cli import app
from tests.doubles.processes import Running, Telegram, running, until
from tests.stories.test_telegram_process import LAN, TOKEN, api, link, office

__all__ = ["api"]
UNKNOWN = "777777:BBB-unknown_token_of_a_bot_hush"


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return str(found.getsockname()[1])


def asks(port: str, path: str) -> httpx.Response:
    with httpx.Client(trust_env=False, timeout=15) as client:
        return client.get(f"http://127.0.0.1:{port}{path}")


def health(port: str) -> Any:
    try:
        return asks(port, "/healthz").json()
    except httpx.ConnectError:
        return None


def figure(port: str, name: str) -> float:
    found = [line for line in asks(port, "/metrics").text.splitlines() if line.startswith(name)]
    return float(found[0].rpartition(" ")[2]) if found else 0.0


def test_the_page_tells_of_health_and_counts(tmp_path: Path, api: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    with office(tmp_path, api) as (engine, ours):
        watched = ours | {"status_port": port, "heartbeat_url": "http://127.0.0.1:1/ping/hush"}
        with running(tmp_path, **watched) as program:
            until(lambda: (found := health(port)) and found["ok"])
            link(api, LAN, "Lan")
            assert until(lambda: figure(port, "nhacviec_reply_seconds_count") >= 2)
            assert figure(port, 'nhacviec_updates_received_total{lane="telegram:123456"}') >= 2
            assert figure(port, "nhacviec_database_up") == 1
            assert figure(port, 'nhacviec_last_pass_timestamp_seconds{part="planning"}') > 0
            doctor_agrees(monkeypatch, watched)

            with engine.begin() as connection:
                connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
            assert asks(port, "/healthz").status_code == 503
            assert health(port)["checks"]["schema"] == {"ok": False, "why": "not that of this program"}
            ends_well(program, port)


def doctor_agrees(monkeypatch: pytest.MonkeyPatch, watched: dict[str, str]) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name, value in (watched | {"heartbeat_url": ""}).items():
        monkeypatch.setenv(f"NHACVIEC_{name.upper()}", value)
    said = CliRunner().invoke(app, ["doctor"])
    assert said.exit_code == 0, said.stdout
    assert "✔ Nhắc Việc: đang chạy" in said.stdout
    assert "trả lời, mọi mục đều tốt" in said.stdout


def ends_well(program: Running, port: str) -> None:
    assert program.stop() == 0
    assert health(port) is None
    assert "Traceback" not in program.log
    assert "hush" not in program.log


def test_a_bot_whose_token_is_refused_is_named_and_the_others_go_on(tmp_path: Path, api: Telegram) -> None:
    port = free_port()
    with office(tmp_path, api) as (_, ours):
        two = ours | {"telegram_tokens": f"{TOKEN},{UNKNOWN}", "status_port": port}
        with running(tmp_path, **two) as program:
            gone = until(lambda: (found := health(port)) and not found["ok"] and found["checks"])
            assert gone["listener telegram:777777"] == {"ok": False, "why": "gone"}
            assert gone["listener telegram:123456"] == {"ok": True, "why": "here"}
            link(api, LAN, "Lan")
            ends_well(program, port)

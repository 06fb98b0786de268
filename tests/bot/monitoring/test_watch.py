"""The page and the heartbeat over real connections."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from bot.logs import set_up_logs
from bot.monitoring.counting import Counting
from bot.monitoring.health import Ear, Health
from bot.monitoring.heartbeat import Heartbeat, keep_beating
from bot.monitoring.watch import Watch, watched
from bot.settings import Settings
from scheduler.monitoring import Part

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def health(engine: Engine) -> Health:
    return Health(engine, lambda: NOW, started=NOW, tick_seconds=20, database_file=None, last=lambda _: NOW)


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type, call-arg]


async def get(port: int, path: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(f"http://127.0.0.1:{port}{path}")


async def test_the_page_says_that_all_is_well_and_ends_with_the_program(engine: Engine) -> None:
    port = free_port()
    async with watched(settings(status_port=port), health(engine), Counting(version="1")):
        answer = await get(port, "/healthz")
        assert answer.status_code == 200
        assert answer.json()["ok"] is True
        assert answer.json()["checks"]["database"] == {"ok": True, "why": "reads and writes"}
        assert (await get(port, "/")).status_code == 404
    with pytest.raises(httpx.ConnectError):
        await get(port, "/healthz")


async def test_the_page_names_what_is_not_well(sqlite: Engine) -> None:
    port, ears = free_port(), {"telegram:1": Ear.HERE}
    async with watched(settings(status_port=port), replace(health(sqlite), ears=lambda: ears), Counting(version="1")):
        assert (await get(port, "/healthz")).status_code == 200
        ears["telegram:1"] = Ear.GONE
        answer = await get(port, "/healthz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["listener telegram:1"] == {"ok": False, "why": "gone"}


async def test_the_figures_are_prometheus_text(sqlite: Engine) -> None:
    port, counting = free_port(), Counting(version="1")
    counting.sent("telegram:1", 5)
    counting.passed(Part.DELIVERY, NOW)
    async with watched(settings(status_port=port), health(sqlite), counting):
        answer = await get(port, "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert 'nhacviec_sent_total{lane="telegram:1"} 5.0' in answer.text
    assert "nhacviec_database_up 1.0" in answer.text


async def test_a_taken_port_stops_nothing(sqlite: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(as_json=True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with watched(settings(status_port=port), health(sqlite), Counting(version="1")):
            pass
    assert '"event": "no status page"' in capsys.readouterr().err


async def test_a_database_that_hangs_is_said_in_time_and_blocks_nobody(sqlite: Engine) -> None:
    released = threading.Event()

    def hang() -> datetime:
        released.wait(10)
        return NOW

    watch = Watch(replace(health(sqlite), now=hang), Counting(version="1"), patience=0.05)
    for _ in range(2):
        [check] = await watch.checks()
        assert (check.name, check.ok) == ("database", False)
    released.set()
    watch.close()


class Monitor:
    """Somebody who waits to be called: which paths were called, and what the next call is answered."""

    def __init__(self) -> None:
        monitor, self.called, self.status = self, list[str](), 200

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                monitor.called.append(self.path)
                self.send_response(monitor.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/ping/hush"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    found = Monitor()
    yield found
    found.close()


async def test_it_calls_while_all_is_well_and_is_silent_otherwise(monitor: Monitor) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        heartbeat = Heartbeat(monitor.url, client=client, now=lambda: NOW)
        assert await heartbeat.beat(well=True)
        assert not await heartbeat.beat(well=False)
    assert monitor.called == ["/ping/hush"]


async def test_it_calls_every_minute_and_not_at_once(monitor: Monitor) -> None:
    states, slept = iter([True, False, True]), list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def well() -> bool:
        try:
            return next(states)
        except StopIteration:
            raise asyncio.CancelledError from None

    async with httpx.AsyncClient(trust_env=False) as client:
        heartbeat = Heartbeat(monitor.url, client=client, now=lambda: NOW)
        with pytest.raises(asyncio.CancelledError):
            await keep_beating(heartbeat, well, sleep=sleep)
    assert slept == [60.0] * 4
    assert len(monitor.called) == 2


async def test_failures_are_said_once_an_hour_and_never_with_the_address(
    monitor: Monitor, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(as_json=True)
    at = [NOW]
    monitor.status = 404
    async with httpx.AsyncClient(trust_env=False) as client:
        heartbeat = Heartbeat(monitor.url, client=client, now=lambda: at[0])
        for minutes in (0, 1, 59, 60, 61):
            at[0] = NOW + timedelta(minutes=minutes)
            assert not await heartbeat.beat(well=True)
        monitor.close()
        at[0] = NOW + timedelta(hours=5)
        assert not await heartbeat.beat(well=True)
    said = capsys.readouterr().err
    assert said.count("heartbeat not taken") == 3
    assert "status 404" in said
    assert "hush" not in said


async def test_the_program_beats_where_an_address_is_set(sqlite: Engine, monitor: Monitor) -> None:
    ours = settings(heartbeat_url=SecretStr(monitor.url))
    async with watched(ours, health(sqlite), Counting(version="1")):
        await asyncio.sleep(0)
    assert monitor.called == []  # ended before the first minute was over

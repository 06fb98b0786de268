"""The words are found in a process of their own: the same words, and whatever befalls it nobody waits for long."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import psutil
import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.app import Parts, build
from bot.renderer import Renderer
from bot.settings import Settings
from scheduler.messages import Button, Message, Postpone
from scheduler.outcomes import Unrendered
from scheduler.preparing import Batch, Rendered
from storage.database import transaction
from storage.outbox import NewMessage, claim, put
from storage.people import add_office, add_person, link
from storage.rows import id_of
from tests.doubles.delivering_office import NOW
from tests.doubles.processes import PATIENCE, ROOT
from tests.doubles.speaking import spoken

BOT = "telegram:1"
HERE = os.getpid()


def settings_of(engine: Engine, **more: Any) -> Settings:
    url = engine.url.render_as_string(hide_password=False).replace("postgresql+psycopg", "postgresql")
    return Settings(_env_file=None, database_url=SecretStr(url), **more)  # type: ignore[call-arg]


def a_batch(engine: Engine, *keys: str) -> Batch:
    """What people are to hear by one bot now, claimed."""
    with transaction(engine) as session:
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        messages = []
        for key in keys:
            person = add_person(session, office_id, f"Người nghe {key}")
            link(session, person, bot=BOT, address=f"chat {key}", now=NOW)
            messages.append(NewMessage(office_id, id_of(person), key, "morning", {}, NOW, NOW))
        put(session, messages)
        rows = claim(session, BOT, now=NOW, worker="w", lease=timedelta(minutes=1), limit=len(keys))
    return Batch(BOT, rows, frozenset({BOT}), NOW)


class Watch:
    seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def renderer(engine: Engine, watch: Watch) -> Iterator[Renderer]:
    found = Renderer(settings_of(engine), spoken, stopwatch=watch)
    yield found
    found.close()


def words(batch: Batch, found: Any) -> dict[str, Rendered]:
    return {row.key: found.words[id_of(row)] for row in batch.rows}


async def test_another_process_finds_the_words_and_where_they_go(engine: Engine, renderer: Renderer) -> None:
    batch, process = a_batch(engine, "one", "later", "no longer", "broken"), renderer.begin().result(PATIENCE)
    prepared = await renderer.prepare(batch)
    assert prepared is not None
    found = words(batch, prepared)
    assert process != HERE
    assert found["one"] == Message("one", (Button("✅ Xong", "mark_done task=1"),), hint=str(process))
    assert (found["later"], found["no longer"]) == (Postpone(NOW), None)
    assert isinstance(found["broken"], Unrendered)
    assert found["broken"].args == ("KeyError",)
    assert {row.key: prepared.routes[row.person_id].address for row in batch.rows}["one"] == "chat one"


async def test_until_it_is_there_others_are_to_find_them(sqlite: Engine) -> None:
    batch, renderer = a_batch(sqlite, "one"), Renderer(settings_of(sqlite), spoken)
    assert await renderer.prepare(batch) is None
    renderer.close()


async def test_when_it_dies_another_begins(sqlite: Engine, watch: Watch) -> None:
    renderer = Renderer(settings_of(sqlite), spoken, stopwatch=watch)
    batch, first = a_batch(sqlite, "one"), renderer.begin().result(PATIENCE)
    watch.seconds += 3600
    psutil.Process(first).kill()
    with capture_logs() as logs:
        assert await renderer.prepare(batch) is None
    assert [log["event"] for log in logs] == ["the process that renders died"]
    assert renderer._ready is not None
    second = renderer._ready.result(PATIENCE)
    hint = cast(Message, words(batch, await renderer.prepare(batch))["one"]).hint
    assert second not in (first, HERE)
    assert hint == str(second)
    renderer.close()


async def test_where_the_system_lets_none_begin_it_is_tried_again(sqlite: Engine, watch: Watch) -> None:
    refused = ["no more processes"]

    class Pool(ProcessPoolExecutor):
        def submit(self, *args: Any, **kwargs: Any) -> Any:
            if refused:
                raise OSError(refused.pop())
            return super().submit(*args, **kwargs)

    renderer = Renderer(settings_of(sqlite), spoken, stopwatch=watch, executor=Pool)
    batch = a_batch(sqlite, "one")
    with capture_logs() as logs:
        renderer.start()
        assert await renderer.prepare(batch) is None
    assert [log["event"] for log in logs] == ["no process to render in"]
    watch.seconds += 3600
    assert await renderer.prepare(batch) is None
    assert renderer._ready is not None
    process = renderer._ready.result(PATIENCE)
    assert cast(Message, words(batch, await renderer.prepare(batch))["one"]).hint == str(process)
    renderer.close()


async def test_one_that_dies_at_once_is_left_alone_for_a_while(sqlite: Engine, watch: Watch) -> None:
    renderer = Renderer(settings_of(sqlite), spoken, stopwatch=watch)
    batch, first = a_batch(sqlite, "one"), renderer.begin().result(PATIENCE)
    psutil.Process(first).kill()
    for _ in range(3):
        assert await renderer.prepare(batch) is None
    assert renderer._ready is not None
    assert renderer._ready.result() == first
    renderer.close()


async def test_one_that_hangs_is_ended(sqlite: Engine, watch: Watch) -> None:
    renderer = Renderer(settings_of(sqlite), spoken, stopwatch=watch, patience=0.2)
    batch, first = a_batch(sqlite, "one"), psutil.Process(renderer.begin().result(PATIENCE))
    first.suspend()
    with capture_logs() as logs:
        assert await renderer.prepare(batch) is None
    assert [log["event"] for log in logs] == ["the process that renders hangs"]
    assert psutil.wait_procs([first], timeout=PATIENCE)[0] == [first]
    watch.seconds += 3600
    assert await renderer.prepare(batch) is None
    assert renderer._ready is not None
    assert renderer._ready.result(PATIENCE) not in (first.pid, HERE)
    renderer.close()


def test_the_program_ends_though_it_hangs(sqlite: Engine) -> None:
    renderer = Renderer(settings_of(sqlite), spoken)
    process = psutil.Process(renderer.begin().result(PATIENCE))
    process.suspend()
    renderer.close()
    assert not process.is_running()


async def test_a_database_that_went_away_is_told_as_such(tmp_path: Path, sqlite: Engine) -> None:
    batch, gone = a_batch(sqlite, "one"), settings_of(sqlite).model_copy()
    away = gone.model_copy(update={"database_url": SecretStr(f"sqlite:///{tmp_path / 'no folder' / 'no.db'}")})
    renderer = Renderer(away, spoken)
    renderer.begin().result(PATIENCE)
    with pytest.raises(OperationalError):
        await renderer.prepare(batch)
    renderer.close()


def test_it_ends_with_the_process_that_began_it_however_that_ends(sqlite: Engine) -> None:
    script = (
        "import time; from sys import argv; from pydantic import SecretStr; from bot.rendering import render_batch;"
        "from bot.renderer import Renderer; from bot.settings import Settings;"
        "url = argv[1]; settings = Settings(_env_file=None, database_url=SecretStr(url));"
        "print(Renderer(settings, render_batch).begin().result(), flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", script, sqlite.url.render_as_string()]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        assert child.is_running()
        parent.send_signal(signal.SIGKILL)
        psutil.wait_procs([child], timeout=PATIENCE)
        assert not child.is_running()


@pytest.mark.parametrize(("bots", "beside"), [(1, False), (3, False), (4, (os.cpu_count() or 1) > 1)])
def test_an_office_with_one_bot_has_no_process_more(sqlite: Engine, bots: int, *, beside: bool) -> None:
    tokens = ",".join(f"{1001 + n}:AAbenchmarkbenchmarkbenchmark" for n in range(bots))
    parts = Parts(answer=cast(Any, SimpleNamespace()), render=spoken, plan=cast(Any, SimpleNamespace()))
    app = build(settings_of(sqlite, telegram_tokens=tokens), parts)
    assert (app.renderer is not None) is beside
    app.engine.dispose()

"""The program that an office leaves running: remind, and answer on every channel."""

import asyncio
import signal
from collections.abc import Callable, Collection, Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import structlog

from bot.app import App, Parts, build
from bot.interpreter import be_prompt
from bot.logs import masked, set_up_logs
from bot.monitoring.watch import watched
from bot.service import Service, Work
from bot.settings import Settings
from locales import number, text
from scheduler.lock import AlreadyRunning, hold
from scheduler.tick import repeat
from storage.database import Unusable, make_folder_of, migrate, transaction, usable
from storage.outbox import release_all

_log = structlog.get_logger("run")


class CannotRun(Exception):
    """Why not, in one sentence for the person at the terminal."""


def run(settings: Settings, parts: Parts, *, say: Callable[[str], None], works: Collection[Work] = tuple(Work)) -> None:
    """Run until told to stop. Raises CannotRun."""
    if not settings.telegram_tokens and set(works) != {Work.PLAN}:
        raise CannotRun(text("run.no_channel"))
    set_up_logs(level=settings.log_level, as_json=settings.log_json, secrets=settings.secrets)
    with _checked(), _alone(settings.database_file):
        app = build(settings, parts)
        try:
            with usable():
                _prepare(app)
            say(text("run.started", bots=number(len(app.channels))))
            with suppress(KeyboardInterrupt):
                asyncio.run(_serve(app, works))
        finally:
            app.engine.dispose()
    _log.info("stopped")


@contextmanager
def _checked() -> Iterator[None]:
    try:
        yield
    except Unusable as problem:
        raise CannotRun(text("terminal.unusable", problem=masked(str(problem)))) from None


@contextmanager
def _alone(path: Path | None) -> Iterator[None]:
    """On SQLite one process at a time; on PostgreSQL any number."""
    if path is None:
        yield
        return
    make_folder_of(path)
    try:
        with hold(path):
            yield
    except AlreadyRunning as other:
        raise CannotRun(text("run.already_running", path=other.path)) from None


def _prepare(app: App) -> None:
    migrate(app.engine)
    if app.settings.database_file is not None:
        with transaction(app.engine) as session:
            released = release_all(session, now=app.clock.now())
        _log.info("database ready", released=released)


async def _serve(app: App, works: Collection[Work]) -> None:
    """Raises CannotRun where no channel is left."""
    stop, service = asyncio.Event(), Service(app, works)
    be_prompt()
    _stop_on_signals(stop)
    if app.renderer is not None and Work.DELIVER in works:
        app.renderer.start()
    scheduler = repeat(service.rounds)
    try:
        async with watched(app.settings, service.health(), app.metrics):
            await _first(stop.wait(), service.no_bot_left.wait())
        if not stop.is_set():
            raise CannotRun(text("run.no_bot_left"))
    finally:
        scheduler.pause()  # a shutdown would cut off the rounds that are going
        await service.close()
        scheduler.shutdown(wait=False)
        await asyncio.gather(*(channel.close() for channel in app.channels))


async def _first(*those: Coroutine[Any, Any, object]) -> None:
    """Until one of those is done."""
    tasks = [asyncio.create_task(one) for one in those]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number_ in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number_, stop.set)
        except NotImplementedError:  # Windows: Ctrl-C comes as KeyboardInterrupt
            return

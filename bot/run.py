"""The program that an office leaves running: remind, and answer on every channel."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.app import App, Parts, build
from bot.channels.telegram import TelegramChannel
from bot.logs import masked, set_up_logs
from bot.reception import Reception
from bot.settings import Settings
from locales import number, text
from scheduler.lock import AlreadyRunning, hold
from scheduler.tick import Ticking, start
from storage.database import Unusable, make_folder_of, migrate, transaction, usable
from storage.outbox import release_all
from storage.turns import turn

_NEXT_TURN = 5.0  # seconds between two looks whether the process that listens is still there
_log = structlog.get_logger("run")


class CannotRun(Exception):
    """Why not, in one sentence for the person at the terminal."""


def run(settings: Settings, parts: Parts, *, say: Callable[[str], None]) -> None:
    """Run until told to stop. Raises CannotRun."""
    if not settings.telegram_tokens:
        raise CannotRun(text("run.no_channel"))
    set_up_logs(level=settings.log_level, as_json=settings.log_json, secrets=settings.secrets)
    with _checked(), _alone(settings.database_file):
        app = build(settings, parts)
        try:
            with usable():
                _prepare(app)
            say(text("run.started", bots=number(len(app.channels))))
            with suppress(KeyboardInterrupt):
                asyncio.run(_serve(app))
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


async def _serve(app: App) -> None:
    """Raises CannotRun where no channel is left."""
    stop, answered = asyncio.Event(), asyncio.Event()
    _stop_on_signals(stop)
    wake = partial(asyncio.get_running_loop().call_soon_threadsafe, answered.set)
    reception = replace(app.reception, answered=wake)
    ticking = start(app.step, seconds=app.settings.tick_seconds)
    passing_on = asyncio.create_task(_pass_on(ticking, answered))
    listening = [asyncio.create_task(_listen(app, channel, reception)) for channel in app.channels]
    for task in listening:
        task.add_done_callback(lambda _: stop.set() if all(one.done() for one in listening) else None)
    try:
        await stop.wait()
        if all(task.done() for task in listening):
            raise CannotRun(text("run.no_bot_left"))
    finally:
        for task in (*listening, passing_on):
            task.cancel()
        await asyncio.gather(*listening, passing_on, return_exceptions=True)
        await ticking.shutdown()
        await asyncio.gather(*(channel.close() for channel in app.channels))


async def _pass_on(ticking: Ticking, answered: asyncio.Event) -> None:
    """What one person said may be for another to hear: not after the next interval, now."""
    while True:
        await answered.wait()
        answered.clear()
        await asyncio.shield(ticking.once())


async def _listen(app: App, channel: TelegramChannel, reception: Reception) -> None:
    """Take a bot's updates in while it is this process's turn; it ends where the platform refuses the token."""
    while True:
        try:
            with turn(app.engine, channel.bot) as mine:
                if mine:
                    return await channel.listen(reception)
        except SQLAlchemyError:
            _log.exception("no database", bot=channel.bot)
        await asyncio.sleep(_NEXT_TURN)


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number_ in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number_, stop.set)
        except NotImplementedError:  # Windows: Ctrl-C comes as KeyboardInterrupt
            return

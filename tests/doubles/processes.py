"""Whole processes for the stories: the double of the Bot API, and `nhacviec run` against it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0  # seconds: the machine may be busy
_programs: "list[subprocess.Popen[str]]" = []


def until(done: Callable[[], Any]) -> Any:
    """What `done` gives, as soon as it gives something; AssertionError after a minute, or when no program runs."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := done():
            return found
        assert any(program.poll() is None for program in _programs), "no program runs any more"
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


class Telegram:
    """The remote control of a double: what people do, and what they were sent."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url
        self._client = httpx.Client(base_url=f"{url}/control/{token}/", timeout=10, trust_env=False)

    def does(self, deed: str, **values: Any) -> None:
        self._client.post(deed, json=values).raise_for_status()

    def attaches(self, chat: int, content: bytes, *, name: str, **more: Any) -> None:
        query = {"chat": chat, "name": name, **more}
        self._client.post("attach", params=query, content=content).raise_for_status()

    def state(self) -> Any:
        return self._client.get("state").raise_for_status().json()

    def sent(self, chat: int) -> list[dict[str, Any]]:
        return [one for one in self.state()["sent"] if one["chat_id"] == chat]

    def answer(self, chat: int, after: int) -> dict[str, Any]:
        """The message that this chat gets after it has got so many."""
        [answer, *_] = until(lambda: self.sent(chat)[after:])
        return dict(answer)

    def says(self, chat: int, text: str) -> dict[str, Any]:
        """Type something; the answer to it."""
        before = len(self.sent(chat))
        self.does("say", chat=chat, text=text)
        return self.answer(chat, before)

    def taps(self, chat: int, label: str) -> dict[str, Any]:
        """Tap a button of the last message; the answer to it."""
        sent = self.sent(chat)
        buttons = [button for row in sent[-1]["reply_markup"]["inline_keyboard"] for button in row]
        [data] = [button["callback_data"] for button in buttons if label in button["text"]]
        self.does("tap", chat=chat, data=data)
        return self.answer(chat, len(sent))

    def close(self) -> None:
        self._client.close()


@contextmanager
def telegram(token: str) -> Iterator[Telegram]:
    """A double of the Bot API as a process of its own."""
    command = [sys.executable, "-m", "tests.doubles.telegram_api", token]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        api = Telegram(f"http://127.0.0.1:{process.stdout.readline().strip()}", token)
        try:
            yield api
        finally:
            api.close()
            process.kill()


def environment(**settings: str) -> dict[str, str]:
    """An environment with these settings of ours and no others, and no proxy before 127.0.0.1."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("NHACVIEC_", "HTTP"))}
    ours = {f"NHACVIEC_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "NO_PROXY": "127.0.0.1", **ours}


class Running:
    """A `nhacviec run`; its log is what it wrote to standard error."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self.process, self._log = process, log

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def stop(self) -> int:
        """Ask it to end, as a service manager does; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=PATIENCE)


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Running]:
    """`nhacviec run` with its working folder and log in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"run-{time.monotonic_ns()}.log"
    with log.open("w", encoding="utf-8") as errors:
        command = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
        options: dict[str, Any] = {"cwd": folder, "env": environment(**settings), "stdout": errors, "stderr": errors}
        with subprocess.Popen(command, text=True, encoding="utf-8", **options) as process:
            _programs.append(process)
            try:
                yield Running(process, log)
            finally:
                _programs.remove(process)
                if process.poll() is None:
                    process.kill()

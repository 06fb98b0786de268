"""Telegram's side of a benchmark: a fast, strict double of the Bot API, as a process of its own.

    python -m benchmarks.telegram_double --bots 34 [--first 1001] [--latency 0.06] [--limits] [--seed 1]

prints one JSON line with the ports of the API and of its control, and runs until it is ended. It refuses what
Telegram refuses (the rules are those of tests/doubles) and records what arrived. A message came when the machine got
it, not when this process had time to read it; a call that was cut after it was accepted has arrived. Control: GET
/counts, GET /arrivals; POST /reset, /set (latency, limits, failing, cut_before, cut_after), /hold (seconds, bots),
/outage (seconds), /refuse (chats), /ask (rate, seconds, chats, text).
"""

import argparse
import asyncio
import gc
import json
import math
import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from benchmarks.heard import Hearing
from benchmarks.telegram_counts import Counts
from benchmarks.telegram_limits import Lane
from tests.doubles.telegram_rules import METHODS, Bad, checked

Json = dict[str, Any]
_MAX_TEXT, _MAX_DATA, _MAX_BUTTONS, _MAX_IN_ROW, _LARGEST_ID = 4096, 64, 100, 8, 1 << 52
_WORDS = frozenset({"chat_id", "text", "reply_markup", "link_preview_options"})
_SENDING = {"sendMessage": "text", "sendPhoto": "caption", "sendDocument": "caption"}
_MAX_UPLOAD = 60_000_000  # bytes
_MOST_WAITING = 2048  # connections that were not accepted yet: all bots begin at one moment


def token(bot: int) -> str:
    """The token by which the double knows a bot."""
    return f"{bot}:AAbenchmark"


@dataclass(frozen=True)
class Settings:
    """`failing`, `cut_before` and `cut_after` are shares of the messages; `latency` is in seconds."""

    latency: float = 0.0
    limits: bool = False
    failing: float = 0.0
    cut_before: float = 0.0  # the connection ends and nothing arrived
    cut_after: float = 0.0  # it arrived, and the connection ends instead of the answer


@dataclass
class Bot:
    """One account: its lane, and the updates that wait for it."""

    number: int
    lane: Lane
    updates: list[Json] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    polls: int = 0

    @property
    def me(self) -> Json:
        return {
            "id": self.number,
            "is_bot": True,
            "first_name": "Nhắc Việc",
            "username": f"nhac_viec_{self.number}_bot",
        }


class Failure(Exception):
    """An answer of the API that is no result."""

    def __init__(self, code: int, description: str, *, retry_after: int = 0) -> None:
        super().__init__(description)
        self.code = code
        self.body: Json = {"ok": False, "error_code": code, "description": description}
        if retry_after:
            self.body["parameters"] = {"retry_after": retry_after}


class Cut(Exception):
    """No answer: the connection ends."""


def words_checked(raw: Mapping[str, Any]) -> tuple[int, str]:
    """The chat and the words of a sendMessage. By hand, because the general check costs as much as all the rest."""
    if not raw.keys() <= _WORDS:
        checked("sendMessage", raw, {})
    try:
        chat, said = int(raw["chat_id"]), raw["text"]
    except (KeyError, ValueError, TypeError):
        checked("sendMessage", raw, {})
        raise Bad("chat_id is no number") from None
    if not -_LARGEST_ID < chat < _LARGEST_ID:
        raise Bad("chat not found")
    if len(said) > _MAX_TEXT // 2 and len(said.encode("utf-16-le")) > 2 * _MAX_TEXT:
        raise Bad("message is too long")
    if not said or said.isspace():
        raise Bad("message text is empty")
    if keyboard := raw.get("reply_markup"):
        _check_keyboard(keyboard, raw)
    return chat, said


def _check_keyboard(given: Any, raw: Mapping[str, Any]) -> None:
    rows = (json.loads(given) if isinstance(given, str) else given).get("inline_keyboard", [[]])
    buttons = [button for row in rows for button in row]
    plain = all(
        button.keys() == {"text", "callback_data"}
        and button["text"].strip()
        and 0 < len(button["callback_data"].encode()) <= _MAX_DATA
        for button in buttons
    )
    if not plain or len(buttons) > _MAX_BUTTONS or any(not 0 < len(row) <= _MAX_IN_ROW for row in rows):
        checked("sendMessage", raw, {})  # says what is wrong with it, if anything is


class Double:
    """The bots by token, what is asked of them now, and what arrived."""

    def __init__(self, bots: range, settings: Settings, *, seed: int) -> None:
        self.settings, self.counts, self.chance = settings, Counts(), random.Random(seed)
        self._set_at = _wall_clock()
        self.heard: dict[int, float] = {}  # by file number, when what a connection said last had come
        self.bots = {token(number): Bot(number, Lane(enforced=settings.limits)) for number in bots}
        self.refusing: set[int] = set()
        self._number, self._answering = 0, 0
        self._asking: set[asyncio.Task[None]] = set()

    # The API

    async def handle(self, request: web.BaseRequest) -> web.Response:
        self.counts.calls += 1
        try:
            result = await self._call(request)
        except Cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        except Bad as problem:
            return self._failed(Failure(400, f"Bad Request: {problem}"))
        except Failure as failure:
            if request.transport is None or request.transport.is_closing():
                return web.Response()  # nobody is there to hear it
            return self._failed(failure)
        return web.Response(text=f'{{"ok":true,"result":{result}}}', content_type="application/json")

    def _failed(self, failure: Failure) -> web.Response:
        if failure.code in (400, 401, 404, 409):
            self.counts.bad[str(failure)] += 1
        return web.Response(text=json.dumps(failure.body), status=failure.code, content_type="application/json")

    async def _call(self, request: web.BaseRequest) -> str:
        whose, _, method = request.path.removeprefix("/bot").partition("/")
        bot = self.bots.get(whose)
        if bot is None:
            raise Failure(401, "Unauthorized")
        if method not in METHODS:
            raise Failure(404, "Not Found: method not found")
        raw, uploads = await _arguments(request)
        if method == "sendMessage":
            return await self._take(bot, *words_checked(raw), raw.get("reply_markup"), now=self._came(request))
        values = checked(method, raw, uploads)
        if method in _SENDING:
            chat, said = int(values["chat_id"]), values.get("caption") or ""
            return await self._take(bot, chat, said, None, now=self._came(request))
        if method == "getUpdates":
            return json.dumps(await self._updates(bot, values))
        await asyncio.sleep(self.settings.latency)
        return json.dumps(bot.me if method == "getMe" else True)

    def _came(self, request: web.BaseRequest) -> float:
        connection = request.get_extra_info("socket")  # none where it has ended already
        came = self.heard.get(connection.fileno() if connection else -1)
        self.counts.undated += came is None
        return came or time.time()

    async def _take(self, bot: Bot, chat: int, said: str, keyboard: Any, *, now: float) -> str:
        settings = self.settings
        if chat in self.refusing:
            raise Failure(403, "Forbidden: bot was blocked by the user")
        if seconds := bot.lane.refuses(chat, now=now, told=time.time()):
            raise Failure(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        self._draw("failing", settings.failing, Failure(500, "Internal Server Error"))
        self._draw("cut_before", settings.cut_before, Cut())
        self.counts.arrive(bot.number, chat, said, now=now)
        self._answering += 1
        try:
            await asyncio.sleep(settings.latency)
        finally:
            self._answering -= 1
        self._draw("cut_after", settings.cut_after, Cut())
        self._number += 1
        shown = keyboard if isinstance(keyboard, str) else json.dumps(keyboard)
        markup = f',"reply_markup":{shown}' if keyboard else ""
        place = f'{{"id":{chat},"type":"{"private" if chat > 0 else "group"}","first_name":"Lan"}}'
        about = f'"message_id":{self._number},"date":{int(time.time())},"chat":{place}'
        return f'{{{about},"text":{json.dumps(said)}{markup}}}'

    def _draw(self, fault: str, share: float, failure: Exception) -> None:
        if share and self.chance.random() < share:
            self.counts.faults[fault] += 1
            raise failure

    async def _updates(self, bot: Bot, values: Json) -> list[Json]:
        bot.polls += 1
        mine, until = bot.polls, time.monotonic() + values.get("timeout", 0)
        bot.updates = [update for update in bot.updates if update["update_id"] >= values.get("offset", 0)]
        bot.news.set()  # wakes the poller that this one ends
        while True:
            if mine != bot.polls:
                raise Failure(409, "Conflict: terminated by other getUpdates request")
            if bot.updates or time.monotonic() >= until:
                return bot.updates[: values.get("limit", 100)]
            bot.news.clear()
            try:
                await asyncio.wait_for(bot.news.wait(), timeout=max(0.0, until - time.monotonic()))
            except TimeoutError:
                continue

    def say(self, bot: Bot, chat: int, words: str) -> None:
        """A person writes to a bot."""
        self._number += 1
        person = {"id": chat, "is_bot": False, "first_name": "Lan"}
        place = {"id": chat, "type": "private", "first_name": "Lan"}
        message = {"message_id": self._number, "date": int(time.time()), "chat": place, "from": person, "text": words}
        bot.updates.append({"update_id": self._number, "message": message})
        self.counts.ask(bot.number, chat, now=time.time())
        bot.news.set()

    # Its control

    def summary(self) -> Json:
        lanes = [bot.lane for bot in self.bots.values()]
        refused = {why: sum(lane.refused.get(why, 0) for lane in lanes) for why in ("pace", "chat", "group", "held")}
        tightest = min(lane.tightest for lane in lanes)
        return self.counts.summary() | {
            "refused": refused,
            "clock_moved_s": round(abs(_wall_clock() - self._set_at), 3),
            "ignored_holds": sum(lane.ignored for lane in lanes),
            "tightest_s": round(tightest, 4) if math.isfinite(tightest) else None,
        }

    def reset(self) -> None:
        self.counts = Counts()
        for bot in self.bots.values():
            bot.lane = Lane(enforced=self.settings.limits)

    def set(self, **wanted: Any) -> None:
        self.settings = replace(self.settings, **wanted)
        for bot in self.bots.values():
            bot.lane.enforced = self.settings.limits

    def hold(self, seconds: float, bots: list[int] | None = None) -> None:
        """A burst of 429s: these bots are told to wait for so long."""
        for bot in self.bots.values():
            if bots is None or bot.number in bots:
                bot.lane.hold(seconds, now=time.time())

    def leave(self) -> None:
        """What has arrived and is not answered yet is cut by an outage."""
        self.counts.faults["cut_by_outage"] += self._answering

    def refuse(self, chats: list[int]) -> None:
        self.refusing.update(chats)

    def ask(self, rate: float, seconds: float, chats: list[list[int]], text: str) -> None:
        """So many times a second, one chat after the other ([bot, chat] each) writes these words."""
        task = asyncio.create_task(self._keep_asking(rate, seconds, chats, text))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _keep_asking(self, rate: float, seconds: float, chats: list[list[int]], text: str) -> None:
        start = time.monotonic()
        for turn in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, start + turn / rate - time.monotonic()))
            number, chat = chats[turn % len(chats)]
            self.say(self.bots[token(number)], chat, text)


def _wall_clock() -> float:
    """Seconds by which it is ahead of the clock that nobody sets: by it messages are dated, and a second is counted."""
    return time.time() - time.monotonic()


async def _arguments(request: web.BaseRequest) -> tuple[Json, dict[str, bytes]]:
    if request.content_type == "application/json":
        return dict(json.loads(await request.read())), {}
    if request.content_type == "application/x-www-form-urlencoded":
        return dict(parse_qsl((await request.read()).decode(), keep_blank_values=True)), {}
    raw: Json = {}
    uploads: dict[str, bytes] = {}
    for name, value in (await request.clone(client_max_size=_MAX_UPLOAD).post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = value.file.read()
        else:
            raw[name] = str(value)
    return raw, uploads


class Listening:
    """A server on a port of its own, that can go away and come back."""

    def __init__(
        self, handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], *, heard: dict[int, float]
    ) -> None:
        self._heard = heard
        self._server = web.Server(handler, access_log=None)
        self._listening: asyncio.Server | None = None
        self.port = 0

    async def open(self) -> None:
        made = Hearing.at(("127.0.0.1", self.port), heard=self._heard)
        self.port = made.getsockname()[1]
        self._listening = await asyncio.get_running_loop().create_server(self._server, sock=made, backlog=_MOST_WAITING)

    def close(self) -> None:
        """Refuse connections, and end those that there are."""
        if self._listening is not None:
            self._listening.close()
        for connection in self._server.connections:
            if connection.transport is not None:
                connection.transport.abort()


def _controlled(double: Double, api: Listening) -> Callable[[web.BaseRequest], Awaitable[web.Response]]:
    async def outage(seconds: float) -> None:
        double.leave()
        api.close()
        await asyncio.sleep(seconds)
        await api.open()

    deeds: dict[str, Callable[..., None]] = {
        name: getattr(double, name) for name in ("reset", "set", "hold", "refuse", "ask")
    }

    async def handle(request: web.BaseRequest) -> web.Response:
        name = request.path.removeprefix("/")
        if request.method == "GET":
            return web.json_response(double.summary() if name == "counts" else double.counts.by_chat())
        wanted = json.loads(await request.read() or b"{}")
        if name == "outage":
            await outage(**wanted)
        else:
            deeds[name](**wanted)
        return web.json_response({})

    return handle


async def serve(double: Double) -> None:
    """Print the ports, and serve until the process is ended."""
    api = Listening(double.handle, heard=double.heard)
    control = Listening(_controlled(double, api), heard={})
    await api.open()
    await control.open()
    print(json.dumps({"api": api.port, "control": control.port}), flush=True)
    await asyncio.Event().wait()


def _answer_in_time() -> None:
    """A platform is not slowed down by our machine: its answers are not late, where the system lets it."""
    with suppress(AttributeError, PermissionError):  # Windows; no right to
        os.nice(-10)


def main() -> None:
    parser = argparse.ArgumentParser(description="A fast, strict double of the Bot API.")
    parser.add_argument("--bots", type=int, default=1)
    parser.add_argument("--first", type=int, default=1001, help="the number of the first bot")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    parser.add_argument("--limits", action="store_true", help="answer 429 as Telegram does")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    settings = Settings(latency=wanted.latency, limits=wanted.limits)
    _answer_in_time()
    gc.disable()  # what arrives is kept for good: the collector would only keep it from answering
    asyncio.run(serve(Double(range(wanted.first, wanted.first + wanted.bots), settings, seed=wanted.seed)))


if __name__ == "__main__":
    main()

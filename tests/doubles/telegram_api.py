"""A strict stand-in for the Bot API: the calls of our adapter, answered and refused as Telegram does.

In a test's own process: `TelegramDouble()` and its `app`, through httpx.ASGITransport. As a process of its own:
`python -m tests.doubles.telegram_api TOKEN…` prints its port; the same doings are under `/control/TOKEN/…`.
"""

import asyncio
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.doubles.telegram_rules import MAX_DOWNLOAD, METHODS, Bad, checked

Json = dict[str, Any]
_FORGET_QUERY = "query is too old and response timeout expired or query ID is invalid"
_CONFLICT = "terminated by other getUpdates request; make sure that only one bot instance is running"
_PUSHED = frozenset({"message", "edited_message", "channel_post", "callback_query", "my_chat_member"})


class Failure(Exception):
    """An answer of the API that is no result."""

    def __init__(self, code: int, description: str, *, status: int | None = None, **parameters: int) -> None:
        super().__init__(description)
        self.status = status or code
        self.body: Json = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.body["parameters"] = parameters


@dataclass
class Fault:
    """The next `times` calls of a method (for one chat, where it is named) fail like this."""

    method: str
    # flood, forbidden, migrated, failing, not_ok, refused, unauthorized, page; arrived all the same: silent, dropped,
    # garbled
    kind: str
    chat: int | None = None
    times: int = 1
    description: str = "on demand"
    seconds: int = 0
    migrate_to: int = 0
    status: int = 500

    def failure(self) -> Failure | None:
        match self.kind:
            case "flood":
                return Failure(429, "Too Many Requests: retry later", retry_after=self.seconds)
            case "forbidden":
                return Failure(403, f"Forbidden: {self.description}")
            case "migrated":
                description = "Bad Request: group chat was upgraded to a supergroup chat"
                return Failure(400, description, migrate_to_chat_id=self.migrate_to)
            case "failing":
                return Failure(self.status, "Internal Server Error")
            case "not_ok":
                return Failure(400, f"Bad Request: {self.description}", status=200)
            case "refused":
                return Failure(400, f"Bad Request: {self.description}")
            case "unauthorized":
                return Failure(401, "Unauthorized")
        return None


@dataclass
class Sent:
    """A message that arrived: its method, its values as checked, and what was uploaded."""

    method: str
    values: Json
    message_id: int
    uploads: dict[str, bytes] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> Json:
        values = {name: value for name, value in self.values.items() if not isinstance(value, bytes)}
        return {"method": self.method, "message_id": self.message_id, "names": self.names, **values}


class BotDouble:
    """One bot account: its chats, its waiting updates, and what it sent."""

    def __init__(self, token: str, clock: Callable[[], float]) -> None:
        self.token, self.id, self._clock = token, int(token.partition(":")[0]), clock
        self.me: Json = {"id": self.id, "is_bot": True, "first_name": "Nhắc Việc", "username": "nhac_viec_bot"}
        self.updates: list[Json] = []
        self.sent: list[Sent] = []
        self.answered: list[str] = []
        self.calls: list[str] = []
        self.faults: list[Fault] = []
        self.chats: dict[int, str] = {}
        self.webhook = False
        self._files: dict[str, tuple[str, bytes, int]] = {}
        self._queries: set[str] = set()
        self._allowed = _PUSHED
        self._number, self._poll = 100, 0
        self._news = asyncio.Event()
        self._called = asyncio.Event()

    def _next(self) -> int:
        self._number += 1
        return self._number

    def fail(self, method: str, kind: str, **more: Any) -> None:
        """The next call of this method fails; see Fault."""
        self.faults.append(Fault(method, kind, **more))

    # What people do

    def push(self, **content: Json) -> int:
        """An update of any content; its id. Kinds that were not asked for are not kept."""
        number = self._next()
        if set(content) <= self._allowed or not content:
            self.updates.append({"update_id": number, **content})
            self._news.set()
        return number

    def message(self, chat: int, **content: Any) -> Json:
        kind = "private" if chat > 0 else "group"
        self.chats.setdefault(chat, "open")
        person = {"id": abs(chat), "is_bot": False, "first_name": "Lan"}
        place = {"id": chat, "type": kind, **({"first_name": "Lan"} if chat > 0 else {"title": "Xã"})}
        return {"message_id": self._next(), "date": int(self._clock()), "chat": place, "from": person, **content}

    def say(self, chat: int, text: str, **content: Any) -> int:
        return self.push(message=self.message(chat, text=text, **content))

    def attach(self, chat: int, content: bytes, *, name: str, **more: Any) -> int:
        """A document, or with a name that ends in .jpg a photo of the chat; `size` lies about its length."""
        size = int(more.pop("size", len(content)))
        file_id = f"F{self._next()}"
        photo = name.endswith(".jpg")
        self._files[file_id] = (f"{'photos' if photo else 'documents'}/file_{file_id}", content, size)
        told: Json = {"file_id": file_id, "file_unique_id": f"U{file_id}", "file_size": size}
        if photo:
            small = {**told, "file_id": f"S{file_id}", "width": 90, "height": 67}
            return self.push(message=self.message(chat, photo=[small, {**told, "width": 1280, "height": 960}], **more))
        document = {**told, "file_name": name, "mime_type": "application/pdf"}
        return self.push(message=self.message(chat, document=document, **more))

    def tap(self, chat: int, data: str) -> str:
        query: Json = {"id": f"Q{self._next()}", "chat_instance": "1", "data": data}
        query |= {"from": {"id": chat, "is_bot": False, "first_name": "Lan"}, "message": self.message(chat, text="…")}
        self._queries.add(query["id"])
        self.push(callback_query=query)
        return str(query["id"])

    def block(self, chat: int, *, blocked: bool = True) -> int:
        self.chats[chat] = "blocked" if blocked else "open"
        states = [{"user": self.me, "status": "member"}, {"user": self.me, "status": "kicked", "until_date": 0}]
        old, new = states if blocked else reversed(states)
        message = self.message(chat)
        told = {name: message[name] for name in ("chat", "from", "date")}
        return self.push(my_chat_member={**told, "old_chat_member": old, "new_chat_member": new})

    # What the bot calls

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait for the calls that make `done` true."""
        async with asyncio.timeout(10):
            while not done():
                self._called.clear()
                await self._called.wait()

    async def call(self, method: str, raw: Json, uploads: dict[str, bytes], names: dict[str, str]) -> Any:
        try:
            return await self._call(method, raw, uploads, names)
        finally:
            self.calls.append(method)
            self._called.set()

    async def _call(self, method: str, raw: Json, uploads: dict[str, bytes], names: dict[str, str]) -> Any:
        values = checked(method, raw, uploads)
        fault = self._fault_of(method, values.get("chat_id"))
        if fault is not None and (failure := fault.failure()):
            raise failure
        if fault is not None and fault.kind == "page":
            return partial(HTMLResponse, "<h1>nginx</h1>", fault.status)
        answer = await self._answer(method, values, uploads, names)
        if fault is not None and fault.kind == "silent":
            await asyncio.sleep(fault.seconds)
        return _SPOILT.get(fault.kind, answer) if fault is not None else answer

    async def _answer(self, method: str, values: Json, uploads: dict[str, bytes], names: dict[str, str]) -> Any:
        match method:
            case "getMe":
                return self.me
            case "getUpdates":
                return await self._get_updates(values)
            case "sendMessage" | "sendDocument" | "sendPhoto":
                return self._send(Sent(method, values, self._next(), uploads, names))
            case "answerCallbackQuery":
                return self._answer_query(values["callback_query_id"])
            case "getFile":
                return self._get_file(values["file_id"])
            case "deleteWebhook":
                self.webhook = False
        return True

    def _fault_of(self, method: str, chat: Any) -> Fault | None:
        for fault in self.faults:
            if fault.method == method and fault.times and fault.chat in (None, int(chat or 0)):
                fault.times -= 1
                return fault
        return None

    async def _get_updates(self, values: Json) -> list[Json]:
        if self.webhook:
            raise Failure(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll += 1
        mine, until = self._poll, time.monotonic() + values.get("timeout", 0)
        self._allowed = frozenset(values.get("allowed_updates") or self._allowed)
        self.updates = [update for update in self.updates if update["update_id"] >= values.get("offset", 0)]
        self._news.set()  # wakes the poller that this one ends
        self._called.set()
        while True:
            if mine != self._poll:
                raise Failure(409, f"Conflict: {_CONFLICT}")
            if self.updates or time.monotonic() >= until:
                return self.updates[: values.get("limit", 100)]
            self._news.clear()
            await self._awaken(until - time.monotonic())

    async def _awaken(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._news.wait(), timeout=max(0.0, seconds))
        except TimeoutError:
            return

    def _send(self, sent: Sent) -> Json:
        chat = int(sent.values["chat_id"])
        match self.chats.get(chat):
            case None:
                raise Failure(400, "Bad Request: chat not found")
            case "blocked":
                raise Failure(403, "Forbidden: bot was blocked by the user")
        self.sent.append(sent)
        content: Json = {name: sent.values[name] for name in ("text", "caption") if name in sent.values}
        for kind, body in sent.uploads.items():
            told: Json = {"file_id": f"F{sent.message_id}", "file_unique_id": f"U{sent.message_id}"}
            told |= {"file_size": len(body)}
            content[kind] = told if kind == "document" else [{**told, "width": 1, "height": 1}]
        return self.message(chat, **content) | {"message_id": sent.message_id, "from": self.me}

    def _answer_query(self, query: str) -> bool:
        if query not in self._queries:
            raise Failure(400, f"Bad Request: {_FORGET_QUERY}")
        self._queries.remove(query)
        self.answered.append(query)
        return True

    def _get_file(self, file_id: str) -> Json:
        if file_id not in self._files:
            raise Failure(400, "Bad Request: invalid file_id")
        path, _, size = self._files[file_id]
        if size > MAX_DOWNLOAD:
            raise Failure(400, "Bad Request: file is too big")
        return {"file_id": file_id, "file_unique_id": f"U{file_id}", "file_size": size, "file_path": path}

    def content_of(self, path: str) -> bytes | None:
        return next((content for known, content, _ in self._files.values() if known == path), None)


class _Dropped(Response):
    """Promises a body and ends the connection before it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        length = [(b"content-length", b"1000"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": length})
        await send({"type": "http.response.body", "body": b'{"ok":', "more_body": True})


_SPOILT: dict[str, Callable[[], Response]] = {
    "dropped": _Dropped,
    "garbled": lambda: Response(b'{"ok":true,"result":{"mess', media_type="application/json"),
}


class TelegramDouble:
    """The whole API: the bots by token, and the app that answers for them."""

    def __init__(self, *tokens: str, clock: Callable[[], float] = time.time) -> None:
        self.bots = {token: BotDouble(token, clock) for token in tokens}
        self.app = Starlette(
            routes=[
                Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
                Route("/file/bot{token}/{path:path}", self._file),
                Route("/control/{token}/{deed}", self._control, methods=["GET", "POST"]),
            ]
        )

    async def _call(self, request: Request) -> Response:
        bot, method = self.bots.get(request.path_params["token"]), request.path_params["method"]
        if bot is None:
            return JSONResponse({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        if method not in METHODS:
            return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found: method not found"}, 404)
        try:
            result = await bot.call(method, *await _arguments(request))
        except Bad as error:
            return JSONResponse({"ok": False, "error_code": 400, "description": f"Bad Request: {error}"}, 400)
        except Failure as error:
            return JSONResponse(error.body, error.status)
        return result() if callable(result) else JSONResponse({"ok": True, "result": result})

    async def _file(self, request: Request) -> Response:
        bot = self.bots.get(request.path_params["token"])
        content = bot.content_of(request.path_params["path"]) if bot else None
        return Response(status_code=404) if content is None else Response(content)

    async def _control(self, request: Request) -> Response:
        bot, deed = self.bots[request.path_params["token"]], request.path_params["deed"]
        if request.method == "GET":
            told = {"sent": [one.as_json() for one in bot.sent], "answered": bot.answered, "calls": bot.calls}
            return JSONResponse(told | {"waiting": bot.updates})
        if deed == "attach":
            query = dict(request.query_params)
            return JSONResponse(bot.attach(int(query.pop("chat")), await request.body(), **query))
        values = await request.json()
        deeds: dict[str, Callable[..., Any]] = {"say": bot.say, "tap": bot.tap, "block": bot.block, "fail": bot.fail}
        return JSONResponse(deeds[deed](**values))


async def _arguments(request: Request) -> tuple[Json, dict[str, bytes], dict[str, str]]:
    raw: Json = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return raw | await request.json(), {}, {}
    uploads, names = {}, {}
    async with request.form() as form:
        for name, value in form.multi_items():
            if name in raw or name in uploads:
                raise Bad(f"field {name} twice")
            if isinstance(value, UploadFile):
                uploads[name], names[name] = await value.read(), value.filename or ""
            else:
                raw[name] = value
    return raw, uploads, names


def main(tokens: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        print(listening.getsockname()[1], flush=True)
        config = uvicorn.Config(TelegramDouble(*tokens).app, log_level="warning", timeout_graceful_shutdown=1)
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1:])

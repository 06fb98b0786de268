"""What we say to the Bot API, straight over the transport, and what its answers mean to those who asked for a call.

python-telegram-bot would build objects around each message and read them again out of the answer: more than half of
what a message costs. It stays where Telegram speaks to us (telegram.py).
"""

import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx

from bot.channels.connection import FAILURES, unsent
from bot.channels.telegram_parts import Part
from scheduler.messages import Doubtful, File, Held, Receipt, Refused, TryLater, Unacceptable

CONNECT, READ, FILE = 10.0, 20.0, 45.0  # seconds
POOL = 2 * CONNECT  # with aiohttp it includes connecting
FLOOD_UNTIMED = timedelta(seconds=30)
_SOON, _NO_TOKEN = timedelta(seconds=1), timedelta(minutes=10)
_PATIENCE = {"timeout": httpx.Timeout(READ, connect=CONNECT, pool=POOL).as_dict()}
_PATIENCE_WITH_FILE = {"timeout": httpx.Timeout(FILE, connect=CONNECT, pool=POOL).as_dict()}
_HEADERS = ((b"content-type", b"application/json"), (b"accept-encoding", b"identity"))
_NO_CHAT = ("chat not found", "user not found", "peer_id_invalid", "deactivated", "not enough rights", "have no rights")
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Moved(Exception):
    """Telegram gave the chat another address."""

    def __init__(self, address: str) -> None:
        super().__init__("chat moved")
        self.address = address


class Calls:
    """The calls of one bot; `base` is its address with the token."""

    def __init__(self, base: str, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport
        self._words, self._photo, self._document = (
            httpx.URL(f"{base}/{method}") for method in ("sendMessage", "sendPhoto", "sendDocument")
        )

    async def say(self, chat: str, part: Part) -> Receipt:
        """Raises what a channel's `send` raises, and Moved."""
        if part.file is None:
            return await self._call(_written(self._words, part.values(chat)))
        if part.pictured:
            try:
                return await self._call(_carried(self._photo, "photo", part.values(chat), part.file))
            except Unacceptable as error:
                if not _of_a_picture(error):
                    raise
        return await self._call(_carried(self._document, "document", part.values(chat), part.file))

    async def _call(self, request: httpx.Request) -> Receipt:
        try:
            response = await self._transport.handle_async_request(request)
            try:
                payload = await response.aread()
            finally:
                await response.aclose()
        except FAILURES as error:
            why = type(error).__name__
            raise (TryLater(f"not connected: {why}", _SOON) if unsent(error) else Doubtful(why)) from error
        return receipt(response.status_code, payload)


def _written(url: httpx.URL, values: dict[str, Any]) -> httpx.Request:
    """A call with all of it as JSON: written as a form, Vietnamese takes thrice the time and the room."""
    content = _to_json(values).encode()
    # Given whole, as here, a request is made ten times as fast as where httpx has to find out what it is given.
    headers = [(b"host", url.netloc), *_HEADERS, (b"content-length", b"%d" % len(content))]
    stream = httpx.ByteStream(content)
    request = httpx.Request("POST", url, headers=headers, stream=stream, extensions=_PATIENCE)
    request.read()
    return request


def _carried(url: httpx.URL, kind: str, values: dict[str, Any], file: File) -> httpx.Request:
    """A call with a file."""
    data = {name: value if isinstance(value, str) else _to_json(value) for name, value in values.items()}
    files = {kind: (file.name, file.content, file.media_type)}
    return httpx.Request("POST", url, data=data, files=files, extensions=_PATIENCE_WITH_FILE)


def _of_a_picture(error: Unacceptable) -> bool:
    reason = str(error).removeprefix("Bad Request: ").upper()
    return reason.startswith(("PHOTO_", "IMAGE_"))


def parsed(payload: bytes) -> dict[str, Any]:
    """The answer; empty where it is none."""
    try:
        answer = json.loads(payload)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def receipt(status: int, payload: bytes) -> Receipt:
    """The message that the API took; raises what else it says.

    A success that can't be read may be one. `200 {"ok":false}` is the failure that it says it is.
    """
    answer = parsed(payload)
    match answer:
        case {"ok": True, "result": {"message_id": int() as number}} if status < HTTPStatus.MULTIPLE_CHOICES:
            return Receipt(str(number))
        case {"ok": False}:
            code = answer.get("error_code") or status
            told = str(answer.get("description") or f"status {code}")
            raise _failure(code, told, answer.get("parameters") or {})
    raise _strange(status)


def _failure(code: int, told: str, more: dict[str, Any]) -> Exception:
    """What the API means, by https://core.telegram.org/bots/api#making-requests and …#responseparameters."""
    match code:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Held("flood control", timedelta(seconds=more.get("retry_after") or 0) or FLOOD_UNTIMED)
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
            return Held("token refused", _NO_TOKEN)
        case HTTPStatus.FORBIDDEN:
            return Refused(told)
        case HTTPStatus.BAD_REQUEST if "migrate_to_chat_id" in more:
            return Moved(str(more["migrate_to_chat_id"]))
        case HTTPStatus.BAD_REQUEST if any(sign in told.lower() for sign in _NO_CHAT):
            return Refused(told)
        case HTTPStatus.CONFLICT:
            return TryLater(told, _SOON)
        case _ if code >= HTTPStatus.INTERNAL_SERVER_ERROR or code < HTTPStatus.MULTIPLE_CHOICES:
            return TryLater(told, _SOON)
    return Unacceptable(told)


def _strange(status: int) -> Exception:
    """What it means where not the API said it but a gateway, a proxy, a portal: they know of no chat and no token."""
    told = f"no answer of the API: status {status}"
    match status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Held("flood control", FLOOD_UNTIMED)
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE | HTTPStatus.REQUEST_URI_TOO_LONG:
            return Unacceptable(told)
        case HTTPStatus.GATEWAY_TIMEOUT:
            return Doubtful(told)  # it was passed on, and nothing came back
        case _ if status >= HTTPStatus.MULTIPLE_CHOICES:
            return TryLater(told, _SOON)
    return Doubtful(told)

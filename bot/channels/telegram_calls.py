"""What we say to the Bot API, straight over the transport, and what its answers mean to those who asked for a call.

python-telegram-bot would build objects around each message and read them again out of the answer: more than half of
what a message costs; and it would read each update anew as long as that is being answered. It stays where an update is
understood, and for files and taps (telegram.py).
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx

from bot.channels.connection import Patience, Transport, unsent
from bot.channels.telegram_parts import Part
from scheduler.lanes import Pacer
from scheduler.messages import Doubtful, File, Held, Receipt, Refused, TryLater, Unacceptable

CONNECT, READ, FILE, POOL = 10.0, 20.0, 45.0, 20.0  # seconds
FLOOD_UNTIMED = timedelta(seconds=30)
_SOON, _NO_TOKEN = timedelta(seconds=1), timedelta(minutes=10)
_PATIENCE, _PATIENCE_WITH_FILE = Patience(CONNECT, READ, POOL), Patience(CONNECT, FILE, POOL)
_JSON = b"application/json"
_NO_CHAT = ("chat not found", "user not found", "peer_id_invalid", "deactivated", "not enough rights", "have no rights")
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Moved(Exception):
    """Telegram gave the chat another address."""

    def __init__(self, address: str) -> None:
        super().__init__("chat moved")
        self.address = address


class NoUpdates(Exception):
    """Why there are none: the API's own `code`, or 0 where it did not answer; `after` is how long it asks to wait."""

    def __init__(self, code: int, told: str, after: timedelta | None = None) -> None:
        super().__init__(told)
        self.code, self.told, self.after = code, told, after


class Updates:
    """What people said to one bot, of these kinds: given out again until it is acknowledged."""

    def __init__(self, base: str, transport: Transport, *, kinds: Sequence[str]) -> None:
        self._url, self._transport, self._kinds = f"{base}/getUpdates", transport, list(kinds)

    async def fetch(self, offset: int | None, seconds: int) -> list[dict[str, Any]]:
        """Acknowledge all below `offset`, and wait for so long where there is nothing. Raises NoUpdates.

        https://core.telegram.org/bots/api#getupdates
        """
        asked = {"timeout": seconds, "allowed_updates": self._kinds} | ({} if offset is None else {"offset": offset})
        patience = Patience(CONNECT, READ + seconds, POOL)
        try:
            status, payload = await self._transport.post(self._url, _to_json(asked).encode(), _JSON, patience=patience)
        except httpx.TransportError as error:
            raise NoUpdates(0, type(error).__name__) from error
        return updates(status, payload)


def updates(status: int, payload: bytes) -> list[dict[str, Any]]:
    """The updates in an answer. Raises NoUpdates, whose words tell nothing of what people wrote."""
    answer = parsed(payload)
    match answer:
        case {"ok": True, "result": list() as found} if status < HTTPStatus.MULTIPLE_CHOICES:
            return found
        case {"ok": False}:
            code = answer.get("error_code") or status
            after = (answer.get("parameters") or {}).get("retry_after")
            raise NoUpdates(code, str(answer.get("description")), timedelta(seconds=after) if after else None)
    flooded = status == HTTPStatus.TOO_MANY_REQUESTS
    raise NoUpdates(status if flooded else 0, f"no answer of the API: status {status}")


class Calls:
    """The calls of one bot; `base` is its address with the token. The pacer is told what became of each one's turn."""

    def __init__(self, base: str, transport: Transport, pacer: Pacer) -> None:
        self._transport, self._pacer = transport, pacer
        self._words, self._photo, self._document = (
            f"{base}/{method}" for method in ("sendMessage", "sendPhoto", "sendDocument")
        )

    async def say(self, chat: str, part: Part) -> Receipt:
        """Raises what a channel's `send` raises, and Moved."""
        if part.file is None:
            # All of it as JSON: written as a form, Vietnamese takes thrice the time and the room.
            return await self._call(self._words, _to_json(part.values(chat)).encode(), _JSON, _PATIENCE)
        if part.pictured:
            try:
                return await self._carry(self._photo, "photo", part.values(chat), part.file)
            except Unacceptable as error:
                if not _of_a_picture(error):
                    raise
        return await self._carry(self._document, "document", part.values(chat), part.file)

    async def _carry(self, url: str, kind: str, values: dict[str, Any], file: File) -> Receipt:
        data = {name: value if isinstance(value, str) else _to_json(value) for name, value in values.items()}
        form = httpx.Request("POST", url, data=data, files={kind: (file.name, file.content, file.media_type)})
        return await self._call(url, form.read(), form.headers["content-type"].encode(), _PATIENCE_WITH_FILE)

    async def _call(self, url: str, content: bytes, media_type: bytes, patience: Patience) -> Receipt:
        try:
            post = self._transport.post
            status, payload = await post(url, content, media_type, patience=patience, left=self._pacer.left)
        except httpx.TransportError as error:
            why = type(error).__name__
            if not unsent(error):
                raise Doubtful(why) from error
            self._pacer.unused()
            raise TryLater(f"not connected: {why}", _SOON) from error
        return receipt(status, payload)


def _of_a_picture(error: Unacceptable) -> bool:
    reason = str(error).removeprefix("Bad Request: ").upper()
    return reason.startswith(("PHOTO_", "IMAGE_"))


def parsed(payload: bytes) -> dict[str, Any]:
    """The answer; empty where it is none."""
    try:
        answer = json.loads(payload.decode())  # told that it is UTF-8, it need not find out
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

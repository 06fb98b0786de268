"""Telegram, through python-telegram-bot: an update becomes Incoming, a Message becomes calls of the Bot API.

Limits as in https://core.telegram.org/bots/api (10.1). Nothing is formatted: what people type can't break it.
"""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from mimetypes import guess_type
from pathlib import PurePath
from typing import Any

import httpx
import structlog
from telegram import (
    Bot,
    CallbackQuery,
    ChatMemberUpdated,
    MessageEntity,
    Update,
)
from telegram import Message as TelegramMessage
from telegram.constants import ChatMemberStatus, ChatType, UpdateType
from telegram.error import (
    BadRequest,
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels import Attachment, Capabilities, Incoming
from bot.channels.connection import Transport, pooled
from bot.channels.exchange import Pause, answer, reply, say_all
from bot.channels.limits import LIMITS_OF
from bot.channels.polling import MOST_AT_ONCE, Fetched, Inbox
from bot.channels.telegram_calls import (
    CONNECT,
    FILE,
    FLOOD_UNTIMED,
    POOL,
    READ,
    Calls,
    Moved,
    NoUpdates,
    Updates,
    parsed,
)
from bot.channels.telegram_parts import MAX_TEXT, Part, parts
from bot.reception import Reception
from locales import text
from scheduler.lanes import Limits, Pacer
from scheduler.messages import Message, Receipt
from storage.database import went_away

MAX_DOWNLOAD = 20_000_000  # bytes
LIMITS = LIMITS_OF["telegram"]
_KINDS = [UpdateType.MESSAGE, UpdateType.CALLBACK_QUERY, UpdateType.MY_CHAT_MEMBER]
_POLLING = 2  # connections
_AFTER_CONFLICT, _LONGEST_PAUSE, _FAREWELL = 20.0, 30.0, 10.0  # seconds

# Else PTB warns whenever it reports a waiting time.
os.environ.setdefault("PTB_TIMEDELTA", "1")
_log = structlog.get_logger("telegram_channel")


class _Request(HTTPXRequest):
    """`200 {"ok":false}` is the failure that it says it is, and a 429 that names no time is one all the same."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **kwargs)
        if kwargs["method"] != "POST":
            return code, payload
        answer = parsed(payload)
        if code == HTTPStatus.TOO_MANY_REQUESTS and not (answer.get("parameters") or {}).get("retry_after"):
            raise RetryAfter(FLOOD_UNTIMED)
        if not isinstance(answer.get("ok"), bool):  # PTB would log what it is, with what people wrote
            raise NetworkError(f"no answer of the API: status {code}")
        if code < HTTPStatus.MULTIPLE_CHOICES and not answer["ok"]:
            code = max(HTTPStatus.BAD_REQUEST, answer.get("error_code") or HTTPStatus.BAD_GATEWAY)
        return code, payload


def _readable(update: dict[str, Any], bot: Bot) -> Update:
    """An update that PTB can't read is handed on empty, so that it is acknowledged like any other."""
    try:
        return Update.de_json(update, bot)
    except Exception:  # noqa: BLE001  whatever it is, it would come again for ever
        _log.exception("update not readable", update=update.get("update_id"))
        return Update(update["update_id"])


def _of_listening(problem: NoUpdates) -> TelegramError:
    """As python-telegram-bot would say it."""
    match problem.code:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.NOT_FOUND:
            return InvalidToken(problem.told)
        case HTTPStatus.CONFLICT:
            return Conflict(problem.told)
        case HTTPStatus.TOO_MANY_REQUESTS:
            return RetryAfter(problem.after or FLOOD_UNTIMED)
    return NetworkError(problem.told)


@dataclass(frozen=True)
class _Media:
    file_id: str
    size: int
    name: str
    media_type: str
    photo: bool = False


def _media_of(message: TelegramMessage) -> _Media | None:
    if message.photo:
        largest = message.photo[-1]
        name = f"anh_{largest.file_unique_id}.jpg"
        return _Media(largest.file_id, largest.file_size or 0, name, "image/jpeg", photo=True)
    sent = message.document or message.video
    if sent is None:
        return None
    name = PurePath((sent.file_name or f"tep_{sent.file_unique_id}").replace("\\", "/")).name
    media_type = sent.mime_type or guess_type(name)[0] or "application/octet-stream"
    return _Media(sent.file_id, sent.file_size or 0, name, media_type)


def _is_mute(message: TelegramMessage) -> bool:
    """Something was said, in a form that the bot can't take in."""
    return any((message.voice, message.audio, message.video_note, message.location, message.contact, message.poll))


class TelegramChannel:
    """One bot account. `on_moved(bot, old, new)` is told of a chat that Telegram gave another address."""

    capabilities = Capabilities("Telegram", buttons=True, files=True, max_text=MAX_TEXT)

    def __init__(
        self,
        token: str,
        *,
        api_url: str,
        transport: Callable[[int], Transport] = pooled,
        limits: Limits = LIMITS,
        clock: Callable[[], float] = time.monotonic,
        pause: Pause = asyncio.sleep,
        on_moved: Callable[[str, str, str], None] = lambda bot, old, new: None,  # noqa: ARG005
    ) -> None:
        self.bot = f"telegram:{token.partition(':')[0]}"
        self.limits, self.pacer = limits, Pacer(limits, clock=clock, sleep=pause)
        self._pause, self._on_moved = pause, on_moved
        self._moved: dict[str, str] = {}
        self._greeted = False
        sending, self._polling = transport(limits.at_once + MOST_AT_ONCE), transport(_POLLING)
        self._calls = Calls(f"{api_url}/bot{token}", sending, self.pacer)
        self._updates = Updates(f"{api_url}/bot{token}", self._polling, kinds=_KINDS)
        self._given: dict[int, Update] = {}  # those that were given out last
        self._request = _request(sending)
        self._api = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    async def close(self) -> None:
        await asyncio.gather(self._request.shutdown(), self._polling.aclose())

    # What we say

    async def send(self, address: str, message: Message) -> Receipt:
        """Raises Refused, Held, TryLater or Doubtful; Unacceptable where Telegram refuses the message, not the chat."""
        call = partial(self._call, address)
        return await say_all(call, parts(message), address=address, pacer=self.pacer, pause=self._pause)

    async def _call(self, address: str, part: Part) -> Receipt:
        try:
            return await self._calls.say(self._moved.get(address, address), part)
        except Moved as moved:
            await asyncio.to_thread(self._on_moved, self.bot, address, moved.address)
            self._moved[address] = moved.address
            return await self._calls.say(moved.address, part)

    # What we hear

    async def listen(self, reception: Reception) -> None:
        """Take updates in until cancelled; it ends by itself only where Telegram refuses the token."""

        async def forget(numbers: list[int]) -> None:
            await asyncio.to_thread(reception.forget, self.bot, [str(number) for number in numbers])

        inbox = Inbox(self._fetch, partial(self._take, reception), forget=forget)
        failures = 0
        try:
            while True:
                try:
                    await self._round(inbox, reception)
                    failures = 0
                except InvalidToken:
                    _log.error("token refused: this bot is off", bot=self.bot, setting="NHACVIEC_TELEGRAM_TOKENS")
                    return
                except Exception as problem:  # noqa: BLE001  the rim: other bots and the scheduler go on
                    failures += 1
                    await self._pause(self._patience(problem, failures))
        finally:
            await inbox.finish(_FAREWELL)

    async def _round(self, inbox: Inbox, reception: Reception) -> None:
        if not self._greeted:
            await self._api.initialize()
            await self._api.delete_webhook()
            await asyncio.to_thread(reception.named, self.bot, self._api.username)
            self._greeted = True
            _log.info("listening", bot=self.bot, username=self._api.username)
        await inbox.round()

    def _patience(self, problem: Exception, failures: int) -> float:
        match problem:
            case Conflict():
                _log.warning("another process polls this bot, or it has a webhook", bot=self.bot)
                return _AFTER_CONFLICT
            case RetryAfter():
                return _waiting(problem).total_seconds()
            case TelegramError():
                _log.warning("polling failed", bot=self.bot, error=problem.message, failures=failures)
            case _ if went_away(problem):
                _log.error("polling waits for the database", bot=self.bot, error=type(problem).__name__)
            case _:
                _log.error("polling failed", bot=self.bot, exc_info=problem)
        return min(2.0 ** min(failures, 8) / 2, _LONGEST_PAUSE)

    async def _fetch(self, offset: int | None, seconds: int) -> list[Fetched]:
        try:
            found = await self._updates.fetch(offset, seconds)
        except NoUpdates as problem:
            raise _of_listening(problem) from problem
        known = self._given  # what is being answered comes again each time
        self._given = {(n := one["update_id"]): known.get(n) or _readable(one, self._api) for one in found}
        return [
            Fetched(number, str(update.effective_chat.id if update.effective_chat else ""), update)
            for number, update in self._given.items()
        ]

    async def _take(self, reception: Reception, update: Update) -> None:
        try:
            if update.my_chat_member is not None:
                await self._membership(reception, update.my_chat_member)
            elif update.callback_query is not None:
                await self._tapped(reception, update.callback_query, str(update.update_id))
            elif update.message is not None and not (update.message.from_user and update.message.from_user.is_bot):
                await self._heard(reception, update.message, str(update.update_id))
        except Exception:  # noqa: BLE001  the rim: one update's trouble is not the next one's
            _log.exception("update not handled", bot=self.bot, update=update.update_id)

    async def _membership(self, reception: Reception, change: ChatMemberUpdated) -> None:
        if change.chat.type != ChatType.PRIVATE:
            return
        if change.new_chat_member.status == ChatMemberStatus.BANNED:
            await asyncio.to_thread(reception.blocked, self.bot, str(change.chat.id), "blocked by the person")
        else:
            await asyncio.to_thread(reception.unblocked, self.bot, str(change.chat.id))

    async def _tapped(self, reception: Reception, query: CallbackQuery, update_id: str) -> None:
        in_private = query.message is None or query.message.chat.type == ChatType.PRIVATE
        doings = [self._confirm(query)]
        if query.data and in_private:
            incoming = Incoming(self.bot, str(query.from_user.id), query.data, tapped=True)
            doings.append(answer(self, reception, incoming, update_id=update_id, pause=self._pause))
        await asyncio.gather(*doings)

    async def _confirm(self, query: CallbackQuery) -> None:
        try:
            await self._api.answer_callback_query(query.id)
        except TelegramError as error:  # the wheel on the button stops by itself, a while later
            _log.info("tap not confirmed", bot=self.bot, error=error.message)

    async def _heard(self, reception: Reception, message: TelegramMessage, update_id: str) -> None:
        chat = str(message.chat.id)
        if message.chat.type == ChatType.PRIVATE:
            found = await self._read(message)
        else:
            found = Message(text("telegram.group")) if self._addressed(message) else None
        if isinstance(found, Incoming):
            await answer(self, reception, found, update_id=update_id, pause=self._pause)
        elif found is not None and await asyncio.to_thread(reception.is_new, self.bot, update_id):
            await reply(self, chat, found, pause=self._pause)

    def _addressed(self, message: TelegramMessage) -> bool:
        """Whether a message of a group is for this bot: a reply to it, its name, or an order to it."""
        answered, me = message.reply_to_message, self._api.bot
        if answered is not None and answered.from_user is not None and answered.from_user.id == me.id:
            return True
        name = f"@{me.username}".lower()
        for entity, words in {**message.parse_entities(), **message.parse_caption_entities()}.items():
            if entity.user is not None and entity.user.id == me.id:
                return True
            if entity.type == MessageEntity.MENTION and words.lower() == name:
                return True
            if entity.type == MessageEntity.BOT_COMMAND and words.lower().endswith(name if "@" in words else ""):
                return True
        return False

    async def _read(self, message: TelegramMessage) -> Incoming | Message | None:
        """What was said in private; or what to say where it can't be taken in."""
        said, media = message.text or message.caption or "", _media_of(message)
        if media is None:
            if said:
                return Incoming(self.bot, str(message.chat.id), said)
            return Message(text("telegram.only_text_and_files")) if _is_mute(message) else None
        content = await self._download(media)
        if isinstance(content, Message):
            return content
        attached = Attachment(media.name, media.media_type, content, photo=media.photo)
        return Incoming(self.bot, str(message.chat.id), said, attachment=attached)

    async def _download(self, media: _Media) -> bytes | Message:
        if media.size > MAX_DOWNLOAD:
            return Message(text("telegram.too_large"))
        for seconds in (1.0, 5.0, 0.0):
            try:
                file = await self._api.get_file(media.file_id)
                return bytes(await file.download_as_bytearray(read_timeout=FILE))
            except BadRequest as error:
                return Message(text("telegram.too_large" if "too big" in error.message else "telegram.file_lost"))
            except TelegramError as error:
                _log.warning("file not fetched", bot=self.bot, error=error.message)
                await self._pause(seconds)
        return Message(text("telegram.file_lost"))


def _request(transport: httpx.AsyncBaseTransport) -> _Request:
    return _Request(
        read_timeout=READ, connect_timeout=CONNECT, pool_timeout=POOL, httpx_kwargs={"transport": transport}
    )


def _waiting(error: RetryAfter) -> timedelta:
    told = error.retry_after
    return told if isinstance(told, timedelta) else timedelta(seconds=told)

"""The built-in web chat: a line of a chat is a row, and every open page hears of it at once."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.channels import Attachment, Capabilities, Incoming
from bot.channels.pages import asset, page
from bot.channels.web_guard import MAX_FILE, Guard, refused
from bot.channels.web_lines import PICTURES, clock_view, say, view, write
from bot.channels.web_stream import Event, Hub
from bot.intents.secrecy import is_marked_secret
from bot.making_files import with_files
from bot.reading_ahead import read_ahead
from locales import number, text
from scheduler.lanes import Limits, Pacer
from scheduler.messages import Message, Receipt, Refused
from storage.chat import Author, Chatter, Line, chatters, file_of, line_of, lines_of, office_at
from storage.database import reading, transaction
from storage.people import holding, posts_of
from storage.tables import Role, StoredFile

_log = structlog.get_logger()

BOT = "web"
MAX_TEXT = 4000  # characters
_LINES = 60  # lines of one page of a chat
_LONGEST_ID = 19  # digits: what a database's whole number holds, and no more
_LONGEST_SILENCE = 15.0  # seconds: the stream then tells the time, so that neither side takes it for dead

Answer = Callable[..., Message | None]  # (session, incoming, *, now); bot.conversation.answer


@dataclass(frozen=True)
class WebChat:
    """What the page needs. `featured` is how many people head the list; `clock` is what its clock bar shows."""

    engine: Engine
    now: Callable[[], datetime]
    answer: Answer
    hub: Hub
    zone: ZoneInfo
    edition: str  # differs between databases: what a browser remembers of one means nothing in another
    featured: int = 0
    clock: Callable[[], dict[str, Any]] | None = None
    answered: Callable[[], None] = lambda: None
    turns: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def clock_view(self) -> dict[str, Any]:
        return self.clock() if self.clock else clock_view(self.now(), self.zone)


class WebChannel:
    """The bot's side of the chat. Anything said is a row first, then an event."""

    bot = BOT
    capabilities = Capabilities(name="web", buttons=True, files=True, max_text=4096)
    limits = Limits()

    def __init__(self, chat: WebChat) -> None:
        self._chat = chat
        self.pacer = Pacer(self.limits)

    async def send(self, address: str, message: Message) -> Receipt:
        """Raises Refused where nobody ever had this address."""
        lines = await run_in_threadpool(self._write, address, message)
        _tell(self._chat, lines)
        return Receipt(str(lines[-1].id))

    def _write(self, address: str, message: Message) -> list[Line]:
        with transaction(self._chat.engine) as session:
            office_id = office_at(session, BOT, address)
            if office_id is None:
                raise Refused(f"no web chat at {address}")
            return say(session, office_id, address, message, now=self._chat.now())


@dataclass(frozen=True)
class Heard:
    """What somebody said, kept as `line`."""

    incoming: Incoming
    office_id: int
    line: Line


def web_app(chat: WebChat, *, routes: tuple[BaseRoute, ...] = ()) -> Starlette:
    """The page, its chats, and whatever `routes` add to it."""
    own = [
        Route("/", _page),
        Route("/page/{name}", _asset),
        Route("/api/state", _state),
        Route("/api/events", _events),
        Route("/api/chats/{address}", _chat_lines),
        Route("/api/chats/{address}", _hear, methods=["POST"]),
        Route("/api/chats/{address}/files/{line}", _file),
    ]
    app = Starlette(routes=[*own, *routes], middleware=[Middleware(Guard)], exception_handlers={HTTPException: refused})
    app.state.chat = chat
    return app


def _chat(request: Request) -> WebChat:
    chat: WebChat = request.app.state.chat
    return chat


async def _page(request: Request) -> Response:
    chat = _chat(request)
    return HTMLResponse(page({"now": chat.clock_view()["label"], "edition": chat.edition}))


async def _asset(request: Request) -> Response:
    found = asset(request.path_params["name"])
    if found is None:
        raise HTTPException(404, text("web.error.gone"))
    return Response(found[0], media_type=found[1])


async def _events(request: Request) -> Response:
    chat = _chat(request)

    def idle() -> tuple[float, Event]:
        to_the_minute = 60 - chat.now().timestamp() % 60
        return min(to_the_minute + 0.02, _LONGEST_SILENCE), Event("clock", chat.clock_view())

    return StreamingResponse(chat.hub.events(idle=idle), media_type="text/event-stream")


async def _state(request: Request) -> Response:
    chat = _chat(request)
    people = await run_in_threadpool(_people, chat)
    return JSONResponse({"edition": chat.edition, "clock": chat.clock_view(), "people": people})


def _people(chat: WebChat) -> list[dict[str, Any]]:
    with reading(chat.engine) as session:
        everybody = chatters(session, BOT)
        posts = posts_of(session, [one.person_id for one in everybody])
        focal = holding(session, Role.FOCAL)
    titles = {
        one.person_id: [
            *(post.title for post in posts.get(one.person_id, [])),
            *([text("web.focal")] if one.person_id in focal else []),
        ]
        for one in everybody
    }
    return [
        _person_view(chat, one, titles[one.person_id], featured=n < chat.featured) for n, one in enumerate(everybody)
    ]


def _person_view(chat: WebChat, one: Chatter, posts: list[str], *, featured: bool) -> dict[str, Any]:
    return {
        "address": one.address,
        "name": one.name,
        "posts": ", ".join(posts),
        "office": one.office,
        "featured": featured,
        "said": one.said,
        "newest": view(one.newest, chat.zone) if one.newest else None,
    }


async def _chat_lines(request: Request) -> Response:
    """`?before=ID` asks for what was said before that line."""
    chat, address = _chat(request), request.path_params["address"]
    before = request.query_params.get("before", "")
    found = await run_in_threadpool(_page_of_lines, chat, address, _line_id(before))
    return JSONResponse({"lines": [view(line, chat.zone) for line in found[-_LINES:]], "more": len(found) > _LINES})


def _page_of_lines(chat: WebChat, address: str, before: int | None) -> list[Line]:
    with reading(chat.engine) as session:
        if office_at(session, BOT, address) is None:
            raise HTTPException(404, text("web.error.gone"))
        return lines_of(session, address, before=before, limit=_LINES + 1)


async def _file(request: Request) -> Response:
    address, line_id = request.path_params["address"], _line_id(request.path_params["line"])
    kept = await run_in_threadpool(_kept_file, _chat(request), address, line_id)
    if kept is None:
        raise HTTPException(404, text("web.error.gone"))
    picture = kept.media_type in PICTURES
    headers = {
        "Content-Disposition": f"{'inline' if picture else 'attachment'}; filename*=UTF-8''{quote(kept.name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
    }
    return Response(
        kept.content, media_type=kept.media_type if picture else "application/octet-stream", headers=headers
    )


def _line_id(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) < _LONGEST_ID else None


def _kept_file(chat: WebChat, address: str, line_id: int | None) -> StoredFile | None:
    with reading(chat.engine) as session:
        return file_of(session, address, line_id) if line_id is not None else None


async def _hear(request: Request) -> Response:
    """A form: `text`, `file`, or `line` and `button` for a tap; `nonce` names the bubble that the page shows."""
    chat, address = _chat(request), request.path_params["address"]
    async with request.form(max_files=1, max_fields=8) as form:
        incoming = await _typed(form, address)
        tap, nonce = (str(form.get("line", "")), str(form.get("button", ""))), str(form.get("nonce", ""))[:64]
    async with chat.turns[address]:
        heard = await run_in_threadpool(_write_down, chat, incoming, tap=tap, nonce=nonce)
        _tell(chat, [heard.line])
        replies = await run_in_threadpool(_answer, chat, heard)
        _tell(chat, replies)
    chat.answered()
    return JSONResponse({"lines": [view(one, chat.zone) for one in (heard.line, *replies)]})


async def _typed(form: FormData, address: str) -> Incoming:
    words, upload = str(form.get("text", "")).strip(), form.get("file")
    if len(words) > MAX_TEXT:
        raise HTTPException(413, text("web.error.too_long", limit=number(MAX_TEXT)))
    if not isinstance(upload, UploadFile) or not upload.filename:
        return Incoming(BOT, address, words)
    content = await upload.read()
    if len(content) > MAX_FILE:
        raise HTTPException(413, text("web.error.too_big"))
    media_type = upload.content_type or "application/octet-stream"
    attached = Attachment(upload.filename, media_type, content, photo=media_type in PICTURES)
    return Incoming(BOT, address, words, attachment=attached)


def _write_down(chat: WebChat, incoming: Incoming, *, tap: tuple[str, str], nonce: str) -> Heard:
    """Keep what was typed or tapped before anything is done about it."""
    with transaction(chat.engine) as session:
        office_id = office_at(session, BOT, incoming.address)
        if office_id is None:
            raise HTTPException(404, text("web.error.gone"))
        label = ""
        if any(tap):
            label, command = _button(session, incoming.address, *tap)
            incoming = replace(incoming, text=command, tapped=True)
        elif not incoming.text and incoming.attachment is None:
            raise HTTPException(422, text("web.error.nothing"))
        line = Line(0, incoming.address, chat.now(), Author.PERSON, label or incoming.text, {"nonce": nonce})
        if not incoming.tapped and _is_secret(incoming):
            line = replace(line, body=text("web.withheld"))
            return Heard(incoming, office_id, write(session, office_id, line, None))
        return Heard(incoming, office_id, write(session, office_id, line, incoming.attachment))


def _is_secret(incoming: Incoming) -> bool:
    return is_marked_secret(incoming.text, incoming.attachment.name if incoming.attachment else "")


def _button(session: Session, address: str, line: str, button: str) -> tuple[str, str]:
    """What stands on a button that the bot showed in this chat, and what it says back: a page can't make one up."""
    line_id = _line_id(line)
    shown = line_of(session, address, line_id) if line_id is not None else None
    buttons = shown.extras.get("buttons", []) if shown else []
    if not button.isdecimal() or int(button) >= len(buttons):
        raise HTTPException(404, text("web.error.gone"))
    label, command = buttons[int(button)]
    return label, command


def _answer(chat: WebChat, heard: Heard) -> list[Line]:
    office_id, address = heard.office_id, heard.incoming.address
    try:
        read_ahead(chat.engine, heard.incoming, now=chat.now())
        with transaction(chat.engine) as session:
            message = chat.answer(session, heard.incoming, now=chat.now())
            if message is None or not message.to_make:
                return say(session, office_id, address, message, now=chat.now()) if message else []
        message = with_files(chat.engine, message)
    except Exception:  # noqa: BLE001  the rim: whatever went wrong inside, the chat goes on
        _log.exception("no answer", channel=BOT, address=address)
        message = Message(text("web.error.ours"))
    with transaction(chat.engine) as session:
        return say(session, office_id, address, message, now=chat.now())


def _tell(chat: WebChat, lines: list[Line]) -> None:
    for line in lines:
        chat.hub.publish(Event("line", view(line, chat.zone)))

"""Lines of the web chat: messages become rows, rows become what the page shows."""

import struct
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.channels import Attachment
from locales import day_month, hour, number, text, weekday_full
from scheduler.messages import File, Message
from storage.chat import Author, FileFacts, Line, add_line
from storage.proofs import keep_file
from storage.rows import id_of

_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"  # then width and height, four bytes each
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def say(session: Session, office_id: int, address: str, message: Message, *, now: datetime) -> list[Line]:
    """Write a message. A line carries one file: of several, the last stands above the words and their buttons."""
    files = message.files or (None,)
    lines = [Line(0, address, now, Author.BOT, "") for _ in files]
    buttons = [[button.label, button.command] for button in message.buttons]
    lines[-1] = replace(lines[-1], body=message.text, extras={"buttons": buttons})
    return [write(session, office_id, line, file) for line, file in zip(lines, files, strict=True)]


def write(session: Session, office_id: int, line: Line, file: File | Attachment | None) -> Line:
    """Keep a line and its file; the line with its id."""
    if file is None:
        return add_line(session, office_id, line)
    kept = keep_file(session, office_id, name=file.name, media_type=file.media_type, content=file.content)
    line = replace(line, file=FileFacts(kept.name, kept.media_type, kept.size))
    if file.content.startswith(_PNG):
        line = replace(line, extras=line.extras | {"pixels": list(struct.unpack(">II", file.content[16:24]))})
    return add_line(session, office_id, line, file_id=id_of(kept))


def view(line: Line, zone: ZoneInfo) -> dict[str, Any]:
    """A line as the page shows it; its words, hours and days are ready to read."""
    here = line.at.astimezone(zone)
    return {
        "id": line.id,
        "address": line.address,
        "author": line.author,
        "body": line.body,
        "day": weekday_full(here.date()),
        "date": day_month(here.date()),
        "hour": hour(here),
        "buttons": [label for label, _ in line.extras.get("buttons", [])],
        "nonce": line.extras.get("nonce", ""),
        "file": _file_view(line, line.file) if line.file else None,
    }


def _file_view(line: Line, file: FileFacts) -> dict[str, Any]:
    kilobytes = max(1, round(file.size / 1024))
    size = text("web.size.kb", size=number(kilobytes))
    if kilobytes >= 1024:
        size = text("web.size.mb", size=number(round(kilobytes / 1024, 1)))
    url = f"/api/chats/{quote(line.address, safe='')}/files/{line.id}"
    pixels = line.extras.get("pixels")
    return {"name": file.name, "size": size, "url": url, "picture": file.media_type in PICTURES, "pixels": pixels}


def clock_view(moment: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """What a clock bar shows of a moment; `day` is written as in view()."""
    return {
        "label": moment_label(moment, zone),
        "day": weekday_full(moment.astimezone(zone).date()),
        "winding": False,
    }


def moment_label(moment: datetime, zone: ZoneInfo) -> str:
    """`thứ Sáu 20/11/2026 · 07:30`, in office time."""
    here = moment.astimezone(zone)
    return text("web.now", day=weekday_full(here.date()), hour=hour(here))

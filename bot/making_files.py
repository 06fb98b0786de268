"""A file of an answer is made after the transaction that answers: meanwhile nobody waits for the database."""

from dataclasses import replace

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from locales import text
from scheduler.messages import File, FileToMake, Message
from storage.database import reading

_log = structlog.get_logger()


def with_files(engine: Engine, message: Message) -> Message:
    """The message as it is sent. What it says was done by now: a file that can't be made is said above the words."""
    files = [_tried(engine, one) for one in message.to_make]
    whole = replace(message, files=(*message.files, *(one for one in files if one)), to_make=())
    return whole if all(files) else replace(whole, text=f"{text('common.file_not_made')}\n{message.text}")


def made(session: Session, one: FileToMake) -> File:
    return File(one.name, one.media_type, one.make(session))


def _tried(engine: Engine, one: FileToMake) -> File | None:
    try:
        with reading(engine) as session:
            return made(session, one)
    except Exception:  # noqa: BLE001  the rim: the answer is committed, and its words are true without the file
        _log.exception("file not made", media_type=one.media_type)
        return None

"""A file of an answer is made after the transaction that answers: meanwhile nobody waits for the database."""

from dataclasses import replace

from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.messages import File, Message
from storage.database import reading


def with_files(engine: Engine, message: Message) -> Message:
    """The message as it is sent. What goes wrong in making is raised: the rim says so in place of the message."""
    if not message.to_make:
        return message
    with reading(engine) as session:
        return made(session, message)


def made(session: Session, message: Message) -> Message:
    """The message with the files that were still to be made after those that it has."""
    files = tuple(File(one.name, one.media_type, one.make(session)) for one in message.to_make)
    return replace(message, files=(*message.files, *files), to_make=())

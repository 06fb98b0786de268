"""The lines of the built-in web chat. Queries named as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.rows import id_of
from storage.tables import Account, ChatLine, Person, StoredFile, Unit


class Author(StrEnum):
    PERSON = "person"
    BOT = "bot"


@dataclass(frozen=True)
class FileFacts:
    """A kept file without its bytes; `size` in bytes."""

    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Line:
    """One line of a chat as it is shown."""

    id: int
    address: str
    at: datetime
    author: Author
    body: str
    extras: dict[str, Any] = field(default_factory=dict)
    file: FileFacts | None = None


@dataclass(frozen=True)
class Chatter:
    """Somebody who has a chat. `said` counts the lines of the bot there; `newest` is anybody's last line."""

    person_id: int
    address: str
    name: str
    office_id: int
    office: str
    said: int
    newest: Line | None


def office_at(session: Session, bot: str, address: str) -> int | None:
    """The office of the chat at this address, still linked or not; None where nobody ever had it."""
    query = select(Account.office_id).where(Account.bot == bot, Account.address == address)
    return session.exec(query).first()


def add_line(session: Session, office_id: int, line: Line, *, file_id: int | None = None) -> Line:
    """Write a line; its `id` is given here, whatever it was."""
    row = ChatLine(
        office_id=office_id,
        address=line.address,
        at=line.at,
        author=line.author,
        body=line.body,
        extras=line.extras,
        file_id=file_id,
    )
    session.add(row)
    session.flush()
    return Line(id_of(row), line.address, line.at, line.author, line.body, line.extras, line.file)


def _shown(session: Session, rows: Sequence[ChatLine]) -> list[Line]:
    wanted = {row.file_id for row in rows if row.file_id is not None}
    query = select(StoredFile.id, StoredFile.name, StoredFile.media_type, StoredFile.size)
    found = session.exec(query.where(col(StoredFile.id).in_(wanted))) if wanted else ()
    files = {key: FileFacts(name, media_type, size) for key, name, media_type, size in found}
    return [
        Line(id_of(row), row.address, row.at, Author(row.author), row.body, row.extras, files.get(row.file_id))
        for row in rows
    ]


def lines_of(session: Session, address: str, *, before: int | None = None, limit: int = 60) -> list[Line]:
    """The newest lines of a chat (those before a line's id), oldest first."""
    query = select(ChatLine).where(ChatLine.address == address)
    if before is not None:
        query = query.where(col(ChatLine.id) < before)
    rows = session.exec(query.order_by(col(ChatLine.id).desc()).limit(limit)).all()
    return _shown(session, rows[::-1])


def line_of(session: Session, address: str, line_id: int) -> Line | None:
    """One line, if it stands in this chat."""
    row = session.get(ChatLine, line_id)
    return _shown(session, [row])[0] if row and row.address == address else None


def file_of(session: Session, address: str, line_id: int) -> StoredFile | None:
    """The file of a line, if the line stands in this chat and has one."""
    row = session.get(ChatLine, line_id)
    if row is None or row.address != address or row.file_id is None:
        return None
    return session.get(StoredFile, row.file_id)


def chatters(session: Session, bot: str) -> list[Chatter]:
    """Everybody with a chat at this bot, in the order in which they were linked."""
    query = select(Account, Person, Unit).join(Person, col(Person.id) == col(Account.person_id))
    query = query.join(Unit, col(Unit.id) == col(Account.office_id)).where(Account.bot == bot)
    said, newest = _said(session), _newest(session)
    return [
        Chatter(
            person_id=account.person_id,
            address=account.address,
            name=person.name,
            office_id=account.office_id,
            office=unit.name,
            said=said.get(account.address, 0),
            newest=newest.get(account.address),
        )
        for account, person, unit in session.exec(query.order_by(col(Account.id)))
    ]


def _said(session: Session) -> dict[str, int]:
    query = select(ChatLine.address, func.count()).where(ChatLine.author == Author.BOT)
    return dict(session.exec(query.group_by(ChatLine.address)).all())


def _newest(session: Session) -> dict[str, Line]:
    last = select(func.max(ChatLine.id)).group_by(ChatLine.address)
    rows = session.exec(select(ChatLine).where(col(ChatLine.id).in_(last))).all()
    return {line.address: line for line in _shown(session, rows)}


def newest_line_at(session: Session) -> datetime | None:
    """The latest moment at which anything was said in any chat."""
    return session.exec(select(ChatLine.at).order_by(col(ChatLine.at).desc()).limit(1)).first()

"""Notices, who they are for, and who acknowledged them. Queries named as sentences."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.rows import id_of
from storage.tables import (
    Account,
    AccountState,
    MessageState,
    Notice,
    NoticeRecipient,
    NoticeState,
    OutboxMessage,
    Post,
)


def outbox_key(notice_id: int, person_id: int) -> str:
    """The key of the one message that carries a notice to a person."""
    return f"notice:{notice_id}:{person_id}"


def add_notice(session: Session, notice: Notice, reachable: Mapping[int, bool]) -> Notice:
    """A notice with its recipients: by person id, whether somebody can be reached."""
    session.add(notice)
    session.flush()
    session.add_all(
        NoticeRecipient(office_id=notice.office_id, notice_id=id_of(notice), person_id=person_id, reachable=known)
        for person_id, known in reachable.items()
    )
    session.flush()
    return notice


def notice_by_id(session: Session, office_id: int, notice_id: int) -> Notice | None:
    query = select(Notice).where(Notice.id == notice_id, Notice.office_id == office_id)
    return session.exec(query).first()


def latest_notice(session: Session, office_id: int) -> Notice | None:
    """The notice that an office sent last."""
    query = select(Notice).where(Notice.office_id == office_id, Notice.state != NoticeState.DRAFT)
    return session.exec(query.order_by(col(Notice.sent_at).desc(), col(Notice.id).desc())).first()


def recipients_of(session: Session, notice_id: int) -> list[NoticeRecipient]:
    query = select(NoticeRecipient).where(NoticeRecipient.notice_id == notice_id)
    return list(session.exec(query.order_by(col(NoticeRecipient.id))))


def recipient_of(session: Session, notice_id: int, person_id: int) -> NoticeRecipient | None:
    query = select(NoticeRecipient).where(NoticeRecipient.notice_id == notice_id)
    return session.exec(query.where(NoticeRecipient.person_id == person_id)).first()


def unacknowledged(session: Session, person_id: int) -> list[tuple[Notice, NoticeRecipient]]:
    """The notices that wait for a person's acknowledgement, the latest first."""
    query = select(Notice, NoticeRecipient).join(NoticeRecipient, col(NoticeRecipient.notice_id) == col(Notice.id))
    query = query.where(NoticeRecipient.person_id == person_id, col(NoticeRecipient.acknowledged_at).is_(None))
    query = query.where(Notice.state == NoticeState.SENT)
    return list(session.exec(query.order_by(col(Notice.sent_at).desc(), col(Notice.id).desc())))


def refused_among(session: Session, notice_id: int, person_ids: Iterable[int]) -> set[int]:
    """Those of these persons to whom the notice could not be brought."""
    keys = {outbox_key(notice_id, person_id): person_id for person_id in person_ids}
    query = select(OutboxMessage.key).where(col(OutboxMessage.key).in_(keys))
    return {keys[key] for key in session.exec(query.where(OutboxMessage.state == MessageState.REFUSED))}


def refusing_bots(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    """For each of these persons the bot that takes no more messages for them, if there is one."""
    query = select(Account.person_id, Account.bot).where(Account.state == AccountState.REFUSED)
    rows = session.exec(query.where(col(Account.person_id).in_(set(person_ids))).order_by(col(Account.id)))
    return dict(rows.all())


def posts_in(session: Session, office_id: int) -> list[Post]:
    """Every post that somebody of an office holds."""
    query = select(Post).where(Post.office_id == office_id)
    return list(session.exec(query.order_by(col(Post.title_folded), col(Post.person_id))))


def new_notice(office_id: int, author_id: int, body: str, *, audience: dict[str, Any], now: datetime) -> Notice:
    return Notice(
        office_id=office_id,
        author_id=author_id,
        body=body,
        audience=audience,
        state=NoticeState.SENT,
        created_at=now,
        sent_at=now,
    )

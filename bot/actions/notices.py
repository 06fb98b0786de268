"""Notices: who they are for, sent, acknowledged, chased, closed. Each change is in the audit log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.refusal import Refusal
from storage.audit import record
from storage.notices import (
    add_notice,
    new_notice,
    notice_by_id,
    outbox_key,
    recipient_of,
    recipients_of,
    refused_among,
)
from storage.outbox import NewMessage, put
from storage.people import linked
from storage.rows import id_of
from storage.tables import Notice, NoticeRecipient, NoticeState, Person

LONGEST = 1500  # characters


def may_send(who: Speaker) -> None:
    """Leaders and focal points speak to the office. Raises Refusal."""
    if not who.oversees:
        raise Refusal("notice.not_for_officials")


def sendable(body: str) -> str:
    """The text as it will be sent. Raises Refusal where it is too long for one message."""
    plain = body.strip()
    if len(plain) > LONGEST:
        raise Refusal("notice.too_long", count=len(plain), most=LONGEST)
    return plain[:1].upper() + plain[1:]


def reached(session: Session, people: Sequence[Person]) -> set[int]:
    """Those of these persons who have a chat that takes messages."""
    return linked(session, [id_of(person) for person in people])


def send_notice(
    session: Session, who: Speaker, body: str, *, audience: Mapping[str, Any], people: Sequence[Person], now: datetime
) -> Notice:
    """The notice, its recipients and their messages; everybody is written down, reached or not. Raises Refusal."""
    may_send(who)
    here = [person for person in people if person.office_id == who.office_id]
    known = reached(session, here)
    made = new_notice(who.office_id, who.id, sendable(body), audience=dict(audience), now=now)
    notice = add_notice(session, made, {id_of(person): person.id in known for person in here})
    put(
        session,
        [_message(notice, person_id, "notice", outbox_key(id_of(notice), person_id), now) for person_id in known],
    )
    after = {"audience": dict(audience), "people": len(here), "reached": len(known)}
    record(session, who.actor(now), "send_notice", kind="notice", row_id=id_of(notice), after=after)
    return notice


def _message(notice: Notice, person_id: int, kind: str, key: str, now: datetime, **more: Any) -> NewMessage:
    payload = {"notice": id_of(notice), **more}
    return NewMessage(notice.office_id, person_id, key, kind, payload, now, now)


def notice_for(session: Session, who: Speaker, notice_id: int) -> Notice:
    """A notice of the speaker's office, for those who follow it. Raises Refusal."""
    notice = notice_by_id(session, who.office_id, notice_id)
    if notice is None or not who.oversees:
        raise Refusal("notice.not_found")
    return notice


@dataclass(frozen=True)
class Followed:
    """Who of the recipients did what, as rows."""

    confirmed: tuple[NoticeRecipient, ...]
    silent: tuple[NoticeRecipient, ...]
    missed: tuple[NoticeRecipient, ...]


def follow(session: Session, notice: Notice) -> Followed:
    """Who acknowledged, who was silent, and to whom it could not be brought."""
    rows = recipients_of(session, id_of(notice))
    refused = refused_among(session, id_of(notice), [row.person_id for row in rows])
    waiting = [row for row in rows if row.acknowledged_at is None]
    missed = {row.person_id for row in waiting if not row.reachable or row.person_id in refused}
    return Followed(
        confirmed=tuple(row for row in rows if row.acknowledged_at is not None),
        silent=tuple(row for row in waiting if row.person_id not in missed),
        missed=tuple(row for row in waiting if row.person_id in missed),
    )


def acknowledge_notice(session: Session, who: Speaker, notice: Notice, *, now: datetime) -> NoticeRecipient:
    """The speaker has received it; once is enough. Raises Refusal for a notice that was not for them."""
    row = recipient_of(session, id_of(notice), who.id)
    if row is None:
        raise Refusal("notice.not_found")
    if row.acknowledged_at is None:
        row.acknowledged_at = now
        session.add(row)
        record(session, who.actor(now), "acknowledge_notice", kind="notice", row_id=id_of(notice))
    return row


def chase(session: Session, who: Speaker, notice: Notice, person_ids: Collection[int], *, now: datetime) -> None:
    """Ask these recipients once more. Raises Refusal."""
    may_send(who)
    if notice.state is NoticeState.CLOSED:
        raise Refusal("notice.closed_before")
    keys = {one: f"notice_chase:{id_of(notice)}:{one}:{now.isoformat()}" for one in person_ids}
    put(session, [_message(notice, one, "notice_chase", key, now, by=who.id) for one, key in keys.items()])
    after = {"people": sorted(person_ids)}
    record(session, who.actor(now), "chase_notice", kind="notice", row_id=id_of(notice), after=after)


def close_notice(session: Session, who: Speaker, notice: Notice, *, now: datetime) -> None:
    """The list is final: nobody is chased any more. Raises Refusal."""
    may_send(who)
    if notice.state is NoticeState.CLOSED:
        raise Refusal("notice.closed_before")
    before, notice.state = notice.state.value, NoticeState.CLOSED
    session.add(notice)
    change = {"before": {"state": before}, "after": {"state": notice.state.value}}
    record(session, who.actor(now), "close_notice", kind="notice", row_id=id_of(notice), **change)

"""What is settled by hand of the outbox: say a message after all, or not at all."""

from sqlmodel import Session

from bot.actions.refusal import Refusal
from storage.audit import Actor, record
from storage.message_log import settle_by_hand
from storage.people import accounts_of
from storage.rows import id_of
from storage.tables import MessageState, OutboxMessage

_UNDER_WAY = (MessageState.CLAIMED, MessageState.SENDING)
_OVER = (MessageState.SENT, MessageState.DROPPED)


def say_again(session: Session, row: OutboxMessage, *, actor: Actor) -> OutboxMessage:
    """Let a message that was refused, is in doubt or waits go out now, by the person's preferred chat of today."""
    chats = accounts_of(session, row.person_id)
    if not chats:
        raise Refusal("outbox.nobody_linked", id=id_of(row))
    unless = (*_UNDER_WAY, *_OVER)
    return _settle(session, row, MessageState.WAITING, unless=unless, lane=chats[0].bot, verb="retry", actor=actor)


def drop(session: Session, row: OutboxMessage, *, actor: Actor) -> OutboxMessage:
    """Let a message not be said any more."""
    return _settle(session, row, MessageState.DROPPED, unless=(*_UNDER_WAY, *_OVER), verb="drop", actor=actor)


def _settle(
    session: Session,
    row: OutboxMessage,
    state: MessageState,
    *,
    unless: tuple[MessageState, ...],
    verb: str,
    actor: Actor,
    lane: str | None = None,
) -> OutboxMessage:
    before = {"state": row.state.value}
    settled = settle_by_hand(session, id_of(row), state, unless=unless, now=actor.now, lane=lane)
    if settled is None:
        raise Refusal("outbox.not_open" if row.state in _OVER else "outbox.under_way", id=id_of(row))
    after = {"state": state.value}
    record(session, actor, verb, kind="outbox", row_id=id_of(row), before=before, after=after)
    return settled

"""What a platform tells of a linked chat: it refuses us, it takes messages again, it has another address."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy
from sqlalchemy import bindparam, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage.among import among
from storage.audit import Actor, record
from storage.people import account_at
from storage.recipients import RECIPIENT, Recipient
from storage.rows import id_of, read
from storage.tables import Account, AccountState, Person


def refuse(session: Session, *, bot: str, address: str, why: str, now: datetime) -> Account | None:
    """The chat takes no messages from now on; the account, or None where that changes nothing."""
    account = account_at(session, bot, address)
    if account is None or account.state is not AccountState.ACTIVE:
        return None
    account.refused_at = now
    _change(session, account, "channel_refused", {"state": AccountState.REFUSED, "refused_why": why}, now=now)
    return account


def take_back(session: Session, *, bot: str, address: str, now: datetime) -> Account | None:
    """The chat takes messages again; the account, or None where that changes nothing."""
    account = account_at(session, bot, address)
    if account is None or account.state is not AccountState.REFUSED:
        return None
    account.refused_at = None
    _change(session, account, "channel_restored", {"state": AccountState.ACTIVE, "refused_why": ""}, now=now)
    return account


def move(session: Session, *, bot: str, old: str, new: str, now: datetime) -> None:
    """The platform gave a chat another address."""
    account = account_at(session, bot, old)
    if account is not None:
        _change(session, account, "channel_moved", {"address": new}, now=now)


def _change(session: Session, account: Account, verb: str, after: dict[str, Any], *, now: datetime) -> None:
    before = {name: getattr(account, name) for name in after}
    for name, value in after.items():
        setattr(account, name, value)
    session.add(account)
    actor = Actor(account.office_id, None, account.bot.partition(":")[0], now)
    record(session, actor, verb, kind="account", row_id=id_of(account), before=before, after=after)


class RefusedChat(NamedTuple):
    office_id: int
    bot: str
    refused_at: datetime


def refused_since(
    session: Session, office_ids: Collection[int], moment: datetime
) -> list[tuple[RefusedChat, Recipient]]:
    """Those of these offices whose chat refused us at this moment or later and who have no other, the first first."""
    rows = read(session, _refusals(), offices=office_ids, moment=moment)
    return [(RefusedChat(*row[:_CHAT]), Recipient(*row[_CHAT:])) for row in rows]


_CHAT = len(RefusedChat._fields)


@cache  # built once: what is asked changes, and not how
def _refusals() -> Any:
    other = aliased(Account)
    reached = exists().where(col(other.person_id) == col(Account.person_id), col(other.state) == AccountState.ACTIVE)
    columns = (*(getattr(Account, name) for name in RefusedChat._fields), *RECIPIENT)
    query = sqlalchemy.select(*columns).join(Person, col(Person.id) == col(Account.person_id))
    query = query.where(among(Account.office_id, "offices"), ~reached)
    query = query.where(col(Account.state) == AccountState.REFUSED, col(Account.refused_at) >= bindparam("moment"))
    return query.order_by(col(Account.refused_at), col(Account.id))

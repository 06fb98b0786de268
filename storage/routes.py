"""Which chat a message goes to, and what becomes of a chat that refuses."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from storage.rows import id_of
from storage.tables import Account, AccountState, Grant, Person, Role, table_of


class Route(NamedTuple):
    """The chat by which a person is reached: `account_id` is linked, at `address` of `bot`."""

    account_id: int
    office_id: int
    person_id: int
    bot: str
    address: str


def routes_of(session: Session, person_ids: Collection[int], *, bots: Collection[str]) -> dict[int, Route]:
    """For each person who has one: the preferred chat at one of these bots that takes messages."""
    rows = session.connection().execute(_ROUTES, {"people": list(person_ids), "bots": list(bots)})
    preferred: dict[int, Route] = {}
    for row in rows:
        route = Route(*row)
        preferred.setdefault(route.person_id, route)
    return preferred


_ACCOUNT = table_of(Account)
_ROUTES = (
    sqlalchemy.select(*(_ACCOUNT.c[name] for name in ("id", "office_id", "person_id", "bot", "address")))
    .where(_ACCOUNT.c.person_id.in_(bindparam("people", expanding=True)))
    .where(_ACCOUNT.c.bot.in_(bindparam("bots", expanding=True)))
    .where(_ACCOUNT.c.state == AccountState.ACTIVE)
    .order_by(_ACCOUNT.c.preference, _ACCOUNT.c.id)
)


def end_refusing(session: Session, reasons: Mapping[int, str], *, now: datetime) -> list[Account]:
    """Stop using these chats (account id: why); those that were in use until now."""
    query = select(Account).where(col(Account.id).in_(reasons), Account.state == AccountState.ACTIVE)
    refusing = list(session.exec(query.order_by(col(Account.id)).with_for_update()))
    for account in refusing:
        account.state, account.refused_why = AccountState.REFUSED, reasons[id_of(account)]
        account.refused_at = now
    session.flush()
    return refusing


def focal_points_of(session: Session, office_ids: Collection[int]) -> dict[int, list[int]]:
    """For each office the ids of its focal points."""
    query = select(Grant.office_id, Grant.person_id).join(Person, col(Person.id) == col(Grant.person_id)).distinct()
    query = query.where(Grant.role == Role.FOCAL, col(Grant.office_id).in_(office_ids))
    found: dict[int, list[int]] = {}
    for office_id, person_id in session.exec(
        query.where(col(Person.ended_on).is_(None)).order_by(col(Grant.person_id))
    ):
        found.setdefault(office_id, []).append(person_id)
    return found

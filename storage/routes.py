"""Which chat a message goes to, and what becomes of a chat that refuses."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from storage.rows import id_of
from storage.tables import Account, AccountState, Grant, Person, Role


def routes_of(session: Session, person_ids: Collection[int], *, bots: Collection[str]) -> dict[int, Account]:
    """For each person who has one: the preferred chat at one of these bots that takes messages."""
    query = select(Account).where(col(Account.person_id).in_(person_ids), col(Account.bot).in_(bots))
    query = query.where(Account.state == AccountState.ACTIVE)
    preferred: dict[int, Account] = {}
    for account in session.exec(query.order_by(col(Account.preference), col(Account.id))):
        preferred.setdefault(account.person_id, account)
    return preferred


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

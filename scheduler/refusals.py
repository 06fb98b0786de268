"""Chats that refused us: they are used no more, and the focal point hears of it."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlmodel import Session

from scheduler.messages import Refused
from scheduler.outcomes import Call
from storage.audit import Actor, record
from storage.outbox import NewMessage, put
from storage.routes import Route, end_refusing, focal_points_of, routes_of
from storage.rows import id_of
from storage.tables import Account, AccountState


def take_refusals(
    session: Session, calls: Sequence[Call], *, bots: Callable[[], Collection[str]], now: datetime
) -> dict[int, Route]:
    """End the chats that refused and tell the focal points; where else each of these persons can be reached."""
    refused = [(call.ready, call.outcome) for call in calls if isinstance(call.outcome, Refused)]
    if not refused:
        return {}
    ended = end_refusing(session, {ready.account.account_id: str(why) for ready, why in refused}, now=now)
    focal = focal_points_of(session, {account.office_id for account in ended})
    people = {ready.row.person_id for ready, _ in refused} | {id_ for ids in focal.values() for id_ in ids}
    routes = routes_of(session, people, bots=bots())
    for account in ended:
        _record_refusal(session, account, now=now)
    told = [(account, id_) for account in ended for id_ in focal.get(account.office_id, []) if id_ in routes]
    put(session, [_channel_out(account, person_id, now=now) for account, person_id in told])
    return routes


def _record_refusal(session: Session, account: Account, *, now: datetime) -> None:
    record(
        session,
        Actor(account.office_id, None, "scheduler", now),
        "refuse",
        kind="account",
        row_id=id_of(account),
        before={"state": AccountState.ACTIVE.value},
        after={"state": account.state.value, "refused_why": account.refused_why},
    )


def _channel_out(account: Account, person_id: int, *, now: datetime) -> NewMessage:
    return NewMessage(
        office_id=account.office_id,
        person_id=person_id,
        key=f"channel_out:{account.id}:{person_id}:{now.isoformat()}",  # a chat linked anew may refuse again
        kind="channel_out",
        payload={"person": account.person_id, "bot": account.bot},
        not_before=now,
        created_at=now,
    )

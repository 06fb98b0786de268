"""Linking a chat to a person with a one-time code, and taking the link away."""

from datetime import datetime

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.refusal import Refusal
from storage.audit import Actor, record
from storage.people import link, person_by_id, usable_code
from storage.rows import id_of
from storage.tables import Account, AccountState, LinkCode, Person


def holder_of(session: Session, code: str, *, now: datetime) -> tuple[LinkCode, Person] | None:
    """The person a code was given to, while it can be used."""
    row = usable_code(session, code, now=now)
    person = person_by_id(session, row.person_id) if row else None
    return (row, person) if row and person and person.ended_on is None else None


def link_account(session: Session, code: str, *, bot: str, address: str, now: datetime) -> tuple[Person, Account]:
    """Tie this chat to the code's person, who consented just now. Raises Refusal where the code ran out meanwhile."""
    held = holder_of(session, code, now=now)
    if held is None:
        raise Refusal("people.wrong_code")
    row, person = held
    row.used_at = now
    session.add(row)
    account = link(session, person, bot=bot, address=address, now=now)
    actor = Actor(person.office_id, id_of(person), bot.partition(":")[0], now)
    after = {"person": id_of(person), "bot": bot, "consented_at": now.isoformat()}
    record(session, actor, "link_account", kind="account", row_id=id_of(account), after=after)
    return person, account


def unlink_account(session: Session, who: Speaker, *, now: datetime) -> None:
    """This chat is nobody's any more: the person said it was linked to the wrong one."""
    account = who.account
    account.state = AccountState.ENDED
    session.add(account)
    before = {"person": who.id, "bot": account.bot}
    record(session, who.actor(now), "unlink_account", kind="account", row_id=id_of(account), before=before)

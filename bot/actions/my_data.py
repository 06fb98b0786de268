"""What is kept of a person: shown, given as a copy, erased as far as the law lets it be (Law 91/2025/QH15)."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.checklists import titles_of
from storage.audit import record
from storage.my_data import Counts, all_accounts_of, counts_of, erase
from storage.outbox import NewMessage, put
from storage.people import linked, people_with_role, unit_of
from storage.rows import id_of
from storage.tables import Account, Person, Role


@dataclass(frozen=True)
class Kept:
    """Everything about one person, the work itself as counts."""

    person: Person
    posts: tuple[str, ...]
    office: str
    accounts: tuple[Account, ...]
    counts: Counts

    @property
    def consented_at(self) -> datetime | None:
        return min((one.consented_at for one in self.accounts if one.consented_at), default=None)


def kept_of(session: Session, person: Person) -> Kept:
    """What there is about one person; it is for their own eyes."""
    person_id = id_of(person)
    return Kept(
        person=person,
        posts=tuple(titles_of(session, person_id)),
        office=unit_of(session, person.office_id).name,
        accounts=tuple(all_accounts_of(session, person_id)),
        counts=counts_of(session, person_id),
    )


def exported(session: Session, who: Speaker, *, now: datetime) -> None:
    """A copy was handed out: the audit log says so."""
    record(session, who.actor(now), "export_data", kind="person", row_id=who.id)


def erase_data(session: Session, who: Speaker, kept: Kept, *, now: datetime) -> None:
    """Erase what may be; the focal points are told, or where there is no other, the administrators and leaders."""
    after = {
        "accounts": len(kept.accounts),
        "messages": kept.counts.messages,
        "phone": bool(who.person.phone),
        "born": bool(who.person.born),
    }
    record(session, who.actor(now), "erase_data", kind="person", row_id=who.id, after=after)
    erase(session, who.person)
    for role in (Role.FOCAL, Role.ADMIN, Role.LEADER):
        others = [id_of(one) for one in people_with_role(session, who.office_id, role) if one.id != who.id]
        if reached := linked(session, others):
            put(session, [_told(who, person_id, now) for person_id in sorted(reached)])
            return


def _told(who: Speaker, person_id: int, now: datetime) -> NewMessage:
    key = f"data_erased:{who.id}:{person_id}:{now.isoformat()}"
    return NewMessage(who.office_id, person_id, key, "data_erased", {"person": who.id}, now, now)

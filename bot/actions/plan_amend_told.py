"""Who is told what an amended plan changed for them: once for each amendment, in one message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from storage.assignments import assignments_numbered
from storage.audit import Actor, history_of
from storage.outbox import NewMessage, put
from storage.people import linked
from storage.rows import id_of
from storage.tables import Assignment, AuditEntry, Plan


@dataclass(frozen=True)
class ChangedWork:
    """What one amendment did to the office's work, as it is now; `was` is each moved one's day before."""

    added: Sequence[Assignment]
    moved: Sequence[Assignment]
    withdrawn: Sequence[Assignment]
    was: Mapping[int, date]  # by number

    def of(self, person_id: int) -> "ChangedWork":
        """What of it concerns this person."""
        added, moved, withdrawn = (
            [row for row in rows if row.person_id == person_id and row.reminds]
            for rows in (self.added, self.moved, self.withdrawn)
        )
        return ChangedWork(added, moved, withdrawn, self.was)

    @property
    def people(self) -> frozenset[int]:
        """Whose work changed; what was past already is not spoken of."""
        rows = (*self.added, *self.moved, *self.withdrawn)
        return frozenset(row.person_id for row in rows if row.person_id is not None and row.reminds)


def last_amendment(session: Session, plan: Plan) -> AuditEntry | None:
    entries = [entry for entry in history_of(session, "plan", id_of(plan)) if entry.verb == "amend"]
    return entries[-1] if entries else None


def changed_work(session: Session, entry: AuditEntry) -> ChangedWork:
    """The work that an amendment, by its entry in the audit log, added, moved and withdrew."""
    after = entry.after or {}
    days = map(date.fromisoformat, after.get("moved_from", ()))
    was = dict(zip(after["moved"], days, strict=False))
    every = (after["added"], list(was), after["withdrawn"])
    rows = assignments_numbered(session, entry.office_id, [number for numbers in every for number in numbers])
    added, moved, withdrawn = ([rows[one] for one in numbers if one in rows] for numbers in every)
    return ChangedWork(added, moved, withdrawn, was)


def people_to_tell(session: Session, plan: Plan) -> list[int]:
    """Who has a chat, and work that the last amendment changed."""
    entry = last_amendment(session, plan)
    return sorted(linked(session, changed_work(session, entry).people)) if entry else []


def tell_amended(session: Session, plan: Plan, *, actor: Actor) -> list[int]:
    """Tell each person what the last amendment changed for them, a second time nothing; who acts knows already."""
    entry = last_amendment(session, plan)
    people = [one for one in people_to_tell(session, plan) if one != actor.person_id]
    put(session, [_message(entry, plan, person_id, actor=actor) for person_id in people] if entry else [])
    return people


def _message(entry: AuditEntry, plan: Plan, person_id: int, *, actor: Actor) -> NewMessage:
    return NewMessage(
        office_id=plan.office_id,
        person_id=person_id,
        key=f"amended:{id_of(entry)}:{person_id}",
        kind="amended",
        payload={"plan": id_of(plan), "amendment": id_of(entry)},
        not_before=actor.now,
        created_at=actor.now,
    )

"""Open work handed over to a stand-in: it is theirs from now on, and they are told."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.actions.refusal import Refusal
from storage.audit import Actor, record
from storage.outbox import NewMessage, put
from storage.people import linked
from storage.rows import id_of
from storage.tables import Assignment, Person
from storage.tasks import unfinished_of


@dataclass(frozen=True)
class Period:
    """Which work is meant, by its deadline in force; an open end has no bound."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def to_hand_over(session: Session, giver: Person, receiver: Person, period: Period) -> list[Assignment]:
    """What the giver has not handed in and is due in the period, nearest deadline first. Raises Refusal."""
    if giver.id == receiver.id:
        raise Refusal("handover.same_person", name=giver.name)
    if period.first and period.last and period.first > period.last:
        raise Refusal("handover.bad_period")
    rows = [row for row in unfinished_of(session, id_of(giver)) if period.holds(row.due)]
    if not rows:
        raise Refusal("handover.none", name=giver.name)
    return rows


def hand_over(session: Session, giver: Person, receiver: Person, *, period: Period, actor: Actor) -> list[Assignment]:
    """Make it the receiver's, who is told. Raises Refusal."""
    rows = to_hand_over(session, giver, receiver, period)
    for row in rows:
        row.person_id = id_of(receiver)
        session.add(row)
        before, after = {"person_id": giver.id}, {"person_id": receiver.id}
        record(session, actor, "hand_over", kind="assignment", row_id=id_of(row), before=before, after=after)
    if linked(session, [id_of(receiver)]):
        put(session, [_told(rows, giver, receiver, actor)])
    return rows


def _told(rows: list[Assignment], giver: Person, receiver: Person, actor: Actor) -> NewMessage:
    return NewMessage(
        office_id=actor.office_id,
        person_id=id_of(receiver),
        key=f"handed_over:{giver.id}:{receiver.id}:{actor.now.isoformat()}",
        kind="handed_over",
        payload={"assignments": [id_of(row) for row in rows], "from": giver.id},
        not_before=actor.now,
        created_at=actor.now,
    )

"""Who is told that an event moved, or that something is theirs now: each person once for each change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlmodel import Session

from storage.audit import Actor
from storage.outbox import NewMessage, put
from storage.people import linked
from storage.rows import id_of
from storage.tables import Assignment, Event

Work = tuple[Sequence[Assignment], Collection[int]]  # assignments, and who helps with them


@dataclass(frozen=True)
class When:
    """When and where an event is, or was to be."""

    day: date
    time: time | None
    place: str

    @classmethod
    def of(cls, event: Event) -> "When":
        return cls(event.day, event.due_time, event.place)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "When":
        hour = time.fromisoformat(value["time"]) if value["time"] else None
        return cls(date.fromisoformat(value["day"]), hour, value["place"])

    def as_json(self) -> dict[str, Any]:
        hour = self.time.strftime("%H:%M") if self.time else None
        return {"day": self.day.isoformat(), "time": hour, "place": self.place}


def tell_assigned(session: Session, made: Sequence[Work], *, event: Event | None, actor: Actor) -> None:
    """What is theirs now, and what they are to help with; what was past already is not spoken of."""
    said = [([row for row in rows if row.reminds], helping) for rows, helping in made]
    _put(session, said, "assigned", {"event": id_of(event) if event else None}, actor=actor)


def tell_moved(session: Session, event: Event, moved: Sequence[Work], *, before: When, actor: Actor) -> None:
    payload = {"event": id_of(event), "before": before.as_json(), "after": When.of(event).as_json()}
    _put(session, moved, "event_moved", payload, actor=actor)


def _put(session: Session, work: Sequence[Work], kind: str, payload: dict[str, Any], *, actor: Actor) -> None:
    own: dict[int, list[int]] = {}
    helping: dict[int, list[int]] = {}
    for rows, helpers in work:
        for row in rows:
            if row.person_id is not None:
                own.setdefault(row.person_id, []).append(id_of(row))
        for person_id in helpers if rows else ():
            helping.setdefault(person_id, []).extend(map(id_of, rows))
    first = min((id_of(row) for rows, _ in work for row in rows), default=0)
    put(
        session,
        [
            NewMessage(
                office_id=actor.office_id,
                person_id=person_id,
                key=f"{kind}:{first}:{person_id}:{actor.now.isoformat()}",
                kind=kind,
                payload={
                    **payload,
                    "assignments": own.get(person_id, []),
                    "helping": helping.get(person_id, []),
                },
                not_before=actor.now,
                created_at=actor.now,
            )
            for person_id in sorted(linked(session, own.keys() | helping.keys()) - {actor.person_id})
        ],
    )

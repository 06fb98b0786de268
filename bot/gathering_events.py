"""What a person is told of an event, as of the moment of sending."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions.events_told import When
from bot.replies import events as say
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.claimed import Outgoing
from storage.events import event_by_id
from storage.recipients import Recipient
from storage.rows import id_of
from storage.tables import Assignment, Event
from storage.tasks import UNFINISHED, assignments_by_id


def _concerned(session: Session, row: Outgoing, to: Recipient) -> say.Concerned | None:
    """What is open of what the message is about; None where nothing is any more."""

    def still_open(ids: Sequence[int]) -> list[Assignment]:
        rows = assignments_by_id(session, ids)
        return [one for one in rows if one.office_id == row.office_id and one.state in UNFINISHED]

    own = [one for one in still_open(row.payload["assignments"]) if one.person_id == id_of(to)]
    helping = still_open(row.payload["helping"])
    return say.Concerned(own, helping, to) if own or helping else None


def _event(session: Session, row: Outgoing) -> Event | None:
    return event_by_id(session, row.office_id, row.payload["event"]) if row.payload["event"] else None


def assigned(session: Session, row: Outgoing, to: Recipient, *, now: datetime, calendar: Calendar) -> Message | None:
    concerned = _concerned(session, row, to)
    return say.assigned(concerned, _event(session, row), now=now, calendar=calendar) if concerned else None


def event_moved(session: Session, row: Outgoing, to: Recipient, *, now: datetime, calendar: Calendar) -> Message | None:
    """None where the event moved once more since: the message of that move says where it is now."""
    concerned, event = _concerned(session, row, to), _event(session, row)
    if concerned is None or event is None or When.of(event).as_json() != row.payload["after"]:
        return None
    return say.event_moved(concerned, event, When.from_json(row.payload["before"]), now=now, calendar=calendar)

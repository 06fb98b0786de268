"""What a person is told of work that a leader gave, handed on or took back, as of the moment of sending."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from bot.replies import giving as say
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.claimed import Outgoing
from storage.outbox import last_said
from storage.people import person_by_id
from storage.recipients import Recipient
from storage.rows import id_of
from storage.tables import Assignment, Person
from storage.tasks import UNFINISHED, assignments_by_id

_HEARD = ("given", "transferred", "taken_over", "given_back", "yours_again")


def told(
    session: Session,
    row: Outgoing,
    to: Recipient,
    *,
    named: Mapping[int, Person],
    now: datetime,
    calendar: Calendar,
) -> Message | None:
    """None where it changed hands once more since, or is done: what holds by then is said by another message.

    `named`: those whom the payload names.
    """
    work, by = assignments_by_id(session, [row.payload["assignment"]]), named.get(row.payload["by"])
    if not work or by is None or work[0].office_id != row.office_id:
        return None
    about, theirs = work[0], work[0].person_id == to.id and work[0].state in UNFINISHED
    if row.kind == "given":
        return say.told_given(about, to, by=by, now=now, calendar=calendar) if theirs else None
    if row.kind == "transferred":
        former = named.get(row.payload["former"]) if "former" in row.payload else None
        return say.told_transferred(about, to, by=by, former=former, now=now, calendar=calendar) if theirs else None
    if row.kind == "taken_over":
        holder = person_by_id(session, about.person_id) if about.person_id else None
        return say.told_taken_over(about, to, by=by, holder=holder.name.split()[-1]) if holder and not theirs else None
    return _taken_back(session, row, to, about, by=by, theirs=theirs, now=now, calendar=calendar)


def _taken_back(
    session: Session,
    row: Outgoing,
    to: Recipient,
    about: Assignment,
    *,
    by: Person,
    theirs: bool,
    now: datetime,
    calendar: Calendar,
) -> Message | None:
    """Said only to who had heard that it was otherwise."""
    heard = last_said(session, id_of(to), kinds=_HEARD, about=str(about.id))
    if row.kind == "yours_again":
        again = theirs and heard == "taken_over"
        return say.told_yours_again(about, to, by=by, now=now, calendar=calendar) if again else None
    return say.told_given_back(about, to, by=by) if not theirs and heard in ("given", "transferred") else None

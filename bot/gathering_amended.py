"""What a person is told of an amended plan, as of the moment of sending."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.actions.plan_amend_told import ChangedWork, changed_work
from bot.replies import plan_changes as say
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.audit import history_of
from storage.claimed import Outgoing
from storage.recipients import Recipient
from storage.rows import id_of
from storage.tables import AssignmentState
from storage.tasks import UNFINISHED, plans_by_id


def amended(session: Session, row: Outgoing, to: Recipient, *, now: datetime, calendar: Calendar) -> Message | None:
    """None where nothing of it is so any more."""
    plan = plans_by_id(session, [row.payload["plan"]]).get(row.payload["plan"])
    if plan is None or plan.office_id != row.office_id:
        return None
    entries = {id_of(entry): entry for entry in history_of(session, "plan", id_of(plan))}
    work = _as_it_is(changed_work(session, entries[row.payload["amendment"]]).of(id_of(to)))
    return say.amended(plan, work, to, now=now, calendar=calendar) if work.people else None


def _as_it_is(work: ChangedWork) -> ChangedWork:
    return replace(
        work,
        added=[row for row in work.added if row.state in UNFINISHED],
        moved=[row for row in work.moved if row.state in UNFINISHED and row.due != work.was[row.number]],
        withdrawn=[row for row in work.withdrawn if row.state is AssignmentState.WITHDRAWN],
    )

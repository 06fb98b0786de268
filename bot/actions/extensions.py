"""Asking for another day, and the decision; reminding later, which moves no deadline."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.changes import note, snapshot
from bot.actions.refusal import Refusal
from bot.actions.settings import quiet_hours
from bot.actions.tasks import leaders_of, move_due
from locales import day
from scheduler.quiet import end_of_quiet
from storage.audit import record, record_each
from storage.extensions import add_extensions, extension_held, latest_of, pending_among, set_snooze
from storage.outbox import NewMessage, put
from storage.people import office_of
from storage.proofs import held
from storage.rows import id_of
from storage.tables import Assignment, Extension, ExtensionState, Snooze
from storage.tasks import UNFINISHED, assignments_by_id, occurrences_of

SNOOZE_LIMIT = timedelta(days=7)


def may_ask(session: Session, who: Speaker, rows: Sequence[Assignment]) -> None:
    """Whether this person may ask for more time for these now. Raises Refusal for the first that it can't be for."""
    waiting = {one.assignment_id for one in pending_among(session, [id_of(row) for row in rows])}
    for row in rows:
        if row.person_id != who.id:
            raise Refusal("access.not_the_owner", number=row.number)
        if row.state not in UNFINISHED:
            raise Refusal("extensions.already_done", number=row.number)
        if id_of(row) in waiting:
            raise Refusal("extensions.one_is_waiting", number=row.number)


def later_day(who: Speaker, row: Assignment, until: date, *, now: datetime) -> date:
    """The day, where it lies after the deadline in force and is not past. Raises Refusal."""
    if until < who.calendar.today(now):
        raise Refusal("extensions.day_past", day=day(until, today=who.calendar.today(now)))
    if until <= row.due:
        today = who.calendar.today(now)
        asked, due = day(until, today=today), day(row.due, today=today)
        raise Refusal("extensions.day_not_later", number=row.number, day=asked, due=due)
    return until


def request_extensions(
    session: Session, who: Speaker, rows: Sequence[Assignment], *, until: date, reason: str, now: datetime
) -> list[Extension]:
    """Ask all leaders of the office for another day for each of these; the first decision stands. Raises Refusal."""
    order = {id_of(row): place for place, row in enumerate(rows)}
    rows = sorted(held(session, list(order)), key=lambda row: order[id_of(row)])
    may_ask(session, who, rows)
    for row in rows:
        later_day(who, row, until, now=now)
    made = add_extensions(session, rows, person_id=who.id, until=until, reason=reason, at=now)
    said = {"until": until.isoformat(), "reason": reason}
    asked = {id_of(one): {"assignment": one.assignment_id, **said} for one in made}
    record_each(session, who.actor(now), "request_extension", kind="extension", after=asked)
    deciders = [id_of(leader) for leader in leaders_of(session, who.office_id) if leader.id != who.id]
    put(session, [_message(one, at, "extension_asked", str(at), now=now) for one in made for at in deciders])
    return made


def _message(extension: Extension, person_id: int, kind: str, key: str, *, now: datetime) -> NewMessage:
    return NewMessage(
        office_id=extension.office_id,
        person_id=person_id,
        key=f"{kind}:{id_of(extension)}:{key}",
        kind=kind,
        payload={"extension": id_of(extension)},
        not_before=now,
        created_at=now,
    )


def to_decide(session: Session, who: Speaker, extension_id: int) -> Extension:
    """The request, for a leader of its office, while it waits; the first decision stands. Raises Refusal."""
    if not who.leads:
        raise Refusal("extensions.leaders_decide")
    extension = extension_held(session, who.office_id, extension_id)
    if extension is None:
        raise Refusal("extensions.not_found")
    if extension.person_id == who.id and len(leaders_of(session, who.office_id)) > 1:
        raise Refusal("extensions.not_ones_own")
    if extension.state is not ExtensionState.PENDING:
        raise Refusal("extensions.decided_meanwhile")
    return extension


def approve_extension(
    session: Session, who: Speaker, extension: Extension, *, until: date | None = None, now: datetime
) -> Assignment:
    """Move the deadline to the day asked for, or to another that the leader names. Raises Refusal."""
    extension = to_decide(session, who, id_of(extension))
    (row,) = held(session, [extension.assignment_id])
    if row.state not in UNFINISHED:
        raise Refusal("extensions.already_done", number=row.number)
    day = later_day(who, row, until or extension.until, now=now)
    before = snapshot(row)
    move_due(session, who, row, day)
    note(session, who.actor(now), "move_due", row, before=before, extension=id_of(extension))
    _decide(session, who, extension, ExtensionState.APPROVED, until=day, now=now)
    return row


def reject_extension(session: Session, who: Speaker, extension: Extension, *, reason: str, now: datetime) -> Assignment:
    """Leave the deadline as it is. Raises Refusal."""
    extension = to_decide(session, who, id_of(extension))
    extension.decision_reason = reason
    _decide(session, who, extension, ExtensionState.REJECTED, now=now)
    return assignments_by_id(session, [extension.assignment_id])[0]


def _decide(
    session: Session,
    who: Speaker,
    extension: Extension,
    state: ExtensionState,
    *,
    until: date | None = None,
    now: datetime,
) -> None:
    decided = state is not ExtensionState.PENDING
    extension.state, extension.decided_until = state, until
    extension.decided_by, extension.decided_at = (who.id, now) if decided else (None, None)
    session.add(extension)
    after = {"state": state.value, "until": until.isoformat() if until else None, "reason": extension.decision_reason}
    record(session, who.actor(now), f"{state.value}_extension", kind="extension", row_id=id_of(extension), after=after)
    if extension.person_id != who.id:
        kind, by = ("extension_decided", {}) if decided else ("extension_reopened", {"by": who.id})
        message = _message(extension, extension.person_id, kind, now.isoformat(), now=now)
        put(session, [replace(message, payload={**message.payload, **by, "at": now.isoformat()})])


def withdraw_request(session: Session, who: Speaker, extension_id: int, *, now: datetime) -> Assignment:
    """Take one's own request back while it waits. Raises Refusal."""
    extension = extension_held(session, who.office_id, extension_id)
    if extension is None or extension.person_id != who.id or extension.state is not ExtensionState.PENDING:
        raise Refusal("extensions.nothing_to_undo")
    extension.state = ExtensionState.WITHDRAWN
    session.add(extension)
    record(session, who.actor(now), "withdraw_extension", kind="extension", row_id=extension_id)
    return assignments_by_id(session, [extension.assignment_id])[0]


def undo_decision(session: Session, who: Speaker, extension_id: int, *, now: datetime) -> Assignment:
    """Take an approval back: the old deadline holds and the request waits again. Raises Refusal."""
    if not who.leads:
        raise Refusal("extensions.leaders_decide")
    extension = extension_held(session, who.office_id, extension_id)
    if extension is None or extension.state is not ExtensionState.APPROVED or extension.decided_by != who.id:
        raise Refusal("extensions.nothing_to_undo")
    (row,) = held(session, [extension.assignment_id])
    in_force = latest_of(session, id_of(row)) is extension and row.due == extension.decided_until
    if not in_force or row.state not in UNFINISHED:
        raise Refusal("extensions.nothing_to_undo")
    before = snapshot(row)
    move_due(session, who, row, extension.due_before)
    if row.due == row.due_printed:
        _restore_hour(session, who, row)
    note(session, who.actor(now), "undo_extension", row, before=before, extension=extension_id)
    _decide(session, who, extension, ExtensionState.PENDING, now=now)
    return row


def _restore_hour(session: Session, who: Speaker, row: Assignment) -> None:
    """The plan's own deadline comes back with its hour."""
    printed = next(one for one in occurrences_of(session, [row.task_id]) if one.id == row.occurrence_id)
    row.due_time = printed.due_time
    extends = office_of(session, row.office_id).day_off_extends
    row.late_after = who.calendar.late_after(row.due, row.due_time, extends=extends)


def speakable(session: Session, who: Speaker, moment: datetime) -> datetime:
    """The moment itself, or the next one that is on a working day and outside quiet hours."""
    first, last = quiet_hours(session, who)
    local = end_of_quiet(moment, first, last, calendar=who.calendar).astimezone(who.calendar.zone)
    return who.calendar.at(who.calendar.on_or_after(local.date()), local.time())


def snooze(session: Session, who: Speaker, row: Assignment, *, until: datetime, now: datetime) -> Snooze:
    """Remind this person once more at that moment, at most seven days on; no deadline moves. Raises Refusal."""
    if row.state not in UNFINISHED:
        raise Refusal("extensions.already_done", number=row.number)
    if until <= now:
        raise Refusal("extensions.snooze_past")
    if until > now + SNOOZE_LIMIT:
        raise Refusal("extensions.snooze_too_far")
    kept = set_snooze(session, row, person_id=who.id, until=until)
    key, payload = f"snooze:{id_of(kept)}:{until.isoformat()}", {"assignment": id_of(row), "until": until.isoformat()}
    put(session, [NewMessage(who.office_id, who.id, key, "snooze", payload, until, now)])
    after = {"until": until.isoformat()}
    record(session, who.actor(now), "snooze", kind="assignment", row_id=id_of(row), after=after)
    return kept


def cancel_snoozes(session: Session, who: Speaker, rows: Sequence[Assignment], *, now: datetime) -> None:
    """What was to be said again later, is not."""
    for row in rows:
        set_snooze(session, row, person_id=who.id, until=now)
        record(session, who.actor(now), "cancel_snooze", kind="assignment", row_id=id_of(row))

"""What happens to an assignment: done, undone, confirmed, returned, urged, put off, taken note of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.changes import note, snapshot
from bot.actions.proofs import Demand, current_of, demands
from bot.actions.refusal import Refusal
from storage.audit import record, record_each
from storage.extensions import pending_among
from storage.outbox import NewMessage, put
from storage.people import office_of, people_with_role
from storage.proofs import add_submission, drop_uses, held, items_of, standing_items, submission_of
from storage.rows import id_of
from storage.selection import Brief
from storage.tables import (
    Assignment,
    AssignmentState,
    ExtensionState,
    PastPolicy,
    Person,
    Proof,
    Role,
    SubmissionItem,
)
from storage.tasks import plans_by_id, tasks_by_id


class Outcome(StrEnum):
    RECORDED = "recorded"
    NEEDS_PROOF = "needs_proof"
    ALREADY = "already"


@dataclass(frozen=True)
class Result:
    """What became of one assignment that was said to be done. `proofs` are those that count for it now."""

    row: Assignment
    outcome: Outcome
    demand: Demand
    proofs: tuple[Proof, ...] = ()


def leaders_of(session: Session, office_id: int) -> list[Person]:
    """Those who decide in an office."""
    return people_with_role(session, office_id, Role.LEADER)


def owned(who: Speaker, rows: Sequence[Assignment]) -> None:
    """Only the responsible person acts on these, and only while the plan asks for them. Raises Refusal."""
    for row in rows:
        if row.person_id != who.id:
            raise Refusal("access.not_the_owner", number=row.number)
        if row.state is AssignmentState.WITHDRAWN:
            raise Refusal("plan_talk.withdrawn", number=row.number)


def mark_done(
    session: Session, who: Speaker, rows: Sequence[Assignment], *, done_on: date | None = None, now: datetime
) -> list[Result]:
    """Record what the responsible person says is done, in one submission.

    No proof, no done (promise 5): where the task names a product, a row without one waits for its proof and keeps the
    moment. The mark is the moment everything was here; `done_on` is kept as claimed. Raises Refusal.
    """
    owned(who, rows)
    rows = held(session, [id_of(row) for row in rows])
    asked, proofs = demands(session, rows), current_of(session, rows)
    results = []
    for row in rows:
        demand, shown = asked[id_of(row)], tuple(proofs[id_of(row)])
        results.append(Result(row, _outcome(row, demand, shown), demand, shown))
    recorded = [result.row for result in results if result.outcome is Outcome.RECORDED]
    for result in results:
        if result.outcome is Outcome.NEEDS_PROOF:
            _claim(session, who, result.row, done_on=done_on, now=now)
    if recorded:
        _submit(session, who, recorded, done_on=done_on, now=now)
    return results


def _outcome(row: Assignment, demand: Demand, proofs: Sequence[Proof]) -> Outcome:
    if row.state is AssignmentState.DONE:
        return Outcome.ALREADY
    return Outcome.NEEDS_PROOF if demand.proof and not proofs else Outcome.RECORDED


def _claim(session: Session, who: Speaker, row: Assignment, *, done_on: date | None, now: datetime) -> None:
    before = snapshot(row)
    row.state, row.claimed_at, row.done_on = (
        AssignmentState.WAITING_PROOF,
        row.claimed_at or now,
        done_on or row.done_on,
    )
    note(session, who.actor(now), "claim_done", row, before=before)


def _submit(session: Session, who: Speaker, rows: Sequence[Assignment], *, done_on: date | None, now: datetime) -> None:
    items = add_submission(session, who.office_id, who.id, [id_of(row) for row in rows], at=now)
    for row in rows:
        before = snapshot(row)
        row.state, row.submitted_at, row.accepted_at = AssignmentState.DONE, now, None
        row.done_on = done_on or row.done_on
        note(session, who.actor(now), "mark_done", row, before=before, submission=items[0].submission_id)
    withdraw_requests(session, who, rows, now=now)
    again = {item.assignment_id: item for item in items}
    put(session, [m for row in rows if row.returned_at for m in _submitted_again(session, row, again[id_of(row)], now)])


def withdraw_requests(session: Session, who: Speaker, rows: Sequence[Assignment], *, now: datetime) -> None:
    """Nothing more is asked about these: handed in, or asked by mistake."""
    for extension in pending_among(session, [id_of(row) for row in rows]):
        extension.state = ExtensionState.WITHDRAWN
        session.add(extension)
        record(session, who.actor(now), "withdraw_extension", kind="extension", row_id=id_of(extension))


def _submitted_again(session: Session, row: Assignment, item: SubmissionItem, now: datetime) -> list[NewMessage]:
    return [
        _message(row, id_of(leader), "submitted_again", f"{id_of(item)}:{id_of(leader)}", now=now)
        for leader in leaders_of(session, row.office_id)
        if leader.id != row.person_id
    ]


def _message(row: Assignment, person_id: int, kind: str, key: str, *, now: datetime) -> NewMessage:
    return NewMessage(
        office_id=row.office_id,
        person_id=person_id,
        key=f"{kind}:{key}",
        kind=kind,
        payload={"assignment": id_of(row)},
        not_before=now,
        created_at=now,
    )


def undo_done(session: Session, who: Speaker, rows: Sequence[Assignment], *, now: datetime) -> list[Assignment]:
    """Open again what was recorded; its proofs stay. Raises Refusal where nothing was, or a leader confirmed it."""
    owned(who, rows)
    rows = held(session, [id_of(row) for row in rows])
    for row in rows:
        if row.state is not AssignmentState.DONE and row.state is not AssignmentState.WAITING_PROOF:
            raise Refusal("tasks.nothing_to_undo", number=row.number)
        if row.accepted_at is not None:
            raise Refusal("tasks.already_confirmed", number=row.number)
    _undo_submissions(session, who, rows, now=now)
    for row in rows:
        before = snapshot(row)
        row.state, row.submitted_at, row.claimed_at, row.done_on = AssignmentState.OPEN, None, None, None
        note(session, who.actor(now), "undo_done", row, before=before)
    return rows


def _undo_submissions(session: Session, who: Speaker, rows: Sequence[Assignment], *, now: datetime) -> None:
    """Undo the submissions of these rows; what else one of them named is handed in as before, at its moment."""
    ids = {id_of(row) for row in rows}
    standing = standing_items(session, ids)
    for item in {item.submission_id: item for item in standing.values()}.values():
        submission = submission_of(session, item)
        submission.undone_at = now
        session.add(submission)
        others = [other.assignment_id for other in items_of(session, item.submission_id)]
        kept = [other for other in others if other not in ids]
        if kept:
            add_submission(session, who.office_id, submission.person_id, kept, at=submission.at)


def move_proofs_away(
    session: Session, who: Speaker, row: Assignment, proof_ids: Collection[int], now: datetime
) -> None:
    """These proofs were sent for this assignment by mistake."""
    drop_uses(session, proof_ids, [id_of(row)])
    taken = {"proofs": sorted(proof_ids)}
    record(session, who.actor(now), "detach_proof", kind="assignment", row_id=id_of(row), before=taken)


def decider(who: Speaker) -> None:
    """Only leaders confirm and return. Raises Refusal."""
    if not who.leads:
        raise Refusal("tasks.leaders_confirm")


def accept_task(session: Session, who: Speaker, row: Assignment, *, now: datetime) -> Assignment:
    """A leader confirms what was handed in, or waives the missing proof of what was said to be done. Raises Refusal."""
    decider(who)
    (row,) = held(session, [id_of(row)])
    if row.state is AssignmentState.OPEN:
        raise Refusal("tasks.nothing_handed_in", number=row.number)
    if row.accepted_at is not None:
        raise Refusal("tasks.already_confirmed", number=row.number)
    before, verb = snapshot(row), "accept_task"
    if row.state is AssignmentState.WAITING_PROOF:
        verb, row.submitted_at = "waive_proof", row.claimed_at
        add_submission(session, row.office_id, row.person_id or who.id, [id_of(row)], at=row.claimed_at or now)
    row.state, row.accepted_at = AssignmentState.DONE, now
    item = standing_items(session, [id_of(row)]).get(id_of(row))
    if item:
        item.accepted_at, item.decided_by = now, who.id
        session.add(item)
    withdraw_requests(session, who, [row], now=now)
    note(session, who.actor(now), verb, row, before=before)
    _tell_owner(session, who, row, "accepted", now=now)
    return row


def undo_accept(session: Session, who: Speaker, row: Assignment, *, now: datetime) -> Assignment:
    """Take a confirmation back: what was handed in waits again, for its proof where that was waived. Raises Refusal."""
    decider(who)
    (row,) = held(session, [id_of(row)])
    if row.accepted_at is None:
        raise Refusal("tasks.nothing_to_undo", number=row.number)
    before = snapshot(row)
    row.accepted_at = None
    item = standing_items(session, [id_of(row)]).get(id_of(row))
    if item:
        item.accepted_at, item.decided_by = None, None
        session.add(item)
    if demands(session, [row])[id_of(row)].proof and not current_of(session, [row])[id_of(row)]:
        _undo_submissions(session, who, [row], now=now)
        row.state, row.submitted_at = AssignmentState.WAITING_PROOF, None
    note(session, who.actor(now), "undo_accept", row, before=before)
    _tell_owner(session, who, row, "accept_undone", now=now)
    return row


def return_task(
    session: Session, who: Speaker, row: Assignment, *, reason: str, due: date | None, now: datetime
) -> Assignment:
    """A leader sends work back with a reason: open again, with the new day, else the old one. Raises Refusal."""
    decider(who)
    (row,) = held(session, [id_of(row)])
    if row.state is not AssignmentState.DONE:
        raise Refusal("tasks.nothing_handed_in", number=row.number)
    before = snapshot(row)
    item = standing_items(session, [id_of(row)]).get(id_of(row))
    if item:
        item.returned_at, item.decided_by, item.reason = now, who.id, reason
        session.add(item)
    row.state, row.returned_at, row.return_reason = AssignmentState.OPEN, now, reason
    row.submitted_at = row.accepted_at = row.claimed_at = row.done_on = None
    if due is not None:
        move_due(session, who, row, due)
    note(session, who.actor(now), "return_task", row, before=before, reason=reason)
    _tell_owner(session, who, row, "returned", now=now)
    return row


def move_due(session: Session, who: Speaker, row: Assignment, due: date) -> None:
    """A new deadline is a whole day; the moment that is late moves with it.

    What was past when its plan came in is reminded of and counted like anything else from then on.
    """
    extends = office_of(session, row.office_id).day_off_extends
    row.due, row.due_time = due, None
    row.late_after = who.calendar.late_after(due, None, extends=extends)
    row.reminds = due >= who.calendar.today(row.created_at)
    row.counted = row.reminds or _counts_what_was_past(session, row)
    session.add(row)


def _counts_what_was_past(session: Session, row: Assignment) -> bool:
    task = tasks_by_id(session, [row.task_id])[row.task_id]
    plan = plans_by_id(session, [task.plan_id])[task.plan_id] if task.plan_id else None
    return plan is None or plan.past_policy is not PastPolicy.LEFT_OUT


def _tell_owner(session: Session, who: Speaker, row: Assignment, kind: str, *, now: datetime) -> None:
    if row.person_id is not None and row.person_id != who.id:
        message = _message(row, row.person_id, kind, f"{id_of(row)}:{now.isoformat()}", now=now)
        put(session, [replace(message, payload={**message.payload, "by": who.id, "at": now.isoformat()})])


def nudge(
    session: Session, who: Speaker, rows: Sequence[Brief], *, words: str = "", now: datetime
) -> dict[int, list[Brief]]:
    """Urge the persons who are responsible for these unfinished tasks, one message each; gives the tasks by person.

    Logged (promise 3).
    """
    if not who.oversees:
        raise Refusal("tasks.leaders_nudge")
    urged: dict[int, list[Brief]] = {}
    for row in rows:
        if row.person_id is not None and row.person_id != who.id:
            urged.setdefault(row.person_id, []).append(row)
    put(session, [_urge(who, person_id, theirs, words, now=now) for person_id, theirs in urged.items()])
    each = {row.id: {"note": words} for theirs in urged.values() for row in theirs}
    record_each(session, who.actor(now), "nudge", kind="assignment", after=each)
    return urged


def _urge(who: Speaker, person_id: int, rows: Sequence[Brief], words: str, *, now: datetime) -> NewMessage:
    payload = {"assignments": [row.id for row in rows], "by": who.id, "note": words}
    key = f"nudge:{who.id}:{person_id}:{now.isoformat()}"
    return NewMessage(who.office_id, person_id, key, "nudge", payload, now, now)


def acknowledge(session: Session, who: Speaker, rows: Sequence[Assignment], *, now: datetime) -> None:
    """The responsible person has taken note of these."""
    owned(who, rows)
    ids = dict.fromkeys(id_of(row) for row in rows)
    record_each(session, who.actor(now), "acknowledge", kind="assignment", after=ids)

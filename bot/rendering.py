"""The words of an outbox message, as of the moment of sending; what is no longer wanted or allowed gives None.

Quiet hours put every message off to their end; a reminder is never said on a day off.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlmodel import Session

from bot import gathering_amended, gathering_bots, gathering_events, gathering_work
from bot.actions.proofs import current_of
from bot.gathering_batch import Batch, wanted
from bot.gathering_digests import names_of
from bot.replies import clocks, decisions, handovers, my_data, notices
from bot.replies.decisions import with_post
from bot.replies.proofs import proof_words
from locales import text
from scheduler.calendar import Calendar
from scheduler.messages import Message, Postpone
from scheduler.quiet import end_of_quiet
from storage.claimed import Outgoing
from storage.outbox import last_said
from storage.people import (
    accounts_of,
    people_by_id,
    person_by_id,
    posts_of,
)
from storage.proofs import file_names
from storage.recipients import OfficeHours, Recipient, Somebody
from storage.reports import extension_by_id, latest_decisions
from storage.rows import id_of
from storage.tables import (
    Assignment,
    AssignmentState,
    Extension,
    ExtensionState,
    Notice,
    NoticeState,
    Office,
    Person,
    Role,
)
from storage.tasks import UNFINISHED, assignments_by_id, plans_by_id, tasks_by_id, unfinished_of

_DAY = timedelta(days=1)
_REMINDERS = frozenset({"morning", "clock", "snooze"})
_MANY = 4  # quiet hours of the office and of the person may follow each other


@dataclass(frozen=True)
class _Sending:
    """One message of a batch on its way to one person."""

    batch: Batch
    row: Outgoing
    person: Recipient
    office: OfficeHours
    calendar: Calendar

    @property
    def session(self) -> Session:
        return self.batch.session

    @property
    def now(self) -> datetime:
        return self.batch.now

    @property
    def today(self) -> date:
        return self.calendar.today(self.now)

    def leads(self) -> bool:
        return Role.LEADER in self.batch.roles(self.person)

    def oversees(self) -> bool:
        return bool(self.batch.roles(self.person) & {Role.LEADER, Role.FOCAL, Role.ADMIN})

    def assignments(self) -> list[Assignment]:
        """Those that the payload names, of this office."""
        return self.batch.assignments(self.row)

    def own_unfinished(self) -> list[Assignment]:
        return [a for a in self.assignments() if a.person_id == self.person.id and a.state in UNFINISHED]


def speakable(moment: datetime, person: Somebody, office: Office | OfficeHours, *, calendar: Calendar) -> datetime:
    """The first moment, from this one on, outside the quiet hours of the office and of the person."""
    for _ in range(_MANY):
        later = end_of_quiet(moment, office.quiet_from, office.quiet_to, calendar=calendar)
        if person.quiet_from is not None and person.quiet_to is not None:
            later = end_of_quiet(later, person.quiet_from, person.quiet_to, calendar=calendar)
        if later == moment:
            break
        moment = later
    return moment


def _next_morning(s: _Sending) -> datetime:
    day = s.calendar.on_or_after(s.today + _DAY)
    return s.calendar.at(day, s.person.morning_at or s.office.morning_at)


def _put_off(s: _Sending) -> Postpone | None:
    if s.row.kind in _REMINDERS - {"clock"} and not s.calendar.works(s.today):
        return Postpone(_next_morning(s))
    allowed = speakable(s.now, s.person, s.office, calendar=s.calendar)
    return Postpone(allowed) if allowed > s.now else None


def render_batch(
    session: Session, rows: Sequence[Outgoing], *, now: datetime
) -> list[Message | Postpone | Exception | None]:
    """The words of each of these messages now, in their order, in a number of queries that does not grow with them.

    Postpone: not yet; None: no longer wanted, or no longer theirs to hear; an exception where this one can't be
    rendered (KeyError: a kind that nobody knows): the others go on.
    """
    batch = Batch(session, rows, now)
    return [_attempted(batch, row) for row in rows]


def _attempted(batch: Batch, row: Outgoing) -> Message | Postpone | Exception | None:
    try:
        return _rendered(batch, row)
    except (OperationalError, InterfaceError):
        raise  # no database: not this message's fault
    except Exception as problem:  # noqa: BLE001  settled and logged by delivery
        return problem


def _rendered(batch: Batch, row: Outgoing) -> Message | Postpone | None:
    say, person = _KINDS[row.kind], batch.people.get(row.person_id)
    if person is None or person.office_id != row.office_id:
        return None
    s = _Sending(batch, row, person, batch.offices[row.office_id], batch.calendars[row.office_id])
    if person.ended_on is not None and person.ended_on <= s.today:
        return None
    if row.kind in _REMINDERS and person.stopped_through is not None and person.stopped_through >= s.today:
        return None
    return _put_off(s) or _marked(row, say(s))


def _marked(row: Outgoing, message: Message | None) -> Message | None:
    if message is None or not row.again:
        return message
    return replace(message, text="\n".join([text("message.again"), message.text]))


def _morning(s: _Sending) -> Message | None:
    return s.batch.mornings.message(wanted(s.row, s.person))


def _clock(s: _Sending) -> Message | None:
    rows = [a for a in s.own_unfinished() if a.due_time and a.due == s.today and a.late_after > s.now]
    if not rows or not s.calendar.works(s.today):
        return None
    return clocks.clock(rows, s.batch.products, now=s.now, calendar=s.calendar)


def _snooze(s: _Sending) -> Message | None:
    """Only the latest wish holds: what was put off again, or not wanted any more, is not said at the old hour."""
    until = datetime.fromisoformat(s.row.payload["until"])
    wished = [row for row in s.assignments() if s.batch.put_off.get((id_of(s.person), id_of(row))) == until]
    rows = [row for row in wished if row.state in UNFINISHED]
    mine = bool(rows) and rows[0].person_id == s.person.id
    if not rows or not (mine or s.oversees()):
        return None
    return clocks.snoozed(rows[0], mine=mine, now=s.now, calendar=s.calendar)


def _extension(s: _Sending) -> tuple[Extension, Assignment] | None:
    extension = extension_by_id(s.session, s.row.office_id, s.row.payload["extension"])
    rows = assignments_by_id(s.session, [extension.assignment_id]) if extension else []
    return (extension, rows[0]) if extension and rows else None


def _extension_asked(s: _Sending) -> Message | None:
    found = _extension(s)
    if not found or found[0].state is not ExtensionState.PENDING or not s.leads():
        return None
    extension, row = found
    asker = with_post(
        names_of(s.session, [extension.person_id])[extension.person_id],
        [post.title for post in posts_of(s.session, [extension.person_id]).get(extension.person_id, [])],
    )
    return decisions.extension_asked(extension, row, asker=asker, now=s.now, calendar=s.calendar)


def _extension_decided(s: _Sending) -> Message | None:
    found = _extension(s)
    if not found or found[0].person_id != s.person.id or found[0].decided_by is None:
        return None
    extension, row = found
    if not _still(s, extension.decided_at):
        return None
    by = people_by_id(s.session, [found[0].decided_by])[found[0].decided_by]
    if extension.state is ExtensionState.APPROVED:
        return decisions.extension_approved(extension, row, s.person, by=by, now=s.now, calendar=s.calendar)
    if extension.state is ExtensionState.REJECTED:
        return decisions.extension_rejected(extension, row, by=by, now=s.now, calendar=s.calendar)
    return None


def _still(s: _Sending, decided_at: datetime | None) -> bool:
    """Whether the decision in force is the one this message is about, not one taken since."""
    at = s.row.payload.get("at")
    return at is None or datetime.fromisoformat(at) == decided_at


def _taken_back(s: _Sending, told: str, about: int) -> Person | None:
    """Who took a decision back, where the person had heard of it (`told` is its kind); None where nothing is due."""
    last = last_said(s.session, id_of(s.person), kinds=(told, s.row.kind), about=str(about))
    return s.batch.named.get(s.row.payload["by"]) if last == told else None


def _extension_reopened(s: _Sending) -> Message | None:
    found = _extension(s)
    if not found or found[0].person_id != s.person.id or found[0].state is not ExtensionState.PENDING:
        return None
    by = _taken_back(s, "extension_decided", id_of(found[0]))
    return decisions.extension_reopened(found[1], s.person, by=by, now=s.now, calendar=s.calendar) if by else None


def _accept_undone(s: _Sending) -> Message | None:
    rows = [a for a in s.assignments() if a.person_id == s.person.id and a.state is not AssignmentState.OPEN]
    if not rows or rows[0].accepted_at:
        return None
    by = _taken_back(s, "accepted", id_of(rows[0]))
    return decisions.accept_undone(rows[0], by=by) if by else None


def _decider(s: _Sending, row: Assignment) -> Person | None:
    item = latest_decisions(s.session, [id_of(row)]).get(id_of(row))
    return person_by_id(s.session, item.decided_by) if item and item.decided_by else None


def _returned(s: _Sending) -> Message | None:
    rows = [a for a in s.own_unfinished() if a.returned_at]
    by = _decider(s, rows[0]) if rows else None
    return decisions.returned(rows[0], by=by, now=s.now, calendar=s.calendar) if by else None


def _accepted(s: _Sending) -> Message | None:
    rows = [a for a in s.assignments() if a.person_id == s.person.id and a.accepted_at and _still(s, a.accepted_at)]
    by = _decider(s, rows[0]) if rows else None
    return decisions.accepted(rows[0], by=by, calendar=s.calendar) if by else None


def _submitted_again(s: _Sending) -> Message | None:
    rows = [a for a in s.assignments() if a.state is AssignmentState.DONE and a.accepted_at is None]
    if not rows or not s.leads() or rows[0].person_id is None:
        return None
    row, owner = rows[0], rows[0].person_id
    proofs = current_of(s.session, [row])[id_of(row)]
    names = file_names(s.session, [proof.file_id for proof in proofs if proof.file_id])
    name = names_of(s.session, [owner])[owner]
    words = proof_words(proofs, names)
    return decisions.submitted_again(row, name=name, proofs=words, now=s.now, calendar=s.calendar)


def _nudge(s: _Sending) -> Message | None:
    by = s.batch.named.get(s.row.payload["by"])
    rows = s.own_unfinished()
    if not rows or by is None:
        return None
    return decisions.nudged(rows, by=by, words=s.row.payload.get("note", ""), now=s.now, calendar=s.calendar)


def _notice_of(s: _Sending) -> Notice | None:
    """The notice, if this person is among its recipients."""
    notice = s.batch.notices.get(s.row.payload["notice"])
    if notice is None or notice.office_id != s.row.office_id:
        return None
    return notice if (id_of(notice), id_of(s.person)) in s.batch.acknowledged else None


def _notice(s: _Sending) -> Message | None:
    notice = _notice_of(s)
    return notices.received(notice, office=s.batch.names_of_offices[s.row.office_id]) if notice else None


def _notice_chase(s: _Sending) -> Message | None:
    notice = _notice_of(s)
    if notice is None or s.batch.acknowledged[id_of(notice), id_of(s.person)] or notice.state is NoticeState.CLOSED:
        return None
    named = s.row.payload.get("by")
    by = s.batch.named.get(named) if named else s.batch.authors.get(notice.author_id)
    return notices.chased(notice, by) if by else None


def _imported(s: _Sending) -> Message | None:
    plan = plans_by_id(s.session, [s.row.payload["plan"]]).get(s.row.payload["plan"])
    rows = [row for row in unfinished_of(s.session, id_of(s.person)) if row.reminds]
    tasks = tasks_by_id(s.session, [row.task_id for row in rows])
    theirs = [row for row in rows if plan and tasks[row.task_id].plan_id == plan.id]
    named = assignments_by_id(s.session, s.row.payload.get("helping", []))
    helping = [row for row in named if row.office_id == s.row.office_id and row.state in UNFINISHED]
    if plan is None or not (theirs or helping):
        return None
    return decisions.imported(plan, theirs, s.person, helping=helping, now=s.now, calendar=s.calendar)


def _amended(s: _Sending) -> Message | None:
    return gathering_amended.amended(s.session, s.row, s.person, now=s.now, calendar=s.calendar)


def _channel_out(s: _Sending) -> Message | None:
    out = s.batch.named.get(s.row.payload["person"])
    if out is None or out.office_id != s.row.office_id or not s.oversees():
        return None
    others = accounts_of(s.session, id_of(out))
    other = others[0].bot if others else None
    name = names_of(s.session, [id_of(out)])[id_of(out)]
    return decisions.channel_out(name, s.person, bot=s.row.payload["bot"], other=other)


def _assigned(s: _Sending) -> Message | None:
    return gathering_events.assigned(s.session, s.row, s.person, now=s.now, calendar=s.calendar)


def _event_moved(s: _Sending) -> Message | None:
    return gathering_events.event_moved(s.session, s.row, s.person, now=s.now, calendar=s.calendar)


def _given(s: _Sending) -> Message | None:
    return gathering_work.told(s.session, s.row, s.person, named=s.batch.named, now=s.now, calendar=s.calendar)


def _data_erased(s: _Sending) -> Message | None:
    about = s.batch.named.get(s.row.payload["person"])
    return my_data.told(about, s.person) if about and about.office_id == s.row.office_id and s.oversees() else None


def _handed_over(s: _Sending) -> Message | None:
    rows, giver = s.own_unfinished(), s.batch.named.get(s.row.payload["from"])
    if not rows or giver is None or giver.office_id != s.row.office_id:
        return None
    return handovers.handed_over(rows, to=s.person, giver=giver, now=s.now, calendar=s.calendar)


def _budget_low(s: _Sending) -> Message | None:
    return gathering_bots.budget_low(s.session, s.row) if s.oversees() else None


_KINDS: Mapping[str, Callable[[_Sending], Message | None]] = {
    "morning": _morning,
    "clock": _clock,
    "snooze": _snooze,
    "extension_asked": _extension_asked,
    "extension_decided": _extension_decided,
    "extension_reopened": _extension_reopened,
    "returned": _returned,
    "accepted": _accepted,
    "accept_undone": _accept_undone,
    "submitted_again": _submitted_again,
    "nudge": _nudge,
    "notice": _notice,
    "notice_chase": _notice_chase,
    "imported": _imported,
    "amended": _amended,
    "channel_out": _channel_out,
    "assigned": _assigned,
    "event_moved": _event_moved,
    "handed_over": _handed_over,
    "given": _given,
    "transferred": _given,
    "taken_over": _given,
    "given_back": _given,
    "yours_again": _given,
    "data_erased": _data_erased,
    "budget_low": _budget_low,
}

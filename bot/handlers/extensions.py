"""Another day: asked for, one missing thing at a time; decided by a leader. And reminding later."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.actions import extensions as actions
from bot.actions.refusal import Refusal
from bot.actions.tasks import leaders_of
from bot.handlers import Handler, Turn
from bot.handlers.asking import ask_for, confirm
from bot.handlers.leading import accept_rows, owner_name, waiting_rows, whose
from bot.handlers.targets import find, own_open
from bot.intents.model import Intent, Reading
from bot.replies import extensions as say
from bot.replies.asking import numbers_hint
from locales import text
from scheduler.messages import Message
from storage.extensions import latest_of, pending_among, pending_of
from storage.people import people_by_id
from storage.reports import pending_extensions
from storage.rows import id_of
from storage.tables import Assignment, Extension, ExtensionState
from storage.tasks import assignments_by_id

MORNING = time(8)


def request_extension(turn: Turn) -> Message | None:
    """Date, then reason, then the whole reading; sent with yes."""
    found = find(turn, turn.view.say("extensions.which"), candidates=own_open)
    if isinstance(found, Message):
        return found
    turn = turn.with_slots(task=[row.number for row in found.rows])
    actions.may_ask(turn.session, turn.speaker, found.rows)
    until = _until(turn, found.rows)
    if isinstance(until, Message):
        return until
    if not turn.slots.get("reason"):
        options, hint = say.reason_options()
        return ask_for(turn, "reason", say.ask_reason(turn.view, found.rows), options=options, hint=hint)
    return _send_request(turn, found.rows, until) if turn.confirmed else _confirm_request(turn, found.rows, until)


def _until(turn: Turn, rows: Sequence[Assignment]) -> date | Message:
    """The day asked for; or the question for one, where none was named or it does not serve."""
    added = turn.slots.get("add_days")
    latest = max(rows, key=lambda row: row.due)
    if "date" in turn.slots:
        until = date.fromisoformat(turn.slots["date"])
    elif added:
        until = latest.due + timedelta(days=added)
    else:
        return _ask_day(turn, rows)
    try:
        return actions.later_day(turn.speaker, latest, until, now=turn.now)
    except Refusal as refusal:
        return _ask_day(turn.without("date", "add_days"), rows, why=turn.view.say(refusal.key, **refusal.values))


def _ask_day(turn: Turn, rows: Sequence[Assignment], *, why: str = "") -> Message:
    options, hint = say.day_options(turn.view, max(rows, key=lambda row: row.due))
    return ask_for(turn, "date", say.ask_day(turn.view, rows, why=why), options=options, hint=hint)


def _confirm_request(turn: Turn, rows: Sequence[Assignment], until: date) -> Message:
    reason, added = turn.slots["reason"], turn.slots.get("add_days")
    sentence = say.confirm_request(turn.view, rows, until, reason=reason, add_days=added)
    hint = numbers_hint(text("ask.act.send"), text("ask.act.edit"))
    return confirm(turn, sentence, yes=text("extensions.button.send"), no=text("ask.button.edit"), hint=hint)


def _send_request(turn: Turn, rows: Sequence[Assignment], until: date) -> Message:
    reason = turn.slots["reason"]
    sent = actions.request_extensions(turn.session, turn.speaker, rows, until=until, reason=reason, now=turn.now)
    turn.dialogue.done = turn.reading
    turn.dialogue.undo = Reading(Intent.UNDO_DONE, {"extension": id_of(sent[-1]), "answer": "request"})
    leaders = leaders_of(turn.session, turn.speaker.office_id)
    return say.requested(
        turn.view, rows, until, [one for one in leaders if one.id != turn.speaker.id], decides=turn.speaker.leads
    )


def edit_request(turn: Turn) -> Message | None:
    """`Sửa` under a reading: the day or the reason."""
    options, hint = say.edit_options()
    return ask_for(turn, "fix", turn.view.say("extensions.fix_what"), options=options, hint=hint)


def _pending(turn: Turn) -> list[Assignment]:
    """The assignments for which this leader has a request to decide, the longest waiting first."""
    waiting = pending_extensions(turn.session, turn.speaker.office_id)
    extensions = [one for one in waiting if one.person_id != turn.speaker.id]
    rows = {id_of(row): row for row in assignments_by_id(turn.session, [one.assignment_id for one in extensions])}
    return whose(turn, [rows[one.assignment_id] for one in extensions])


def _to_decide(turn: Turn) -> list[Assignment]:
    """Requests, then submissions: `duyệt` is said of both."""
    return _pending(turn) + waiting_rows(turn)


def _not_a_leader(turn: Turn) -> Message:
    waiting = pending_among(turn.session, [id_of(row) for row in own_open(turn)])
    leaders = leaders_of(turn.session, turn.speaker.office_id)
    rows = assignments_by_id(turn.session, [one.assignment_id for one in waiting[:1]])
    return say.leaders_decide(turn.view, rows[0] if rows else None, leaders)


def approve_extension(turn: Turn) -> Message | None:
    """`duyệt 27`: a request on that task, or a submission that waits there."""
    if not turn.speaker.leads:
        return _not_a_leader(turn)
    found = find(turn, turn.view.say("extensions.approve_which"), candidates=_to_decide)
    if isinstance(found, Message):
        return found
    if turn.slots.get("task") in (None, "this") and len(_to_decide(turn)) > 1:
        found = replace(found, by_words=True)  # the one last told of; others wait too, so it is asked back
    turn = turn.with_slots(task=[row.number for row in found.rows])
    asked = pending_among(turn.session, [id_of(row) for row in found.rows])
    if not asked:
        return accept_rows(turn, found) or _nothing_waits(turn, found.rows[0])
    if turn.slots.get("ask") == "date" and "date" not in turn.slots:
        options, hint = say.day_options(turn.view, found.rows[0])
        question = turn.view.say("extensions.approve_until", number=found.rows[0].number)
        return ask_for(turn.without("ask"), "date", question, options=options, hint=hint)
    if (found.by_words or len(found.rows) > 1) and not turn.confirmed:
        return _confirm_approve(turn, found.rows, asked)
    return _approve(turn, asked)


def _confirm_approve(turn: Turn, rows: Sequence[Assignment], asked: Sequence[Extension]) -> Message:
    named = ", ".join(str(row.number) for row in rows if any(one.assignment_id == row.id for one in asked))
    sentence = turn.view.say("extensions.confirm_approve", numbers=named)
    if len(asked) == 1:
        until = date.fromisoformat(turn.slots["date"]) if "date" in turn.slots else asked[0].until
        (row,) = [row for row in rows if row.id == asked[0].assignment_id]
        sentence = say.confirm_approve(turn.view, row, owner=owner_name(turn, row), until=until)
    hint = numbers_hint(text("extensions.act.approve"), text("ask.act.drop"))
    return confirm(turn, sentence, yes=text("extensions.button.approve"), no=text("ask.button.drop"), hint=hint)


def _approve(turn: Turn, asked: Sequence[Extension]) -> Message:
    until = date.fromisoformat(turn.slots["date"]) if "date" in turn.slots else None
    answers = []
    for extension in asked:
        row = actions.approve_extension(turn.session, turn.speaker, extension, until=until, now=turn.now)
        answers.append(say.approved(turn.view, row, extension, owner_name(turn, row)))
        turn.dialogue.about(row.number)
    turn.dialogue.done = turn.reading
    turn.dialogue.undo = Reading(Intent.UNDO_DONE, {"extension": id_of(asked[-1])})
    if len(answers) == 1:
        return answers[0]
    return Message("\n".join(answer.text for answer in answers))


def _nothing_waits(turn: Turn, row: Assignment) -> Message:
    """Decided by another leader, withdrawn, or never asked for."""
    latest = latest_of(turn.session, id_of(row))
    if latest is None or latest.state is ExtensionState.PENDING:
        raise Refusal("extensions.nothing_waits", number=row.number)
    return already_decided(turn, latest, row)


def already_decided(turn: Turn, extension: Extension, row: Assignment) -> Message:
    people = people_by_id(turn.session, [extension.decided_by]) if extension.decided_by else {}
    by = people[extension.decided_by].name.split()[-1] if extension.decided_by in people else ""
    return say.decided_before(turn.view, row, extension, by)


def reject_extension(turn: Turn) -> Message | None:
    """`không duyệt 27`: the reason, then the whole reading."""
    if not turn.speaker.leads:
        return _not_a_leader(turn)
    found = find(turn, turn.view.say("extensions.reject_which"), candidates=_pending)
    if isinstance(found, Message):
        return found
    row = found.rows[0]
    turn = turn.with_slots(task=[row.number])
    extension = pending_of(turn.session, id_of(row))
    if extension is None:
        return _nothing_waits(turn, row)
    if turn.slots.get("reason") is None:
        option, hint = say.no_reason_option()
        question = turn.view.say("extensions.why_reject", number=row.number)
        return ask_for(turn, "reason", question, options=[option], hint=hint)
    if not turn.confirmed:
        return _confirm_reject(turn, row)
    actions.reject_extension(turn.session, turn.speaker, extension, reason=turn.slots["reason"], now=turn.now)
    return say.rejected(turn.view, row, owner_name(turn, row))


def _confirm_reject(turn: Turn, row: Assignment) -> Message:
    sentence = say.confirm_reject(turn.view, row, owner=owner_name(turn, row), reason=turn.slots["reason"])
    hint = numbers_hint(text("extensions.act.reject"), text("ask.act.drop"))
    return confirm(turn, sentence, yes=text("extensions.button.reject"), no=text("ask.button.drop"), hint=hint)


def snooze(turn: Turn) -> Message | None:
    """`30 phút nữa nhắc lại`: once, for this person."""
    found = find(turn, turn.view.say("extensions.remind_which"), candidates=own_open)
    if isinstance(found, Message):
        return found
    row = found.rows[0]
    turn = turn.with_slots(task=[row.number])
    wanted = _moment(turn)
    if wanted is None:
        buttons, hint = say.when_buttons(turn.view, row)
        return ask_for(turn, "time", say.ask_when(turn.view, row), buttons=buttons, hint=hint)
    until = actions.speakable(turn.session, turn.speaker, wanted)
    actions.snooze(turn.session, turn.speaker, row, until=until, now=turn.now)
    turn.dialogue.about(row.number)
    turn.dialogue.done = turn.reading
    return say.snoozed(turn.view, row, until, wanted=wanted)


def _moment(turn: Turn) -> datetime | None:
    """The moment that was asked for; a time that is past today is tomorrow's."""
    slots = turn.slots
    if "minutes" in slots:
        return turn.now + timedelta(minutes=slots["minutes"])
    if "days" in slots:
        return turn.calendar.at(turn.today + timedelta(days=slots["days"]), MORNING)
    hour = time.fromisoformat(slots["time"]) if "time" in slots else None
    if "date" in slots:
        return turn.calendar.at(date.fromisoformat(slots["date"]), hour or MORNING)
    if hour is None:
        return None
    today = turn.calendar.at(turn.today, hour)
    return today if today > turn.now else turn.calendar.at(turn.today + timedelta(days=1), hour)


HANDLERS: Mapping[Intent, Handler] = {
    Intent.REQUEST_EXTENSION: request_extension,
    Intent.APPROVE_EXTENSION: approve_extension,
    Intent.REJECT_EXTENSION: reject_extension,
    Intent.SNOOZE: snooze,
}
ON_NO: Mapping[Intent, Handler] = {Intent.REQUEST_EXTENSION: edit_request}

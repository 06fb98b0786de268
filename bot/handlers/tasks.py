"""One's own tasks: shown, done, undone, taken note of, corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot import access
from bot.actions import tasks as actions
from bot.actions.extensions import cancel_snoozes, undo_decision, withdraw_request
from bot.actions.proofs import attach, current_of, demands
from bot.actions.refusal import Refusal
from bot.handlers import Handler, Turn
from bot.handlers.asking import confirm
from bot.handlers.proofs import answer_done, gather, names_of, not_done_yet, send_other, used_before
from bot.handlers.targets import Found, find, own_open, visible_open
from bot.intents.model import Intent, Reading
from bot.replies import cards as say_cards
from bot.replies import decided as say_decided
from bot.replies import extensions as say_extensions
from bot.replies import tasks as say
from bot.replies.asking import numbers_hint
from locales import text
from scheduler.messages import Message
from storage.assignments import noted_since
from storage.extensions import pending_of
from storage.people import people_by_id
from storage.proofs import proofs_of
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, Proof
from storage.tasks import finished_of, plans_by_id, tasks_by_id

_LATELY = timedelta(days=7)


def show_task(turn: Turn) -> Message | None:
    """One task's card, or the one thing asked about it; of several tasks each in its turn."""
    found = find(turn, turn.view.say("tasks.see_which"), candidates=visible_open)
    if isinstance(found, Message):
        return found
    rows, asked = found.rows[: say.MOST_LINES], turn.slots.get("ask")
    turn.dialogue.about(rows[0].number)
    asks = asked if isinstance(asked, list) else [asked]
    answers = [_answer(turn, row, ask) for row in rows for ask in asks]
    return answers[0] if len(answers) == 1 else Message("\n".join(answer.text for answer in answers))


def _answer(turn: Turn, row: Assignment, ask: str | None) -> Message:
    if ask == "due":
        return say.due_answer(turn.view, row)
    if ask == "owner":
        return say_cards.owner_answer(turn.view, _card(turn, row))
    if ask == "output":
        return say.output_answer(turn.view, row, demands(turn.session, [row])[id_of(row)])
    return say_cards.card(turn.view, _card(turn, row))


def _card(turn: Turn, row: Assignment) -> say_cards.Card:
    task = tasks_by_id(turn.session, [row.task_id])[row.task_id]
    proofs = current_of(turn.session, [row])[id_of(row)]
    owners = people_by_id(turn.session, [row.person_id]) if row.person_id else {}
    return say_cards.Card(
        row=row,
        task=task,
        plan=plans_by_id(turn.session, [task.plan_id]).get(task.plan_id) if task.plan_id else None,
        owner=owners.get(row.person_id or 0),
        demand=demands(turn.session, [row])[id_of(row)],
        proofs=proofs,
        names=names_of(turn, proofs),
        extension=pending_of(turn.session, id_of(row)),
        mine=row.person_id == turn.speaker.id,
        leads=turn.speaker.leads,
        oversees=turn.speaker.oversees,
    )


def mark_done(turn: Turn) -> Message | None:
    """`xong 12`, with or without its proof; several tasks may share one (promise 5)."""
    gathered = gather(turn)
    if isinstance(gathered, Message):
        return gathered
    turn, proofs = gathered
    every = turn.slots.get("task") == "all"
    found = find(turn, turn.view.say("tasks.done_which"), candidates=own_open)
    if isinstance(found, Message):
        return found
    turn = turn.with_slots(task=[row.number for row in found.rows])
    actions.owned(turn.speaker, found.rows)
    if (found.by_words or every) and not turn.confirmed:
        return _confirm_done(turn, found, proofs)
    asked_back = used_before(turn, found.rows, proofs)
    if asked_back:
        return asked_back
    if proofs:
        again = bool(turn.slots.get("again"))
        attach(turn.session, turn.speaker, found.rows, proofs, again=again, now=turn.now)
    claimed = date.fromisoformat(turn.slots["date"]) if "date" in turn.slots else None
    return answer_done(turn, actions.mark_done(turn.session, turn.speaker, found.rows, done_on=claimed, now=turn.now))


def _confirm_done(turn: Turn, found: Found, new: Sequence[Proof]) -> Message:
    kept = [proof for proofs in current_of(turn.session, found.rows).values() for proof in proofs]
    proofs = [*kept, *(proof for proof in new if proof not in kept)]
    sentence = say.confirm_done(turn.view, found.rows, proofs, names_of(turn, proofs))
    hint = numbers_hint(text("tasks.act.record"), text("tasks.act.other"))
    return confirm(turn, sentence, yes=text("tasks.button.record"), no=text("tasks.button.other"), hint=hint)


def not_this(turn: Turn) -> Message | None:
    """No to a reading of `xong`: another proof, not done yet, or another task."""
    if turn.slots.get("again"):
        return send_other(turn)
    if turn.slots.get("answer") == "proved":
        return not_done_yet(turn)
    turn = turn.without("task")
    turn.dialogue.ask(turn.reading, "task")
    question = turn.view.say("tasks.done_which")
    return say.which_task(turn.view, question, own_open(turn), intent=turn.intent, slots={})


def _undoable(turn: Turn) -> list[Assignment]:
    waiting = [row for row in own_open(turn) if row.state is AssignmentState.WAITING_PROOF]
    return waiting + finished_of(turn.session, turn.speaker.id, limit=20)


def undo_done(turn: Turn) -> Message | None:
    """`hoàn tác` the last result, or `việc 12 chưa xong`. Proofs stay."""
    last = turn.dialogue.undo
    if not turn.slots.keys() & {"task", "extension"}:
        if last is None:
            raise Refusal("tasks.undo_nothing")
        turn = turn.with_slots(**last.slots)
    turn.dialogue.undo = None
    if "extension" in turn.slots:
        return _undo_extension(turn)
    found = find(turn, turn.view.say("tasks.undo_which"), candidates=_undoable)
    if isinstance(found, Message):
        return found
    turn = turn.with_slots(task=[row.number for row in found.rows])
    if turn.slots.get("answer") == "accept":
        return say_decided.accept_undone(
            turn.view, actions.undo_accept(turn.session, turn.speaker, found.rows[0], now=turn.now)
        )
    if found.by_words and not turn.confirmed:
        return _confirm_undo(turn, found.rows)
    rows = actions.undo_done(turn.session, turn.speaker, found.rows, now=turn.now)
    if len(rows) == 1:
        turn.dialogue.about(rows[0].number)
    return say.undone(turn.view, rows, proofs_of(turn.session, [id_of(row) for row in rows]))


def _confirm_undo(turn: Turn, rows: Sequence[Assignment]) -> Message:
    sentence = turn.view.say("tasks.confirm_undo", number=rows[0].number, title=rows[0].title)
    hint = numbers_hint(text("tasks.act.undo"), text("ask.act.drop"))
    return confirm(turn, sentence, yes=text("tasks.button.undo"), no=text("ask.button.drop"), hint=hint)


def _undo_extension(turn: Turn) -> Message:
    extension_id = turn.slots["extension"]
    if turn.speaker.leads and turn.slots.get("answer") != "request":
        row = undo_decision(turn.session, turn.speaker, extension_id, now=turn.now)
        return say_extensions.decision_undone(turn.view, row)
    row = withdraw_request(turn.session, turn.speaker, extension_id, now=turn.now)
    return say_extensions.request_withdrawn(turn.view, row)


def acknowledge(turn: Turn) -> Message | None:
    """`đã nhận`: what was urged or returned is taken note of. Said to anything else, there is nothing to answer."""
    if "task" not in turn.slots:
        rows = _urged_lately(turn)
        actions.acknowledge(turn.session, turn.speaker, rows, now=turn.now)
        return say.noted(turn.view, rows) if rows else None
    found = find(turn, turn.view.say("tasks.see_which"), candidates=own_open)
    if isinstance(found, Message):
        return found
    rows = [row for row in found.rows if row.person_id == turn.speaker.id]
    actions.acknowledge(turn.session, turn.speaker, rows, now=turn.now)
    return say.noted(turn.view, rows)


def _urged_lately(turn: Turn) -> list[Assignment]:
    """The task last spoken of, where somebody waits to hear that it was taken note of."""
    rows = [row for row in own_open(turn) if row.number == turn.dialogue.last]
    ids, since = [id_of(row) for row in rows], turn.now - _LATELY
    verbs = ("nudge", "return_task", "assign", "transfer")
    urged = {id_ for verb in verbs for id_ in noted_since(turn.session, verb, ids, since=since)}
    return [row for row in rows if id_of(row) in urged]


def move(turn: Turn, before: Reading, handler: Handler) -> Message | None:
    """`à nhầm, việc 13`: undo what the order before did to the wrong task, and do it to the right one."""
    wrong, reopened = _take_back(turn, before)
    message, right = handler(turn), turn.slots.get("task")
    if message is None or not isinstance(right, int) or not wrong or right in [row.number for row in wrong]:
        return message
    row = access.assignment(turn.session, turn.speaker, right)
    return replace(message, text=f"{say.moved(turn.view, wrong, row, reopened=reopened)}\n{message.text}")


def _take_back(turn: Turn, wrong: Reading) -> tuple[list[Assignment], bool]:
    """What the order before was about, and whether a result that it recorded was undone."""
    numbers = wrong.slots.get("task")
    if not isinstance(numbers, list):
        return [], False
    rows = access.assignments_called(turn.session, turn.speaker, numbers)
    mine = [row for row in rows if row.person_id == turn.speaker.id and row.accepted_at is None]
    recorded = [row for row in mine if row.state is not AssignmentState.OPEN]
    reopened = wrong.intent is Intent.MARK_DONE and any(row.submitted_at for row in recorded)
    if wrong.intent is Intent.MARK_DONE and recorded:
        actions.undo_done(turn.session, turn.speaker, recorded, now=turn.now)
    if wrong.intent in (Intent.MARK_DONE, Intent.ATTACH_PROOF) and wrong.slots.get("proofs"):
        for row in mine:
            actions.move_proofs_away(turn.session, turn.speaker, row, wrong.slots["proofs"], now=turn.now)
    if wrong.intent is Intent.SNOOZE:
        cancel_snoozes(turn.session, turn.speaker, mine, now=turn.now)
    if wrong.intent is Intent.REQUEST_EXTENSION:
        actions.withdraw_requests(turn.session, turn.speaker, mine, now=turn.now)
    return rows, reopened


HANDLERS: Mapping[Intent, Handler] = {
    Intent.SHOW_TASK: show_task,
    Intent.MARK_DONE: mark_done,
    Intent.UNDO_DONE: undo_done,
    Intent.ACKNOWLEDGE: acknowledge,
}
ON_NO: Mapping[Intent, Handler] = {Intent.MARK_DONE: not_this}

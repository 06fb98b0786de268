"""A plan sent in the chat: read, settled step by step, saved; or, a new version of one, compared and applied."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import access
from bot.actions import plan_drafts as actions
from bot.actions.plan_amend import Amended
from bot.actions.plan_drafts import Draft
from bot.actions.plan_files import has_rows
from bot.channels import Attachment
from bot.handlers import Handler, Turn, plan_aside, plan_rows
from bot.handlers.asking import ask_for, confirm
from bot.handlers.notices import for_focal
from bot.intents.model import Intent, Reading
from bot.replies import help as say_help
from bot.replies import plan_saved as outcome
from bot.replies import plan_talk as say
from bot.replies.asking import numbers_hint
from bot.replies.lines import button
from bot.replies.plan_tables import annotated, as_file, deadline_column
from bot.replies.previews import Preview, preview
from locales import text
from scheduler.messages import Message
from scheduler.plans.refusals import PlanFileError
from scheduler.plans.settling import doubtful_rows
from storage.rows import id_of

_PASTED = "text/plain"


def import_plan(turn: Turn) -> Message | None:
    """`nhập kế hoạch`, a plan's file or text, or the next answer about one."""
    if not actions.may_import(turn.speaker):
        raise for_focal(turn, "plan_talk.for_focal")
    if turn.slots.get("ask") == "tell":
        return _tell(turn) if turn.confirmed else None
    if "draft" in turn.slots:
        draft = actions.draft_of(turn.session, turn.speaker, turn.slots["draft"], now=turn.now)
        return _settled(turn, draft) if "settle" in turn.slots else _ordered(turn, draft)
    sent = _pasted(turn) if turn.slots.get("pasted") else turn.incoming.attachment
    if sent is None:
        return ask_for(turn, "plan_file", turn.view.say("plan_talk.ask_file"))
    try:
        return start(turn, sent)
    except PlanFileError as error:
        return Message(error.sentence())


def _pasted(turn: Turn) -> Attachment:
    """A plan typed or pasted as text, as if it had come as a file; without a title of its own, its hour is its name."""
    name = say.pasted_name(turn.now.astimezone(turn.calendar.zone))
    return Attachment(name, _PASTED, turn.incoming.text.strip().encode())


def start(turn: Turn, sent: Attachment) -> Message:
    """What was read, and the first thing to look at. Raises PlanFileError."""
    same = actions.same_as_kept(turn.session, turn.speaker, sent)
    if same is not None:
        return Message(outcome.unchanged(turn.view, actions.saved_at(turn.session, same)))
    draft = actions.start(turn.session, turn.speaker, sent, now=turn.now)
    rows = len(doubtful_rows(draft.questions))
    aside = len(draft.offered) if has_rows(draft.document) else 0
    summary = say.summary(_preview(turn, draft), rows, aside=aside, listed=_in_short(turn, draft))
    if rows:
        turn.dialogue.ask(Reading(Intent.IMPORT_PLAN, {"draft": draft.id, "ask": "review"}))
        label = text("plan_talk.button.review", count=rows)
        buttons = (say.order(draft.id, "review", label), say.table_button(draft.id), say.drop_button(draft.id))
        acts = (text("plan_talk.act.review", count=rows), text("plan_talk.act.table"), text("plan_talk.act.drop"))
        return Message(summary, buttons, numbers_hint(*acts), menu=True)
    return _next(turn, draft, [] if draft.kept else [summary], summed_up=True)


def _in_short(turn: Turn, draft: Draft) -> list[str]:
    """A pasted list as it was understood, line by line."""
    if not draft.pasted:
        return []
    matches = actions.matches_settled(turn.session, draft, draft.plan, today=turn.today)
    return say.tasks_in_short(draft.plan, matches, _names(turn))


def _preview(turn: Turn, draft: Draft) -> Preview:
    matches = actions.matches_settled(turn.session, draft, draft.plan, today=turn.today)
    return preview(draft.plan, matches, _names(turn), today=turn.today)


def _names(turn: Turn) -> dict[int, str]:
    people = access.colleagues(turn.session, turn.speaker, now=turn.now)
    return {id_of(person): person.name for person in people}


def _ordered(turn: Turn, draft: Draft) -> Message:
    """A button about the plan in hand, or the yes to a step."""
    ask = turn.slots.get("ask")
    if ask == "save" and turn.confirmed and turn.slots.get("amends") == (draft.kept is not None):
        return _save(turn, draft)
    if ask == "drop":
        return Message(say.dropped(draft.document.source, pasted=draft.pasted))
    if ask == "table":
        return _table(turn, draft)
    if ask == "each" and draft.kept is not None:
        return _changes(turn, draft, each=True)
    if ask in plan_aside.ORDERS:
        return _aside(turn, draft, taken=True if turn.confirmed else None)
    return _next(turn, draft, [])


def no_to_plan(turn: Turn) -> Message | None:
    """`không` to a step: nothing of the running text, no summary; to saving, the order is dropped; to a question about
    a row (`không biết`) it decides nothing, and the plan stays in hand."""
    ask = turn.slots.get("ask")
    if ask == "tell":
        return Message(text("plan_talk.told_nobody"))
    if ask in plan_aside.ORDERS:
        draft = actions.draft_of(turn.session, turn.speaker, turn.slots["draft"], now=turn.now)
        return _aside(turn, draft, taken=False)
    if "about" in turn.slots:
        draft = actions.draft_of(turn.session, turn.speaker, turn.slots["draft"], now=turn.now)
        return _next(turn, draft, [turn.view.say("plan_talk.not_decided")])
    return say_help.dropped(turn.view)


def _aside(turn: Turn, draft: Draft, *, taken: bool | None) -> Message:
    answered = plan_aside.decided(turn, draft, taken=taken)
    return answered if isinstance(answered, Message) else _next(turn, *answered)


def _settled(turn: Turn, draft: Draft) -> Message:
    answered = plan_rows.settle(turn, draft)
    return answered if isinstance(answered, Message) else _next(turn, *answered)


def _next(turn: Turn, draft: Draft, said: Sequence[str], *, summed_up: bool = False) -> Message:
    """The first thing that is open: a doubtful row, what the running text has, what is past, the yes."""
    if draft.in_table:
        return plan_rows.ask(turn, draft, draft.in_table[0], said)
    if draft.offered:
        return plan_aside.offer(turn, draft, said)
    if draft.questions:
        return plan_rows.ask(turn, draft, draft.questions[0], said)
    if draft.kept is not None:
        return _changes(turn, draft, said=said)
    if not draft.plan.tasks:
        return Message(say.joined(said, text("plan_talk.nothing_left")))
    shown = _preview(turn, draft)
    if shown.past and draft.settled.past is None:
        return plan_rows.ask_past(turn, draft, said, count=shown.past)
    order = Reading(Intent.IMPORT_PLAN, {"draft": draft.id, "ask": "save", "amends": False})
    label, act = say.save_words(len(draft.plan.tasks))
    yes = button(label, Intent.YES, question=turn.dialogue.ask(order))
    hint = numbers_hint(act, text("plan_talk.act.table"), text("plan_talk.act.drop"))
    sentence = say.ask_save(shown, len(draft.plan.tasks), summed_up=summed_up)
    buttons = (yes, say.table_button(draft.id), say.drop_button(draft.id))
    return Message(say.joined(said, sentence), buttons, hint, menu=True)


def _changes(turn: Turn, draft: Draft, *, said: Sequence[str] = (), each: bool = False) -> Message:
    """A new version of a kept plan: what is different, then yes."""
    assert draft.kept is not None  # noqa: S101  asked of drafts of a kept plan alone
    saved_at = actions.saved_at(turn.session, draft.kept)
    found = actions.foreseen(turn.session, turn.speaker, draft, now=turn.now)
    if found.empty:
        return Message("\n".join((*said, outcome.unchanged(turn.view, saved_at))))
    order = Reading(Intent.IMPORT_PLAN, {"draft": draft.id, "ask": "save", "amends": True})
    question = turn.dialogue.ask(order)
    buttons = (
        button(text("plan_talk.button.apply"), Intent.YES, question=question),
        say.order(draft.id, "each", text("plan_talk.button.each")),
        say.drop_button(draft.id),
    )
    hint = numbers_hint(text("plan_talk.act.apply"), text("plan_talk.act.each"), text("plan_talk.act.drop"))
    words = f"{outcome.each_change(turn.view, found)}\n{text('plan_talk.ask_apply')}"
    return Message("\n".join((*said, words if each else outcome.changes(turn.view, found))), buttons, hint, menu=True)


def _save(turn: Turn, draft: Draft) -> Message:
    done = actions.save(turn.session, turn.speaker, draft, now=turn.now)
    amended = isinstance(done, Amended)
    if isinstance(done, Amended):
        words = outcome.applied(turn.view, done)
    else:
        words = outcome.saved(turn.view, done, actions.work_of(turn.session, done.plan))
    people = len(actions.to_tell(turn.session, turn.speaker, draft.id, amended=amended, now=turn.now))
    if not people:
        return Message(words)
    order = Reading(Intent.IMPORT_PLAN, {"draft": draft.id, "ask": "tell", "amends": amended})
    question = outcome.ask_tell(people, amended=amended)
    yes, no = text("plan_talk.button.tell", count=people), text("plan_talk.button.tell_nobody")
    hint = numbers_hint(text("plan_talk.act.tell"), text("plan_talk.act.tell_nobody"))
    return confirm(replace(turn, reading=order), f"{words}\n{question}", yes=yes, no=no, hint=hint)


def _tell(turn: Turn) -> Message:
    """The yes to one message to each person about the plan that was saved."""
    draft, amended = turn.slots["draft"], turn.slots["amends"]
    told = actions.tell(turn.session, turn.speaker, draft, amended=amended, now=turn.now)
    return Message(text("plan_talk.told", count=told))


def _table(turn: Turn, draft: Draft) -> Message:
    """The whole plan as an Excel file, and the question that is open."""
    whole = replace(draft.plan, tasks=(*draft.plan.tasks, *draft.offered))
    matches = actions.matches_settled(turn.session, draft, whole, today=turn.today)
    names = _names(turn)
    said = turn.view.say("plan_talk.table", rows=len(draft.plan.tasks), column=deadline_column())
    file = as_file(draft.document, lambda _: annotated(whole, matches, names))
    return replace(_next(turn, draft, [said]), to_make=(file,))


HANDLERS: Mapping[Intent, Handler] = {Intent.IMPORT_PLAN: import_plan}
ON_NO: Mapping[Intent, Handler] = {Intent.IMPORT_PLAN: no_to_plan}

"""A roster sent in the chat: looked through, then saved whole or dropped."""

from collections.abc import Mapping

from bot.actions import roster_drafts as actions
from bot.actions.roster_drafts import Draft
from bot.actions.rosters import open_work
from bot.channels import Attachment
from bot.handlers import Handler, Turn, plans
from bot.handlers.asking import ask_for
from bot.handlers.notices import for_focal
from bot.intents.model import Intent, Reading
from bot.replies import roster_talk as say
from scheduler.messages import Message
from scheduler.plans.refusals import PlanFileError


def import_roster(turn: Turn) -> Message | None:
    """`nhập danh sách`, a roster's file, or what is decided about one."""
    if not actions.may_import(turn.speaker):
        raise for_focal(turn, "rosters.for_focal")
    sent = turn.incoming.attachment
    if "draft" in turn.slots:
        return _decided(turn)
    if sent is None:
        return ask_for(turn, "roster_file", turn.view.say("rosters.ask_file"))
    if turn.slots.get("ask") == "which":
        return say.which(actions.keep_for_later(turn.session, turn.speaker, sent, now=turn.now))
    return _start(turn, sent)


def _start(turn: Turn, sent: Attachment) -> Message:
    try:
        draft = actions.start(turn.session, turn.speaker, sent, now=turn.now)
    except PlanFileError as error:
        return Message(error.sentence())
    return _shown(turn, draft)


def _decided(turn: Turn) -> Message:
    draft = actions.draft_of(turn.session, turn.speaker, turn.slots["draft"], today=turn.today)
    ask = turn.slots.get("ask")
    if ask == "save" and turn.confirmed:
        changes = actions.save(turn.session, turn.speaker, draft, complete=turn.slots["complete"], now=turn.now)
        return say.saved(turn.view, changes, open_work(turn.session, changes))
    if ask == "drop":
        actions.drop(turn.session, draft)
        return say.dropped(draft.row.name)
    if ask == "plan":
        file = draft.file
        actions.drop(turn.session, draft)
        return plans.start(turn, file)
    return _shown(turn, draft)


def _shown(turn: Turn, draft: Draft) -> Message:
    """A page of what was read and what saving would change, then the yes; nothing to save, nothing asked."""
    left = turn.slots.get("ask") == "left"
    changes = actions.changes(turn.session, turn.speaker, draft, complete=True, today=turn.today)
    changes, missing = (changes, 0) if left else (changes.nobody_leaving, changes.missing)
    page = say.Page(turn.slots.get("ask", ""), turn.slots.get("page", 0), missing)
    if changes.empty and not missing and page.first:
        actions.drop(turn.session, draft)
        return say.nothing_new(draft.roster)
    order = Reading(Intent.IMPORT_ROSTER, {"draft": draft.id, "ask": "save", "complete": left})
    question = turn.dialogue.ask(order) if not changes.empty else 0
    work = open_work(turn.session, changes)
    return say.preview(draft.roster, changes, work, page, draft=draft.id, question=question)


HANDLERS: Mapping[Intent, Handler] = {Intent.IMPORT_ROSTER: import_roster}

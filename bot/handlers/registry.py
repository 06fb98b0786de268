"""Which handler answers which intent."""

from collections.abc import Mapping
from dataclasses import replace

from bot.actions.refusal import Refusal
from bot.handlers import (
    Handler,
    Turn,
    assigning,
    checklists,
    events,
    exams,
    extensions,
    figures,
    leaders,
    leading,
    lists,
    my_data,
    notices,
    people,
    plans,
    proofs,
    rosters,
    settings,
    tasks,
)
from bot.intents.model import Intent, Reading
from scheduler.messages import Message

HANDLERS: Mapping[Intent, Handler] = {
    **tasks.HANDLERS,
    **proofs.HANDLERS,
    **extensions.HANDLERS,
    **leading.HANDLERS,
    **lists.HANDLERS,
    **settings.HANDLERS,
    **people.HANDLERS,
    **figures.HANDLERS,
    **leaders.HANDLERS,
    **notices.HANDLERS,
    **plans.HANDLERS,
    **rosters.HANDLERS,
    **events.HANDLERS,
    **checklists.HANDLERS,
    **assigning.HANDLERS,
    **my_data.HANDLERS,
    **exams.HANDLERS,
}

# What "no" to a reading means, where it is more than to drop the order.
ON_NO: Mapping[Intent, Handler] = {
    **tasks.ON_NO,
    **proofs.ON_NO,
    **extensions.ON_NO,
    **leading.ON_NO,
    **assigning.ON_NO,
    **plans.ON_NO,
}


def undo(turn: Turn) -> Message | None:
    """`hoàn tác`: the order that takes the last recorded result back, whichever it is of."""
    last = turn.dialogue.undo
    if last is None or last.intent is Intent.UNDO_DONE or turn.slots.keys() & {"task", "extension"}:
        return tasks.undo_done(turn)
    turn.dialogue.undo = None
    return HANDLERS[last.intent](replace(turn, reading=last, confirmed=True))


def done(turn: Turn) -> Message | None:
    """`xong 12`; where no task is called so, `thẻ công chức xong rồi` is an item of the list last shown."""
    try:
        return tasks.mark_done(turn)
    except Refusal as refusal:
        if refusal.key != "tasks.words_not_found" or turn.dialogue.checklist is None:
            raise
        item = Reading(Intent.CHECKLIST_TICK, {"item": turn.slots["task"]})
        try:
            return checklists.tick(replace(turn, reading=item))
        except Refusal:
            raise refusal from None


def handler_of(intent: Intent) -> Handler:
    """The handler of an intent; an answer to a question that is not open is not understood."""
    over = {Intent.UNDO_DONE: undo, Intent.MARK_DONE: done}
    return over.get(intent) or HANDLERS.get(intent, people.unknown)

"""What the running text of a plan in hand asks for besides its table: offered, all at once or one by one."""

from collections.abc import Sequence

from bot.actions import plan_drafts as actions
from bot.actions.plan_drafts import Draft
from bot.handlers import Turn
from bot.intents.model import Intent, Reading
from bot.replies import plan_aside as say
from bot.replies.plan_talk import table_button
from scheduler.messages import Message
from scheduler.plans.model import PlanTask
from scheduler.plans.settling import row_key

ALL, PICK, ONE, REST = "aside", "pick", "one", "rest"
ORDERS = frozenset({ALL, PICK, ONE, REST})


def offer(turn: Turn, draft: Draft, said: Sequence[str]) -> Message:
    """All of it in one question."""
    if len(draft.offered) == 1:
        return _ask_one(turn, draft, said)
    question = turn.dialogue.ask(Reading(Intent.IMPORT_PLAN, {"draft": draft.id, "ask": ALL}))
    pick, table = say.pick_button(draft.id, PICK), table_button(draft.id)
    return say.offer(draft.offered, said, question=question, pick=pick, table=table)


def decided(turn: Turn, draft: Draft, *, taken: bool | None) -> Message | tuple[Draft, list[str]]:
    """The draft with what was decided and what is said of it; or the question about the next one.

    `taken` is None where a button asks to go on with one after the other, or leaves the rest.
    """
    ask = turn.slots["ask"]
    if ask == PICK:
        return _ask_one(turn, draft, []) if draft.offered else (draft, [])
    if ask == ONE:
        task = next((one for one in draft.offered if row_key(one) == turn.slots.get("key")), None)
        if task is None or taken is None:
            return draft, []
        after = _with(turn, draft, [task], taken=taken)
        sentence = say.one_decided(task, taken=taken)
        return _ask_one(turn, after, [sentence]) if after.offered else (after, [sentence])
    if ask == ALL and taken is None:
        return draft, []
    rest = draft.offered
    return _with(turn, draft, rest, taken=bool(taken)), [say.all_decided(len(rest), taken=bool(taken))] if rest else []


def _with(turn: Turn, draft: Draft, tasks: Sequence[PlanTask], *, taken: bool) -> Draft:
    settled = draft.settled.with_aside(tasks, taken=taken)
    return actions.settle(turn.session, turn.speaker, draft, settled, now=turn.now)


def _ask_one(turn: Turn, draft: Draft, said: Sequence[str]) -> Message:
    task = draft.offered[0]
    order = Reading(Intent.IMPORT_PLAN, {"draft": draft.id, "ask": ONE, "key": row_key(task)})
    question = turn.dialogue.ask(order)
    rest = say.rest_button(draft.id, REST, len(draft.offered)) if len(draft.offered) > 1 else None
    place = draft.aside - len(draft.offered) + 1
    return say.one(task, say.Counted(place, draft.aside), said, question=question, rest=rest)

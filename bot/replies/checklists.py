"""A checklist as somebody has it, and what was ticked (voice.md sample 40, day 8)."""

from collections.abc import Sequence

from bot.actions.checklists import Held
from bot.intents.model import Intent
from bot.replies.asking import words_hint
from bot.replies.cards import done_button
from bot.replies.events import in_a_sentence
from bot.replies.lines import button
from bot.replies.tasks import MOST_LINES
from bot.replies.titles import short_title
from bot.replies.view import View
from locales import text
from scheduler.messages import Button, Message
from storage.tables import AssignmentState, ChecklistItem

_LONGEST_ITEM = 120
_MOST_BUTTONS = 4
_MOST_NAMED = 3


def cut(words: str, room: int = _LONGEST_ITEM) -> str:
    """The words, without a full stop, as far as a line has room."""
    plain = words.rstrip(" .;")
    return plain if len(plain) <= room else f"{plain[:room].rsplit(' ', 1)[0].rstrip(' ,.;:')}…"


def what(held: Held) -> str:
    """`Việc 51, Chuẩn bị kiểm tra năng lực`, or the list's own title."""
    if held.row is not None:
        return text("checklists.of_task", number=held.row.number, title=held.row.title)
    if held.event is not None and not any(item.is_step for item in held.items):
        return text("checklists.of_event", event=in_a_sentence(held.event.name))
    return short_title(held.checklist.title)


def progress(held: Held) -> str:
    return text("checklists.progress", done=held.done, count=len(held.items))


def show(view: View, held: Held, *, page: int = 0, left_only: bool = False) -> Message:
    """The items with their boxes; of a long list, and with `left_only`, those that are not ticked yet."""
    items = held.left if left_only or len(held.items) > MOST_LINES else held.items
    shown = items[page * MOST_LINES : (page + 1) * MOST_LINES]
    lines = [_head(view, held)]
    lines += [line for item in shown for line in _lines(held, item, after=shown)]
    rest = len(items) - (page + 1) * MOST_LINES
    if rest > 0:
        lines.append(text("checklists.more", count=rest))
    if not held.left:
        return Message("\n".join(lines), *_finished(held))
    open_items = [item for item in shown if item.id not in held.ticked][:_MOST_BUTTONS] if held.mine else []
    buttons = [tick_button(held, item) for item in open_items]
    if rest > 0:
        buttons.append(_more(held, page + 1))
    hint = words_hint(*(_typed(item) for item in open_items[:2])) if open_items else ""
    return Message("\n".join(lines), tuple(buttons), hint)


def _head(view: View, held: Held) -> str:
    row = held.row
    if row is None or row.state is AssignmentState.DONE:
        return text("checklists.head", what=what(held), progress=progress(held))
    return view.say("checklists.head_due", what=what(held), progress=progress(held), deadline=view.deadline(row))


def _lines(held: Held, item: ChecklistItem, *, after: Sequence[ChecklistItem]) -> list[str]:
    """The item's line; its heading above it, where the item shown before stands under another."""
    box = text("checklists.ticked") if item.id in held.ticked else text("checklists.open")
    line = text("checklists.line", box=box, number=item.number, words=cut(item.body))
    heading = heading_of(held, item)
    place = list(after).index(item)
    same = place > 0 and heading_of(held, after[place - 1]) == heading
    return [line] if not heading or same else [heading, line]


def heading_of(held: Held, item: ChecklistItem) -> str:
    """The headings over an item, the nearest two: `Cải cách thể chế, Kết quả đạt được`."""
    over: list[str] = []
    depth = item.depth
    for line in reversed([one for one in held.lines if one.position < item.position]):
        if line.depth < depth:
            depth = line.depth
            over += [cut(line.body.rstrip(":"), 60)] if line.number is None else []
    return ", ".join(reversed(over[:2]))


def summary(view: View, held: Held) -> str:
    """One line of a list in another answer."""
    return _head(view, held)


def _slots(held: Held) -> dict[str, int]:
    return {"task": held.row.number} if held.row else {"checklist": held.checklist.id or 0}


def tick_button(held: Held, item: ChecklistItem) -> Button:
    label = text("checklists.button.tick", number=item.number)
    return button(label, Intent.CHECKLIST_TICK, item=item.number, **_slots(held))


def _more(held: Held, page: int) -> Button:
    return button(text("checklists.button.more"), Intent.CHECKLIST_SHOW, page=page, **_slots(held))


def show_button(held: Held) -> Button:
    return button(text("checklists.button.show", count=len(held.items)), Intent.CHECKLIST_SHOW, **_slots(held))


def _typed(item: ChecklistItem) -> str:
    return text("checklists.typed.done", number=item.number)


def _finished(held: Held) -> tuple[tuple[Button, ...], str]:
    """What is next once all is ticked: the task itself."""
    row = held.row
    if row is None or not held.mine or row.state is AssignmentState.DONE:
        return (), ""
    return (done_button(row.number),), words_hint(text("checklists.typed.task_done", number=row.number))


def _numbers(items: Sequence[ChecklistItem]) -> str:
    numbers = [str(item.number) for item in items]
    if len(numbers) < 2:
        return "".join(numbers)
    return text("checklists.and", first=", ".join(numbers[:-1]), last=numbers[-1])


def ticked(view: View, held: Held, items: Sequence[ChecklistItem]) -> Message:
    """`held` as it is after these items were ticked."""
    many = len(items) > MOST_LINES
    said = text("checklists.done_many", count=len(items)) if many else text("checklists.done", numbers=_numbers(items))
    if not held.left:
        words = f"{said} {text('checklists.all_done', count=len(held.items))}"
        buttons, hint = _finished(held)
        return Message(words, (*buttons, _undo()), hint)
    few = len(held.left) <= _MOST_NAMED
    rest = text("checklists.left", numbers=_numbers(held.left)) if few else _left(held)
    one = len(items) == 1
    wrong = view.say("checklists.if_wrong", number=items[0].number) if one else view.say("checklists.if_several_wrong")
    buttons = tuple(tick_button(held, item) for item in held.left[:2])
    return Message(f"{said} {rest} {wrong}", (*buttons, _undo()), words_hint(_typed(held.left[0])))


def _left(held: Held) -> str:
    return text("checklists.so_far", done=held.done, count=len(held.items))


def _undo() -> Button:
    return button(text("checklists.button.undo"), Intent.UNDO_DONE)


def unticked(held: Held, items: Sequence[ChecklistItem]) -> Message:
    many = len(items) > MOST_LINES
    said = (
        text("checklists.undone_many", count=len(items)) if many else text("checklists.undone", numbers=_numbers(items))
    )
    return Message(f"{said} {_left(held)}", (tick_button(held, items[0]),))


def unchanged(held: Held, items: Sequence[ChecklistItem], *, done: bool) -> Message:
    numbers = _numbers(items)
    said = text("checklists.was_done", numbers=numbers) if done else text("checklists.was_open", numbers=numbers)
    return Message(f"{said} {_left(held)}")


def which_item(view: View, held: Held, items: Sequence[ChecklistItem], *, done: bool) -> str:
    """The question, with the likely items; a number answers with the item's own number."""
    lines = [text("checklists.item", number=item.number, words=cut(item.body)) for item in items[:MOST_LINES]]
    question = view.say("checklists.which_item") if done else view.say("checklists.which_item_off")
    return "\n".join([text("checklists.head", what=what(held), progress=progress(held)), *lines, question])


def which_list(view: View, lists: Sequence[Held], *, intent: Intent, slots: dict[str, int | bool]) -> Message:
    """Several lists fit: which one."""
    few = lists[:MOST_LINES]
    lines = [text("checklists.choice", what=what(one), progress=progress(one)) for one in few]
    buttons = [button(_label(one), intent, **{**slots, **_slots(one)}) for one in few[:_MOST_BUTTONS]]
    return Message("\n".join([*lines, view.say("checklists.which_list")]), tuple(buttons), _say_one(few))


def _say_one(lists: Sequence[Held]) -> str:
    rows = [one.row for one in lists if one.row]
    return text("checklists.hint.say_task", number=rows[0].number) if rows else ""


def _label(held: Held) -> str:
    if held.row is not None:
        return text("checklists.button.task", number=held.row.number)
    return cut(short_title(held.checklist.title), 22)


def of_event(name: str) -> str:
    return text("checklists.for_event", event=in_a_sentence(name))

"""Items to tick: shown, ticked, taken off again; by number, from the end, or in words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot import access
from bot.actions import checklists as actions
from bot.actions.checklists import Held
from bot.actions.refusal import Refusal
from bot.handlers import Handler, Turn
from bot.handlers.asking import ask_for
from bot.handlers.targets import find, own_open, rows_of, visible_open
from bot.intents.model import Intent, Reading
from bot.intents.title_words import spelled
from bot.replies import checklists as say
from locales.folding import fold
from scheduler.messages import Message
from storage.assignments import assignments_numbered
from storage.checklists import checklist_by_id
from storage.events import event_by_id, events_of
from storage.rows import id_of
from storage.tables import Assignment, ChecklistItem

_FITS = 0.6  # the share of typed words that an item has
_ALL = frozenset({"all", "tat ca", "het", "ca"})
_EVERYTHING = (" tat ca ", " het ", " toan bo ", " ca danh muc ")


def show(turn: Turn) -> Message | None:
    """The items of a task, of an event, or of the only list there is."""
    held = _meant(turn)
    if isinstance(held, Message):
        return held
    _remember(turn, held)
    page = turn.slots.get("page")
    return say.show(turn.view, held, page=page if isinstance(page, int) and page > 0 else 0)


def _remember(turn: Turn, held: Held) -> None:
    turn.dialogue.checklist = id_of(held.checklist)
    if held.row is not None:
        turn.dialogue.about(held.row.number)


def _meant(turn: Turn) -> Held | Message:
    """The list that is spoken of, or the question which. Raises Refusal where there is none."""
    if "checklist" in turn.slots:
        return _by_id(turn, turn.slots["checklist"])
    if turn.slots.get("task") not in (None, "this"):
        return _of_task(turn)
    if turn.dialogue.checklist is not None and (held := _last(turn)):
        return held
    return _only(turn)


def _of_task(turn: Turn) -> Held | Message:
    found = find(turn, turn.view.say("checklists.which_task"), candidates=_listed)
    if isinstance(found, Message):
        return found
    return _of_row(turn, found.rows[0])


def _of_row(turn: Turn, row: Assignment) -> Held:
    held = actions.of_assignment(turn.session, turn.speaker, row, now=turn.now)
    if held is None:
        raise Refusal("checklists.none", number=row.number)
    return held


def _listed(turn: Turn) -> list[Assignment]:
    return actions.with_items(turn.session, rows_of(visible_open(turn)))


def _by_id(turn: Turn, checklist_id: object) -> Held:
    """An event's list by its number; one that is not there, or of others, is not found."""
    known = checklist_id if isinstance(checklist_id, int) else 0
    row = checklist_by_id(turn.session, turn.speaker.office_id, known)
    event = event_by_id(turn.session, turn.speaker.office_id, row.event_id) if row and row.event_id else None
    if row is not None and event is not None:
        lists = actions.of_event(turn.session, turn.speaker, event, own=own_open(turn), now=turn.now)
        if found := [one for one in lists if one.checklist.id == row.id]:
            return found[0]
    raise _none()


def _none() -> Refusal:
    return Refusal("checklists.none_at_all", buttons=(access.my_tasks_button(),))


def _last(turn: Turn) -> Held | None:
    """The list last shown, unless another task that has one was spoken of since."""
    row = checklist_by_id(turn.session, turn.speaker.office_id, turn.dialogue.checklist or 0)
    if row is None:
        return None
    spoken = _spoken_of(turn)
    if spoken:
        return _of_row(turn, spoken[0])
    return _by_id(turn, id_of(row)) if row.event_id else None


def _spoken_of(turn: Turn) -> list[Assignment]:
    """The task last spoken of, open or done, where it has a list."""
    last = [turn.dialogue.last] if turn.dialogue.last else []
    rows = assignments_numbered(turn.session, turn.speaker.office_id, last).values()
    return actions.with_items(turn.session, [row for row in rows if access.may_see(turn.speaker, row)])


def lists_ahead(turn: Turn) -> list[Held]:
    """The lists of the events to come, as the speaker has them."""
    events = [event for event in events_of(turn.session, turn.speaker.office_id) if event.day >= turn.today]
    own = own_open(turn)
    return [
        held for event in events for held in actions.of_event(turn.session, turn.speaker, event, own=own, now=turn.now)
    ]


def _only(turn: Turn) -> Held | Message:
    """Nothing was named: the task last spoken of, else what is to be prepared, else one's own tasks with items."""
    rows = actions.with_items(turn.session, own_open(turn))
    if last := _spoken_of(turn):
        return _of_row(turn, last[0])
    prepared = [one for one in lists_ahead(turn) if not all(item.is_step for item in one.items)]
    found = prepared or [_of_row(turn, row) for row in rows[:_MOST]]
    if not found:
        raise _none()
    if len(found) == 1:
        return found[0]
    slots = {name: turn.slots[name] for name in ("item", "undo") if isinstance(turn.slots.get(name), int | bool)}
    turn.dialogue.ask(turn.reading, "task")
    return say.which_list(turn.view, found, intent=turn.intent, slots=slots)


_MOST = 5  # lists that are loaded for a choice


def tick(turn: Turn) -> Message | None:
    """`mục 3 xong`, `mục 1 2 4 xong`, `bỏ mục 3`; what was not named is asked for."""
    held = _with_step(turn) or _meant(turn)
    if isinstance(held, Message):
        return held
    if not held.mine and held.row is not None:
        raise Refusal("access.not_the_owner", number=held.row.number)
    done = not turn.slots.get("undo", False)
    items = _items(turn, held, done=done)
    if isinstance(items, Message):
        return items
    changed = actions.set_ticks(turn.session, turn.speaker, held, items, done=done, now=turn.now)
    _remember(turn, held)
    after = frozenset(held.ticked | {id_of(one) for one in items})
    after = after if done else held.ticked - {id_of(one) for one in items}
    now_held = replace(held, ticked=after)
    if not changed:
        return say.unchanged(now_held, items, done=done)
    # What "hoàn tác" did is not taken back by saying it once more.
    turn.dialogue.undo = None if turn.confirmed else _back(turn, held, changed, done=done)
    return say.ticked(turn.view, now_held, changed) if done else say.unticked(now_held, changed)


def _says_step(turn: Turn) -> bool:
    return " buoc " in f" {fold(turn.incoming.text)} " and not turn.incoming.tapped


def _with_step(turn: Turn) -> Held | None:
    """`bước 2 xong`: the steps of the next exam, whatever list was shown."""
    if not _says_step(turn) or "task" in turn.slots:
        return None
    return next((held for held in lists_ahead(turn) if any(item.is_step for item in held.items)), None)


def _back(turn: Turn, held: Held, items: Sequence[ChecklistItem], *, done: bool) -> Reading:
    """What "hoàn tác" does: the same items, the other way."""
    where = {"task": held.row.number} if held.row else {"checklist": id_of(held.checklist)}
    off = {"undo": True} if done else {}
    return Reading(turn.intent, {"item": [item.number for item in items], **where, **off})


def _items(turn: Turn, held: Held, *, done: bool) -> list[ChecklistItem] | Message:
    value = turn.slots.get("item")
    likely = held.left if done else [item for item in held.items if item.id in held.ticked]
    if (value is None and _says_all(turn)) or fold(str(value)) in _ALL:
        return likely or held.items
    if value is None:
        if len(likely) == 1:
            return likely
        return _ask(turn, held, likely or held.items, done=done)
    found: dict[int, ChecklistItem] = {}
    for one in value if isinstance(value, list) else [value]:
        fitting = [_numbered(turn, held, one)] if isinstance(one, int) else _worded(held, str(one))
        if len(fitting) > 1:
            return _ask(turn, held, fitting, done=done)
        found[id_of(fitting[0])] = fitting[0]
    return list(found.values())


def _says_all(turn: Turn) -> bool:
    return not turn.incoming.tapped and any(words in f" {fold(turn.incoming.text)} " for words in _EVERYTHING)


def _ask(turn: Turn, held: Held, items: Sequence[ChecklistItem], *, done: bool) -> Message:
    """Numbers are the items' own, so that the question has no menu of its own."""
    _remember(turn, held)
    where = {"task": held.row.number} if held.row else {"checklist": id_of(held.checklist)}
    asked = turn.without("item", "among").with_slots(**where)
    return ask_for(asked, "item", say.which_item(turn.view, held, items, done=done))


def _numbered(turn: Turn, held: Held, number: int) -> ChecklistItem:
    items = held.items
    if number == -1:
        return items[-1]
    step = _says_step(turn)
    for item in items:
        if step and item.is_step and item.mark.split()[-1:] == [str(number)]:
            return item
    if found := [item for item in items if item.number == number]:
        return found[0]
    numbers = ", ".join(str(item.number) for item in items)
    raise Refusal("checklists.no_item", item=number, numbers=numbers)


def _worded(held: Held, words: str) -> list[ChecklistItem]:
    """The item whose words are most of what was typed; several where they fit equally well."""
    typed = [word for word in spelled(words) if word not in ("muc", "phan", "xong", "roi")]
    shares = {id_of(item): _share(typed, item.body) for item in held.items}
    best = max(shares.values(), default=0.0)
    if best < _FITS:
        raise Refusal("checklists.no_item_like", words=words, number=held.items[0].number)
    return [item for item in held.items if shares[id_of(item)] == best]


def _share(typed: Sequence[str], body: str) -> float:
    known = set(spelled(body))
    return sum(word in known for word in typed) / len(typed) if typed else 0.0


HANDLERS: Mapping[Intent, Handler] = {Intent.CHECKLIST_SHOW: show, Intent.CHECKLIST_TICK: tick}

"""An event's day, and what waits for one: for the focal point and the leaders, each change after yes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from functools import partial

from bot.actions import events as actions
from bot.actions.events_meant import events_meant, requests_meant, waited_for
from bot.handlers import Handler, Turn
from bot.handlers.asking import ask_for, confirm
from bot.handlers.notices import for_focal
from bot.intents.model import Intent, Reading
from bot.replies import events as say
from bot.replies import events_asked as ask
from bot.replies.asking import numbers_hint
from bot.replies.lines import name_of
from locales import text
from scheduler.messages import Message
from scheduler.plans.event_names import core, is_request
from scheduler.plans.model import ConditionKind
from storage.events import startable
from storage.people import linked, people_by_id
from storage.rows import id_of
from storage.tables import Condition
from storage.tasks import tasks_by_id

_PAGE = 4  # with "xem thêm" five buttons


def set_event_date(turn: Turn) -> Message | None:
    """`kiểm tra năng lực dời sang 13h30 ngày 18/12`: the whole reading with all that moves, then yes."""
    if not turn.speaker.oversees:
        raise for_focal(turn, "events.for_focal")
    turn = _picked(turn)
    said = str(turn.slots.get("event", ""))
    if is_request(said):
        return _requested(turn, said)
    if not core(said):
        return ask_for(turn.without("event"), "event", say.ask_event(turn.view, _waited_for(turn)))
    names = [said] if turn.slots.get("as_said") == said else events_meant(turn.session, turn.speaker.office_id, said)
    if len(names) != 1:
        return _which(turn, said, names)
    return _set(turn.with_slots(event=names[0]))


def _picked(turn: Turn) -> Turn:
    """The event that a button of the menu stands for; the last one is what was said itself."""
    at = turn.slots.get("event")
    if isinstance(at, str) and at.isdigit() and "said" in turn.slots:
        return turn.with_slots(event=turn.slots["said"])  # a number that the menu has not: shown once more
    if not isinstance(at, int):
        return turn
    names = turn.slots.get("among", [])
    name = names[at - 1] if 1 <= at <= len(names) else turn.slots.get("said", "")
    return turn.without("among", "said").with_slots(event=name, as_said=name)


def _which(turn: Turn, said: str, names: Sequence[str]) -> Message | None:
    """Several events fit: which one. None does: a request that does, else the events that something waits for."""
    if not names and requests_meant(turn.session, turn.speaker.office_id, said):
        return _requested(turn, said)
    offered = list(names or _waited_for(turn))[: ask.MOST_EVENTS]
    if not offered:
        return _set(turn.with_slots(as_said=said))
    words, options, hint = ask.which_event(turn.view, said, offered, fits=bool(names))
    order = turn.without("event").with_slots(among=offered, said=said)
    return ask_for(order, "event", words, options=options, hint=hint)


def _set(turn: Turn) -> Message:
    if "date" not in turn.slots:
        return ask_for(turn, "date", say.ask_day(turn.view, turn.slots["event"]))
    change = _change(turn, actions.foresee)
    reach = _reach(turn, change.people)
    if change.same_day and not change.starts and not change.moves:
        return say.unchanged(change, today=turn.today)
    quietly = turn.slots.get("answer") == say.QUIETLY
    if not turn.confirmed and not quietly:
        return say.confirm_change(change, reach, turn.dialogue.ask(turn.reading), today=turn.today)
    done = _change(turn, partial(actions.set_event_day, tell=not quietly))
    return say.changed(turn.view, done, None if quietly else reach)


def _requested(turn: Turn, said: str) -> Message | None:
    """`có yêu cầu báo cáo đột xuất, hạn 25/11`: what waited for it is started, after yes."""
    found = requests_meant(turn.session, turn.speaker.office_id, said)
    due = {"date": turn.slots["date"]} if "date" in turn.slots else {}
    if len(found) == 1:
        condition, _ = found[0]
        order = Reading(Intent.START_CONDITION, {"condition": id_of(condition), **due})
        return start_condition(replace(turn, reading=order))
    return ask.which_request(turn.view, found, due=due)


def _change(turn: Turn, act: Callable[..., actions.Change]) -> actions.Change:
    hour = turn.slots.get("time")
    return act(
        turn.session,
        turn.slots["event"],
        date.fromisoformat(turn.slots["date"]),
        time=time.fromisoformat(hour) if hour else None,
        place=turn.slots.get("place", ""),
        actor=turn.actor,
    )


def _reach(turn: Turn, people: Iterable[int]) -> say.Reach:
    concerned = set(people) - {turn.speaker.id}
    reached = linked(turn.session, concerned)
    return say.Reach(len(reached), tuple(_names(turn, concerned - reached)))


def _names(turn: Turn, ids: Iterable[int]) -> list[str]:
    people = people_by_id(turn.session, ids)
    return [name_of(person, people.values()) for _, person in sorted(people.items())]


def _waited_for(turn: Turn) -> list[str]:
    return waited_for(turn.session, turn.speaker.office_id)


def _on_event_day(condition: Condition) -> bool:
    return condition.kind == ConditionKind.RELATIVE and bool(condition.event)


def _waiting(turn: Turn) -> list[Condition]:
    return startable(turn.session, turn.speaker.office_id)


def waiting_conditions(turn: Turn) -> Message | None:
    """`chờ sự kiện`: what has no day yet; what waits for the same event stands together."""
    if not turn.speaker.oversees:
        raise for_focal(turn, "events.for_focal")
    conditions = _waiting(turn)
    tasks = tasks_by_id(turn.session, (one.task_id for one in conditions))
    groups: dict[str, list[Condition]] = {}
    for one in conditions:
        key = core(one.event or "") if _on_event_day(one) else f"#{one.id}"
        groups.setdefault(key, []).append(one)
    entries = [say.Waiting(group[0], tasks[group[0].task_id], len(group)) for group in groups.values()]
    return say.waiting(entries, page=turn.slots.get("page", 0), size=_PAGE, total=len(conditions))


def start_condition(turn: Turn) -> Message | None:
    """[Bắt đầu 1]: until when, the whole reading, yes. What counts from an event asks for the event's day."""
    if not turn.speaker.oversees:
        raise for_focal(turn, "events.for_focal")
    condition = actions.to_start(turn.session, turn.speaker.office_id, turn.slots.get("condition", 0))
    if _on_event_day(condition):
        return set_event_date(replace(turn, reading=Reading(Intent.SET_EVENT_DATE, {"event": condition.event})))
    due = date.fromisoformat(turn.slots["date"]) if "date" in turn.slots else None
    if due is None or due < turn.today:
        return _ask_due(turn, condition, why=turn.view.say("events.day_past") if due else "")
    start = actions.foresee_start(turn.session, id_of(condition), due=due, actor=turn.actor)
    names = _names(turn, start.people)
    if not turn.confirmed:
        sentence = say.confirm_start(start, names, today=turn.today)
        hint = numbers_hint(text("events.act.assign"), text("ask.act.drop"))
        return confirm(turn, sentence, yes=text("events.button.assign"), no=text("ask.button.drop"), hint=hint)
    rows = actions.start_condition(turn.session, condition, due=due, actor=turn.actor)
    return say.started(start, rows, names, today=turn.today)


def _ask_due(turn: Turn, condition: Condition, *, why: str) -> Message:
    task = tasks_by_id(turn.session, [condition.task_id])[condition.task_id]
    sentence, options, hint = say.ask_due(turn.view, task, why=why)
    return ask_for(turn.without("date"), "date", sentence, options=options, hint=hint)


HANDLERS: Mapping[Intent, Handler] = {
    Intent.SET_EVENT_DATE: set_event_date,
    Intent.WAITING_CONDITIONS: waiting_conditions,
    Intent.START_CONDITION: start_condition,
}

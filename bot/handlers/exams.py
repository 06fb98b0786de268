"""`thi ở đâu`, `em làm bước mấy`, `đi kiểm tra mang gì`: answered from the event and its checklists."""

from collections.abc import Mapping
from dataclasses import replace

from bot import access
from bot.actions import checklists as lists
from bot.actions import exams as actions
from bot.actions.checklists import Held
from bot.actions.exams import Step
from bot.handlers import Handler, Turn
from bot.handlers.people import focal_points
from bot.handlers.targets import own_open
from bot.intents.model import Intent
from bot.replies import checklists as say_lists
from bot.replies import exams as say
from bot.replies.lines import name_of
from bot.replies.people import focal_words
from locales.folding import fold
from scheduler.checklists.audience import addressed
from scheduler.messages import Message
from storage.rows import id_of
from storage.tables import ChecklistItem, Event

# What a question about the rules is about, and the words a rule about it has.
_TOPICS: Mapping[str, tuple[str, ...]] = {
    "dien thoai": ("dien thoai", "thiet bi"),
    "tai lieu": ("tai lieu",),
    "vang": ("vang", "om", "nghi", "ly do"),
    "om": ("vang", "om", "nghi", "ly do"),
    "nghi": ("vang", "om", "nghi", "ly do"),
    "muon": ("muon", "tre", "gio"),
    "tre": ("muon", "tre", "gio"),
    "rot": ("khong dat", "truot", "rot", "thi lai", "kiem tra lai", "danh gia lai"),
    "truot": ("khong dat", "truot", "rot", "thi lai", "kiem tra lai", "danh gia lai"),
    "khong dat": ("khong dat", "truot", "rot", "thi lai", "kiem tra lai", "danh gia lai"),
    "thi lai": ("khong dat", "truot", "rot", "thi lai", "kiem tra lai", "danh gia lai"),
    "bao lau": ("phut", "thoi gian"),
    "phut": ("phut", "thoi gian"),
}
_LENGTH = ("bao lau", "phut", "thoi gian")


def exam_info(turn: Turn) -> Message | None:
    """One thing about the exam, several, or all that is known."""
    events = _events(turn)
    ask = _ask(turn)
    if not events:
        return say.none(turn.view, ask)
    asked = turn.slots.get("ask")
    asks = asked if isinstance(asked, list) else [asked] if asked else []
    if not asks and "step" in turn.slots:
        asks = ["step"]
    if not asks:
        return _overview(turn, events[0], events[1:], ask)
    if set(asks) == {"when", "where"}:
        return Message("\n".join(say.when_and_where(turn.view, event, ask) for event in events))
    answers = [_answer(turn, one, events, ask) for one in asks]
    if len(answers) == 1:
        return answers[0]
    last = next((one for one in reversed(answers) if one.buttons), answers[-1])
    return replace(last, text="\n".join(one.text for one in answers))


def _events(turn: Turn) -> list[Event]:
    """The exams to come that are meant; where there is none any more, the last one."""
    known = actions.exams_of(turn.session, turn.speaker.office_id)
    ahead = [event for event in known if event.day >= turn.today]
    typed = "" if turn.incoming.tapped else turn.incoming.text
    return actions.meant(ahead or known[-1:], typed)


def _ask(turn: Turn) -> say.Ask:
    return say.Ask(focal_words(focal_points(turn)), turn.speaker.oversees)


def _answer(turn: Turn, asked: str, events: list[Event], ask: say.Ask) -> Message:
    event = events[0]
    if asked == "when":
        return Message("\n".join(say.when(turn.view, one) for one in events))
    if asked == "where":
        return Message("\n".join(say.where(turn.view, one, ask) for one in events))
    if asked == "bring":
        return _bring(turn, event, ask)
    if asked == "rules":
        return Message(_rules(turn, event, ask))
    steps = actions.steps_of(turn.session, event)
    if not steps and (asked == "step" or "step" in turn.slots):
        return Message(say.no_steps(turn.view, event, ask))
    return Message(_who(turn, event, steps, ask) if asked == "who" else _step(turn, event, steps, ask))


def _step(turn: Turn, event: Event, steps: list[Step], ask: say.Ask) -> str:
    number = turn.slots.get("step")
    if isinstance(number, int):
        found = [one for one in steps if one.number == number]
        return say.step(found[0]) if found else say.no_such_step(number, steps)
    if turn.slots.get("scope") == "mine":
        return _mine(turn, steps, ask)
    return say.steps(event, steps)


def _mine(turn: Turn, steps: list[Step], ask: say.Ask) -> str:
    posts = lists.titles_of(turn.session, turn.speaker.id)
    return say.my_step(turn.view, actions.mine(turn.session, turn.speaker, steps), posts, ask)


def _who(turn: Turn, event: Event, steps: list[Step], ask: say.Ask) -> str:
    number = turn.slots.get("step")
    if not isinstance(number, int):
        audience = [one for row in actions.lists_of(turn.session, event) for one in row.audience]
        return say.takes_part(turn.view, event, list(dict.fromkeys(audience)), ask)
    found = [one for one in steps if one.number == number]
    if not found:
        return say.no_such_step(number, steps)
    return say.performed_by(turn.view, found[0], _names(turn, found[0].item), ask)


def _names(turn: Turn, item: ChecklistItem) -> list[str]:
    """Who of the office the printed posts mean."""
    everybody = access.colleagues(turn.session, turn.speaker, now=turn.now)
    return [
        name_of(person, everybody)
        for person in everybody
        if addressed(item.who, lists.titles_of(turn.session, id_of(person)))
    ]


def prepared(turn: Turn, event: Event) -> list[Held]:
    """What the speaker prepares for an event: its lists without the steps, which are for the day itself."""
    own = own_open(turn)
    found = lists.of_event(turn.session, turn.speaker, event, own=own, now=turn.now)
    without = [replace(held, lines=_no_steps(held.lines)) for held in found]
    return [held for held in without if held.items]


def _no_steps(lines: tuple[ChecklistItem, ...]) -> tuple[ChecklistItem, ...]:
    kept: list[ChecklistItem] = []
    under: int | None = None
    for line in lines:
        if under is not None and line.depth > under:
            continue
        under = line.depth if line.is_step else None
        if under is None:
            kept.append(line)
    return tuple(kept)


def _bring(turn: Turn, event: Event, ask: say.Ask) -> Message:
    found = prepared(turn, event)
    if not found:
        return Message(say.nothing_to_bring(turn.view, event, ask))
    held = found[0]
    turn.dialogue.checklist = id_of(held.checklist)
    if held.row is not None:
        turn.dialogue.about(held.row.number)
    return say_lists.show(turn.view, held, left_only=bool(held.done and held.left))


def _rules(turn: Turn, event: Event, ask: say.Ask) -> str:
    typed = f" {fold(turn.incoming.text)} " if not turn.incoming.tapped else ""
    topics = [topic for topic in _TOPICS if f" {topic} " in typed]
    words = {word for topic in topics for word in _TOPICS[topic]}
    lines = [one for one in event.rules if not words or any(f" {word} " in f" {fold(one)} " for word in words)]
    length = not topics or any(topic in _LENGTH for topic in topics)
    timed = say.step_times(actions.steps_of(turn.session, event)) if length else ""
    return say.rules(turn.view, event, lines, timed, asked=bool(topics), ask=ask)


def _overview(turn: Turn, event: Event, others: list[Event], ask: say.Ask) -> Message:
    lines = [say.when_and_where(turn.view, event, ask)]
    steps = actions.steps_of(turn.session, event)
    if steps:
        lines.append(_mine(turn, steps, ask))
    found = prepared(turn, event)
    lines += [say_lists.summary(turn.view, held) for held in found]
    lines += [say.when(turn.view, event) for event in others]
    return say.overview(lines, [say_lists.show_button(held) for held in found[:2]])


HANDLERS: Mapping[Intent, Handler] = {Intent.EXAM_INFO: exam_info}

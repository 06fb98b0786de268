"""What answers the questions of checklists and of giving work: an item, a person, a day, what to mend."""

from datetime import date
from typing import Any

from bot.dialogue import Question
from bot.handlers import Turn
from bot.intents.answers import bare_number, read_as_rest
from bot.intents.model import Hearing, Intent, Reading
from locales.folding import fold

Slots = dict[str, Any]

_ASIDE = frozenset({Intent.HELP, Intent.WHO_AM_I, Intent.MY_DATA})
_FIXES = {
    "person": ("nguoi", "nguoi thuc hien", "nguoi nhan", "ten"),
    "date": ("ngay", "han", "thoi han"),
    "title": ("noi dung", "ten viec", "viec"),
}


def _words(turn: Turn) -> str:
    return " ".join(turn.incoming.text.split())


def item(turn: Turn, _question: Question, reading: Reading) -> Slots | None:
    """An item's number, or its words; an order of its own is none."""
    number = bare_number(turn.incoming.text)
    if number is not None:
        return {"item": number}
    if reading.intent is Intent.CHECKLIST_TICK:
        return {"item": reading.slots["item"]} if "item" in reading.slots else None
    vague = (Intent.UNKNOWN, Intent.CLARIFY, Intent.SMALL_TALK, Intent.SHOW_TASK, Intent.MARK_DONE)
    return {"item": _words(turn)} if reading.intent in vague and fold(_words(turn)) else None


def _new_order(reading: Reading) -> bool:
    """Other work, given in full in the middle of a question."""
    whole = reading.slots.keys() & {"title", "task"} and reading.slots.keys() & {"person", "role"}
    return reading.intent is Intent.ASSIGN_TASK and bool(whole)


def person(turn: Turn, _question: Question, reading: Reading) -> Slots | None:
    """Who: a name or a post, without the words of address."""
    if _new_order(reading):
        return None
    hearing = Hearing(today=turn.today, role=turn.speaker.role)
    rest = read_as_rest(turn.incoming.text, Intent.ASSIGN_TASK, hearing, missing="person")
    found: Slots = {name: rest[name] for name in ("person", "role", "date", "time") if name in rest}
    if found.keys() & {"person", "role"}:
        return found
    return {"person": _words(turn)} if fold(_words(turn)) else None


def one_of_them(turn: Turn, _question: Question, reading: Reading) -> Slots | None:
    """One of several persons of a name: in words; a tap brings the person's id."""
    return {"one": _words(turn)} if fold(_words(turn)) and not _new_order(reading) else None


def title(turn: Turn, _question: Question, reading: Reading) -> Slots | None:
    """What is to be done: a task by its number, or words."""
    task = reading.slots.get("task")
    if reading.intent in _ASIDE or reading.slots.get("scope"):
        return None
    if isinstance(task, int) and reading.intent in (Intent.SHOW_TASK, Intent.ASSIGN_TASK):
        return {"task": task}
    if reading.intent is Intent.ASSIGN_TASK and "title" in reading.slots:
        return dict(reading.slots)
    return {"title": _words(turn)} if fold(_words(turn)) else None


def due(turn: Turn, question: Question) -> Slots | None:
    """Until when. An answer that is read as a bare day is one to this question."""
    if question.order.intent is not Intent.ASSIGN_TASK:
        return None
    hearing = Hearing(today=turn.today, role=turn.speaker.role)
    rest = read_as_rest(turn.incoming.text, Intent.START_CONDITION, hearing)
    if "add_days" in rest:
        rest["date"] = date.fromordinal(turn.today.toordinal() + rest["add_days"]).isoformat()
    found: Slots = {name: rest[name] for name in ("date", "time") if name in rest}
    return found if "date" in found else None


def fix(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    """What of an order to give work is wrong; or at once its right value."""
    words = fold(turn.incoming.text)
    for name, said in _FIXES.items():
        if words in said or words.removeprefix("sua ") in said:
            return dropped(name)
    found = due(turn, question) or {}
    named = person(turn, question, reading) or {}
    if "role" in named or reading.slots.get("person"):
        found |= {**dropped("person"), **named}
    return found or None


def dropped(name: str) -> Slots:
    """The slots that go when this part is to be said anew; None takes one away."""
    gone = {"person": ("person", "role", "people", "one"), "date": ("date", "time"), "title": ("title", "task")}
    return dict.fromkeys(gone.get(name, ()))

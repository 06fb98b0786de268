"""What is said to an open question: a choice, a missing slot, yes or no; or another order altogether."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot.dialogue import Question
from bot.handlers import Turn, answers_items
from bot.intents.answers import bare_number, names, read_as, read_as_rest
from bot.intents.documents import find_document
from bot.intents.model import Hearing, Intent, Reading
from bot.replies.extensions import reason_words
from locales.folding import fold

# Asked in the middle of a question, these are orders of their own, never the answer.
_ASIDE = frozenset(
    {Intent.HELP, Intent.WHO_AM_I, Intent.LIST_TASKS, Intent.REPORT_STATUS, Intent.BROADCAST_STATUS, Intent.MY_DATA}
)
# Whatever is typed answers these.
_WORDED = frozenset({"task", "text", "audience", "note", "title"})
_VAGUE = frozenset({Intent.UNKNOWN, Intent.CLARIFY, Intent.SMALL_TALK, Intent.SHOW_TASK, Intent.LIST_TASKS})

# What a proof without an order of its own is read as.
_BRINGS = frozenset({Intent.ATTACH_PROOF, Intent.UNKNOWN, Intent.CLARIFY})

_NOTICES = frozenset({Intent.BROADCAST_START, Intent.REPORT_STATUS, Intent.NUDGE})

_WORK = frozenset(
    {Intent.MARK_DONE, Intent.UNDO_DONE, Intent.ATTACH_PROOF, Intent.REQUEST_EXTENSION, Intent.BROADCAST_START}
)

Slots = dict[str, Any]


def chosen(question: Question, value: str | int) -> Reading:
    """The order with a button's answer in it."""
    order, slots = question.order, dict(question.order.slots)
    if not question.missing:
        return Reading(order.intent, {**slots, "answer": value})
    if question.missing == "intent":
        return as_order(Intent(str(value)), slots)
    if question.missing == "fix":
        dropped = {"date": ("date", "add_days"), "reason": ("reason",)}.get(str(value), ())
        return Reading(order.intent, {name: one for name, one in slots.items() if name not in dropped})
    if question.missing == "fix_work":
        gone = answers_items.dropped(str(value))
        return Reading(order.intent, {name: one for name, one in slots.items() if name not in gone})
    if question.missing == "reason":
        return Reading(order.intent, {**slots, "reason": reason_words(str(value))})
    if question.missing == "date":
        slots.pop("add_days", None)
    return Reading(order.intent, {**slots, question.missing: value})


def as_order(intent: Intent, slots: Mapping[str, Any]) -> Reading:
    """A message of several readings, kept as typed, taken as one of them."""
    kept = {name: slots[name] for name in ("among",) if name in slots}
    if "typed" not in slots:
        return Reading(intent, kept)
    again = read_as(slots["typed"], intent, Hearing(today=date.fromisoformat(slots["today"])))
    return Reading(intent, {**kept, **again.slots})


_DONE = frozenset({"roi", "da", "da xong", "xong", "xong roi", "da xong roi", "hoan thanh", "da hoan thanh"})
_NOT_DONE = frozenset({"chua xong", "chua hoan thanh", "chua dau", "van chua", "chua duoc"})
_PARTICLES = frozenset({"a", "nhe", "nha", "em", "anh", "chi", "r", "oi", "da"})


def yes_or_no(question: Question | None, text: str) -> Intent | None:
    """What words other than yes and no say to `Việc này đã hoàn thành chưa?`; None where it is no such answer."""
    if question is None or question.missing or question.order.slots.get("answer") != "proved":
        return None
    words = fold(text).split()
    while len(words) > 1 and words[-1] in _PARTICLES:
        words.pop()
    said = " ".join(words)
    return Intent.YES if said in _DONE else Intent.NO if said in _NOT_DONE else None


def answered(turn: Turn, question: Question, reading: Reading) -> Reading | None:
    """The open order with what was typed in it; None where it is no answer. `reading`: the text by itself."""
    if not question.missing:
        return _proved(turn, question, reading) or _reworded(turn, question, reading)
    if reading.intent in _ASIDE and question.missing not in _WORDED and bare_number(turn.incoming.text) is None:
        return None
    other_order = reading.intent not in (*_VAGUE, question.order.intent, Intent.ASSIGN_TASK)
    if _of_another_task(question, reading) or (question.missing == "person" and other_order):
        return None
    slots = _SLOTS.get(question.missing, _words)(turn, question, reading)
    if slots is None:
        return None
    dropped = {"add_days"} if "date" in slots else {"date"} if "add_days" in slots else set()
    kept = {name: value for name, value in question.order.slots.items() if name not in dropped}
    said = {name: value for name, value in {**kept, **slots}.items() if value is not None}
    return Reading(question.order.intent, said)


def _proved(turn: Turn, question: Question, reading: Reading) -> Reading | None:
    """A proof sent while `xong` waits for its yes belongs to that task, and is the yes."""
    order = question.order
    if order.intent is not Intent.MARK_DONE or "answer" in order.slots or reading.intent not in _BRINGS:
        return None
    brought = _proof(turn, question, reading)
    return None if brought is None else Reading(order.intent, {**order.slots, **brought})


def _of_another_task(question: Question, reading: Reading) -> bool:
    """`xong 21` while something is asked about task 18: an order of its own, in full."""
    asked, named = question.order.slots.get("task"), reading.slots.get("task")
    about = asked if isinstance(asked, list) else [asked]
    clear = reading.intent not in _VAGUE and isinstance(named, int)
    return clear and isinstance(about[0], int) and named not in about


def _reworded(turn: Turn, question: Question, reading: Reading) -> Reading | None:
    """A reading that was put right: the same order with other values, or a bare day in place of its day."""
    if reading.intent is Intent.CLARIFY and question.order.slots.keys() & {"date", "add_days"}:
        found = _date(turn, question, reading)
        kept = {name: value for name, value in question.order.slots.items() if name != "add_days"}
        return Reading(question.order.intent, {**kept, **found}) if found and "date" in found else None
    same = reading.intent is question.order.intent and "task" not in reading.slots
    return Reading(reading.intent, {**question.order.slots, **reading.slots}) if same and reading.slots else None


def _hearing(turn: Turn) -> Hearing:
    return Hearing(today=turn.today, role=turn.speaker.role)


def _rest(turn: Turn, question: Question) -> Slots:
    """The text read as the rest of the open order."""
    intent, missing = question.order.intent, question.missing
    return read_as_rest(turn.incoming.text, intent, _hearing(turn), missing=missing)


def _date(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    if reading.intent is Intent.SET_EVENT_DATE and _of_another_event(question, reading):
        return None
    if (given := answers_items.due(turn, question)) is not None:
        return given
    own = reading.slots if reading.intent is question.order.intent else {}
    rest = {**_rest(turn, question), **own}
    wanted = ["date", "add_days"] if "reason" in question.order.slots else ["date", "add_days", "reason"]
    if question.order.intent is Intent.SET_EVENT_DATE:
        wanted = ["date", "time", "place"]
    found: Slots = {name: rest[name] for name in wanted if name in rest}
    return found if found.keys() & {"date", "add_days"} else None


def _of_another_event(question: Question, reading: Reading) -> bool:
    """Whether a sentence about a day names another event than the one that was asked about."""
    named, asked = reading.slots.get("event"), question.order.slots.get("event")
    return bool(named and asked) and fold(str(named)) != fold(str(asked))


_BECAUSE = re.compile("^v\u00ec\\s+", re.IGNORECASE)  # with its accent: without it may begin "vi pham"


def _reason(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    words = " ".join(turn.incoming.text.split())
    own = {**_rest(turn, question), **(reading.slots if reading.intent is question.order.intent else {})}
    named = {name: own[name] for name in ("date",) if name in own and question.order.intent is Intent.RETURN_TASK}
    if question.order.intent is Intent.RETURN_TASK and named and own.get("reason"):
        return {"reason": own["reason"], **named}
    if reading.intent is question.order.intent and reading.slots.get("reason"):
        words = reading.slots["reason"]
    words = _BECAUSE.sub("", words)
    return {"reason": words} if fold(words) else None


def _task(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    text = turn.incoming.text.strip()
    if (number := bare_number(text)) is not None:
        return {"task": _row_or_number(turn, number)}
    if reading.intent is Intent.LIST_TASKS and reading.slots.keys() & {"scope", "status"}:
        return None
    if "task" in reading.slots and reading.intent in (*_VAGUE, question.order.intent):
        return {"task": reading.slots["task"]}
    if fold(text) in ("tat ca", "het"):
        return {"task": "all"}
    return {"task": text} if reading.intent in _VAGUE and fold(text) else None


def _row_or_number(turn: Turn, number: int) -> int:
    """A number is a task's own; where it is none of those shown, the row of the list."""
    shown = turn.dialogue.tasks
    return shown[number - 1] if number not in shown and 1 <= number <= len(shown) else number


def _time(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    own = reading.slots if reading.intent is question.order.intent else {}
    rest = {**_rest(turn, question), **own}
    found: Slots = {name: rest[name] for name in ("time", "date", "minutes") if name in rest}
    return found or None


def _days(turn: Turn, question: Question, _reading: Reading) -> Slots | None:
    if (number := bare_number(turn.incoming.text)) is not None:
        return {"days": number}
    rest = _rest(turn, question)
    return {"days": rest["days"]} if isinstance(rest.get("days"), int) else None


def _proof(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    """Something that proves: a link, a document's number, a file. Of another task, it is an order of its own."""
    brings = "url" in reading.slots or turn.incoming.attachment or find_document(turn.incoming.text, turn.today)
    asked = question.order.slots.get("task")
    other = "task" in reading.slots and reading.slots["task"] not in (
        asked,
        *(asked if isinstance(asked, list) else ()),
    )
    if not brings or (other and reading.slots["task"] != "this"):
        return None
    return {name: reading.slots[name] for name in ("url", "date") if name in reading.slots}


def _document_date(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    if find_document(turn.incoming.text, turn.today):
        return {}
    found = _date(turn, question, reading)
    return {"document_date": found["date"]} if found and "date" in found else None


def _fix(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    words = fold(turn.incoming.text)
    if words in ("ngay", "sua ngay"):
        return {"date": None}
    if words in ("ly do", "sua ly do"):
        return {"reason": None}
    return _date(turn, question, reading) or _reason(turn, question, reading)


def _words(turn: Turn, question: Question, _reading: Reading) -> Slots | None:
    """Any other slot holds the words as typed."""
    words = " ".join(turn.incoming.text.split())
    return {question.missing: words} if fold(words) else None


def _event(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    """An event's name; a whole sentence about its day says more."""
    return dict(reading.slots) if "event" in reading.slots else _words(turn, question, reading)


def _intent(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    """One of the readings offered, said in words."""
    for offered in question.order.slots.get("candidates", []):
        intent = Intent(offered)
        if reading.intent is intent or names(turn.incoming.text, intent):
            return {"chosen": intent.value}
    return None


def _text(turn: Turn, _question: Question, _reading: Reading) -> Slots | None:
    return {"text": turn.incoming.text} if turn.incoming.text.strip() else None


def _audience(turn: Turn, _question: Question, reading: Reading) -> Slots | None:
    """Whom a notice is for: a role that the reader knows, else the words themselves; a clear order is none."""
    if reading.intent not in _VAGUE and reading.intent not in _NOTICES:
        return None
    named = {"role": reading.slots["role"]} if "role" in reading.slots else {"audience": turn.incoming.text}
    return named if fold(turn.incoming.text) else None


def _file(turn: Turn, _question: Question, _reading: Reading) -> Slots | None:
    return {} if turn.incoming.attachment else None


def _settle(turn: Turn, question: Question, reading: Reading) -> Slots | None:
    """An answer about a plan's row: a day, a name; what is clearly about work is an order of its own."""
    return None if reading.intent in _WORK or turn.incoming.attachment else _words(turn, question, reading)


_SLOTS: Mapping[str, Callable[[Turn, Question, Reading], Slots | None]] = {
    "person": answers_items.person,
    "item": answers_items.item,
    "one": answers_items.one_of_them,
    "title": answers_items.title,
    "date": _date,
    "reason": _reason,
    "task": _task,
    "time": _time,
    "days": _days,
    "proof": _proof,
    "document_date": _document_date,
    "fix": _fix,
    "fix_work": answers_items.fix,
    "intent": _intent,
    "event": _event,
    "text": _text,
    "audience": _audience,
    "plan_file": _file,
    "roster_file": _file,
    "settle": _settle,
}


def corrected(before: Reading, reading: Reading) -> Reading:
    """`à nhầm, việc 13`: the order before with the values put right."""
    dropped = {"add_days"} if "date" in reading.slots else {"date"} if "add_days" in reading.slots else set()
    if "task" in reading.slots:
        dropped |= {"again", "answer"}
    kept = {name: value for name, value in before.slots.items() if name not in dropped}
    return replace(before, slots={**kept, **reading.slots})

"""What a plan's running text asks for besides its table, offered to be added."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.intents.model import Intent
from bot.replies.asking import numbers_hint
from bot.replies.lines import button
from bot.replies.previews import reading
from bot.replies.titles import short_title
from locales import text
from scheduler.messages import Button, Message
from scheduler.plans.model import PlanTask

_FEW = 5


@dataclass(frozen=True)
class Counted:
    place: int
    of: int


def lines(tasks: Sequence[PlanTask]) -> list[str]:
    """How many there are, the first of them, and how many more."""
    shown = [
        text("plan_talk.aside.line", title=short_title(task.task), reading=reading(task.schedule))
        for task in tasks[:_FEW]
    ]
    rest = len(tasks) - _FEW
    shown += [text("plan_talk.more", count=rest)] if rest > 0 else []
    return [text("plan_talk.aside.head", count=len(tasks)), *shown]


def pick_button(draft: int, ask: str) -> Button:
    return button(text("plan_talk.button.each"), Intent.IMPORT_PLAN, draft=draft, ask=ask)


def rest_button(draft: int, ask: str, count: int) -> Button:
    return button(text("plan_talk.aside.button.rest", count=count), Intent.IMPORT_PLAN, draft=draft, ask=ask)


def offer(tasks: Sequence[PlanTask], said: Sequence[str], *, question: int, pick: Button, table: Button) -> Message:
    """All of them in one question."""
    buttons = (
        button(text("plan_talk.aside.button.all", count=len(tasks)), Intent.YES, question=question),
        pick,
        button(text("plan_talk.aside.button.none"), Intent.NO, question=question),
        table,
    )
    acts = (
        text("plan_talk.aside.act.all", count=len(tasks)),
        text("plan_talk.act.each"),
        text("plan_talk.aside.act.none"),
        text("plan_talk.act.table"),
    )
    ask = text("plan_talk.aside.ask", count=len(tasks))
    return Message("\n".join((*said, *lines(tasks), ask)), buttons, numbers_hint(*acts), menu=True)


def one(task: PlanTask, counted: Counted, said: Sequence[str], *, question: int, rest: Button | None) -> Message:
    """The question about one of them; `rest` leaves this and those behind it out."""
    number = ".".join(part for part in (task.section, task.no) if part)
    values: dict[str, Any] = {
        "place": counted.place,
        "count": counted.of,
        "title": short_title(task.task),
        "words": task.deadline_text,
        "reading": reading(task.schedule),
    }
    at = text("plan_talk.aside.one_at", number=number, **values) if number else ""
    sentence = at or text("plan_talk.aside.one", **values)
    buttons = [
        button(text("plan_talk.aside.button.one"), Intent.YES, question=question),
        button(text("plan_talk.aside.button.none"), Intent.NO, question=question),
    ]
    acts = [text("plan_talk.aside.act.one"), text("plan_talk.aside.act.none")]
    if rest:
        buttons.append(rest)
        acts.append(text("plan_talk.aside.act.rest"))
    return Message("\n".join((*said, sentence)), tuple(buttons), numbers_hint(*acts), menu=True)


def one_decided(task: PlanTask, *, taken: bool) -> str:
    title = short_title(task.task)
    return text("plan_talk.aside.taken", title=title) if taken else text("plan_talk.aside.left", title=title)


def all_decided(count: int, *, taken: bool) -> str:
    return text("plan_talk.aside.all_taken", count=count) if taken else text("plan_talk.aside.all_left", count=count)

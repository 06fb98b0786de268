"""What the bot can do, and what it says when it did not understand or cannot (voice.md samples 36, 37, 50, 53)."""

from collections.abc import Sequence
from datetime import date

from bot.intents.model import Intent
from bot.replies.asking import numbers_hint
from bot.replies.lines import button, given_name
from bot.replies.people import focal_words, my_tasks
from bot.replies.periods import period_words
from bot.replies.view import View
from locales import text, weekday_day
from scheduler.messages import Message
from storage.tables import Person


def help_words(view: View, office: str, focal: Sequence[Person], *, leads: bool) -> Message:
    """What can be typed, by who one is; a focal point is not sent to herself for help."""
    if leads:
        return Message(view.say("help.for_leaders", office=office, focal=focal_words(focal)))
    if _is_one_of(view, focal):
        return Message(view.say("help.for_focal", office=office))
    return Message(view.say("help.help", office=office, focal=focal_words(focal)))


def _is_one_of(view: View, focal: Sequence[Person]) -> bool:
    return any(one.id == view.person.id for one in focal)


def greeting(view: View) -> Message:
    return Message(view.say("help.greeting", name=given_name(view.person)), (my_tasks(),))


def small_talk(view: View, *, about_reminders: bool) -> Message:
    """One plain line: a complaint hears how to be reminded less, other talk what the bot is for."""
    return Message(view.say("help.small_talk") if about_reminders else view.say("help.chat"))


def unknown(view: View) -> Message:
    return Message(view.say("help.unknown"))


def for_citizens(view: View) -> Message:
    """What a citizen would ask the one-stop desk (sample 37)."""
    return Message(view.say("help.citizens"))


def not_clear(view: View) -> Message:
    return Message(view.say("help.not_clear"))


def clarify_later(view: View, number: int, day: date, *, question: int) -> Message:
    """`việc 12 để mai`: reminded then, or given until then (sample 36)."""
    near = period_words(day, day, today=view.today)
    full = weekday_day(day, today=view.today)
    named = full if near == full else text("help.day_named", near=near, day=full)
    buttons = (
        button(text("help.button.remind", day=near), Intent.CHOOSE, value=Intent.SNOOZE.value, question=question),
        button(text("help.button.extend"), Intent.CHOOSE, value=Intent.REQUEST_EXTENSION.value, question=question),
    )
    hint = numbers_hint(text("help.act.snooze"), text("help.act.extension"))
    return Message(view.say("help.clarify_later", number=number, near=near, day=named), buttons, hint, menu=True)


def lost(view: View, focal: Sequence[Person]) -> Message:
    """After two misses: the list, and who helps."""
    if _is_one_of(view, focal):
        return Message(view.say("help.lost_alone"), (my_tasks(),))
    return Message(view.say("help.lost", focal=focal_words(focal)), (my_tasks(),))


def secret() -> Message:
    return Message(text("help.secret"))


def stale(view: View) -> Message:
    """A button, or a number, whose question is closed."""
    return Message(view.say("help.stale"), (my_tasks(),))


def dropped(view: View) -> Message:
    return Message(view.say("help.dropped"))


def nothing_open(view: View) -> Message:
    """Yes, no or never mind, with nothing to say it to."""
    return Message(view.say("help.nothing_open"))


def act_words(intent: Intent) -> str:
    """An order as a choice names it."""
    words = {
        Intent.SNOOZE: text("help.act.snooze"),
        Intent.REQUEST_EXTENSION: text("help.act.extension"),
        Intent.MARK_DONE: text("help.act.done"),
        Intent.ACKNOWLEDGE: text("help.act.acknowledge"),
        Intent.NUDGE: text("help.act.nudge"),
        Intent.LIST_TASKS: text("help.act.list"),
        Intent.REPORT_STATUS: text("help.act.report"),
        Intent.SHOW_TASK: text("help.act.show"),
        Intent.ATTACH_PROOF: text("help.act.proof"),
        Intent.LIST_PROOF: text("help.act.see_proof"),
        Intent.UNDO_DONE: text("help.act.undo"),
        Intent.APPROVE_EXTENSION: text("help.act.approve"),
        Intent.RETURN_TASK: text("help.act.return"),
        Intent.REJECT_EXTENSION: text("help.act.reject"),
        Intent.EXAM_INFO: text("help.act.exam"),
        Intent.CHECKLIST_SHOW: text("help.act.checklist"),
        Intent.CHECKLIST_TICK: text("help.act.tick"),
        Intent.ASSIGN_TASK: text("help.act.assign"),
    }
    return words.get(intent, "")


def clarify(view: View, intents: Sequence[Intent], *, question: int) -> Message:
    """Two or three readings fit: which one (sample 36)."""
    acts = [act_words(intent) for intent in intents]
    labels = [f"{act[:1].upper()}{act[1:]}" for act in acts]
    buttons = [
        button(label, Intent.CHOOSE, value=intent.value, question=question)
        for label, intent in zip(labels, intents, strict=True)
    ]
    choices = text("help.or", first=", ".join(acts[:-1]), last=acts[-1]) if len(acts) > 1 else acts[0]
    return Message(view.say("help.clarify", choices=choices), tuple(buttons), numbers_hint(*acts), menu=True)

"""What a stand-in is told of the work that was handed over (voice.md, sample 54)."""

from collections.abc import Sequence
from datetime import datetime

from bot.intents.model import Intent
from bot.replies.lines import button, due_words, given_name, say
from locales import text
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.recipients import Somebody
from storage.tables import Assignment, Person


def handed_over(
    rows: Sequence[Assignment], *, to: Somebody, giver: Person, now: datetime, calendar: Calendar
) -> Message:
    """`rows`: what is still open of it, nearest deadline first."""
    first, name = rows[0], given_name(giver)
    due = due_words(first, now=now, calendar=calendar)
    said = say(to, "handover.told", count=len(rows), name=name, number=first.number, title=first.title, due=due)
    numbers = tuple(row.number for row in rows)
    buttons = (
        button(text("handover.button.noted"), Intent.ACKNOWLEDGE, task=first.number),
        button(text("handover.button.see", count=len(rows)), Intent.LIST_TASKS, scope="mine"),
    )
    return Message(said, buttons=buttons, hint=text("handover.hint"), tasks=numbers)

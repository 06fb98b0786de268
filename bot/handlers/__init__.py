"""One file per topic: a handler takes what was understood, acts, and gives the reply. registry.py merges them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.access import Speaker
from bot.channels import Incoming
from bot.dialogue import Dialogue
from bot.intents.model import Intent, Reading, Slots
from bot.replies.view import View
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.audit import Actor


@dataclass(frozen=True)
class Turn:
    """One order of one message: who says it, what it means, and what the chat is in the middle of.

    `confirmed`: the person said yes to exactly this reading.
    """

    session: Session
    speaker: Speaker
    reading: Reading
    incoming: Incoming
    dialogue: Dialogue
    now: datetime
    today: date
    calendar: Calendar
    confirmed: bool = False

    @property
    def slots(self) -> Slots:
        return self.reading.slots

    @property
    def intent(self) -> Intent:
        return self.reading.intent

    @property
    def actor(self) -> Actor:
        return self.speaker.actor(self.now)

    @property
    def view(self) -> View:
        """For whom, and when, the reply is made."""
        return View(self.speaker.person, self.calendar, self.now)

    def with_slots(self, **slots: Any) -> "Turn":
        """The same turn, its order with more or other slots."""
        return replace(self, reading=Reading(self.intent, {**self.slots, **slots}))

    def without(self, *names: str) -> "Turn":
        """The same turn, its order without these slots."""
        slots = {name: value for name, value in self.slots.items() if name not in names}
        return replace(self, reading=Reading(self.intent, slots))


Handler = Callable[[Turn], Message | None]

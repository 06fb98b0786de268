"""Who speaks, and the only way to load a row for them. Not theirs and not there are the same: not found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.actions.refusal import Refusal
from bot.channels import Incoming
from bot.intents.commands import encode
from bot.intents.model import Intent, Reading
from locales import text
from scheduler.calendar import Calendar, calendar_of
from scheduler.messages import Button
from storage.assignments import assignments_numbered
from storage.audit import Actor
from storage.people import linked_at, people_of, roles_in
from storage.rows import id_of
from storage.tables import Account, Assignment, Person, Role
from storage.tasks import assignment_by_number, assignments_by_id

_OVERSEE = frozenset({Role.LEADER, Role.FOCAL, Role.ADMIN})


@dataclass(frozen=True)
class Speaker:
    """A linked person at a chat. `channel` is the platform ("telegram", "web"), for the audit log."""

    person: Person
    account: Account
    office_id: int
    roles: frozenset[Role]
    calendar: Calendar
    channel: str

    @property
    def id(self) -> int:
        return id_of(self.person)

    @property
    def leads(self) -> bool:
        return Role.LEADER in self.roles

    @property
    def oversees(self) -> bool:
        """Sees all that their office has, not only their own."""
        return bool(self.roles & _OVERSEE)

    @property
    def role(self) -> str:
        """The role as the reader of free text knows it: `leader`, `focal` or `official`."""
        order = (Role.LEADER, Role.FOCAL)
        return next((role.value for role in order if role in self.roles), Role.OFFICIAL.value)

    def actor(self, now: datetime) -> Actor:
        """Who acts, for the audit log."""
        return Actor(self.office_id, self.id, self.channel, now)


def speaker(session: Session, incoming: Incoming, *, now: datetime) -> Speaker | None:
    """The person linked to this chat; None for an unlinked chat and for somebody who no longer works here."""
    found = linked_at(session, incoming.bot, incoming.address)
    if found is None:
        return None
    account, person, _office = found  # held, so that its calendar need not ask for it
    calendar = calendar_of(session, person.office_id)
    if person.ended_on is not None and person.ended_on <= calendar.today(now):
        return None
    roles = frozenset(roles_in(session, id_of(person), person.office_id))
    return Speaker(person, account, person.office_id, roles, calendar, incoming.bot.partition(":")[0])


def my_tasks_button() -> Button:
    """The step that is open to everybody."""
    return Button(text("access.button.my_tasks"), encode(Reading(Intent.LIST_TASKS, {"scope": "mine"})))


def not_found(number: int) -> Refusal:
    """What is not theirs and what does not exist get the same sentence (voice.md rule 20)."""
    return Refusal("access.task_not_found", number=number, buttons=(my_tasks_button(),))


def may_see(who: Speaker, row: Assignment) -> bool:
    """Their own; for leaders, focal points and administrators all of their office."""
    return row.office_id == who.office_id and (row.person_id == who.id or who.oversees)


def assignment(session: Session, who: Speaker, number: int) -> Assignment:
    """The assignment people call by this number, if this person may see it. Raises Refusal."""
    row = assignment_by_number(session, who.office_id, number)
    if row is None or not may_see(who, row):
        raise not_found(number)
    return row


def assignments_called(session: Session, who: Speaker, numbers: Sequence[int]) -> list[Assignment]:
    """The assignments people call by these numbers, in that order. Raises Refusal for the first that is not found."""
    found = assignments_numbered(session, who.office_id, numbers)
    for number in numbers:
        if number not in found or not may_see(who, found[number]):
            raise not_found(number)
    return [found[number] for number in dict.fromkeys(numbers)]


def assignments(session: Session, who: Speaker, ids: Iterable[int]) -> list[Assignment]:
    """Those of these rows that this person may see."""
    return [row for row in assignments_by_id(session, ids) if may_see(who, row)]


def colleagues(session: Session, who: Speaker, *, now: datetime) -> list[Person]:
    """Everybody who works in the speaker's office."""
    return people_of(session, who.office_id, on=who.calendar.today(now))

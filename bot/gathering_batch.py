"""What the messages of one batch share, loaded once: people, offices, calendars, roles, what their payloads name."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from sqlmodel import Session

from bot.gathering import Mornings, Wanted
from scheduler.calendar import Calendar, calendars_among
from storage.claimed import Outgoing
from storage.duties import products_of
from storage.people import people_by_id
from storage.recipients import (
    OfficeHours,
    Recipient,
    Somebody,
    acknowledged_among,
    names_of_units,
    notices_among,
    offices_among,
    recipients_among,
    roles_among,
)
from storage.rows import id_of
from storage.tables import Assignment, Notice, Person, Role
from storage.tasks import assignments_by_id, snoozes_of

_PERSONS = ("by", "from", "person", "former")  # where a payload names somebody


def wanted(row: Outgoing, person: Somebody) -> Wanted:
    """The morning that a message is. Raises KeyError and ValueError for a payload that is none."""
    return Wanted(person, _day(row.payload["since"]), _day(row.payload["date"]))


_day = lru_cache(maxsize=256)(date.fromisoformat)


@dataclass(frozen=True)
class Batch:
    """Each part is loaded when it is first asked for, for all messages together."""

    session: Session
    rows: Sequence[Outgoing]
    now: datetime

    def assignments(self, row: Outgoing) -> list[Assignment]:
        """Those that the payload names, of this office, the nearest deadline first."""
        payload = row.payload
        ids = set(payload["assignments"] if "assignments" in payload else [payload["assignment"]])
        found = [self._assignments[one] for one in ids if one in self._assignments]
        return sorted((a for a in found if a.office_id == row.office_id), key=lambda a: (a.due, a.number))

    def roles(self, person: Recipient) -> set[Role]:
        """Their roles in their office."""
        return self._roles.get((person.id, person.office_id), set())

    @cached_property
    def people(self) -> Mapping[int, Recipient]:
        """Those who hear something."""
        return recipients_among(self.session, {row.person_id for row in self.rows})

    @cached_property
    def named(self) -> Mapping[int, Person]:
        """Those whom a payload names."""
        ids = {row.payload.get(name) for row in self.rows for name in _PERSONS}
        return people_by_id(self.session, {id_ for id_ in ids if id_})

    @cached_property
    def offices(self) -> Mapping[int, OfficeHours]:
        return offices_among(self.session, {row.office_id for row in self.rows})

    @cached_property
    def calendars(self) -> Mapping[int, Calendar]:
        return calendars_among(self.session, self.offices)

    @cached_property
    def _roles(self) -> Mapping[tuple[int, int], set[Role]]:
        return roles_among(self.session, {row.person_id for row in self.rows})

    @cached_property
    def mornings(self) -> Mornings:
        found = []
        for row in self._of_kind("morning"):
            person = self.people.get(row.person_id)
            with suppress(KeyError, ValueError):  # a broken payload is its own message's fault, and raised there
                found += [wanted(row, person)] if person and person.office_id == row.office_id else []
        roles = {person.id: self.roles(person) for person in self.people.values()}
        return Mornings(self.session, found, self.offices, self.calendars, roles, self.now)

    @cached_property
    def _assignments(self) -> Mapping[int, Assignment]:
        named = {id_ for row in self.rows for id_ in row.payload.get("assignments", ())}
        named |= {row.payload["assignment"] for row in self.rows if "assignment" in row.payload}
        return {id_of(row): row for row in assignments_by_id(self.session, named)}

    @cached_property
    def products(self) -> Mapping[int, Sequence[str]]:
        """What the tasks of clock times are to deliver, by their ids."""
        tasks = {assignment.task_id for row in self._of_kind("clock") for assignment in self.assignments(row)}
        return products_of(self.session, tasks)

    @cached_property
    def put_off(self) -> Mapping[tuple[int, int], datetime]:
        """By person and assignment: until when."""
        people = {row.person_id for row in self._of_kind("snooze")}
        return {(one.person_id, one.assignment_id): one.until for one in snoozes_of(self.session, people)}

    @cached_property
    def notices(self) -> Mapping[int, Notice]:
        return notices_among(self.session, {row.payload["notice"] for row in self.rows if "notice" in row.payload})

    @cached_property
    def authors(self) -> Mapping[int, Person]:
        """Who wrote the notices."""
        return people_by_id(self.session, {notice.author_id for notice in self.notices.values()})

    @cached_property
    def acknowledged(self) -> Mapping[tuple[int, int], datetime | None]:
        """By notice and recipient: when they acknowledged it."""
        people = {row.person_id for row in self.rows if "notice" in row.payload}
        return acknowledged_among(self.session, self.notices.keys(), people)

    @cached_property
    def names_of_offices(self) -> Mapping[int, str]:
        return names_of_units(self.session, self.offices.keys())

    def _of_kind(self, kind: str) -> list[Outgoing]:
        return [row for row in self.rows if row.kind == kind]

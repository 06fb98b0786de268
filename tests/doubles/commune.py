"""A commune on a real database: its people, and work that stands as a test says."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session, select

from bot.channels import Incoming
from bot.conversation import answer
from bot.making_files import made
from locales.folding import fold
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, Occurrence, OutboxMessage, Person, Plan, Role, Task

OFFICE = Calendar()


def at(day: str, hour: str = "07:30") -> datetime:
    """An office clock time as a moment."""
    return OFFICE.at(date.fromisoformat(day), time.fromisoformat(hour))


@dataclass
class Commune:
    """UBND xã Quang Khải with one plan; its people by given name."""

    session: Session
    name: str = "UBND xã Quang Khải"
    review: bool = True
    office_id: int = 0
    plan: Plan | None = None
    people: dict[str, Person] = field(default_factory=dict)
    sent: int = 0

    def __post_init__(self) -> None:
        office = add_office(self.session, self.name)
        self.office_id = office.office_id
        self.plan = Plan(
            office_id=self.office_id,
            identity="cchc",
            title="Kế hoạch cải cách hành chính năm 2026",
            short_title="Kế hoạch CCHC 2026",
            file_name="",
            file_sha256="",
            review=self.review,
            imported_at=at("2026-01-05"),
        )
        self.session.add(self.plan)
        self.session.flush()

    def person(self, name: str, *roles: Role, post: str = "", linked: bool = True) -> Person:
        posts = [post] if post else []
        person = add_person(self.session, self.office_id, name, posts=posts, roles=roles or (Role.OFFICIAL,))
        if linked:
            link(self.session, person, bot="web", address=f"{self.office_id}-{person.id}", now=at("2026-01-05"))
        self.people[name.rsplit(maxsplit=1)[-1]] = person
        return person

    def work(
        self, number: int, title: str, due: str, *, to: Person | None = None, hour: str = "", **fields: Any
    ) -> Assignment:
        """An assignment under this number. `product` and `section` are its task's; other fields its own."""
        assert self.plan is not None
        product, section = fields.pop("product", ""), fields.pop("section", "")
        day, clock = date.fromisoformat(due), time.fromisoformat(hour) if hour else None
        task = Task(
            office_id=self.office_id,
            plan_id=id_of(self.plan),
            section_title=section,
            no=str(number),
            title=title,
            products=[product] if product else [],
        )
        self.session.add(task)
        self.session.flush()
        occurrence = Occurrence(office_id=self.office_id, task_id=id_of(task), ordinal=1, due=day, due_time=clock)
        self.session.add(occurrence)
        self.session.flush()
        post = "Công chức Văn phòng - Thống kê"
        values = {
            "office_id": self.office_id,
            "number": number,
            "task_id": id_of(task),
            "occurrence_id": id_of(occurrence),
            "post": post,
            "post_folded": fold(post),
            "person_id": to.id if to else None,
            "title": title,
            "due_printed": day,
            "due": day,
            "due_time": clock,
            "late_after": OFFICE.late_after(day, clock, extends=False),
            "state": AssignmentState.OPEN,
            "created_at": at("2026-01-05"),
        }
        row = Assignment(**{**values, **fields})
        self.session.add(row)
        self.session.flush()
        return row

    def done(self, number: int, title: str, due: str, *, to: Person, on: datetime, **fields: Any) -> Assignment:
        return self.work(number, title, due, to=to, state=AssignmentState.DONE, submitted_at=on, **fields)

    def message(self, to: Person, kind: str, *, again: bool = False, **payload: Any) -> OutboxMessage:
        """An outbox row on its way to somebody."""
        self.sent += 1
        row = OutboxMessage(
            office_id=self.office_id,
            person_id=id_of(to),
            key=f"{kind}:{self.office_id}:{self.sent}",
            kind=kind,
            payload=payload,
            created_at=at("2026-11-20"),
            not_before=at("2026-11-20"),
            again=again,
        )
        self.session.add(row)
        self.session.flush()
        return row


def say(commune: Commune, to: Person, words: str, when: datetime) -> Message:
    """What somebody types, and what they are answered."""
    return _heard(commune, to, words, when, tapped=False)


def tap(commune: Commune, to: Person, message: Message, label: str, when: datetime) -> Message:
    """A tap on a button of a message."""
    command = next(button.command for button in message.buttons if button.label == label)
    return _heard(commune, to, command, when, tapped=True)


def _heard(commune: Commune, to: Person, words: str, when: datetime, *, tapped: bool) -> Message:
    chat = Incoming(bot="web", address=f"{to.office_id}-{to.id}", text=words, tapped=tapped)
    message = answer(commune.session, chat, now=when)
    assert message is not None, f"nothing was said to {words!r}"
    files = tuple(made(commune.session, one) for one in message.to_make)
    return replace(message, files=(*message.files, *files), to_make=())


def waiting(commune: Commune, kind: str) -> dict[str, OutboxMessage]:
    """What waits in the outbox, by the given name of who will hear it."""
    rows = commune.session.exec(select(OutboxMessage).where(OutboxMessage.kind == kind)).all()
    names = {person.id: name for name, person in commune.people.items()}
    return {names[row.person_id]: row for row in rows}

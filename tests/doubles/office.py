"""A small office that talks to the bot over real SQLite, one transaction a message, the clock set by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.channels import Attachment, Incoming
from bot.conversation import answer
from bot.making_files import with_files
from locales.folding import fold
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.audit import history_of
from storage.database import reading, transaction
from storage.people import add_code, add_office, add_person, link
from storage.rows import id_of
from storage.tables import (
    Assignment,
    AssignmentState,
    AuditEntry,
    Occurrence,
    OutboxMessage,
    Person,
    Plan,
    Role,
    Task,
)

CALENDAR = Calendar()
Somebody = tuple[str, str, Sequence[str], Sequence[Role]]  # how tests call them, name, posts, roles
_PEOPLE: Sequence[Somebody] = (
    ("lan", "Nguyễn Thị Lan", ["Văn phòng - Thống kê"], [Role.OFFICIAL]),
    ("minh", "Trần Văn Minh", ["Chủ tịch"], [Role.LEADER, Role.OFFICIAL]),
    ("hoa", "Lê Thị Hoa", ["Nội vụ"], [Role.FOCAL, Role.OFFICIAL]),
    ("tuan", "Phạm Anh Tuấn", ["Địa chính"], [Role.OFFICIAL]),
)


@dataclass(frozen=True)
class Reply:
    """What the bot answered; `message` is None where it said nothing."""

    message: Message | None

    @property
    def text(self) -> str:
        assert self.message is not None, "nothing was said"
        return self.message.text

    @property
    def buttons(self) -> list[str]:
        return [button.label for button in self.message.buttons] if self.message else []

    @property
    def hint(self) -> str:
        return self.message.hint if self.message else ""

    def says(self, words: str) -> bool:
        return words in self.text


@dataclass
class Chat:
    """`chat("lan", "xong 2")` types, `chat.tap("lan", "Hoàn tác")` taps what the last answer offered."""

    engine: Engine
    now: datetime
    office_id: int = 0
    other_office_id: int = 0
    plan_id: int = 0
    people: dict[str, int] = field(default_factory=dict)
    last: dict[str, Message] = field(default_factory=dict)
    statements: int = 0

    def at(self, moment: str) -> "Chat":
        """Set the clock, in office time: "2026-11-20 07:42"."""
        self.now = datetime.fromisoformat(moment).replace(tzinfo=CALENDAR.zone)
        return self

    def __call__(self, who: str, text: str = "", *, file: Attachment | None = None, tapped: bool = False) -> Reply:
        return self._say(Incoming(bot="telegram:1", address=who, text=text, tapped=tapped, attachment=file))

    def on(self, bot: str, address: str, text: str) -> Reply:
        """Type at a chat of another platform."""
        return self._say(Incoming(bot=bot, address=address, text=text))

    def _say(self, incoming: Incoming) -> Reply:
        with transaction(self.engine) as session:
            said = answer(session, incoming, now=self.now)
        if said is None:
            return Reply(None)
        self.last[incoming.address] = with_files(self.engine, said)
        return Reply(self.last[incoming.address])

    def tap(self, who: str, label: str) -> Reply:
        """Tap the button of the last answer whose label has these words."""
        return self(who, self.command(who, label), tapped=True)

    def command(self, who: str, label: str) -> str:
        """What a button of the last answer says back."""
        return next(button.command for button in self.last[who].buttons if label in button.label)

    def task(
        self,
        number: int,
        title: str,
        due: str,
        *,
        owner: str = "lan",
        products: Sequence[str] = (),
        at: time | None = None,
        label: str = "",
        section: str = "CẢI CÁCH HÀNH CHÍNH",
        coordinators: Sequence[str] = (),
        full: str = "",
    ) -> None:
        """Give somebody something to deliver."""
        day = date.fromisoformat(due)
        with transaction(self.engine) as session:
            person = session.get_one(Person, self.people[owner])
            task = Task(
                office_id=person.office_id,
                plan_id=self.plan_id if person.office_id == self.office_id else None,
                section="III",
                section_title=section,
                no=str(number),
                title=full or title,
                products=list(products),
                coordinators=list(coordinators),
                place={"page": 6},
            )
            session.add(task)
            session.flush()
            occurrence = Occurrence(
                office_id=person.office_id, task_id=id_of(task), ordinal=1, due=day, due_time=at, label=label
            )
            session.add(occurrence)
            session.flush()
            session.add(_assignment(person, task, occurrence, number=number, title=title, now=self.now))

    def row(self, number: int, *, office: int | None = None) -> Assignment:
        """The assignment as the database has it now."""
        with reading(self.engine) as session:
            query = select(Assignment).where(Assignment.office_id == (office or self.office_id))
            return session.exec(query.where(Assignment.number == number)).one()

    def state(self, number: int) -> AssignmentState:
        return self.row(number).state

    def told(self, who: str) -> list[OutboxMessage]:
        """What waits to be said to somebody out of turn, oldest first."""
        with reading(self.engine) as session:
            query = select(OutboxMessage).where(OutboxMessage.person_id == self.people[who])
            return sorted(session.exec(query), key=id_of)

    def kinds_told(self, who: str) -> list[str]:
        return [message.kind for message in self.told(who)]

    def verbs(self, number: int) -> list[str]:
        """What the audit log says was done about an assignment."""
        with reading(self.engine) as session:
            return [entry.verb for entry in history_of(session, "assignment", id_of(self.row(number)))]

    def history(self, kind: str, row_id: int) -> list[AuditEntry]:
        with reading(self.engine) as session:
            return history_of(session, kind, row_id)

    def change(self, what: Callable[[Session], object]) -> None:
        """Set something up that nobody says in a chat."""
        with transaction(self.engine) as session:
            what(session)

    def policy(self, **values: Any) -> None:
        """The plan's settings: `review`, `needs_proof`."""

        def set_values(session: Session) -> None:
            plan = session.get_one(Plan, self.plan_id)
            for name, value in values.items():
                setattr(plan, name, value)

        self.change(set_values)

    def person(self, who: str) -> Person:
        with reading(self.engine) as session:
            return session.get_one(Person, self.people[who])

    def join(self, who: str, name: str, *, posts: Sequence[str] = (), roles: Sequence[Role] = (Role.OFFICIAL,)) -> None:
        """One more person of the office, with a linked chat."""
        with transaction(self.engine) as session:
            self.add(session, who, self.office_id, name, posts, roles)

    def code(self, who: str, code: str, *, hours: int = 24) -> None:
        """A one-time code for somebody."""
        with transaction(self.engine) as session:
            person = session.get_one(Person, self.people[who])
            add_code(session, person, code, expires_at=self.now + timedelta(hours=hours))

    def add(
        self, session: Session, who: str, office_id: int, name: str, posts: Sequence[str], roles: Sequence[Role]
    ) -> None:
        person = add_person(session, office_id, name, posts=posts, roles=roles)
        link(session, person, bot="telegram:1", address=who, now=self.now)
        self.people[who] = id_of(person)


def small_office(
    engine: Engine, *, now: str = "2026-11-20 07:42", more: Sequence[Somebody] = (), review: bool = False
) -> Chat:
    """UBND xã Quang Khải with Lan, Minh, Hoa, Tuấn and `more`, a plan, and Bình of another commune; `now` there.

    With `review` the plan wants a leader's confirmation.
    """
    talk = Chat(engine, datetime.fromisoformat(now).replace(tzinfo=CALENDAR.zone))
    with transaction(engine) as session:
        talk.office_id = add_office(session, "UBND xã Quang Khải").office_id
        talk.other_office_id = add_office(session, "UBND xã Tân Bình").office_id
        for who, name, posts, roles in (*_PEOPLE, *more):
            talk.add(session, who, talk.office_id, name, posts, roles)
        talk.add(session, "binh", talk.other_office_id, "Vũ Thanh Bình", ["Văn phòng - Thống kê"], [Role.OFFICIAL])
        plan = Plan(
            office_id=talk.office_id,
            identity="cchc-2026",
            title="Kế hoạch cải cách hành chính năm 2026",
            short_title="Kế hoạch CCHC 2026",
            year=2026,
            file_name="cchc.docx",
            file_sha256="0",
            review=review,
            imported_at=talk.now,
        )
        session.add(plan)
        session.flush()
        talk.plan_id = id_of(plan)
    return talk


def _assignment(
    person: Person, task: Task, occurrence: Occurrence, *, number: int, title: str, now: datetime
) -> Assignment:
    return Assignment(
        office_id=person.office_id,
        number=number,
        task_id=id_of(task),
        occurrence_id=id_of(occurrence),
        post=person.name,
        post_folded=fold(person.name),
        person_id=person.id,
        title=title,
        label=occurrence.label,
        due_printed=occurrence.due,
        due=occurrence.due,
        due_time=occurrence.due_time,
        late_after=CALENDAR.late_after(occurrence.due, occurrence.due_time, extends=False),
        created_at=now,
    )


def photo(name: str = "anh.jpg", content: bytes = b"jpeg") -> Attachment:
    return Attachment(name, "image/jpeg", content, photo=True)


def document(name: str, content: bytes = b"pdf") -> Attachment:
    return Attachment(name, "application/pdf", content)

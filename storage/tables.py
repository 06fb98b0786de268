"""Every table. No queries: those are in the file of their topic.

Each row of ours belongs to an office (`office_id`): the unit that works with us. Moments are instants (UTC inside),
days are the office's calendar days. Words and identities are those of the glossary in README.md.
"""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Enum, ForeignKey, Index, LargeBinary, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.types import Instant, Json, RowId


def _key() -> Any:
    return Field(default=None, sa_column=Column(RowId, primary_key=True))


def _instant(*, nullable: bool = False, index: bool = False) -> Any:
    return Field(default=None, sa_column=Column(Instant, nullable=nullable, index=index))


def _ref(target: str, *, nullable: bool = False, index: bool = True) -> Any:
    column: Any = Column(RowId, ForeignKey(target), nullable=nullable, index=index)
    return Field(default=None, sa_column=column) if nullable else Field(sa_column=column)


def _office() -> Any:
    return _ref("unit.id")


def _choice(values: type[StrEnum], default: StrEnum | None = None, *, index: bool = False) -> Any:
    kind = Enum(values, native_enum=False, length=20, values_callable=lambda e: [member.value for member in e])
    column: Any = Column(kind, nullable=False, index=index)
    return Field(sa_column=column) if default is None else Field(default=default, sa_column=column)


def _json(default: Any) -> Any:
    return Field(default_factory=default, sa_column=Column(Json, nullable=False))


def table_of(model: type[SQLModel]) -> Table:
    """The table itself, for statements that want columns rather than objects."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def _partial(name: str, *columns: str, where: str) -> Index:
    """An index of some rows: a statement that implies `where` as it is written here is found by it."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Role(StrEnum):
    OFFICIAL = "official"
    LEADER = "leader"
    FOCAL = "focal"
    ADMIN = "admin"


class Address(StrEnum):
    """How a person is addressed (voice.md rule 1)."""

    COMRADE = "comrade"  # đồng chí
    BROTHER = "brother"  # anh
    SISTER = "sister"  # chị


class Unit(SQLModel, table=True):
    """A node of the tree. `path` is materialised: "/1/7/" is unit 7 under unit 1."""

    id: int | None = _key()
    parent_id: int | None = _ref("unit.id", nullable=True)
    path: str = Field(default="", index=True)
    name: str
    short_name: str = ""


class Office(SQLModel, table=True):
    """The settings of a unit that works with us; `next_number` is the number its next assignment gets."""

    office_id: int = Field(sa_column=Column(RowId, ForeignKey("unit.id"), primary_key=True))
    timezone: str = "Asia/Ho_Chi_Minh"
    locale: str = "vi"
    morning_at: time = time(7, 30)
    quiet_from: time = time(21, 0)
    quiet_to: time = time(6, 30)
    day_off_extends: bool = False  # a due day off: late from the end of the next working day
    next_number: int = 1
    keeps_missed: bool = False  # messages that were not understood, nameless, for the reader's tests


class OfficeDay(SQLModel, table=True):
    """A day on which an office differs from the national calendar: its own holiday or working day."""

    __tablename__ = "office_day"
    __table_args__ = (UniqueConstraint("office_id", "day"), Index("ix_office_day_day", "day"))
    id: int | None = _key()
    office_id: int = _office()
    day: date
    works: bool
    reason: str = ""


class Person(SQLModel, table=True):
    """`morning_handled` is the office date of the last morning planned for this person, said or not.

    `born` (`1974-06-20`, or the year or month alone) and `phone` come from rosters: they tell two people of one name
    apart, and a person read again from somebody new. Nothing else uses them.
    """

    __table_args__ = (
        _partial("ix_person_morning", "office_id", "morning_handled", where="ended_on IS NULL"),
        _partial("ix_person_unhandled", "morning_handled", where="ended_on IS NULL"),
        _partial(
            "ix_person_own_hour", "morning_at", "morning_handled", where="morning_at IS NOT NULL AND ended_on IS NULL"
        ),
        _partial("ix_person_leaving", "ended_on", where="ended_on IS NOT NULL"),
    )
    id: int | None = _key()
    office_id: int = _office()
    unit_id: int = _ref("unit.id", index=False)
    name: str
    name_folded: str
    born: str | None = None
    phone: str | None = None
    address: Address = _choice(Address, Address.COMRADE)
    ended_on: date | None = None
    morning_at: time | None = None  # None: the office's
    remind_before: int | None = None  # working days; replaces 7, 3, 1
    quiet_from: time | None = None
    quiet_to: time | None = None
    stopped_through: date | None = None
    morning_handled: date | None = None


class Post(SQLModel, table=True):
    """A post (chức danh) that a person holds."""

    __table_args__ = (UniqueConstraint("person_id", "title_folded"),)
    id: int | None = _key()
    office_id: int = _office()
    person_id: int = _ref("person.id")
    title: str
    title_folded: str = Field(index=True)


class Grant(SQLModel, table=True):
    """Person × role × unit: the role holds in that unit and all below it."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "role", "unit_id"),)
    id: int | None = _key()
    office_id: int = _office()
    person_id: int = _ref("person.id")
    role: Role = _choice(Role)
    unit_id: int = _ref("unit.id")


class AccountState(StrEnum):
    ACTIVE = "active"
    REFUSED = "refused"  # the platform said it will not take messages for this address
    ENDED = "ended"


class Account(SQLModel, table=True):
    """A chat that is linked to a person. `bot` names the bot account ("telegram:123", "web"), `address` its chat."""

    __table_args__ = (UniqueConstraint("bot", "address"),)
    id: int | None = _key()
    office_id: int = _office()
    person_id: int = _ref("person.id")
    bot: str
    address: str
    state: AccountState = _choice(AccountState, AccountState.ACTIVE)
    preference: int = 0  # the lowest is used first
    linked_at: datetime = _instant()
    consented_at: datetime | None = _instant(nullable=True)
    refused_why: str = ""
    refused_at: datetime | None = _instant(nullable=True)


class BotAccount(SQLModel, table=True):
    """A bot account of a platform ("telegram:123") that this installation speaks through; one lane of delivery.

    It belongs to `unit_id` and all below it; None: to everybody. `seen_at` is when a process last served it,
    `held_until` the moment before which the platform wants to hear nothing from it.
    """

    __tablename__ = "bot_account"
    bot: str = Field(primary_key=True)
    unit_id: int | None = _ref("unit.id", nullable=True)
    username: str = ""
    seen_at: datetime | None = _instant(nullable=True)
    held_until: datetime | None = _instant(nullable=True)


class BotMonth(SQLModel, table=True):
    """How many messages a bot sent in a calendar month (its first day, Vietnamese time): what a budget counts."""

    __tablename__ = "bot_month"
    bot: str = Field(primary_key=True)
    month: date = Field(primary_key=True)
    sent: int = 0
    warned_at: datetime | None = _instant(nullable=True)


class LinkCode(SQLModel, table=True):
    """A one-time code that links the chat it is typed in."""

    __tablename__ = "link_code"
    id: int | None = _key()
    office_id: int = _office()
    person_id: int = _ref("person.id")
    code: str = Field(unique=True)
    expires_at: datetime = _instant()
    used_at: datetime | None = _instant(nullable=True)


class Dialogue(SQLModel, table=True):
    """What a chat is in the middle of: the open question, the last menu, the last list. Linked or not."""

    __table_args__ = (UniqueConstraint("bot", "address"),)
    id: int | None = _key()
    bot: str
    address: str
    state: dict[str, Any] = _json(dict)
    wrong_codes: int = 0
    locked_until: datetime | None = _instant(nullable=True)
    updated_at: datetime = _instant()


class PastPolicy(StrEnum):
    """What becomes of occurrences that were already past when the plan came in."""

    DONE = "done"
    OVERDUE = "overdue"
    LEFT_OUT = "left_out"


class Plan(SQLModel, table=True):
    """Its identity: office + number and date, else the folded title + year."""

    __table_args__ = (UniqueConstraint("office_id", "identity"),)
    id: int | None = _key()
    office_id: int = _office()
    identity: str
    title: str
    short_title: str = ""
    number: str | None = None
    issued: date | None = None
    issuer: str | None = None
    year: int | None = None
    span_first: int | None = None
    span_last: int | None = None
    file_name: str
    file_sha256: str
    review: bool = False  # a leader confirms each submission
    needs_proof: bool = True  # where a task names a product
    past_policy: PastPolicy = _choice(PastPolicy, PastPolicy.LEFT_OUT)
    imported_at: datetime = _instant()
    imported_by: int | None = _ref("person.id", nullable=True)


class Task(SQLModel, table=True):
    """One row of a plan, as printed. Its identity: plan + section + number + part."""

    __table_args__ = (UniqueConstraint("plan_id", "section", "no", "part", "repeat"),)
    id: int | None = _key()
    office_id: int = _office()
    plan_id: int | None = _ref("plan.id", nullable=True)  # None: assigned by a leader, outside any plan
    section: str = ""
    section_title: str = ""
    no: str = ""
    part: str = ""
    repeat: int = 0  # tells rows apart that print the same section, number and part
    title: str
    activities: list[str] = _json(list)
    products: list[str] = _json(list)
    assignees: list[str] = _json(list)
    coordinators: list[str] = _json(list)
    deadline_text: str = ""
    place: dict[str, Any] = _json(dict)
    removed_at: datetime | None = _instant(nullable=True)  # an amended plan no longer has the row


class Occurrence(SQLModel, table=True):
    """One thing a task's deadline asks for. Its identity: task + ordinal + label, never the day (days move)."""

    __table_args__ = (UniqueConstraint("task_id", "ordinal", "label"),)
    id: int | None = _key()
    office_id: int = _office()
    task_id: int = _ref("task.id")
    ordinal: int
    label: str = ""
    due: date
    due_time: time | None = None
    start: date | None = None
    condition_id: int | None = _ref("condition.id", nullable=True)  # None: the plan itself names the day
    removed_at: datetime | None = _instant(nullable=True)  # an amended plan no longer asks for it


class Event(SQLModel, table=True):
    """An exam, an inspection, a notice: what relative deadlines hang on. Its identity: office + folded name.

    `rules` are lines of text, as the office gave them: how long, phones, absence, failing.
    """

    __table_args__ = (UniqueConstraint("office_id", "name_folded"),)
    id: int | None = _key()
    office_id: int = _office()
    name: str
    name_folded: str  # without the words that any event has: "ngày", "đợt"
    day: date
    due_time: time | None = None
    place: str = ""
    rules: list[str] = _json(list)


class ConditionState(StrEnum):
    WAITING = "waiting"
    STARTED = "started"
    CLOSED = "closed"


class Condition(SQLModel, table=True):
    """What can't be on the calendar yet; started, it makes an occurrence: by the day of its event, or by a person.

    `started_on` is the office day on which it last did.
    """

    __table_args__ = (UniqueConstraint("task_id", "ordinal"),)
    id: int | None = _key()
    office_id: int = _office()
    task_id: int = _ref("task.id")
    ordinal: int
    kind: str  # a value of scheduler.plans.model.ConditionKind
    event: str | None = None
    days: int | None = None
    months: int | None = None
    working_days: bool = False
    state: ConditionState = _choice(ConditionState, ConditionState.WAITING)
    event_id: int | None = _ref("event.id", nullable=True)
    started_on: date | None = None
    removed_at: datetime | None = _instant(nullable=True)  # an amended plan no longer names it


class PostHolder(SQLModel, table=True):
    """Who answers for a post as plans print it: found by likeness or chosen by a person, and kept for the next plan."""

    __tablename__ = "post_holder"
    __table_args__ = (UniqueConstraint("office_id", "post_folded"),)
    id: int | None = _key()
    office_id: int = _office()
    post_folded: str
    post: str
    person_id: int | None = _ref("person.id", nullable=True)
    chosen_by: int | None = _ref("person.id", nullable=True)  # None: found by likeness


class UnitField(SQLModel, table=True):
    """Who answers in a unit for a field (lĩnh vực); the field "" is all that nobody else answers for."""

    __tablename__ = "unit_field"
    __table_args__ = (UniqueConstraint("unit_id", "field_folded"),)
    id: int | None = _key()
    office_id: int = _office()
    unit_id: int = _ref("unit.id")
    field: str = ""
    field_folded: str = ""
    person_id: int = _ref("person.id")


class AssignmentState(StrEnum):
    OPEN = "open"
    WAITING_PROOF = "waiting_proof"  # said to be done; its proof is missing: not a submission
    DONE = "done"
    WITHDRAWN = "withdrawn"  # its row left the plan


class Assignment(SQLModel, table=True):
    """ONE thing to deliver ONCE by one responsible person: task × occurrence × post.

    `due_printed` never changes, `due` is the one in force. `late_after` is the first moment that is late.
    `done_on` is the day the person claims and moves no mark; `submitted_at` is when all the task demands was here.
    """

    __table_args__ = (
        UniqueConstraint("office_id", "number"),
        UniqueConstraint("occurrence_id", "post_folded"),
        Index("ix_assignment_person", "person_id", "state", "due"),
        Index("ix_assignment_office", "office_id", "due", "state"),
        _partial("ix_assignment_clock", "late_after", where="due_time IS NOT NULL"),
        _partial("ix_assignment_submitted", "office_id", "submitted_at", where="submitted_at IS NOT NULL"),
        _partial("ix_assignment_nobody", "office_id", "due", where="person_id IS NULL"),
    )
    id: int | None = _key()
    office_id: int = _ref("unit.id", index=False)
    number: int
    task_id: int = _ref("task.id")
    occurrence_id: int = _ref("occurrence.id", index=False)
    post: str  # as printed
    post_folded: str
    person_id: int | None = _ref("person.id", nullable=True, index=False)  # None: nobody matched
    title: str  # short, for lists
    label: str = ""
    due_printed: date
    due: date
    due_time: time | None = None
    opens: date | None = None
    late_after: datetime = _instant()
    state: AssignmentState = _choice(AssignmentState, AssignmentState.OPEN)
    counted: bool = True  # False: past at import and left out of the figures
    reminds: bool = True  # False: past at import, never reminds nor escalates
    created_at: datetime = _instant()
    claimed_at: datetime | None = _instant(nullable=True)  # "xong" without its proof
    done_on: date | None = None
    submitted_at: datetime | None = _instant(nullable=True)
    accepted_at: datetime | None = _instant(nullable=True)
    returned_at: datetime | None = _instant(nullable=True)
    return_reason: str = ""


class Checklist(SQLModel, table=True):
    """Ordered items to tick: of a task (from its plan's activities, or attached), or of an event.

    `audience` and the items' `who` are posts as printed; empty: everybody.
    """

    __table_args__ = (UniqueConstraint("task_id"),)
    id: int | None = _key()
    office_id: int = _office()
    title: str
    audience: list[str] = _json(list)
    task_id: int | None = _ref("task.id", nullable=True, index=False)
    event_id: int | None = _ref("event.id", nullable=True)
    from_plan: bool = False  # its items are the task's activities, and follow them
    created_at: datetime = _instant()


class ChecklistItem(SQLModel, table=True):
    """A line of a checklist. `number` is what people say ("mục 3"); None: a heading, a detail or a note."""

    __tablename__ = "checklist_item"
    __table_args__ = (UniqueConstraint("checklist_id", "position"),)
    id: int | None = _key()
    office_id: int = _office()
    checklist_id: int = _ref("checklist.id", index=False)
    position: int
    depth: int = 0
    number: int | None = None
    mark: str = ""  # as printed: "Bước 1", "a)", "-"
    body: str
    who: list[str] = _json(list)
    minutes: int | None = None
    is_step: bool = False  # performed at the event, not prepared


class ChecklistTick(SQLModel, table=True):
    """An item is done: for an assignment, or, of an event's checklist, for a person."""

    __tablename__ = "checklist_tick"
    __table_args__ = (
        Index(
            "ix_tick_assignment",
            "item_id",
            "assignment_id",
            unique=True,
            sqlite_where=text("assignment_id IS NOT NULL"),
            postgresql_where=text("assignment_id IS NOT NULL"),
        ),
        Index(
            "ix_tick_person",
            "item_id",
            "person_id",
            unique=True,
            sqlite_where=text("assignment_id IS NULL"),
            postgresql_where=text("assignment_id IS NULL"),
        ),
    )
    id: int | None = _key()
    office_id: int = _office()
    item_id: int = _ref("checklist_item.id", index=False)
    person_id: int = _ref("person.id")
    assignment_id: int | None = _ref("assignment.id", nullable=True)
    at: datetime = _instant()


class Submission(SQLModel, table=True):
    """One act of handing in; it may name several assignments (SubmissionItem) and carry several proofs."""

    id: int | None = _key()
    office_id: int = _office()
    person_id: int = _ref("person.id")
    at: datetime = _instant()
    undone_at: datetime | None = _instant(nullable=True)


class SubmissionItem(SQLModel, table=True):
    __tablename__ = "submission_item"
    __table_args__ = (UniqueConstraint("submission_id", "assignment_id"),)
    id: int | None = _key()
    office_id: int = _office()
    submission_id: int = _ref("submission.id")
    assignment_id: int = _ref("assignment.id")
    accepted_at: datetime | None = _instant(nullable=True)
    returned_at: datetime | None = _instant(nullable=True)
    decided_by: int | None = _ref("person.id", nullable=True)
    reason: str = ""


class PlanDraft(SQLModel, table=True):
    """A plan's file that somebody sent in a chat and settles before it is saved. `settled` holds their answers."""

    __tablename__ = "plan_draft"
    id: int | None = _key()
    office_id: int = _office()
    person_id: int = _ref("person.id")
    file_id: int = _ref("stored_file.id")
    plan_id: int | None = _ref("plan.id", nullable=True)  # what it was saved as
    settled: dict[str, Any] = _json(dict)
    created_at: datetime = _instant()


class RosterDraft(SQLModel, table=True):
    """A roster that somebody sent in a chat; `content`, full of personal data, is there until they save or drop it."""

    __tablename__ = "roster_draft"
    id: int | None = _key()
    office_id: int = _office()
    person_id: int = _ref("person.id")
    name: str
    media_type: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = _instant()


class ProofKind(StrEnum):
    LINK = "link"
    FILE = "file"
    PHOTO = "photo"
    DOCUMENT = "document"


class StoredFile(SQLModel, table=True):
    """A file somebody sent, kept whole."""

    __tablename__ = "stored_file"
    id: int | None = _key()
    office_id: int = _office()
    sha256: str = Field(index=True)
    name: str
    media_type: str
    size: int  # bytes
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Proof(SQLModel, table=True):
    """A link, a file, a photo, or a document's number and date; ProofUse says for which assignments."""

    __table_args__ = (Index("ix_proof_value", "office_id", "kind", "value"),)
    id: int | None = _key()
    office_id: int = _office()
    person_id: int = _ref("person.id")
    kind: ProofKind = _choice(ProofKind)
    value: str  # the link, the file's sha256, or the document's number
    document_date: date | None = None
    file_id: int | None = _ref("stored_file.id", nullable=True)
    at: datetime = _instant()


class ProofUse(SQLModel, table=True):
    __tablename__ = "proof_use"
    __table_args__ = (UniqueConstraint("proof_id", "assignment_id"),)
    id: int | None = _key()
    office_id: int = _office()
    proof_id: int = _ref("proof.id")
    assignment_id: int = _ref("assignment.id")


class ExtensionState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Extension(SQLModel, table=True):
    """A request to move a deadline, kept for ever with its reason."""

    __table_args__ = (Index("ix_extension_state", "office_id", "state"),)
    id: int | None = _key()
    office_id: int = _office()
    assignment_id: int = _ref("assignment.id")
    person_id: int = _ref("person.id")
    asked_at: datetime = _instant()
    until: date
    reason: str = ""
    due_before: date
    state: ExtensionState = _choice(ExtensionState, ExtensionState.PENDING)
    decided_by: int | None = _ref("person.id", nullable=True)
    decided_at: datetime | None = _instant(nullable=True)
    decided_until: date | None = None
    decision_reason: str = ""


class Snooze(SQLModel, table=True):
    """Hides one assignment from one person's mornings until a moment; moves no deadline."""

    __table_args__ = (UniqueConstraint("person_id", "assignment_id"),)
    id: int | None = _key()
    office_id: int = _office()
    person_id: int = _ref("person.id")
    assignment_id: int = _ref("assignment.id")
    until: datetime = _instant()


class NoticeState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    CLOSED = "closed"


class Notice(SQLModel, table=True):
    """A broadcast. `audience` is {"unit": id} or {"post": folded title}."""

    id: int | None = _key()
    office_id: int = _office()
    author_id: int = _ref("person.id")
    body: str
    audience: dict[str, Any] = _json(dict)
    state: NoticeState = _choice(NoticeState, NoticeState.DRAFT)
    created_at: datetime = _instant()
    sent_at: datetime | None = _instant(nullable=True)


class NoticeRecipient(SQLModel, table=True):
    __tablename__ = "notice_recipient"
    __table_args__ = (UniqueConstraint("notice_id", "person_id"),)
    id: int | None = _key()
    office_id: int = _office()
    notice_id: int = _ref("notice.id")
    person_id: int = _ref("person.id")
    reachable: bool
    acknowledged_at: datetime | None = _instant(nullable=True)


class MessageState(StrEnum):
    """waiting → claimed → sending → sent | waiting again | refused | doubtful; dropped = no longer wanted."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    DOUBTFUL = "doubtful"
    DROPPED = "dropped"


class OutboxMessage(SQLModel, table=True):
    """What is to be said to somebody, once: `key` is unique. The words are computed at the moment of sending.

    `lane` is the bot that is to say it, by the person's preferred chat ("": nobody to be reached yet); `priority`
    orders a lane, the lowest first.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        _partial("ix_outbox_lane", "lane", "priority", "not_before", "id", where="state = 'waiting'"),
        _partial("ix_outbox_leased", "lease_until", where="state IN ('claimed', 'sending')"),
        _partial(
            "ix_outbox_morning", "person_id", where="kind = 'morning' AND state IN ('waiting', 'claimed', 'sending')"
        ),
    )
    id: int | None = _key()
    office_id: int = _office()
    person_id: int = _ref("person.id")
    key: str = Field(unique=True)
    kind: str
    payload: dict[str, Any] = _json(dict)
    created_at: datetime = _instant()
    not_before: datetime = _instant()
    lane: str = ""
    priority: int = 0
    state: MessageState = _choice(MessageState, MessageState.WAITING)
    attempts: int = 0
    again: bool = False  # sent once more after a doubtful first time
    claimed_by: str | None = None
    lease_until: datetime | None = _instant(nullable=True)
    bot: str | None = None
    address: str | None = None
    platform_id: str | None = None
    sent_at: datetime | None = _instant(nullable=True)
    said: str | None = None  # the words as sent


class MessageEvent(SQLModel, table=True):
    """One step in the life of an outbox message."""

    __tablename__ = "outbox_event"
    id: int | None = _key()
    message_id: int = _ref("outbox.id")
    at: datetime = _instant()
    state: MessageState = _choice(MessageState)
    bot: str | None = None
    detail: str = ""


class OutboxSummary(SQLModel, table=True):
    """How many messages of a kind ended how on a day (UTC), of those that were removed from the outbox."""

    __tablename__ = "outbox_summary"
    office_id: int = Field(sa_column=Column(RowId, ForeignKey("unit.id"), primary_key=True))
    day: date = Field(primary_key=True)
    lane: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    state: str = Field(primary_key=True)
    messages: int = 0


class ChatLine(SQLModel, table=True):
    """A line of the built-in web chat. `author` is "person" or "bot"; `extras` holds buttons and files as JSON."""

    __tablename__ = "chat_line"
    __table_args__ = (Index("ix_chat_line_address", "address", "id"),)
    id: int | None = _key()
    office_id: int = _office()
    address: str
    at: datetime = _instant()
    author: str
    body: str
    extras: dict[str, Any] = _json(dict)
    file_id: int | None = _ref("stored_file.id", nullable=True)


class Mark(SQLModel, table=True):
    """A named moment that survives a restart, such as the last one processed."""

    name: str = Field(primary_key=True)
    at: datetime = _instant()


class ReceivedUpdate(SQLModel, table=True):
    """An update of a platform that was taken in: delivered again after a restart, it is not answered twice."""

    __tablename__ = "received_update"
    bot: str = Field(primary_key=True)
    update_id: str = Field(primary_key=True)
    at: datetime = _instant(index=True)


class MissedMessage(SQLModel, table=True):
    """What somebody typed and the reader could not tell, and the order they then tapped.

    Kept only where the office wishes it; without the writer, names and numbers (bot/actions/missed.py).
    """

    __tablename__ = "missed_message"
    id: int | None = _key()
    office_id: int = _office()
    typed: str
    role: str
    day: date
    read_as: str
    meant: str


class AuditEntry(SQLModel, table=True):
    """Who did what, when, through which channel. Append-only: the database refuses updates and deletes."""

    __tablename__ = "audit_log"
    __table_args__ = (Index("ix_audit_row", "kind", "row_id"),)
    id: int | None = _key()
    office_id: int = _office()
    at: datetime = _instant()
    actor_id: int | None = _ref("person.id", nullable=True, index=False)  # None: the program itself
    channel: str
    verb: str
    kind: str
    row_id: int
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    after: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))

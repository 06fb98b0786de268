"""What a message means: the values that reading text, tapping a button and answering share. Shapes as in intents.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Slots = Mapping[str, Any]


class Intent(StrEnum):
    """Every intent of intents.md, then those that only a button asks for."""

    LIST_TASKS = "list_tasks"
    SHOW_TASK = "show_task"
    MARK_DONE = "mark_done"
    UNDO_DONE = "undo_done"
    ATTACH_PROOF = "attach_proof"
    LIST_PROOF = "list_proof"
    REQUEST_EXTENSION = "request_extension"
    APPROVE_EXTENSION = "approve_extension"
    REJECT_EXTENSION = "reject_extension"
    RETURN_TASK = "return_task"
    SNOOZE = "snooze"
    ACKNOWLEDGE = "acknowledge"
    CHECKLIST_SHOW = "checklist_show"
    CHECKLIST_TICK = "checklist_tick"
    REPORT_STATUS = "report_status"
    NUDGE = "nudge"
    BROADCAST_START = "broadcast_start"
    BROADCAST_STATUS = "broadcast_status"
    EXAM_INFO = "exam_info"
    ASSIGN_TASK = "assign_task"
    SET_EVENT_DATE = "set_event_date"
    SETTINGS = "settings"
    CORRECT = "correct"
    MY_DATA = "my_data"
    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    WHO_AM_I = "who_am_i"
    LINK_ACCOUNT = "link_account"
    YES = "yes"
    NO = "no"
    CANCEL = "cancel"
    SMALL_TALK = "small_talk"
    UNKNOWN = "unknown"
    CLARIFY = "clarify"

    # Buttons only.
    ACCEPT_TASK = "accept_task"
    SHOW_MORE = "show_more"
    SHOW_PERSON = "show_person"
    WAITING_DECISIONS = "waiting_decisions"
    DONE_LATER = "done_later"
    CHOOSE = "choose"
    CONSENT = "consent"
    NOTICE_SEND = "notice_send"
    NOTICE_ACK = "notice_ack"
    NOTICE_MISSING = "notice_missing"
    PERSON_REPORT = "person_report"
    DIGEST = "digest"
    EXPORT_REPORT = "export_report"
    IMPORT_PLAN = "import_plan"
    IMPORT_ROSTER = "import_roster"
    WAITING_CONDITIONS = "waiting_conditions"
    START_CONDITION = "start_condition"


BUTTON_ONLY = frozenset(
    {
        Intent.ACCEPT_TASK,
        Intent.SHOW_MORE,
        Intent.SHOW_PERSON,
        Intent.WAITING_DECISIONS,
        Intent.DONE_LATER,
        Intent.CHOOSE,
        Intent.CONSENT,
        Intent.NOTICE_SEND,
        Intent.NOTICE_ACK,
        Intent.NOTICE_MISSING,
        Intent.PERSON_REPORT,
        Intent.DIGEST,
        Intent.EXPORT_REPORT,
        Intent.IMPORT_PLAN,
        Intent.IMPORT_ROSTER,
        Intent.WAITING_CONDITIONS,
        Intent.START_CONDITION,
    }
)


@dataclass(frozen=True)
class Reading:
    """One request: its intent, the slots the message names (JSON-able values), and what else it asks for, in order."""

    intent: Intent
    slots: dict[str, Any] = field(default_factory=dict)
    more: tuple["Reading", ...] = ()

    def as_json(self) -> dict[str, Any]:
        """`{"intent", "slots", "more"}`, as score/utterances.py and the dialogue's state keep it."""
        return {"intent": self.intent.value, "slots": dict(self.slots), "more": [one.as_json() for one in self.more]}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Reading":
        """The reading that `as_json` gave. Raises KeyError and ValueError for anything else."""
        more = tuple(cls.from_json(one) for one in value.get("more") or ())
        return cls(Intent(value["intent"]), dict(value.get("slots") or {}), more)


@dataclass(frozen=True)
class KnownTask:
    """A row of the list last shown: `number` is the one people see, unique in their office."""

    number: int
    title: str
    due: date | None = None


@dataclass(frozen=True)
class Hearing:
    """What the reader knows of the moment: office date, the writer's role (`official`, `leader`, `focal`),
    the list last shown in its order, and the number of the one task last shown or reminded of."""

    today: date
    role: str = "official"
    tasks: tuple[KnownTask, ...] = ()
    last: int | None = None

"""What a plan's file says, as plain values: no database, no clock.

The JSON shapes are those of the plan readers' output (`nhacviec plan read --json`).
"""

from dataclasses import dataclass, field
from datetime import date
from datetime import time as clock
from enum import StrEnum
from typing import Any


class ConditionKind(StrEnum):
    """Why a deadline can't be put on the calendar yet (deadlines.md, "Conditions")."""

    ON_REQUEST = "on_request"
    ON_EVENT = "on_event"
    RELATIVE = "relative"
    ONGOING = "ongoing"
    BY_RULE = "by_rule"
    UNREAD = "unread"


class Doubt(StrEnum):
    """Why a person should look at a row before it is saved."""

    NO_SPAN = "no_span"  # the phrase needs a span that the file does not give
    NO_YEAR = "no_year"  # the phrase needs the plan's year
    OUTSIDE_SPAN = "outside_span"  # a year outside the plan's span: followed as printed
    UNREAD = "unread"  # the phrase was not understood
    NO_DEADLINE = "no_deadline"  # the row prints no deadline
    SHIFTED = "shifted"  # its cells stood one column beside their headings


@dataclass(frozen=True)
class Context:
    """What a phrase is read in. `span`: first and last year; `period`: first and last day of a shorter plan."""

    plan_year: int | None = None
    span: tuple[int, int] | None = None
    issued: date | None = None
    period: tuple[date, date] | None = None


@dataclass(frozen=True)
class Occurrence:
    """One thing a deadline asks for, once. `due` is the last day on which delivery is still on time."""

    due: date
    time: clock | None = None
    start: date | None = None
    label: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "due": self.due.isoformat(),
            "time": self.time.strftime("%H:%M") if self.time else None,
            "start": self.start.isoformat() if self.start else None,
            "label": self.label,
        }


@dataclass(frozen=True)
class Condition:
    """What can't be on the calendar yet. `days` and `months` are negative before the event, positive after it."""

    kind: ConditionKind
    event: str | None = None
    days: int | None = None
    months: int | None = None
    working_days: bool = False

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"kind": self.kind.value}
        if self.kind in (ConditionKind.ON_EVENT, ConditionKind.RELATIVE):
            shown["event"] = self.event
        if self.kind is ConditionKind.RELATIVE:
            shown |= {"months": self.months} if self.months is not None else {"days": self.days}
            shown["working_days"] = self.working_days
        return shown


@dataclass(frozen=True)
class Reading:
    """One piece of a phrase and what it was read as: the evidence behind a schedule."""

    rule: int | str  # the rule's number in deadlines.md, or the kind of condition
    words: str  # the words as printed
    occurrences: tuple[Occurrence, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Schedule:
    """The reading of one deadline phrase."""

    occurrences: tuple[Occurrence, ...] = ()
    conditions: tuple[Condition, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    readings: tuple[Reading, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "occurrences": [o.as_json() for o in self.occurrences],
            "conditions": [c.as_json() for c in self.conditions],
        }


@dataclass(frozen=True)
class Place:
    """Where a row stands in its file, counted from 1 as its readers count (Excel rows, Word tables, PDF pages)."""

    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None

    def as_json(self) -> dict[str, Any]:
        pairs = {"page": self.page, "sheet": self.sheet, "table": self.table, "row": self.row}
        return {key: value for key, value in pairs.items() if value is not None}


@dataclass(frozen=True)
class PlanTask:
    """One row of a plan; `part` is "" unless one row holds several deadlines ("a", "b", …)."""

    section: str
    section_title: str
    no: str
    part: str
    task: str
    activities: tuple[str, ...]
    products: tuple[str, ...]
    assignees: tuple[str, ...]
    coordinators: tuple[str, ...]
    deadline_text: str
    place: Place
    schedule: Schedule = field(default_factory=Schedule)
    doubts: tuple[Doubt, ...] = ()
    candidate: bool = False  # found in running text: offered, not a row of the plan's table

    def as_json(self, source: str) -> dict[str, Any]:
        head = {"source": source, "section": self.section, "section_title": self.section_title, "no": self.no}
        return (
            head
            | ({"part": self.part} if self.part else {})
            | {
                "task": self.task,
                "activities": list(self.activities),
                "products": list(self.products),
                "assignees": list(self.assignees),
                "coordinators": list(self.coordinators),
                "deadline_text": self.deadline_text,
            }
            | self.schedule.as_json()
            | {"place": self.place.as_json()}
            | ({"candidate": True} if self.candidate else {})
        )


@dataclass(frozen=True)
class PlanDocument:
    """A plan as read from one file. `number` and `issued` are None where the file does not print them."""

    source: str  # the file's name
    sha256: str
    title: str
    number: str | None
    issued: date | None
    issuer: str | None
    context: Context
    tasks: tuple[PlanTask, ...]

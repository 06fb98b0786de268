"""What a roster's file says of people, as plain values, and what is to be looked at, row by row."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from scheduler.plans.model import Place

MALE, FEMALE = "Nam", "Nữ"


class Fault(StrEnum):
    """What was not as it should be in a row."""

    # Put right by a rule: nothing to decide.
    NAME_SPACES = "name_spaces"
    NAME_UNICODE = "name_unicode"  # letters and accents apart
    NAME_CAPITALS = "name_capitals"
    PHONE_WRITTEN = "phone_written"  # spaces, dots, +84, a number without its leading 0
    PHONE_SECOND = "phone_second"  # two in one cell: the first is kept
    BORN_WRITTEN = "born_written"  # a text among dates, a year of two digits
    POST_WRITTEN = "post_written"
    UNIT_WRITTEN = "unit_written"
    REASON_WRITTEN = "reason_written"
    # For a person to look at.
    NAME_MISSING = "name_missing"
    NAME_SHORT = "name_short"
    NAME_UNMARKED = "name_unmarked"  # typed without accents
    NUMBER_REPEATED = "number_repeated"
    BORN_MISSING = "born_missing"
    BORN_PARTIAL = "born_partial"  # a year or a month among full dates
    BORN_IMPOSSIBLE = "born_impossible"
    BORN_UNLIKELY = "born_unlikely"
    SEX_UNLIKELY = "sex_unlikely"  # the date stands in the other sex's column, by the name
    SEX_DIFFERS = "sex_differs"  # … by another roster
    SEX_BOTH = "sex_both"
    POST_MISSING = "post_missing"
    UNIT_MISSING = "unit_missing"
    PHONE_MISSING = "phone_missing"
    PHONE_BAD = "phone_bad"
    PHONE_SHARED = "phone_shared"
    PHONE_DIFFERS = "phone_differs"  # from another roster's
    REASON_MISSING = "reason_missing"
    REASON_IN_NOTE = "reason_in_note"
    DUPLICATE = "duplicate"
    SAME_NAME = "same_name"  # two people
    ALSO_IN = "also_in"  # takes part in one roster and does not in another


PUT_RIGHT = frozenset(
    {
        Fault.NAME_SPACES,
        Fault.NAME_UNICODE,
        Fault.NAME_CAPITALS,
        Fault.PHONE_WRITTEN,
        Fault.PHONE_SECOND,
        Fault.BORN_WRITTEN,
        Fault.POST_WRITTEN,
        Fault.UNIT_WRITTEN,
        Fault.REASON_WRITTEN,
    }
)


@dataclass(frozen=True)
class Finding:
    """A fault and what is to be said of it. `row`: the other row; `source`: the other roster; `differs`: in what."""

    fault: Fault
    printed: str = ""
    row: int | None = None
    source: str = ""
    differs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One person's row, put right. `born` is `1974-06-20`, `1974-06` or `1974`; `sex` is `Nam` or `Nữ`."""

    place: Place
    name: str
    sex: str | None = None
    born: str | None = None
    post: str | None = None
    unit: str | None = None
    phone: str | None = None
    reason: str | None = None
    note: str | None = None
    findings: tuple[Finding, ...] = ()
    duplicate_of: int | None = None
    also_in: str | None = None

    @property
    def row(self) -> int:
        return self.place.row or 0

    def has(self, fault: Fault) -> bool:
        return any(finding.fault is fault for finding in self.findings)

    def as_json(self, source: str) -> dict[str, Any]:
        shown: dict[str, Any] = {"file": source, "row": self.row, "name": self.name, "sex": self.sex}
        shown |= {"born": self.born, "post": self.post, "unit": self.unit, "phone": self.phone}
        shown |= {"reason": self.reason, "note": self.note}
        shown |= {"duplicate_of": self.duplicate_of} if self.duplicate_of is not None else {}
        shown |= {"also_in": self.also_in} if self.also_in is not None else {}
        return shown | {"faults": [finding.fault.value for finding in self.findings]}


@dataclass(frozen=True)
class Roster:
    """The rows of one file. `form`: the number of its Mẫu số; `takes_part`: whether its people take part, if it says.

    `nameless`: places of rows that say something of somebody without a name.
    """

    source: str  # the file's name
    form: int | None
    takes_part: bool | None
    entries: tuple[Entry, ...]
    nameless: tuple[Place, ...] = ()

    @property
    def people(self) -> tuple[Entry, ...]:
        """Everybody, each once."""
        return tuple(entry for entry in self.entries if entry.duplicate_of is None)

"""What an examination finds: a line for each thing, and what to do now where it is a fault."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from locales import hour, weekday_full
from scheduler.calendar import Calendar

_ZONE = Calendar().zone


@dataclass(frozen=True)
class Finding:
    """`what` was found, in a sentence; `todo`, also a sentence, stands only where `ok` is False."""

    name: str
    ok: bool
    what: str
    todo: str = ""

    def line(self) -> str:
        return " ".join(filter(None, ["✔" if self.ok else "✘", self.what, self.todo]))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def well(name: str, what: str) -> Finding:
    return Finding(name, ok=True, what=what)


def fault(name: str, what: str, todo: str) -> Finding:
    return Finding(name, ok=False, what=what, todo=todo)


def moment(when: datetime) -> str:
    """`07:30 thứ Sáu 20/11/2026`, Vietnamese time."""
    local = when.astimezone(_ZONE)
    return f"{hour(local)} {weekday_full(local.date())}"

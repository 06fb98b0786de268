"""An assignment's change, written to the audit log: what it was before, what it is after."""

from typing import Any

from sqlmodel import Session

from storage.audit import Actor, record
from storage.rows import id_of
from storage.tables import Assignment

_FIELDS = (
    "state",
    "due",
    "due_time",
    "late_after",
    "reminds",
    "counted",
    "done_on",
    "claimed_at",
    "submitted_at",
    "accepted_at",
    "returned_at",
)


def snapshot(row: Assignment) -> dict[str, Any]:
    """The fields that an assignment's life changes, as JSON values."""
    values = {name: getattr(row, name) for name in _FIELDS}
    plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
    return plain | {"state": row.state.value}


def note(session: Session, actor: Actor, verb: str, row: Assignment, *, before: dict[str, Any], **more: Any) -> None:
    """Write down how `row` differs from `before`; `more` is said of the change besides."""
    after = snapshot(row)
    changed = [name for name in after if after[name] != before[name]]
    session.add(row)
    record(
        session,
        actor,
        verb,
        kind="assignment",
        row_id=id_of(row),
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed} | more,
    )

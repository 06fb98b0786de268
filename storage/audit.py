"""The audit log: written in the transaction of every change, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.tables import AuditEntry


@dataclass(frozen=True)
class Actor:
    """Who acts, when, and through which channel ("telegram", "web", "cli", "scheduler")."""

    office_id: int
    person_id: int | None
    channel: str
    now: datetime


def record(
    session: Session,
    actor: Actor,
    verb: str,
    *,
    kind: str,
    row_id: int,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add one entry. `before` and `after` hold the fields that changed, as JSON values."""
    session.add(
        AuditEntry(
            office_id=actor.office_id,
            at=actor.now,
            actor_id=actor.person_id,
            channel=actor.channel,
            verb=verb,
            kind=kind,
            row_id=row_id,
            before=before,
            after=after,
        )
    )


def history_of(session: Session, kind: str, row_id: int) -> list[AuditEntry]:
    """The entries about one row, oldest first."""
    query = select(AuditEntry).where(AuditEntry.kind == kind, AuditEntry.row_id == row_id)
    return list(session.exec(query.order_by(col(AuditEntry.id))))

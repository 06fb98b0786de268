"""The audit log: written in the transaction of every change, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
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


def record_each(
    session: Session,
    actor: Actor,
    verb: str,
    *,
    kind: str,
    after: Mapping[int, dict[str, Any] | None],
    before: Mapping[int, dict[str, Any]] | None = None,
) -> None:
    """Add one entry for each of many rows, by their ids, in one statement."""
    same = {"office_id": actor.office_id, "at": actor.now, "actor_id": actor.person_id, "channel": actor.channel}
    same |= {"verb": verb, "kind": kind}
    was = before or {}
    entries = [same | {"row_id": at, "before": was.get(at), "after": said} for at, said in after.items()]
    if entries:
        session.exec(insert(AuditEntry), params=entries)


def history_of(session: Session, kind: str, row_id: int) -> list[AuditEntry]:
    """The entries about one row, oldest first."""
    query = select(AuditEntry).where(AuditEntry.kind == kind, AuditEntry.row_id == row_id)
    return list(session.exec(query.order_by(col(AuditEntry.id))))

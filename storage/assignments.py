"""Assignments as a conversation looks for them: by their numbers, lately handed in, lately urged."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import Assignment, AuditEntry


def assignments_numbered(session: Session, office_id: int, numbers: Collection[int]) -> dict[int, Assignment]:
    """Those of an office's assignments that people call by these numbers, by number."""
    query = select(Assignment).where(Assignment.office_id == office_id, col(Assignment.number).in_(numbers))
    return {row.number: row for row in session.exec(query)}


def noted_since(session: Session, verb: str, assignment_ids: Collection[int], *, since: datetime) -> set[int]:
    """Those of these assignments about which the audit log has this verb since that moment."""
    query = select(AuditEntry.row_id).where(AuditEntry.kind == "assignment", AuditEntry.verb == verb)
    query = query.where(col(AuditEntry.row_id).in_(assignment_ids), AuditEntry.at >= since)
    return set(session.exec(query))


def latest_entry(session: Session, assignment_id: int, verbs: Collection[str]) -> AuditEntry | None:
    """The last entry of the audit log about an assignment that has one of these verbs."""
    query = select(AuditEntry).where(AuditEntry.kind == "assignment", AuditEntry.row_id == assignment_id)
    return session.exec(query.where(col(AuditEntry.verb).in_(verbs)).order_by(col(AuditEntry.id).desc())).first()

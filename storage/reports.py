"""What figures are made of: the rows of one office that a digest, a status question or an Excel table reads."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from storage.tables import (
    Assignment,
    AssignmentState,
    Extension,
    ExtensionState,
    SubmissionItem,
)
from storage.tasks import UNFINISHED


def digest_assignments(session: Session, office_id: int, *, today: date) -> list[Assignment]:
    """What a digest reads: counted rows due this calendar year or, unfinished, before it or within a week after it;
    and whatever was handed in lately."""
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    this_year = col(Assignment.due).between(first, last)
    unfinished = and_(col(Assignment.due) <= last + timedelta(days=7), col(Assignment.state).in_(UNFINISHED))
    # A digest looks back further than its own year only in the first days of January.
    lately = col(Assignment.submitted_at) >= datetime(today.year - 1, 12, 1, tzinfo=UTC)
    query = select(Assignment).where(Assignment.office_id == office_id, col(Assignment.counted))
    query = query.where(Assignment.state != AssignmentState.WITHDRAWN, or_(this_year, unfinished, lately))
    return list(session.exec(query.order_by(col(Assignment.due), col(Assignment.number))))


def pending_extensions(session: Session, office_id: int) -> list[Extension]:
    """Extensions of an office that wait for a decision, the oldest first."""
    query = select(Extension).where(Extension.office_id == office_id, Extension.state == ExtensionState.PENDING)
    return list(session.exec(query.order_by(col(Extension.asked_at), col(Extension.id))))


def latest_decisions(session: Session, assignment_ids: Collection[int]) -> dict[int, SubmissionItem]:
    """For each of these assignments the submission that a leader decided last."""
    query = select(SubmissionItem).where(col(SubmissionItem.assignment_id).in_(assignment_ids))
    query = query.where(col(SubmissionItem.decided_by).is_not(None)).order_by(col(SubmissionItem.id))
    return {item.assignment_id: item for item in session.exec(query)}


def extension_by_id(session: Session, office_id: int, extension_id: int) -> Extension | None:
    query = select(Extension).where(Extension.id == extension_id, Extension.office_id == office_id)
    return session.exec(query).first()

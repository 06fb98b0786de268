"""Plans that were sent in a chat and are being settled."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.rows import id_of
from storage.tables import Plan, PlanDraft, StoredFile


def add_draft(
    session: Session, file: StoredFile, *, person_id: int, settled: dict[str, Any], now: datetime
) -> PlanDraft:
    draft = PlanDraft(
        office_id=file.office_id, person_id=person_id, file_id=id_of(file), settled=settled, created_at=now
    )
    session.add(draft)
    session.flush()
    return draft


def draft_held(session: Session, office_id: int, person_id: int, draft_id: int) -> PlanDraft | None:
    """Somebody's draft, kept from change by anybody else until the transaction ends."""
    query = select(PlanDraft).where(PlanDraft.office_id == office_id, PlanDraft.id == draft_id)
    return session.exec(query.where(PlanDraft.person_id == person_id).with_for_update()).first()


def file_of_draft(session: Session, draft: PlanDraft) -> StoredFile:
    return session.get_one(StoredFile, draft.file_id)


def last_settled(session: Session, plan: Plan) -> dict[str, Any]:
    """The answers that were given when a plan was last saved: they hold for its next version."""
    query = select(PlanDraft).where(PlanDraft.plan_id == plan.id).order_by(col(PlanDraft.id).desc())
    draft = session.exec(query).first()
    return dict(draft.settled) if draft else {}


def plan_of_file(session: Session, office_id: int, sha256: str) -> Plan | None:
    """The plan that was last saved from a file of this content."""
    query = select(Plan).where(Plan.office_id == office_id, Plan.file_sha256 == sha256)
    return session.exec(query.order_by(col(Plan.id).desc())).first()

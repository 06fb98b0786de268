"""Rosters that were sent in a chat and wait for a yes."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from storage.rows import id_of
from storage.tables import Person, RosterDraft


def keep_draft(
    session: Session, person: Person, *, name: str, media_type: str, content: bytes, now: datetime
) -> RosterDraft:
    """The one roster that this person decides about; one that was left undecided is let go."""
    session.exec(delete(RosterDraft).where(col(RosterDraft.person_id) == id_of(person)))
    draft = RosterDraft(
        office_id=person.office_id,
        person_id=id_of(person),
        name=name,
        media_type=media_type,
        content=content,
        created_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def roster_held(session: Session, office_id: int, person_id: int, draft_id: int) -> RosterDraft | None:
    """Somebody's draft, kept from change by anybody else until the transaction ends."""
    query = select(RosterDraft).where(RosterDraft.office_id == office_id, RosterDraft.id == draft_id)
    return session.exec(query.where(RosterDraft.person_id == person_id).with_for_update()).first()


def let_go(session: Session, draft: RosterDraft) -> None:
    """The file is not kept: it is full of personal data."""
    session.delete(draft)
    session.flush()

"""Rosters that were sent in a chat and wait for a yes."""

from datetime import datetime

from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.rows import id_of
from storage.tables import Person, RosterDraft


def keep_draft(
    session: Session, person: Person, *, name: str, media_type: str, content: bytes, now: datetime
) -> RosterDraft:
    """The one roster that this person decides about; one that was left undecided is let go."""
    for undecided in session.exec(_undecided(person.office_id, id_of(person))).all():
        let_go(session, undecided)
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
    query = _undecided(office_id, person_id).where(RosterDraft.id == draft_id)
    return session.exec(query.with_for_update()).first()


def _undecided(office_id: int, person_id: int) -> SelectOfScalar[RosterDraft]:
    query = select(RosterDraft).where(RosterDraft.office_id == office_id, RosterDraft.person_id == person_id)
    return query.where(RosterDraft.content != b"")


def let_go(session: Session, draft: RosterDraft) -> None:
    """Its file is not kept: it is full of personal data. The row stays, so that no other gets its number."""
    draft.content = b""
    session.add(draft)
    session.flush()

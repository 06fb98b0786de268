"""Proofs, what they are used for, and the submissions they came with."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from sqlmodel import Session, col, select

from storage.rows import id_of
from storage.tables import (
    Assignment,
    Proof,
    ProofKind,
    ProofUse,
    StoredFile,
    Submission,
    SubmissionItem,
)


def keep_file(session: Session, office_id: int, *, name: str, media_type: str, content: bytes) -> StoredFile:
    """The file, stored once in its office however often it is sent."""
    digest = sha256(content).hexdigest()
    query = select(StoredFile).where(StoredFile.office_id == office_id, StoredFile.sha256 == digest)
    kept = session.exec(query.where(StoredFile.name == name)).first()
    if kept is None:
        kept = StoredFile(
            office_id=office_id, sha256=digest, name=name, media_type=media_type, size=len(content), content=content
        )
        session.add(kept)
        session.flush()
    return kept


class NewProof(NamedTuple):
    kind: ProofKind
    value: str
    document_date: date | None = None
    file_id: int | None = None


def add_proofs(
    session: Session, office_id: int, person_id: int, new: Iterable[NewProof], *, at: datetime
) -> list[Proof]:
    rows = [Proof(office_id=office_id, person_id=person_id, at=at, **one._asdict()) for one in new]
    session.add_all(rows)
    session.flush()
    return rows


def use_proofs(session: Session, proofs: Iterable[Proof], assignments: Iterable[Assignment]) -> None:
    """These proofs stand for these assignments; what was said already stays."""
    wanted = {(id_of(proof), id_of(row)): row.office_id for row in assignments for proof in proofs}
    query = select(ProofUse).where(col(ProofUse.proof_id).in_({proof_id for proof_id, _ in wanted}))
    known = {(use.proof_id, use.assignment_id) for use in session.exec(query)}
    for (proof_id, assignment_id), office_id in wanted.items():
        if (proof_id, assignment_id) not in known:
            session.add(ProofUse(office_id=office_id, proof_id=proof_id, assignment_id=assignment_id))
    session.flush()


def drop_uses(session: Session, proof_ids: Collection[int], assignment_ids: Collection[int]) -> None:
    """These proofs were meant for something else; the proofs themselves stay."""
    query = select(ProofUse).where(col(ProofUse.proof_id).in_(proof_ids))
    for use in session.exec(query.where(col(ProofUse.assignment_id).in_(assignment_ids))):
        session.delete(use)
    session.flush()


def proofs_by_id(session: Session, office_id: int, person_id: int, ids: Iterable[int]) -> list[Proof]:
    """Those of these proofs that this person sent."""
    query = select(Proof).where(col(Proof.id).in_(set(ids)), Proof.office_id == office_id)
    return list(session.exec(query.where(Proof.person_id == person_id).order_by(col(Proof.id))))


def proofs_of(session: Session, assignment_ids: Collection[int]) -> dict[int, list[Proof]]:
    """The proofs of each of these assignments, oldest first."""
    query = select(ProofUse.assignment_id, Proof).join(Proof, col(Proof.id) == col(ProofUse.proof_id))
    rows = session.exec(query.where(col(ProofUse.assignment_id).in_(assignment_ids)).order_by(col(Proof.id)))
    found: dict[int, list[Proof]] = {}
    for assignment_id, proof in rows:
        found.setdefault(assignment_id, []).append(proof)
    return found


def same_elsewhere(session: Session, proof: Proof, *, but: Collection[int]) -> list[Assignment]:
    """Assignments of the office, other than `but`, for which the same thing was given as proof."""
    query = select(Assignment).join(ProofUse, col(ProofUse.assignment_id) == col(Assignment.id))
    query = query.join(Proof, col(Proof.id) == col(ProofUse.proof_id)).where(Proof.office_id == proof.office_id)
    query = query.where(Proof.kind == proof.kind, Proof.value == proof.value, col(Assignment.id).not_in(but))
    if proof.document_date is not None:
        query = query.where(Proof.document_date == proof.document_date)
    return list(session.exec(query.order_by(col(Assignment.number)).distinct()))


class StoredHead(NamedTuple):
    """A stored file without what is in it."""

    id: int
    name: str
    media_type: str


def files_by_id(session: Session, office_id: int, ids: Iterable[int]) -> list[StoredHead]:
    """Those of this office, in the order in which they came."""
    query = select(col(StoredFile.id), col(StoredFile.name), col(StoredFile.media_type))
    query = query.where(col(StoredFile.id).in_(set(ids)), StoredFile.office_id == office_id)
    found = session.exec(query.order_by(col(StoredFile.id)))
    return [StoredHead(file_id, name, media_type) for file_id, name, media_type in found if file_id is not None]


def content_of(session: Session, file_id: int) -> bytes:
    return session.exec(select(StoredFile.content).where(StoredFile.id == file_id)).one()


def file_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The names of stored files, without loading what is in them."""
    query = select(StoredFile.id, StoredFile.name).where(col(StoredFile.id).in_(set(ids)))
    return {file_id: name for file_id, name in session.exec(query) if file_id is not None}


def add_submission(
    session: Session, office_id: int, person_id: int, assignment_ids: Iterable[int], *, at: datetime
) -> list[SubmissionItem]:
    """One act of handing in; gives its items."""
    submission = Submission(office_id=office_id, person_id=person_id, at=at)
    session.add(submission)
    session.flush()
    items = [
        SubmissionItem(office_id=office_id, submission_id=id_of(submission), assignment_id=one)
        for one in assignment_ids
    ]
    session.add_all(items)
    session.flush()
    return items


def standing_items(session: Session, assignment_ids: Collection[int]) -> dict[int, SubmissionItem]:
    """For each of these assignments the latest submission that was neither undone nor returned."""
    query = select(SubmissionItem).join(Submission, col(Submission.id) == col(SubmissionItem.submission_id))
    query = query.where(col(SubmissionItem.assignment_id).in_(assignment_ids), col(Submission.undone_at).is_(None))
    rows = session.exec(query.where(col(SubmissionItem.returned_at).is_(None)).order_by(col(SubmissionItem.id)))
    return {item.assignment_id: item for item in rows}


def submission_of(session: Session, item: SubmissionItem) -> Submission:
    return session.get_one(Submission, item.submission_id)


def items_of(session: Session, submission_id: int) -> list[SubmissionItem]:
    query = select(SubmissionItem).where(SubmissionItem.submission_id == submission_id)
    return list(session.exec(query.order_by(col(SubmissionItem.id))))


def held(session: Session, ids: Collection[int]) -> list[Assignment]:
    """These assignments as they are now, kept from change by anybody else until the transaction ends."""
    query = select(Assignment).where(col(Assignment.id).in_(ids)).order_by(col(Assignment.id)).with_for_update()
    return list(session.exec(query.execution_options(populate_existing=True)))

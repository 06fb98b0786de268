"""Keeping what was sent as proof, using it for assignments, and seeing where it was used before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.access import Speaker
from bot.channels import Attachment
from bot.intents.documents import DocumentRef
from storage.audit import record
from storage.proofs import NewProof, add_proofs, keep_file, proofs_of, same_elsewhere, use_proofs
from storage.rows import id_of
from storage.tables import Assignment, Proof, ProofKind
from storage.tasks import plans_by_id, tasks_by_id


@dataclass(frozen=True)
class Evidence:
    """What one message brings as proof."""

    links: tuple[str, ...] = ()
    document: DocumentRef | None = None
    attachments: tuple[Attachment, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.links or self.document or self.attachments)


def keep(session: Session, who: Speaker, evidence: Evidence, *, now: datetime) -> list[Proof]:
    """Store what was sent; nothing is said yet of what it proves."""
    new = [NewProof(ProofKind.LINK, link) for link in evidence.links]
    if evidence.document:
        new.append(NewProof(ProofKind.DOCUMENT, evidence.document.number, evidence.document.date))
    for sent in evidence.attachments:
        file = keep_file(session, who.office_id, name=sent.name, media_type=sent.media_type, content=sent.content)
        kind = ProofKind.PHOTO if sent.photo else ProofKind.FILE
        new.append(NewProof(kind, file.sha256, file_id=id_of(file)))
    return add_proofs(session, who.office_id, who.id, new, at=now)


def attach(
    session: Session,
    who: Speaker,
    rows: Sequence[Assignment],
    proofs: Sequence[Proof],
    *,
    again: bool = False,
    now: datetime,
) -> None:
    """These proofs stand for these assignments from now on; `again`: the person confirmed that one served before."""
    use_proofs(session, proofs, rows)
    sent = [{"kind": proof.kind.value, "value": proof.value} for proof in proofs]
    after = {"proofs": sent, "again": True} if again else {"proofs": sent}
    for row in rows:
        record(session, who.actor(now), "attach_proof", kind="assignment", row_id=id_of(row), after=after)


def current(row: Assignment, proofs: Sequence[Proof]) -> list[Proof]:
    """The proofs of the work as it stands: after a return, only what came since. The same thing counts once."""
    since = [proof for proof in proofs if row.returned_at is None or proof.at > row.returned_at]
    return list({(proof.kind, proof.value, proof.document_date): proof for proof in since}.values())


def current_of(session: Session, rows: Sequence[Assignment]) -> dict[int, list[Proof]]:
    """The current proofs of each of these assignments, by its id."""
    found = proofs_of(session, [id_of(row) for row in rows])
    return {id_of(row): current(row, found.get(id_of(row), [])) for row in rows}


@dataclass(frozen=True)
class Demand:
    """What the plan wants delivered, whether it must be proved, and whether a leader confirms it."""

    products: tuple[str, ...] = ()
    proof: bool = False
    review: bool = False


def demands(session: Session, rows: Sequence[Assignment]) -> dict[int, Demand]:
    """What each of these assignments asks for, by its id (promise 5: proof where the task names a product)."""
    tasks = tasks_by_id(session, [row.task_id for row in rows])
    plans = plans_by_id(session, [task.plan_id for task in tasks.values() if task.plan_id])
    found = {}
    for row in rows:
        task = tasks[row.task_id]
        plan = plans.get(task.plan_id or 0)
        wants = bool(task.products) and (plan is None or plan.needs_proof)
        found[id_of(row)] = Demand(tuple(task.products), wants, plan is not None and plan.review)
    return found


@dataclass(frozen=True)
class Reuse:
    """A proof that already served for another reporting period or another person; `row` is that assignment."""

    proof: Proof
    row: Assignment


def _period(row: Assignment) -> tuple[str, object]:
    return (row.label, row.due.year) if row.label else ("", row.due)


def reused(session: Session, who: Speaker, rows: Sequence[Assignment], proofs: Sequence[Proof]) -> Reuse | None:
    """The first of these proofs that promise 5 flags: used for another reporting period, or by another person."""
    periods = {_period(row) for row in rows}
    but: Collection[int] = [id_of(row) for row in rows]
    for proof in proofs:
        for other in same_elsewhere(session, proof, but=but):
            if other.person_id != who.id or _period(other) not in periods:
                return Reuse(proof, other)
    return None

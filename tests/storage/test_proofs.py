from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from storage.assignments import assignments_numbered, noted_since
from storage.audit import Actor, record
from storage.database import reading, transaction
from storage.dialogues import dialogue_at
from storage.extensions import add_extension, extension_held, latest_of, pending_among, pending_of, set_snooze
from storage.people import add_office, add_person, roles_in
from storage.proofs import (
    NewProof,
    add_proofs,
    add_submission,
    content_of,
    drop_uses,
    file_names,
    files_by_id,
    held,
    items_of,
    keep_file,
    proofs_by_id,
    proofs_of,
    same_elsewhere,
    standing_items,
    submission_of,
    use_proofs,
)
from storage.rows import id_of
from storage.tables import (
    Assignment,
    AssignmentState,
    ExtensionState,
    Occurrence,
    Person,
    ProofKind,
    Role,
    Task,
)

NOW = datetime(2026, 11, 20, 0, 42, tzinfo=UTC)
DUE = date(2026, 11, 17)


def _lan(session: Session) -> Person:
    return add_person(session, add_office(session, "UBND xã Quang Khải").office_id, "Nguyễn Thị Lan")


def _give(session: Session, person: Person, number: int) -> Assignment:
    task = Task(office_id=person.office_id, no=str(number), title="Báo cáo")
    session.add(task)
    session.flush()
    occurrence = Occurrence(office_id=person.office_id, task_id=id_of(task), ordinal=1, due=DUE)
    session.add(occurrence)
    session.flush()
    row = Assignment(
        office_id=person.office_id,
        number=number,
        task_id=id_of(task),
        occurrence_id=id_of(occurrence),
        post="Lan",
        post_folded="lan",
        person_id=person.id,
        title="Báo cáo",
        due_printed=DUE,
        due=DUE,
        late_after=NOW,
        created_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def link() -> NewProof:
    return NewProof(ProofKind.LINK, "https://xa.gov.vn/bc")


def test_a_proof_stands_for_several_and_is_found_where_it_was_used(engine: Engine, link: NewProof) -> None:
    with transaction(engine) as session:
        lan = _lan(session)
        first, second, third = (_give(session, lan, number) for number in (9, 12, 13))
        (proof,) = add_proofs(session, lan.office_id, id_of(lan), [link], at=NOW)
        use_proofs(session, [proof], [first, second])
        use_proofs(session, [proof], [first])
        (again,) = add_proofs(session, lan.office_id, id_of(lan), [link], at=NOW)
        assert same_elsewhere(session, again, but=[id_of(third)]) == [first, second]
        assert same_elsewhere(session, again, but=[id_of(first), id_of(second)]) == []
        assert proofs_of(session, [id_of(first), id_of(third)]) == {id_of(first): [proof]}
        drop_uses(session, [id_of(proof)], [id_of(first)])
        assert proofs_of(session, [id_of(first)]) == {}
        assert proofs_by_id(session, lan.office_id, id_of(lan), [id_of(proof)]) == [proof]
        assert proofs_by_id(session, lan.office_id, id_of(lan) + 1, [id_of(proof)]) == []


def test_a_document_of_another_day_is_another_document(engine: Engine) -> None:
    with transaction(engine) as session:
        lan = _lan(session)
        row = _give(session, lan, 9)
        days = (date(2026, 11, 20), date(2025, 11, 20))
        new = [NewProof(ProofKind.DOCUMENT, "45/BC-UBND", day) for day in days]
        this, before = add_proofs(session, lan.office_id, id_of(lan), new, at=NOW)
        use_proofs(session, [before], [row])
        assert same_elsewhere(session, this, but=[]) == []


def test_a_file_is_kept_once_in_its_office(engine: Engine) -> None:
    with transaction(engine) as session:
        lan = _lan(session)
        file = keep_file(session, lan.office_id, name="BC.pdf", media_type="application/pdf", content=b"pdf")
        again = keep_file(session, lan.office_id, name="BC.pdf", media_type="application/pdf", content=b"pdf")
        assert (file.id, file.size) == (again.id, 3)
        assert files_by_id(session, lan.office_id, [id_of(file)]) == [(file.id, "BC.pdf", "application/pdf")]
        assert files_by_id(session, lan.office_id + 1, [id_of(file)]) == []
        assert content_of(session, id_of(file)) == b"pdf"
        assert file_names(session, [id_of(file)]) == {id_of(file): "BC.pdf"}


def test_the_submission_that_stands_is_the_last_one_not_undone(engine: Engine) -> None:
    with transaction(engine) as session:
        lan = _lan(session)
        row = _give(session, lan, 9)
        (first,) = add_submission(session, lan.office_id, id_of(lan), [id_of(row)], at=NOW)
        submission_of(session, first).undone_at = NOW
        assert standing_items(session, [id_of(row)]) == {}
        (second,) = add_submission(session, lan.office_id, id_of(lan), [id_of(row)], at=NOW)
        assert standing_items(session, [id_of(row)]) == {id_of(row): second}
        assert items_of(session, second.submission_id) == [second]


def test_an_extension_waits_until_it_is_decided(engine: Engine) -> None:
    with transaction(engine) as session:
        lan = _lan(session)
        row = _give(session, lan, 9)
        asked = add_extension(session, row, person_id=id_of(lan), until=date(2026, 11, 30), reason="chờ", at=NOW)
        assert (pending_of(session, id_of(row)), asked.due_before) == (asked, DUE)
        assert pending_among(session, [id_of(row)]) == [asked]
        assert extension_held(session, lan.office_id + 1, id_of(asked)) is None
        found = extension_held(session, lan.office_id, id_of(asked))
        assert found is asked
        asked.state = ExtensionState.APPROVED
        session.add(asked)
        session.flush()
        assert (pending_of(session, id_of(row)), latest_of(session, id_of(row))) == (None, asked)


def test_a_wish_to_be_reminded_replaces_the_one_before(engine: Engine) -> None:
    with transaction(engine) as session:
        lan = _lan(session)
        row = _give(session, lan, 9)
        first = set_snooze(session, row, person_id=id_of(lan), until=NOW)
        second = set_snooze(session, row, person_id=id_of(lan), until=NOW + timedelta(hours=1))
        assert (first.id, second.until) == (second.id, NOW + timedelta(hours=1))


def test_assignments_by_number_and_what_was_noted_of_them(engine: Engine) -> None:
    with transaction(engine) as session:
        lan = _lan(session)
        row = _give(session, lan, 9)
        actor = Actor(lan.office_id, id_of(lan), "web", NOW)
        record(session, actor, "nudge", kind="assignment", row_id=id_of(row))
        row.state, row.submitted_at = AssignmentState.DONE, NOW
        session.flush()
        assert assignments_numbered(session, lan.office_id, [9, 10]) == {9: row}
        assert held(session, [id_of(row)]) == [row]
        assert noted_since(session, "nudge", [id_of(row)], since=NOW) == {id_of(row)}
        assert noted_since(session, "nudge", [id_of(row)], since=NOW + timedelta(minutes=1)) == set()


def test_a_chats_dialogue_is_made_once(engine: Engine) -> None:
    with transaction(engine) as session:
        row = dialogue_at(session, "web", "lan", now=NOW)
        row.state = {"menu": ["help"]}
        session.add(row)
    with transaction(engine) as session:
        assert dialogue_at(session, "web", "lan", now=NOW).state == {"menu": ["help"]}


def test_a_role_counts_in_its_own_office(engine: Engine) -> None:
    with transaction(engine) as session:
        office = add_office(session, "UBND xã").office_id
        minh = add_person(session, office, "Minh", roles=[Role.LEADER])
        other = add_office(session, "UBND xã khác").office_id
    with reading(engine) as session:
        assert roles_in(session, id_of(minh), office) == {Role.LEADER}
        assert roles_in(session, id_of(minh), other) == set()

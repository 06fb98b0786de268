"""What the outbox says of decisions: requests, returns, confirmations, urges; as of the moment of sending."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from scheduler.messages import Message
from storage.database import transaction
from storage.rows import id_of
from storage.tables import (
    AssignmentState,
    Extension,
    ExtensionState,
    OutboxMessage,
    Person,
    Role,
    Submission,
    SubmissionItem,
)
from tests.doubles.commune import Commune, at
from tests.doubles.rendering import render

FRIDAY = at("2026-11-20")


@pytest.fixture
def commune(sqlite: Engine) -> Iterator[Commune]:
    with transaction(sqlite) as session:
        made = Commune(session)
        made.person("Nguyễn Thị Lan", post="Công chức Văn phòng - Thống kê")
        made.person("Phạm Anh Tuấn", post="Công chức Địa chính")
        made.person("Vũ Văn Dũng", post="Công chức Tài chính - Kế toán")
        made.person("Trần Thị Hạnh")
        made.person("Lê Thị Nga")
        made.person("Trần Văn Minh", Role.LEADER, Role.OFFICIAL, post="Chủ tịch")
        made.person("Lê Thị Hoa", Role.FOCAL, post="Công chức Nội vụ")
        yield made


def said(commune: Commune, row: OutboxMessage, when: Any = FRIDAY) -> Message:
    message = render(commune.session, row, now=when)
    assert isinstance(message, Message)
    return message


def an_extension(commune: Commune, state: ExtensionState = ExtensionState.PENDING, **fields: Any) -> Extension:
    tuan = commune.people["Tuấn"]
    row = commune.work(27, "Rà soát hồ sơ đất đai", "2026-11-10", to=tuan)
    extension = Extension(
        office_id=commune.office_id,
        assignment_id=id_of(row),
        person_id=id_of(tuan),
        asked_at=FRIDAY,
        until=date(2026, 11, 30),
        reason="chờ đo đạc lại 3 thửa",
        due_before=row.due,
        state=state,
        **fields,
    )
    commune.session.add(extension)
    commune.session.flush()
    return extension


def test_a_request_goes_to_leaders_only_while_it_waits(commune: Commune) -> None:
    extension = an_extension(commune)
    row = commune.message(commune.people["Minh"], "extension_asked", extension=extension.id)
    assert said(commune, row).text.startswith("⏳ Tuấn (Địa chính) đề nghị gia hạn việc 27, Rà soát hồ sơ đất đai\n")
    to_lan = commune.message(commune.people["Lan"], "extension_asked", extension=extension.id)
    assert render(commune.session, to_lan, now=FRIDAY) is None
    extension.state = ExtensionState.APPROVED
    assert render(commune.session, row, now=FRIDAY) is None


def test_a_decision_goes_to_who_asked_and_not_if_it_was_taken_back(commune: Commune) -> None:
    minh = commune.people["Minh"]
    extension = an_extension(
        commune, ExtensionState.REJECTED, decided_by=minh.id, decided_at=FRIDAY, decision_reason="Cần số liệu."
    )
    row = commune.message(commune.people["Tuấn"], "extension_decided", extension=extension.id)
    assert said(commune, row).text.startswith("Đồng chí Minh không duyệt gia hạn việc 27.\n")
    extension.state = ExtensionState.PENDING
    assert render(commune.session, row, now=FRIDAY) is None


def decided(commune: Commune, row: Any, by: Person, **fields: Any) -> None:
    submission = Submission(office_id=commune.office_id, person_id=row.person_id, at=FRIDAY)
    commune.session.add(submission)
    commune.session.flush()
    item = SubmissionItem(
        office_id=commune.office_id,
        submission_id=id_of(submission),
        assignment_id=id_of(row),
        decided_by=id_of(by),
        **fields,
    )
    commune.session.add(item)
    commune.session.flush()


def test_returned_work_is_told_until_it_is_handed_in_again(commune: Commune) -> None:
    row = commune.work(
        15, "Kế hoạch tuyên truyền", "2026-11-25", to=commune.people["Lan"], returned_at=FRIDAY, return_reason="Thiếu."
    )
    decided(commune, row, commune.people["Minh"], returned_at=FRIDAY)
    message = commune.message(commune.people["Lan"], "returned", assignment=id_of(row))
    assert said(commune, message).text.startswith("Đồng chí Minh trả lại việc 15, Kế hoạch tuyên truyền.\n")
    row.state, row.submitted_at = AssignmentState.DONE, FRIDAY
    assert render(commune.session, message, now=FRIDAY) is None
    again = commune.message(commune.people["Minh"], "submitted_again", assignment=id_of(row))
    assert said(commune, again).text == "Lan nộp lại việc 15, Kế hoạch tuyên truyền, lúc 07:30."


def test_confirmed_work_is_told_to_its_person(commune: Commune) -> None:
    lan = commune.people["Lan"]
    row = commune.done(12, "Báo cáo", "2026-11-17", to=lan, on=at("2026-11-20", "07:42"), accepted_at=FRIDAY)
    decided(commune, row, commune.people["Minh"], accepted_at=FRIDAY)
    message = commune.message(lan, "accepted", assignment=id_of(row))
    assert "Kết quả: hoàn thành trễ hạn 3 ngày làm việc, nộp lúc 07:42 ngày 20/11." in said(commune, message).text


def test_an_urge_leaves_out_what_was_done_meanwhile(commune: Commune) -> None:
    dung, minh = commune.people["Dũng"], commune.people["Minh"]
    rows = [commune.work(n, f"Báo cáo {n}", "2026-11-18", to=dung) for n in (41, 42)]
    message = commune.message(dung, "nudge", assignments=[id_of(r) for r in rows], by=minh.id, note="")
    assert said(commune, message).text.startswith("Đồng chí Minh đôn đốc 2 việc:\n")
    rows[0].state = AssignmentState.DONE
    assert said(commune, message).text == (
        "Đồng chí Minh đôn đốc việc 42, Báo cáo 42 — hạn 18/11, quá 2 ngày làm việc."
    )
    rows[1].state = AssignmentState.DONE
    assert render(commune.session, message, now=FRIDAY) is None

"""`chat`: a small office that talks to the bot."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event

from storage.database import transaction
from storage.people import add_office
from storage.rows import id_of
from storage.tables import Plan, Role
from tests.doubles.office import CALENDAR, Chat

_PEOPLE = (
    ("lan", "Nguyễn Thị Lan", ["Văn phòng - Thống kê"], [Role.OFFICIAL]),
    ("minh", "Trần Văn Minh", ["Chủ tịch"], [Role.LEADER, Role.OFFICIAL]),
    ("hoa", "Lê Thị Hoa", ["Nội vụ"], [Role.FOCAL, Role.OFFICIAL]),
    ("tuan", "Phạm Anh Tuấn", ["Địa chính"], [Role.OFFICIAL]),
)


def _office(engine: Engine) -> Iterator[Chat]:
    talk = Chat(engine, datetime(2026, 11, 20, 7, 42, tzinfo=CALENDAR.zone))
    with transaction(engine) as session:
        talk.office_id = add_office(session, "UBND xã Quang Khải").office_id
        talk.other_office_id = add_office(session, "UBND xã Tân Bình").office_id
        for who, name, posts, roles in _PEOPLE:
            talk.add(session, who, talk.office_id, name, posts, roles)
        talk.add(session, "binh", talk.other_office_id, "Vũ Thanh Bình", ["Văn phòng - Thống kê"], [Role.OFFICIAL])
        plan = Plan(
            office_id=talk.office_id,
            identity="cchc-2026",
            title="Kế hoạch cải cách hành chính năm 2026",
            short_title="Kế hoạch CCHC 2026",
            year=2026,
            file_name="cchc.docx",
            file_sha256="0",
            imported_at=talk.now,
        )
        session.add(plan)
        session.flush()
        talk.plan_id = id_of(plan)

    def count(*_: Any) -> None:
        talk.statements += 1

    event.listen(engine, "before_cursor_execute", count)
    yield talk
    event.remove(engine, "before_cursor_execute", count)


@pytest.fixture
def chat(sqlite: Engine) -> Iterator[Chat]:
    """UBND xã Quang Khải with Lan, Minh, Hoa and Tuấn, a plan, and Bình of another commune. It is 20/11/2026, 07:42."""
    yield from _office(sqlite)


@pytest.fixture
def postgres_chat(postgres: Engine) -> Iterator[Chat]:
    """The same office on PostgreSQL."""
    yield from _office(postgres)

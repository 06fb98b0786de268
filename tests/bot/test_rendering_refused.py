"""Whose chat refused us stands once in the focal point's morning, until they can be reached again."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from scheduler.messages import Message
from scheduler.planning import plan
from storage.accounts import refuse, take_back
from storage.database import transaction
from storage.people import link
from storage.tables import MessageState, OutboxMessage, Person, Role
from tests.doubles.commune import Commune, at
from tests.doubles.rendering import render

LINE = (
    "Không gửi được tin và không còn kênh khác: Đỗ Thị Vân (trang web). Đồng chí báo trực tiếp và cấp mã liên kết mới."
)


@pytest.fixture
def commune(sqlite: Engine) -> Iterator[Commune]:
    with transaction(sqlite) as session:
        made = Commune(session)
        made.person("Lê Thị Hoa", Role.FOCAL)
        made.person("Đỗ Thị Vân")
        yield made


def _address(person: Person) -> str:
    return f"{person.office_id}-{person.id}"


def _refused(commune: Commune, when: datetime) -> Person:
    van = commune.people["Vân"]
    assert refuse(commune.session, bot="web", address=_address(van), why="blocked", now=when)
    return van


def _morning(commune: Commune, day: str, since: str) -> Message | None:
    row = commune.message(commune.people["Hoa"], "morning", since=since, date=day)
    said = render(commune.session, row, now=at(day, "07:31"))
    assert said is None or isinstance(said, Message)
    return said


def test_it_is_told_on_the_next_morning_and_not_again(commune: Commune) -> None:
    _refused(commune, at("2026-11-19", "07:31"))
    assert _morning(commune, "2026-11-19", "2026-11-18") is None
    said = _morning(commune, "2026-11-20", "2026-11-19")
    assert said
    assert said.text == f"Chào đồng chí Hoa. Thứ Sáu 20/11/2026.\n\n{LINE}"
    assert _morning(commune, "2026-11-23", "2026-11-20") is None


def test_a_morning_that_waited_tells_of_the_days_it_waited_too(commune: Commune) -> None:
    _refused(commune, at("2026-11-19", "10:00"))
    row = commune.message(commune.people["Hoa"], "morning", since="2026-11-17", date="2026-11-18")
    commune.people["Hoa"].morning_handled = at("2026-11-20").date()
    said = render(commune.session, row, now=at("2026-11-20", "07:31"))
    assert isinstance(said, Message)
    assert said.text.endswith(LINE)


def test_who_has_another_chat_or_is_back_is_not_told_of(commune: Commune) -> None:
    van = _refused(commune, at("2026-11-19", "09:00"))
    assert van.id
    commune.session.flush()
    with commune.session.begin_nested() as other:
        link(commune.session, van, bot="telegram:1", address="van", now=at("2026-11-19", "10:00"))
        assert _morning(commune, "2026-11-20", "2026-11-19") is None
        other.rollback()
    assert _morning(commune, "2026-11-20", "2026-11-19")
    take_back(commune.session, bot="web", address=_address(van), now=at("2026-11-19", "11:00"))
    assert _morning(commune, "2026-11-20", "2026-11-19") is None


def test_who_left_is_not_told_of(commune: Commune) -> None:
    _refused(commune, at("2026-11-19", "09:00")).ended_on = at("2026-11-20").date()
    assert _morning(commune, "2026-11-20", "2026-11-19") is None


def test_on_the_first_morning_of_a_week_they_are_named_once(commune: Commune) -> None:
    commune.work(1, "Báo cáo", "2026-12-31", to=_refused(commune, at("2026-11-20", "09:00")))
    monday = _morning(commune, "2026-11-23", "2026-11-20")
    assert monday
    assert monday.text.count("Đỗ Thị Vân") == 1
    later = _morning(commune, "2026-11-30", "2026-11-27")
    assert later
    assert "Chưa liên kết tài khoản nên không nhận được lời nhắc: Đỗ Thị Vân (1 việc)." in later.text


def test_the_focal_point_gets_a_morning_for_it_and_only_one(commune: Commune) -> None:
    hoa = commune.people["Hoa"]
    plan(commune.session, now=at("2026-11-19", "07:31"))
    _refused(commune, at("2026-11-19", "09:00"))
    assert plan(commune.session, now=at("2026-11-20", "07:30")) == 1
    [row] = commune.session.exec(select(OutboxMessage).where(OutboxMessage.person_id == hoa.id)).all()
    assert (row.kind, row.payload["since"], row.payload["date"]) == ("morning", "2026-11-19", "2026-11-20")
    row.state = MessageState.SENT
    assert plan(commune.session, now=at("2026-11-23", "07:30")) == 0

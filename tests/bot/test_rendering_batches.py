"""Many messages of several offices are rendered together: each as if it were alone, in as many queries as a few."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from bot.rendering import render_batch
from scheduler.messages import Message, Postpone
from storage.audit import Actor, record
from storage.database import reading, transaction
from storage.extensions import add_extension
from storage.notices import add_notice, new_notice
from storage.rows import id_of
from storage.tables import OfficeDay, OutboxMessage, Role, Snooze
from tests.doubles.commune import Commune, at
from tests.doubles.rendering import render

FRIDAY = at("2026-11-20")


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def count(*args: Any) -> None:
        said.append(args[2])

    event.listen(engine, "before_cursor_execute", count)
    yield said
    event.remove(engine, "before_cursor_execute", count)


def a_commune(session: Session, name: str, *, officials: int = 3) -> tuple[Commune, list[OutboxMessage]]:
    """A leader, a focal point and officials, and what each is to hear on Friday, 20/11/2026."""
    commune = Commune(session, name)
    minh = commune.person("Trần Văn Minh", Role.LEADER, Role.OFFICIAL, post="Chủ tịch")
    hoa = commune.person("Lê Thị Hoa", Role.FOCAL)
    own = [commune.person(f"Nguyễn Thị Lan{at}") for at in range(officials)]
    number = 0
    for who in (minh, hoa, *own):
        for due in ("2026-11-10", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-23", "2026-11-25", "2027-03-01"):
            number += 1
            hour = "16:00" if due == "2026-11-20" else ""
            commune.work(number, f"Báo cáo {number}", due, to=who, section="CẢI CÁCH", hour=hour)
    commune.work(number + 1, "Việc chưa có người", "2026-11-19")
    first = commune.done(number + 2, "Báo cáo quý", "2026-11-18", to=own[0], on=at("2026-11-19", "10:00"))
    late = commune.work(number + 3, "Kế hoạch", "2026-11-18", to=own[1])
    session.flush()
    add_extension(session, late, person_id=id_of(own[1]), until=at("2026-11-30").date(), reason="chờ", at=FRIDAY)
    notice = new_notice(commune.office_id, id_of(hoa), "Họp cơ quan.", audience={}, now=FRIDAY)
    add_notice(session, notice, {id_of(one): True for one in own})
    hidden = commune.work(number + 4, "Để sau", "2026-11-24", to=own[0])
    until = FRIDAY + timedelta(hours=1)
    session.add(Snooze(office_id=commune.office_id, person_id=id_of(own[0]), assignment_id=id_of(hidden), until=until))
    rows = [
        *(commune.message(one, "morning", since="2026-11-19", date="2026-11-20") for one in (minh, hoa, *own)),
        *(commune.message(one, "notice", notice=notice.id) for one in own),
        *(commune.message(one, "notice_chase", notice=notice.id, by=hoa.id) for one in own),
        commune.message(own[0], "snooze", assignment=hidden.id, until=until.isoformat()),
        commune.message(own[0], "clock", assignments=[id_ for id_ in (late.id, first.id) if id_]),
        commune.message(minh, "nudge", assignments=[1], by=hoa.id, note=""),
    ]
    session.flush()
    return commune, rows


def test_each_is_said_as_if_it_were_alone(engine: Engine) -> None:
    with transaction(engine) as session:
        rows = [row for name in ("UBND xã Một", "UBND xã Hai", "UBND xã Ba") for row in a_commune(session, name)[1]]
        alone = [render(session, row, now=FRIDAY) for row in rows]
        together = render_batch(session, rows[::-1], now=FRIDAY)
    assert together == alone[::-1]
    assert sum(isinstance(one, Message) for one in alone) > len(rows) // 2


def test_many_cost_no_more_queries_than_a_few(engine: Engine) -> None:
    with transaction(engine) as session:
        few = a_commune(session, "UBND xã Một", officials=2)[1]
        many = [*few, *(row for at in range(5) for row in a_commune(session, f"UBND xã số {at}", officials=8)[1])]

    def queries(rows: list[OutboxMessage]) -> int:
        with counting(engine) as said, reading(engine) as session:
            render_batch(session, rows, now=FRIDAY)
        return len(said)

    assert queries(many) == queries(few)


def test_a_gap_of_days_is_asked_about_once_for_all(engine: Engine) -> None:
    with transaction(engine) as session:
        off, first = a_commune(session, "UBND xã Một")
        ran, second = a_commune(session, "UBND xã Hai")
        did = Actor(ran.office_id, None, "web", at("2026-11-18", "10:00"))
        record(session, did, "done", kind="assignment", row_id=1, before=None, after=None)
        rows = [row for row in (*first, *second) if row.kind == "morning"]
        for row in rows:
            row.payload = {**row.payload, "since": "2026-11-17"}
    with reading(engine) as session:
        said = render_batch(session, rows, now=FRIDAY)
    texts = {row.office_id: one.text for row, one in zip(rows, said, strict=True) if isinstance(one, Message)}
    assert "Nhắc Việc không hoạt động" in texts[off.office_id]
    assert "Nhắc Việc không hoạt động" not in texts[ran.office_id]


def test_an_office_that_is_off_puts_its_own_off_and_nobody_elses(engine: Engine) -> None:
    with transaction(engine) as session:
        off, first = a_commune(session, "UBND xã Một")
        _, second = a_commune(session, "UBND xã Hai")
        session.add(OfficeDay(office_id=off.office_id, day=FRIDAY.date(), works=False, reason="Lễ hội"))
    with reading(engine) as session:
        said = render_batch(session, [first[0], second[0]], now=FRIDAY)
    assert said[0] == Postpone(at("2026-11-23"))
    assert isinstance(said[1], Message)


def test_one_that_cannot_be_rendered_holds_up_nobody(engine: Engine) -> None:
    with transaction(engine) as session:
        commune, rows = a_commune(session, "UBND xã Một")
        lan = commune.people["Lan0"]
        broken = [
            commune.message(lan, "no such kind"),
            commune.message(lan, "morning"),
            commune.message(lan, "morning", since="?", date="2026-11-20"),
            commune.message(lan, "clock"),
            commune.message(lan, "notice"),
        ]
        said = render_batch(session, [*broken, *rows], now=FRIDAY)
    assert [type(one) for one in said[: len(broken)]] == [KeyError, KeyError, ValueError, KeyError, KeyError]
    assert not any(isinstance(one, Exception) for one in said[len(broken) :])


def test_the_leaders_of_an_office_get_one_picture(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        commune, _ = a_commune(session, "UBND xã Một")
        second = commune.person("Phạm Thị Thu", Role.LEADER)
        both = [commune.people["Minh"], second]
        rows = [commune.message(one, "morning", since="2026-11-19", date="2026-11-20") for one in both]
        first, other = render_batch(session, rows, now=FRIDAY)
    assert isinstance(first, Message)
    assert isinstance(other, Message)
    assert first.files[0].content is other.files[0].content
    assert other.text.startswith(first.text.partition("\n\n")[0])

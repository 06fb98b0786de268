"""Rosters kept: who is new, who is known, who left; and work handed over."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.event import listen
from sqlmodel import Session

from bot.actions.rosters import Changes, changes_of, keep_roster
from scheduler.plans.model import Place
from scheduler.rosters.model import Entry
from storage.audit import Actor, history_of
from storage.database import reading, transaction
from storage.people import add_office, people_of, posts_of, roles_in, unit_of
from storage.rosters import everybody_of
from storage.rows import id_of
from storage.tables import Person, Role

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LAN: dict[str, Any] = {
    "name": "Nguyễn Thị Lan",
    "born": "1985-03-12",
    "post": "Văn phòng - Thống kê",
    "phone": "0912345678",
}
MINH: dict[str, Any] = {"name": "Trần Văn Minh", "post": "Chủ tịch UBND", "unit": "Xã Quang Khải"}


def entries(*people: dict[str, Any]) -> list[Entry]:
    return [Entry(place=Place(row=row), **one) for row, one in enumerate(people, start=2)]


@pytest.fixture
def office(engine: Engine) -> int:
    with transaction(engine) as session:
        return add_office(session, "UBND xã Quang Khải").office_id


def keep(engine: Engine, office: int, *people: dict[str, Any], complete: bool = False) -> Changes:
    with transaction(engine) as session:
        actor = Actor(office, None, "cli", NOW)
        return keep_roster(session, entries(*people), source="ds.xlsx", complete=complete, actor=actor)


def counts(changes: Changes) -> tuple[int, int, int]:
    return len(changes.added), len(changes.updated), len(changes.leaving)


def here(session: Session, office: int) -> list[tuple[str, str | None, str | None, Sequence[str]]]:
    people = people_of(session, office, on=TODAY)
    posts = posts_of(session, map(id_of, people))
    return [(p.name, p.born, p.phone, [post.title for post in posts.get(id_of(p), [])]) for p in people]


def named(session: Session, office: int, name: str) -> Person:
    return next(person for person in everybody_of(session, office) if person.name == name)


def test_new_people_are_added_with_what_tells_them_apart_and_the_same_roster_again_changes_nothing(
    engine: Engine, office: int
) -> None:
    assert counts(keep(engine, office, LAN, MINH)) == (2, 0, 0)
    assert counts(keep(engine, office, LAN, MINH)) == (0, 0, 0)
    with reading(engine) as session:
        assert here(session, office) == [
            ("Nguyễn Thị Lan", "1985-03-12", "0912345678", ["Văn phòng - Thống kê"]),
            ("Trần Văn Minh", None, None, ["Chủ tịch UBND"]),
        ]
        assert roles_in(session, id_of(named(session, office, "Trần Văn Minh")), office) == {Role.LEADER, Role.OFFICIAL}
        assert roles_in(session, id_of(named(session, office, "Nguyễn Thị Lan")), office) == {Role.OFFICIAL}


def test_the_chair_of_a_unit_below_is_no_leader_of_the_office(engine: Engine, office: int) -> None:
    keep(engine, office, {**MINH, "unit": "Xã Tân Bình"})
    with reading(engine) as session:
        minh = named(session, office, "Trần Văn Minh")
        assert roles_in(session, id_of(minh), office) == {Role.OFFICIAL}
        assert unit_of(session, minh.unit_id).name == "Xã Tân Bình"


def test_a_known_person_is_brought_up_to_date_and_the_log_holds_no_phone(engine: Engine, office: int) -> None:
    keep(engine, office, LAN)
    done = keep(engine, office, {**LAN, "phone": "0987654321", "post": "Tư pháp - Hộ tịch"})
    assert [row.changed for row in done.updated] == [("phone", "posts")]
    with reading(engine) as session:
        assert here(session, office) == [("Nguyễn Thị Lan", "1985-03-12", "0987654321", ["Tư pháp - Hộ tịch"])]
        log = history_of(session, "person", id_of(named(session, office, "Nguyễn Thị Lan")))
        assert [(entry.verb, entry.before, entry.after) for entry in log[1:]] == [
            (
                "update",
                {"phone": None, "posts": ["Văn phòng - Thống kê"]},
                {"phone": None, "posts": ["Tư pháp - Hộ tịch"]},
            )
        ]
        assert "0912345678" not in str([(entry.before, entry.after) for entry in log])


def test_the_same_name_with_another_birth_date_is_another_person(engine: Engine, office: int) -> None:
    keep(engine, office, LAN)
    assert counts(keep(engine, office, {**LAN, "born": "1990-01-01"})) == (1, 0, 0)


def test_of_two_namesakes_each_row_finds_its_own(engine: Engine, office: int) -> None:
    other = {**LAN, "born": "1990-01-01", "phone": "0911111111", "post": "Văn hóa - Xã hội"}
    keep(engine, office, LAN, other)
    done = keep(engine, office, {**other, "born": None}, {**LAN, "phone": "0922222222"})
    assert [(row.person.born, row.changed) for row in done.rows if row.person] == [
        ("1990-01-01", ()),
        ("1985-03-12", ("phone",)),
    ]


def test_a_name_without_accents_and_cells_left_open_take_nothing_away(engine: Engine, office: int) -> None:
    keep(engine, office, LAN)
    assert counts(keep(engine, office, {"name": "Nguyen Thi Lan", "phone": "0912345678"})) == (0, 0, 0)


def test_a_post_held_with_its_duty_stays_where_the_roster_prints_the_post_alone(engine: Engine, office: int) -> None:
    keep(engine, office, {**LAN, "note": "Phụ trách một cửa"})
    assert counts(keep(engine, office, LAN)) == (0, 0, 0)
    with reading(engine) as session:
        assert here(session, office)[0][3] == ["Văn phòng - Thống kê phụ trách một cửa"]


def test_several_posts_in_one_cell_are_several_posts(engine: Engine, office: int) -> None:
    keep(engine, office, {**MINH, "post": "Phó Bí thư Đảng ủy, Chủ tịch UBND"})
    with reading(engine) as session:
        assert here(session, office)[0][3] == ["Phó Bí thư Đảng ủy", "Chủ tịch UBND"]


def test_who_left_is_ended_only_where_the_roster_is_complete_and_may_come_back(engine: Engine, office: int) -> None:
    keep(engine, office, LAN, MINH)
    assert counts(keep(engine, office, MINH)) == (0, 0, 0)
    assert counts(keep(engine, office, MINH, complete=True)) == (0, 0, 1)
    with reading(engine) as session:
        assert named(session, office, "Nguyễn Thị Lan").ended_on == TODAY
        assert [row[0] for row in here(session, office)] == ["Trần Văn Minh"]
    assert [row.changed for row in keep(engine, office, LAN).updated] == [("ended_on",)]
    with reading(engine) as session:
        assert named(session, office, "Nguyễn Thị Lan").ended_on is None


def test_looking_changes_nothing_and_a_failure_saves_nothing(engine: Engine, office: int) -> None:
    with reading(engine) as session:
        seen = changes_of(session, office, entries(LAN, MINH), complete=True, today=TODAY)
        assert counts(seen) == (2, 0, 0)
        assert everybody_of(session, office) == []
    with pytest.raises(RuntimeError), transaction(engine) as session:
        keep_roster(session, entries(LAN, MINH), source="x", complete=False, actor=Actor(office, None, "cli", NOW))
        raise RuntimeError
    with reading(engine) as session:
        assert everybody_of(session, office) == []


def test_another_offices_people_are_never_touched(engine: Engine, office: int) -> None:
    with transaction(engine) as session:
        other = add_office(session, "UBND xã Tân Bình").office_id
    keep(engine, other, LAN)
    assert counts(keep(engine, office, LAN, complete=True)) == (1, 0, 0)
    assert counts(keep(engine, office, MINH, complete=True)) == (1, 0, 1)
    with reading(engine) as session:
        assert [row[0] for row in here(session, other)] == ["Nguyễn Thị Lan"]


def test_a_long_roster_is_kept_with_as_few_statements_as_a_short_one(engine: Engine, office: int) -> None:
    said: list[str] = []
    listen(engine, "before_cursor_execute", lambda _c, _cursor, statement, *_rest: said.append(statement))
    few = [{**LAN, "name": f"Nguyễn Thị Lan {at}", "unit": f"Thôn {at}"} for at in range(2)]
    many = [{**LAN, "name": f"Trần Thị Hoa {at}", "unit": f"Xóm {at}"} for at in range(200)]
    spent = []
    for people in (few, many, [{**one, "post": "Tư pháp - Hộ tịch"} for one in many]):
        said.clear()
        keep(engine, office, *people)
        # SQLite gives ids one by one; only these are asked for.
        one_by_one = ("INSERT INTO person", "INSERT INTO unit") if engine.dialect.name == "sqlite" else ()
        spent.append(sum(not one.startswith(one_by_one) for one in said))
    assert max(spent) <= spent[0] + 5

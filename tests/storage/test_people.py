from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from scheduler.calendar import calendar_of
from storage.database import reading, transaction
from storage.people import (
    accounts_of,
    add_code,
    add_office,
    add_person,
    link,
    named_like,
    office_named,
    people_of,
    people_with_role,
    roles_in,
    set_holder,
    usable_code,
)
from storage.rows import id_of
from storage.tables import OfficeDay, Role

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def test_an_office_knows_its_people_and_their_roles(engine: Engine) -> None:
    with transaction(engine) as session:
        office = add_office(session, "UBND xã Quang Khải")
        minh = add_person(session, office.office_id, "Trần Văn Minh", roles=[Role.LEADER, Role.OFFICIAL])
        lan = add_person(session, office.office_id, "Nguyễn Thị Lan", posts=["Văn phòng - Thống kê"])
    with reading(engine) as session:
        assert office_named(session, "ubnd xa quang khai") == office
        assert [p.name for p in people_of(session, office.office_id, on=date(2026, 11, 20))] == [lan.name, minh.name]
        assert people_with_role(session, office.office_id, Role.LEADER) == [minh]
        assert roles_in(session, id_of(minh), office.office_id) == {Role.LEADER, Role.OFFICIAL}
        assert named_like([lan, minh], "lan") == [lan]


def test_linking_moves_a_chat_to_its_new_person_and_keeps_the_order_of_chats(engine: Engine) -> None:
    with transaction(engine) as session:
        office = add_office(session, "UBND xã Quang Khải")
        lan = add_person(session, office.office_id, "Lan")
        hoa = add_person(session, office.office_id, "Hoa")
        link(session, hoa, bot="web", address="7", now=NOW)
        link(session, lan, bot="telegram:1", address="5", now=NOW)
        link(session, lan, bot="web", address="7", now=NOW)
    with reading(engine) as session:
        assert [a.bot for a in accounts_of(session, id_of(lan))] == ["telegram:1", "web"]
        assert accounts_of(session, id_of(hoa)) == []


def test_a_code_serves_until_it_runs_out(engine: Engine) -> None:
    with transaction(engine) as session:
        lan = add_person(session, add_office(session, "UBND xã").office_id, "Lan")
        add_code(session, lan, "K7M2QP", expires_at=NOW + timedelta(hours=1))
    with reading(engine) as session:
        assert usable_code(session, "k7m2qp", now=NOW) is not None
        assert usable_code(session, "K7M2QP", now=NOW + timedelta(hours=1)) is None
        assert usable_code(session, "K7M2PQ", now=NOW) is None


def test_a_post_is_kept_once_however_it_is_typed(engine: Engine) -> None:
    with transaction(engine) as session:
        office = add_office(session, "UBND xã")
        lan = add_person(session, office.office_id, "Lan")
        first = set_holder(session, office.office_id, "CC Văn phòng", person_id=None, chosen_by=None)
        again = set_holder(session, office.office_id, "cc van phong", person_id=id_of(lan), chosen_by=id_of(lan))
        assert (first.id, again.person_id) == (again.id, lan.id)


def test_an_offices_own_day_goes_over_the_national_calendar(engine: Engine) -> None:
    storm = date(2026, 11, 20)
    with transaction(engine) as session:
        office = add_office(session, "UBND xã")
        session.add(OfficeDay(office_id=office.office_id, day=storm, works=False, reason="Nghỉ bão"))
    with reading(engine) as session:
        assert not calendar_of(session, office.office_id).works(storm)

"""What is asked for many persons and offices at once."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from storage.audit import Actor, record
from storage.database import reading, transaction
from storage.outbox import NewMessage, put
from storage.people import add_office, add_person
from storage.recipients import Days, in_which_anything_happened, with_role
from storage.rows import id_of
from storage.tables import Role

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_of_which_days_somebody_left_a_trace(engine: Engine) -> None:
    with transaction(engine) as session:
        acted, told, silent = (add_office(session, f"UBND xã {name}").office_id for name in "ABC")
        record(session, Actor(acted, None, "scheduler", NOW), "plan", kind="office", row_id=acted)
        who = id_of(add_person(session, told, "Nguyễn Thị Lan"))
        put(session, [NewMessage(told, who, "k", "morning", {}, not_before=NOW, created_at=NOW)])
    with reading(engine) as session:
        after = [Days(office_id, NOW, NOW + HOUR) for office_id in (acted, told, silent)]
        before = [Days(office_id, NOW - HOUR, NOW) for office_id in (acted, told, silent)]
        assert in_which_anything_happened(session, [*after, *before]) == set(after[:2])
        assert in_which_anything_happened(session, []) == set()


def test_who_holds_a_role_in_an_office_and_is_still_there(engine: Engine) -> None:
    with transaction(engine) as session:
        first, second = (add_office(session, name).office_id for name in ("UBND xã A", "UBND xã B"))
        minh, thu = (add_person(session, first, name, roles=[Role.LEADER]) for name in ("Minh", "Thu"))
        add_person(session, first, "Lan")
        add_person(session, second, "Bình", roles=[Role.LEADER]).ended_on = date(2026, 1, 1)
    with reading(engine) as session:
        found = with_role(session, [first, second], Role.LEADER)
    assert {office: [one.id for one in people] for office, people in found.items()} == {first: [minh.id, thu.id]}

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, text

from bot.monitoring.health import Ear, Health
from scheduler.monitoring import Part
from storage.database import open_engine, transaction
from storage.people import add_office, add_person
from storage.rows import id_of
from storage.tables import MessageState, OutboxMessage

NOW = datetime(2026, 11, 20, 0, 50, tzinfo=UTC)


def health(engine: Engine, *, rounds: Mapping[Part, datetime] | None = None) -> Health:
    last = {Part.PLANNING: NOW, Part.DELIVERY: NOW} if rounds is None else rounds
    return Health(engine, lambda: NOW, started=NOW, tick_seconds=20, database_file=None, last=last.get)


def faults(health: Health) -> dict[str, str]:
    return {check.name: check.why for check in health.look() if not check.ok}


def wait(engine: Engine, *, minutes: int, lane: str = "telegram:1", state: MessageState = MessageState.WAITING) -> None:
    with transaction(engine) as session:
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        lan = id_of(add_person(session, office_id, "Nguyễn Thị Lan"))
        at = NOW - timedelta(minutes=minutes)
        row = OutboxMessage(office_id=office_id, person_id=lan, key=f"{lane}{state}", kind="morning", created_at=at)
        row.not_before, row.lane, row.state = at, lane, state
        session.add(row)


def test_all_is_well(engine: Engine) -> None:
    found = health(engine).look()
    assert [check.name for check in found] == ["database", "schema", "waiting", "planning", "delivery"]
    assert all(check.ok for check in found)


def test_a_message_that_waits_for_twenty_minutes_is_not_well(engine: Engine) -> None:
    wait(engine, minutes=20)
    assert faults(health(engine)) == {"waiting": "telegram:1: for 20 min"}


def test_a_lane_that_is_being_drained_may_take_its_time(engine: Engine) -> None:
    wait(engine, minutes=20)
    wait(engine, minutes=20, state=MessageState.SENDING)
    assert faults(health(engine)) == {}


def test_what_can_reach_nobody_yet_is_no_fault_of_the_program(engine: Engine) -> None:
    wait(engine, minutes=600, lane="")
    wait(engine, minutes=5)
    assert faults(health(engine)) == {}


def test_a_part_that_did_no_round_lately_is_named(sqlite: Engine) -> None:
    late = {Part.PLANNING: NOW - timedelta(minutes=5), Part.DELIVERY: NOW - timedelta(minutes=3)}
    assert faults(health(sqlite, rounds=late)) == {"planning": "last 300 s ago"}
    began = replace(health(sqlite, rounds={}), started=NOW - timedelta(minutes=10))
    assert faults(began) == {"planning": "none in 600 s", "delivery": "none in 600 s"}


def test_only_the_parts_of_this_process_are_looked_at(sqlite: Engine) -> None:
    plans = replace(
        health(sqlite, rounds={Part.PLANNING: NOW}), parts=(Part.PLANNING,), started=NOW - timedelta(days=1)
    )
    assert faults(plans) == {}


def test_a_bot_whose_token_is_refused_is_a_fault_and_one_that_another_process_hears_is_not(sqlite: Engine) -> None:
    ears = {"telegram:1": Ear.HERE, "telegram:2": Ear.ELSEWHERE, "telegram:3": Ear.GONE}
    assert faults(replace(health(sqlite), ears=lambda: ears)) == {"listener telegram:3": "gone"}


def test_an_older_schema_is_a_fault(sqlite: Engine) -> None:
    with sqlite.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert faults(health(sqlite)) == {"schema": "not that of this program"}


def test_a_database_that_only_reads_is_a_fault(sqlite: Engine) -> None:
    with sqlite.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = 1")
        connection.commit()
    assert faults(health(sqlite)) == {"database": "attempt to write a readonly database"}


def test_a_database_that_is_away_is_a_fault_and_its_password_is_not_said(sqlite: Engine) -> None:
    away = open_engine("postgresql://nv:hush@127.0.0.1:1/nv")
    [(name, why)] = faults(replace(health(sqlite), engine=away)).items()
    assert name == "database"
    assert "hush" not in why
    assert replace(health(sqlite), engine=away).backlogs() is None
    away.dispose()


def test_the_disk_of_a_file_is_looked_at(sqlite: Engine, tmp_path: Path) -> None:
    [disk] = [one for one in replace(health(sqlite), database_file=tmp_path / "a.db").look() if one.name == "disk"]
    assert disk.why.endswith("MB free")
    gone = replace(health(sqlite), database_file=tmp_path / "none" / "a.db")
    assert "disk" in faults(gone)

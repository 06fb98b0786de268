import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session, SQLModel, col, func, select

from scheduler.housekeeping import Removed, housekeep, is_time
from scheduler.planning import plan
from storage.database import reading, transaction
from storage.marks import set_marks
from storage.people import add_code, add_office, add_person, link
from storage.plan_drafts import add_draft
from storage.proofs import keep_file
from storage.roster_drafts import keep_draft
from storage.rows import id_of
from storage.tables import (
    Dialogue,
    LinkCode,
    MessageEvent,
    MessageState,
    OutboxMessage,
    OutboxSummary,
    Person,
    PlanDraft,
    RosterDraft,
    StoredFile,
)
from storage.turns import turn
from tests.doubles.commune import Commune as PlannedCommune
from tests.doubles.commune import at

NOW = datetime(2026, 11, 20, 19, 0, tzinfo=UTC)  # 02:00 at night
HALF_A_YEAR = timedelta(days=180)
LONG_AGO = NOW - timedelta(days=181)
OVER = (MessageState.SENT, MessageState.DROPPED, MessageState.REFUSED, MessageState.DOUBTFUL)


def go_on() -> bool:
    return True


class Commune:
    """An office whose messages are written down as delivery leaves them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with transaction(engine) as session:
            self.office_id = add_office(session, "UBND xã Quang Khải").office_id
            self.lan = add_person(session, self.office_id, "Nguyễn Thị Lan")
            link(session, self.lan, bot="telegram:1", address="lan", now=LONG_AGO)

    def said(
        self, *keys: str, at: datetime = LONG_AGO, kind: str = "morning", state: MessageState = MessageState.SENT
    ) -> None:
        with transaction(self.engine) as session:
            session.add_all(self._message(key, at, kind, state) for key in keys)
            session.flush()
            ids = session.exec(select(OutboxMessage.id).where(col(OutboxMessage.key).in_(keys))).all()
            session.add_all(MessageEvent(message_id=one, at=at, state=state) for one in ids if one)

    def _message(self, key: str, at: datetime, kind: str, state: MessageState) -> OutboxMessage:
        return OutboxMessage(
            office_id=self.office_id,
            person_id=id_of(self.lan),
            key=key,
            kind=kind,
            created_at=at,
            not_before=at,
            state=state,
            lane="telegram:1",
            bot="telegram:1",
            sent_at=at if state is MessageState.SENT else None,
            said="Chào đồng chí Lan." * 40,
        )

    def keeps_house(self, *, now: datetime = NOW, pause: Callable[[], bool] = go_on) -> Removed | None:
        return housekeep(self.engine, now=now, keep=HALF_A_YEAR, pause=pause)

    def left(self) -> list[str]:
        with reading(self.engine) as session:
            return list(session.exec(select(OutboxMessage.key).order_by(col(OutboxMessage.id))))

    def count(self, table: type[SQLModel]) -> int:
        with reading(self.engine) as session:
            return session.exec(select(func.count()).select_from(table)).one()

    def rows(self, table: type[SQLModel]) -> list[SQLModel]:
        with reading(self.engine) as session:
            return list(session.exec(select(table)))


@pytest.fixture
def commune(engine: Engine) -> Commune:
    return Commune(engine)


def test_what_was_said_half_a_year_ago_goes_and_is_counted(commune: Commune) -> None:
    commune.said("a", "b")
    commune.said("c", kind="clock", state=MessageState.DROPPED)
    commune.said("d", at=NOW - timedelta(days=179))
    assert commune.keeps_house() == Removed(messages=3)
    assert commune.left() == ["d"]
    assert commune.count(MessageEvent) == 1
    with reading(commune.engine) as session:
        found = session.exec(select(OutboxSummary).order_by(col(OutboxSummary.kind))).all()
    counted = [(row.day, row.lane, row.kind, row.state, row.messages) for row in found]
    day = date(2026, 5, 23)
    assert counted == [(day, "telegram:1", "clock", "dropped", 1), (day, "telegram:1", "morning", "sent", 2)]


def test_a_second_night_adds_to_the_count_of_the_same_day(commune: Commune) -> None:
    commune.said("a", "b")
    commune.keeps_house()
    commune.said("c")
    commune.keeps_house()
    with reading(commune.engine) as session:
        assert [row.messages for row in session.exec(select(OutboxSummary))] == [2]


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.CLAIMED, MessageState.SENDING])
def test_what_is_not_over_stays_however_old(commune: Commune, state: MessageState) -> None:
    commune.said("a", state=state)
    commune.said("last", at=NOW)
    assert commune.keeps_house() == Removed()


@pytest.mark.parametrize(("state", "goes"), [(state, state.value in ("sent", "dropped")) for state in OVER])
def test_of_a_notice_it_stays_known_who_did_not_get_it(commune: Commune, state: MessageState, goes: bool) -> None:
    commune.said("a", kind="notice", state=state)
    commune.said("last", at=NOW)
    commune.keeps_house()
    assert commune.left() == [*["a"][goes:], "last"]


def test_a_summary_of_an_import_keeps_its_key(commune: Commune) -> None:
    commune.said("imported:1:1", kind="imported")
    commune.said("last", at=NOW)
    commune.keeps_house()
    assert commune.left() == ["imported:1:1", "last"]


def test_the_last_message_stays_so_that_no_other_gets_its_number(commune: Commune) -> None:
    commune.said("a", "b")
    commune.keeps_house()
    assert commune.left() == ["b"]


def test_it_goes_in_short_transactions_and_stops_when_told(commune: Commune) -> None:
    commune.said(*(f"k{n}" for n in range(701)))
    pauses = iter([True, False])
    assert commune.keeps_house(pause=lambda: next(pauses)) == Removed(messages=500)
    assert is_time(commune.engine, now=NOW)
    rest = commune.keeps_house()
    assert rest
    assert rest.messages == 200
    assert not is_time(commune.engine, now=NOW)


def test_no_message_is_looked_for_by_walking_through_all_of_them(sqlite: Engine) -> None:
    commune = Commune(sqlite)
    commune.said(*(f"k{n}" for n in range(1000)))
    plans: list[str] = []

    def explain(connection: object, _cursor: object, statement: str, values: object, *_more: object) -> None:
        if statement.startswith(("SELECT outbox", "DELETE FROM outbox")):
            raw = connection.connection.driver_connection  # type: ignore[attr-defined]
            plans.extend(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values))

    event.listen(sqlite, "before_cursor_execute", explain)
    commune.keeps_house()
    assert plans
    assert [step for step in plans if "SCAN" in step] == []


def test_used_and_expired_codes_go_after_a_month(commune: Commune) -> None:
    with transaction(commune.engine) as session:
        old = add_code(session, commune.lan, "AAA111", expires_at=NOW - timedelta(days=31))
        new = add_code(session, commune.lan, "BBB222", expires_at=NOW + timedelta(days=1))
        assert old.id != new.id
    assert commune.keeps_house() == Removed(codes=1)
    with reading(commune.engine) as session:
        assert session.exec(select(LinkCode.code)).all() == ["BBB222"]


def test_a_roster_nobody_decided_about_is_forgotten_after_a_month(commune: Commune) -> None:
    with transaction(commune.engine) as session:
        person = session.get_one(Person, id_of(commune.lan))
        draft = keep_draft(
            session, person, name="ds.xlsx", media_type="x", content=b"names", now=NOW - timedelta(days=31)
        )
    assert commune.keeps_house() == Removed(rosters=1)
    with reading(commune.engine) as session:
        kept = session.get_one(RosterDraft, draft.id)
        assert kept.content == b""


def _plan_draft(session: Session, commune: Commune, content: bytes) -> None:
    file = keep_file(session, commune.office_id, name="kh.docx", media_type="x", content=content)
    add_draft(session, file, person_id=id_of(commune.lan), settled={"1": "x"}, now=NOW - timedelta(days=31))


def test_a_plan_nobody_saved_goes_after_a_month_with_its_file(commune: Commune) -> None:
    with transaction(commune.engine) as session:
        for content in (b"one", b"two", b"two"):
            _plan_draft(session, commune, content)
    assert commune.keeps_house() == Removed(plans=2)
    assert commune.count(PlanDraft) == 1
    with reading(commune.engine) as session:
        assert session.exec(select(StoredFile.content)).all() == [b"two"]


def test_a_chat_silent_for_a_year_is_forgotten_but_old_buttons_answer_nothing_new(commune: Commune) -> None:
    state = {"questions": 7, "tasks": [1, 2], "last": 1}
    with transaction(commune.engine) as session:
        for address, days in (("lan", 366), ("stranger", 366), ("young", 300)):
            at = NOW - timedelta(days=days)
            session.add(Dialogue(bot="telegram:1", address=address, state=state, updated_at=at))
    assert commune.keeps_house() == Removed(dialogues=2)
    assert commune.keeps_house() == Removed()
    with reading(commune.engine) as session:
        found = {row.address: row.state for row in session.exec(select(Dialogue))}
    assert found == {"lan": {"questions": 7}, "young": state}


def test_one_process_keeps_house(postgres: Engine) -> None:
    commune = Commune(postgres)
    commune.said("a", "b")
    with turn(postgres, "housekeeping") as mine:
        assert mine
        assert commune.keeps_house() is None
    assert commune.keeps_house() == Removed(messages=1)


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        ("2026-11-20 19:00", "2026-11-19 19:05", True),  # the next night
        ("2026-11-20 19:30", "2026-11-20 19:00", False),
        ("2026-11-20 09:00", "2026-11-19 19:00", False),  # tonight will do
        ("2026-11-20 09:00", "2026-11-18 09:00", True),  # off at night
        ("2026-11-20 00:30", "2026-11-18 09:00", False),  # not in the morning
        ("2026-11-20 09:00", None, True),
        ("2026-11-20 09:00", "2031-01-01 09:00", True),  # the clock had been wrong
    ],
)
def test_it_is_time_once_a_night_or_by_day_where_the_machine_is_off_at_night(
    sqlite: Engine, now: str, last: str | None, due: bool
) -> None:
    if last:
        with transaction(sqlite) as session:
            set_marks(session, {"housekeeping": datetime.fromisoformat(f"{last}+00:00")})
    assert is_time(sqlite, now=datetime.fromisoformat(f"{now}+00:00")) == due


def _size(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(
            connection.execute(
                text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            ).scalar_one()
        )


def test_forty_days_of_messages_take_no_more_room_than_the_days_that_are_kept(sqlite: Engine) -> None:
    commune, sizes = Commune(sqlite), []
    for day in range(40):
        now = NOW + timedelta(days=day)
        commune.said(*(f"{day}:{n}" for n in range(50)), at=now)
        housekeep(sqlite, now=now, keep=timedelta(days=10), pause=go_on)
        sizes.append(_size(sqlite))
    assert commune.count(OutboxMessage) == 550
    assert sizes[39] < sizes[15] * 1.1


def _set_auto_vacuum(file: Path, mode: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(f"PRAGMA auto_vacuum = {mode}; VACUUM;")


def test_a_file_that_can_gives_its_room_back_in_steps(sqlite: Engine, tmp_path: Path) -> None:
    _set_auto_vacuum(tmp_path / "nhacviec.db", "INCREMENTAL")
    commune = Commune(sqlite)
    commune.said(*(f"k{n}" for n in range(3000)))
    before = _size(sqlite)
    removed = commune.keeps_house(now=NOW + timedelta(hours=7))  # by day
    assert removed
    assert removed.room > before / 2
    assert _size(sqlite) == before - removed.room


def test_an_old_file_is_rewritten_at_night_once(sqlite: Engine, tmp_path: Path) -> None:
    _set_auto_vacuum(tmp_path / "nhacviec.db", "NONE")
    commune = Commune(sqlite)
    commune.said(*(f"k{n}" for n in range(3000)))
    by_day = commune.keeps_house(now=NOW + timedelta(hours=7))
    at_night = commune.keeps_house(now=NOW + timedelta(hours=24))
    assert by_day
    assert at_night
    assert by_day.room <= 0 < at_night.room
    with sqlite.connect() as connection:
        assert connection.execute(text("PRAGMA auto_vacuum")).scalar_one() == 2
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_the_log_beside_the_file_is_emptied_even_while_somebody_reads(sqlite: Engine, tmp_path: Path) -> None:
    commune = Commune(sqlite)
    commune.said(*(f"k{n}" for n in range(500)))
    log = tmp_path / "nhacviec.db-wal"
    assert log.stat().st_size > 0
    with reading(sqlite) as session:
        session.exec(select(OutboxMessage.id)).first()
        commune.keeps_house()
    commune.keeps_house()
    assert log.stat().st_size < 100_000


def test_what_was_said_on_the_days_before_is_not_planned_anew(engine: Engine) -> None:
    """Friday: a morning and a warning two hours before 16:00. Over the week-end both rows go."""
    with transaction(engine) as session:
        office = PlannedCommune(session)
        office.work(12, "Báo cáo CCHC quý IV", "2026-11-20", to=office.person("Nguyễn Thị Lan"), hour="16:00")
    heard: list[str] = []
    for moment in ("2026-11-20 07:30", "2026-11-20 14:00", "2026-11-20 14:05", "2026-11-23 07:30", "2026-11-23 14:00"):
        now = at(*moment.split())
        with transaction(engine) as session:
            plan(session, now=now)
            new = session.exec(select(OutboxMessage).where(OutboxMessage.state == MessageState.WAITING)).all()
            heard += [row.key for row in new]
            for row in new:
                row.state, row.sent_at = MessageState.SENT, now
        housekeep(engine, now=now + timedelta(days=1), keep=timedelta(days=1), pause=go_on)
    assert [key.split(":")[0] for key in heard] == ["morning", "clock", "morning"]
    assert len(set(heard)) == 3

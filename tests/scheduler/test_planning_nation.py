"""Planning for many offices: in chunks, ahead of the hour, across time zones, and whatever the clock does."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, col, select

from scheduler import planning
from scheduler.calendar import Calendar
from scheduler.planning import next_moment, plan, plan_in_steps
from storage.database import reading, transaction
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import (
    Account,
    AccountState,
    Assignment,
    Grant,
    MessageState,
    Occurrence,
    Office,
    OfficeDay,
    OutboxMessage,
    Person,
    Role,
    Snooze,
    Task,
)

VN, BERLIN = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Europe/Berlin")
IMPORTED = datetime(2026, 1, 5, 8, tzinfo=VN)


def at(text: str, zone: ZoneInfo = VN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def office(session: Session, people: int = 1, *, zone: ZoneInfo = VN, hour: time = time(7, 30)) -> list[Person]:
    """A new office and its people, each with a chat."""
    one = add_office(session, "UBND xã")
    one.timezone, one.morning_at = zone.key, hour
    return [_person(session, one) for _ in range(people)]


def _person(session: Session, one: Office) -> Person:
    person = add_person(session, one.office_id, "Nguyễn Thị Lan")
    link(session, person, bot="web", address=str(id_of(person)), now=IMPORTED)
    return person


def give(session: Session, person: Person, due: str, *, hour: time | None = None, zone: ZoneInfo = VN) -> Assignment:
    """Something to do by this day."""
    day = date.fromisoformat(due)
    task = Task(office_id=person.office_id, title="Báo cáo")
    session.add(task)
    session.flush()
    occurrence = Occurrence(office_id=person.office_id, task_id=id_of(task), ordinal=1, due=day)
    session.add(occurrence)
    session.flush()
    row = Assignment(
        office_id=person.office_id,
        number=id_of(task),
        task_id=id_of(task),
        occurrence_id=id_of(occurrence),
        post="x",
        post_folded="x",
        person_id=id_of(person),
        title="Báo cáo",
        due_printed=day,
        due=day,
        due_time=hour,
        late_after=Calendar(zone=zone).late_after(day, hour, extends=False),
        created_at=IMPORTED,
    )
    session.add(row)
    session.flush()
    return row


def works_on(session: Session, office_id: int, day: date) -> None:
    session.add(OfficeDay(office_id=office_id, day=day, works=True, reason="Làm bù"))
    session.flush()


def make(session: Session, person: Person, role: Role) -> None:
    session.add(Grant(office_id=person.office_id, person_id=id_of(person), role=role, unit_id=person.office_id))
    session.flush()


def keys(session: Session) -> list[str]:
    return list(session.exec(select(OutboxMessage.key).order_by(col(OutboxMessage.id))))


def deliver(session: Session) -> None:
    """All that waits is said."""
    for message in session.exec(select(OutboxMessage)):
        message.state = MessageState.SENT
    session.flush()


def in_steps(engine: Engine, now: datetime, *, ahead: timedelta = timedelta(0)) -> list[int]:
    return list(plan_in_steps(engine, now=now, ahead=ahead))


@pytest.fixture
def session(sqlite: Engine) -> Iterator[Session]:
    with transaction(sqlite) as one:
        yield one


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "CHUNKS", dict.fromkeys(planning.CHUNKS, 4))


@pytest.fixture
def asked(sqlite: Engine) -> list[str]:
    """The statements as they are asked."""
    found: list[str] = []
    event.listen(sqlite, "before_cursor_execute", lambda _c, _cur, statement, *_rest: found.append(statement))
    return found


def test_a_morning_in_steps_says_what_a_morning_at_once_says(engine: Engine, small_chunks: None) -> None:
    with transaction(engine) as session:
        people = [person for _ in range(5) for person in office(session, 3)]
        for person in people:
            give(session, person, "2026-11-25")
        crowd = office(session, 20)  # one office of more people than two chunks hold
        for person in crowd:
            give(session, person, "2026-11-25")
    steps = in_steps(engine, at("2026-11-19 07:30"))
    assert sum(steps) == 35
    assert len(steps) == 8
    assert in_steps(engine, at("2026-11-19 07:31")) == []
    with reading(engine) as session:
        assert sorted(keys(session)) == sorted(f"morning:{id_of(p)}:2026-11-19" for p in people + crowd)


def test_the_first_step_has_some_of_every_region(sqlite: Engine, small_chunks: None) -> None:
    with transaction(sqlite) as session:
        for person in [office(session)[0] for _ in range(12)]:
            give(session, person, "2026-11-25")
    assert next(plan_in_steps(sqlite, now=at("2026-11-19 07:30"))) == 4
    with reading(sqlite) as session:
        assert [int(key.split(":")[1]) for key in keys(session)] == [1, 4, 7, 10]


def test_a_morning_planned_ahead_is_said_at_its_hour(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        early, usual, late = office(session, 3)
        early.morning_at, late.morning_at = time(7), time(9)
        for person in (early, usual, late):
            give(session, person, "2026-11-25")
    assert sum(in_steps(sqlite, at("2026-11-19 07:10"), ahead=timedelta(minutes=30))) == 2
    with transaction(sqlite) as session:
        moments = {m.person_id: m.not_before for m in session.exec(select(OutboxMessage))}
        assert moments == {id_of(early): at("2026-11-19 07:10"), id_of(usual): at("2026-11-19 07:30")}
        give(session, session.get_one(Person, id_of(usual)), "2026-11-25")
    assert sum(in_steps(sqlite, at("2026-11-19 07:30"))) == 0  # the message is there already: its words come at 07:30
    assert sum(in_steps(sqlite, at("2026-11-19 09:00"))) == 1


def test_what_is_snoozed_until_the_hour_is_said_in_a_morning_planned_ahead(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        people = office(session, 2)
        for person, until in zip(people, ("07:20", "07:40"), strict=True):
            row = give(session, person, "2026-11-25")
            session.add(
                Snooze(
                    office_id=person.office_id,
                    person_id=id_of(person),
                    assignment_id=id_of(row),
                    until=at(f"2026-11-19 {until}"),
                )
            )
    assert sum(in_steps(sqlite, at("2026-11-19 07:05"), ahead=timedelta(minutes=30))) == 1
    with reading(sqlite) as session:
        assert keys(session) == [f"morning:{id_of(people[0])}:2026-11-19"]


def test_nothing_is_planned_ahead_into_the_next_day_or_before_quiet_hours_end(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        night, dawn = office(session, 1, hour=time(0, 5))[0], office(session, 1, hour=time(6))[0]
        for person in (night, dawn):
            give(session, person, "2026-11-25")
    assert in_steps(sqlite, at("2026-11-18 23:50"), ahead=timedelta(minutes=30)) == []
    assert in_steps(sqlite, at("2026-11-19 05:50"), ahead=timedelta(minutes=30)) == []
    assert sum(in_steps(sqlite, at("2026-11-19 06:10"), ahead=timedelta(minutes=30))) == 2
    with reading(sqlite) as session:
        moments = set(session.exec(select(OutboxMessage.not_before)))
        assert moments == {at("2026-11-19 06:30")}  # quiet until then


def test_a_morning_waits_at_the_bot_of_the_preferred_chat_that_takes_messages(engine: Engine) -> None:
    with transaction(engine) as session:
        lan, minh, hoa = office(session, 3)
        for person, bot in ((lan, "telegram:1"), (minh, "telegram:2"), (minh, "telegram:3")):
            link(session, person, bot=bot, address=str(id_of(person)), now=IMPORTED)
        for chat in session.exec(select(Account).where(col(Account.person_id).in_([id_of(minh), id_of(hoa)]))):
            chat.state = AccountState.ACTIVE if chat.bot == "telegram:3" else AccountState.REFUSED
        for person in (lan, minh, hoa):
            give(session, person, "2026-11-25")
    assert sum(in_steps(engine, at("2026-11-19 07:30"))) == 2
    with reading(engine) as session:
        lanes = dict(session.exec(select(OutboxMessage.person_id, OutboxMessage.lane)).all())
        assert lanes == {id_of(lan): "web", id_of(minh): "telegram:3"}


def test_three_days_off_are_caught_up_once(session: Session) -> None:
    (lan,) = office(session)
    lan.morning_handled = date(2026, 11, 16)
    give(session, lan, "2026-11-18")
    give(session, lan, "2026-11-20", hour=time(16))
    assert plan(session, now=at("2026-11-20 11:00")) == 1
    assert plan(session, now=at("2026-11-20 11:01")) == 0
    message = session.exec(select(OutboxMessage)).one()
    assert message.payload == {"since": "2026-11-16", "date": "2026-11-20"}


def test_a_laptop_that_slept_over_a_clock_time_warns_of_it_only_while_it_is_ahead(session: Session) -> None:
    lan, minh = office(session, 2)
    lan.morning_handled = minh.morning_handled = date(2026, 11, 20)
    give(session, lan, "2026-11-20", hour=time(14))
    give(session, minh, "2026-11-20", hour=time(16))
    assert plan(session, now=at("2026-11-20 15:20")) == 1
    assert keys(session) == [f"clock:{id_of(minh)}:2026-11-20:16:00"]


def test_a_clock_set_back_by_a_day_says_no_morning_twice(session: Session) -> None:
    (lan,) = office(session)
    give(session, lan, "2026-11-20")
    assert plan(session, now=at("2026-11-19 07:30")) == 1
    deliver(session)
    assert plan(session, now=at("2026-11-20 07:30")) == 1
    deliver(session)
    assert plan(session, now=at("2026-11-19 08:00")) == 0
    assert plan(session, now=at("2026-11-20 08:00")) == 0
    give(session, lan, "2026-11-23")
    assert plan(session, now=at("2026-11-23 07:30")) == 1


def test_a_clock_a_month_ahead_and_back_silences_nobody(session: Session) -> None:
    (lan,) = office(session)
    give(session, lan, "2026-11-20")
    assert plan(session, now=at("2026-12-16 07:30")) == 1
    deliver(session)
    assert plan(session, now=at("2026-11-19 07:30")) == 1
    message = session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id).desc())).first()
    assert message is not None
    assert message.payload == {"since": "2026-11-18", "date": "2026-11-19"}
    deliver(session)
    assert plan(session, now=at("2026-11-19 07:31")) == 0
    assert plan(session, now=at("2026-11-20 07:30")) == 1


def test_each_office_is_greeted_by_its_own_clock(session: Session) -> None:
    (lan,), (binh,) = office(session), office(session, zone=BERLIN)
    for person in (lan, binh):
        give(session, person, "2026-11-25")
    assert plan(session, now=at("2026-11-19 07:30")) == 1
    assert plan(session, now=at("2026-11-19 07:29", BERLIN)) == 0
    assert plan(session, now=at("2026-11-19 07:30", BERLIN)) == 1
    assert next_moment(session, after=at("2026-11-19 07:30", BERLIN)) == at("2026-11-20 07:30")


@pytest.mark.parametrize(
    ("friday", "monday", "hours"),
    [("2026-03-27", "2026-03-30", 71), ("2026-10-23", "2026-10-26", 73)],  # summer time begins and ends on the Sunday
)
def test_daylight_saving_time_moves_no_morning(session: Session, friday: str, monday: str, hours: int) -> None:
    (binh,) = office(session, zone=BERLIN)
    give(session, binh, friday, zone=BERLIN)
    assert plan(session, now=at(f"{friday} 07:30", BERLIN)) == 1
    deliver(session)
    morning = next_moment(session, after=at(f"{friday} 07:30", BERLIN))
    assert morning == at(f"{monday} 07:30", BERLIN)
    assert (morning.timestamp() - at(f"{friday} 07:30", BERLIN).timestamp()) / 3600 == hours
    assert plan(session, now=morning - timedelta(minutes=1)) == 0
    assert plan(session, now=morning) == 1


def test_a_morning_in_the_hour_that_comes_twice_is_said_once(session: Session) -> None:
    one = office(session, zone=BERLIN, hour=time(2, 30))[0]
    settings = session.get_one(Office, one.office_id)
    settings.quiet_from = settings.quiet_to = time(0)
    session.flush()
    works_on(session, one.office_id, date(2026, 10, 25))
    give(session, one, "2026-10-26", zone=BERLIN)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("UTC"))
    said = [plan(session, now=first + timedelta(minutes=10 * n)) for n in range(12)]
    assert sum(said) == 1


def test_somebody_with_a_last_day_to_come_is_greeted_until_then(session: Session) -> None:
    lan, gone = office(session, 2)
    lan.ended_on, gone.ended_on = date(2026, 11, 20), date(2026, 11, 19)
    for person in (lan, gone):
        give(session, person, "2026-11-20")
    assert plan(session, now=at("2026-11-19 07:30")) == 1
    deliver(session)
    assert plan(session, now=at("2026-11-20 07:30")) == 0


@pytest.mark.parametrize("moment", ["2026-11-19 07:29", "2026-11-19 08:00", "2026-11-19 22:00", "2026-11-22 08:00"])
def test_looking_when_nothing_is_due_costs_the_same_for_two_offices_and_for_sixty(
    sqlite: Engine, asked: list[str], moment: str
) -> None:
    def ask(offices: int) -> list[str]:
        with transaction(sqlite) as session:
            for _ in range(offices):
                for person in office(session, 2):
                    person.morning_handled = date(2026, 11, 18)
                    give(session, person, "2026-11-25")
        list(plan_in_steps(sqlite, now=at("2026-11-19 07:30")))
        asked.clear()
        assert in_steps(sqlite, at(moment)) == []
        with reading(sqlite) as session:
            next_moment(session, after=at(moment))
        return [statement for statement in asked if statement.startswith("SELECT")]

    assert 0 < len(ask(2)) == len(ask(58)) <= 11


def test_planning_many_offices_asks_as_often_as_planning_one(sqlite: Engine, asked: list[str]) -> None:
    def ask(offices: int, day: str, due: str) -> int:
        with transaction(sqlite) as session:
            for _ in range(offices):
                lan, minh, hoa = office(session, 3)
                make(session, minh, Role.LEADER)
                make(session, hoa, Role.FOCAL)
                give(session, lan, due)
        asked.clear()
        assert sum(in_steps(sqlite, at(f"{day} 07:30"))) >= offices
        with transaction(sqlite) as session:
            deliver(session)
        return len([statement for statement in asked if not statement.startswith("UPDATE outbox")])

    few = ask(1, "2026-11-19", "2026-11-25")
    assert 0 < ask(40, "2026-11-26", "2026-11-27") <= few + 4


def test_somebody_at_their_own_hour_is_found_whatever_hour_the_office_has(
    session: Session, many_people: Callable[[], None]
) -> None:
    lan, minh = office(session, 2, hour=time(9))
    lan.morning_at = time(7)
    for person in (lan, minh):
        give(session, person, "2026-11-25")
    many_people()
    assert plan(session, now=at("2026-11-19 07:00")) == 1
    assert plan(session, now=at("2026-11-19 08:59")) == 0
    assert plan(session, now=at("2026-11-19 09:00")) == 1


@pytest.fixture
def many_people(session: Session) -> Callable[[], None]:
    """Six hundred of an office whose hour is the evening: too many unhandled ones to look at one by one."""

    def add() -> None:
        one = add_office(session, "UBND tỉnh")
        one.morning_at = time(20)
        session.flush()
        rows = [
            Person(office_id=one.office_id, unit_id=one.office_id, name=f"{n}", name_folded=f"{n}") for n in range(600)
        ]
        session.add_all(rows)
        session.flush()

    return add

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from scheduler.calendar import Calendar
from scheduler.planning import next_moment, plan
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import (
    Assignment,
    AssignmentState,
    MessageState,
    Occurrence,
    OutboxMessage,
    Person,
    Role,
    Snooze,
    Task,
)

VN = Calendar()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Office:
    """A small office over a real database; `plan` runs the planner and gives what is new."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.id = add_office(session, "UBND xã Quang Khải").office_id
        self.lan = self.person("Lan")
        self.number = 0

    def person(self, name: str, *roles: Role, linked: bool = True) -> Person:
        person = add_person(self.session, self.id, name, roles=roles or (Role.OFFICIAL,))
        if linked:
            link(self.session, person, bot="web", address=name, now=at("2026-01-05 08:00"))
        return person

    def task(
        self, due: str, *, person: Person | None = None, hour: time | None = None, opens: str | None = None
    ) -> Assignment:
        self.number += 1
        task = Task(office_id=self.id, title=f"Việc {self.number}")
        self.session.add(task)
        self.session.flush()
        day = date.fromisoformat(due)
        occurrence = Occurrence(office_id=self.id, task_id=id_of(task), ordinal=1, due=day)
        self.session.add(occurrence)
        self.session.flush()
        row = Assignment(
            office_id=self.id,
            number=self.number,
            task_id=id_of(task),
            occurrence_id=id_of(occurrence),
            post="x",
            post_folded="x",
            person_id=id_of(person or self.lan),
            title=task.title,
            due_printed=day,
            due=day,
            due_time=hour,
            opens=date.fromisoformat(opens) if opens else None,
            late_after=VN.late_after(day, hour, extends=False),
            created_at=at("2026-01-05 08:00"),
        )
        self.session.add(row)
        self.session.flush()
        return row

    def plan(self, when: str, *, delivered: bool = True) -> list[tuple[str, str]]:
        """Plans at this moment: (kind, key's last part) of the new messages, which are then delivered."""
        before = {m.key for m in self.session.exec(select(OutboxMessage))}
        plan(self.session, now=at(when))
        rows = self.session.exec(select(OutboxMessage).order_by("id")).all()
        for message in rows:
            message.state = MessageState.SENT if delivered else message.state
        return [(m.kind, m.key.split(":", 2)[2]) for m in rows if m.key not in before]


@pytest.fixture
def office(sqlite: Engine) -> Office:
    session = Session(sqlite, expire_on_commit=False)
    session.begin()
    return Office(session)


def test_a_rung_sends_one_morning_at_the_offices_hour_and_only_once(office: Office) -> None:
    office.task("2026-11-25")
    assert office.plan("2026-11-19 07:29") == []
    assert office.plan("2026-11-19 07:30") == [("morning", "2026-11-19")]
    assert office.plan("2026-11-19 07:31") == []
    assert office.plan("2026-11-20 07:30") == []  # no rung between 3 and 1


def test_nothing_goes_on_a_day_off_or_in_quiet_hours(office: Office) -> None:
    office.task("2026-11-22")  # a Sunday: its last working day is Friday
    assert office.plan("2026-11-21 07:30") == []
    assert office.plan("2026-11-23 06:00") == []
    assert office.plan("2026-11-23 21:30") == []
    assert office.plan("2026-11-23 07:30") == [("morning", "2026-11-23")]  # +1


def test_a_machine_that_was_off_catches_up_once(office: Office) -> None:
    office.lan.morning_handled = date(2026, 11, 16)
    office.task("2026-11-20")
    assert office.plan("2026-11-20 10:15") == [("morning", "2026-11-20")]
    assert office.plan("2026-11-20 11:00") == []


def test_a_morning_that_was_not_sent_yet_speaks_for_the_next_one_too(office: Office) -> None:
    office.task("2026-11-20")
    assert office.plan("2026-11-19 07:30", delivered=False) == [("morning", "2026-11-19")]
    assert office.plan("2026-11-20 07:30") == []


def test_an_opening_on_a_day_off_is_announced_on_the_next_working_day(office: Office) -> None:
    office.lan.morning_handled = date(2026, 10, 30)
    office.task("2026-12-31", opens="2026-11-01")
    assert office.plan("2026-11-02 07:30") == [("morning", "2026-11-02")]


@pytest.mark.parametrize("state", [AssignmentState.DONE, AssignmentState.WITHDRAWN])
def test_what_is_done_or_withdrawn_says_nothing(office: Office, state: AssignmentState) -> None:
    office.task("2026-11-25").state = state
    assert office.plan("2026-11-25 07:30") == []


def test_what_was_past_at_import_says_nothing(office: Office) -> None:
    office.task("2026-11-19").reminds = False
    assert office.plan("2026-11-20 07:30") == []


def test_a_moved_deadline_moves_its_rungs_at_once(office: Office) -> None:
    row = office.task("2026-11-20")
    row.due = date(2026, 11, 27)
    assert office.plan("2026-11-20 07:30") == []
    assert office.plan("2026-11-23 07:30") == [("morning", "2026-11-23")]  # 3 working days before, over the holiday


def test_returned_work_is_said_the_next_morning(office: Office) -> None:
    office.task("2026-12-31").returned_at = at("2026-11-19 16:00")
    office.lan.morning_handled = date(2026, 11, 19)
    assert office.plan("2026-11-20 07:30") == [("morning", "2026-11-20")]
    assert office.plan("2026-11-23 07:30") == []


def test_work_returned_before_the_morning_is_said_once(office: Office) -> None:
    office.task("2026-12-31").returned_at = at("2026-11-19 07:10")
    office.lan.morning_handled = date(2026, 11, 18)
    assert office.plan("2026-11-19 07:30") == [("morning", "2026-11-19")]
    assert office.plan("2026-11-20 07:30") == []


def test_a_snooze_hides_a_task_but_never_the_first_day_after_its_deadline(office: Office) -> None:
    row = office.task("2026-11-19")
    until = at("2026-11-25 08:00")
    office.session.add(Snooze(office_id=office.id, person_id=id_of(office.lan), assignment_id=id_of(row), until=until))
    assert office.plan("2026-11-19 07:30") == []
    assert office.plan("2026-11-20 07:30") == [("morning", "2026-11-20")]
    assert office.plan("2026-11-25 07:30") == []


def test_a_person_who_asked_for_silence_hears_of_it_all_afterwards(office: Office) -> None:
    office.task("2026-11-20")
    office.lan.stopped_through = date(2026, 11, 22)
    assert office.plan("2026-11-20 07:30") == []
    assert office.plan("2026-11-23 07:30") == [("morning", "2026-11-23")]


def test_a_wish_for_another_hour_and_another_distance_is_followed(office: Office) -> None:
    office.lan.morning_at, office.lan.remind_before = time(9), 2
    office.task("2026-11-25")
    assert office.plan("2026-11-20 08:59") == []
    assert office.plan("2026-11-20 09:00") == [("morning", "2026-11-20")]


def test_nothing_is_queued_for_somebody_without_a_chat(office: Office) -> None:
    office.task("2026-11-20", person=office.person("Sơn", linked=False))
    assert office.plan("2026-11-20 07:30") == []


def test_what_nobody_answers_for_goes_to_the_focal_point(office: Office) -> None:
    office.person("Hoa", Role.FOCAL)
    office.task("2026-11-20").person_id = None
    assert office.plan("2026-11-20 07:30") == [("morning", "2026-11-20")]


def test_the_focal_point_hears_on_mondays_of_those_who_can_not_be_reached(office: Office) -> None:
    office.person("Hoa", Role.FOCAL)
    office.task("2026-12-31", person=office.person("Sơn", linked=False))
    assert office.plan("2026-11-20 07:30") == []
    assert office.plan("2026-11-23 07:30") == [("morning", "2026-11-23")]
    office.lan.stopped_through = date(2026, 12, 4)
    assert office.plan("2026-11-25 07:30") == []
    assert office.plan("2026-11-30 07:30") == [("morning", "2026-11-30")]


def test_a_leader_hears_when_something_changed_and_on_mondays(office: Office) -> None:
    office.person("Minh", Role.LEADER)
    office.task("2026-12-31")
    assert office.plan("2026-11-19 07:30") == []
    row = office.task("2026-12-30")
    row.state, row.submitted_at = AssignmentState.DONE, at("2026-11-19 16:00")
    assert office.plan("2026-11-20 07:30") == [("morning", "2026-11-20")]
    assert office.plan("2026-11-23 07:30") == [("morning", "2026-11-23")]
    assert office.plan("2026-11-25 07:30") == []


def test_a_clock_time_warns_two_hours_before(office: Office) -> None:
    office.task("2026-11-20", hour=time(16))
    office.plan("2026-11-20 07:30")
    assert office.plan("2026-11-20 13:59") == []
    assert office.plan("2026-11-20 14:00") == [("clock", "2026-11-20:16:00")]
    assert office.plan("2026-11-20 14:30") == []


@pytest.mark.parametrize(
    ("due", "hour", "when"), [("2026-11-21", 16, "2026-11-21 14:00"), ("2026-11-20", 8, "2026-11-20 06:10")]
)
def test_a_clock_time_on_a_day_off_or_too_early_is_left_to_the_morning(
    office: Office, due: str, hour: int, when: str
) -> None:
    office.task(due, hour=time(hour))
    assert office.plan(when) == []


def test_the_next_moment_is_the_next_morning_or_the_next_warning(office: Office) -> None:
    office.task("2026-11-23", hour=time(16))
    assert next_moment(office.session, after=at("2026-11-20 07:30")) == at("2026-11-23 07:30")
    assert next_moment(office.session, after=at("2026-11-23 07:30")) == at("2026-11-23 14:00")
    assert next_moment(office.session, after=at("2026-11-23 14:00")) == at("2026-11-25 07:30")


def test_planning_asks_the_database_as_often_however_much_there_is(office: Office, sqlite: Engine) -> None:
    asked: list[str] = []
    event.listen(sqlite, "before_cursor_execute", lambda _c, _cur, statement, *_rest: asked.append(statement))
    office.person("Minh", Role.LEADER)
    office.task("2026-11-25")
    office.session.flush()
    asked.clear()
    plan(office.session, now=at("2026-11-19 07:30"))
    few = len(asked)
    for _ in range(200):
        office.task("2026-11-27", person=office.lan)
    office.session.flush()
    asked.clear()
    plan(office.session, now=at("2026-11-23 07:30"))
    assert 0 < len(asked) <= few

"""Deadlines that hang on a named event, and conditions that a person starts."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.actions.events import foresee, set_event_day, start_condition
from bot.actions.plan_amend import amend_plan, kept_plan
from bot.actions.plans import import_plan
from bot.actions.refusal import Refusal
from scheduler.plans.model import Condition, ConditionKind, Context, Place, PlanDocument, PlanTask, Schedule
from scheduler.plans.model import Occurrence as PrintedOccurrence
from storage.audit import Actor, history_of
from storage.database import reading, transaction
from storage.events import events_of, startable
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, ConditionState, Occurrence, OutboxMessage, Role

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def relative(
    event: str | None, days: int | None = None, *, months: int | None = None, working: bool = False
) -> Condition:
    return Condition(ConditionKind.RELATIVE, event, days=days, months=months, working_days=working)


def row(no: str, *conditions: Condition, posts: tuple[str, ...] = ("Tài chính - Kế toán",)) -> PlanTask:
    return PlanTask(
        section="I",
        section_title="KIỂM TRA",
        no=no,
        part="",
        task=f"Chuẩn bị hồ sơ {no}",
        activities=(),
        products=("Hồ sơ",),
        assignees=posts,
        coordinators=("Văn phòng - Thống kê",),
        deadline_text="",
        place=Place(row=int(no)),
        schedule=Schedule(conditions=conditions),
    )


def plan(*tasks: PlanTask) -> PlanDocument:
    return PlanDocument(
        source="kh.xlsx",
        sha256="a" * 64,
        title="Kế hoạch kiểm tra năm 2026",
        number=None,
        issued=None,
        issuer=None,
        context=Context(2026, (2026, 2026)),
        tasks=tasks,
    )


def office(session: Session, document: PlanDocument) -> Actor:
    office_id = add_office(session, "UBND xã Quang Khải").office_id
    dung = add_person(session, office_id, "Phạm Văn Dũng", posts=["Tài chính - Kế toán"])
    lan = add_person(session, office_id, "Nguyễn Thị Lan", posts=["Văn phòng - Thống kê"])
    hoa = add_person(session, office_id, "Lê Thị Hoa", posts=["Nội vụ"], roles=[Role.FOCAL])
    for address, person in enumerate((dung, lan, hoa)):
        link(session, person, bot="web", address=str(address), now=NOW)
    actor = Actor(office_id, id_of(hoa), "cli", NOW)
    import_plan(session, document, actor=actor)
    return actor


def assignments(session: Session) -> list[Assignment]:
    return sorted(session.exec(select(Assignment)), key=lambda one: one.number)


def told(session: Session) -> list[tuple[str, int, int, int]]:
    rows = sorted(session.exec(select(OutboxMessage)), key=id_of)
    return [(m.kind, m.person_id, len(m.payload["assignments"]), len(m.payload["helping"])) for m in rows]


def later(actor: Actor, days: int = 1) -> Actor:
    return replace(actor, now=NOW + timedelta(days=days))


@pytest.mark.parametrize(
    ("condition", "due"),
    [
        (relative("kiểm tra", -14), date(2026, 12, 1)),
        (relative("ngày kiểm tra", -1), date(2026, 12, 14)),
        (relative("đợt kiểm tra", 3, working=True), date(2026, 12, 18)),
        (relative("ngày kiem tra", -5, working=True), date(2026, 12, 8)),
        (relative("khi kiểm tra", months=1), date(2027, 1, 15)),
        (Condition(ConditionKind.ON_EVENT, "sau khi kết thúc kiểm tra"), date(2026, 12, 15)),
    ],
)
def test_the_day_of_an_event_gives_each_deadline_that_hangs_on_it(
    sqlite: Engine, condition: Condition, due: date
) -> None:
    with transaction(sqlite) as session:
        actor = office(session, plan(row("1", condition)))
        assert assignments(session) == []
        set_event_day(session, "kiểm tra", date(2026, 12, 15), actor=actor)
        assert [(one.due, one.due_printed, one.reminds) for one in assignments(session)] == [(due, due, True)]


@pytest.mark.parametrize("event", ["ngày thông báo đánh giá", "họp hội đồng", "kiểm tra năng lực", None])
def test_another_event_gives_it_none(sqlite: Engine, event: str | None) -> None:
    with transaction(sqlite) as session:
        actor = office(session, plan(row("1", relative(event, -10))))
        change = set_event_day(session, "kiểm tra", date(2026, 12, 15), actor=actor)
        assert (change.starts, assignments(session)) == ((), [])
        assert [one.name for one in events_of(session, actor.office_id)] == ["Kiểm tra"]


def test_what_an_event_starts_is_as_an_import_would_make_it_and_people_are_told_once(engine: Engine) -> None:
    posts = ("Tài chính - Kế toán", "Kiểm lâm")
    with transaction(engine) as session:
        actor = office(
            session, plan(row("1", relative("kiểm tra", -5), posts=posts), row("2", relative("kiểm tra", -1)))
        )
        set_event_day(session, "Ngày kiểm tra", date(2026, 12, 15), time=time(8), place="Hội trường", actor=actor)
    with reading(engine) as session:
        found = [(one.number, one.due, one.post, one.person_id is None) for one in assignments(session)]
        assert found == [
            (1, date(2026, 12, 10), "Tài chính - Kế toán", False),
            (2, date(2026, 12, 10), "Kiểm lâm", True),
            (3, date(2026, 12, 14), "Tài chính - Kế toán", False),
        ]
        dung, lan = assignments(session)[0].person_id, 2
        assert told(session) == [("assigned", dung, 2, 0), ("assigned", lan, 0, 3)]
        (event,) = events_of(session, actor.office_id)
        assert (event.due_time, event.place) == (time(8), "Hội trường")
        assert [entry.verb for entry in history_of(session, "event", id_of(event))] == ["set_event"]
        assert [entry.verb for entry in history_of(session, "condition", 1)] == ["start"]
        assert [entry.verb for entry in history_of(session, "assignment", 1)] == ["assign"]
        assert startable(session, actor.office_id) == []


def test_a_moved_event_moves_what_is_open_and_leaves_what_is_done(engine: Engine) -> None:
    document = plan(row("1", relative("kiểm tra", -5)), row("2", relative("kiểm tra", -1)))
    with transaction(engine) as session:
        actor = office(session, document)
        set_event_day(session, "kiểm tra", date(2026, 12, 15), time=time(8), actor=actor)
        assignments(session)[0].state = AssignmentState.DONE
    with transaction(engine) as session:
        change = set_event_day(session, "đợt kiểm tra", date(2026, 12, 18), actor=later(actor))
        assert [(move.due, len(move.rows)) for move in change.moves] == [(date(2026, 12, 17), 1)]
    with reading(engine) as session:
        done, still_open = assignments(session)
        assert (done.due, still_open.due, still_open.due_printed) == (
            date(2026, 12, 10),
            date(2026, 12, 17),
            date(2026, 12, 14),
        )
        assert still_open.late_after == datetime(2026, 12, 17, 17, tzinfo=UTC)
        days = sorted((one.ordinal, one.due) for one in session.exec(select(Occurrence)))
        assert days == [(1, date(2026, 12, 10)), (1, date(2026, 12, 17))]
        assert [entry.verb for entry in history_of(session, "assignment", id_of(still_open))] == ["assign", "move_due"]
        assert told(session)[2:] == [("event_moved", still_open.person_id, 1, 0), ("event_moved", 2, 0, 1)]
        (event,) = events_of(session, actor.office_id)
        assert (event.day, event.due_time) == (date(2026, 12, 18), time(8))


def test_the_same_day_again_changes_nothing_and_tells_nobody(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor = office(session, plan(row("1", relative("kiểm tra", -5))))
        set_event_day(session, "kiểm tra", date(2026, 12, 15), actor=actor)
        before = len(told(session))
        set_event_day(session, "kiểm tra", date(2026, 12, 15), actor=later(actor))
        (event,) = events_of(session, actor.office_id)
        assert len(told(session)) == before
        assert len(history_of(session, "event", id_of(event))) == 1


def test_a_day_that_a_leader_granted_stays_until_the_events_own_is_later(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor = office(session, plan(row("1", relative("kiểm tra", -5))))
        set_event_day(session, "kiểm tra", date(2026, 12, 15), actor=actor)
        assignments(session)[0].due = date(2026, 12, 20)
        session.flush()
        set_event_day(session, "kiểm tra", date(2026, 12, 18), actor=later(actor))
        assert assignments(session)[0].due == date(2026, 12, 20)
        set_event_day(session, "kiểm tra", date(2026, 12, 31), actor=later(actor, 2))
        assert assignments(session)[0].due == date(2026, 12, 26)


def test_a_deadline_past_when_its_event_got_a_day_never_reminds_until_it_moves_ahead(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor = office(session, plan(row("1", relative("kiểm tra", -14))))
        set_event_day(session, "kiểm tra", date(2026, 11, 25), actor=actor)
        (late,) = assignments(session)
        assert (late.reminds, late.counted, told(session)) == (False, False, [])
        set_event_day(session, "kiểm tra", date(2026, 12, 15), actor=later(actor))
        assert (late.due, late.reminds, late.counted) == (date(2026, 12, 1), True, True)


def test_a_short_name_means_the_only_event_it_shortens(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor = office(session, plan(row("1", relative("kiểm tra", -5))))
        set_event_day(session, "kiểm tra năng lực, đợt 2", date(2026, 12, 15), actor=actor)
        change = foresee(session, "kiểm tra năng lực", date(2026, 12, 18), actor=actor)
        assert (change.name, len(change.moves)) == ("Kiểm tra năng lực, đợt 2", 1)
        set_event_day(session, "kiểm tra năng lực, đợt 3", date(2026, 12, 22), actor=actor)
        assert len(events_of(session, actor.office_id)) == 2
        with pytest.raises(Refusal) as refusal:
            foresee(session, "kiểm tra", date(2026, 12, 18), actor=actor)
        assert refusal.value.key == "events.which"


def test_a_name_of_no_event_is_refused(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor = office(session, plan(row("1", relative("kiểm tra", -5))))
        with pytest.raises(Refusal) as refusal:
            set_event_day(session, "ngày tổ chức", date(2026, 12, 18), actor=actor)
        assert refusal.value.key == "events.no_name"


def test_what_is_asked_for_makes_one_thing_to_deliver_each_time(engine: Engine) -> None:
    with transaction(engine) as session:
        actor = office(session, plan(row("1", Condition(ConditionKind.ON_REQUEST))))
        for day in (25, 27):
            (waiting,) = startable(session, actor.office_id)
            start_condition(session, waiting, due=date(2026, 11, day), actor=actor)
    with reading(engine) as session:
        assert [(one.number, one.due) for one in assignments(session)] == [
            (1, date(2026, 11, 25)),
            (2, date(2026, 11, 27)),
        ]
        assert [one.ordinal for one in session.exec(select(Occurrence))] == [1, 2]
        (condition,) = startable(session, actor.office_id)
        assert (condition.state, condition.started_on) == (ConditionState.STARTED, date(2026, 11, 20))
        assert [kind for kind, *_ in told(session)] == ["assigned"] * 4


def test_what_happened_starts_once(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor = office(session, plan(row("1", Condition(ConditionKind.ON_EVENT, "khi có văn bản mới"))))
        (waiting,) = startable(session, actor.office_id)
        with pytest.raises(Refusal) as past:
            start_condition(session, waiting, due=date(2026, 11, 19), actor=actor)
        start_condition(session, waiting, due=date(2026, 11, 25), actor=actor)
        with pytest.raises(Refusal) as again:
            start_condition(session, waiting, due=date(2026, 11, 26), actor=actor)
        assert (past.value.key, again.value.key) == ("events.day_past", "events.started_before")
        assert startable(session, actor.office_id) == []


def test_a_deadline_that_counts_from_an_event_asks_for_the_events_day(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor = office(session, plan(row("1", relative("kiểm tra", -5), Condition(ConditionKind.ONGOING))))
        (waiting,) = startable(session, actor.office_id)
        with pytest.raises(Refusal) as refusal:
            start_condition(session, waiting, due=date(2026, 11, 25), actor=actor)
        assert (refusal.value.key, refusal.value.values) == ("events.needs_its_event", {"event": "kiểm tra"})


def test_nothing_of_another_office_is_started_or_moved(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor = office(session, plan(row("1", relative("kiểm tra", -5)), row("2", Condition(ConditionKind.ON_REQUEST))))
        other = replace(actor, office_id=add_office(session, "UBND xã Tân Bình").office_id, person_id=None)
        set_event_day(session, "kiểm tra", date(2026, 12, 15), actor=other)
        (_, asked) = startable(session, actor.office_id)
        with pytest.raises(Refusal) as refusal:
            start_condition(session, asked, due=date(2026, 11, 25), actor=other)
        assert (refusal.value.key, assignments(session)) == ("events.no_condition", [])


def test_a_plan_that_comes_after_its_event_has_its_deadlines_at_once(engine: Engine) -> None:
    document = plan(row("1", relative("ngày kiểm tra", -5)), row("2", relative("bế mạc", 3)))
    with transaction(engine) as session:
        actor = office(session, plan())
        set_event_day(session, "kiểm tra", date(2026, 12, 15), actor=actor)
        late = replace(document, title="Kế hoạch đến sau")
        done = import_plan(session, late, actor=actor)
        assert done.assignments == 1
    with transaction(engine) as session:
        (work,) = session.exec(select(Assignment))
        assert (work.due, work.number) == (date(2026, 12, 10), 1)
        assert [one.event for one in startable(session, actor.office_id)] == ["bế mạc"]
        set_event_day(session, "kiểm tra", date(2026, 12, 22), actor=actor)
        assert work.due == date(2026, 12, 17)


def test_an_event_long_past_or_one_of_two_starts_nothing_at_import(engine: Engine) -> None:
    with transaction(engine) as session:
        actor = office(session, plan())
        set_event_day(session, "bế mạc kỳ họp", date(2026, 3, 3), actor=actor)
        set_event_day(session, "kiểm tra năng lực", date(2026, 12, 15), actor=actor)
        set_event_day(session, "kiểm tra cải cách hành chính", date(2026, 12, 16), actor=actor)
        late = replace(plan(row("1", relative("kiểm tra", -5)), row("2", relative("bế mạc kỳ họp", 3))), title="Sau")
        assert import_plan(session, late, actor=actor).assignments == 0
        assert len(startable(session, actor.office_id)) == 2


def test_an_amended_offset_moves_what_its_event_started(engine: Engine) -> None:
    with transaction(engine) as session:
        actor = office(session, plan(row("1", relative("kiểm tra", -5))))
        set_event_day(session, "kiểm tra", date(2026, 12, 15), actor=actor)
        newer = replace(plan(row("1", relative("ngày kiểm tra", -10)), row("2", relative("kiểm tra", -1))), sha256="b")
        kept = kept_plan(session, actor.office_id, newer)
        assert kept is not None
        found = amend_plan(session, kept, newer, actor=actor)
        assert [(one.number, one.until) for one in found.moved] == [(1, date(2026, 12, 5))]
        assert [(one.number, one.due) for one in found.added] == [(2, date(2026, 12, 14))]


def test_what_a_plan_no_longer_names_does_not_move_with_its_event(engine: Engine) -> None:
    with transaction(engine) as session:
        actor = office(session, plan(row("1", relative("kiểm tra", -5)), row("2", relative("kiểm tra", -1))))
        set_event_day(session, "kiểm tra", date(2026, 12, 15), actor=actor)
        fixed = replace(row("1"), schedule=Schedule((PrintedOccurrence(date(2026, 12, 1)),)))
        newer = replace(plan(fixed, row("2", relative("kiểm tra", -1))), sha256="b")
        kept = kept_plan(session, actor.office_id, newer)
        assert kept is not None
        found = amend_plan(session, kept, newer, actor=actor)
        assert ([one.number for one in found.withdrawn], [one.due for one in found.added]) == ([1], [date(2026, 12, 1)])
        set_event_day(session, "kiểm tra", date(2026, 12, 22), actor=actor)
        dues = {one.number: one.due for one in session.exec(select(Assignment))}
        assert dues == {1: date(2026, 12, 10), 2: date(2026, 12, 21), 3: date(2026, 12, 1)}

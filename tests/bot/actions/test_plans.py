from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.actions.plans import ImportChoices, import_plan
from bot.actions.posts import choose_holder
from scheduler.plans.model import (
    Condition,
    ConditionKind,
    Context,
    Occurrence,
    Place,
    PlanDocument,
    PlanTask,
    Schedule,
)
from storage.audit import Actor, history_of
from storage.database import reading, transaction
from storage.people import add_office, add_person, holders, link
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, OutboxMessage, PastPolicy, Role
from storage.tasks import plans_of, unfinished_in, waiting_conditions

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def row(no: str, *due: Occurrence, posts: tuple[str, ...] = ("Công chức TC-KT",), part: str = "") -> PlanTask:
    return PlanTask(
        section="I",
        section_title="TÀI CHÍNH CÔNG",
        no=no,
        part=part,
        task=f"Công khai dự toán {no}",
        activities=(),
        products=("Báo cáo",),
        assignees=posts,
        coordinators=(),
        deadline_text="",
        place=Place(sheet="KH", row=int(no)),
        schedule=Schedule(occurrences=due, conditions=(Condition(ConditionKind.ON_REQUEST),) if no == "1" else ()),
    )


PAST, SOON, LATER = (
    Occurrence(date(2026, 3, 31)),
    Occurrence(date(2026, 12, 8), time(16)),
    Occurrence(date(2026, 12, 31)),
)
PLAN = PlanDocument(
    source="kh.xlsx",
    sha256="a" * 64,
    title="Kế hoạch cải cách hành chính năm 2026",
    number=None,
    issued=None,
    issuer=None,
    context=Context(2026, (2026, 2026)),
    tasks=(
        row("1", PAST, LATER),
        row("2", SOON, posts=("Công chức TC-KT", "cong chuc TC-KT", "Các công chức khác", "Kiểm lâm")),
        row("3", LATER, posts=()),
    ),
)


def office(session: Session) -> tuple[Actor, int]:
    office_id = add_office(session, "UBND xã Quang Khải").office_id
    dung = add_person(session, office_id, "Phạm Văn Dũng", posts=["Tài chính - Kế toán"])
    hoa = add_person(session, office_id, "Lê Thị Hoa", posts=["Nội vụ"], roles=[Role.FOCAL])
    link(session, dung, bot="web", address="1", now=NOW)
    return Actor(office_id, id_of(hoa), "cli", NOW), id_of(dung)


def assignments(session: Session) -> list[Assignment]:
    return list(session.exec(select(Assignment).order_by(Assignment.number)))  # type: ignore[arg-type]


def test_each_post_gets_one_assignment_per_deadline_and_nobody_is_dropped(engine: Engine) -> None:
    with transaction(engine) as session:
        actor, dung = office(session)
        done = import_plan(session, PLAN, actor=actor)
    assert (done.new, done.tasks, done.assignments, done.conditions, done.unmatched) == (True, 3, 6, 1, 3)
    with reading(engine) as session:
        found = [(a.number, a.due, a.post, a.person_id) for a in assignments(session)]
        assert found == [
            (1, PAST.due, "Công chức TC-KT", dung),
            (2, SOON.due, "Công chức TC-KT", dung),
            (3, SOON.due, "Các công chức khác", None),
            (4, SOON.due, "Kiểm lâm", None),
            (5, LATER.due, "Công chức TC-KT", dung),
            (6, LATER.due, "", None),
        ]
        assert [c.kind for c in waiting_conditions(session, actor.office_id)] == ["on_request"]
        assert [entry.verb for entry in history_of(session, "plan", id_of(done.plan))] == ["import"]
        assert session.exec(select(OutboxMessage)).all() == []


def test_a_clock_time_makes_work_late_at_that_hour(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor, _ = office(session)
        import_plan(session, PLAN, actor=actor)
    with reading(sqlite) as session:
        assert assignments(session)[1].late_after == datetime(2026, 12, 8, 9, tzinfo=UTC)
        assert assignments(session)[4].late_after == datetime(2026, 12, 31, 17, tzinfo=UTC)


def test_the_same_plan_twice_changes_nothing(engine: Engine) -> None:
    with transaction(engine) as session:
        actor, _ = office(session)
        import_plan(session, PLAN, actor=actor)
    with transaction(engine) as session:
        again = import_plan(session, PLAN, actor=actor)
        same_in_another_file = import_plan(session, replace(PLAN, sha256="b" * 64, source="kh.docx"), actor=actor)
    assert (again.new, same_in_another_file.new) == (False, False)
    with reading(engine) as session:
        assert len(assignments(session)) == 6
        assert len(plans_of(session, actor.office_id)) == 1


@pytest.mark.parametrize(
    ("past", "state", "counted"),
    [
        (PastPolicy.LEFT_OUT, AssignmentState.OPEN, False),
        (PastPolicy.OVERDUE, AssignmentState.OPEN, True),
        (PastPolicy.DONE, AssignmentState.DONE, True),
    ],
)
def test_what_was_past_at_import_never_reminds(
    sqlite: Engine, past: PastPolicy, state: AssignmentState, counted: bool
) -> None:
    with transaction(sqlite) as session:
        actor, _ = office(session)
        import_plan(session, PLAN, actor=actor, choices=ImportChoices(past=past))
    with reading(sqlite) as session:
        old, *rest = assignments(session)
        assert (old.state, old.counted, old.reminds) == (state, counted, False)
        assert all(a.reminds and a.counted for a in rest)


def test_people_are_told_of_an_import_only_if_the_importer_says_so(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor, dung = office(session)
        import_plan(session, PLAN, actor=actor, choices=ImportChoices(tell=True))
    with reading(sqlite) as session:
        assert [(m.kind, m.person_id) for m in session.exec(select(OutboxMessage))] == [("imported", dung)]


def test_a_chosen_holder_gets_what_is_open_and_is_kept_for_the_next_plan(engine: Engine) -> None:
    with transaction(engine) as session:
        actor, dung = office(session)
        import_plan(session, PLAN, actor=actor)
        assert choose_holder(session, "Kiểm lâm", dung, actor=actor) == 1
    with reading(engine) as session:
        assert {a.post for a in unfinished_in(session, actor.office_id) if a.person_id is None} == {
            "",
            "Các công chức khác",
        }
        assert ("kiem lam", dung) in [(h.post_folded, h.person_id) for h in holders(session, actor.office_id)]


def test_progress_is_told_row_by_row(sqlite: Engine) -> None:
    seen: list[tuple[int, int]] = []
    with transaction(sqlite) as session:
        actor, _ = office(session)
        import_plan(session, PLAN, actor=actor, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_the_choice_of_who_answers_for_a_post_is_in_the_audit_log(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor, _ = office(session)
        dung = id_of(add_person(session, actor.office_id, "Vũ Văn Dũng"))
        assert choose_holder(session, "Kiểm lâm", dung, actor=actor) == 0
        (holder,) = holders(session, actor.office_id)
        (entry,) = history_of(session, "post_holder", id_of(holder))
    assert (entry.verb, entry.after) == ("choose_holder", {"post": "Kiểm lâm", "person_id": dung})


def test_who_has_left_is_given_nothing_by_the_next_plan(sqlite: Engine) -> None:
    with transaction(sqlite) as session:
        actor, _ = office(session)
        dung = add_person(session, actor.office_id, "Vũ Văn Dũng", posts=["Kiểm lâm"])
        choose_holder(session, "Hạt Kiểm lâm liên xã", id_of(dung), actor=actor)
        dung.ended_on = TODAY
        session.flush()
        plan = replace(PLAN, tasks=(row("1", LATER, posts=("Hạt Kiểm lâm liên xã",)),))
        assert import_plan(session, plan, actor=actor).unmatched == 1


def test_a_post_taken_for_another_of_one_person_gets_its_own_when_somebody_else_is_chosen(engine: Engine) -> None:
    posts = ("Công chức TC-KT", "Tài chính - Kế toán xã")
    with transaction(engine) as session:
        actor, dung = office(session)
        plan = replace(PLAN, tasks=(row("1", SOON, LATER, posts=posts),))
        assert import_plan(session, plan, actor=actor).assignments == 2
        hanh = id_of(add_person(session, actor.office_id, "Trần Thị Hạnh"))
        assert choose_holder(session, posts[1], dung, actor=actor) == 0
        assert choose_holder(session, posts[1], hanh, actor=actor) == 2
        assert choose_holder(session, posts[1], hanh, actor=actor) == 2
    with reading(engine) as session:
        found = [(a.number, a.due, a.due_time, a.person_id) for a in assignments(session)]
    assert found == [
        (1, SOON.due, SOON.time, dung),
        (2, LATER.due, None, dung),
        (3, SOON.due, SOON.time, hanh),
        (4, LATER.due, None, hanh),
    ]

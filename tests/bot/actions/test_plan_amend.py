from dataclasses import replace
from datetime import UTC, date, datetime, time

from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.actions.plan_amend import Amended, amend_plan, foresee, kept_plan
from bot.actions.plans import import_plan
from scheduler.plans.model import Condition, ConditionKind, Occurrence, PlanDocument, PlanTask, Schedule
from storage.audit import Actor, history_of
from storage.database import reading, transaction
from storage.extensions import add_extension
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, Extension, ExtensionState, Task
from storage.tasks import waiting_conditions
from tests.bot.actions.test_plans import LATER, PLAN, SOON, assignments, office, row

MOVED = Occurrence(date(2026, 12, 15), time(16))
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def saved(session: Session) -> Actor:
    actor, _ = office(session)
    import_plan(session, PLAN, actor=actor)
    return replace(actor, now=NOW)


def version(*tasks: PlanTask, sha: str = "b") -> PlanDocument:
    return replace(PLAN, sha256=sha * 64, source="kh-sua.xlsx", tasks=tasks)


def amend(session: Session, document: PlanDocument, actor: Actor) -> Amended:
    plan = kept_plan(session, actor.office_id, document)
    assert plan is not None
    return amend_plan(session, plan, document, actor=actor)


def row_of(session: Session, number: int) -> Assignment:
    return next(row for row in assignments(session) if row.number == number)


def test_a_changed_deadline_moves_open_work_and_keeps_what_was_printed(engine: Engine) -> None:
    posts = PLAN.tasks[1].assignees
    document = version(PLAN.tasks[0], row("2", MOVED, posts=posts), PLAN.tasks[2])
    with transaction(engine) as session:
        actor = saved(session)
        done = row_of(session, 4)
        done.state = AssignmentState.DONE
        found = amend(session, document, actor)
    assert [(one.number, one.due, one.until) for one in found.moved] == [
        (2, SOON.due, MOVED.due),
        (3, SOON.due, MOVED.due),
    ]
    assert (found.added, found.withdrawn, found.kept, found.rows) == ((), (), 4, 1)
    with reading(engine) as session:
        work = row_of(session, 2)
        assert (work.due_printed, work.due, work.late_after) == (
            SOON.due,
            MOVED.due,
            datetime(2026, 12, 15, 9, tzinfo=UTC),
        )
        assert row_of(session, 4).due == SOON.due
        assert [entry.verb for entry in history_of(session, "assignment", id_of(work))] == ["amend"]
        assert [entry.verb for entry in history_of(session, "plan", found.plan_id)] == ["import", "amend"]


def test_a_day_that_somebody_decided_stays(engine: Engine) -> None:
    document = version(PLAN.tasks[0], replace(PLAN.tasks[1], schedule=Schedule((MOVED,))), PLAN.tasks[2])
    with transaction(engine) as session:
        actor = saved(session)
        row_of(session, 2).due = date(2026, 12, 20)
        found = amend(session, document, actor)
        assert [one.number for one in found.moved] == [3, 4]
        assert row_of(session, 2).due == date(2026, 12, 20)


def test_a_row_that_is_gone_withdraws_what_is_open_and_keeps_what_was_done(engine: Engine) -> None:
    with transaction(engine) as session:
        actor = saved(session)
        row_of(session, 1).state = AssignmentState.DONE
        asked = row_of(session, 5)
        assert asked.person_id is not None
        add_extension(
            session, asked, person_id=asked.person_id, until=date(2027, 1, 9), reason="chờ số liệu", at=actor.now
        )
        found = amend(session, version(*PLAN.tasks[1:]), actor)
    assert [one.number for one in found.withdrawn] == [5]
    with reading(engine) as session:
        assert row_of(session, 1).state is AssignmentState.DONE
        assert row_of(session, 5).state is AssignmentState.WITHDRAWN
        assert [one.state for one in session.exec(select(Extension))] == [ExtensionState.WITHDRAWN]
        assert waiting_conditions(session, actor.office_id) == []


def test_a_row_put_in_front_moves_every_number_and_no_work(engine: Engine) -> None:
    new = replace(row("1", LATER), task="Kiểm kê tài sản công")
    shifted = [replace(task, no=str(at)) for at, task in enumerate(PLAN.tasks, start=2)]
    with transaction(engine) as session:
        actor = saved(session)
        found = amend(session, version(new, *shifted), actor)
        assert [(one.number, one.title) for one in found.added] == [(7, "Kiểm kê tài sản công")]
        assert (found.moved, found.withdrawn, found.kept) == ((), (), 6)
        places = {task.title: (task.no, task.repeat) for task in session.exec(select(Task))}
        assert places["Công khai dự toán 1"] == ("2", 0)
        assert places["Kiểm kê tài sản công"] == ("1", 0)


def test_the_same_plan_again_changes_nothing_and_so_does_an_amendment_applied_twice(engine: Engine) -> None:
    asked = Condition(ConditionKind.ON_EVENT, event="kiểm tra")
    changed = replace(PLAN.tasks[0], schedule=Schedule((LATER,), (asked,)))
    document = version(changed, replace(PLAN.tasks[1], assignees=("Tài chính - Kế toán",)))
    with transaction(engine) as session:
        actor = saved(session)
        assert amend(session, PLAN, actor).empty
        assert not amend(session, document, actor).empty
        assert amend(session, document, actor).empty
        assert [(one.kind, one.event) for one in waiting_conditions(session, actor.office_id)] == [
            ("on_event", "kiểm tra")
        ]
    with transaction(engine) as session:
        assert amend(session, PLAN, actor).rows == 3
        assert amend(session, PLAN, actor).empty


def test_a_post_under_another_name_keeps_its_work_and_a_new_post_gets_its_own(engine: Engine) -> None:
    posts = ("Tài chính - Kế toán", "Nội vụ")
    with transaction(engine) as session:
        actor = saved(session)
        first = row_of(session, 2).person_id
        found = amend(session, version(PLAN.tasks[0], row("2", SOON, posts=posts), PLAN.tasks[2]), actor)
        assert (row_of(session, 2).post, row_of(session, 2).person_id) == ("Tài chính - Kế toán", first)
        assert [one.number for one in found.withdrawn] == [3, 4]
        assert [one.number for one in found.added] == [7]
        back = amend(session, version(PLAN.tasks[0], PLAN.tasks[1], PLAN.tasks[2], sha="c"), actor)
        assert [one.number for one in back.added] == [3, 4]
        assert row_of(session, 3).state is AssignmentState.OPEN


def test_a_foreseen_amendment_is_not_made(engine: Engine) -> None:
    document = version(row("1", MOVED), row("9", LATER))
    with transaction(engine) as session:
        actor = saved(session)
        plan = kept_plan(session, actor.office_id, document)
        assert plan is not None
        foreseen = foresee(session, plan, document, actor=actor)
        assert [row.state for row in assignments(session)] == [AssignmentState.OPEN] * 6
    with transaction(engine) as session:
        assert len(history_of(session, "plan", foreseen.plan_id)) == 1
        assert amend(session, document, actor) == foreseen

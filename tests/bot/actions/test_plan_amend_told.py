"""People whose open work an amended plan changes are told once, in words as of the moment of sending."""

from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.actions.plan_amend import amend_plan, kept_plan
from bot.actions.plan_amend_told import people_to_tell, tell_amended
from bot.actions.plans import import_plan
from scheduler.messages import Message
from scheduler.plans.model import Occurrence, PlanDocument
from storage.audit import Actor, history_of
from storage.database import reading, transaction
from storage.people import add_person, link
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState, OutboxMessage
from tests.bot.actions.test_plan_amend import row_of, version
from tests.bot.actions.test_plans import LATER, PLAN, office, row
from tests.doubles.rendering import render

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SOONER = Occurrence(date(2026, 12, 22))
DUNG = "Công chức TC-KT"
NEW = replace(row("9", LATER, posts=(DUNG,)), task="Kiểm kê tài sản công")


def saved(session: Session, document: PlanDocument = PLAN) -> Actor:
    actor, _ = office(session)
    lan = add_person(session, actor.office_id, "Nguyễn Thị Lan", posts=["Văn phòng - Thống kê"])
    link(session, lan, bot="web", address="2", now=NOW)
    import_plan(session, document, actor=actor)
    return replace(actor, now=NOW)


def amend(session: Session, document: PlanDocument, actor: Actor, *, tell: bool = True) -> None:
    plan = kept_plan(session, actor.office_id, document)
    assert plan is not None
    amend_plan(session, plan, document, actor=actor, tell=tell)


def said(session: Session, *, now: datetime = NOW) -> list[str]:
    rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.id))  # type: ignore[arg-type]
    found = [render(session, one, now=now) for one in rows]
    return [one.text if isinstance(one, Message) else "" for one in found]


def test_moved_added_and_removed_work_is_told_in_one_message(engine: Engine) -> None:
    first = replace(row("4", LATER, posts=(DUNG,)), task="Báo cáo quyết toán")
    second = replace(row("5", LATER, posts=(DUNG,)), task="Công khai dự toán quý")
    changed = replace(row("4", SOONER, posts=(DUNG,)), task="Báo cáo quyết toán")
    with transaction(engine) as session:
        actor = saved(session, replace(PLAN, tasks=(first, second)))
        amend(session, version(changed, NEW), actor)
    with reading(engine) as session:
        assert said(session) == [
            "Kế hoạch CCHC năm 2026 đã được sửa đổi. Việc của đồng chí thay đổi như sau.\n"
            "Đổi hạn 1 việc:\n"
            "1. Báo cáo quyết toán — từ 31/12 sang thứ Ba 22/12\n"
            "Thêm 1 việc:\n"
            "3. Kiểm kê tài sản công — thứ Năm 31/12, còn 28 ngày làm việc\n"
            "Bỏ 1 việc, không cần làm nữa:\n"
            "2. Công khai dự toán quý"
        ]
        history = history_of(session, "assignment", id_of(row_of(session, 2)))
        assert history[-1].after == {"state": "withdrawn", "reason": "row_removed"}


def test_nobody_is_told_unless_the_importer_says_so_and_then_once(engine: Engine) -> None:
    with transaction(engine) as session:
        actor = saved(session)
        amend(session, version(*PLAN.tasks, NEW), actor, tell=False)
        assert said(session) == []
        plan = kept_plan(session, actor.office_id, PLAN)
        assert plan is not None
        assert len(people_to_tell(session, plan)) == 1
        assert len(tell_amended(session, plan, actor=actor)) == 1
        tell_amended(session, plan, actor=actor)
        assert len(said(session)) == 1


def test_who_has_no_changed_work_and_who_amends_hear_nothing(engine: Engine) -> None:
    with transaction(engine) as session:
        actor = saved(session)
        dung = row_of(session, 2).person_id
        amend(session, version(*PLAN.tasks, NEW), replace(actor, person_id=dung))
        assert said(session) == []


def test_work_that_was_done_is_not_spoken_of_and_stays_done(engine: Engine) -> None:
    with transaction(engine) as session:
        actor = saved(session)
        for one in session.exec(select(Assignment)):
            one.state = AssignmentState.DONE
        amend(session, version(PLAN.tasks[1], PLAN.tasks[2]), actor)
        assert said(session) == []
        assert {one.state for one in session.exec(select(Assignment))} == {AssignmentState.DONE}


def test_what_was_done_before_the_message_goes_is_left_out(engine: Engine) -> None:
    with transaction(engine) as session:
        actor = saved(session)
        amend(session, version(*PLAN.tasks, NEW), actor)
        row_of(session, 7).state = AssignmentState.DONE
        session.flush()
        assert said(session) == [""]


def test_what_was_past_when_it_came_in_is_not_spoken_of(engine: Engine) -> None:
    past = replace(row("9", Occurrence(date(2026, 5, 4)), posts=(DUNG,)), task="Kiểm kê tài sản công")
    with transaction(engine) as session:
        actor = saved(session)
        amend(session, version(*PLAN.tasks, past), actor)
        assert said(session) == []

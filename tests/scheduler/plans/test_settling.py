from dataclasses import replace
from datetime import date
from typing import Any

from scheduler.plans.deadlines import read
from scheduler.plans.model import ConditionKind, Context, Doubt, Place, PlanDocument, PlanTask
from scheduler.plans.posts import Match, match_posts
from scheduler.plans.settling import About, Settled, apply, questions, row_key, shifted, understood, years_off

CONTEXT = Context(2027, (2027, 2027))


def task(no: str, deadline: str, *posts: str, context: Context = CONTEXT) -> PlanTask:
    return PlanTask(
        section="I",
        section_title="",
        no=no,
        part="",
        task=f"Nhiệm vụ {no}",
        activities=(),
        products=(),
        assignees=posts,
        coordinators=(),
        deadline_text=deadline,
        place=Place(row=int(no) + 3),
        schedule=read(deadline, context),
    )


def document(*tasks: PlanTask, context: Context = CONTEXT) -> PlanDocument:
    return PlanDocument("kh.xlsx", "a", "Kế hoạch", None, None, None, context, tasks)


def nobody(plan: PlanDocument) -> dict[str, Match]:
    return match_posts((post for task in plan.tasks for post in task.assignees), [], {})


NOTHING = Settled({}, {})


def test_each_doubtful_thing_is_asked_once_and_in_the_plans_order() -> None:
    plan = document(
        task("1", "sớm nhất có thể", "Nội vụ"), task("2", "30/6/2027", "Nội vụ"), task("3", "Quý I/2026"), task("4", "")
    )
    found = [(one.about, one.at) for one in questions(plan, nobody(plan), NOTHING)]
    assert found == [(About.DEADLINE, 0), (About.POST, 0), (About.DEADLINE, 2), (About.NOBODY, 2), (About.NOBODY, 3)]


def test_a_group_is_never_asked_about() -> None:
    plan = document(task("1", "30/6/2027", "Các công chức khác"))
    assert questions(plan, nobody(plan), NOTHING) == []


def test_units_that_a_post_addresses_are_never_asked_about() -> None:
    plan = document(task("1", "30/6/2027", "UBND các xã"))
    assert questions(plan, {"UBND các xã": Match("UBND các xã", units=(("UBND xã An Bình", None),))}, NOTHING) == []


def test_the_years_of_a_plan_are_asked_for_once() -> None:
    context = Context(None, None)
    rows = [task(no, "Hằng năm", "Các phòng", context=context) for no in ("1", "2")]
    plan = document(*rows, context=context)
    assert [one.about for one in questions(plan, nobody(plan), NOTHING)] == [About.YEARS]
    assert questions(plan, nobody(plan), replace(NOTHING, span=(2026, 2030))) == []


def test_answers_make_the_plan_and_close_the_questions() -> None:
    plan = document(task("1", "sớm nhất có thể"), task("2", "khi rảnh"), task("3", "Quý I/2026"), task("4", "chưa rõ"))
    settled = NOTHING
    answers: tuple[dict[str, Any], ...] = ({"phrase": "Thường xuyên"}, {"drop": True}, {"years": 1}, {"keep": True})
    for at, answer in enumerate(answers):
        settled = settled.with_row(row_key(plan.tasks[at]), {**answer, "assignee": ""})
    assert questions(plan, nobody(plan), settled) == []
    first, third, fourth = apply(plan, Settled.from_json(settled.as_json())).tasks
    assert [one.kind for one in first.schedule.conditions] == [ConditionKind.ONGOING]
    assert [one.due for one in third.schedule.occurrences] == [date(2027, 3, 31)]
    assert [one.kind for one in fourth.schedule.conditions] == [ConditionKind.UNREAD]
    assert all(not row.schedule.doubts for row in (first, third, fourth))


def test_an_answer_holds_where_the_row_moved() -> None:
    plan = document(task("1", "sớm nhất có thể", "Các phòng"))
    settled = NOTHING.with_row(row_key(plan.tasks[0]), {"phrase": "30/9"})
    moved = document(task("5", "30/6/2027", "Các phòng"), replace(plan.tasks[0], no="2", section="II"))
    assert questions(moved, nobody(moved), settled) == []
    assert apply(moved, settled).tasks[1].schedule.occurrences[0].due == date(2027, 9, 30)


def test_a_leap_day_goes_to_the_last_of_february() -> None:
    assert [one.due for one in shifted(read("29/02/2028", CONTEXT), -1).occurrences] == [date(2027, 2, 28)]


def test_the_year_that_is_meant_is_known_for_a_plan_of_one_year_alone() -> None:
    assert years_off(task("1", "Quý I/2026"), CONTEXT) == 1
    assert years_off(task("1", "Quý I/2026"), Context(2027, (2027, 2030))) is None
    assert years_off(task("1", "Quý I/2027"), CONTEXT) is None


def test_only_what_is_read_whole_is_an_answer() -> None:
    assert understood("31/3/27", CONTEXT) is not None
    assert understood("để xem đã", CONTEXT) is None
    assert Doubt.OUTSIDE_SPAN in (understood("31/3/2030", CONTEXT) or read("", CONTEXT)).doubts

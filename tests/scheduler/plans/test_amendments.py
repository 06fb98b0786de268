from dataclasses import replace
from datetime import date

from scheduler.plans.amendments import Change, KeptRow, compare, pair_occurrences
from scheduler.plans.model import Condition, ConditionKind, Occurrence, Place, PlanTask, Schedule


def printed(
    no: str, title: str, *due: date, section: str = "I", part: str = "", posts: tuple[str, ...] = ()
) -> PlanTask:
    return PlanTask(
        section=section,
        section_title="",
        no=no,
        part=part,
        task=title,
        activities=(),
        products=(),
        assignees=posts,
        coordinators=(),
        deadline_text=", ".join(day.isoformat() for day in due),
        place=Place(),
        schedule=Schedule(tuple(Occurrence(day) for day in due)),
    )


def kept(rows: list[PlanTask]) -> list[KeptRow]:
    return [
        KeptRow(
            id=at,
            section=row.section,
            no=row.no,
            part=row.part,
            task=row.task,
            products=row.products,
            assignees=row.assignees,
            coordinators=row.coordinators,
            deadline_text=row.deadline_text,
            occurrences=row.schedule.occurrences,
            conditions=row.schedule.conditions,
        )
        for at, row in enumerate(rows, start=1)
    ]


MARCH, JUNE, JULY = date(2026, 3, 31), date(2026, 6, 30), date(2026, 7, 15)
PLAN = [
    printed("1", "Báo cáo CCHC quý I", MARCH, posts=("Văn phòng",)),
    printed("2", "Tuyên truyền cải cách hành chính", JUNE),
    printed("3", "Rà soát thủ tục hành chính", JUNE),
]


def test_the_same_plan_changes_nothing() -> None:
    assert compare(kept(PLAN), PLAN).empty


def test_a_row_put_in_moves_the_numbers_and_nothing_else() -> None:
    new = [PLAN[0], printed("2", "Kiểm tra công vụ", JULY), replace(PLAN[1], no="3"), replace(PLAN[2], no="4")]
    found = compare(kept(PLAN), new)
    assert [row.task for row in found.added] == ["Kiểm tra công vụ"]
    assert (found.removed, found.changed) == ((), ())
    assert [(pair.kept.no, pair.printed.no) for pair in found.pairs] == [("1", "1"), ("2", "3"), ("3", "4")]


def test_a_row_taken_out_is_the_only_one_gone() -> None:
    found = compare(kept(PLAN), [PLAN[0], replace(PLAN[2], no="2")])
    assert [row.id for row in found.removed] == [2]
    assert (found.added, found.changed) == ((), ())


def test_what_changed_in_a_row_is_told_apart() -> None:
    new = [
        replace(PLAN[0], assignees=("Tư pháp",)),
        replace(PLAN[1], task="Tuyên truyền công tác cải cách hành chính"),
        replace(PLAN[2], schedule=Schedule((Occurrence(JULY),))),
    ]
    assert [pair.changes for pair in compare(kept(PLAN), new).changed] == [
        {Change.POSTS},
        {Change.TEXT},
        {Change.DEADLINE},
    ]


def test_parts_of_one_row_are_paired_by_what_they_ask_for() -> None:
    parts = [printed("1", "Báo cáo CCHC", day, part=part) for part, day in zip("abc", (MARCH, JUNE, JULY), strict=True)]
    found = compare(kept(parts), [replace(parts[1], part="a"), replace(parts[2], part="b")])
    assert [row.occurrences[0].due for row in found.removed] == [MARCH]
    assert not found.changed


def test_a_row_in_its_place_with_quite_other_words_is_another_row() -> None:
    found = compare(kept(PLAN), [*PLAN[:2], printed("3", "Mua sắm máy quét cho bộ phận một cửa", JUNE)])
    assert ([row.id for row in found.removed], len(found.added)) == ([3], 1)


def test_a_condition_that_is_new_changes_the_deadline() -> None:
    asked = Schedule((Occurrence(JUNE),), (Condition(ConditionKind.ON_REQUEST),))
    found = compare(kept(PLAN), [*PLAN[:2], replace(PLAN[2], schedule=asked)])
    assert [pair.changes for pair in found.changed] == [{Change.DEADLINE}]


def test_deadlines_are_paired_by_day_then_by_label_then_what_is_left_alone() -> None:
    old = [Occurrence(MARCH, label="quý I"), Occurrence(JUNE, label="quý II")]
    new = [Occurrence(MARCH, label="quý I"), Occurrence(JULY, label="quý II"), Occurrence(date(2026, 10, 1))]
    days = pair_occurrences(old, new)
    assert (days.pairs, days.added, days.removed) == (((0, 0), (1, 1)), (2,), ())
    assert pair_occurrences(old[:1], [Occurrence(JULY)]).pairs == ((0, 0),)
    assert pair_occurrences(old, new[:1]).removed == (1,)

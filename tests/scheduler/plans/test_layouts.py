"""Ten other layouts of two real plans read the same as the plans themselves."""

from collections.abc import Callable, Sequence

import pytest

from scheduler.plans.files import read_plan_bytes
from scheduler.plans.model import PlanTask
from tests.scheduler.plans.layouts import LAYOUTS, Row
from tests.scheduler.plans.test_real_plans import truth_of

TRUTHS = ("001-quang-khai-2023.jsonl", "003-soc-trang-2030.jsonl")


def of_task(task: PlanTask) -> tuple[object, ...]:
    words = task.task.rstrip(" ,;:")
    return task.section, task.no, task.part, words, task.assignees, task.coordinators, task.deadline_text


def of_row(row: Row) -> tuple[object, ...]:
    words = row["task"].rstrip(" ,;:")
    people = tuple(row["assignees"]), tuple(row["coordinators"])
    return row["section"], row["no"], row.get("part", ""), words, *people, row["deadline_text"]


@pytest.mark.parametrize("truth", TRUTHS)
@pytest.mark.parametrize(("name", "layout"), LAYOUTS)
def test_a_plan_reads_the_same_in_every_layout(truth: str, name: str, layout: Callable[[Sequence[Row]], bytes]) -> None:
    rows = truth_of(truth)
    document = read_plan_bytes(name, layout(rows))
    assert [of_task(task) for task in document.tasks] == [of_row(row) for row in rows]
    assert (document.number, document.context.plan_year) == ("12/KH-UBND", 2023)

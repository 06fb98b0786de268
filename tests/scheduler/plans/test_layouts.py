"""Other layouts of three real plans read the same as the plans themselves."""

from collections.abc import Callable, Sequence

import pytest

from scheduler.plans.files import read_plan_bytes
from scheduler.plans.model import PlanTask
from tests.scheduler.plans.layouts import Row, a_sheet_a_section
from tests.scheduler.plans.layouts_word import LAYOUTS, word_table_a_section
from tests.scheduler.plans.test_real_plans import truth_of

TRUTHS = ("001-quang-khai-2023.jsonl", "003-soc-trang-2030.jsonl", "004-so-gddt-2021-annex.jsonl")
OVER_A_TABLE = (a_sheet_a_section, word_table_a_section)  # a name without a number may be anything there
ANNEX = "Phụ lục"  # the section of rows whose headings have no number


def rows_of(truth: str) -> list[Row]:
    return [{**row, "section": row["section"].replace(ANNEX, "")} for row in truth_of(truth)]


def of_task(task: PlanTask) -> tuple[object, ...]:
    words = task.task.rstrip(" ,;:")
    return task.no, task.part, words, task.assignees, task.coordinators, task.deadline_text


def of_row(row: Row) -> tuple[object, ...]:
    words = row["task"].rstrip(" ,;:")
    people = tuple(row["assignees"]), tuple(row["coordinators"])
    return row["no"], row.get("part", ""), words, *people, row["deadline_text"]


@pytest.mark.parametrize("truth", TRUTHS)
@pytest.mark.parametrize(("name", "layout"), LAYOUTS)
def test_a_plan_reads_the_same_in_every_layout(truth: str, name: str, layout: Callable[[Sequence[Row]], bytes]) -> None:
    rows = rows_of(truth)
    document = read_plan_bytes(name, layout(rows))
    assert [of_task(task) for task in document.tasks] == [of_row(row) for row in rows]
    named = all(row["section"] for row in rows)
    if named or layout not in OVER_A_TABLE:
        assert [task.section_title for task in document.tasks] == [row["section_title"] for row in rows]
    if named:
        assert [task.section for task in document.tasks] == [row["section"] for row in rows]
    assert (document.number, document.context.plan_year) == ("12/KH-UBND", 2023)

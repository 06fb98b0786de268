"""The plans of three offices, as their files print them, against what they say."""

import json
from pathlib import Path
from typing import Any

import pytest

from locales.folding import fold
from scheduler.plans.files import read_plan
from scheduler.plans.model import Doubt, PlanDocument, PlanTask

PLANS = Path(__file__).parents[2] / "data" / "plans"
FILES = (
    ("quang-khai-2023.docx", "001-quang-khai-2023.jsonl", None, None),
    ("quang-khai-2023.xlsx", "001-quang-khai-2023.jsonl", None, None),
    ("quang-khai-2023.csv", "001-quang-khai-2023.jsonl", None, None),
    ("quang-khai-2023.pdf", "001-quang-khai-2023.jsonl", None, None),
    ("soc-trang-2030.docx", "003-soc-trang-2030.jsonl", 2022, (2022, 2030)),
    ("soc-trang-2030.xlsx", "003-soc-trang-2030.jsonl", 2022, (2022, 2030)),
    ("soc-trang-2030.csv", "003-soc-trang-2030.jsonl", 2022, (2022, 2030)),
    ("so-gddt-2021.docx", "004-so-gddt-2021-annex.jsonl", None, None),
)


def truth_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (PLANS / name).read_text(encoding="utf-8").splitlines()]


def names(values: list[str]) -> list[str]:
    return [fold(value) for value in values]


def told(row: dict[str, Any]) -> dict[str, Any]:
    plain = {key: row[key] for key in ("section", "no", "occurrences", "conditions")}
    people = {key: names(row[key]) for key in ("assignees", "coordinators")}
    words = {key: fold(" ".join(row[key])) for key in ("activities", "products")}
    return plain | people | words | {"part": row.get("part", ""), "task": fold(row["task"])}


@pytest.mark.parametrize(("file", "truth", "year", "span"), FILES)
def test_every_task_of_a_real_plan_is_read_as_printed(
    file: str, truth: str, year: int | None, span: tuple[int, int] | None
) -> None:
    document = read_plan(PLANS / file, year=year, span=span)
    read = [told(task.as_json(document.source)) for task in document.tasks]
    wanted = [told(row) for row in truth_of(truth)]
    assert [{**row, "conditions": []} for row in read] == [{**row, "conditions": []} for row in wanted]
    kinds = [[condition["kind"] for condition in row["conditions"]] for row in read]
    assert kinds == [[condition["kind"] for condition in row["conditions"]] for row in wanted]


def task(document: PlanDocument, section: str, no: str) -> PlanTask:
    return next(t for t in document.tasks if (t.section, t.no) == (section, no))


def test_cells_that_stand_one_column_to_the_left_are_put_back_and_told() -> None:
    document = read_plan(PLANS / "quang-khai-2023.docx")
    shifted = [(t.section, t.no) for t in document.tasks if Doubt.SHIFTED in t.doubts]
    assert shifted == [("III", "22"), ("III", "23")]
    assert task(document, "III", "22").products == ()


def test_each_task_knows_its_row_as_its_reader_counts() -> None:
    word = read_plan(PLANS / "quang-khai-2023.docx")
    excel = read_plan(PLANS / "quang-khai-2023.xlsx")
    assert task(word, "I", "1").place.as_json() == {"table": 2, "row": 3}
    assert task(excel, "I", "1").place.as_json() == {"sheet": "Kế hoạch CCHC 2023", "row": 7}


def test_title_year_and_issuer_come_from_the_text_above_the_table() -> None:
    document = read_plan(PLANS / "quang-khai-2023.docx")
    assert document.title.endswith("XÃ QUANG KHẢI NĂM 2023")
    assert (document.context.plan_year, document.context.span) == (2023, (2023, 2023))
    assert (document.number, document.issued, document.issuer) == (None, None, "UBND xã Quang Khải")


def test_a_file_name_is_no_evidence_for_the_span() -> None:
    document = read_plan(PLANS / "soc-trang-2030.docx")
    assert (document.context.plan_year, document.context.span) == (None, None)
    assert Doubt.NO_SPAN in task(document, "I", "1").doubts


def test_a_month_cell_without_a_day_is_that_month() -> None:
    document = read_plan(PLANS / "quang-khai-2023.xlsx")
    shown = [task(document, section, no).deadline_text for section, no in (("I", "6"), ("I", "13"), ("V", "6"))]
    assert shown == ["Tháng 8/2023", "Tháng 7/2023", "Tháng 12/2023"]


def test_a_task_without_a_deadline_says_so() -> None:
    document = read_plan(PLANS / "so-gddt-2021.docx")
    assert task(document, "Phụ lục", "1").doubts == (Doubt.NO_DEADLINE,)
    assert task(document, "Phụ lục", "12").section_title == "Cải cách thể chế"

"""Plans of other kinds of offices, written from knowledge of such plans before the reader had seen their layouts."""

import json
from pathlib import Path
from typing import Any

import pytest

from locales.folding import fold
from scheduler.plans.files import read_plan

PLANS = Path(__file__).parents[2] / "data" / "plans" / "independent"
FILES = sorted(path.name for path in PLANS.iterdir() if path.suffix in {".docx", ".xlsx", ".csv"})
# What is read otherwise than its truth says: the reader shows these to a person rather than guess.
LEFT = {
    ("bau-cu.docx", "", "14"): "two clock times of one day: the second is read, the first is shown as unread",
    ("kiem-soat-tthc.xlsx", "IV", "2"): "`01 tin/tháng` counts articles; rule 35 reads counts of `lần` only",
}


def told(row: dict[str, Any]) -> dict[str, Any]:
    words = {key: fold(" ".join(row[key])) for key in ("activities", "products")}
    people = {key: [fold(name) for name in row[key]] for key in ("assignees", "coordinators")}
    kinds = [condition["kind"] for condition in row["conditions"]]
    plain = {key: row[key] for key in ("section", "no", "occurrences")}
    return plain | people | words | {"task": fold(row["task"]), "conditions": kinds}


@pytest.mark.parametrize("name", FILES)
def test_every_task_of_an_unseen_plan_is_read_as_printed(name: str) -> None:
    lines = (PLANS / f"{Path(name).stem}.truth.jsonl").read_text(encoding="utf-8").splitlines()
    document = read_plan(PLANS / name)
    read = [told(task.as_json(document.source)) for task in document.tasks]
    wanted = [told(json.loads(line)) for line in lines]
    misses = [row for row, right in zip(wanted, read, strict=True) if row != right]
    assert [(name, row["section"], row["no"]) for row in misses] == [key for key in LEFT if key[0] == name]


@pytest.mark.parametrize(("name", "section", "no"), LEFT)
def test_what_is_read_otherwise_is_shown_to_a_person(name: str, section: str, no: str) -> None:
    tasks = read_plan(PLANS / name).tasks
    assert next(task for task in tasks if (task.section, task.no) == (section, no)).doubts

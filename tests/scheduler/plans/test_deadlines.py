"""Every rule and condition of deadlines.md by example: tests/data/deadlines.jsonl, a phrase a line.

`reads` shows an occurrence as `start..due time label`, a condition as its kind, offset and event; the plan is that of
2023 unless the row gives a span.
"""

import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from locales.folding import strip_marks
from scheduler.plans.deadlines import read
from scheduler.plans.model import Condition, Context, Occurrence, Schedule

DATA = Path(__file__).parents[2] / "data"
ROWS: list[dict[str, Any]] = [
    json.loads(line) for line in (DATA / "deadlines.jsonl").read_text("utf-8").splitlines() if line
]
TRUTH: list[dict[str, Any]] = [
    json.loads(line) for line in (DATA / "deadlines_truth.jsonl").read_text("utf-8").splitlines() if line
]
# Bare "thang nam" is May, "tháng, năm" or a slip: without marks nobody can tell.
ONLY_MARKED = {"Quý, 6 tháng năm"}


def context(row: dict[str, Any]) -> Context:
    first, last = row.get("span", (2023, 2023))
    return Context(plan_year=2023, span=(first, last))


def shown(occurrence: Occurrence) -> str:
    days = f"{occurrence.start}..{occurrence.due}" if occurrence.start else f"{occurrence.due}"
    time = f"{occurrence.time:%H:%M}" if occurrence.time else None
    return " ".join(part for part in (days, time, occurrence.label) if part)


def said(condition: Condition) -> str:
    offset = f" {condition.days:+d} days" if condition.days is not None else ""
    offset += f" {condition.months:+d} months" if condition.months is not None else ""
    offset += " working" if condition.working_days else ""
    return f"{condition.kind}{offset}" + (f": {condition.event}" if condition.event else "")


def reads(schedule: Schedule) -> list[str]:
    return [shown(each) for each in schedule.occurrences] + [said(each) for each in schedule.conditions]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']}: {row['text']}")
def test_a_phrase_is_read_by_its_rule(row: dict[str, Any]) -> None:
    assert reads(read(row["text"], context(row))) == row["reads"]


def test_every_rule_and_condition_has_at_least_five_phrases() -> None:
    counts = Counter(str(row["rule"]) for row in ROWS)
    kinds = ["on_request", "on_event", "relative", "ongoing", "by_rule", "unread", "negative"]
    assert [rule for rule in [*map(str, range(1, 41)), *kinds] if counts[rule] < 5] == []


@pytest.mark.parametrize(
    "retyped",
    [
        lambda text: unicodedata.normalize("NFD", text),
        str.upper,
        str.lower,
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: f"  {text.replace(' ', '   ')}\n",
        lambda text: text.replace("-", "–"),
        lambda text: text.replace("oà", "òa").replace("uý", "úy").replace("Quý", "Qúy"),
        lambda text: f"{text}.",
    ],
    ids=["NFD", "capitals", "small letters", "hard spaces", "loose spaces", "long dashes", "old tones", "full stop"],
)
def test_a_phrase_typed_another_way_reads_the_same(retyped: Any) -> None:
    def without_events(text: str, row: dict[str, Any]) -> list[str]:
        return [line.split(": ")[0] for line in reads(read(text, context(row)))]

    changed = [r["text"] for r in ROWS if without_events(retyped(r["text"]), r) != without_events(r["text"], r)]
    assert changed == []


def test_a_phrase_without_diacritics_reads_the_same() -> None:
    def without_events(text: str, row: dict[str, Any]) -> list[str]:
        return [line.split(": ")[0] for line in reads(read(text, context(row)))]

    rows = [row for row in ROWS if row["text"] not in ONLY_MARKED]
    changed = [r["text"] for r in rows if without_events(strip_marks(r["text"]), r) != without_events(r["text"], r)]
    assert changed == []


@pytest.mark.parametrize("row", TRUTH, ids=lambda row: row["text"])
def test_the_five_plans_are_read_as_they_were_by_hand(row: dict[str, Any]) -> None:
    span = row["context"]["span"]
    answer = read(row["text"], Context(row["context"]["plan_year"], (span[0], span[1]))).as_json()
    assert sorted(answer["occurrences"], key=str) == sorted(row["occurrences"], key=str)
    assert answer["conditions"] == row["conditions"]

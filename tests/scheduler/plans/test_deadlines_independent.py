"""Phrases written from deadlines.md alone, without a look at the reader: tests/data/deadlines-independent.jsonl.

The plan is that of 2026 unless the row gives a span or a period. `reads` is as in deadlines.jsonl, but the event of a
relative condition is held to its words, not to their last letter, and that of any other condition is not shown.
"""

import json
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from locales.folding import strip_marks
from scheduler.plans.deadlines import read
from scheduler.plans.model import Condition, ConditionKind, Context, Occurrence, Schedule

FILE = Path(__file__).parents[2] / "data" / "deadlines-independent.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text("utf-8").splitlines() if line]
# Bare "sau thang" is sáu tháng or sau tháng: without marks nobody can tell.
ONLY_MARKED = {row["text"] for row in ROWS if "sáu tháng" in row["text"].lower()}
KINDS = ["on_request", "on_event", "relative", "ongoing", "by_rule", "unread", "negative"]


def context(row: dict[str, Any]) -> Context:
    first, last = row.get("span", (2026, 2026))
    begins, ends = (date.fromisoformat(day) for day in row.get("period", ("2026-01-01", "2026-12-31")))
    return Context(plan_year=2026, span=(first, last), period=(begins, ends) if "period" in row else None)


def shown(occurrence: Occurrence) -> str:
    days = f"{occurrence.start}..{occurrence.due}" if occurrence.start else f"{occurrence.due}"
    time = f"{occurrence.time:%H:%M}" if occurrence.time else None
    return " ".join(part for part in (days, time, occurrence.label) if part)


def said(condition: Condition) -> str:
    offset = f" {condition.days:+d} days" if condition.days is not None else ""
    offset += f" {condition.months:+d} months" if condition.months is not None else ""
    return f"{condition.kind}{offset}{' working' if condition.working_days else ''}"


def reads(schedule: Schedule) -> list[str]:
    return sorted([shown(each) for each in schedule.occurrences] + [said(each) for each in schedule.conditions])


def events(schedule: Schedule) -> list[set[str]]:
    relative = [each for each in schedule.conditions if each.kind is ConditionKind.RELATIVE]
    return [set((each.event or "").lower().split()) for each in relative]


def same_words(known: set[str], found: set[str]) -> bool:
    return 2 * len(known & found) >= (len(known) + len(found)) / 2


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['rule']}: {row['text']}")
def test_a_phrase_written_from_the_rule_is_read_by_it(row: dict[str, Any]) -> None:
    schedule = read(row["text"], context(row))
    if row["rule"] == "negative":
        assert not schedule.occurrences
        assert {each.kind for each in schedule.conditions} <= {ConditionKind.UNREAD}
        return
    assert reads(schedule) == sorted(line.partition(": ")[0] for line in row["reads"])
    known = [set(line.partition(": ")[2].lower().split()) for line in row["reads"] if line.startswith("relative")]
    assert all(same_words(a, b) for a, b in zip(known, events(schedule), strict=True))


def test_every_rule_and_condition_has_five_phrases_of_its_own() -> None:
    counts = Counter(str(row["rule"]) for row in ROWS)
    assert [rule for rule in [*map(str, range(1, 41)), *KINDS] if counts[rule] < 5] == []
    assert len({row["text"] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    "retyped",
    [strip_marks, str.upper, lambda text: unicodedata.normalize("NFD", text), lambda text: f"- {text};"],
    ids=["no diacritics", "capitals", "NFD", "an item of a list"],
)
def test_a_phrase_typed_carelessly_reads_the_same(retyped: Any) -> None:
    changed = [
        row["text"]
        for row in ROWS
        if not (retyped is strip_marks and row["text"] in ONLY_MARKED)
        and reads(read(retyped(row["text"]), context(row))) != reads(read(row["text"], context(row)))
    ]
    assert changed == []

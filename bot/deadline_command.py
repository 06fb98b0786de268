"""What `nhacviec deadline` does: one phrase explained, or JSON lines answered."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from scheduler.plans.deadlines import read
from scheduler.plans.explain import explain
from scheduler.plans.model import Context


def parse_span(text: str) -> tuple[int, int]:
    """`2022-2030` or `2023` as the first and last year. Raises ValueError for anything else."""
    first, _, last = text.replace("–", "-").partition("-")
    try:
        span = int(first), int(last or first)
    except ValueError:
        span = (0, 0)
    if not 1900 <= span[0] <= span[1] <= 2100:
        raise ValueError(f"a span is written 2022-2030, the first year before the last: {text!r}")
    return span


def explain_one(
    text: str,
    *,
    year: int | None,
    span: tuple[int, int] | None,
    period: tuple[date, date] | None = None,
) -> str:
    """The reading of one phrase in Vietnamese. Without a span, a plan's year is its span (deadlines.md)."""
    whole = span or ((year, year) if year is not None else None)
    return explain(read(text, Context(plan_year=year, span=whole, period=period)))


def answer_lines(lines: Iterable[str]) -> Iterator[str]:
    """For each `{"text", "context"}` line a `{"occurrences", "conditions"}` line; blank lines are passed over.

    Raises ValueError naming the line that can't be read.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield json.dumps(_answer(line, number), ensure_ascii=False)


def _answer(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
        text, context = row["text"], _context(row.get("context") or {})
        if not isinstance(text, str):
            raise TypeError("text must be a string")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"line {number} is no phrase with its context: {error}") from error
    return read(text, context).as_json()


def _context(given: dict[str, Any]) -> Context:
    span, period, issued = given.get("span"), given.get("period"), given.get("issued")
    year = given.get("plan_year")
    return Context(
        plan_year=None if year is None else int(year),
        span=(int(span[0]), int(span[1])) if span else None,
        issued=date.fromisoformat(issued) if issued else None,
        period=(date.fromisoformat(period[0]), date.fromisoformat(period[1])) if period else None,
    )

"""nhacviec deadline: how a deadline phrase of a plan is read."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, Any

import typer

from scheduler.plans.deadlines import read
from scheduler.plans.explain import explain
from scheduler.plans.model import Context

app = typer.Typer()
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="For a plan of a quarter or a half-year.")]


@app.command()
def deadline(
    text: Annotated[str | None, typer.Argument(help="The phrase as printed.")] = None,
    year: Annotated[int | None, typer.Option(min=1900, max=2100, help="The plan's year.")] = None,
    span: Annotated[str | None, typer.Option(help="Its first and last year, e.g. 2022-2030.")] = None,
    period_from: Day = None,
    period_to: Day = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines from standard input, one answer a line.")] = False,
) -> None:
    """How a deadline phrase is read: its days, and what has no day yet."""
    if as_json == (text is not None) or (period_from is None) != (period_to is None):
        raise typer.BadParameter("give a phrase, or --json and lines on standard input; a period has two days")
    try:
        if text is None:
            for answer in answer_lines(sys.stdin):
                typer.echo(answer)
            return
        period = (period_from.date(), period_to.date()) if period_from and period_to else None
        typer.echo(explain_one(text, year=year, span=parse_span(span) if span else None, period=period))
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


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

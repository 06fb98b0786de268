"""nhacviec deadline: how a deadline phrase of a plan is read."""

import sys
from datetime import datetime
from typing import Annotated

import typer

from bot.deadline_command import answer_lines, explain_one, parse_span

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

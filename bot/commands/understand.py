"""nhacviec understand: what a typed message means, without doing it."""

from datetime import date, datetime
from typing import Annotated

import typer

from bot.understand_command import run

app = typer.Typer()


@app.command()
def understand(
    text: Annotated[str | None, typer.Argument(help="One message as typed.")] = None,
    role: Annotated[str, typer.Option(help="Who types it: official, leader or focal.")] = "official",
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], show_default="today")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines from standard input, one answer a line.")] = False,
) -> None:
    """What a typed message means: the intent and what it says."""
    run(text, role=role, today=today.date() if today else date.today(), as_json=as_json)  # noqa: DTZ011

"""nhacviec understand: what a typed message means, without doing it."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, Any

import typer

from bot.commands.terminal import changing, database
from bot.intents import Hearing, KnownTask, Reading, read
from bot.intents.why import why as steps
from storage.missed import missed_messages
from storage.tables import MissedMessage

app = typer.Typer()


@app.command()
def understand(
    text: Annotated[str | None, typer.Argument(help="One message as typed.")] = None,
    role: Annotated[str, typer.Option(help="Who types it: official, leader or focal.")] = "official",
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], show_default="today")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines from standard input, one answer a line.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Also each step, and the rule that decided.")] = False,
    missed: Annotated[
        bool, typer.Option("--missed", help="What was typed and not understood, as JSON lines (`office set`).")
    ] = False,
) -> None:
    """What a typed message means: the intent and what it says."""
    if missed:
        with changing(database()) as session:
            for row in missed_messages(session):
                typer.echo(_as_test_line(row))
        return
    if as_json:
        for answer in answers(sys.stdin):
            typer.echo(answer)
        return
    day = today.date() if today else date.today()  # noqa: DTZ011
    hearing = Hearing(day, role)
    for row in (*described(read(text or "", hearing)), *(steps(text or "", hearing) if why else ())):
        typer.echo(row)


def _as_test_line(row: MissedMessage) -> str:
    """In the form of score/utterances.py; the slots are for a person to fill in."""
    line = {"text": row.typed, "role": row.role, "today": row.day.isoformat(), "intent": row.meant, "slots": {}}
    return json.dumps({**line, "note": f"read as {row.read_as}"}, ensure_ascii=False)


def _known(row: dict[str, Any]) -> KnownTask:
    due = row.get("due")
    return KnownTask(int(row["id"]), str(row["title"]), date.fromisoformat(due) if due else None)


def hearing_of(row: dict[str, Any]) -> Hearing:
    """What a JSON row says of the moment: `today`, `role`, `tasks` ({id, title, due}), `last`."""
    tasks = tuple(_known(task) for task in row.get("tasks") or ())
    return Hearing(date.fromisoformat(row["today"]), row.get("role", "official"), tasks, row.get("last"))


def answers(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line `{"intent", "slots", "more"}` for each JSON line of score/utterances.py's form."""
    for line in lines:
        if line.strip():
            row = json.loads(line)
            yield json.dumps(read(row["text"], hearing_of(row)).as_json(), ensure_ascii=False)


def described(reading: Reading) -> Iterator[str]:
    """A reading for the eye: the intent, then a line for each slot; what follows in the message after it."""
    for one in (reading, *reading.more):
        yield one.intent.value
        yield from (f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in one.slots.items())

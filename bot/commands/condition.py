"""nhacviec condition: what has no day yet, and a person who says that it is asked for."""

from datetime import datetime
from typing import Annotated

import typer

from bot.actions.events import foresee_start, start_condition
from bot.commands.people import Office
from bot.commands.terminal import changing, chosen_office, clerk, database
from bot.replies.events import started, waits_for
from bot.replies.titles import short_title
from locales import text
from storage.events import startable
from storage.people import people_by_id
from storage.tasks import tasks_by_id

app = typer.Typer(help="Conditions: what waits for an event or a person.", no_args_is_help=True)


@app.command("list")
def list_(office: Office = None) -> None:
    """List what waits: id, task, what it waits for."""
    with changing(database()) as session:
        rows = startable(session, chosen_office(session, office))
        tasks = tasks_by_id(session, (row.task_id for row in rows))
        for row in rows:
            task = tasks[row.task_id]
            typer.echo(f"{row.id}\t{short_title(task.title, task.products)}\t{waits_for(row, task)}")
        if not rows:
            typer.echo(text("events.none_waiting"))


@app.command("start")
def start(
    condition: Annotated[int, typer.Argument(help="The id that `condition list` shows.")],
    due: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day to deliver.")],
    office: Office = None,
) -> None:
    """Say that it is asked for, or happened: one assignment for each post of its task, due that day."""
    with changing(database()) as session:
        actor, calendar = clerk(session, chosen_office(session, office))
        foreseen = foresee_start(session, condition, due=due.date(), actor=actor)
        rows = start_condition(session, foreseen.condition, due=due.date(), actor=actor)
        people = people_by_id(session, foreseen.people)
        names = [person.name for _, person in sorted(people.items())]
        typer.echo(started(foreseen, rows, names, today=calendar.today(actor.now)).text)

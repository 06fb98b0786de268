"""nhacviec event: named events, and the day that relative deadlines hang on."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.actions.events import set_event_day
from bot.actions.exams import named_event, set_rules
from bot.commands.people import Office
from bot.commands.terminal import changing, chosen_office, clerk, database, fail
from bot.replies.events import unchanged, what_changes, when_words
from locales import text
from storage.events import events_of

app = typer.Typer(help="Events: their days, and what hangs on them.", no_args_is_help=True)


@app.command("list")
def list_(office: Office = None) -> None:
    """List the events of an office: name, day and hour, place."""
    with changing(database()) as session:
        office_id = chosen_office(session, office)
        actor, calendar = clerk(session, office_id)
        today = calendar.today(actor.now)
        rows = events_of(session, office_id)
        for event in rows:
            typer.echo(f"{event.name}\t{when_words(event.day, event.due_time, today=today)}\t{event.place}")
        if not rows:
            typer.echo(text("events.no_events"))


@app.command("set")
def set_(
    name: str,
    day: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The event's day.")],
    time: Annotated[datetime | None, typer.Option(formats=["%H:%M"], help="Its hour; not given, it stays.")] = None,
    place: Annotated[str, typer.Option(help="Its place; not given, it stays.")] = "",
    tell: Annotated[bool, typer.Option(help="Tell the people whose work it is.")] = True,
    office: Office = None,
) -> None:
    """Give an event its day, or another: deadlines that hang on it come to be or move."""
    with changing(database()) as session:
        actor, calendar = clerk(session, chosen_office(session, office))
        hour = time.time() if time else None
        change = set_event_day(session, name, day.date(), time=hour, place=place, tell=tell, actor=actor)
        today = calendar.today(actor.now)
        if change.same_day and not change.starts and not change.moves:
            typer.echo(unchanged(change, today=today).text)
            return
        for line in what_changes(change, today=today):
            typer.echo(line)


@app.command("rules")
def rules(
    name: str,
    line: Annotated[list[str] | None, typer.Option(help="A rule; may be repeated.")] = None,
    file: Annotated[Path | None, typer.Option(help="A text file with a rule on each line.")] = None,
    office: Office = None,
) -> None:
    """Keep an event's rules, in place of those before: how long, phones, absence, failing."""
    try:
        written = file.read_text(encoding="utf-8-sig").splitlines() if file else []
    except (OSError, UnicodeDecodeError):
        raise fail(text("exams.unreadable", name=file.name if file else "")) from None
    with changing(database()) as session:
        actor, _ = clerk(session, chosen_office(session, office))
        event = named_event(session, actor.office_id, name)
        set_rules(session, event, [*(line or []), *written], actor=actor)
        typer.echo(text("exams.rules_kept", count=len(event.rules), event=event.name))

"""nhacviec outbox: what is to be said and what was said, message by message."""

from typing import Annotated

import typer
from sqlmodel import Session

from bot.actions.outbox import drop, say_again
from bot.commands.people import Office, the_person
from bot.commands.terminal import changing, chosen_office, clerk, database, fail
from bot.replies.outbox import card, line, log_line
from locales import text
from scheduler.calendar import calendar_of
from storage.audit import Actor
from storage.message_log import message_by_id, messages_for, messages_in
from storage.outbox import history
from storage.people import named_like, people_by_id, unit_of
from storage.rosters import everybody_of
from storage.rows import id_of
from storage.tables import MessageState, OutboxMessage, Person

app = typer.Typer(help="Messages: what is to be said, what was said, and how it went.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The message's number, as lists show it.")]
Limit = Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")]
Scope = Annotated[str | None, typer.Option(help="Only this office's.")]


@app.command("show")
def show(number: Number, office: Scope = None) -> None:
    """Show everything about one message: who, when, each step, the words as they were said."""
    with changing(database()) as session:
        row = _message(session, number, office)
        person = people_by_id(session, [row.person_id])[row.person_id]
        calendar = calendar_of(session, row.office_id)
        told = card(
            row,
            history(session, id_of(row)),
            name=person.name,
            office=unit_of(session, row.office_id).name,
            calendar=calendar,
        )
        typer.echo("\n".join(told))


@app.command("list")
def list_(
    state: Annotated[MessageState | None, typer.Option(help="Only those in this state.")] = None,
    lane: Annotated[str | None, typer.Option(help="Only those of this bot, e.g. telegram:123.")] = None,
    office: Scope = None,
    limit: Limit = 20,
) -> None:
    """List messages, the newest first; of those that wait, what comes due first."""
    with changing(database()) as session:
        office_id = None if office is None else chosen_office(session, office)
        rows = messages_in(session, limit=limit, office_id=office_id, state=state, lane=lane)
        people = people_by_id(session, [row.person_id for row in rows])
        zones = {id_: calendar_of(session, id_).zone for id_ in {row.office_id for row in rows}}
        for row in rows:
            typer.echo(line(row, people[row.person_id].name, zone=zones[row.office_id]))
        if not rows:
            typer.echo(text("outbox.none"))


@app.command("of")
def of(
    name: Annotated[str, typer.Argument(help="The person.")],
    office: Office = None,
    limit: Limit = 30,
) -> None:
    """A person's log: what was said to them and what is to be, the newest first."""
    with changing(database()) as session:
        office_id = chosen_office(session, office)
        person = _anybody(session, office_id, name)
        rows = messages_for(session, id_of(person), limit=limit)
        typer.echo(text("outbox.log", name=person.name) if rows else text("outbox.empty_log", name=person.name))
        zone = calendar_of(session, office_id).zone
        for row in rows:
            typer.echo(log_line(row, zone=zone))


@app.command("retry")
def retry(number: Number, office: Scope = None) -> None:
    """Say a message now that was refused, is in doubt, or waits for later."""
    with changing(database()) as session:
        row = _message(session, number, office)
        settled = say_again(session, row, actor=_clerk(session, row))
        typer.echo(text("outbox.retried", id=number, bot=settled.lane))


@app.command("drop")
def drop_(number: Number, office: Scope = None) -> None:
    """Do not say a message that was refused, is in doubt, or waits."""
    with changing(database()) as session:
        row = _message(session, number, office)
        drop(session, row, actor=_clerk(session, row))
        typer.echo(text("outbox.dropped", id=number))


def _message(session: Session, number: int, office: str | None) -> OutboxMessage:
    office_id = None if office is None else chosen_office(session, office)
    row = message_by_id(session, number, office_id=office_id)
    if row is None:
        raise fail(text("outbox.not_found", id=number))
    return row


def _clerk(session: Session, row: OutboxMessage) -> Actor:
    return clerk(session, row.office_id)[0]


def _anybody(session: Session, office_id: int, name: str) -> Person:
    """Also somebody who left: what was said to them is still asked for."""
    found = named_like(everybody_of(session, office_id), name)
    return found[0] if len(found) == 1 else the_person(session, office_id, name)

"""nhacviec people: who works in an office, and the codes that link their chats."""

import json
import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from bot.actions.bots import bot_for, bots_in_use
from bot.actions.handovers import Period, hand_over, to_hand_over
from bot.actions.rosters import changes_of, keep_roster, open_work
from bot.channels.limits import limits_of
from bot.commands.terminal import changing, chosen_office, clerk, database, fail, utc_now
from bot.replies.bots import invitation, no_room
from bot.replies.lines import task_line
from bot.replies.rosters import changes_lines, preview, put_right_lines
from locales import text
from scheduler.calendar import Calendar
from scheduler.plans.refusals import PlanFileError
from scheduler.rosters.comparing import everybody
from scheduler.rosters.files import read_rosters
from scheduler.rosters.model import Roster
from storage.audit import record
from storage.people import add_code, add_person, linked, named_like, people_of, posts_of
from storage.rosters import everybody_of
from storage.rows import id_of
from storage.tables import Person, Role

app = typer.Typer(help="People: who works in an office, and their link codes.", no_args_is_help=True)

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that look like digits
CODE_DIGITS = "23456789"
CODE_LIVES = timedelta(days=3)

Office = Annotated[str | None, typer.Option(help="The office's name; needed only where there are several.")]


def new_code() -> str:
    """Six letters and digits, at least one a digit, so that a code is never taken for a word."""
    letters = [secrets.choice(CODE_LETTERS + CODE_DIGITS) for _ in range(5)] + [secrets.choice(CODE_DIGITS)]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


@app.command("add")
def add(
    name: str,
    post: Annotated[
        list[str] | None, typer.Option(help="A post held, as the office writes it; may be repeated.")
    ] = None,
    role: Annotated[list[Role] | None, typer.Option(help="A role; may be repeated.")] = None,
    office: Office = None,
) -> None:
    """Add a person to an office."""
    with changing(database()) as session:
        office_id = chosen_office(session, office)
        actor, _ = clerk(session, office_id)
        person = add_person(session, office_id, name, posts=post or [], roles=role or [Role.OFFICIAL])
        after = {"name": name, "posts": post or [], "roles": [r.value for r in role or [Role.OFFICIAL]]}
        record(session, actor, "create", kind="person", row_id=id_of(person), after=after)
        typer.echo(text("terminal.person_added", name=name))


@app.command("list")
def list_(office: Office = None) -> None:
    """List the people of an office with their posts and whether a chat is linked."""
    with changing(database()) as session:
        office_id = chosen_office(session, office)
        _, calendar = clerk(session, office_id)
        actor, _ = clerk(session, office_id)
        people = people_of(session, office_id, on=calendar.today(actor.now))
        titles = posts_of(session, map(id_of, people))
        chats = linked(session, map(id_of, people))
        for person in people:
            posts = ", ".join(post.title for post in titles.get(id_of(person), []))
            state = text("terminal.linked") if id_of(person) in chats else text("terminal.not_linked")
            typer.echo(f"{person.name}\t{posts}\t{state}")


def the_person(session: Session, office_id: int, name: str) -> Person:
    """The one person of the office called so; ends with a sentence where there is none, or more than one."""
    actor, calendar = clerk(session, office_id)
    found = named_like(people_of(session, office_id, on=calendar.today(actor.now)), name)
    if len(found) != 1:
        names = ", ".join(person.name for person in found)
        raise fail(
            text("terminal.which_person", name=name, names=names) if found else text("terminal.nobody", name=name)
        )
    return found[0]


@app.command("link")
def link(name: str, office: Office = None) -> None:
    """Give a person a one-time code to type to the bot; it serves for three days."""
    with changing(database()) as session:
        office_id = chosen_office(session, office)
        actor, _ = clerk(session, office_id)
        person, code = the_person(session, office_id, name), new_code()
        add_code(session, person, code, expires_at=actor.now + CODE_LIVES)
        record(session, actor, "invite", kind="person", row_id=id_of(person))
        typer.echo(text("terminal.code", name=person.name, code=code))
        for told in _where_to_type(session, office_id, code):
            typer.echo(told)


def _where_to_type(session: Session, office_id: int, code: str) -> Iterator[str]:
    """A line for each platform."""
    for platform in sorted({bot.bot.partition(":")[0] for bot in bots_in_use(session)}):
        bot = bot_for(session, office_id, platform=platform, limits=limits_of(platform))
        yield invitation(bot, code) if bot else no_room(platform)


@app.command("import")
def import_(
    files: list[Path],
    office: Office = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="The files list everybody: who is not in them has left.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a row; save nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Save without asking.")] = False,
) -> None:
    """Show what rosters say and which rows to look at, ask, and save. The same rosters again change nothing."""
    rosters = _read(files)
    if as_json:
        for roster in rosters:
            for entry in roster.entries:
                typer.echo(json.dumps(entry.as_json(roster.source), ensure_ascii=False))
        return
    for roster in rosters:
        typer.echo("\n".join([*preview(roster, rosters), *put_right_lines(roster)]))
    engine, people = database(), everybody(rosters)
    with changing(engine) as session:
        office_id = chosen_office(session, office)
        actor, calendar = clerk(session, office_id)
        changes = changes_of(session, office_id, people, complete=complete, today=calendar.today(actor.now))
        typer.echo("\n".join(changes_lines(changes, open_work(session, changes))))
    if changes.empty:
        typer.echo(text("rosters.unchanged"))
        return
    if not yes and not typer.confirm(text("rosters.ask_save")):
        typer.echo(text("rosters.not_saved"))
        return
    with changing(engine) as session:
        actor, _ = clerk(session, office_id)
        source = ", ".join(roster.source for roster in rosters)
        done = keep_roster(session, people, source=source, complete=complete, actor=actor)
    typer.echo(text("rosters.saved", added=len(done.added), updated=len(done.updated), ended=len(done.leaving)))


def _read(files: Sequence[Path]) -> tuple[Roster, ...]:
    try:
        return read_rosters(files, today=Calendar().today(utc_now()))
    except PlanFileError as error:
        raise fail(error.sentence()) from None


_DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
From = Annotated[datetime | None, typer.Option("--from", formats=_DAY_FORMATS, help="Due on this day or later.")]
Until = Annotated[datetime | None, typer.Option("--until", formats=_DAY_FORMATS, help="Due by this day.")]


@app.command("hand-over")
def hand_over_(
    giver: Annotated[str, typer.Argument(metavar="FROM", help="Who hands over.")],
    to: Annotated[str, typer.Option(help="Who takes over.")],
    first: From = None,
    last: Until = None,
    office: Office = None,
    yes: Annotated[bool, typer.Option("--yes", help="Hand over without asking.")] = False,
) -> None:
    """Hand over what a person has not handed in, due in a time of absence; the receiver is told."""
    engine, period = database(), Period(_day(first), _day(last))
    with changing(engine) as session:
        office_id = chosen_office(session, office)
        actor, calendar = clerk(session, office_id)
        one, other = _anybody(session, office_id, giver), the_person(session, office_id, to)
        rows = to_hand_over(session, one, other, period)
        typer.echo("\n".join(task_line(row, now=actor.now, calendar=calendar) for row in rows))
    question = text("handover.ask", count=len(rows), giver=one.name, receiver=other.name)
    if not yes and not typer.confirm(question):
        typer.echo(text("handover.not_done"))
        return
    with changing(engine) as session:
        actor, _ = clerk(session, office_id)
        moved = hand_over(session, one, other, period=period, actor=actor)
    typer.echo(text("handover.done", count=len(moved), giver=one.name, receiver=other.name))


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _anybody(session: Session, office_id: int, name: str) -> Person:
    """As `the_person`, among those who left too: their work is what is handed over most."""
    found = named_like(everybody_of(session, office_id), name)
    return found[0] if len(found) == 1 else the_person(session, office_id, name)

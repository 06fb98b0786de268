"""nhacviec people: who works in an office, and the codes that link their chats."""

import secrets
from datetime import timedelta
from typing import Annotated

import typer
from sqlmodel import Session

from bot.commands.terminal import changing, chosen_office, clerk, database, fail
from locales import text
from storage.audit import record
from storage.people import add_code, add_person, linked, named_like, people_of, posts_of
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

"""nhacviec posts: who answers for which post as plans print it."""

from typing import Annotated

import typer

from bot.actions.posts import choose_holder
from bot.commands.people import Office, the_person
from bot.commands.terminal import changing, chosen_office, clerk, database
from locales import text
from storage.people import holders, people_by_id
from storage.rows import id_of

app = typer.Typer(help="Posts as plans print them, and who answers for each.", no_args_is_help=True)


@app.command("list")
def list_(office: Office = None) -> None:
    """List the posts that plans have printed, those without a person first."""
    with changing(database()) as session:
        rows = holders(session, chosen_office(session, office))
        people = people_by_id(session, (row.person_id for row in rows if row.person_id))
        for row in sorted(rows, key=lambda row: row.person_id is not None):
            name = people[row.person_id].name if row.person_id else text("terminal.no_holder")
            typer.echo(f"{row.post}\t{name}")


@app.command("set")
def set_(
    post: str,
    person: Annotated[str, typer.Option(help="The person who answers for it from now on.")],
    office: Office = None,
) -> None:
    """Choose who answers for a post as printed; what is open under it becomes theirs."""
    with changing(database()) as session:
        office_id = chosen_office(session, office)
        actor, _ = clerk(session, office_id)
        chosen = the_person(session, office_id, person)
        moved = choose_holder(session, post, id_of(chosen), actor=actor)
        typer.echo(text("terminal.holder_set", post=post, name=chosen.name, moved=moved))

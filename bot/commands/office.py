"""nhacviec office: the units that work with us."""

from typing import Annotated

import typer

from bot.commands.terminal import changing, chosen_office, clerk, database, fail
from locales import text
from storage.audit import record
from storage.people import add_office, office_named, office_of, offices, unit_of

app = typer.Typer(help="Offices: the units that work with Nhắc Việc.", no_args_is_help=True)


@app.command("add")
def add(name: str) -> None:
    """Add an office, e.g. "UBND xã Quang Khải"."""
    with changing(database()) as session:
        if office_named(session, name) is not None:
            raise fail(text("terminal.office_is_there", name=name))
        office = add_office(session, name)
        actor, _ = clerk(session, office.office_id)
        record(session, actor, "create", kind="unit", row_id=office.office_id, after={"name": name})
        typer.echo(text("terminal.office_added", name=name))


@app.command("list")
def list_() -> None:
    """List the offices."""
    with changing(database()) as session:
        for office in offices(session):
            typer.echo(unit_of(session, office.office_id).name)


@app.command("set")
def set_(
    keep_missed: Annotated[
        bool, typer.Option(help="Keep messages that were not understood, nameless, for `understand --missed`.")
    ],
    office: Annotated[str | None, typer.Option(help="The office; needed where there are several.")] = None,
) -> None:
    """Change what an office wishes."""
    with changing(database()) as session:
        row = office_of(session, chosen_office(session, office))
        actor, _ = clerk(session, row.office_id)
        before, row.keeps_missed = row.keeps_missed, keep_missed
        session.add(row)
        record(
            session,
            actor,
            "set",
            kind="unit",
            row_id=row.office_id,
            before={"keeps_missed": before},
            after={"keeps_missed": keep_missed},
        )
        typer.echo(text("terminal.keeps_missed" if keep_missed else "terminal.keeps_no_missed"))

"""nhacviec office: the units that work with us."""

import typer

from bot.commands.terminal import changing, clerk, database, fail
from locales import text
from storage.audit import record
from storage.people import add_office, office_named, offices, unit_of

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

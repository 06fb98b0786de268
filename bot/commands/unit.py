"""nhacviec unit: the units below an office, and who answers in each for which field."""

from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from bot.actions.plan_files import read_path
from bot.actions.units import choose_answering, new_unit, unit_called, units_printed
from bot.commands.people import Office, the_person
from bot.commands.terminal import changing, chosen_office, clerk, database, fail
from locales import text
from scheduler.plans.refusals import PlanFileError
from storage.people import people_by_id, unit_of
from storage.rows import id_of
from storage.tables import Unit
from storage.units import answering_for, fields_in, units_below

app = typer.Typer(help="Units below an office, and who answers in each.", no_args_is_help=True)


@app.command("list")
def list_(office: Office = None) -> None:
    """Show the tree of units; beside each who answers for it, then for which field."""
    with changing(database()) as session:
        office_id = chosen_office(session, office)
        top, answering = unit_of(session, office_id), _answering(session, office_id)
        units = sorted(
            units_below(session, office_id), key=lambda unit: [int(one) for one in unit.path.split("/") if one]
        )
        typer.echo(top.name)
        for unit in units:
            depth = unit.path.count("/") - top.path.count("/")
            who = answering.get(id_of(unit), text("terminal.no_holder"))
            typer.echo(f"{'  ' * depth}{unit.name}\t{who}")


def _place(unit: Unit) -> list[int]:
    return [int(one) for one in unit.path.split("/") if one]


def _answering(session: Session, office_id: int) -> dict[int, str]:
    """By unit, in words: `Nguyễn Thị Lan; cải cách hành chính: Lê Thị Hoa`."""
    actor, calendar = clerk(session, office_id)
    today = calendar.today(actor.now)
    general, fields = answering_for(session, office_id, on=today), fields_in(session, office_id, on=today)
    people = people_by_id(session, [*general.values(), *(row.person_id for row in fields)])
    said = {unit_id: [people[person_id].name] for unit_id, person_id in general.items()}
    for row in fields:
        if row.field:
            line = text("units.field", field=row.field, name=people[row.person_id].name)
            said.setdefault(row.unit_id, []).append(line)
    return {unit_id: "; ".join(words) for unit_id, words in said.items()}


@app.command("add")
def add(
    name: str,
    short: Annotated[str, typer.Option(help="Another name that plans print for it.")] = "",
    under: Annotated[str | None, typer.Option(help="The unit it belongs to; not given, the office.")] = None,
    office: Office = None,
) -> None:
    """Add a unit below the office, e.g. "UBND xã Quang Khải" or "Sở Nội vụ"."""
    with changing(database()) as session:
        actor, _ = clerk(session, chosen_office(session, office))
        parent = unit_called(session, actor.office_id, under) if under else unit_of(session, actor.office_id)
        unit = new_unit(session, name, short_name=short, under=parent, actor=actor)
        typer.echo(text("units.added", name=unit.name, under=parent.name))


@app.command("person")
def person(
    unit: str,
    name: Annotated[str, typer.Argument(help="A person of the office.")],
    field: Annotated[str, typer.Option(help="One field only; not given, all that nobody else has.")] = "",
    office: Office = None,
) -> None:
    """Say who answers in a unit, for all of it or for one field; what is open under it becomes theirs."""
    with changing(database()) as session:
        actor, _ = clerk(session, chosen_office(session, office))
        here, chosen = unit_called(session, actor.office_id, unit), the_person(session, actor.office_id, name)
        moved = choose_answering(session, here, id_of(chosen), field=field, actor=actor)
        of = text("units.of_field", unit=here.name, field=field) if field else here.name
        typer.echo(text("units.chosen", name=chosen.name, unit=of, moved=moved))


@app.command("plan")
def plan(
    file: Path,
    add_all: Annotated[bool, typer.Option("--add", help="Add those that are not here yet.")] = False,
    office: Office = None,
) -> None:
    """Show the agencies that a plan names as responsible, and the unit that each is."""
    try:
        document = read_path(file)
    except PlanFileError as error:
        raise fail(error.sentence()) from None
    posts = [post for task in document.tasks for post in task.assignees]
    with changing(database()) as session:
        actor, _ = clerk(session, chosen_office(session, office))
        top: Unit = unit_of(session, actor.office_id)
        printed = units_printed(session, actor.office_id, posts)
        for name, units in printed.items():
            if not units and add_all:
                new_unit(session, name, under=top, actor=actor)
            state = text("units.new") if add_all else text("units.missing")
            typer.echo(f"{name}\t{posts.count(name)}\t{', '.join(units) or state}")
        if not printed:
            typer.echo(text("units.none_printed"))

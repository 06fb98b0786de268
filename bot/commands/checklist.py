"""nhacviec checklist: lists of what to prepare, brought in from a file and attached to an event or a task."""

from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from bot.actions.checklists import attach, keep
from bot.actions.exams import named_event
from bot.actions.refusal import Refusal
from bot.commands.people import Office
from bot.commands.terminal import changing, chosen_office, clerk, database, fail
from bot.replies.checklists import of_event
from bot.replies.titles import short_title
from locales import text
from scheduler.checklists.files import read_checklists
from scheduler.plans.refusals import PlanFileError
from storage.checklists import items_of, kept_checklists, titled_like
from storage.events import event_by_id
from storage.rows import id_of
from storage.tables import Checklist, Task
from storage.tasks import assignment_by_number, tasks_by_id

app = typer.Typer(help="Checklists: what to prepare, and the steps of an exam.", no_args_is_help=True)

OnEvent = Annotated[str | None, typer.Option("--event", help="The event it belongs to, by name.")]
OnTask = Annotated[int | None, typer.Option("--task", help="The task it belongs to, by the number people say.")]


@app.command("add")
def add(file: Path, event: OnEvent = None, task: OnTask = None, office: Office = None) -> None:
    """Bring in the checklists of a file (Word, Excel, PDF, text, JSON lines), and attach them at once if wished."""
    try:
        found = read_checklists(file)
    except PlanFileError as bad:
        raise fail(text(bad.key, **bad.values)) from None
    with changing(database()) as session:
        actor, _ = clerk(session, chosen_office(session, office))
        for listed in found:
            row = keep(session, listed, actor=actor)
            count = sum(item.number is not None for item in items_of(session, id_of(row)))
            typer.echo(text("checklists.kept", id=row.id, title=row.title, count=count))
            if event or task:
                _attach(session, row, event=event, task=task, office_id=actor.office_id)


@app.command("list")
def list_(office: Office = None) -> None:
    """List what was brought in: id, title, how many items, what it belongs to."""
    with changing(database()) as session:
        office_id = chosen_office(session, office)
        rows = kept_checklists(session, office_id)
        for row in rows:
            count = sum(item.number is not None for item in items_of(session, id_of(row)))
            typer.echo(f"{row.id}\t{row.title}\t{count}\t{_belongs(session, row)}")
        if not rows:
            typer.echo(text("checklists.nothing_kept"))


@app.command("attach")
def attach_(checklist: str, event: OnEvent = None, task: OnTask = None, office: Office = None) -> None:
    """Attach a checklist, by its id or title, to an event, to a task, or to both."""
    with changing(database()) as session:
        office_id = chosen_office(session, office)
        found = titled_like(session, office_id, checklist)
        if len(found) != 1:
            raise Refusal("checklists.several" if found else "checklists.not_found", words=checklist)
        _attach(session, found[0], event=event, task=task, office_id=office_id)


def _attach(session: Session, row: Checklist, *, event: str | None, task: int | None, office_id: int) -> None:
    if not event and not task:
        raise Refusal("checklists.attach_where")
    actor, _ = clerk(session, office_id)
    to_event = named_event(session, office_id, event) if event else None
    to_task = _task(session, office_id, task) if task else None
    attach(session, row, event=to_event, task=to_task, actor=actor)
    typer.echo(text("checklists.attached", id=row.id, to=_belongs(session, row)))


def _task(session: Session, office_id: int, number: int) -> Task:
    row = assignment_by_number(session, office_id, number)
    if row is None:
        raise Refusal("checklists.no_task", number=number)
    return tasks_by_id(session, [row.task_id])[row.task_id]


def _belongs(session: Session, row: Checklist) -> str:
    event = event_by_id(session, row.office_id, row.event_id) if row.event_id else None
    task = tasks_by_id(session, [row.task_id]).get(row.task_id) if row.task_id else None
    words = [of_event(event.name)] if event else []
    words += [text("checklists.for_task", title=short_title(task.title, task.products))] if task else []
    return ", ".join(words) or text("checklists.for_nothing")

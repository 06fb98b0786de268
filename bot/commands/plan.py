"""nhacviec plan: read a plan's file, look at what was read, keep it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine
from sqlmodel import Session

from bot.actions.plan_amend import amend_plan, foresee, kept_plan
from bot.actions.plan_amend_told import people_to_tell
from bot.actions.plan_files import has_rows, read_path, taken_before, with_chosen
from bot.actions.plans import ImportChoices, Imported, Progress, import_plan, matches_of
from bot.commands.people import Office
from bot.commands.terminal import changing, chosen_office, clerk, database, fail, utc_now
from bot.replies import plan_aside, plan_changes
from bot.replies.plan_tables import annotated
from bot.replies.previews import Preview, Row, preview, reading
from bot.replies.titles import short_title
from locales import text
from locales.folding import fold
from scheduler.calendar import Calendar
from scheduler.plans.model import PlanDocument, PlanTask
from scheduler.plans.posts import Match, match_posts
from scheduler.plans.refusals import PlanFileError
from scheduler.plans.settling import row_key
from storage.people import offices, people_of
from storage.rows import id_of
from storage.tables import PastPolicy

app = typer.Typer(help="Plans: look at a file, and keep it.", no_args_is_help=True)

Year = Annotated[int | None, typer.Option(help="The plan's year, where the file does not say it.")]
Span = Annotated[str | None, typer.Option(help="First and last year of a plan of several years, e.g. 2022-2030.")]
_COLUMNS = (
    "plans.column.no",
    "plans.column.task",
    "plans.column.post",
    "plans.column.printed",
    "plans.column.reading",
)
_WIDE = 160  # columns; a pipe or a file has no width of its own


def _read(file: Path, year: int | None, span: str | None) -> PlanDocument:
    try:
        return read_path(file, year=year, span=_span(span) if span else None)
    except PlanFileError as error:
        raise fail(error.sentence()) from None


def _rows_of(document: PlanDocument) -> PlanDocument:
    """Without the running text; what has nothing else is no plan."""
    if not has_rows(document):
        raise fail(PlanFileError("files.no_plan").sentence())
    return with_chosen(document, ())


def _span(written: str) -> tuple[int, int]:
    try:
        first, last = (int(year) for year in written.replace("–", "-").split("-"))
    except ValueError:
        raise fail(text("plans.bad_span")) from None
    if not 1900 <= first <= last <= 2200:
        raise fail(text("plans.bad_span"))
    return first, last


@app.command("read")
def read(
    file: Path,
    year: Year = None,
    span: Span = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a task instead.")] = False,
    candidates: Annotated[bool, typer.Option(help="Also the obligations of the running text, as candidates.")] = False,
    annotate: Annotated[Path | None, typer.Option(help="Write the whole table, annotated, to this .xlsx file.")] = None,
    office: Office = None,
) -> None:
    """Show what a file says: rows, readings of deadlines, matched people, the doubtful rows first. Saves nothing."""
    document = _read(file, year, span)
    if not candidates:
        document = _rows_of(document)
    if as_json:
        for task in document.tasks:
            typer.echo(json.dumps(task.as_json(document.source), ensure_ascii=False))
        return
    with changing(database()) as session:
        meant = _meant(session, document, office)
    if annotate is not None:
        _write(annotate, annotated(document, meant.matches, meant.names))
        return
    _show(preview(document, meant.matches, meant.names, today=meant.today))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        raise fail(text("plan_table.not_written", name=path.name)) from None
    typer.echo(text("plan_table.written", name=path.name))


@dataclass(frozen=True)
class _Meant:
    """Who is meant by each printed post, and the names of the people; nobody where there is no office yet."""

    matches: Mapping[str, Match]
    names: Mapping[int, str]
    today: date


def _meant(session: Session, document: PlanDocument, office: str | None) -> _Meant:
    if office is None and not offices(session):
        matches = match_posts((post for task in document.tasks for post in task.assignees), [], {})
        return _Meant(matches, {}, Calendar().today(utc_now()))
    office_id = chosen_office(session, office)
    actor, calendar = clerk(session, office_id)
    today = calendar.today(actor.now)
    names = {id_of(person): person.name for person in people_of(session, office_id, on=today)}
    return _Meant(matches_of(session, office_id, document, today=today), names, today)


def _preview(session: Session, document: PlanDocument, office: str | None) -> Preview:
    chosen_office(session, office)
    meant = _meant(session, document, office)
    return preview(document, meant.matches, meant.names, today=meant.today)


def _show(shown: Preview) -> None:
    console = Console()
    console = console if console.is_terminal else Console(width=_WIDE)
    for line in shown.summary:
        console.print(line, markup=False, highlight=False)
    if shown.needs_years:
        console.print(text("plans.say_years"), markup=False, highlight=False)
    for row in shown.doubtful:
        console.print(text("plans.row", place=row.place, title=row.task), markup=False, highlight=False)
        for doubt in row.doubts:
            console.print(f"    {doubt}", markup=False, highlight=False)
    console.print(text("plans.people"), markup=False)
    for line in shown.people:
        console.print(f"    {line}", markup=False, highlight=False)
    console.print(_table(shown.rows))


def _table(rows: tuple[Row, ...]) -> Table:
    table = Table(title=text("plans.rows"))
    for key in _COLUMNS:
        table.add_column(text(key))
    for row in rows:
        table.add_row(*(Text(cell) for cell in (row.place, row.task, row.posts, row.printed, row.reading)))
    return table


@app.command("import")
def import_(
    file: Path,
    year: Year = None,
    span: Span = None,
    office: Office = None,
    past: Annotated[PastPolicy | None, typer.Option(help="What becomes of deadlines that are past already.")] = None,
    review: Annotated[bool, typer.Option(help="A leader confirms each submission.")] = False,
    tell: Annotated[bool, typer.Option(help="Send each person one summary of what came in, or changed.")] = False,
    candidates: Annotated[bool, typer.Option(help="Also save what the running text asks for besides.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Save without asking.")] = False,
) -> None:
    """Show a plan's preview, ask, and save it. The same again changes nothing; an amended one shows what differs."""
    whole, engine = _read(file, year, span), database()
    with changing(engine) as session:
        kept = kept_plan(session, chosen_office(session, office), whole)
        before = taken_before(session, kept, whole) if kept else []
        shown = _preview(session, with_chosen(whole, ()), office)
        if not kept:
            _show(shown)
    if shown.needs_span and not yes:
        first, last = _span(typer.prompt(text("plans.ask_span")))
        whole = _read(file, year, f"{first}-{last}")
    document = _with_candidates(whole, before, every=candidates, yes=yes)
    if not document.tasks:
        raise fail(PlanFileError("files.no_plan").sentence())
    with changing(engine) as session:
        shown = _preview(session, document, office)
    if kept:
        _amend(engine, document, office, past=past, yes=yes, tell=tell)
        return
    choices = ImportChoices(past=past or _ask_past(shown, yes=yes), review=review, tell=tell)
    question = text("plans.ask_save", tasks=len(document.tasks), dated=shown.dated, undated=shown.undated)
    if not yes and not typer.confirm(question):
        typer.echo(text("plans.not_saved"))
        return
    with changing(engine) as session, _bar(len(document.tasks)) as progress:
        actor, _ = clerk(session, chosen_office(session, office))
        done = import_plan(session, document, actor=actor, choices=choices, progress=progress)
    typer.echo(_outcome(done))


def _with_candidates(whole: PlanDocument, before: Sequence[PlanTask], *, every: bool, yes: bool) -> PlanDocument:
    """The rows, and what is taken of the running text: what was before, all, or what is asked for."""
    taken = {row_key(task) for task in before}
    offered = [task for task in whole.tasks if task.candidate and row_key(task) not in taken]
    if every:
        taken |= {row_key(task) for task in offered}
    elif offered and not yes:
        taken |= set(_asked(offered))
    return with_chosen(whole, taken)


def _asked(offered: Sequence[PlanTask]) -> Iterator[str]:
    """The keys of those that are chosen, all at once or one by one."""
    for line in plan_aside.lines(offered):
        typer.echo(line)
    answer = fold(typer.prompt(text("plans.ask_candidates"), default=text("plans.candidates_none")))
    each = answer == fold(text("plans.candidates_each"))
    for task in offered if each or answer == fold(text("plans.candidates_all")) else ():
        title, due = short_title(task.task), reading(task.schedule)
        if not each or typer.confirm(text("plans.ask_candidate", title=title, reading=due, words=task.deadline_text)):
            yield row_key(task)


def _amend(
    engine: Engine, document: PlanDocument, office: str | None, *, past: PastPolicy | None, yes: bool, tell: bool
) -> None:
    with changing(engine) as session:
        actor, calendar = clerk(session, chosen_office(session, office))
        plan = kept_plan(session, actor.office_id, document)
        found = foresee(session, plan, document, actor=actor) if plan else None
    if found is None or found.empty:
        typer.echo(text("plans.unchanged"))
        return
    for line in plan_changes.summary(found, today=calendar.today(actor.now)):
        typer.echo(line)
    if not yes and not typer.confirm(text("plan_talk.ask_apply")):
        typer.echo(text("plans.not_saved"))
        return
    with changing(engine) as session:
        actor, _ = clerk(session, chosen_office(session, office))
        plan = kept_plan(session, actor.office_id, document)
        if plan is not None:
            found = amend_plan(session, plan, document, actor=actor, past=past, tell=tell)
        told = people_to_tell(session, plan) if plan is not None else []
    typer.echo(text("plan_talk.applied", title=found.title, counts=plan_changes.counts(found)))
    if tell:
        typer.echo(text("amended.told", count=len(told)) if told else text("amended.told_nobody"))


def _outcome(done: Imported) -> str:
    return text(
        "plans.saved",
        tasks=done.tasks,
        assignments=done.assignments,
        conditions=done.conditions,
        unmatched=done.unmatched,
    )


def _ask_past(shown: Preview, *, yes: bool) -> PastPolicy:
    answers = {
        text("plans.past_left_out"): PastPolicy.LEFT_OUT,
        text("plans.past_done"): PastPolicy.DONE,
        text("plans.past_overdue"): PastPolicy.OVERDUE,
    }
    if yes or not shown.past:
        return PastPolicy.LEFT_OUT
    asked = typer.prompt(text("plans.ask_past", count=shown.past), default=text("plans.past_left_out"))
    return next((policy for word, policy in answers.items() if fold(word) == fold(asked)), PastPolicy.LEFT_OUT)


@contextmanager
def _bar(total: int) -> Iterator[Progress]:
    with Bar(console=Console(stderr=True)) as bar:
        job = bar.add_task(text("plans.saving"), total=total)
        yield lambda done, _all: bar.update(job, completed=done)

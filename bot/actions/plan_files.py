"""A plan's file as it comes in: the rows of its tables, then what its running text asks for besides."""

from collections.abc import Container
from dataclasses import replace
from pathlib import Path

from sqlmodel import Session

from bot.replies.plan_tables import aside_sheet, keep_column
from bot.reports.plan_xlsx import marked
from locales.folding import fold
from scheduler.plans.files import content_of, read_plan_bytes
from scheduler.plans.model import PlanDocument, PlanTask
from scheduler.plans.settling import row_key
from storage.rows import id_of
from storage.tables import Plan
from storage.tasks import tasks_of_plan


def read_file(
    name: str, content: bytes, *, year: int | None = None, span: tuple[int, int] | None = None
) -> PlanDocument:
    """The plan with its candidates, those behind the rows. In our own annotated workbook a candidate that was marked
    is a row. Raises PlanFileError."""
    document = read_plan_bytes(name, content, year=year, span=span, candidates=True)
    if document.title == Path(name).stem:  # no title of its own; a day in the name of a text is no folder
        document = replace(document, title=name if "." not in name else document.title)
    if not any(task.place.sheet == aside_sheet() for task in document.tasks):
        return document
    kept = marked(content, sheet=aside_sheet(), keep=keep_column())
    tasks = (
        replace(task, candidate=True) if task.place.sheet == aside_sheet() and task.place.row not in kept else task
        for task in document.tasks
    )
    return replace(document, tasks=tuple(sorted(tasks, key=lambda task: task.candidate)))


def read_path(path: Path, *, year: int | None = None, span: tuple[int, int] | None = None) -> PlanDocument:
    """As `read_file`, for a file of this machine. Raises PlanFileError."""
    return read_file(path.name, content_of(path), year=year, span=span)


def has_rows(document: PlanDocument) -> bool:
    """Whether there is more in it than obligations of running text, which any letter has."""
    return any(not task.candidate for task in document.tasks)


def with_chosen(document: PlanDocument, taken: Container[str]) -> PlanDocument:
    """The rows, and the candidates of these keys as rows like any other."""
    tasks = (task for task in document.tasks if not task.candidate or row_key(task) in taken)
    return replace(document, tasks=tuple(replace(task, candidate=False) for task in tasks))


def taken_before(session: Session, plan: Plan, document: PlanDocument) -> list[PlanTask]:
    """The candidates that are rows of the kept plan."""
    rows = (task for task in tasks_of_plan(session, id_of(plan)) if task.removed_at is None)
    kept = {(fold(task.title), fold(task.deadline_text)) for task in rows}
    return [task for task in document.tasks if task.candidate and (fold(task.task), fold(task.deadline_text)) in kept]

"""A plan's file as it comes in: the rows of its tables, then what its running text asks for besides."""

from dataclasses import replace

from bot.replies.plan_tables import aside_sheet, keep_column
from bot.reports.plan_xlsx import marked
from scheduler.plans.files import read_plan_bytes
from scheduler.plans.model import PlanDocument


def read_file(
    name: str, content: bytes, *, year: int | None = None, span: tuple[int, int] | None = None
) -> PlanDocument:
    """The plan with its candidates, those behind the rows. In our own annotated workbook a candidate that was marked
    is a row. Raises PlanFileError."""
    document = read_plan_bytes(name, content, year=year, span=span, candidates=True)
    if not any(task.place.sheet == aside_sheet() for task in document.tasks):
        return document
    kept = marked(content, sheet=aside_sheet(), keep=keep_column())
    tasks = (
        replace(task, candidate=True) if task.place.sheet == aside_sheet() and task.place.row not in kept else task
        for task in document.tasks
    )
    return replace(document, tasks=tuple(sorted(tasks, key=lambda task: task.candidate)))


def has_rows(document: PlanDocument) -> bool:
    """Whether there is more in it than obligations of running text, which any letter has."""
    return any(not task.candidate for task in document.tasks)

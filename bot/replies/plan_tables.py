"""The whole of a plan as an annotated Excel file: each row with its reading in words, its people, its doubts."""

from collections.abc import Callable, Mapping

from sqlmodel import Session

from bot.replies.previews import remarks_of
from bot.reports.columns import MEDIA_TYPE
from bot.reports.plan_xlsx import Remarks, Words, plan_xlsx
from locales import text
from scheduler.messages import FileToMake
from scheduler.plans.explain import explain
from scheduler.plans.model import PlanDocument
from scheduler.plans.posts import Match


def annotated(document: PlanDocument, matches: Mapping[str, Match], names: Mapping[int, str]) -> bytes:
    """The .xlsx; it can be corrected and read as a plan again."""
    asked: set[str] = set()
    remarks = []
    for task in document.tasks:
        people, doubts = remarks_of(task, matches, names, asked)
        remarks.append(Remarks(explain(task.schedule), "\n".join(people), "\n".join(doubts)))
    columns = (
        text("plan_table.no"),
        text("plan_table.task"),
        text("plan_table.activities"),
        text("plan_table.products"),
        text("plan_table.assignees"),
        text("plan_table.coordinators"),
        deadline_column(),
        text("plan_table.reading"),
        text("plan_table.people"),
        text("plan_table.doubts"),
    )
    words = Words(text("plan_table.sheet"), columns, aside_sheet(), text("plan_table.about"), keep_column())
    return plan_xlsx(document, remarks, words)


def aside_sheet() -> str:
    return text("plan_table.aside")


def keep_column() -> str:
    return text("plan_table.keep")


def deadline_column() -> str:
    return text("plan_table.deadline")


def as_file(document: PlanDocument, make: Callable[[Session], bytes]) -> FileToMake:
    """The table of a plan, named after the plan's own file; `make` gives it."""
    name = document.source.rpartition(".")[0] or document.source
    name = name.replace(":", "h").replace("/", "-")
    return FileToMake(f"{name}_{text('plan_table.file')}.xlsx", MEDIA_TYPE, make)

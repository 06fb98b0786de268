"""What a person answers about a plan's doubtful rows, and the plan that follows from it. Pure.

Answers are kept by what a row says, not where it stands: they hold for the next version of the plan.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from locales.folding import fold
from scheduler.plans.deadlines import read
from scheduler.plans.model import Context, Doubt, Occurrence, PlanDocument, PlanTask, Schedule
from scheduler.plans.posts import Match


class About(StrEnum):
    YEARS = "years"
    DEADLINE = "deadline"
    SHIFTED = "shifted"
    POST = "post"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Question:
    """One thing to settle. `at`: the row's place in the document; `key`: what its answer is kept under."""

    about: About
    at: int
    key: str


@dataclass(frozen=True)
class Settled:
    """The answers so far. `rows` by `row_key`: {"drop": true}, {"keep": true}, {"phrase": words}, {"years": ±n},
    {"assignee": post}; `posts` maps folded posts to a person's id, or to 0 where nobody is chosen for now;
    `aside` says by `row_key` which obligations of the running text belong to the plan."""

    rows: Mapping[str, Mapping[str, Any]]
    posts: Mapping[str, int]
    span: tuple[int, int] | None = None
    past: str | None = None
    rest: bool = False  # whatever is open stays as printed
    aside: Mapping[str, bool] = field(default_factory=dict)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Settled":
        span = value.get("span")
        return cls(
            rows=value.get("rows", {}),
            posts=value.get("posts", {}),
            span=(span[0], span[1]) if span else None,
            past=value.get("past"),
            rest=bool(value.get("rest")),
            aside=value.get("aside", {}),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": {key: dict(answers) for key, answers in self.rows.items()},
            "posts": dict(self.posts),
            "span": list(self.span) if self.span else None,
            "past": self.past,
            "rest": self.rest,
            "aside": dict(self.aside),
        }

    def with_row(self, key: str, answer: Mapping[str, Any]) -> "Settled":
        return replace(self, rows={**self.rows, key: {**self.rows.get(key, {}), **answer}})

    def with_aside(self, tasks: Iterable[PlanTask], *, taken: bool) -> "Settled":
        return replace(self, aside={**self.aside, **{row_key(task): taken for task in tasks}})

    def schedule_of(self, task: PlanTask, context: Context) -> Schedule:
        """The row's deadlines as settled."""
        return _applied(task, self.rows.get(row_key(task), {}), context).schedule

    def with_post(self, post: str, person_id: int) -> "Settled":
        return replace(self, posts={**self.posts, fold(post): person_id})


def row_key(task: PlanTask) -> str:
    return f"{fold(task.task)} | {fold(task.deadline_text)}"


def questions(document: PlanDocument, matches: Mapping[str, Match], settled: Settled) -> list[Question]:
    """What is still to be asked, row by row; each doubtful post once. `document`: as it was read."""
    if settled.rest:
        return []
    asked: set[str] = set()
    return [one for at, task in enumerate(document.tasks) for one in _of_row(at, task, matches, settled, asked)]


def _of_row(
    at: int, task: PlanTask, matches: Mapping[str, Match], settled: Settled, asked: set[str]
) -> Iterator[Question]:
    key = row_key(task)
    answers, doubts = settled.rows.get(key, {}), {*task.doubts, *task.schedule.doubts}
    if answers.get("drop"):
        return
    for about in _doubts(doubts):
        name = "years:" if about is About.YEARS else f"{about}:{key}"
        if name not in asked and not _answered(about, answers, settled):
            asked.add(name)
            yield Question(about, at, key)
    if not task.assignees and "assignee" not in answers and f"nobody:{key}" not in asked:
        asked.add(f"nobody:{key}")
        yield Question(About.NOBODY, at, key)
    for post in task.assignees:
        match = matches[post]
        if match.open and fold(post) not in (*settled.posts, *asked):
            asked.add(fold(post))
            yield Question(About.POST, at, post)


def _doubts(doubts: set[Doubt]) -> Iterator[About]:
    if doubts & {Doubt.NO_SPAN, Doubt.NO_YEAR}:
        yield About.YEARS
    if doubts & {Doubt.UNREAD, Doubt.NO_DEADLINE, Doubt.OUTSIDE_SPAN}:
        yield About.DEADLINE
    if Doubt.SHIFTED in doubts:
        yield About.SHIFTED


def _answered(about: About, answers: Mapping[str, Any], settled: Settled) -> bool:
    if about is About.YEARS:
        return settled.span is not None
    if about is About.SHIFTED:
        return "whole" in answers
    return bool(answers.keys() & {"keep", "phrase", "years"})


def offered(document: PlanDocument, settled: Settled) -> tuple[PlanTask, ...]:
    """The obligations of the running text that nothing is decided about."""
    return tuple(task for task in document.tasks if task.candidate and row_key(task) not in settled.aside)


def chosen(document: PlanDocument, settled: Settled) -> PlanDocument:
    """The rows of the tables, and those of the running text that were taken."""
    tasks = (task for task in document.tasks if not task.candidate or settled.aside.get(row_key(task)))
    return replace(document, tasks=tuple(tasks))


def apply(document: PlanDocument, settled: Settled) -> PlanDocument:
    """The plan as settled: rows dropped, deadlines and people as answered; what was taken is a row like any other."""
    tasks = (
        _applied(replace(task, candidate=False), settled.rows.get(row_key(task), {}), document.context)
        for task in document.tasks
        if not settled.rows.get(row_key(task), {}).get("drop")
    )
    return replace(document, tasks=tuple(tasks))


def _applied(task: PlanTask, answers: Mapping[str, Any], context: Context) -> PlanTask:
    if "assignee" in answers and not task.assignees:
        task = replace(task, assignees=(answers["assignee"],) if answers["assignee"] else ())
    if "phrase" in answers:
        return replace(task, schedule=replace(read(answers["phrase"], context), doubts=()), doubts=())
    if "years" in answers:
        return replace(task, schedule=shifted(task.schedule, answers["years"]), doubts=())
    if answers:
        return replace(task, schedule=replace(task.schedule, doubts=()), doubts=())
    return task


def shifted(schedule: Schedule, years: int) -> Schedule:
    """The same days in another year."""
    moved = tuple(_moved(one, years) for one in schedule.occurrences)
    return Schedule(moved, schedule.conditions)


def _moved(one: Occurrence, years: int) -> Occurrence:
    return replace(one, due=_in_year(one.due, years), start=_in_year(one.start, years) if one.start else None)


def _in_year(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def years_off(task: PlanTask, context: Context) -> int | None:
    """How many years bring a row's days into the plan's one year; None where there is no one such year."""
    years = {one.due.year for one in task.schedule.occurrences}
    if context.span is None or context.span[0] != context.span[1] or len(years) != 1:
        return None
    return context.span[0] - years.pop() or None


def understood(phrase: str, context: Context) -> Schedule | None:
    """A deadline typed for a row; None where nothing, or not all of it, is understood."""
    schedule = read(phrase, context)
    unclear = set(schedule.doubts) - {Doubt.OUTSIDE_SPAN}
    return None if unclear or not (schedule.occurrences or schedule.conditions) else schedule


def doubtful_rows(found: Sequence[Question]) -> list[int]:
    """The places of the rows that these questions are about, each once."""
    return list(dict.fromkeys(one.at for one in found))

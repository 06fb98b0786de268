"""A plan before it is saved: what was read, who was matched, and the doubtful rows first. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from locales import full_day, text
from scheduler.plans.model import Doubt, PlanDocument, PlanTask, Schedule
from scheduler.plans.posts import Match

_FEW = 4  # deadlines of a row that are named one by one
_UNITS = 4  # units of an addressee that are named one by one

_KINDS = {
    "on_request": "plans.kind.on_request",
    "on_event": "plans.kind.on_event",
    "relative": "plans.kind.relative",
    "ongoing": "plans.kind.ongoing",
    "by_rule": "plans.kind.by_rule",
    "unread": "plans.kind.unread",
}
_DOUBTS = {
    Doubt.NO_SPAN: "plans.doubt.no_span",
    Doubt.NO_YEAR: "plans.doubt.no_year",
    Doubt.OUTSIDE_SPAN: "plans.doubt.outside_span",
    Doubt.UNREAD: "plans.doubt.unread",
    Doubt.NO_DEADLINE: "plans.doubt.no_deadline",
    Doubt.SHIFTED: "plans.doubt.shifted",
}


@dataclass(frozen=True)
class Row:
    """One task of the preview, as words. `doubts` are sentences; empty where nothing is doubtful."""

    place: str
    task: str
    posts: str
    printed: str
    reading: str
    doubts: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """`summary` and `people` are lines; `rows` holds the doubtful ones first, each group in the plan's order."""

    summary: tuple[str, ...]
    people: tuple[str, ...]
    rows: tuple[Row, ...]
    dated: int
    undated: int
    past: int
    needs_span: bool
    needs_year: bool

    @property
    def needs_years(self) -> bool:
        return self.needs_span or self.needs_year

    @property
    def doubtful(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.doubts)


def preview(document: PlanDocument, matches: Mapping[str, Match], names: Mapping[int, str], *, today: date) -> Preview:
    """`matches`: each printed post and who answers for it; `names`: the people who may be meant, by id."""
    asked: set[str] = set()
    rows = [_row(task, matches, names, asked) for task in document.tasks]
    past = sum(one.due < today for task in document.tasks for one in task.schedule.occurrences)
    doubtful = sum(bool(row.doubts) for row in rows)
    return Preview(
        summary=tuple(_summary(document, past=past, doubtful=doubtful)),
        people=tuple(_person(match, names) for match in matches.values()),
        rows=tuple(sorted(rows, key=lambda row: not row.doubts)),
        dated=sum(len(task.schedule.occurrences) for task in document.tasks),
        undated=sum(len(task.schedule.conditions) for task in document.tasks),
        past=past,
        needs_span=any(Doubt.NO_SPAN in task.schedule.doubts for task in document.tasks),
        needs_year=any(Doubt.NO_YEAR in task.schedule.doubts for task in document.tasks),
    )


def _summary(document: PlanDocument, *, past: int, doubtful: int) -> Iterator[str]:
    sections = {task.section_title or task.section for task in document.tasks} - {""}
    # A title all in capitals would shout (voice.md rule 13).
    title = text("plans.file", file=document.source) if document.title.isupper() else document.title
    head: dict[str, Any] = {"title": title, "tasks": len(document.tasks)}
    yield text("plans.head", **head, sections=len(sections)) if sections else text("plans.head_alone", **head)
    yield text("plans.dated", count=sum(len(task.schedule.occurrences) for task in document.tasks))
    kinds = Counter(one.kind.value for task in document.tasks for one in task.schedule.conditions)
    if kinds:
        named = ", ".join(text(_KINDS[kind], count=count) for kind, count in kinds.most_common())
        yield text("plans.undated", count=kinds.total(), kinds=named)
    if past:
        yield text("plans.past", count=past)
    yield text("plans.doubtful", count=doubtful) if doubtful else text("plans.nothing_doubtful")


def _person(match: Match, names: Mapping[int, str]) -> str:
    if match.person_id is not None:
        return text("plans.person", post=match.post, name=names[match.person_id])
    if match.units:
        return _units(match, names)
    return text("plans.group" if match.group else "plans.nobody", post=match.post)


def _units(match: Match, names: Mapping[int, str]) -> str:
    """The units that the words address, each with the person who answers for it."""
    said = [
        text("plans.unit", unit=unit, name=names[person]) if person else text("plans.unit_nobody", unit=unit)
        for unit, person in match.units[:_UNITS]
    ]
    rest = len(match.units) - _UNITS
    said += [text("plans.units_more", count=rest)] if rest > 0 else []
    return text("plans.units", post=match.post, count=len(match.units), units=", ".join(said))


def _row(task: PlanTask, matches: Mapping[str, Match], names: Mapping[int, str], asked: set[str]) -> Row:
    return Row(
        place=text("plans.place", section=task.section, no=task.no + task.part) if task.section else task.no,
        task=task.task,
        posts="; ".join(task.assignees),
        printed=task.deadline_text,
        reading=reading(task.schedule),
        doubts=_doubts(task, matches, names, asked),
    )


def _doubts(task: PlanTask, matches: Mapping[str, Match], names: Mapping[int, str], asked: set[str]) -> tuple[str, ...]:
    doubts = [
        text(_DOUBTS[doubt], words=task.deadline_text) for doubt in dict.fromkeys((*task.doubts, *task.schedule.doubts))
    ]
    return (*doubts, *_doubts_of_people(task, matches, names, asked))


def remarks_of(
    task: PlanTask, matches: Mapping[str, Match], names: Mapping[int, str], asked: set[str]
) -> tuple[list[str], tuple[str, ...]]:
    """Who was matched to a row's posts, and its doubts, as sentences; `asked` holds the posts doubted before."""
    return [_person(matches[post], names) for post in task.assignees], _doubts(task, matches, names, asked)


def _doubts_of_people(
    task: PlanTask, matches: Mapping[str, Match], names: Mapping[int, str], asked: set[str]
) -> Iterator[str]:
    """Each doubtful post is asked about once, at the first row that prints it: the answer serves them all."""
    if not task.assignees:
        yield text("plans.doubt.nobody")
    for match in (matches[post] for post in task.assignees if post not in asked):
        asked.add(match.post)
        if match.open:
            meant = ", ".join(names[one] for one in match.candidates)
            key = "plans.doubt.posts" if meant else "plans.doubt.post"
            yield text(key, post=match.post, names=meant)


def reading(schedule: Schedule) -> str:
    """One row's deadlines in few words: the days, or how many from when to when; then what has no day."""
    days = [full_day(one.due) for one in schedule.occurrences]
    kinds = Counter(one.kind.value for one in schedule.conditions)
    parts = [text(_KINDS[kind], count=count) for kind, count in kinds.items()]
    if len(days) > _FEW:
        parts.insert(0, text("plans.reading.many", count=len(days), first=days[0], last=days[-1]))
    elif days:
        parts.insert(0, text("plans.reading.due", days=", ".join(days)))
    return "; ".join(parts) or text("plans.reading.none")

"""A plan settled in the chat: its summary, its doubtful rows, what was answered (voice.md 46)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.intents.model import Intent
from bot.replies.asking import Option
from bot.replies.decisions import post_words
from bot.replies.lines import button, name_of
from bot.replies.previews import Preview, reading
from bot.replies.titles import short_title
from locales import day_month, full_day, hour, text, weekday_full
from scheduler.messages import Button
from scheduler.plans.model import ConditionKind, Context, Doubt, PlanDocument, PlanTask, Schedule
from scheduler.plans.posts import Match
from scheduler.plans.settling import About, Question, years_off
from storage.tables import Person, Post

_LONGEST_LABEL = 24
_LONGEST_SHEET = 8
_SHORT = 10  # tasks of a plan that are shown one by one
_NEAR = timedelta(days=92)  # a plan is often ordered in the last quarter before its first year

KEEP, DROP, ASK, ONGOING, SHIFT, LATER = "keep", "drop", "ask", "ongoing", "shift", "later"


def row_words(tasks: Sequence[PlanTask], at: int) -> str:
    """The row as the file counts it, with its page, table or sheet where several have such a row; else its place in
    the plan, or for one of the running text its place there."""
    place = tasks[at].place
    if tasks[at].candidate:
        return text("plan_talk.aside.row", number=sum(task.candidate for task in tasks[: at + 1]))
    if not place.row:
        return str(at + 1)
    alike = {task.place for task in tasks if task.place.row == place.row}
    if len(alike) > 1 and place.page:
        return text("plan_talk.row_page", row=place.row, page=place.page)
    if len(alike) > 1 and place.table:
        return text("plan_talk.row_table", row=place.row, table=place.table)
    if len(alike) > 1 and place.sheet:
        return text("plan_talk.row_sheet", row=place.row, sheet=place.sheet[:_LONGEST_SHEET])
    return str(place.row)


def order(draft: int, ask: str, label: str) -> Button:
    """A button about the plan in hand."""
    return button(label, Intent.IMPORT_PLAN, draft=draft, ask=ask)


def table_button(draft: int) -> Button:
    return order(draft, "table", text("plan_talk.button.table"))


def drop_button(draft: int) -> Button:
    return order(draft, "drop", text("plan_talk.button.drop"))


def summary(shown: Preview, rows: int, *, aside: int, listed: Sequence[str] = ()) -> str:
    """What was read; `rows` are still to be looked at, `aside` obligations stand in the running text."""
    beside = [text("plan_talk.aside.count", count=aside)] if aside else []
    doubtful = text("plans.doubtful", count=rows) if rows else text("plans.nothing_doubtful")
    if listed:
        return "\n".join((shown.summary[0], "", *listed, "", *beside, *([doubtful] if rows else [])))
    return "\n".join((*shown.summary[:-1], *beside, doubtful))


def tasks_in_short(plan: PlanDocument, matches: Mapping[str, Match], names: Mapping[int, str]) -> list[str]:
    """A short plan row by row: what, when, who, as it was understood; nothing for a longer one."""
    if len(plan.tasks) > _SHORT:
        return []
    return [_in_short(at, task, matches, names) for at, task in enumerate(plan.tasks, start=1)]


def _in_short(at: int, task: PlanTask, matches: Mapping[str, Match], names: Mapping[int, str]) -> str:
    people = (matches[post].person_id for post in task.assignees)
    who = ", ".join(dict.fromkeys(names[one].split()[-1] for one in people if one is not None))
    said = {"number": task.no or str(at), "title": short_title(task.task), "reading": reading(task.schedule)}
    return text("plan_talk.task_who", who=who, **said) if who else text("plan_talk.task", **said)


def joined(said: Sequence[str], sentence: str) -> str:
    """The question goes on behind the last line that closes what was before."""
    done = text("plan_talk.settled.all")
    return "\n".join((*said, sentence)).replace(f"{done}\n", f"{done} ")


def pasted_name(at: datetime) -> str:
    """What a text without a title is called; `at`: office time."""
    return text("plan_talk.pasted", hour=hour(at), day=f"{at:%d/%m/%Y}")


def dropped(file: str, *, pasted: bool) -> str:
    return text("plan_talk.dropped_text") if pasted else text("plan_talk.dropped", file=file)


def save_words(tasks: int) -> tuple[str, str]:
    """The button that saves, and the same in a hint."""
    return text("plan_talk.button.save", count=tasks), text("plan_talk.act.save", count=tasks)


@dataclass(frozen=True)
class Asked:
    """A question about one row: `place` of `count` doubtful rows."""

    question: Question
    task: PlanTask
    row: str
    place: int
    count: int


def question(asked: Asked, context: Context, people: Sequence[Option]) -> tuple[str, list[Option]]:
    """The sentence and its likely answers; `people`: who may be meant."""
    values: dict[str, Any] = {
        "row": asked.row,
        "place": asked.place,
        "count": asked.count,
        "title": short_title(asked.task.task),
    }
    words = asked.task.deadline_text
    match asked.question.about:
        case About.YEARS:
            return text("plan_talk.ask_years", words=words), []
        case About.POST:
            post = {"post": asked.question.key, **_without_title(values)}
            known = text("plan_talk.ask_post", **post) if people else text("plan_talk.ask_post_name", **post)
            return known, _people(people)
        case About.NOBODY:
            known = text("plan_talk.ask_nobody", **values) if people else text("plan_talk.ask_nobody_name", **values)
            return known, _people(people)
        case About.SHIFTED:
            keep = text("plan_talk.option.whole", row=asked.row)
            who = ", ".join(asked.task.assignees) or text("plan_talk.cell_empty")
            shifted = text("plan_talk.ask_shifted", who=who, words=words or text("plan_talk.cell_empty"), **values)
            return shifted, [(keep, KEEP), _drop(asked.row)]
        case _:
            return _ask_deadline(asked.task, context, values, row=asked.row)


def _people(likely: Sequence[Option]) -> list[Option]:
    """Who may be meant, and somebody else; where nobody is known, the name is typed, or it is left open."""
    other = (text("plan_talk.option.other"), ASK) if likely else later()
    return [*likely, other]


def later() -> Option:
    return text("plan_talk.option.later"), LATER


def _without_title(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "title"}


def _drop(row: str) -> Option:
    return text("plan_talk.option.drop", row=row), DROP


def _ask_deadline(task: PlanTask, context: Context, values: dict[str, Any], *, row: str) -> tuple[str, list[Option]]:
    if Doubt.OUTSIDE_SPAN in task.schedule.doubts and task.schedule.occurrences:
        span = context.span or (0, 0)
        years = str(span[0]) if span[0] == span[1] else text("plan_talk.years", first=span[0], last=span[1])
        sentence = text("plan_talk.ask_outside", words=task.deadline_text, years=years, **values)
        return sentence, _outside(task, context)
    usual = [
        (text("plan_talk.option.ongoing"), ONGOING),
        (text("plan_talk.option.day"), ASK),
        _drop(row),
    ]
    if not task.deadline_text.strip():
        return text("plan_talk.ask_undated", **values), usual
    return text("plan_talk.ask_unread", words=task.deadline_text, **values), usual


def _outside(task: PlanTask, context: Context) -> list[Option]:
    """The same day in the plan's year, the day as printed, another."""
    days = [one.due for one in task.schedule.occurrences]
    off = years_off(task, context)
    alone = len(days) == 1
    found: list[Option] = []
    if off is not None and context.span:
        year = context.span[0]
        label = f"{day_month(days[0])}/{year}" if alone else text("plan_talk.option.year", year=year)
        found.append((label, SHIFT))
    keep = text("plan_talk.option.keep", day=full_day(days[0])) if alone else text("plan_talk.option.keep_all")
    likelier = bool(context.span) and all(_just_before(day, context) for day in days)
    found.insert(0 if likelier else len(found), (keep, KEEP))
    return [*found, (text("plan_talk.option.other_day"), ASK)]


def _just_before(due: date, context: Context) -> bool:
    """Whether the day is so near before the plan's first year that it is meant so."""
    first = date(context.span[0], 1, 1) if context.span else due
    return first - _NEAR <= due < first


def person_option(person: Person, posts: Sequence[Post], among: Sequence[Person]) -> Option:
    """`Lan (Văn phòng - Thống kê)`, as far as it fits a button."""
    name = name_of(person, among)
    label = text("decision.person_post", name=name, post=post_words(posts[0].title)) if posts else name
    return (label if len(label) <= _LONGEST_LABEL else name), f"p{person.id}"


def people_hint(people: Sequence[Option]) -> str:
    named = [
        text("plan_talk.hint.give", number=at, name=label.split(" (")[0])
        for at, (label, _) in enumerate(people, start=1)
    ]
    return text("plan_talk.hint.people", choices=", ".join(named)) if named else text("plan_talk.hint.name")


def deadline_settled(row: str, schedule: Schedule) -> str:
    """`Dòng 23: hạn thứ Tư 31/3/2027.`"""
    days = [weekday_full(one.due) for one in schedule.occurrences]
    if len(days) == 1:
        return text("plan_talk.settled.day", row=row, day=days[0])
    if days:
        return text("plan_talk.settled.days", row=row, count=len(days), first=days[0], last=days[-1])
    if all(one.kind is ConditionKind.ONGOING for one in schedule.conditions):
        return text("plan_talk.settled.ongoing", row=row)
    return text("plan_talk.settled.kept", row=row)


def ask_save(shown: Preview, tasks: int, *, summed_up: bool) -> str:
    """`summed_up`: the figures were said in the same message."""
    if summed_up:
        return text("plan_talk.ask_save")
    if not shown.undated:
        return text("plan_talk.ask_save_dated", tasks=tasks, dated=shown.dated)
    return text("plans.ask_save", tasks=tasks, dated=shown.dated, undated=shown.undated)


def ask_past(count: int) -> tuple[str, list[Option]]:
    options = [
        (text("plan_talk.past.left_out"), "left_out"),
        (text("plan_talk.past.done"), "done"),
        (text("plan_talk.past.overdue"), "overdue"),
    ]
    return text("plan_talk.ask_past", count=count), options

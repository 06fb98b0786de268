"""A plan saved or amended in the chat: what was kept, the first reminder, what changed (voice.md 46, 47)."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.actions.plan_amend import Amended
from bot.actions.plans import Imported
from bot.replies import plan_changes
from bot.replies.view import View
from locales import day, hour, text, weekday_day
from scheduler.reminders import opening, rungs
from storage.tables import Assignment, Plan

_MOST = 1_200  # characters of a whole list; a list of one message


def ask_tell(people: int, *, amended: bool) -> str:
    return text("plan_talk.ask_tell_changes", count=people) if amended else text("plan_talk.ask_tell", count=people)


def unchanged(view: View, at: datetime) -> str:
    return text("plan_talk.unchanged", moment=view.moment(at))


def saved(view: View, done: Imported, rows: Sequence[Assignment]) -> str:
    """What was saved, the first reminder, and for how much nobody is there."""
    line = _saved(done.plan, hour(view.now.astimezone(view.calendar.zone)))
    first = _first_reminder(view, [row for row in rows if row.reminds and row.person_id is not None])
    missing = text("plan_talk.unmatched", count=done.unmatched) if done.unmatched else ""
    return "\n".join(part for part in (f"{line} {first}".strip(), missing) if part)


def _saved(plan: Plan, at: str) -> str:
    """A text has its hour in its name; a title all in capitals gives way to the file's name (voice.md rule 13)."""
    if "." not in plan.file_name:
        return text("plan_talk.saved_text", title=plan.title)
    if plan.title.isupper():
        return text("plan_talk.saved_file", file=plan.file_name, hour=at)
    return text("plan_talk.saved", title=plan.title, hour=at)


def _first_reminder(view: View, rows: Sequence[Assignment]) -> str:
    """The first day on which something of the plan is spoken of, and how much; a window that opens says its day."""
    spoken: dict[date, list[Assignment]] = {}
    for row in rows:
        days = (day for day in rungs(row.due, row.opens, calendar=view.calendar) if day > view.today)
        spoken.setdefault(next(days, date.max), []).append(row)
    first = min(spoken, default=date.max)
    if first == date.max:
        return ""
    about, named = spoken[first], weekday_day(first, today=view.today)
    starts = {row.opens for row in about if row.opens and opening(row.opens, row.due, calendar=view.calendar) == first}
    if len(starts) == 1 and all(row.opens in starts for row in about):
        (start,) = starts
        said = day(start, today=view.today)
        if not view.calendar.works(start):
            holiday = view.calendar.name_of(start) is not None
            said = text("plan_talk.holiday", day=said) if holiday else text("plan_talk.day_off", day=said)
        return text("plan_talk.first_opening", day=named, count=len(about), start=said)
    return text("plan_talk.first", day=named, count=len(about))


def changes(view: View, found: Amended) -> str:
    """Sample 47: what is different, then the question."""
    return "\n".join(plan_changes.summary(found, today=view.today)) + f" {text('plan_talk.ask_apply')}"


def each_change(view: View, found: Amended) -> str:
    """Every assignment that changes, as far as one message holds."""
    lines = plan_changes.details(found, today=view.today)
    kept: list[str] = []
    while lines and sum(map(len, kept)) + len(lines[0]) < _MOST:
        kept.append(lines.pop(0))
    return "\n".join([*kept, text("plan_talk.more", count=len(lines))] if lines else kept)


def applied(view: View, found: Amended) -> str:
    at, counts = hour(view.now.astimezone(view.calendar.zone)), plan_changes.counts(found)
    if found.title.isupper():
        return text("plan_talk.applied_file", hour=at, counts=counts)
    return text("plan_talk.applied_at", title=found.title, hour=at, counts=counts)

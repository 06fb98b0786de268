"""What an amended plan changes, in words (voice.md sample 47)."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.actions.plan_amend import Amended
from bot.actions.plan_amend_told import ChangedWork
from bot.intents.model import Intent
from bot.replies.decisions import plan_name
from bot.replies.lines import button, say, task_line
from locales import day, text, weekday_day
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.recipients import Somebody
from storage.tables import Assignment, Plan

FEW = 5  # lines of a list


def counts(found: Amended) -> str:
    """`đổi hạn 3 việc, thêm 2 việc, bỏ 1 việc`; rows whose words alone changed are counted where no work did."""
    parts = [
        text("plan_talk.count.moved", count=len(found.moved)) if found.moved else "",
        text("plan_talk.count.added", count=len(found.added)) if found.added else "",
        text("plan_talk.count.withdrawn", count=len(found.withdrawn)) if found.withdrawn else "",
    ]
    return ", ".join(part for part in parts if part) or text("plan_talk.count.rows", count=found.rows)


def summary(found: Amended, *, today: date) -> list[str]:
    """What changes, the moved deadlines one by one, and what stays."""
    moved = [
        text(
            "plan_talk.moved",
            number=one.number,
            due=day(one.due, today=today),
            until=weekday_day(one.until, today=today),
        )
        for one in found.moved
    ]
    head = text("plan_talk.compared", counts=counts(found), kept=found.kept)
    return [head, *_few(moved), text("plan_talk.done_is_kept")]


def details(found: Amended, *, today: date) -> list[str]:
    """Every assignment that changes, by what becomes of it."""
    moved = [
        text(
            "plan_talk.line.moved",
            number=one.number,
            title=one.title,
            due=day(one.due, today=today),
            until=weekday_day(one.until, today=today),
        )
        for one in found.moved
    ]
    added = [
        text("plan_talk.line.added", title=one.title, due=weekday_day(one.due, today=today)) for one in found.added
    ]
    gone = [text("plan_talk.line.withdrawn", number=one.number, title=one.title) for one in found.withdrawn]
    heads = (text("plan_talk.head.moved"), text("plan_talk.head.added"), text("plan_talk.head.withdrawn"))
    return [line for head, rows in zip(heads, (moved, added, gone), strict=True) if rows for line in (head, *rows)]


def _few(lines: Sequence[str]) -> list[str]:
    rest = len(lines) - FEW
    return [*lines[:FEW], text("plan_talk.more", count=rest)] if rest > 0 else list(lines)


def amended(plan: Plan, work: ChangedWork, to: Somebody, *, now: datetime, calendar: Calendar) -> Message:
    """What an amended plan changed for one person: other days, new work, work that is gone."""
    today = calendar.today(now)
    moved = [_moved(row, work.was[row.number], today=today) for row in work.moved]
    added = [task_line(row, now=now, calendar=calendar) for row in work.added]
    gone = [text("amended.gone", number=row.number, title=row.title) for row in work.withdrawn]
    lines = [say(to, "amended.head", plan=plan_name(plan) or text("amended.a_plan"))]
    lines += [text("amended.moved", count=len(moved)), *_few(moved)] if moved else []
    lines += [text("amended.added", count=len(added)), *_few(added)] if added else []
    lines += [text("amended.withdrawn", count=len(gone)), *_few(gone)] if gone else []
    tasks = tuple(row.number for row in (*work.moved, *work.added))
    if not tasks:
        return Message("\n".join(lines))
    mine = button(text("decision.button.mine"), Intent.LIST_TASKS, scope="mine")
    return Message("\n".join(lines), (mine,), text("decision.hint.mine"), tasks=tasks)


def _moved(row: Assignment, was: date, *, today: date) -> str:
    new = weekday_day(row.due, today=today)
    return text("plan_talk.line.moved", number=row.number, title=row.title, due=day(was, today=today), until=new)

"""What is said at an hour: a clock time two hours ahead, and what somebody asked to be reminded of (sample 10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.intents.model import Intent
from bot.replies.asking import numbers_hint
from bot.replies.lines import button, due_words
from locales import hour, lower_first, text
from scheduler.calendar import Calendar
from scheduler.messages import Button, Message
from storage.tables import Assignment, AssignmentState

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


def _left(row: Assignment, *, now: datetime) -> str:
    # A tick comes some seconds after the minute; the reader thinks in whole minutes.
    hours, minutes = divmod(-((now - row.late_after) // _MINUTE), 60)
    if not minutes:
        return text("clock.left", hours=hours)
    return (
        text("clock.left_both", hours=hours, minutes=minutes) if hours else text("clock.left_minutes", minutes=minutes)
    )


def _proof(row: Assignment, products: Mapping[int, Sequence[str]]) -> str:
    if row.state is AssignmentState.WAITING_PROOF:
        return text("clock.no_proof_yet")
    named = products.get(row.task_id)
    return text("clock.proof", product=lower_first(named[0])) if named else ""


def _ways_out(row: Assignment) -> tuple[Button, ...]:
    return (
        button(text("morning.button.done", number=row.number), Intent.MARK_DONE, task=row.number),
        button(text("morning.button.extension"), Intent.REQUEST_EXTENSION, task=row.number),
    )


def _clock_of_one(
    row: Assignment, products: Mapping[int, Sequence[str]], *, now: datetime, calendar: Calendar
) -> Message:
    said = text(
        "clock.due", number=row.number, title=row.title, hour=_deadline(row, calendar), left=_left(row, now=now)
    )
    again = row.late_after - _HOUR
    later = hour(again.astimezone(calendar.zone))
    buttons, hint = _ways_out(row), text("morning.hint.one", number=row.number)
    if now < again:
        label = text("morning.button.later", hour=later)
        buttons = (*buttons, button(label, Intent.SNOOZE, task=row.number, time=later))
        hint = text("clock.hint", number=row.number, hour=later)
    return Message(
        " ".join(part for part in (said, _proof(row, products)) if part),
        buttons=buttons,
        hint=hint,
        tasks=(row.number,),
    )


def _deadline(row: Assignment, calendar: Calendar) -> str:
    return hour(row.late_after.astimezone(calendar.zone))


def clock(
    rows: Sequence[Assignment], products: Mapping[int, Sequence[str]], *, now: datetime, calendar: Calendar
) -> Message:
    """Before an hour's deadline. `rows` share the hour; `products` by task id."""
    if len(rows) == 1:
        return _clock_of_one(rows[0], products, now=now, calendar=calendar)
    head = text("clock.many", count=len(rows), hour=_deadline(rows[0], calendar), left=_left(rows[0], now=now))
    listed = [text("clock.line", number=row.number, title=row.title) for row in rows]
    done = [button(text("morning.button.done", number=row.number), Intent.MARK_DONE, task=row.number) for row in rows]
    ask = button(text("morning.button.extension"), Intent.REQUEST_EXTENSION)
    hint, numbers = text("morning.hint.one", number=rows[0].number), tuple(row.number for row in rows)
    return Message("\n".join([head, *listed]), buttons=(*done[:2], ask), hint=hint, tasks=numbers)


def snoozed(row: Assignment, *, mine: bool, now: datetime, calendar: Calendar) -> Message:
    """What somebody asked to hear of again; of another's task, the step is to urge."""
    due = due_words(row, now=now, calendar=calendar)
    said = text("snooze.again", number=row.number, title=row.title, due=due)
    if not mine:
        urge = button(text("tasks.button.nudge", number=row.number), Intent.NUDGE, task=row.number)
        return Message(said, (urge,), numbers_hint(text("tasks.act.nudge")), menu=True)
    return Message(said, buttons=_ways_out(row), hint=text("morning.hint.one", number=row.number))

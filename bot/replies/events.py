"""Named events and what waits for one: the reading before it is recorded, the list, what each person is told
(voice.md samples 41, 42, day 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.actions.events import Change, Start
from bot.actions.events_told import When
from bot.intents.model import Intent
from bot.replies.asking import Option, numbers_hint
from bot.replies.lines import button, join, say, task_line
from bot.replies.titles import short_title
from bot.replies.view import View
from locales import day, hour, text, weekday_day, weekday_full
from scheduler.calendar import Calendar
from scheduler.messages import Message
from scheduler.plans.model import ConditionKind
from storage.recipients import Somebody
from storage.tables import Assignment, Condition, Event, Task

QUIETLY = "quietly"  # the answer that changes an event and tells nobody
MOST_LINES = 5
_LONGEST_WORDS = 80
_SOON = (1, 3, 5)  # working days: likely answers to "by when"


def in_a_sentence(name: str) -> str:
    """An event's name inside a sentence: `kiểm tra năng lực`, `HĐND họp`."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def when_words(on: date, at: time | None, *, today: date) -> str:
    """`08:00 thứ Ba 15/12`; the day alone where no hour is known."""
    words = weekday_day(on, today=today)
    return text("events.hour_day", hour=hour(at), day=words) if at else words


@dataclass(frozen=True)
class Reach:
    """How many are told, and the names of those who can't be."""

    count: int
    missed: tuple[str, ...]

    @property
    def missed_words(self) -> str:
        if len(self.missed) > MOST_LINES:
            return text("events.missed_many", missed=len(self.missed))
        return text("events.missed", names=join(self.missed))


def _head(change: Change, *, today: date) -> str:
    known, when = change.before, when_words(change.day, change.time, today=today)
    if known is not None and (known.day, known.time) != (change.day, change.time):
        before = when_words(known.day, known.time, today=today)
        moved = text("events.moves", name=change.name, before=before, when=when)
        return f"{moved} {text('events.place', place=change.place)}" if change.place else moved
    if change.place:
        return text("events.at_place", name=change.name, when=when, place=change.place)
    return text("events.at", name=change.name, when=when)


def _cut(lines: Sequence[str]) -> list[str]:
    left = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], text("events.more", count=left)] if left > 0 else list(lines)


def title_of(start: Start) -> str:
    return short_title(start.task.title, start.task.products)


def what_changes(change: Change, *, today: date) -> list[str]:
    """The event, the deadlines that come to be, those that move."""
    lines = [_head(change, today=today)]
    if change.starts:
        dues = [(title_of(one), weekday_day(one.due, today=today)) for one in change.starts]
        lines += [text("events.starts", count=len(dues))]
        lines += _cut([text("events.start", title=title, due=due) for title, due in dues])
    moving = [(row, move.due) for move in change.moves for row in move.rows]
    if moving:
        lines.append(text("events.deadlines_move", count=len(moving)))
        lines += _cut([_moving(row, due, today=today) for row, due in moving])
    if not change.starts and not moving:
        lines.append(text("events.nothing_hangs"))
    return lines


def _moving(row: Assignment, due: date, *, today: date) -> str:
    new = weekday_day(due, today=today)
    return text("events.move", number=row.number, title=row.title, before=day(row.due, today=today), due=new)


def confirm_change(change: Change, reach: Reach, question: int, *, today: date) -> Message:
    """The whole reading, and whether people are told of it."""
    lines = [*what_changes(change, today=today), *([reach.missed_words] if reach.missed else [])]
    yes, no = {"question": question}, button(text("ask.button.drop"), Intent.NO, question=question)
    moved, drop = change.event is not None, text("ask.act.drop")
    if not reach.count:
        lines.append(text("events.confirm_move_alone") if moved else text("events.confirm_alone"))
        label = text("events.button.move_alone") if moved else text("events.button.set_alone")
        act = text("events.act.move_alone") if moved else text("events.act.set_alone")
        return Message("\n".join(lines), (button(label, Intent.YES, **yes), no), numbers_hint(act, drop), menu=True)
    asked = text("events.confirm_move", count=reach.count) if moved else text("events.confirm", count=reach.count)
    label = text("events.button.move") if moved else text("events.button.set")
    quiet = text("events.button.move_quietly") if moved else text("events.button.set_quietly")
    buttons = (button(label, Intent.YES, **yes), button(quiet, Intent.CHOOSE, value=QUIETLY, **yes), no)
    act = text("events.act.move") if moved else text("events.act.set")
    quiet_act = text("events.act.move_quietly") if moved else text("events.act.set_quietly")
    return Message("\n".join([*lines, asked]), buttons, numbers_hint(act, quiet_act, drop), menu=True)


def changed(view: View, change: Change, reach: Reach | None) -> Message:
    """Recorded; how many are told. `reach` None: nobody was to be."""
    if change.same_day and not change.starts and not change.moves:
        return unchanged(change, today=view.today)
    values = {"event": in_a_sentence(change.name), "when": when_words(change.day, change.time, today=view.today)}
    moved = change.before is not None and not change.same_day
    said = text("events.recorded_moved", **values) if moved else text("events.recorded", **values)
    if reach is None:
        return Message(f"{said} {text('events.told_nobody')}")
    at = hour(view.now.astimezone(view.calendar.zone))
    return Message(f"{said} {text('events.told', count=reach.count, hour=at)}" if reach.count else said)


def unchanged(change: Change, *, today: date) -> Message:
    return Message(text("events.same", name=change.name, when=when_words(change.day, change.time, today=today)))


def ask_event(view: View, names: Sequence[str]) -> str:
    if not names:
        return view.say("events.ask_event")
    quoted = ", ".join(text("ask.quoted", words=name) for name in names[:MOST_LINES])
    return view.say("events.ask_event_among", names=quoted)


def ask_day(view: View, event: str) -> str:
    return view.say("events.ask_day", event=in_a_sentence(event))


def waits_for(condition: Condition, task: Task) -> str:
    """What a condition waits for, in words."""
    if condition.kind == ConditionKind.ON_REQUEST:
        return text("events.on_request")
    if condition.kind == ConditionKind.RELATIVE and condition.event:
        return text("events.on_the_day", event=in_a_sentence(condition.event))
    words = " ".join((condition.event or task.deadline_text).split())
    words = words if len(words) <= _LONGEST_WORDS else f"{words[: _LONGEST_WORDS - 1].rstrip()}…"
    return in_a_sentence(words) or text("events.no_words")


@dataclass(frozen=True)
class Waiting:
    """One line of the list: what waits for the same event stands together."""

    condition: Condition
    task: Task
    count: int = 1

    @property
    def words(self) -> str:
        waits = waits_for(self.condition, self.task)
        if self.count > 1:
            return text("events.waiting_together", count=self.count, waits=waits)
        return text("events.waiting_one", title=short_title(self.task.title, self.task.products), waits=waits)


def waiting(entries: Sequence[Waiting], *, page: int, size: int, total: int) -> Message:
    """What waits for an event; a number starts it."""
    shown = entries[page * size : (page + 1) * size]
    if not shown:
        return Message(text("events.none_waiting"))
    lines = [text("events.waiting", count=total)]
    lines += [text("events.waiting_line", place=at, words=one.words) for at, one in enumerate(shown, start=1)]
    buttons = [
        button(text("events.button.start", place=at), Intent.START_CONDITION, condition=one.condition.id)
        for at, one in enumerate(shown, start=1)
    ]
    acts = [text("events.act.start", place=at) for at in range(1, len(shown) + 1)]
    if len(entries) > (page + 1) * size:
        buttons.append(button(text("events.button.more"), Intent.WAITING_CONDITIONS, page=page + 1))
        acts.append(text("events.act.more"))
    return Message("\n".join(lines), tuple(buttons), numbers_hint(*acts), menu=True)


def ask_due(view: View, task: Task, *, why: str = "") -> tuple[str, list[Option], str]:
    """Until when, with likely days."""
    title = short_title(task.title, task.products)
    asked = view.say("events.ask_due", title=title)
    days = [view.calendar.add(view.today, count) for count in _SOON]
    options = [(weekday_day(one, today=view.today), one.isoformat()) for one in days]
    hint = numbers_hint(*(text("events.act.until", day=label) for label, _ in options))
    return (f"{why} {asked}" if why else asked), options, hint


def confirm_start(start: Start, names: Sequence[str], *, today: date) -> str:
    values = {"title": title_of(start), "due": weekday_day(start.due, today=today)}
    if not names:
        return text("events.confirm_start_nobody", **values)
    return text("events.confirm_start", names=join(names), **values)


def started(start: Start, rows: Sequence[Assignment], names: Sequence[str], *, today: date) -> Message:
    numbers = ", ".join(str(row.number) for row in rows)
    values = {"numbers": numbers, "due": weekday_day(start.due, today=today)}
    said = text("events.started", names=join(names), **values) if names else text("events.started_nobody", **values)
    return Message(said, tasks=tuple(row.number for row in rows))


@dataclass(frozen=True)
class Concerned:
    """What a person is told of: their own open work, and what they help with."""

    own: Sequence[Assignment]
    helping: Sequence[Assignment]
    to: Somebody

    def lines(self, *, now: datetime, calendar: Calendar) -> list[str]:
        said = _cut([task_line(row, now=now, calendar=calendar) for row in self.own])
        if self.helping:
            said.append(say(self.to, "events.helping"))
            said += _cut([task_line(row, now=now, calendar=calendar, signed=False) for row in self.helping])
        return said

    def message(self, head: Sequence[str], *, now: datetime, calendar: Calendar) -> Message:
        words = "\n".join([*head, *self.lines(now=now, calendar=calendar)])
        mine = button(text("decision.button.mine"), Intent.LIST_TASKS, scope="mine")
        buttons, hint = ((mine,), text("decision.hint.mine")) if self.own else ((), "")
        return Message(words, buttons, hint, tasks=tuple(row.number for row in self.own))


def assigned(concerned: Concerned, event: Event | None, *, now: datetime, calendar: Calendar) -> Message:
    """What is somebody's from now on: an event got its day, or a person started it."""
    head = []
    if event is not None:
        today = calendar.today(now)
        when = when_words(event.day, event.due_time, today=today)
        at = {"name": event.name, "when": when}
        said = (
            text("events.notice_at_place", place=event.place, **at) if event.place else text("events.notice_at", **at)
        )
        head.append(said)
    if concerned.own:
        head.append(say(concerned.to, "events.assigned", count=len(concerned.own)))
    return concerned.message(head, now=now, calendar=calendar)


def event_moved(concerned: Concerned, event: Event, before: When, *, now: datetime, calendar: Calendar) -> Message:
    """An event has another day, hour or place; the deadlines that moved with it."""
    today = calendar.today(now)
    head = [text("events.moved", event=in_a_sentence(event.name))]
    new, old = weekday_full(event.day), when_words(before.day, before.time, today=today)
    new = text("events.hour_day", hour=hour(event.due_time), day=new) if event.due_time else new
    head.append(text("events.moved_when", when=new, before=old))
    if event.place:
        unmoved = event.place == before.place
        head.append(
            text("events.same_place", place=event.place) if unmoved else text("events.new_place", place=event.place)
        )
    if concerned.own:
        head.append(text("events.moved_work"))
    return concerned.message(head, now=now, calendar=calendar)

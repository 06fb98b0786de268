"""Work that is given, handed to another, taken back: the reading, the record, what each person is told (sample 54)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.intents.model import Intent
from bot.replies.asking import Option, numbers_hint, words_hint
from bot.replies.decisions import post_words
from bot.replies.lines import button, deadline, due_words, given_name, join, say
from bot.replies.titles import short_title
from bot.replies.view import View
from locales import hour, text, weekday_day
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.recipients import Somebody
from storage.tables import Assignment, AssignmentState, Person

_SOON = (1, 3, 5)  # working days: likely answers to "by when"
_MOST = 5


@dataclass(frozen=True)
class Told:
    """Names of who hears of it in the chat, and of who can't be reached there."""

    reached: tuple[str, ...]
    missed: tuple[str, ...]

    def words(self, view: View) -> list[str]:
        said = [text("giving.was_told", names=join(self.reached))] if self.reached else []
        return said + ([view.say("giving.not_linked", names=join(self.missed))] if self.missed else [])


def when(view: View, due: date, at: time | None) -> str:
    """`thứ Năm 10/12`, `16:00 thứ Tư 25/11`, `thứ Bảy 28/11 (ngày nghỉ)`."""
    day = weekday_day(due, today=view.today)
    day = day if view.calendar.works(due) else text("giving.day_off", day=day)
    return text("giving.at", hour=hour(at), day=day) if at else day


def confirm_give(title: str, names: Sequence[str], due: date, at: time | None, *, view: View) -> str:
    return text("giving.confirm", names=join(names), title=title, due=when(view, due, at))


def give_hint() -> str:
    return numbers_hint(text("giving.act.give"), text("ask.act.edit"))


def transfer_hint() -> str:
    return numbers_hint(text("giving.act.transfer"), text("ask.act.drop"))


def ask_due(view: View, title: str, *, why: str = "") -> tuple[str, list[Option], str]:
    asked = text("giving.until", title=short_title(title))
    days = [view.calendar.add(view.today, count) for count in _SOON]
    words = [weekday_day(one, today=view.today) for one in days]
    options = [(f"{one[:1].upper()}{one[1:]}", day.isoformat()) for one, day in zip(words, days, strict=True)]
    hint = numbers_hint(*(text("giving.act.until", day=one) for one in words))
    return (f"{why} {asked}" if why else asked), options, hint


def ask_receiver(view: View, rows: Sequence[Assignment]) -> str:
    return view.say("giving.transfer_to_whom", work=_work(rows))


def person_options(people: Sequence[Person], posts: Mapping[int, str]) -> tuple[list[Option], str]:
    """Each by the full name, with the post where there is one."""
    options = []
    for person in people[:_MOST]:
        post = posts.get(person.id or 0, "")
        label = text("giving.person_post", name=person.name, post=post_words(post)) if post else person.name
        options.append((label, str(person.id)))
    return options, numbers_hint(*(text("giving.act.choose", name=label) for label, _ in options))


def fix_options() -> tuple[list[Option], str]:
    options = [
        (text("giving.fix.person"), "person"),
        (text("giving.fix.date"), "date"),
        (text("giving.fix.title"), "title"),
    ]
    acts = (text("giving.act.fix_person"), text("giving.act.fix_date"), text("giving.act.fix_title"))
    return options, numbers_hint(*acts)


def _numbers(rows: Sequence[Assignment]) -> str:
    return join([str(row.number) for row in rows])


def _work(rows: Sequence[Assignment]) -> str:
    if len(rows) > 1:
        return text("giving.several", numbers=_numbers(rows))
    return text("giving.one", number=rows[0].number, title=rows[0].title)


def given(view: View, rows: Sequence[Assignment], names: Mapping[int, str], *, told: Told) -> Message:
    who = join([names[row.person_id or 0] for row in rows])
    said = text("giving.given", numbers=_numbers(rows), names=who, due=view.deadline(rows[0], timed=True))
    return _with_undo(rows, " ".join([said, *told.words(view)]))


def _with_undo(rows: Sequence[Assignment], words: str) -> Message:
    undo = button(text("giving.button.undo"), Intent.UNDO_DONE)
    return Message(words, (undo,), text("giving.hint.undo"), tasks=tuple(row.number for row in rows))


def confirm_transfer(
    view: View, rows: Sequence[Assignment], former: Mapping[int, str], name: str, *, due: date | None, at: time | None
) -> str:
    holders = list(dict.fromkeys(one for one in former.values() if one))
    values = {"work": _work(rows), "name": name}
    said = text("giving.move_from", former=join(holders), **values) if holders else text("giving.move", **values)
    if due is not None:
        said = text("giving.move_due", move=said, due=when(view, due, at))
    return text("giving.is_right", said=said)


def transferred(view: View, rows: Sequence[Assignment], name: str, *, told: Told) -> Message:
    values = {"numbers": _numbers(rows), "name": name}
    if len(rows) == 1:
        said = text("giving.transferred", due=view.deadline(rows[0], timed=True), **values)
    else:
        said = text("giving.transferred_several", **values)
    return _with_undo(rows, " ".join([said, *told.words(view)]))


def taken_back(view: View, rows: Sequence[Assignment], holders: Mapping[int, str]) -> Message:
    lines = []
    for row in rows:
        name = holders.get(row.number, "")
        if row.state is AssignmentState.WITHDRAWN:
            lines.append(text("giving.withdrawn", number=row.number))
        elif name:
            due = view.deadline(row, timed=True)
            lines.append(text("giving.back_with", number=row.number, name=name, due=due))
        else:
            lines.append(text("giving.back_with_nobody", number=row.number))
    return Message("\n".join(lines))


def _due(row: Assignment, *, now: datetime, calendar: Calendar) -> str:
    """As in a list, with the clock time where there is one."""
    if row.due_time and row.due > calendar.today(now):
        return deadline(row, now=now, calendar=calendar, timed=True)
    return due_words(row, now=now, calendar=calendar)


def told_given(row: Assignment, to: Somebody, *, by: Person, now: datetime, calendar: Calendar) -> Message:
    """To who gets new work."""
    due = _due(row, now=now, calendar=calendar)
    said = say(to, "giving.told", by=given_name(by), number=row.number, title=row.title, due=due)
    return _told(row, said)


def told_transferred(
    row: Assignment, to: Somebody, *, by: Person, former: Person | None, now: datetime, calendar: Calendar
) -> Message:
    """To who has it from now on."""
    due = _due(row, now=now, calendar=calendar)
    values = {"by": given_name(by), "number": row.number, "title": row.title, "due": due}
    if former is None:
        return _told(row, say(to, "giving.told", **values))
    return _told(row, say(to, "giving.told_from", former=given_name(former), **values))


def _told(row: Assignment, said: str) -> Message:
    buttons = (
        button(text("giving.button.noted"), Intent.ACKNOWLEDGE, task=row.number),
        button(text("giving.button.see", number=row.number), Intent.SHOW_TASK, task=row.number),
    )
    hint = words_hint(text("giving.typed.noted"), text("giving.typed.see", number=row.number))
    return Message(said, buttons, hint, tasks=(row.number,))


def told_taken_over(row: Assignment, to: Somebody, *, by: Person, holder: str) -> Message:
    """To who had it until now."""
    return Message(say(to, "giving.told_former", by=given_name(by), number=row.number, title=row.title, holder=holder))


def told_given_back(row: Assignment, to: Somebody, *, by: Person) -> Message:
    return Message(say(to, "giving.told_back", by=given_name(by), number=row.number, title=row.title))


def told_yours_again(row: Assignment, to: Somebody, *, by: Person, now: datetime, calendar: Calendar) -> Message:
    due = _due(row, now=now, calendar=calendar)
    said = say(to, "giving.told_again", by=given_name(by), number=row.number, title=row.title, due=due)
    return _told(row, said)

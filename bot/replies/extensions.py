"""Asking for another day, deciding it, reminding later (voice.md samples 30-33)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.intents.model import Intent
from bot.replies.asking import Option, numbers_hint
from bot.replies.decided import cut
from bot.replies.lines import button, is_overdue
from bot.replies.tasks import comrades, undo_button, words_if_wrong
from bot.replies.view import View
from locales import day, hour, text, weekday_day
from scheduler.calendar import Calendar
from scheduler.messages import Button, Message
from storage.tables import Assignment, Extension, ExtensionState, Person

_SOONER, _LATER = timedelta(days=7), timedelta(days=10)  # a week, or over the weekend after it


def numbers(rows: Sequence[Assignment]) -> str:
    return ", ".join(str(row.number) for row in rows)


def likely_days(row: Assignment, *, today: date, calendar: Calendar) -> tuple[date, date]:
    """Two working days that are often asked for: a week on, and a little more."""
    base = max(row.due, today)
    sooner = calendar.on_or_after(base + _SOONER)
    return sooner, max(calendar.on_or_after(base + _LATER), calendar.add(sooner, 1))


def day_options(view: View, row: Assignment) -> tuple[list[Option], str]:
    """The likely days as answers to the open question, and the hint that names them."""
    days = likely_days(row, today=view.today, calendar=view.calendar)
    words = [weekday_day(one, today=view.today) for one in days]
    labels = [f"{one[:1].upper()}{one[1:]}" for one in words]
    options = [(label, one.isoformat()) for label, one in zip(labels, days, strict=True)]
    return options, text("extensions.hint.days", first=words[0], second=words[1])


def ask_day(view: View, rows: Sequence[Assignment], *, why: str = "") -> str:
    """The question for the day; `why` says what was wrong with the one that was named."""
    question = view.say("extensions.until_when", numbers=numbers(rows))
    return f"{why} {question}" if why else question


def ask_reason(view: View, rows: Sequence[Assignment]) -> str:
    return view.say("extensions.why", numbers=numbers(rows))


REASONS = ("figures", "opinion", "coordination")


def reason_options() -> tuple[list[Option], str]:
    """Three likely reasons."""
    words = [reason_words(code) for code in REASONS]
    labels = [f"{one[:1].upper()}{one[1:]}" for one in words]
    return list(zip(labels, REASONS, strict=True)), text("extensions.hint.reasons", choices=", ".join(words))


def reason_words(code: str) -> str:
    words = {
        "figures": text("extensions.reason.figures"),
        "opinion": text("extensions.reason.opinion"),
        "coordination": text("extensions.reason.coordination"),
    }
    return words.get(code, "")


def confirm_request(view: View, rows: Sequence[Assignment], until: date, *, reason: str, add_days: int | None) -> str:
    """The whole request in one sentence; days that were asked for as a number are counted out."""
    day_off = not view.calendar.works(until)
    asked = weekday_day(until, today=view.today)
    asked = text("line.day_off", due=asked) if day_off else asked
    values = {"numbers": numbers(rows), "until": asked, "reason": cut(reason)}
    if add_days and len(rows) == 1:
        due = rows[0].due
        old = day(due, today=view.today) if due < view.today else weekday_day(due, today=view.today)
        return view.say("extensions.confirm_days", days=add_days, due=old, **values)
    return view.say("extensions.confirm", **values)


def _due(view: View, row: Assignment) -> str:
    return day(row.due, today=view.today) if row.due < view.today else weekday_day(row.due, today=view.today)


def requested(
    view: View, rows: Sequence[Assignment], until: date, leaders: Sequence[Person], *, decides: bool
) -> Message:
    """What was asked of whom. `decides`: no other leader is there, so it is the asker's to decide."""
    values = {"leaders": comrades(leaders), "numbers": numbers(rows), "until": weekday_day(until, today=view.today)}
    if not leaders:
        kept = {"numbers": values["numbers"], "until": values["until"]}
        return Message(view.say("extensions.kept_own", **kept) if decides else view.say("extensions.kept", **kept))
    if len({row.due for row in rows}) > 1:
        return Message(view.say("extensions.sent_several", **values))
    return Message(view.say("extensions.sent", due=_due(view, rows[0]), **values))


def request_withdrawn(view: View, row: Assignment) -> Message:
    return Message(view.say("extensions.withdrawn", number=row.number, deadline=view.deadline(row)))


def decision_undone(view: View, row: Assignment) -> Message:
    return Message(view.say("extensions.undone", number=row.number, deadline=view.deadline(row)))


def approved(view: View, row: Assignment, extension: Extension, owner: str) -> Message:
    values = {"number": row.number, "until": weekday_day(row.due, today=view.today), "name": owner}
    if extension.person_id == view.person.id:
        words = view.say("extensions.approved_own", number=row.number, until=values["until"])
    elif extension.until == row.due:
        words = view.say("extensions.approved", **values)
    else:
        words = view.say("extensions.approved_other", asked=day(extension.until, today=view.today), **values)
    return Message(words, (undo_button(extension=extension.id),), words_if_wrong())


def rejected(view: View, row: Assignment, owner: str) -> Message:
    return Message(view.say("extensions.rejected", number=row.number, name=owner, deadline=view.deadline(row)))


def decided_before(view: View, row: Assignment, extension: Extension, by: str) -> Message:
    """The second leader is told calmly what the first decided."""
    at = view.moment(extension.decided_at) if extension.decided_at else ""
    values = {"number": row.number, "name": by, "moment": at}
    if extension.state is ExtensionState.APPROVED and extension.decided_until:
        until = weekday_day(extension.decided_until, today=view.today)
        return Message(view.say("extensions.approved_before", until=until, **values))
    if extension.state is ExtensionState.REJECTED:
        return Message(view.say("extensions.rejected_before", **values))
    return Message(view.say("extensions.withdrawn_before", number=row.number))


def confirm_approve(view: View, row: Assignment, *, owner: str, until: date) -> str:
    day_named = weekday_day(until, today=view.today)
    return view.say("extensions.confirm_approve_one", number=row.number, name=owner, until=day_named)


def confirm_reject(view: View, row: Assignment, *, owner: str, reason: str) -> str:
    if not reason:
        return view.say("extensions.confirm_reject", number=row.number, name=owner)
    return view.say("extensions.confirm_reject_why", number=row.number, name=owner, reason=cut(reason))


def leaders_decide(view: View, row: Assignment | None, leaders: Sequence[Person]) -> Message:
    """An official's `duyệt`: who decides, and what is open (sample 49)."""
    if row is None:
        return Message(view.say("extensions.leaders_decide_ask"))
    return Message(view.say("extensions.leaders_decide_waiting", number=row.number, leaders=comrades(leaders)))


def snoozed(view: View, row: Assignment, until: datetime, *, wanted: datetime) -> Message:
    """When the task is spoken of again; where that is past its deadline, so it says (sample 33).

    At the moment that was `wanted` nothing may be said, on a day off or in quiet hours: then the answer says so.
    """
    local = until.astimezone(view.calendar.zone)
    when = view.moment(until)
    words = view.say("extensions.snoozed", number=row.number, moment=when)
    if until != wanted:
        works = view.calendar.works(view.calendar.today(wanted))
        why = view.say("extensions.quiet_then") if works else view.say("extensions.day_off_then")
        words = f"{words} {why}"
    if until < row.late_after or is_overdue(row, now=view.now):
        return Message(words)
    past = hour(row.due_time) if row.due_time and row.due == local.date() else weekday_day(row.due, today=view.today)
    return _past_deadline(view, row, f"{words} {view.say('extensions.snoozed_past', due=past)}")


def _past_deadline(view: View, row: Assignment, words: str) -> Message:
    sooner = row.late_after.astimezone(view.calendar.zone) - timedelta(hours=1)
    if row.due_time is None or sooner <= view.now or sooner.date() != view.today:
        return Message(words)
    label = text("extensions.button.sooner", hour=hour(sooner))
    change = button(label, Intent.SNOOZE, task=row.number, date=sooner.date(), time=sooner.time())
    return Message(words, (change,), text("extensions.hint.sooner", hour=hour(sooner)))


def ask_when(view: View, row: Assignment) -> str:
    return view.say("extensions.remind_when", number=row.number)


def when_buttons(view: View, row: Assignment) -> tuple[tuple[Button, ...], str]:
    """In an hour, or on the next working morning."""
    day = view.calendar.on_or_after(view.today + timedelta(days=1))
    near = day - view.today == timedelta(days=1)
    named = text("period.tomorrow") if near else weekday_day(day, today=view.today)
    hour_on = button(text("extensions.button.in_an_hour"), Intent.SNOOZE, task=row.number, minutes=60)
    morning = button(text("extensions.button.morning", day=named), Intent.SNOOZE, task=row.number, date=day)
    acts = (text("extensions.act.in_an_hour"), text("extensions.act.morning", day=named))
    return (hour_on, morning), numbers_hint(*acts)


def edit_options() -> tuple[list[Option], str]:
    """What of a request may be put right."""
    options = [(text("extensions.button.fix_day"), "date"), (text("extensions.button.fix_reason"), "reason")]
    return options, numbers_hint(text("extensions.act.fix_day"), text("extensions.act.fix_reason"))


def no_reason_option() -> tuple[Option, str]:
    return (text("extensions.button.no_reason"), "none"), text("extensions.hint.no_reason")

"""What one person is told because another did something (voice.md, samples 22, 28, 29, 31, 32, 48)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.intents.model import Intent
from bot.replies.lines import (
    address_of,
    button,
    days_late,
    due_words,
    given_name,
    is_overdue,
    mark_words,
    say,
    task_line,
)
from locales import day, hour, text, weekday_day
from locales.folding import fold
from scheduler.calendar import Calendar
from scheduler.messages import Button, Message
from storage.digests import PlanHead
from storage.recipients import Somebody
from storage.tables import Assignment, AssignmentState, Extension, Person, Plan

LONGEST_QUOTE = 120
LONGEST_NAME = 60  # of a plan
MOST_LINES = 5
_OFFICIAL = "cong chuc "


def quoted(words: str) -> str:
    """Somebody's own words, cut where they are long (voice.md rule 25)."""
    plain = " ".join(words.split()).replace('"', "'")
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[: LONGEST_QUOTE - 1].rstrip()}…"


def post_words(title: str) -> str:
    """A post without the word that every official's post begins with: `Tài chính - Kế toán`."""
    short = title[len(_OFFICIAL) :] if fold(title).startswith(_OFFICIAL) else title
    return short[:1].upper() + short[1:]


def with_post(name: str, titles: Sequence[str]) -> str:
    """`Dũng (Tài chính - Kế toán)`; the name alone where no post is known."""
    if not titles:
        return name
    return text("decision.person_post", name=name, post=post_words(titles[0]))


def _due(row: Assignment, *, now: datetime, calendar: Calendar) -> str:
    """The deadline in force after a word of its own (`Hạn mới:`): without `hạn` before it."""
    if not is_overdue(row, now=now):
        return due_words(row, now=now, calendar=calendar)
    due, late = day(row.due, today=calendar.today(now)), days_late(row, at=now, calendar=calendar)
    return text("decision.overdue", due=due, days=late) if late else text("decision.overdue_plain", due=due)


def _by(leader: Person) -> dict[str, Any]:
    address = address_of(leader)
    return {"Leader": address[:1].upper() + address[1:], "name": given_name(leader)}


def _reason(words: str) -> list[str]:
    return [text("decision.reason", reason=quoted(words))] if words else []


def extension_asked(extension: Extension, row: Assignment, *, asker: str, now: datetime, calendar: Calendar) -> Message:
    """To a leader: a request and its buttons. `asker` with the post."""
    today = calendar.today(now)
    until = day(extension.until, today=today)
    lines = [
        text("decision.asked", name=asker, number=row.number, title=row.title),
        text("decision.current", due=_due(row, now=now, calendar=calendar)),
        text("decision.wanted", day=weekday_day(extension.until, today=today)),
        *_reason(extension.reason),
    ]
    buttons = extension_buttons(extension, row, until)
    return Message("\n".join(lines), buttons=buttons, hint=text("decision.hint.asked", day=until), menu=True)


def extension_buttons(extension: Extension, row: Assignment, until: str) -> tuple[Button, ...]:
    approve, reject = Intent.APPROVE_EXTENSION, Intent.REJECT_EXTENSION
    return (
        button(text("decision.button.approve", day=until), approve, task=row.number, date=extension.until),
        button(text("decision.button.other_day"), approve, task=row.number, ask="date"),
        button(text("decision.button.reject"), reject, task=row.number),
    )


def extension_approved(
    extension: Extension, row: Assignment, to: Somebody, *, by: Person, now: datetime, calendar: Calendar
) -> Message:
    values = {**_by(by), "number": row.number, "due": _due(row, now=now, calendar=calendar)}
    if extension.decided_until == extension.until:
        return Message(text("decision.approved", **values))
    wanted = day(extension.until, today=calendar.today(now))
    return Message(say(to, "decision.approved_other", wanted=wanted, **values))


def extension_rejected(
    extension: Extension, row: Assignment, *, by: Person, now: datetime, calendar: Calendar
) -> Message:
    lines = [
        text("decision.rejected", number=row.number, **_by(by)),
        *_reason(extension.decision_reason),
        text("decision.due_stays", due=_due(row, now=now, calendar=calendar)),
    ]
    return Message("\n".join(lines))


def returned(row: Assignment, *, by: Person, now: datetime, calendar: Calendar) -> Message:
    due = _due(row, now=now, calendar=calendar)
    moved = row.due != row.due_printed
    lines = [
        text("decision.returned", number=row.number, title=row.title, **_by(by)),
        *_reason(row.return_reason),
        text("decision.due_new", due=due) if moved else text("decision.due_stays", due=due),
    ]
    buttons = (
        button(text("decision.button.done", number=row.number), Intent.MARK_DONE, task=row.number),
        button(text("decision.button.send_proof"), Intent.ATTACH_PROOF, task=row.number),
        button(text("decision.button.noted"), Intent.ACKNOWLEDGE, task=row.number),
    )
    return Message("\n".join(lines), buttons=buttons, hint=text("decision.hint.returned", number=row.number))


def accepted(row: Assignment, *, by: Person, calendar: Calendar) -> Message:
    if row.submitted_at is None:
        return Message(text("decision.waived", number=row.number, **_by(by)))
    handed_in = row.submitted_at.astimezone(calendar.zone)
    mark = mark_words(row, at=row.submitted_at, calendar=calendar)
    when = {"hour": hour(handed_in), "day": day(handed_in.date(), today=handed_in.date())}
    return Message(text("decision.accepted", number=row.number, mark=mark, **when, **_by(by)))


def extension_reopened(row: Assignment, to: Somebody, *, by: Person, now: datetime, calendar: Calendar) -> Message:
    """An approval was taken back after it had been told."""
    due = _due(row, now=now, calendar=calendar)
    return Message(say(to, "decision.reopened", number=row.number, due=due, **_by(by)))


def accept_undone(row: Assignment, *, by: Person) -> Message:
    """A confirmation was taken back after it had been told."""
    if row.state is AssignmentState.WAITING_PROOF:
        return Message(text("decision.waiver_undone", number=row.number, **_by(by)))
    return Message(text("decision.accept_undone", number=row.number, **_by(by)))


def submission_buttons(row: Assignment) -> tuple[Button, ...]:
    return (
        button(text("decision.button.proof"), Intent.LIST_PROOF, task=row.number),
        button(text("decision.button.accept", number=row.number), Intent.ACCEPT_TASK, task=row.number),
        button(text("decision.button.return"), Intent.RETURN_TASK, task=row.number),
    )


def submitted_again(row: Assignment, *, name: str, proofs: str, now: datetime, calendar: Calendar) -> Message:
    """To a leader: what was sent back has come in again. `proofs` in words, or "" where there are none."""
    handed_in = (row.submitted_at or now).astimezone(calendar.zone)
    values: dict[str, Any] = {"name": name, "number": row.number, "title": row.title, "hour": hour(handed_in)}
    if handed_in.date() == calendar.today(now):
        line = text("decision.submitted_again", **values)
    else:
        line = text("decision.submitted_again_on", day=day(handed_in.date(), today=calendar.today(now)), **values)
    said = text("decision.submitted_again_proof", line=line, proofs=proofs) if proofs else line
    hint = text("decision.hint.submitted", number=row.number)
    return Message(said, buttons=submission_buttons(row), hint=hint, menu=True)


def nudged(rows: Sequence[Assignment], *, by: Person, words: str, now: datetime, calendar: Calendar) -> Message:
    """An urge, under the name of who urges."""
    first = rows[0]
    if len(rows) == 1:
        due = due_words(first, now=now, calendar=calendar)
        lines = [text("decision.nudge", number=first.number, title=first.title, due=due, **_by(by))]
    else:
        lines = [text("decision.nudge_many", count=len(rows), **_by(by)), *_listed(rows, now=now, calendar=calendar)]
    if words:
        lines.append(text("decision.nudge_words", words=quoted(words)))
    buttons = (
        button(text("decision.button.done", number=first.number), Intent.MARK_DONE, task=first.number),
        button(text("decision.button.extension"), Intent.REQUEST_EXTENSION, task=first.number),
        button(text("decision.button.noted"), Intent.ACKNOWLEDGE, task=first.number),
    )
    hint, numbers = text("decision.hint.nudge", number=first.number), tuple(row.number for row in rows)
    return Message("\n".join(lines), buttons=buttons, hint=hint, tasks=numbers)


def _listed(rows: Sequence[Assignment], *, now: datetime, calendar: Calendar) -> list[str]:
    said = [task_line(row, now=now, calendar=calendar) for row in rows[:MOST_LINES]]
    left = len(rows) - MOST_LINES
    return [*said, text("decision.more", count=left)] if left > 0 else said


def plan_name(plan: Plan | PlanHead) -> str:
    """A plan's short title, where it is one: neither cut nor all in capitals; else ""."""
    name = plan.short_title or plan.title
    return "" if name.isupper() or name.endswith("…") or len(name) > LONGEST_NAME else name


def imported(
    plan: Plan,
    rows: Sequence[Assignment],
    to: Somebody,
    *,
    helping: Sequence[Assignment] = (),
    now: datetime,
    calendar: Calendar,
) -> Message:
    """The one summary that a person gets after a plan came in: their own work, then what they help with."""
    name = plan_name(plan) or text("decision.new_plan")
    helped = [say(to, "decision.imported_helping", count=len(helping)), *_listed(helping, now=now, calendar=calendar)]
    if not rows:
        return Message("\n".join([text("decision.imported_here", plan=name), *helped]))
    head = say(to, "decision.imported", plan=name, count=len(rows))
    mine = button(text("decision.button.mine"), Intent.LIST_TASKS, scope="mine")
    lines = [head, *_listed(rows, now=now, calendar=calendar), *(helped if helping else [])]
    return Message("\n".join(lines), buttons=(mine,), hint=text("decision.hint.mine"))


def platform_name(bot: str) -> str:
    """The platform of a bot account, as people call it."""
    platform = bot.partition(":")[0]
    return text("decision.channel.web") if platform == "web" else platform.capitalize()


def channel_out(name: str, to: Somebody, *, bot: str, other: str | None) -> Message:
    """To a focal point: a platform takes no more messages for somebody; `other`: the bot used from now on."""
    if other is None:
        return Message(say(to, "decision.channel_out_alone", name=name, channel=platform_name(bot)))
    return Message(text("decision.channel_out", name=name, channel=platform_name(bot), other=platform_name(other)))

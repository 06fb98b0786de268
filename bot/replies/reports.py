"""Figures in words: how far an office is, who is late, what waits (voice.md, sample 21, days 4 and 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.intents.model import Intent
from bot.replies.asking import numbers_hint
from bot.replies.lines import button
from bot.replies.view import View
from locales import hour, number, percent, text, weekday_day
from scheduler.digests import Counts
from scheduler.messages import Button, Message
from storage.tables import Assignment, Extension

MOST = 5
Step = tuple[Button, str]  # a button, and what its number does where there are none


def _menu(said: str, steps: Sequence[Step]) -> Message:
    hint = numbers_hint(*(act for _, act in steps)) if steps else ""
    return Message(said, buttons=tuple(step for step, _ in steps), hint=hint, menu=bool(steps))


def _excel() -> Step:
    return button(text("report.button.excel"), Intent.EXPORT_REPORT), text("report.act.excel")


def _people() -> Step:
    return button(text("report.button.people"), Intent.PERSON_REPORT), text("report.act.people")


def _late() -> Step:
    late = button(text("report.button.late"), Intent.REPORT_STATUS, status="overdue", ask="who")
    return late, text("report.act.late")


def mine_button() -> Button:
    return button(text("report.button.mine"), Intent.LIST_TASKS, scope="mine")


def summary(counts: Counts, *, waiting: int, period: str, subject: str, whole: bool) -> Message:
    """The four counts of a period. `waiting`: done and not confirmed yet; `whole`: the office's own figures."""
    if not counts.total:
        return Message(text("report.nothing", period=period[:1].upper() + period[1:], subject=subject))
    share = percent(counts.done / counts.total)
    done = {
        "count": number(counts.done),
        "share": share,
        "on_time": number(counts.on_time),
        "late": number(counts.late),
    }
    not_done = number(counts.in_term + counts.overdue)
    lines = [
        text("report.head", period=period, subject=subject),
        text("report.done_waiting", waiting=waiting, **done) if waiting else text("report.done", **done),
        text("report.open", count=not_done, in_term=number(counts.in_term), overdue=number(counts.overdue)),
    ]
    steps = [*([_late()] if counts.overdue else []), _people(), _excel()] if whole else []
    return _menu("\n".join(lines), steps)


@dataclass(frozen=True)
class Share:
    """How many of some assignments are one person's; `days`: working days past the oldest, where that matters."""

    name: str
    count: int
    days: int = 0


def _share(share: Share, *, first: bool) -> str:
    if not share.days:
        return text("report.who_plain", name=share.name, count=share.count)
    if first:
        return text("report.who_first", name=share.name, count=share.count, days=share.days)
    return text("report.who_line", name=share.name, count=share.count, days=share.days)


def _shares(shares: Sequence[Share], unmatched: int) -> list[str]:
    said = [_share(one, first=at == 0) for at, one in enumerate(shares[:MOST])]
    if len(shares) > MOST:
        said.append(text("report.more_people", count=len(shares) - MOST))
    if unmatched:
        said.append(text("report.who_plain", name=text("report.nobody"), count=unmatched))
    return said


def who(shares: Sequence[Share], *, status: str, unmatched: int) -> Message:
    """Who has overdue, open or finished work; `unmatched` of it is nobody's."""
    count = sum(one.count for one in shares) + unmatched
    nothing = {
        "overdue": text("report.who_overdue_none"),
        "open": text("report.who_open_none"),
        "done": text("report.who_done_none"),
    }
    if not count:
        return Message(nothing[status])
    heads = {
        "overdue": text("report.who_overdue", people=len(shares), count=count),
        "open": text("report.who_open", people=len(shares), count=count),
        "done": text("report.who_done", people=len(shares), count=count),
    }
    steps = _after_who(len(shares), count, status=status)
    return _menu("\n".join([heads[status], *_shares(shares, unmatched)]), steps)


def _after_who(people: int, count: int, *, status: str) -> list[Step]:
    see = button(text("report.button.tasks", count=count), Intent.LIST_TASKS, scope="unit", status=status)
    steps = [(see, text("report.act.tasks", count=count))]
    if status == "overdue" and people:
        nudge = button(text("report.button.nudge", count=people), Intent.NUDGE, group="late")
        act = text("report.act.nudge", count=people) if people > 1 else text("report.act.nudge_one")
        steps.append((nudge, act))
    return [*steps, _excel()]


def how_many(count: int, *, status: str, total: int, whole: bool, people: Sequence[tuple[int, str]] = ()) -> Message:
    """One figure, of the `people` (id, name) who were named if any were; what is done is a share of the `total`."""
    if people:
        return _how_many_of(people, count, status=status, total=total)
    if status == "done" and total:
        words = text("report.count_done_of", count=number(count), total=number(total), share=percent(count / total))
        return _seen(words, count, status=status, whole=whole)
    nothing = {
        "overdue": text("report.count_overdue_none"),
        "open": text("report.count_open_none"),
        "done": text("report.count_done_none"),
    }
    said = {
        "overdue": text("report.count_overdue", count=number(count)),
        "open": text("report.count_open", count=number(count)),
    }
    return _seen(said[status], count, status=status, whole=whole) if count else Message(nothing[status])


def _seen(words: str, count: int, *, status: str, whole: bool) -> Message:
    if not count:
        return Message(words)
    scope = "unit" if whole else "mine"
    see = button(text("report.button.tasks", count=count), Intent.LIST_TASKS, scope=scope, status=status)
    return _menu(words, [(see, text("report.act.tasks", count=count))])


def _how_many_of(people: Sequence[tuple[int, str]], count: int, *, status: str, total: int) -> Message:
    names = ", ".join(name for _, name in people)
    share = {"total": number(total), "share": percent(count / total if total else 0)}
    said = {
        "overdue": text("report.person_count_overdue", name=names, count=number(count)),
        "open": text("report.person_count_open", name=names, count=number(count)),
        "done": text("report.person_count_done", name=names, count=number(count), **share),
    }
    nothing = {
        "overdue": text("report.person_none_overdue", name=names),
        "open": text("report.person_none", name=names),
        "done": said["done"],
    }
    if not count:
        return Message(nothing[status])
    if len(people) > 1 or status == "done":
        return Message(said[status])
    kept = {"status": "open"} if status == "open" else {}
    see = button(text("report.button.tasks", count=count), Intent.SHOW_PERSON, person_id=people[0][0], **kept)
    return _menu(said[status], [(see, text("report.act.tasks", count=count))])


@dataclass(frozen=True)
class Row:
    """One person of a report: what is due in its period."""

    person_id: int
    name: str
    counts: Counts


def people(rows: Sequence[Row], *, period: str) -> Message:
    """Everybody who has something due in the period, the most overdue first."""
    lines = [
        text(
            "report.people_line",
            name=row.name,
            count=row.counts.total,
            done=row.counts.done,
            in_term=row.counts.in_term,
            overdue=row.counts.overdue,
        )
        for row in rows[:MOST]
    ]
    if len(rows) > MOST:
        lines.append(text("report.more_people", count=len(rows) - MOST))
    steps = [
        (
            button(text("report.button.person", name=row.name), Intent.SHOW_PERSON, person_id=row.person_id),
            text("report.act.person", name=row.name),
        )
        for row in rows[:3]
    ]
    return _menu("\n".join([text("report.people", period=period), *lines]), [*steps, _excel()])


def person(
    view: View, name: str, rows: Sequence[Assignment], *, person_id: int, overdue: bool, silent: bool
) -> Message:
    """One person's open work: the overdue part, or all of it. `silent`: no answer to any of it."""
    if not rows:
        return Message(text("report.person_none", name=name))
    head = text("report.person_overdue", name=name, count=len(rows))
    if not overdue:
        head = text("report.person_open", name=name, count=len(rows))
    lines = [head, *(view.line(row) for row in rows[:MOST])]
    if len(rows) > MOST:
        lines.append(text("report.more_tasks", count=len(rows) - MOST))
    if silent:
        lines.append(text("report.person_silent"))
    return _menu("\n".join(lines), _after_person(name, rows, person_id=person_id) if overdue else [])


def _after_person(name: str, rows: Sequence[Assignment], *, person_id: int) -> list[Step]:
    numbers = [row.number for row in rows[:MOST]]
    other = button(text("report.button.other_tasks", name=name), Intent.SHOW_PERSON, person_id=person_id, status="open")
    return [
        (
            button(text("report.button.nudge_person", name=name), Intent.NUDGE, task=numbers),
            text("report.act.nudge_person", name=name),
        ),
        (other, text("report.act.other_tasks", name=name)),
    ]


def _submission(view: View, row: Assignment, name: str) -> str:
    handed_in = (row.submitted_at or view.now).astimezone(view.calendar.zone)
    values: dict[str, Any] = {"number": row.number, "title": row.title, "name": name}
    waited = view.calendar.distance(handed_in.date(), view.today)
    if waited:
        return text(
            "report.wait.submission_days", day=weekday_day(handed_in.date(), today=view.today), days=waited, **values
        )
    return text(
        "report.wait.submission", hour=hour(handed_in), day=_day(view, handed_in), mark=view.mark(row), **values
    )


def _day(view: View, moment: datetime) -> str:
    if moment.date() == view.today:
        return text("report.wait.today")
    return weekday_day(moment.date(), today=view.today)


def waiting(
    view: View,
    extensions: Sequence[tuple[Extension, Assignment]],
    submissions: Sequence[Assignment],
    names: Mapping[int, str],
) -> Message:
    """What waits for a leader's word, the longest waiting first."""
    lines: list[str] = []
    if extensions:
        lines.append(view.say("report.wait.extensions", count=len(extensions)))
        for extension, row in extensions[:MOST]:
            day, name = weekday_day(extension.until, today=view.today), names.get(extension.person_id, "")
            lines.append(text("report.wait.extension", number=row.number, title=row.title, name=name, day=day))
    if submissions:
        lines.append(view.say("report.wait.submissions", count=len(submissions)))
        lines += [_submission(view, row, names.get(row.person_id or 0, "")) for row in submissions[:MOST]]
    left = max(len(extensions) - MOST, 0) + max(len(submissions) - MOST, 0)
    if left:
        lines.append(text("report.more_tasks", count=left))
    steps = [
        *(_see(row, Intent.WAITING_DECISIONS) for _, row in extensions[:MOST]),
        *(_see(row, Intent.SHOW_TASK) for row in submissions[:MOST]),
    ][:MOST]
    first = extensions[0][1] if extensions else submissions[0]
    return Message("\n".join(lines), buttons=tuple(steps), hint=text("report.hint.see", number=first.number))


def _see(row: Assignment, intent: Intent) -> Button:
    return button(text("report.button.see", number=row.number), intent, task=row.number)

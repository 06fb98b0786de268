"""A leader's digest: four counts, what changed, who is late, what waits (voice.md, samples 15, 16, 18-20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from bot.intents.model import Intent
from bot.replies.asking import numbers_hint
from bot.replies.lines import button, due_words, say
from locales import number, text, weekday_day, weekday_full
from scheduler.calendar import Calendar
from scheduler.digests import Change, DigestFacts, Late, Week, changed, week_begins
from scheduler.messages import Button, Message
from storage.duties import Owed
from storage.recipients import Somebody

MOST = 5


@dataclass(frozen=True)
class Digest:
    """One leader's digest. `names` and `posts` (name with the post) by person id; `waiting` the submissions whose
    wait is long enough to be said; `own`: work of the leader's own follows."""

    to: Somebody
    now: datetime
    calendar: Calendar
    facts: DigestFacts
    office: str
    plan: str = ""
    names: Mapping[int, str] = field(default_factory=dict)
    posts: Mapping[int, str] = field(default_factory=dict)
    own: bool = False

    @property
    def today(self) -> date:
        return self.calendar.today(self.now)

    def name(self, row: Owed) -> str:
        return self.names.get(row.person_id or 0, text("digest.nobody"))


def _head(d: Digest, *, plan: str) -> str:
    values = {"day": weekday_full(d.today), "office": d.office}
    return text("digest.head_plan", plan=plan, **values) if plan else text("digest.head", **values)


def _state(facts: DigestFacts) -> list[str]:
    return [
        text("digest.done", on_time=number(facts.counts.on_time), late=number(facts.counts.late)),
        text("digest.open", in_term=number(facts.counts.in_term), overdue=number(facts.counts.overdue)),
        *([text("digest.earlier", count=number(facts.earlier_overdue))] if facts.earlier_overdue else []),
    ]


def _changes(change: Change, *, marks: bool) -> str:
    parts = []
    if change.completed and marks:
        on_time, late = change.on_time, change.late
        parts.append(text("digest.completed_marks", count=change.completed, on_time=on_time, late=late))
    elif change.completed:
        parts.append(text("digest.completed", count=change.completed))
    if change.newly_overdue:
        parts.append(text("digest.newly_overdue", count=change.newly_overdue))
    return ", ".join(parts)


def _since(d: Digest) -> list[str]:
    changes = _changes(d.facts.change, marks=False)
    if not changes:
        return []
    if d.facts.since == d.today - timedelta(days=1):
        return [text("digest.since_yesterday", changes=changes)]
    return [text("digest.since", day=weekday_day(d.facts.since, today=d.today), changes=changes)]


def _week(d: Digest, week: Week) -> list[str]:
    changes = _changes(week.last, marks=True)
    said = [text("digest.last_week", changes=changes)] if changes else []
    return [*said, *_due_this_week(d, week), *_days_off(d, week.days_off)]


def _due_this_week(d: Digest, week: Week) -> list[str]:
    listed = [
        text("digest.this_week_one", number=row.number, name=d.name(row), day=weekday_day(row.due, today=d.today))
        for row in week.due[:MOST]
    ]
    if len(week.due) > MOST:
        tasks, more = ", ".join(listed), len(week.due) - MOST
        return [text("digest.this_week_more", count=len(week.due), tasks=tasks, more=more)]
    return [text("digest.this_week", count=len(week.due), tasks=", ".join(listed))] if listed else []


def _days_off(d: Digest, days: Sequence[date]) -> list[str]:
    """One line for each holiday; the days of one holiday together."""
    named: dict[str, list[date]] = {}
    for day in days:
        named.setdefault(d.calendar.name_of(day) or "", []).append(day)
    said = []
    for holiday, off in named.items():
        first, last = weekday_day(off[0], today=d.today), weekday_day(off[-1], today=d.today)
        first = first[:1].upper() + first[1:]
        if len(off) == 1:
            said.append(text("digest.holiday", day=first, holiday=holiday))
        else:
            said.append(text("digest.holidays", first=first, last=last, holiday=holiday))
    return said


def _late(late: Late, name: str, *, first: bool) -> str:
    """The unit of the distance is left out after the first of a row (voice.md rule 8)."""
    values: dict[str, Any] = {"name": name, "count": len(late.assignments), "days": late.days}
    if first:
        return text("digest.late_first_new", **values) if late.new else text("digest.late_first", **values)
    return text("digest.late_new", **values) if late.new else text("digest.late", **values)


def _longest(d: Digest) -> list[str]:
    named = [late for late in d.facts.named if late.person_id in d.names]
    if not named:
        return []
    names = ", ".join(_late(one, d.names[one.person_id], first=at == 0) for at, one in enumerate(named[:MOST]))
    if len(named) > MOST:
        return [text("digest.longest_more", names=names, more=len(named) - MOST)]
    return [text("digest.longest", names=names)]


def _waiting(d: Digest) -> list[str]:
    what = []
    if d.facts.pending_extensions:
        what.append(text("digest.waiting_extensions", count=d.facts.pending_extensions))
    if d.facts.waiting_acceptance:
        what.append(text("digest.waiting_acceptance", count=d.facts.waiting_acceptance))
    return [say(d.to, "digest.waiting", what=", ".join(what))] if what else []


def _cut(lines: Sequence[str]) -> list[str]:
    left = len(lines) - MOST
    return [*lines[:MOST], text("digest.rest", count=left)] if left > 0 else list(lines)


def _escalated_line(d: Digest, rows: Sequence[Owed]) -> str:
    row = rows[0]
    name = d.posts.get(row.person_id or 0, d.name(row))
    due = due_words(row, now=d.now, calendar=d.calendar)
    if len(rows) > 1:
        return text("digest.escalated_many", name=name, count=len(rows), due=due)
    return text("digest.escalated", number=row.number, title=row.title, name=name, due=due)


def _escalated(d: Digest) -> str:
    """What the leader sees a name for, for the first time (sample 15); of many, one line for a person and a day."""
    rows = d.facts.escalated
    groups: dict[tuple[int | None, date, int], list[Owed]] = {}
    for row in rows:
        groups.setdefault((row.person_id, row.due, row.number if len(rows) <= MOST else 0), []).append(row)
    lines = [_escalated_line(d, own) for own in groups.values()]
    if not lines:
        return ""
    left = sum(len(own) for own in list(groups.values())[MOST:])
    rest = [text("digest.rest", count=left)] if left else []
    return "\n".join([say(d.to, "digest.attention"), *lines[:MOST], *rest])


def _to_accept(d: Digest) -> str:
    """Submissions that have waited two working days for the leader's word (sample 20)."""
    lines = []
    for row in d.facts.long_waiting:
        handed_in = d.calendar.today(row.submitted_at or d.now)
        days = d.calendar.distance(handed_in, d.today)
        words = weekday_day(handed_in, today=d.today)
        lines.append(
            text("digest.to_accept_line", number=row.number, title=row.title, name=d.name(row), day=words, days=days)
        )
    return "\n".join([say(d.to, "digest.to_accept"), *_cut(lines)]) if lines else ""


def _choices(d: Digest, *, quiet: bool) -> list[tuple[Button, str]]:
    found = []
    if d.facts.named and not quiet:
        nudge = button(text("digest.button.nudge"), Intent.NUDGE, group="late")
        found.append((nudge, text("digest.act.nudge")))
    if d.facts.pending_extensions or d.facts.waiting_acceptance:
        decide = button(text("digest.button.decide"), Intent.WAITING_DECISIONS)
        found.append((decide, text("digest.act.decide")))
    found.append((button(text("digest.button.people"), Intent.PERSON_REPORT), text("digest.act.people")))
    if not quiet:
        found.append((button(text("digest.button.excel"), Intent.EXPORT_REPORT), text("digest.act.excel")))
    if d.own:
        mine = button(text("digest.button.mine"), Intent.LIST_TASKS, scope="mine")
        found.append((mine, say(d.to, "digest.act.mine")))
    return found


def _message(d: Digest, said: str, *, quiet: bool) -> Message:
    chosen = _choices(d, quiet=quiet)
    hint = numbers_hint(*(act for _, act in chosen))
    return Message(said, buttons=tuple(one for one, _ in chosen), hint=hint, menu=True)


def _nothing_new(d: Digest) -> Message:
    counts = d.facts.counts
    since = weekday_day(d.facts.since, today=d.today)
    line = text("digest.nothing_new", day=since, in_term=number(counts.in_term), overdue=number(counts.overdue))
    waiting = _waiting(d) or [say(d.to, "digest.nothing_waiting")]
    return _message(d, "\n".join([_head(d, plan=""), " ".join([line, *waiting])]), quiet=True)


def says_something(d: Digest) -> bool:
    """Whether the digest has more to say than that nothing is new."""
    return changed(d.facts) or week_begins(d.today, calendar=d.calendar)


def digest(d: Digest) -> Message:
    """The digest as of now; its chart is bot/reports/chart.py's."""
    if not says_something(d):
        return _nothing_new(d)
    happened = _week(d, d.facts.week) if week_begins(d.today, calendar=d.calendar) else _since(d)
    lines = [_head(d, plan=d.plan), *_state(d.facts), *happened, *_longest(d), *_waiting(d)]
    parts = ["\n".join(lines), _escalated(d), _to_accept(d)]
    return _message(d, "\n\n".join(part for part in parts if part), quiet=False)

"""What heads a focal point's morning: work without a person, who hears nothing and why (product.md, promise 3)."""

from collections.abc import Mapping, Sequence

from bot.replies.decisions import platform_name
from bot.replies.lines import due_words, say
from bot.replies.morning_lines import NOTHING, SIGNS, Morning
from locales import text, weekday_day
from scheduler.mornings import MOST_LINES, Place, agenda
from storage.duties import Owed

MOST_NAMES = 5


def _limited(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return text("morning.others", names=", ".join(names[:MOST_NAMES]), count=len(names) - MOST_NAMES)


def _unmatched_lines(groups: Mapping[Place, Sequence[Owed]], m: Morning) -> list[str]:
    rows = [(place, row) for place, own in groups.items() for row in own]
    said = [text("morning.unmatched", count=len(rows))] if rows else []
    for place, row in rows[:MOST_LINES]:
        due = due_words(row, now=m.now, calendar=m.calendar)
        line = text(
            "morning.unmatched_line", sign=SIGNS[place], number=row.number, title=row.title, post=row.post, due=due
        )
        said.append(line.strip())
    return [*said, text("morning.more", count=len(rows) - MOST_LINES)] if len(rows) > MOST_LINES else said


def overview(m: Morning) -> list[str]:
    """What a focal point hears first: work without a person, then who hears nothing and why."""
    if m.overview is NOTHING:
        return []
    groups = agenda(m.overview.unmatched, since=m.since, now=m.now, calendar=m.calendar)
    said = _unmatched_lines(groups, m)
    if m.overview.refused:
        names = [
            text("morning.refused_person", name=p.name, channel=platform_name(bot)) for p, bot in m.overview.refused
        ]
        said.append(say(m.person, "morning.refused", names=_limited(names)))
    if m.overview.unlinked:
        names = [text("morning.unlinked_person", name=p.name, count=count) for p, count in m.overview.unlinked]
        said.append(text("morning.unlinked", names=_limited(names)))
    if m.overview.stopped:
        names = [
            text("morning.stopped_person", name=p.name, day=weekday_day(p.stopped_through, today=m.today))
            for p in m.overview.stopped
            if p.stopped_through
        ]
        said.append(text("morning.stopped", names=_limited(names)))
    return said

"""The one message of a morning: what matters, most urgent first, in five lines (voice.md, samples 06-14)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache

from bot.intents.model import Intent
from bot.replies.lines import address_of, button, days_late, given_name, join, say
from bot.replies.morning_lines import SIGNS, Morning, by_place, line_texts
from bot.replies.overviews import overview
from locales import day, text, weekday_day, weekday_full
from scheduler.digests import NAMED_AFTER
from scheduler.messages import Button, Message
from scheduler.mornings import MOST_LINES, Line, agenda, lines
from scheduler.reminders import AFTER
from storage.duties import Owed
from storage.recipients import Somebody
from storage.tables import AssignmentState


def _names_of(leaders: Sequence[Somebody]) -> str:
    return join([text("morning.leader", you=address_of(one), name=given_name(one)) for one in leaders])


def _others(m: Morning) -> list[Somebody]:
    return [one for one in m.leaders if one.id != m.person.id]


def _warning(rows: Sequence[Owed], m: Morning) -> str:
    """On the first working day after a deadline: from tomorrow's digest on, the leaders see the name."""
    late = [
        row
        for row in rows
        if m.silent(row) and m.now >= row.late_after and m.calendar.add(row.due, AFTER[0]) == m.today
    ]
    leaders = _others(m)
    if not late or not leaders:
        return ""
    values = {"leaders": _names_of(leaders), "day": weekday_day(m.calendar.add(m.today, 1), today=m.today)}
    if len(rows) == 1:
        return text("morning.warning_one", **values)
    if len(late) > MOST_LINES:
        return text("morning.warning_many", count=len(late), **values)
    return text("morning.warning", numbers=join([str(row.number) for row in late]), **values)


def _way_out(row: Owed, m: Morning) -> str:
    """What an only item says three and seven working days after its deadline."""
    if not m.silent(row) or m.now < row.late_after:
        return ""
    late = days_late(row, at=m.now, calendar=m.calendar)
    if late == AFTER[1]:
        return say(m.person, "morning.way_out")
    if late != AFTER[2]:
        return ""
    leaders = _others(m)
    if not leaders:
        return say(m.person, "morning.weekly")
    since = day(m.calendar.add(row.due, NAMED_AFTER), today=m.today)
    return say(m.person, "morning.in_digest", leaders=_names_of(leaders), day=since)


def _was_off(m: Morning) -> str:
    if not m.off:
        return ""
    first, last = (weekday_day(one, today=m.today) for one in (m.off[0], m.off[-1]))
    named = day(m.off[-1], today=m.today)
    if len(m.off) == 1:
        return say(m.person, "morning.was_off_one", day=last[:1].upper() + last[1:], last=named)
    return say(m.person, "morning.was_off", first=first, day=last, last=named)


def _left_over(listed: Sequence[Line]) -> int:
    return sum(len(line.rows) for line in listed[MOST_LINES:])


def _agenda_part(listed: Sequence[Line], m: Morning) -> str:
    shown = listed[:MOST_LINES]
    rows = [row for line in listed for row in line.rows]
    left = _left_over(listed)
    said = "\n".join([*by_place(shown, m), *([text("morning.more", count=left)] if left else [])])
    warning = _warning(rows, m)
    return f"{said}\n\n{warning}" if warning else said


def _only_item(line: Line, m: Morning) -> str:
    row = line.rows[0]
    said = f"{SIGNS[line.place]} {line_texts([line], m, alone=True)[0]}".strip()
    return "\n".join(part for part in (said, _warning([row], m) or _way_out(row, m)) if part)


def _greeting(count: int, m: Morning) -> str:
    values = {"name": given_name(m.person), "day": _named(m.today)}
    if count:
        return say(m.person, "morning.greeting", count=count, **values)
    return say(m.person, "morning.greeting_plain", **values)


@lru_cache(maxsize=64)
def _named(today: date) -> str:
    words = weekday_full(today)
    return words[:1].upper() + words[1:]


def _text(listed: Sequence[Line], heads: Sequence[str], m: Morning) -> str:
    count = sum(len(line.rows) for line in listed)
    greeting = _greeting(count, m)
    if count == 1 and not heads:
        return f"{greeting}\n{_only_item(listed[0], m)}"
    parts = [greeting, "\n".join(heads), _agenda_part(listed, m) if listed else ""]
    return "\n\n".join(part for part in parts if part)


def _done_button(row: Owed) -> Button:
    return _button_of(row.number, proof=row.state is AssignmentState.WAITING_PROOF)


@lru_cache(maxsize=8192)  # a nation's mornings have the same few thousand
def _button_of(number: int, *, proof: bool) -> Button:
    if proof:
        return button(text("morning.button.proof_of", number=number), Intent.ATTACH_PROOF, task=number)
    return button(text("morning.button.done", number=number), Intent.MARK_DONE, task=number)


@lru_cache(maxsize=8192)
def _ask_button(number: int | None = None) -> Button:
    about = {} if number is None else {"task": number}
    return button(text("morning.button.extension"), Intent.REQUEST_EXTENSION, **about)


@cache
def _list_button(scope: str) -> Button:
    return button(text("morning.button.all"), Intent.LIST_TASKS, scope=scope)


@cache
def _proof_button() -> Button:
    return button(text("morning.button.proof"), Intent.ATTACH_PROOF)


def _buttons(listed: Sequence[Line], m: Morning) -> tuple[Button, ...]:
    if not listed:
        return (_list_button("unit"),)
    if len(listed) == 1 and listed[0].single:
        return (_done_button(listed[0].rows[0]), _ask_button(listed[0].rows[0].number))
    first = [_done_button(line.rows[0]) for line in listed[:MOST_LINES] if line.single][:2]
    last = _go_on(listed, m) if _left_over(listed) else _list_button("mine")
    return (*first, _proof_button(), _ask_button(), last)


def _go_on(listed: Sequence[Line], m: Morning) -> Button:
    """[Xem thêm]: this morning's list from the first line that found no room."""
    return button(text("morning.button.more"), Intent.SHOW_MORE, task=listed[MOST_LINES].rows[0].number, date=m.since)


def rest(m: Morning, first: Owed) -> Message | None:
    """The lines of this morning from that of `first` on, whatever became of it since; None where none is left."""
    every = listed_lines(replace(m, rows=[*(row for row in m.rows if row.id != first.id), first]))
    at = next((at for at, line in enumerate(every) if any(row.id == first.id for row in line.rows)), len(every))
    known = {row.id for row in m.rows}
    left = [replace(line, rows=tuple(row for row in line.rows if row.id in known)) for line in every[at:]]
    listed = [line for line in left if line.rows]
    if not listed:
        return None
    more = _left_over(listed)
    said = [*by_place(listed[:MOST_LINES], m), *([text("morning.more", count=more)] if more else [])]
    buttons = (_go_on(listed, m),) if more else ()
    return Message("\n".join(said), buttons, _hint(listed) if more else "", tasks=_numbers(listed))


def _numbers(listed: Sequence[Line]) -> tuple[int, ...]:
    return tuple(row.number for line in listed[:MOST_LINES] for row in line.rows)


def _hint(listed: Sequence[Line]) -> str:
    if not listed:
        return text("morning.hint.list")
    first, left = listed[0].rows[0], _left_over(listed)
    if left:
        return text("morning.hint.more", count=left)
    if len(listed) > 1 or not listed[0].single:
        return text("morning.hint.many", number=first.number)
    if first.state is AssignmentState.WAITING_PROOF:
        return text("morning.hint.one_proof", number=first.number)
    return text("morning.hint.one", number=first.number)


def listed_lines(m: Morning) -> list[Line]:
    """The lines of the person's own work, all of them."""
    groups = agenda(m.rows, since=m.since, now=m.now, calendar=m.calendar, ahead=m.ahead)
    return lines(groups, sections=m.sections)


def morning(m: Morning) -> Message | None:
    """The message of an official or a focal point; None where there is nothing to say."""
    listed, heads = listed_lines(m), overview(m)
    if not listed and not heads:
        return None
    said = "\n\n".join(part for part in (_was_off(m), _text(listed, heads, m)) if part)
    return Message(said, buttons=_buttons(listed, m), hint=_hint(listed), tasks=_numbers(listed))


def _own_work(listed: Sequence[Line], m: Morning) -> str:
    count = sum(len(line.rows) for line in listed)
    head = say(m.person, "morning.own", count=count)
    return "\n".join([head, _only_item(listed[0], m) if count == 1 else _agenda_part(listed, m)])


def after_digest(digest: Message, m: Morning) -> Message:
    """A leader's morning: the digest first, then what a focal point hears, then the leader's own work."""
    listed = listed_lines(m)
    parts = [_was_off(m), digest.text, "\n".join(overview(m)), _own_work(listed, m) if listed else ""]
    return replace(digest, text="\n\n".join(part for part in parts if part), tasks=_numbers(listed))

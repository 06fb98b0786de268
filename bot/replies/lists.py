"""Lists of tasks (voice.md samples 09, 34, days 11 and 12)."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.intents.model import Intent
from bot.replies.asking import words_hint
from bot.replies.lines import button, due_words, sign
from bot.replies.periods import period_words
from bot.replies.tasks import MOST_LINES
from bot.replies.view import View
from locales import text
from scheduler.messages import Button, Message
from storage.tables import Assignment, AssignmentState


@dataclass(frozen=True)
class Listing:
    """What was asked: `kind` open, overdue, soon, today, due, remaining, done, no_proof, extension or fitting;
    in which days.

    `who`: whose tasks, where they are not the reader's. `names`: the owners' names by person, for a unit's list.
    """

    kind: str
    first: date | None = None
    last: date | None = None
    who: str | None = None
    names: Mapping[int, str] = field(default_factory=dict)


def _who(view: View, listing: Listing) -> str:
    return listing.who or view.you


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _period(view: View, listing: Listing) -> str:
    first, last = listing.first or view.today, listing.last or view.today
    return _upper(period_words(first, last, today=view.today))


def heading(view: View, listing: Listing, count: int) -> str:
    who = _who(view, listing)
    values: dict[str, Any] = {"who": who, "Who": _upper(who), "count": count, "When": _period(view, listing)}
    dated = listing.first is not None
    keys = {
        "open": text("list.open", **values) if count <= MOST_LINES else text("list.open_many", **values),
        "overdue": text("list.overdue", **values),
        "soon": text("list.soon", **values),
        "today": text("list.today", **values),
        "due": text("list.due", **values),
        "remaining": text("list.remaining", **values),
        "done": text("list.done_in", **values) if dated else text("list.done", **values),
        "no_proof": text("list.no_proof", **values),
        "extension": text("list.extension", **values),
        "fitting": text("list.fitting", **values),
    }
    return keys[listing.kind]


def nothing(view: View, listing: Listing, nearest: Assignment | None) -> Message:
    """An empty list; of a day, what is nearest."""
    who = _who(view, listing)
    values = {"who": who, "Who": _upper(who), "When": _period(view, listing)}
    dated = listing.first is not None
    keys = {
        "open": text("list.none.open", **values),
        "overdue": text("list.none.overdue"),
        "soon": text("list.none.soon", **values),
        "today": text("list.none.today", **values),
        "due": text("list.none.due", **values),
        "remaining": text("list.none.due", **values),
        "done": text("list.none.done_in", **values) if dated else text("list.none.done", **values),
        "no_proof": text("list.none.no_proof"),
        "extension": text("list.none.extension"),
        "fitting": text("list.none.fitting", **values),
    }
    words = keys[listing.kind]
    ahead = listing.last is None or listing.last >= view.today
    if nearest is None or not ahead or listing.kind not in ("today", "due", "remaining", "soon"):
        return Message(words)
    line = text("list.nearest", line=_line(view, listing, nearest, signed=False))
    return Message(f"{words}\n{line}", (_all_button(),), words_hint(text("list.typed.all")))


def _all_button() -> Button:
    return button(text("list.button.all"), Intent.LIST_TASKS, scope="mine")


def _line(view: View, listing: Listing, row: Assignment, *, signed: bool = True, twin: bool = False) -> str:
    title = text("list.title_month", title=row.title, month=row.due_printed.month) if twin else row.title
    if row.state is AssignmentState.DONE and row.submitted_at is None:
        due = text("list.done_before")
    elif row.state is AssignmentState.DONE and row.submitted_at:
        due = text("list.handed_in", moment=view.moment(row.submitted_at), mark=view.mark(row))
    else:
        due = due_words(row, now=view.now, calendar=view.calendar)
    owner = listing.names.get(row.person_id or 0)
    if owner:
        line = text("list.line_of", number=row.number, title=title, name=owner, due=due)
    else:
        line = text("line.task", number=row.number, title=title, due=due)
    mark = sign(row, now=view.now, calendar=view.calendar) if signed else ""
    if row.state is AssignmentState.DONE or not mark:
        return line
    return text("line.signed", sign=mark, line=line)


def page(
    view: View,
    listing: Listing,
    rows: Sequence[Assignment],
    *,
    start: int,
    count: int,
    twins: AbstractSet[tuple[int | None, str]] = frozenset(),
) -> Message:
    """The rows from `start` of the `count` there are. `twins`: persons and titles that only a month tells apart."""
    left = count - start - len(rows)
    head = heading(view, listing, count) if start == 0 else text("list.next")
    lines = [_line(view, listing, row, twin=not row.label and (row.person_id, row.title) in twins) for row in rows]
    words = [head, *lines]
    if left <= 0:
        return Message("\n".join(words))
    words.append(text("list.left", count=left))
    more = button(text("list.button.more"), Intent.SHOW_MORE, page=start // MOST_LINES + 1)
    return Message("\n".join(words), (more,), text("list.hint.more"))

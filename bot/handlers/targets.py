"""Which assignments an order means: by number, by the list or task last shown, or by words of the title."""

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from bot import access
from bot.actions.refusal import Refusal
from bot.handlers import Turn
from bot.intents.model import Intent
from bot.intents.title_words import of_another_period, spelled, wanted_periods
from bot.replies.tasks import MOST_LINES, which_task
from scheduler.messages import Message
from storage.rows import id_of
from storage.selection import Where, among, how_many, in_office, not_held_by, numbered, page, titles, unfinished
from storage.tables import Assignment
from storage.tasks import unfinished_of

_FITS = 0.6  # the share of typed words that a title has
_FEW = 20  # more numbers than this in one message are read as far as this
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Few:
    """Of what an order may be about, those that can be said; `count`: how many there are."""

    rows: list[Assignment]
    count: int


Candidates = Callable[[Turn], list[Assignment] | Few]


@dataclass(frozen=True)
class Found:
    """`by_words`: a title was typed, so that what can't be undone, or names another task, is asked back."""

    rows: list[Assignment]
    by_words: bool = False


def own_open(turn: Turn) -> list[Assignment]:
    """What the speaker has not handed in, nearest deadline first."""
    return unfinished_of(turn.session, turn.speaker.id)


def visible_open(turn: Turn) -> list[Assignment] | Few:
    """What the speaker may look at and nobody has handed in: one's own first, then the office's."""
    own = own_open(turn)
    if not turn.speaker.oversees:
        return own
    rest = office_open(turn, not_held_by(turn.speaker.id))
    return Few([*own, *rest.rows], len(own) + rest.count)


def office_open(turn: Turn, *where: Where) -> Few:
    """What nobody of the office has handed in, as far as the order needs it: what its words fit best, the task last
    spoken of, those of the list last shown, or where none of these is meant the nearest few."""
    chosen = [in_office(turn.speaker.office_id), unfinished(), *where]
    words, last = turn.slots.get("task"), turn.dialogue.last
    if words in (None, "this"):
        rows = page(turn.session, *chosen, numbered([last])) if last else ()
        rows = rows or page(turn.session, *chosen, limit=MOST_LINES)
        return Few(list(rows), len(rows) if len(rows) < MOST_LINES else how_many(turn.session, *chosen))
    if words == "all":
        shown = page(turn.session, *chosen, numbered(turn.dialogue.tasks))
        rows = shown or page(turn.session, *chosen)
    else:
        rows = page(turn.session, *chosen, among(fitting(str(words), titles(turn.session, *chosen))))
    return Few(list(rows), len(rows))


def rows_of(candidates: list[Assignment] | Few) -> list[Assignment]:
    return candidates.rows if isinstance(candidates, Few) else candidates


def find(turn: Turn, question: str, *, candidates: Candidates) -> Found | Message:
    """The assignments that `task` means, or the question which one. Raises Refusal for what is not theirs."""
    value = turn.slots.get("task")
    among = turn.slots.get("among")
    if value is None and among:
        return _ask(turn, question, access.assignments_called(turn.session, turn.speaker, _numbers(among)))
    if value is None or value == "this":
        return _unsaid(turn, question, candidates(turn))
    if value == "all":
        return Found(_all(turn, rows_of(candidates(turn))))
    if isinstance(value, str) and not value.startswith("nth:"):
        return _titled(turn, question, value, rows_of(candidates(turn)))
    # What waited for a yes are the numbers that were said back, all of them.
    numbers = _numbers(value, turn.dialogue.tasks, most=None if turn.confirmed else _FEW)
    rows = access.assignments_called(turn.session, turn.speaker, numbers)
    return Found(rows, by_words=_typed_as_words(turn, rows))


def _numbers(value: Any, shown: Sequence[int] = (), *, most: int | None = _FEW) -> list[int]:
    values = value if isinstance(value, list) else [value]
    return [_number(one, shown) for one in values[:most] if not (isinstance(one, str) and not one.startswith("nth:"))]


def _number(value: int | str, shown: Sequence[int]) -> int:
    if isinstance(value, int):
        return value
    place = int(value.removeprefix("nth:"))
    try:
        return shown[place - 1 if place > 0 else place]
    except IndexError:
        raise Refusal("tasks.no_such_row") from None


def _unsaid(turn: Turn, question: str, found: list[Assignment] | Few) -> Found | Message:
    """No task was named: the one last spoken of where it fits, or the only one there is."""
    rows, count = rows_of(found), found.count if isinstance(found, Few) else len(found)
    last = [row for row in rows if row.number == turn.dialogue.last]
    if last or count == 1:
        return Found(last or rows)
    if not rows:
        raise _none(turn)
    return _ask(turn, question, rows, count=count)


def _all(turn: Turn, rows: list[Assignment]) -> list[Assignment]:
    """All of the list last shown, as far as they fit; else all there are."""
    shown = [row for row in rows if row.number in turn.dialogue.tasks]
    if not rows:
        raise _none(turn)
    return shown or rows


_DECISIONS = frozenset({Intent.APPROVE_EXTENSION, Intent.REJECT_EXTENSION, Intent.RETURN_TASK, Intent.ACCEPT_TASK})
_OWN_WORK = frozenset({Intent.MARK_DONE, Intent.REQUEST_EXTENSION, Intent.SNOOZE, Intent.ACKNOWLEDGE})


def _none(turn: Turn) -> Refusal:
    """Nothing there is what the order could be about: good news, said plainly."""
    if turn.intent in _DECISIONS:
        return Refusal("report.wait.none")
    if turn.intent in _OWN_WORK:
        return Refusal("tasks.none_open")
    return Refusal("tasks.no_candidates")


def _titled(turn: Turn, question: str, words: str, rows: list[Assignment]) -> Found | Message:
    found = matching(turn, words, rows)
    if not found:
        raise Refusal("tasks.words_not_found", buttons=(access.my_tasks_button(),))
    return Found(found, by_words=True) if len(found) == 1 else _ask(turn, question, found)


def _ask(turn: Turn, question: str, rows: Sequence[Assignment], *, count: int | None = None) -> Message:
    slots = {name: value for name, value in turn.slots.items() if name in _CODES}
    turn.dialogue.ask(turn.reading, "task")
    turn.dialogue.tasks = tuple(row.number for row in rows[:5])
    return which_task(turn.view, question, rows, count=count, intent=turn.intent, slots=slots)


# The slots that a button can carry; the rest waits in the open question.
_CODES = frozenset({"date", "time", "add_days", "minutes", "ask", "answer"})


def matching(turn: Turn, words: str, rows: Sequence[Assignment]) -> list[Assignment]:
    """Those of these rows whose title has most of these words; several where they fit equally well."""
    best = fitting(words, titles(turn.session, among([id_of(row) for row in rows])))
    return [row for row in rows if id_of(row) in best]


def fitting(words: str, titles: Mapping[int, str]) -> set[int]:
    """The ids of the titles that have most of these words; several where they fit equally well, none below 0.6."""
    typed = spelled(words)
    wanted = wanted_periods(typed)
    share = {title: _share(typed, wanted, title) for title in set(titles.values())}
    best = max(share.values(), default=0.0)
    return {row_id for row_id, title in titles.items() if share[title] == best} if best >= _FITS else set()


def _share(typed: Sequence[str], wanted: AbstractSet[tuple[str, str]], title: str) -> float:
    if not typed or of_another_period(wanted, title):
        return 0.0
    known = set(spelled(title))
    return sum(word in known for word in typed) / len(typed)


def _typed_as_words(turn: Turn, rows: Sequence[Assignment]) -> bool:
    """The reader found the task by its title: no number was typed, but words of the title were."""
    # An order that waited has its tasks as a list; what is typed now is something else.
    if turn.incoming.tapped or not isinstance(turn.slots.get("task"), int):
        return False
    typed = set(_NUMBER.findall(turn.incoming.text))
    if any(str(row.number) in typed for row in rows):
        return False
    words = set(spelled(turn.incoming.text))
    return any(len(words & set(spelled(row.title))) > 1 for row in rows)

"""An amended plan beside the plan that is kept: which rows are new, gone, changed, the same. Pure.

A row is the same row by section, number and part; where the numbering moved, by its title, exact or by likeness.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from locales.folding import fold
from scheduler.plans.model import Condition, Occurrence, PlanTask

_REWORDED = 60  # per cent of letters: a row in its place whose words were worked on
_MOVED = 85  # per cent of letters: a row that moved and whose words were worked on


class Change(StrEnum):
    DEADLINE = "deadline"
    POSTS = "posts"
    TEXT = "text"


@dataclass(frozen=True)
class KeptRow:
    """A row of the plan as it is kept; `id` is its task's. Days are those of the plan, not of extensions."""

    id: int
    section: str
    no: str
    part: str
    task: str
    products: tuple[str, ...]
    assignees: tuple[str, ...]
    coordinators: tuple[str, ...]
    deadline_text: str
    occurrences: tuple[Occurrence, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Pair:
    """A kept row and the printed row that it is now; `changes` is empty where they say the same."""

    kept: KeptRow
    printed: PlanTask
    changes: frozenset[Change]


@dataclass(frozen=True)
class Amendment:
    """`pairs` stand in the new document's order, and so do `added`; `removed` in the old plan's."""

    pairs: tuple[Pair, ...]
    added: tuple[PlanTask, ...]
    removed: tuple[KeptRow, ...]

    @property
    def changed(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.changes)

    @property
    def empty(self) -> bool:
        return not (self.added or self.removed or self.changed)


Row = KeptRow | PlanTask
Key = Callable[[Row], Hashable]


def compare(kept: Sequence[KeptRow], printed: Sequence[PlanTask]) -> Amendment:
    """The rows of the plan that is kept against those of a new document."""
    old, new = list(kept), list(range(len(printed)))
    found: dict[int, KeptRow] = {}
    for key in _KEYS:
        _pair_equal(old, new, printed, key, found)
    _pair_alike(old, new, printed, found, least=_REWORDED, in_place=True)
    _pair_alike(old, new, printed, found, least=_MOVED, in_place=False)
    pairs = [Pair(found[at], printed[at], _changes(found[at], printed[at])) for at in sorted(found)]
    return Amendment(tuple(pairs), tuple(printed[at] for at in new), tuple(old))


def _place(row: Row) -> Hashable:
    return fold(row.section), fold(row.no), row.part


def _words(row: Row) -> Hashable:
    return fold(row.task)


# From the surest: what is the same in both rows.
_KEYS: tuple[Key, ...] = (
    lambda row: (_place(row), _words(row), fold(row.deadline_text)),
    lambda row: (fold(row.section), _words(row), fold(row.deadline_text)),
    lambda row: (_words(row), fold(row.deadline_text)),
    lambda row: (_place(row), _words(row)),
    lambda row: (fold(row.section), _words(row)),
    _words,
)


def _pair_equal(
    old: list[KeptRow], new: list[int], printed: Sequence[PlanTask], key: Key, found: dict[int, KeptRow]
) -> None:
    waiting: dict[Hashable, list[KeptRow]] = {}
    for row in old:
        waiting.setdefault(key(row), []).append(row)
    for at in list(new):
        if rows := waiting.get(key(printed[at])):
            _match(old, new, at, rows.pop(0), found)


def _pair_alike(
    old: list[KeptRow],
    new: list[int],
    printed: Sequence[PlanTask],
    found: dict[int, KeptRow],
    *,
    least: int,
    in_place: bool,
) -> None:
    """The likest first, so that no row takes the pair of another."""
    likeness = [
        (score, at, row)
        for at in new
        for row in old
        if (not in_place or _place(row) == _place(printed[at]))
        and (score := fuzz.ratio(fold(row.task), fold(printed[at].task), score_cutoff=least))
    ]
    for _, at, row in sorted(likeness, key=lambda one: (-one[0], one[1])):
        if at in new and row in old:
            _match(old, new, at, row, found)


def _match(old: list[KeptRow], new: list[int], at: int, row: KeptRow, found: dict[int, KeptRow]) -> None:
    found[at] = row
    old.remove(row)
    new.remove(at)


def _changes(kept: KeptRow, printed: PlanTask) -> frozenset[Change]:
    days = pair_occurrences(kept.occurrences, printed.schedule.occurrences)
    moved = any(not _same_day(kept.occurrences[a], printed.schedule.occurrences[b]) for a, b in days.pairs)
    conditions = Counter(kept.conditions) != Counter(printed.schedule.conditions)
    kinds = {
        Change.DEADLINE: moved or days.added or days.removed or conditions,
        Change.POSTS: _folded(kept.assignees) != _folded(printed.assignees)
        or _folded(kept.coordinators) != _folded(printed.coordinators),
        Change.TEXT: fold(kept.task) != fold(printed.task) or _folded(kept.products) != _folded(printed.products),
    }
    return frozenset(kind for kind, differs in kinds.items() if differs)


def _folded(names: Iterable[str]) -> set[str]:
    return {fold(name) for name in names}


def _same_day(kept: Occurrence, printed: Occurrence) -> bool:
    return (kept.due, kept.time, kept.start) == (printed.due, printed.time, printed.start)


@dataclass(frozen=True)
class Days:
    """Which deadline of a row is which: places in the kept and in the printed sequence."""

    pairs: tuple[tuple[int, int], ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]


def pair_occurrences(kept: Sequence[Occurrence], printed: Sequence[Occurrence]) -> Days:
    """What falls on the same day is the same thing; then what has the same label, in order; then what is left alone."""
    old, new = list(range(len(kept))), list(range(len(printed)))
    pairs: list[tuple[int, int]] = []
    keys: tuple[Callable[[Occurrence], Hashable], ...] = (
        lambda one: (one.due, one.time, one.label or ""),
        lambda one: (one.due, one.label or ""),
        lambda one: one.due,
        lambda one: one.label or "",
    )
    for key in keys:
        for b in list(new):
            wanted = key(printed[b])
            a = next((a for a in old if key(kept[a]) == wanted), None)
            if a is not None:
                pairs.append((a, b))
                old.remove(a)
                new.remove(b)
    if len(old) == len(new) == 1:
        pairs.append((old.pop(), new.pop()))
    return Days(tuple(sorted(pairs, key=lambda pair: pair[1])), tuple(new), tuple(old))

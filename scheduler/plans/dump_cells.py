"""A row's words parted into its cells: the likeliest way to cut them, by what each column usually holds.

The columns stand in the header's order, but nothing in a dump says where one ends. Each way to cut is worth the sum of
what speaks for its cells (a time that can be read, a body, a document, a text met in other rows) and for its cuts
(how lines break in this dump at the ends of cells and inside them).
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from math import log

from locales.folding import fold
from scheduler.plans.deadlines import read as read_deadline
from scheduler.plans.dump_header import DumpLine
from scheduler.plans.headings import Role
from scheduler.plans.lists import BULLET
from scheduler.plans.model import ConditionKind, Context, Doubt
from scheduler.plans.wording import begins_with_time, document_like, people_like, time_like

_SOME_YEAR = Context(plan_year=2025, span=(2025, 2025))
# What asks for more: a cell hardly ends so.
_OPEN_END = re.compile(
    r"(?:[,(/]|\w-|\b(?:và|hoặc|của|về|theo|cho|với|tại|trong|là|các|những|để|do|từ|đến|được))$", re.IGNORECASE
)
_NUMBERED = re.compile(r"\b(?:năm|tháng|ngày|quý|số|điều|khoản|mức)$", re.IGNORECASE)
_BARE_POST = re.compile(r"\b(?:cong chuc|cc|can bo|lanh dao|chu tich|pho chu tich|bi thu|truong|giam doc)$")
_ITS_BODY = re.compile(r"(?:ubnd|hdnd|vp|van phong|dang uy|uy ban|phong|so)\b")
_LONGEST = {Role.DEADLINE: 32, Role.ASSIGNEE: 60, Role.COORDINATOR: 60, Role.NUMBER: 1}
# What a missing cell costs.
_ABSENT = {Role.TASK: 20.0, Role.DEADLINE: 3.0, Role.ASSIGNEE: 2.5, Role.PRODUCT: 1.5, Role.COORDINATOR: 1.0}
_AGAIN = 8.0  # what a second round of cells in one row costs
_MOST_PLACES = 90
_NAME = 40  # words; longer texts do not come again by custom
_BREAKS = {"blank": 0.6, "line": 0.2, "space": -1.2}  # what speaks for a cell's end, until the dump shows its habits
_PEOPLE = (Role.ASSIGNEE, Role.COORDINATOR)


@dataclass(frozen=True)
class Cut:
    """One cell: its column and its words, from `start` to before `end`."""

    column: int
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """A row's words and how each is parted from the one before: `blank`, `line` or `space`."""

    words: tuple[str, ...]
    breaks: tuple[str, ...]

    @classmethod
    def of(cls, lines: Sequence[DumpLine]) -> "Words":
        pairs = [
            (word, "space" if i else "blank" if line.blank else "line")
            for line in lines
            for i, word in enumerate(line.text.split())
        ]
        return cls(tuple(word for word, _ in pairs), tuple(kind for _, kind in pairs))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        return tuple(fold(word) for word in self.words)

    @cached_property
    def lengths(self) -> tuple[int, ...]:
        """For each place, the characters before it, with one space behind each word."""
        return tuple(accumulate((len(word) + 1 for word in self.words), initial=0))

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """The places where lines begin, and the end."""
        return (*(i for i, kind in enumerate(self.breaks) if kind != "space" or not i), len(self.words))

    @cached_property
    def line_of(self) -> tuple[int, ...]:
        return tuple(accumulate((int(kind != "space") for kind in self.breaks[1:]), initial=0))

    def text(self, start: int, end: int) -> str:
        return " ".join(self.words[start:end])

    def name(self, start: int, end: int) -> str:
        return " ".join(word for word in self.folded[start:end] if word)

    def length(self, start: int, end: int) -> int:
        return self.lengths[end] - self.lengths[start] - 1

    def broken(self, start: int, end: int) -> list[tuple[int, int]]:
        """The lines and parts of lines between two places, each with its own."""
        inner = [head for head in self.heads if start < head < end]
        return list(pairwise((start, *inner, end)))


@dataclass(frozen=True)
class Habits:
    """What the dump as a whole shows; empty before the first reading of its rows."""

    widths: dict[int, int] = field(default_factory=dict)  # column -> characters of its longest usual line
    breaks: dict[str, float] = field(default_factory=dict)  # kind of break -> what speaks for a cell's end there
    known: Counter[tuple[int, str]] = field(default_factory=Counter)  # column and folded text -> rows that say it


@lru_cache(maxsize=20_000)
def _time(text: str) -> float:
    """What speaks for a text being a deadline."""
    sure = begins_with_time(text)
    if not sure and not time_like(text):
        return -6.0
    schedule = read_deadline(text, _SOME_YEAR)
    unread = Doubt.UNREAD in schedule.doubts or any(c.kind is ConditionKind.UNREAD for c in schedule.conditions)
    if unread or not (schedule.occurrences or schedule.conditions):
        return -4.0
    return 6.0 if sure else 2.5


@dataclass(frozen=True)
class _Start:
    """What could begin at a place."""

    time: bool
    people: bool
    document: bool
    low: bool  # a small letter or a bracket: the middle of something
    opened: float  # how much the text before asks for more
    head: bool  # of a line


@dataclass(frozen=True)
class _Row:
    """What can be said of each place of a row, reckoned once."""

    row: Words
    roles: Sequence[Role]
    habits: Habits
    places: Sequence[int]

    @cached_property
    def starts(self) -> dict[int, _Start]:
        return {place: _start(self.row, place) for place in self.places}

    @cached_property
    def counts(self) -> dict[int, tuple[int, int, int]]:
        """For each place, how many times, people and documents begin in front of it."""
        found, total = {}, (0, 0, 0)
        for place in self.places:
            found[place] = total
            start = self.starts[place]
            if not start.low and start.opened < 1.0:
                marks = (start.time, start.people and start.head, start.document)
                total = (total[0] + marks[0], total[1] + marks[1], total[2] + marks[2])
        return found

    @cached_property
    def costs(self) -> dict[int, tuple[float, ...]]:
        """For each column, what its lines cost up to each line."""
        return {
            column: tuple(accumulate((self.line(column, *line) for line in pairwise(self.row.heads)), initial=0.0))
            for column in range(len(self.roles))
        }

    def line(self, column: int, start: int, end: int) -> float:
        """What speaks against one line: longer than its column, or broken though the next word had room."""
        width = self.habits.widths.get(column, 0)
        if not width:
            return 0.0
        length = self.row.length(start, end)
        if end == len(self.row.words) or not self.row.words[end][0].islower():
            return 1.0 * (length > width + 2)
        return 1.0 * (length > width + 2) + 1.2 * (length + 1 + len(self.row.words[end]) < width - 1)

    def layout(self, column: int, start: int, end: int) -> float:
        width, heads = self.habits.widths.get(column, 0), self.row.heads
        if not width:
            return 0.0
        first, last = self.row.line_of[start], self.row.line_of[end - 1]
        if first == last:
            return 1.0 * (self.row.length(start, end) > width + 2)
        between = self.costs[column][last] - self.costs[column][first + 1]
        ending = 1.0 * (self.row.length(heads[last], end) > width + 2)
        return self.line(column, start, heads[first + 1]) + between + ending


def _start(row: Words, place: int) -> _Start:
    ahead = row.text(place, min(place + 9, len(row.words)))
    low = ahead[:1].islower() or ahead[:1] in "(),;"
    head = place < len(row.words) and row.breaks[place] != "space"
    opened = _asks(row.text(max(0, place - 4), place), ahead)
    return _Start(begins_with_time(ahead), people_like(ahead), document_like(ahead), low, opened, head)


def _asks(before: str, ahead: str) -> float:
    """How much a text asks to be gone on with, from 0 to 1."""
    if _OPEN_END.search(before) or (_NUMBERED.search(before) and ahead[:1].isdigit()):
        return 1.0
    if _BARE_POST.search(fold(before)) and _ITS_BODY.match(fold(ahead)):
        return 0.6
    return 0.4 * before.endswith((";", ":"))


def parted(words: Words, roles: Sequence[Role], habits: Habits) -> list[Cut]:
    """The cells of a row, in order; a second round of columns is a second line of the same row."""
    row, total = _Row(words, roles, habits, _places(words)), len(words.words)
    best: dict[int, dict[int, tuple[float, tuple[Cut, ...]]]] = {place: {} for place in row.places}
    best[0][-1] = (0.0, ())
    for p, start in enumerate(row.places[:-1]):
        reached = _openings(best.pop(start), roles)
        for end in row.places[p + 1 :]:
            for column, (merit, cuts) in reached.items():
                if end - start > _LONGEST.get(roles[column], total):
                    continue
                worth = merit + _worth(row, column, start, end)
                if column not in best[end] or worth > best[end][column][0]:
                    best[end][column] = (worth, (*cuts, Cut(column, start, end)))
    ends = [(merit - _absent(roles[column + 1 :]), cuts) for column, (merit, cuts) in best[total].items()]
    return list(max(ends, key=lambda found: found[0])[1]) if ends else []


def _openings(
    reached: dict[int, tuple[float, tuple[Cut, ...]]], roles: Sequence[Role]
) -> dict[int, tuple[float, tuple[Cut, ...]]]:
    """For each column that may come next, the best way to have come so far."""
    found: dict[int, tuple[float, tuple[Cut, ...]]] = {}
    for last, (merit, cuts) in reached.items():
        for column, cost in _following(last, roles):
            if column not in found or merit - cost > found[column][0]:
                found[column] = (merit - cost, cuts)
    return found


def _absent(roles: Sequence[Role]) -> float:
    return sum(_ABSENT.get(role, 1.0) for role in roles)


def _following(last: int, roles: Sequence[Role]) -> Iterator[tuple[int, float]]:
    """The columns that may come next, and what the columns left out cost."""
    for column in range(last + 1, len(roles)):
        yield column, _absent(roles[last + 1 : column])
    deadline = roles.index(Role.DEADLINE) if Role.DEADLINE in roles else len(roles)
    if 0 <= deadline <= last:
        task = roles.index(Role.TASK)
        for column in range(task + 1, deadline):
            yield column, _AGAIN + _absent(roles[last + 1 :]) + _absent(roles[task + 1 : column])


def _places(row: Words) -> list[int]:
    """Where a cell may begin: at the head of a line, and inside one where the words could open a cell."""
    total = len(row.words)
    heads = [i for i in range(total) if row.breaks[i] != "space"]
    inside = [i for i in range(1, total) if row.breaks[i] == "space" and _may_open(row, i)]
    found = sorted({0, total, *heads, *inside})
    if len(found) > _MOST_PLACES:
        found = sorted({0, total, *heads})
    if len(found) > _MOST_PLACES:
        found = sorted({0, total, *(i for i in heads if row.breaks[i] == "blank")})
    return found if len(found) <= _MOST_PLACES else [*found[: _MOST_PLACES - 1], total]


def _may_open(row: Words, i: int) -> bool:
    word = row.words[i]
    if not (word[0].isupper() or word[0] in "-+•*" or word[0].isdigit()):
        return False
    ahead = row.text(i, i + 9)
    return (
        bool(BULLET.match(ahead))
        or begins_with_time(ahead)
        or people_like(ahead)
        or document_like(ahead)
        or word[0].isupper()
    )


def _worth(row: _Row, column: int, start: int, end: int) -> float:
    worth = _cut(row, start) + _content(row, row.roles[column], start, end) - row.layout(column, start, end)
    if end < len(row.row.words):
        worth -= 3.0 * row.starts[end].opened
    if row.habits.known and end - start < _NAME:
        worth += min(3.0, 1.2 * log(1 + row.habits.known[column, row.row.name(start, end)]))
    return worth


def _cut(row: _Row, start: int) -> float:
    if start == 0:
        return 0.0
    return (row.habits.breaks or _BREAKS)[row.row.breaks[start]] - 2.5 * row.starts[start].low


def _content(row: _Row, role: Role, start: int, end: int) -> float:
    begins = row.starts[start]
    if role is Role.DEADLINE:
        if not begins.time and not begins.head:
            return -6.0
        return _time(row.row.text(start, end)) - 3.0 * begins.low
    before = row.counts[row.places[bisect_right(row.places, start)]]
    times, people, documents = (there - here for here, there in zip(before, row.counts[end], strict=True))
    if role in _PEOPLE:
        return (3.0 if begins.people else -3.0) - 2.0 * times - 1.0 * documents - 0.03 * (end - start)
    if role is Role.PRODUCT:
        return (2.0 if begins.document else -1.5 if begins.people or begins.time else 0.0) - 1.0 * times - 0.7 * people
    return -1.0 * times - 0.5 * people


def habits_of(rows: Sequence[Words], cuts: Sequence[Sequence[Cut]]) -> Habits:
    """What a first reading of the rows shows."""
    lengths: dict[int, list[int]] = {}
    known: Counter[tuple[int, str]] = Counter()
    ends: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    for row, cells in zip(rows, cuts, strict=True):
        begins = {cut.start for cut in cells}
        for i in range(1, len(row.words)):
            (ends if i in begins else inner)[row.breaks[i]] += 1
        for cut in cells:
            known[cut.column, row.name(cut.start, cut.end)] += 1
            lengths.setdefault(cut.column, []).extend(row.length(*line) for line in row.broken(cut.start, cut.end))
    widths = {column: _usual(found) for column, found in lengths.items()}
    repeated = Counter({key: count - 1 for key, count in known.items() if count > 1})
    return Habits(widths, {kind: _speaks(kind, ends, inner) for kind in _BREAKS}, repeated)


def _usual(lengths: list[int]) -> int:
    """The length of a column's full lines, a few that are parted wrongly left out."""
    return sorted(lengths)[int(0.93 * (len(lengths) - 1))]


def _speaks(kind: str, ends: Counter[str], inner: Counter[str]) -> float:
    odds = ((ends[kind] + 1) / (ends.total() + 3)) / ((inner[kind] + 1) / (inner.total() + 3))
    return max(-2.0, min(2.0, log(odds))) * 0.8

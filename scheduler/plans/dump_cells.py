"""A row's words parted into its cells: the likeliest way to cut them, by what each column usually holds.

The columns stand in the header's order, but nothing in a dump says where one ends. Each way to cut is worth the sum of
what speaks for its cells (a time that can be read, a body, a document, a text met in other rows) and for its cuts
(how lines break in this dump at the ends of cells and inside them).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from math import log

from locales.folding import fold
from scheduler.plans.deadlines import read as read_deadline
from scheduler.plans.dump_words import BREAKS, Cut, Habits, Words
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
_ACRONYM = re.compile(r"[A-ZĐ]{2,}\b")
_ITS_BODY = re.compile(r"(?:ubnd|hdnd|vp|van phong|dang uy|uy ban|phong|so)\b")
_LONGEST = {Role.DEADLINE: 32, Role.ASSIGNEE: 60, Role.COORDINATOR: 60, Role.NUMBER: 1}
# What a missing cell costs.
_ABSENT = {Role.TASK: 20.0, Role.DEADLINE: 3.0, Role.ASSIGNEE: 2.5, Role.PRODUCT: 1.5, Role.COORDINATOR: 1.0}
_INSIDE = 0.6  # what somebody's name inside a line counts for, beside one at its head
_SKIPPED = 0.15  # what a cell costs that does not go on on the next page
_AGAIN = 8.0  # what a second round of cells in one row costs
_MOST_PLACES = 64
_NAME = 40  # words; longer texts do not come again by custom
_PEOPLE = (Role.ASSIGNEE, Role.COORDINATOR)


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
    low: float  # how much it looks like the middle of something: a small letter, a bracket, a bare acronym
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
    def missing(self) -> tuple[float, ...]:
        """What the columns cost that are left out, up to each column."""
        return tuple(accumulate((self._missing(c) for c in range(len(self.roles))), initial=0.0))

    def _missing(self, column: int) -> float:
        usual = _ABSENT.get(self.roles[column], 1.0)
        if self.roles[column] is Role.TASK or column not in self.habits.absent:
            return usual
        return min(3.5, -0.9 * log(self.habits.absent[column] + 0.02))

    @cached_property
    def present(self) -> tuple[float, ...]:
        """For each column, what speaks against a cell of it: that it is empty in other rows."""
        return tuple(min(3.0, -0.9 * log(1.02 - self.habits.absent.get(c, 0.0))) for c in range(len(self.roles)))

    def absent(self, first: int, end: int) -> float:
        return self.missing[max(first, end)] - self.missing[first]

    @cached_property
    def starts(self) -> dict[int, _Start]:
        return {place: _start(self.row, place) for place in self.places}

    @cached_property
    def counts(self) -> dict[int, tuple[float, float, float]]:
        """For each place, how many times, people and documents begin in front of it."""
        found, total = {}, (0.0, 0.0, 0.0)
        for place in self.places:
            found[place] = total
            start = self.starts[place]
            if start.low < 1.0 and start.opened < 1.0:
                marks = (start.time, start.people * (1.0 if start.head else _INSIDE), start.document)
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
    witnesses = begins_with_time(ahead), people_like(ahead), document_like(ahead)
    low = 1.0 if ahead[:1].islower() or ahead[:1] in "(),;" else 0.0
    if not any(witnesses) and _ACRONYM.match(ahead) and row.breaks[place] != "blank":
        low = 0.5
    head = place < len(row.words) and row.breaks[place] != "space"
    opened = _asks(row.text(max(0, place - 4), place), ahead)
    if place < len(row.words) and row.words[place - 1].endswith(",") and row.breaks[place] == "blank" and not low:
        opened = 0.4
    return _Start(*witnesses, low, opened, head)


def _asks(before: str, ahead: str) -> float:
    """How much a text asks to be gone on with, from 0 to 1."""
    if _OPEN_END.search(before) or (_NUMBERED.search(before) and ahead[:1].isdigit()):
        return 1.0
    if _BARE_POST.search(fold(before)) and _ITS_BODY.match(fold(ahead)):
        return 0.9
    return 0.4 * before.endswith((";", ":"))


def parted(words: Words, roles: Sequence[Role], habits: Habits) -> list[Cut]:
    """The cells of a row, in order; a second round of columns is a second line of the same row."""
    row, total = _Row(words, roles, habits, _places(words)), len(words.words)
    best: dict[int, dict[int, tuple[float, tuple[Cut, ...]]]] = {place: {} for place in row.places}
    best[0][-1] = (0.0, ())
    for p, start in enumerate(row.places[:-1]):
        reached = _openings(best.pop(start), row, start)
        if start >= words.turned:
            reached = {c: (merit + _joined(row, cuts, c, start), cuts) for c, (merit, cuts) in reached.items()}
        for end in row.places[p + 1 :]:
            for column, (merit, cuts) in reached.items():
                if end - start > _LONGEST.get(roles[column], total):
                    continue
                worth = merit + _worth(row, column, start, end)
                if start >= words.turned and roles[column] is Role.DEADLINE:
                    worth += _timely(row, cuts, Cut(column, start, end))
                if column not in best[end] or worth > best[end][column][0]:
                    best[end][column] = (worth, (*cuts, Cut(column, start, end)))
    ends = [
        (merit - (0.0 if words.turned < total else row.absent(column + 1, len(roles))), cuts)
        for column, (merit, cuts) in best[total].items()
    ]
    return list(max(ends, key=lambda found: found[0])[1]) if ends else []


def _openings(
    reached: dict[int, tuple[float, tuple[Cut, ...]]], row: _Row, start: int
) -> dict[int, tuple[float, tuple[Cut, ...]]]:
    """For each column that may come next, the best way to have come so far."""
    found: dict[int, tuple[float, tuple[Cut, ...]]] = {}
    for last, (merit, cuts) in reached.items():
        for column, cost in _following(last, row, start):
            if column not in found or merit - cost > found[column][0]:
                found[column] = (merit - cost, cuts)
    return found


def _following(last: int, row: _Row, start: int) -> Iterator[tuple[int, float]]:
    """The columns that may come next, and what the columns left out cost."""
    roles, turned = row.roles, row.row.turned
    if start == turned:
        for column in range(len(roles)):
            yield column, _SKIPPED * column + row.absent(last + 1, len(roles))
    if start > turned:
        for column in range(last + 1, len(roles)):
            yield column, _SKIPPED * (column - last - 1)
    if start >= turned:
        return
    for column in range(last + 1, len(roles)):
        yield column, row.absent(last + 1, column)
    deadline = roles.index(Role.DEADLINE) if Role.DEADLINE in roles else len(roles)
    if 0 <= deadline <= last:
        task = roles.index(Role.TASK)
        for column in range(task + 1, deadline):
            yield column, _AGAIN + row.absent(last + 1, len(roles)) + row.absent(task + 1, column)


def _places(row: Words) -> list[int]:
    """Where a cell may begin: at the head of a line, and inside one where the words could open a cell."""
    total = len(row.words)
    heads = [i for i in range(total) if row.breaks[i] in ("page", "blank") or _opens_line(row, i)]
    inside = [i for i in range(1, total) if row.breaks[i] == "space" and _may_open(row, i)]
    found = sorted({0, total, *heads, *inside})
    if len(found) > _MOST_PLACES:
        found = sorted({0, total, *heads})
    if len(found) > _MOST_PLACES:
        found = sorted({0, total, *(i for i in heads if row.breaks[i] != "line")})
    return found if len(found) <= _MOST_PLACES else [*found[: _MOST_PLACES - 1], total]


def _opens_line(row: Words, i: int) -> bool:
    """Small letters go on with the line above, where no white parts the two."""
    small = row.words[i][0].islower() and not row.words[i - 1].endswith((".", ";"))
    return row.breaks[i] == "line" and (not small or i > row.turned)


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
    if start >= row.row.turned:
        return (row.habits.breaks or BREAKS)[row.row.breaks[start]] - row.layout(column, start, end)
    worth = _cut(row, start) + _content(row, row.roles[column], start, end) - row.layout(column, start, end)
    worth -= row.present[column]
    if end < len(row.row.words) and end != row.row.turned:
        worth -= 3.0 * row.starts[end].opened * (0.5 if row.row.turned < end else 1.0)
    if row.habits.known and end - start < _NAME:
        worth += min(3.0, 1.2 * log(1 + row.habits.known[column, row.row.name(start, end)]))
    return worth


def _begun(row: _Row, cuts: Sequence[Cut], column: int) -> Cut | None:
    """What the first page holds of a cell."""
    return next((cut for cut in cuts if cut.column == column and cut.start < row.row.turned), None)


def _joined(row: _Row, cuts: Sequence[Cut], column: int, start: int) -> float:
    """What speaks for a cell going on, on its second page, with what the first page holds of it."""
    before = _begun(row, cuts, column)
    if before is None:
        return -2.0
    words, width = row.row, row.habits.widths.get(column, 0)
    last = words.broken(before.start, before.end)[-1]
    room = bool(width) and words.length(*last) + 1 + len(words.words[start]) < width - 1
    ended = words.words[before.end - 1].endswith(".")
    asks = _asks(words.text(max(before.start, before.end - 4), before.end), words.words[start])
    return 1.5 * asks - 1.2 * room - 1.0 * ended - 0.5 * (ended and words.words[start][0].islower())


def _timely(row: _Row, cuts: Sequence[Cut], cut: Cut) -> float:
    before = _begun(row, cuts, cut.column)
    if before is None:
        return 0.0
    first = row.row.text(before.start, before.end)
    return 0.5 * (_time(f"{first} {row.row.text(cut.start, cut.end)}") - _time(first))


def _cut(row: _Row, start: int) -> float:
    if start == 0:
        return 0.0
    return (row.habits.breaks or BREAKS)[row.row.breaks[start]] - 2.5 * row.starts[start].low


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

"""A row's words with their breaks, and what a first reading of all rows shows of the dump: widths, breaks, names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from math import log

from locales.folding import fold
from scheduler.plans.dump_header import DumpLine

BREAKS = {"page": 0.6, "blank": 0.6, "line": 0.2, "space": -1.2}  # for a cell's end, until the dump shows its habits
_ENOUGH_ROWS = 8


@dataclass(frozen=True)
class Cut:
    """One cell: its column and its words, from `start` to before `end`."""

    column: int
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """A row's words and how each is parted from the one before: `page`, `blank`, `line` or `space`."""

    words: tuple[str, ...]
    breaks: tuple[str, ...]

    @classmethod
    def of(cls, pieces: Sequence[Sequence[DumpLine]]) -> "Words":
        pairs = [
            (word, "space" if i else "page" if p and not n else "blank" if line.blank else "line")
            for p, piece in enumerate(pieces)
            for n, line in enumerate(piece)
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
    def turned(self) -> int:
        """The place where the row goes on on another page; behind its end where it does not."""
        return next((i for i, kind in enumerate(self.breaks) if kind == "page" and i), len(self.words) + 1)

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
    absent: dict[int, float] = field(default_factory=dict)  # column -> share of the rows where it is empty


def habits_of(rows: Sequence[Words], cuts: Sequence[Sequence[Cut]], columns: int) -> Habits:
    """What a first reading of the rows shows."""
    lengths: dict[int, list[int]] = {}
    known: Counter[tuple[int, str]] = Counter()
    ends: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    for row, cells in zip(rows, cuts, strict=True):
        begins = {cut.start for cut in cells}
        for i in range(1, min(len(row.words), row.turned)):
            (ends if i in begins else inner)[row.breaks[i]] += 1
        for cut in cells:
            known[cut.column, row.name(cut.start, cut.end)] += 1
            lengths.setdefault(cut.column, []).extend(row.length(*line) for line in row.broken(cut.start, cut.end))
    widths = {column: _usual(found) for column, found in lengths.items()}
    repeated = Counter({key: count - 1 for key, count in known.items() if count > 1})
    filled = Counter(column for cells in cuts for column in {cut.column for cut in cells})
    total = sum(bool(cells) for cells in cuts)
    absent = {column: 1 - filled[column] / total for column in range(columns)} if total >= _ENOUGH_ROWS else {}
    return Habits(widths, {kind: _speaks(kind, ends, inner) for kind in BREAKS}, repeated, absent)


def _usual(lengths: list[int]) -> int:
    """The length of a column's full lines, a few that are parted wrongly left out."""
    return sorted(lengths)[int(0.93 * (len(lengths) - 1))]


def _speaks(kind: str, ends: Counter[str], inner: Counter[str]) -> float:
    odds = ((ends[kind] + 1) / (ends.total() + 4)) / ((inner[kind] + 1) / (inner.total() + 4))
    return max(-2.0, min(2.0, log(odds))) * 0.8

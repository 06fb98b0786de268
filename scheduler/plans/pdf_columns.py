"""Columns without lines: their headings, and the white between them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from locales.folding import fold
from scheduler.plans.headings import Role, role_of
from scheduler.plans.pdf_words import Line, Word, segments

_TALLEST = 3  # lines of a header
_APART = 0.6  # of a line's height between two headings; a space is 0.25
_SPACE = 0.4  # and no more than this between two words of one text
_CROSSED = 0.04  # of the lines may run over the white between two columns
_NEAR = 0.4  # points; the texts of a column begin at one place
_STRAY = 50  # one line in so many may reach further than its column: a title over all of them
_LONGEST = 60  # letters of a heading's line
_FEWEST = 3  # columns whose headings are known


@dataclass(frozen=True)
class Headings:
    first: int  # the line of its page where the header begins
    height: int
    headings: tuple[Line, ...]  # one for each column, words of all its lines
    roles: tuple[Role | None, ...]

    @property
    def texts(self) -> list[str]:
        return [heading.text for heading in self.headings]

    @property
    def sure(self) -> bool:
        """Whether nothing but headings stands here; words of a row may name roles by chance."""
        return None not in self.roles and len(set(self.roles)) > _FEWEST

    @property
    def numbered(self) -> bool:
        """Whether its first heading can be nothing else: a table that is no plan has a header too."""
        return fold(self.texts[0]) in ("tt", "stt", "so tt")


def find_headings(lines: Sequence[Line], start: int = 0) -> Headings | None:
    """The first header among a page's lines from `start` on."""
    for first in range(start, len(lines)):
        parts = segments(lines[first], _APART)
        if len(parts) < 2 or any(len(part.text) > _LONGEST for part in parts):
            continue
        best: tuple[int, Headings] | None = None
        for height in range(1, min(_TALLEST, len(lines) - first) + 1):
            found = headings_of(lines[first : first + height])
            roles = tuple(_role(heading.text) for heading in found)
            count = len(set(roles) - {None, Role.OTHER})
            longer = best is not None and (count, height) == (best[0], best[1].height + 1)
            goes_on = longer and _goes_on(lines[first + height - 1])
            header = Headings(first, height, found, roles)
            known = Role.TASK in roles and count > (best[0] if best else _FEWEST - 1)
            if known or goes_on or (best is None and len(found) > _FEWEST and header.numbered):
                best = (count, header)
        if best:
            return best[1]
    return None


@lru_cache(maxsize=4_000)
def _role(heading: str) -> Role | None:
    named = role_of(heading) if len(heading) <= _TALLEST * _LONGEST else None
    return named[0] if named else None


def _goes_on(line: Line) -> bool:
    """Whether a line only ends headings that the lines above it begin: `thực hiện` under `Thời gian`."""
    return all(part.text[0].islower() for part in segments(line, _APART))


def headings_of(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The headings of a header of several lines: words above one another are one."""
    found: list[list[Word]] = []
    for part in sorted((part for line in lines for part in segments(line, _APART)), key=lambda part: part.x0):
        if found and part.x0 < max(word.x1 for word in found[-1]):
            found[-1] += part.words
        else:
            found.append(list(part.words))
    return tuple(Line(tuple(sorted(words, key=lambda word: (round(word.top), word.x0)))) for words in found)


@dataclass(frozen=True)
class Columns:
    """`borders`: the left edge of each column and the right edge of the last; `starts`: where most of its texts begin;
    `ends`: how far the longest of its lines reach."""

    borders: tuple[float, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]

    def cells(self, line: Line) -> list[list[Word]]:
        cells: list[list[Word]] = [[] for _ in self.starts]
        for word in line.words:
            cells[_at(self.borders, word)].append(word)
        return cells

    def crossed(self, line: Line) -> bool:
        """Whether one text runs over the white between columns: a section's name, a remark."""
        if len(segments(line, _APART)) > 1:
            return False
        if any(word.x0 < border - 1 and word.x1 > border + 1 for word in line.words for border in self.borders[1:-1]):
            return True
        return any(
            _at(self.borders, before) < (at := _at(self.borders, word)) and abs(word.x0 - self.starts[at]) > _NEAR
            for before, word in pairwise(line.words)
        )


def columns_of(headings: Headings, lines: Sequence[Line]) -> Columns:
    """The columns under a header, by the lines of its table (the header's own among them)."""
    borders = _borders(headings, lines)
    parts: dict[int, list[Line]] = {}
    for part in (part for line in lines for part in segments(line, _SPACE)):
        parts.setdefault(_at(borders, part.words[0]), []).append(part)
    starts, ends = [], []
    for c, (left, right) in enumerate(pairwise(borders)):
        own = parts.get(c, [])
        begun = Counter(part.x0 for part in own).most_common(1)
        starts.append(begun[0][0] if begun else left)
        reached = sorted((part.x1 for part in own if part.x1 <= right + 1), reverse=True)
        ends.append(reached[len(reached) // _STRAY] if reached else right)
    return Columns(tuple(borders), tuple(starts), tuple(ends))


def _at(borders: Sequence[float], word: Word) -> int:
    middle = (word.x0 + word.x1) / 2
    return sum(middle >= border for border in borders[1:-1])


def _borders(headings: Headings, lines: Sequence[Line]) -> list[float]:
    parted = [line for line in lines if len(segments(line, _APART)) > 1]
    left = min((line.x0 for line in lines), default=0.0) - 2
    right = max((line.x1 for line in lines), default=0.0) + 2
    parts = [part for line in parted for part in segments(line, _SPACE)]
    cover = [0] * (int(right) + 2)
    for part in parts:
        for x in range(max(0, int(part.x0)), min(int(part.x1) + 1, len(cover))):
            cover[x] += 1
    begun = Counter(int(part.x0) for part in parts)
    allowed = int(_CROSSED * len(parted))
    inner = [_border(cover, begun, allowed, *_between(one, other)) for one, other in pairwise(headings.headings)]
    return [left, *inner, right]


def _between(one: Line, other: Line) -> tuple[int, int]:
    """A heading stands inside its own column."""
    left, right = max(word.x1 for word in one.words), min(word.x0 for word in other.words)
    return int(left), max(int(right), int(left)) + 1


def _border(cover: Sequence[int], begun: Counter[int], allowed: int, left: int, right: int) -> float:
    """In the widest run that hardly any line covers: where the texts right of it begin, or else in its middle."""
    places = range(left, right)
    level = max(allowed, min(cover[x] for x in places))
    runs = [list(run) for free, run in groupby(places, key=lambda x: cover[x] <= level) if free]
    widest = max(runs, key=len)
    ending = range(widest[-1] - 1, widest[-1] + 4)
    within = sum(begun[x] for x in range(widest[0], right + 40))
    aligned = sum(begun[x] for x in ending) * 2 > within
    return max(ending, key=lambda x: begun[x]) - 0.5 if aligned else (widest[0] + widest[-1] + 1) / 2

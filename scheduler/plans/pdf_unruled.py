"""A table without lines: columns by the white between them, rows by their numbers or by the room above them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from scheduler.plans.headings import Role, role_of
from scheduler.plans.pdf_rows import Box, PageTable
from scheduler.plans.pdf_words import Line, Word, pitch, segments, unwrapped
from scheduler.plans.rows import at_head
from scheduler.plans.sections import split_label

_Page = tuple[int, list[Line]]
_TALLEST = 3  # lines of a header
_GAP = 0.6  # of a line's height; a space is 0.25
_ROOM = 1.3  # times the usual distance of lines
_CROSSED = 0.04  # of the lines may run over the white between two columns
_MARK = re.compile(r"\d{1,3}[.)]?|[IVX]{1,5}[.)]?|[A-ZĐ][.)]?")


@dataclass(frozen=True)
class _Header:
    page: int  # index of its page
    first: int  # its first line there
    height: int
    headings: tuple[Line, ...]  # one for each column, words of all its lines
    roles: tuple[Role | None, ...]


def unruled(pages: Sequence[_Page]) -> tuple[list[Line], list[PageTable], list[Line]]:
    """The lines above a table's header, and the table by its pages; without a header all lines stand above."""
    header = _header(pages)
    if header is None:
        return [line for _, lines in pages for line in lines], [], []
    above = [line for _, lines in pages[: header.page] for line in lines]
    number, lines = pages[header.page]
    above += lines[: header.first]
    bodies = [(number, lines[header.first :]), *pages[header.page + 1 :]]
    borders = _borders(header, [line for _, body in bodies for line in body])
    columns = _Columns(borders, header)
    columns.learn([body for _, body in bodies])
    return above, [table for body in bodies if (table := columns.table(*body))], []


def _header(pages: Sequence[_Page]) -> _Header | None:
    best: tuple[int, _Header] | None = None
    for p, (_, lines) in enumerate(pages):
        for i in [i for i, line in enumerate(lines) if len(segments(line, _GAP)) > 1]:
            for height in range(1, min(_TALLEST, len(lines) - i) + 1):
                headings = _headings(lines[i : i + height])
                known = [found[0] if (found := role_of(heading.text)) else None for heading in headings]
                count = len(set(known) - {None, Role.OTHER})
                goes_on = (
                    best is not None and count == best[0] and best[1].first == i and _goes_on(lines[i + height - 1])
                )
                if Role.TASK in known and (goes_on or count > (best[0] if best else 2)):
                    best = (count, _Header(p, i, height, headings, tuple(known)))
        if best:
            return best[1]
    return None


def _goes_on(line: Line) -> bool:
    """Whether a line only ends headings that the lines above it begin: `thực hiện` under `Thời gian`."""
    return all(part.text[0].islower() for part in segments(line, _GAP))


def _headings(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The headings of a header of several lines: words above one another are one."""
    found: list[list[Word]] = []
    for part in sorted((part for line in lines for part in segments(line, _GAP)), key=lambda part: part.x0):
        if found and part.x0 < max(word.x1 for word in found[-1]):
            found[-1] += part.words
        else:
            found.append(list(part.words))
    return tuple(Line(tuple(sorted(words, key=lambda word: (round(word.top), word.x0)))) for words in found)


def _middle(heading: Line) -> float:
    return (min(word.x0 for word in heading.words) + max(word.x1 for word in heading.words)) / 2


def _borders(header: _Header, lines: Sequence[Line]) -> list[float]:
    """The left edge of each column and the right edge of the last."""
    parted = [line for line in lines if len(segments(line, _GAP)) > 1]
    left = min((line.x0 for line in lines), default=0.0) - 2
    right = max((line.x1 for line in lines), default=0.0) + 2
    cover = [0] * (int(right) + 2)
    for line in parted:
        for part in segments(line, _GAP):
            for x in range(max(0, int(part.x0)), min(int(part.x1) + 1, len(cover))):
                cover[x] += 1
    inner = [
        _white(cover, _middle(one), _middle(other), int(_CROSSED * len(parted)))
        for one, other in pairwise(header.headings)
    ]
    return [left, *inner, right]


def _white(cover: Sequence[int], left: float, right: float, allowed: int) -> float:
    """The middle of the widest run between two headings that hardly any line covers."""
    places = range(int(left), max(int(right), int(left) + 1))
    level = max(allowed, min(cover[x] for x in places))
    runs = [list(run) for free, run in groupby(places, key=lambda x: cover[x] <= level) if free]
    widest = max(runs, key=len)
    return (widest[0] + widest[-1] + 1) / 2


class _Columns:
    def __init__(self, borders: list[float], header: _Header) -> None:
        self.borders = borders
        self.header = header
        self.number = next((i for i, role in enumerate(header.roles) if role is Role.NUMBER), None)
        self.task = header.roles.index(Role.TASK)
        self.at_head = True

    def table(self, page: int, lines: Sequence[Line]) -> PageTable | None:
        rows = self._rows(lines)
        boxes = tuple(box for r, row in enumerate(rows) for box in self._boxes(row, r))
        return PageTable(page, len(rows), boxes) if boxes else None

    def _cells(self, line: Line) -> list[list[Word]]:
        cells: list[list[Word]] = [[] for _ in self.borders[1:]]
        for word in line.words:
            middle = (word.x0 + word.x1) / 2
            at = sum(middle >= border for border in self.borders[1:-1])
            cells[at].append(word)
        return cells

    def _wide(self, line: Line) -> bool:
        """Whether a text runs over the white between columns: a section's name, a remark."""
        return any(
            part.x0 < border - 1 and part.x1 > border + 1
            for part in segments(line, _GAP)
            for border in self.borders[1:-1]
        )

    def _begins(self, line: Line) -> bool:
        cells = [" ".join(word.text for word in words) for words in self._cells(line)]
        if self.number is not None:
            return bool(_MARK.fullmatch(cells[self.number].strip()))
        return bool(at_head(cells[self.task])[0] or split_label(cells[0])[0])

    def learn(self, pages: Sequence[Sequence[Line]]) -> None:
        """Whether a row's number stands at its head, as in most of the rows, or in its middle."""
        rows = [list(map(self._begins, row)) for lines in pages for row in self._spaced(self._split(lines)[1])]
        self.at_head = sum(row[0] for row in rows) >= sum(any(row) and not row[0] for row in rows)

    def _spaced(self, lines: Sequence[Line]) -> list[list[Line]]:
        usual = pitch(lines)
        spaced: list[list[Line]] = []
        for before, line in zip([None, *lines[:-1]], lines, strict=True):
            if before is None or line.top - before.top > _ROOM * usual or self._wide(line) or self._wide(before):
                spaced.append([])
            spaced[-1].append(line)
        return spaced

    def _rows(self, lines: Sequence[Line]) -> list[list[Line]]:
        """Lines gathered to rows: by the room between them where that tells rows apart, and where a number stands."""
        header, body = self._split(lines)
        spaced = self._spaced(body)
        crowded = sum(sum(map(self._begins, row)) > 1 for row in spaced)
        if crowded * 10 > len(spaced):
            spaced = self._by_number(body)
        elif self.at_head:
            spaced = [part for row in spaced for part in self._by_number(row)]
        return [*([header] if header else []), *(row for row in spaced if row)]

    def _split(self, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """A page's header, where it prints one, and the lines under it."""
        wanted = [heading.text for heading in self.header.headings]
        height = self.header.height
        if [heading.text for heading in _headings(lines[:height])] == wanted:
            return list(lines[:height]), list(lines[height:])
        return [], list(lines)

    def _by_number(self, lines: Sequence[Line]) -> list[list[Line]]:
        rows: list[list[Line]] = [[]]
        for before, line in zip([None, *lines[:-1]], lines, strict=True):
            if self._begins(line) or self._wide(line) or (before is not None and self._wide(before)):
                rows.append([])
            rows[-1].append(line)
        return rows

    def _boxes(self, row: Sequence[Line], r: int) -> list[Box]:
        if any(self._wide(line) for line in row):
            text = unwrapped(row, self.borders[0], self.borders[-1])
            return [Box(text, r, self.borders[0], self.borders[-1])]
        cells = [self._cells(line) for line in row]
        boxes = []
        for c, (left, right) in enumerate(pairwise(self.borders)):
            inside = [Line(tuple(cell[c])) for cell in cells if cell[c]]
            boxes.append(Box(unwrapped(inside, left, right), r, left, right))
        return boxes

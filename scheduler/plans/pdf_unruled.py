"""A table without lines: rows by their numbers or by the room above them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from scheduler.plans.headings import Role
from scheduler.plans.pdf_columns import Headings, columns_of, find_headings, headings_of
from scheduler.plans.pdf_rows import Box, PageTable
from scheduler.plans.pdf_words import Line, head, pitch, spare, unwrapped
from scheduler.plans.rows import at_head
from scheduler.plans.sections import split_label

_Page = tuple[int, list[Line]]
_SHIFTED = 8.0  # points
_ROOM = 1.3  # times the usual distance of lines
_BY_HAND = 8  # one line in so many that ends early is an accident
_TITLE = re.compile(r"[IVX]{1,5}[.)/] ?[A-ZĐÀ-Ỹ]{2}")
_MARK = re.compile(r"\d{1,3}[.)]?|[IVX]{1,5}[.)]?|[A-ZĐ][.)]?")


@dataclass(frozen=True)
class _Piece:
    """The lines of one page under a header, this header's own among them, to the next header or the page's end."""

    table: int  # the headers that are the same are one table's
    page: int
    lines: Sequence[Line]
    closed: bool  # a header follows: the last lines may be its title


def unruled(pages: Sequence[_Page]) -> Iterator[Line | PageTable]:
    """The lines above the first header, and the tables with what stands over them."""
    above, pieces, headers = _pieces(pages)
    yield from above
    readers = [
        _Reader(headings, [piece.lines for piece in pieces if piece.table == t]) for t, headings in enumerate(headers)
    ]
    for piece in pieces:
        reader = readers[piece.table]
        body, title = reader.untitled(piece.lines) if piece.closed else (piece.lines, ())
        if table := reader.table(piece.page, body):
            yield table
        yield from title


def _pieces(pages: Sequence[_Page]) -> tuple[list[Line], list[_Piece], list[Headings]]:
    above: list[Line] = []
    pieces: list[_Piece] = []
    headers: list[Headings] = []
    current = -1
    for number, lines in pages:
        since = 0
        for first, table in [*_headers(lines, headers), (len(lines), -1)]:
            if current < 0:
                above += lines[since:first]
            elif lines[since:first]:
                pieces.append(_Piece(current, number, lines[since:first], table >= 0))
            current, since = (table, first) if table >= 0 else (current, first)
    return above, pieces, headers


def _headers(lines: Sequence[Line], known: list[Headings]) -> list[tuple[int, int]]:
    """Where a page prints headers, and which of those that are known so far; a new one is added to them."""
    places: list[tuple[int, int]] = []
    headings = find_headings(lines)
    while headings is not None:
        after = headings.first + headings.height
        table = next((t for t, one in enumerate(known) if _same(headings, one)), -1)
        if table < 0 and (not known or headings.sure or headings.numbered):
            known.append(headings)
            table = len(known) - 1
        if table >= 0:
            places.append((headings.first, table))
        headings = find_headings(lines, after if table >= 0 else headings.first + 1)
    return places


def _same(one: Headings, other: Headings) -> bool:
    """The header of a table printed again: the same words at the same places."""
    places = zip(one.headings, other.headings, strict=False)
    return one.texts == other.texts and all(abs(mine.x0 - theirs.x0) < _SHIFTED for mine, theirs in places)


class _Reader:
    def __init__(self, headings: Headings, pages: Sequence[Sequence[Line]]) -> None:
        self.columns = columns_of(headings, [line for lines in pages for line in lines])
        self.headings = headings
        self.number = next((i for i, role in enumerate(headings.roles) if role is Role.NUMBER), None)
        self.task = next((i for i, role in enumerate(headings.roles) if role is Role.TASK), 0)
        self.filled = [self._is_filled(c, pages) for c in range(len(self.columns.starts))]
        rows = [list(map(self._begins, row)) for lines in pages for row in self._spaced(self._split(lines)[1])]
        # Whether a row's number stands at its head, as in most of the rows, or in its middle.
        self.at_head = sum(row[0] for row in rows) >= sum(any(row) and not row[0] for row in rows)

    def table(self, page: int, lines: Sequence[Line]) -> PageTable | None:
        header, body = self._split(lines)
        rows = [[self._box(header, c, 0) for c in range(len(self.columns.starts))]] if header else []
        rows += [self._boxes(row, r) for r, row in enumerate(self._rows(body), start=len(rows))]
        boxes = tuple(box for row in rows for box in row)
        return PageTable(page, len(rows), boxes) if boxes else None

    def untitled(self, lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
        """The lines of a table, and those at their end that only name what follows."""
        header, _ = self._split(lines)
        end = len(lines)
        while end > len(header) and self._is_title(lines[end - 1]):
            end -= 1
        return lines[:end], lines[end:]

    def _is_title(self, line: Line) -> bool:
        said = [c for c, words in enumerate(self.columns.cells(line)) if words]
        return self.columns.crossed(line) or (said == [self.number] and not _MARK.fullmatch(line.text.strip()))

    def _split(self, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """A page's header, where it prints one, and the lines under it."""
        height = self.headings.height
        if [heading.text for heading in headings_of(lines[:height])] == self.headings.texts:
            return list(lines[:height]), list(lines[height:])
        return [], list(lines)

    def _begins(self, line: Line) -> bool:
        cells = [" ".join(word.text for word in words) for words in self.columns.cells(line)]
        if _TITLE.match(line.text) and sum(map(bool, cells)) == 1:
            return True
        if self.number is not None:
            return bool(_MARK.fullmatch(cells[self.number].strip()) or split_label(cells[self.number])[0])
        return bool(at_head(cells[self.task])[0] or split_label(cells[0])[0])

    def _spaced(self, lines: Sequence[Line]) -> list[list[Line]]:
        usual = pitch(lines)
        spaced: list[list[Line]] = []
        for before, line in zip([None, *lines], lines, strict=False):
            if before is None or line.top - before.top > _ROOM * usual or self._turns(before, line):
                spaced.append([])
            spaced[-1].append(line)
        return spaced

    def _turns(self, before: Line, line: Line) -> bool:
        """Whether a text over all columns begins or ends between two lines."""
        return self.columns.crossed(line) or self.columns.crossed(before)

    def _rows(self, body: Sequence[Line]) -> list[list[Line]]:
        """Lines gathered to rows: by the room between them where that tells rows apart, and where a number stands."""
        spaced = self._spaced(body)
        crowded = sum(sum(map(self._begins, row)) > 1 for row in spaced)
        if crowded * 10 > len(spaced):
            spaced = self._by_number(body)
        elif self.at_head:
            spaced = [part for row in spaced for part in self._by_number(row)]
        return [row for row in spaced if row]

    def _by_number(self, lines: Sequence[Line]) -> list[list[Line]]:
        rows: list[list[Line]] = [[]]
        above: dict[int, Line] = {}  # what stands lowest in each column of the row
        followed = self._followed_by_a_number(lines)
        for line, numbered in zip(lines, followed, strict=True):
            cells = {c: Line(tuple(words)) for c, words in enumerate(self.columns.cells(line)) if words}
            before = rows[-1][-1] if rows[-1] else None
            if before and (
                self._begins(line) or self._turns(before, line) or self._anew(above, cells, followed=numbered)
            ):
                rows.append([])
                above = {}
            rows[-1].append(line)
            above |= cells
        return rows

    def _anew(self, above: Mapping[int, Line], cells: Mapping[int, Line], *, followed: bool) -> bool:
        """Whether a line begins a row without a number: texts that would have had room behind those above them."""
        if not all(self._had_room(above.get(c), c, line) for c, line in cells.items()):
            return False
        if list(cells) != [self.task]:
            return len(cells) > 1 and self.number not in cells and self.task not in cells
        return self.number is not None and followed

    def _followed_by_a_number(self, lines: Sequence[Line]) -> list[bool]:
        """For each line whether a number stands at the head of the next one that says more than a task."""
        found, below = [], False
        for line in reversed(lines):
            found.append(below)
            if not self._says_only_task(line):
                below = self._begins(line)
        return found[::-1]

    def _says_only_task(self, line: Line) -> bool:
        return [c for c, words in enumerate(self.columns.cells(line)) if words] == [self.task]

    def _is_filled(self, c: int, pages: Sequence[Sequence[Line]]) -> bool:
        """Whether the lines of a column break where it ends, and not before, by hand."""
        cells = [Line(tuple(words)) for lines in pages for line in lines if (words := self.columns.cells(line)[c])]
        broken = [(above, below) for above, below in pairwise(cells) if below.text[0].islower()]
        early = sum(head(below) <= self._spare(above, c) for above, below in broken)
        return early * _BY_HAND <= len(broken)

    def _spare(self, line: Line, c: int) -> float:
        return spare([line], self.columns.starts[c], self.columns.ends[c], padding=0.0)

    def _had_room(self, above: Line | None, c: int, line: Line) -> bool:
        if above is None or not self.filled[c] or not line.text[0].isupper() or above.text[-1] in ";:,-+":
            return False
        return head(line) <= self._spare(above, c)

    def _boxes(self, row: Sequence[Line], r: int) -> list[Box]:
        if any(self.columns.crossed(line) for line in row):
            left, right = self.columns.borders[0], self.columns.borders[-1]
            return [Box(unwrapped(row, left, right), r, left, right)]
        return [self._box(row, c, r) for c in range(len(self.columns.starts))]

    def _box(self, row: Sequence[Line], c: int, r: int) -> Box:
        cells = [self.columns.cells(line)[c] for line in row]
        inside = [Line(tuple(words)) for words in cells if words]
        left, right = self.columns.starts[c], self.columns.ends[c]
        text, free = unwrapped(inside, left, right, padding=0.0), spare(inside, left, right, padding=0.0)
        first = head(inside[0]) if inside else 0.0
        return Box(text, r, self.columns.borders[c], self.columns.borders[c + 1], spare=free, head=first)

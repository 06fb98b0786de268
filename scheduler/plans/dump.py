"""A plan of which only the words are left: the text dump of a PDF, or a table's text pasted into the chat."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scheduler.plans import dump_aligned, dump_header, dump_rows, grid, pasted
from scheduler.plans.accents import restored
from scheduler.plans.dump_cells import parted
from scheduler.plans.dump_header import DumpHeader, DumpLine
from scheduler.plans.dump_rows import DumpRow
from scheduler.plans.dump_words import Cut, Habits, Words, habits_of
from scheduler.plans.grid import Block, Cell, tidy
from scheduler.plans.headings import Role
from scheduler.plans.model import Place
from scheduler.plans.pdf_words import bullet_of
from scheduler.plans.refusals import PlanFileError

MAX_LINES = 20_000
MAX_WORDS = 34_000  # under the header; a plan of 75 rows has 6,000
_MOST_A_ROW = 180  # words, on an average; more are rows whose numbers were not found
_FEW_LINES = 40
# So many of the lines may hold the middle of one cell and the beginning of another; more where white parts the cells.
_MIXED = {False: 0.085, True: 0.13}
_PARTED = 0.1  # of the lines have an empty one above
# Reading all rows again with the habits they show is worth its time in any plan of usual length.
_LEFT = (Role.NUMBER, Role.SECTION)  # what stands before a row's own cells
_READINGS = ((8_000, 3), (16_000, 2), (MAX_WORDS, 1))


def blocks(text: str) -> tuple[Block, ...]:
    """The text above the table, and the table. Raises PlanFileError: too large, or columns that can't be told apart."""
    aligned = dump_aligned.blocks(text)
    if aligned is not None:
        return aligned
    lines = _lines(text)
    header = dump_header.find(lines)
    if header is None:
        return pasted.blocks(text) or _numbered(lines)
    if dump_aligned.keeps_columns(text):
        raise PlanFileError("files.mixed_columns")
    above = lines[: header.first]
    body, turned = dump_header.without_repeats(lines, header)
    rows = dump_rows.rows(body, turned, above[-1].text if above else "", beside=Role.SECTION in header.roles)
    if not _in_order(rows, header):
        return _numbered(lines)
    return (*_numbered(above), _grid(rows, header))


def _numbered(lines: Sequence[DumpLine]) -> tuple[str, ...]:
    """The lines, empty ones too, so that the place of each is its number in the file."""
    said = {line.number: line.text for line in lines}
    return tuple(said.get(number, "") for number in range(1, max(said, default=0) + 1))


def _in_order(rows: Sequence[DumpRow], header: DumpHeader) -> bool:
    """Whether each cell's lines stand together and each row's cells behind its number: else no reading is right."""
    first = next(role for role in header.roles if role is not Role.SECTION)
    if Role.NUMBER in header.roles and first is not Role.NUMBER:
        return False
    tasks = [row for row in rows if row.title is None]
    words = sum(len(line.text.split()) for row in tasks for piece in row.pieces for line in piece)
    inner = [line for row in tasks for piece in row.pieces for line in piece[1:]]
    mixed = sum(_is_mixed(line.text) for line in inner)
    parted = sum(line.blank for line in inner) > _PARTED * len(inner)
    return words <= _MOST_A_ROW * len(tasks) and (len(inner) < _FEW_LINES or mixed < _MIXED[parted] * len(inner))


def _is_mixed(line: str) -> bool:
    """A line that goes on with small letters, and then has a capital behind a small word, without a stop between."""
    words = line.split()
    return line[0].islower() and any(
        word[0].isupper() and not word.isupper() and before[-1].isalpha() and before[0].islower()
        for before, word in pairwise(words)
    )


def _lines(text: str) -> list[DumpLine]:
    found: list[DumpLine] = []
    blank = False
    for number, raw in enumerate(text.replace("\f", "\n").split("\n"), start=1):
        line = tidy(restored(raw[: grid.MAX_CELL]))
        if line:
            found.append(DumpLine(number, line, blank))
        blank = not line
        if len(found) > MAX_LINES:
            raise PlanFileError("files.too_large")
    return found


def _grid(rows: Sequence[DumpRow], header: DumpHeader) -> grid.Grid:
    if len(rows) > grid.MAX_ROWS:
        raise PlanFileError("files.too_large")
    roles = [role for role in header.roles if role not in _LEFT]
    width = len(roles) + 1
    cells = [Cell(heading, 0, c) for c, heading in enumerate(_headings(header))]
    places = [Place(row=header.first + 1)]
    for row, lines in zip(rows, _read(rows, roles), strict=True):
        at = len(places)
        if row.title is not None:
            cells.append(Cell(f"{row.no}. {row.title}", at, 0, 1, width))
        else:
            cells.append(Cell(row.no, at, 0))
            cells += [Cell(text, at + r, c + 1) for r, line in enumerate(lines) for c, text in line.items() if text]
        places += [Place(row=row.line)] * max(1, len(lines))
    return grid.build(cells, tuple(places))


def _headings(header: DumpHeader) -> list[str]:
    named = [heading for heading, role in zip(header.headings, header.roles, strict=True) if role not in _LEFT]
    return ["TT", *(re.sub(r"^\d{1,2}[.)]\s*", "", heading) for heading in named)]


def _read(rows: Sequence[DumpRow], roles: Sequence[Role]) -> Iterator[list[dict[int, str]]]:
    """Of each row its lines, each a text for each column."""
    words = [Words.of([piece for piece in row.pieces if piece]) for row in rows]
    total = sum(len(row.words) for row in words)
    readings = next((times for most, times in _READINGS if total <= most), 0)
    if not readings:
        raise PlanFileError("files.too_large")
    habits = Habits()
    cuts: list[list[Cut]] = []
    for _ in range(readings):
        cuts = [parted(row, roles, habits) if row.words else [] for row in words]
        habits = habits_of(words, cuts, len(roles))
    for row, cells in zip(words, cuts, strict=True):
        yield _texts(row, cells, habits)


def _texts(row: Words, cells: Sequence[Cut], habits: Habits) -> list[dict[int, str]]:
    found: list[dict[int, str]] = [{}]
    last = -1
    for cut in cells:
        text = _unwrapped(row, cut, habits.widths.get(cut.column, 0))
        if cut.start >= row.turned:
            text = f"{found[-1].get(cut.column, '')} {text}".strip()
        elif cut.column <= last:
            found.append({})
        found[-1][cut.column] = text
        last = cut.column
    return found


def _unwrapped(row: Words, cut: Cut, width: int) -> str:
    """A cell's text; a line break stays where the next word had room and begins something."""
    lines = row.broken(cut.start, cut.end)
    text = row.text(*lines[0])
    bullet = bullet_of(text)
    for line, following in pairwise(lines):
        word = row.words[following[0]]
        room = row.length(*line) + 1 + len(word) <= width - 2
        item = bool(bullet) and bullet_of(row.text(*following)) == bullet
        text += ("\n" if item or (room and _begins(word)) else " ") + row.text(*following)
    return text


def _begins(word: str) -> bool:
    return word[0].isupper() or word[0] in "-–+•*" or re.fullmatch(r"\d{1,2}[.)].*", word) is not None

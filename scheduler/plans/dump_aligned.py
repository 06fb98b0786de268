"""A dump that keeps the columns one under another with spaces: read by its places, as a page without lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from locales.folding import fold
from scheduler.plans import pdf_rows
from scheduler.plans.accents import restored
from scheduler.plans.grid import Block, Grid, tidy
from scheduler.plans.pdf_rows import PageTable
from scheduler.plans.pdf_unruled import unruled
from scheduler.plans.pdf_words import Line, Word
from scheduler.plans.refusals import PlanFileError

_LETTER, _HEIGHT, _STEP = 6.0, 10.0, 12.0  # a typewriter's, in points
_GAP = re.compile(r"\S {2,}\S")
_PARTED = 0.25  # of the lines have white inside
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.),:]?(?:\s|$)")
_FEW_NUMBERS, _MOST_NUMBERED = 5, 0.6
# Of the rows that begin with a small letter, and of all cells: real rows show under 0.1 and 0.3, broken ones over 0.4.
_MOST_OPENED, _MOST_SMALL, _ALL_SMALL = 0.25, 0.4, 0.8
_MOST_REPEATED = 12  # lines of a page's head
_FIRST_PAGE = 200  # lines
_NUMBER_ALONE = re.compile(r"(?:trang|page)?\s*[-–]?\s*\d{1,3}\s*[-–]?", re.IGNORECASE)
_LONGEST_NUMBER, _ASIDE = 20, 20  # characters, and those before it
MAX_LINES, MAX_WORDS = 8_000, 60_000  # a plan of 75 rows has 1,000 and 8,000
_WIDEST = 1_000  # characters of a line


def blocks(text: str) -> tuple[Block, ...] | None:
    """The text above and the table; None where the columns are not kept, or no header is found. May raise
    PlanFileError: too large, or its lines run across the columns."""
    if not keeps_columns(text):
        return None
    said = [line for line in text.split("\n") if line.strip()]
    if len(said) + text.count("\f") > MAX_LINES or sum(len(line.split()) for line in said) > MAX_WORDS:
        raise PlanFileError("files.too_large")
    found = list(unruled([(1, _lines(_one_page(text)))]))
    above = [part for part in found if isinstance(part, Line)]
    tables = [part for part in found if isinstance(part, PageTable)]
    if not tables:
        return None
    read = list(_joined(tables))
    if not _keeps_rows(read):
        return None
    if _runs_across(read):
        raise PlanFileError("files.mixed_columns")
    return (*(tidy(restored(line.text)) for line in above), *read)


def keeps_columns(text: str) -> bool:
    """Whether so many lines have white inside that the text was laid out in columns."""
    said = [line for line in text.split("\n") if line.strip()]
    gaps = sum(bool(_GAP.search(line)) for line in said)
    return 0 < gaps >= _PARTED * len(said) and all(len(line) <= _WIDEST for line in said)


def _runs_across(blocks: Sequence[Block]) -> bool:
    """Whether the rows begin in the middle of sentences, as where the lines of neighbours were taken for rows.

    What is typed in small letters throughout is another matter.
    """
    rows = [
        [cell.text for cell in grid.starting_in(r) if cell.text]
        for grid in blocks
        if isinstance(grid, Grid)
        for r in range(1, len(grid.rows))
    ]
    full = [texts for texts in rows if len(texts) > 1]
    cells = [text for texts in rows for text in texts]
    opened = sum(next((text for text in texts if not text[0].isdigit()), "A")[0].islower() for texts in full)
    small = sum(text[0].islower() for text in cells) / max(1, len(cells))
    broken = opened > _MOST_OPENED * len(full) or small > _MOST_SMALL
    return len(full) >= _FEW_NUMBERS and broken and small < _ALL_SMALL


def _keeps_rows(blocks: Sequence[Block]) -> bool:
    """Whether most rows that stand apart begin with a number, where rows are numbered: else lines passed for rows."""
    rows = [
        cells for grid in blocks if isinstance(grid, Grid) for cells in map(grid.starting_in, range(len(grid.rows)))
    ]
    full = [cells for cells in rows if sum(bool(cell.text) for cell in cells) > 1]
    numbered = sum(any(_NUMBERED.match(cell.text) for cell in cells[:3]) for cells in full)
    return numbered < _FEW_NUMBERS or numbered >= _MOST_NUMBERED * len(full)


def _one_page(text: str) -> list[str]:
    """The lines of all pages, without those that stand at the head of a page as they stood before: its header."""
    pages = [[line for line in page.split("\n") if not _is_page_number(line)] for page in text.split("\f")]
    first: set[tuple[str, ...]] = set()
    found: list[str] = []
    for page in pages:
        heads = [fold(line) for line in page if line.strip()][:_MOST_REPEATED]
        repeated = next((n for n in range(len(heads), 0, -1) if tuple(heads[:n]) in first), 0)
        for line in page:
            if repeated and line.strip():
                repeated -= 1
            else:
                found.append(line)
        first = first or _runs([fold(line) for line in page if line.strip()][:_FIRST_PAGE])
    return found


def _runs(lines: Sequence[str]) -> set[tuple[str, ...]]:
    """All lines that follow one another, as many as a page's head has."""
    return {tuple(lines[i : i + n]) for i in range(len(lines)) for n in range(1, _MOST_REPEATED + 1)}


def _is_page_number(line: str) -> bool:
    words = line.strip()
    aside = len(line) - len(line.lstrip()) > _ASIDE
    return aside and len(words) <= _LONGEST_NUMBER and bool(_NUMBER_ALONE.fullmatch(words))


def _joined(tables: Sequence[PageTable]) -> Iterator[Block]:
    """All pages in one table where they share their borders, which they do: they were drawn once for all."""
    start = 0
    for i, (before, after) in enumerate(pairwise(tables), start=1):
        if not before.goes_on_in(after):
            yield pdf_rows.joined(tables[start:i])
            start = i
    yield pdf_rows.joined(tables[start:])


def _lines(page: Sequence[str]) -> list[Line]:
    found = []
    for row, raw in enumerate(page):
        words = [
            Word(_LETTER * match.start(), _LETTER * match.end(), _STEP * row, _STEP * row + _HEIGHT, restored(match[0]))
            for match in re.finditer(r"\S+", raw.expandtabs())
        ]
        if words:
            found.append(Line(tuple(words)))
    return found

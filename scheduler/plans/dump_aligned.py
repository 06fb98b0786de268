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

_LETTER, _HEIGHT, _STEP = 6.0, 10.0, 12.0  # a typewriter's, in points
_GAP = re.compile(r"\S {2,}\S")
_PARTED = 0.25  # of the lines have white inside
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,2})*[.),:]?(?:\s|$)")
_FEW_NUMBERS, _MOST_NUMBERED = 5, 0.6
_MOST_REPEATED = 12  # lines of a page's head
_NUMBER_ALONE = re.compile(r"\s*(?:trang|page)?\s*[-–]?\s*\d{1,3}\s*[-–]?\s*", re.IGNORECASE)


def blocks(text: str) -> tuple[Block, ...] | None:
    """The text above and the table; None where the columns are not kept, or no header is found. May raise
    PlanFileError: too large."""
    said = [line for line in text.split("\n") if line.strip()]
    if sum(bool(_GAP.search(line)) for line in said) < _PARTED * len(said):
        return None
    found = list(unruled([(1, _lines(_one_page(text)))]))
    above = [part for part in found if isinstance(part, Line)]
    tables = [part for part in found if isinstance(part, PageTable)]
    if not tables:
        return None
    read = list(_joined(tables))
    if not _keeps_rows(read):
        return None
    return (*(tidy(restored(line.text)) for line in above), *read)


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
    said: list[str] = []
    found: list[str] = []
    for page in pages:
        heads = [fold(line) for line in page if line.strip()][:_MOST_REPEATED]
        repeated = next((n for n in range(len(heads), 0, -1) if _stands_in(heads[:n], said)), 0)
        for line in page:
            if repeated and line.strip():
                repeated -= 1
            else:
                found.append(line)
        said = said or [fold(line) for line in page if line.strip()]
    return found


def _stands_in(heads: Sequence[str], said: Sequence[str]) -> bool:
    return any(list(heads) == list(said[i : i + len(heads)]) for i in range(len(said)))


def _is_page_number(line: str) -> bool:
    return bool(_NUMBER_ALONE.fullmatch(line)) and len(line) - len(line.lstrip()) > 20


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

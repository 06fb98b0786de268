"""A dump that keeps the columns one under another with spaces: read by its places, as a page without lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scheduler.plans import pdf_rows
from scheduler.plans.accents import restored
from scheduler.plans.grid import Block, tidy
from scheduler.plans.pdf_rows import PageTable
from scheduler.plans.pdf_unruled import unruled
from scheduler.plans.pdf_words import Line, Word

_LETTER, _HEIGHT, _STEP = 6.0, 10.0, 12.0  # a typewriter's, in points
_GAP = re.compile(r"\S {2,}\S")
_PARTED = 0.25  # of the lines have white inside
_NUMBER_ALONE = re.compile(r"\s*(?:trang|page)?\s*[-–]?\s*\d{1,3}\s*[-–]?\s*", re.IGNORECASE)


def blocks(text: str) -> tuple[Block, ...] | None:
    """The text above and the table; None where the columns are not kept, or no header is found. May raise
    PlanFileError: too large."""
    said = [line for line in text.split("\n") if line.strip()]
    if sum(bool(_GAP.search(line)) for line in said) < _PARTED * len(said):
        return None
    found = list(unruled([(number, _lines(page)) for number, page in enumerate(text.split("\f"), start=1)]))
    above = [part for part in found if isinstance(part, Line)]
    tables = [part for part in found if isinstance(part, PageTable)]
    if not tables:
        return None
    return (*(tidy(restored(line.text)) for line in above), *_joined(tables))


def _joined(tables: Sequence[PageTable]) -> Iterator[Block]:
    """All pages in one table where they share their borders, which they do: they were drawn once for all."""
    start = 0
    for i, (before, after) in enumerate(pairwise(tables), start=1):
        if not before.goes_on_in(after):
            yield pdf_rows.joined(tables[start:i])
            start = i
    yield pdf_rows.joined(tables[start:])


def _lines(page: str) -> list[Line]:
    found = []
    for row, raw in enumerate(page.split("\n")):
        line = raw.expandtabs()
        words = [
            Word(_LETTER * match.start(), _LETTER * match.end(), _STEP * row, _STEP * row + _HEIGHT, restored(match[0]))
            for match in re.finditer(r"\S+", line)
        ]
        if words and not (_NUMBER_ALONE.fullmatch(line) and words[0].x0 > 20 * _LETTER):
            found.append(Line(tuple(words)))
    return found

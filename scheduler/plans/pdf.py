"""A printed plan: the text of a PDF as lines and tables, ruled or not. Its pages are read in a process of its own."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from locales.folding import fold
from scheduler.plans import pdf_rows
from scheduler.plans.accents import restored
from scheduler.plans.excel_dates import spelled_out
from scheduler.plans.grid import Block, tidy
from scheduler.plans.pdf_limits import LATEST, TOO_LONG
from scheduler.plans.pdf_rows import Box, PageTable
from scheduler.plans.pdf_unruled import unruled
from scheduler.plans.pdf_words import Line, Word, halves, head, lines_of, spare, unwrapped
from scheduler.plans.refusals import PlanFileError

_TITLE = 3  # lines
_BRACKET = 300  # characters
_PAGE_NUMBER = re.compile(
    r"(?:trang|page)?\s*[-–—|/.]*\s*\d{1,4}\s*(?:(?:/|of|trên)\s*\d{1,4})?\s*[-–—|.]*", re.IGNORECASE
)


def recognises(content: bytes) -> bool:
    """A PDF may have a few bytes of something else before its mark."""
    return b"%PDF-" in content[:1024]


def blocks(content: bytes) -> tuple[Block, ...]:
    """The text and tables in reading order, tables over several pages in one. Raises PlanFileError."""
    pages = [_page(number, page) for number, page in enumerate(_pages(content), start=1)]
    return tuple(_joined(_without_furniture(pages)))


def _pages(content: bytes) -> list[dict[str, Any]]:
    # Nothing inside Python ends a reading that goes on for ever; a process can be ended.
    command = [sys.executable, "-P", "-m", "scheduler.plans.pdf_pages"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=LATEST, check=True)  # noqa: S603
        answer: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as late:
        raise PlanFileError("files.too_large") from late
    except subprocess.CalledProcessError as ended:
        key = "files.too_large" if ended.returncode == TOO_LONG else "files.damaged"
        raise PlanFileError(key) from ended
    except json.JSONDecodeError as damage:
        raise PlanFileError("files.damaged") from damage
    if "refused" in answer:
        raise PlanFileError(answer["refused"])
    pages: list[dict[str, Any]] = answer["pages"]
    return pages


# What a page holds from top to bottom: lines of text and tables, each with the page's number and its top.
_Part = tuple[float, Line | PageTable]


@dataclass(frozen=True)
class _Page:
    number: int
    height: float
    parts: tuple[_Part, ...]


def _page(number: int, page: dict[str, Any]) -> _Page:
    lines: list[_Part] = [(line.top, line) for line in lines_of(_words(page["words"]))]
    tables: list[_Part] = [(min(cell[1] for cell in cells), _ruled(number, cells)) for cells in page["tables"] if cells]
    return _Page(number, page["height"], tuple(sorted(lines + tables, key=lambda part: part[0])))


def _words(found: Sequence[Sequence[Any]]) -> list[Word]:
    return [Word(x0, x1, top, bottom, restored(text)) for x0, x1, top, bottom, text in found]


def _ruled(number: int, cells: Sequence[Sequence[Any]]) -> PageTable:
    tops = sorted({top for _, top, _, _, _ in cells})
    boxes = []
    for left, top, right, bottom, words in cells:
        lines = lines_of(_words(words))
        text = spelled_out(restored(unwrapped(lines, left, right)))
        height = max(1, sum(top <= edge < bottom - 1 for edge in tops))
        first = head(lines[0]) if lines else 0.0
        boxes.append(Box(text, tops.index(top), left, right, height, spare(lines, left, right), first))
    return PageTable(number, len(tops), tuple(boxes))


def _without_furniture(pages: Sequence[_Page]) -> list[_Page]:
    """Without page numbers, and without what stands at the head or foot of page after page."""
    edges = [_edge_lines(page) for page in pages]
    repeated = Counter(name for lines in edges for name in {_nameless(line) for line in lines})
    kept = []
    for page, lines in zip(pages, edges, strict=True):
        unsaid = [
            line
            for line in lines
            if _PAGE_NUMBER.fullmatch(line.text.strip()) or repeated[_nameless(line)] > max(2, len(pages) // 2)
        ]
        kept.append(_Page(page.number, page.height, tuple(part for part in page.parts if part[1] not in unsaid)))
    return kept


def _edge_lines(page: _Page) -> list[Line]:
    """The first two and the last two things on a page, as far as they are lines in its margins."""
    margins = (*page.parts[:2], *page.parts[-2:])
    outside = [part for top, part in margins if top < 0.12 * page.height or top > 0.88 * page.height]
    return [part for part in outside if isinstance(part, Line)]


def _nameless(line: Line) -> str:
    return re.sub(r"\d+", "", fold(line.text)).strip() or "0"


def _joined(pages: Sequence[_Page]) -> Iterator[Block]:
    """Tables that follow one another with nothing between are one; a plan without ruled tables is read by its gaps."""
    found = list(_in_order(pages))
    if not any(isinstance(part, PageTable) for part in found):
        found = list(unruled([(page.number, _lines(page)) for page in pages]))
    waiting: list[PageTable | Line] = []
    for part in _with_titles(found):
        if waiting and not _goes_on(waiting[-1], part):
            yield from _blocks(waiting)
            waiting = []
        waiting.append(part)
    if waiting:
        yield from _blocks(waiting)


def _with_titles(parts: Sequence[PageTable | Line]) -> Iterator[PageTable | Line]:
    """A section's name that stands between two pieces of one table, without a frame, is a row of it."""
    before: PageTable | None = None
    between: list[Line] = []
    for part in parts:
        if isinstance(part, Line):
            between.append(part)
            continue
        titled = before is not None and 0 < len(between) <= _TITLE and before.goes_on_in(part)
        if before is not None and titled and not pdf_rows.has_other_header(part, before):
            yield from _title(between, before, part)
        else:
            yield from between
        yield part
        before, between = part, []
    yield from between


def _title(lines: Sequence[Line], before: PageTable, after: PageTable) -> Iterator[PageTable]:
    """Nothing where a merged cell's text is only printed again on the page that the cell goes on to."""
    left, right = after.edges
    text = unwrapped(lines, left, right)
    if fold(text) not in {fold(box.text) for box in before.boxes}:
        yield PageTable(after.page, 1, (Box(text, 0, left, right),), before.first + before.height)


def _in_order(pages: Sequence[_Page]) -> Iterator[PageTable | Line]:
    return (part for page in pages for _, part in page.parts)


def _lines(page: _Page) -> list[Line]:
    return [part for _, part in page.parts if isinstance(part, Line)]


def _goes_on(before: PageTable | Line, after: PageTable | Line) -> bool:
    if isinstance(before, PageTable) and isinstance(after, PageTable):
        return before.goes_on_in(after)
    return isinstance(before, Line) and isinstance(after, Line)


def _blocks(parts: Sequence[PageTable | Line]) -> Iterator[Block]:
    tables = [part for part in parts if isinstance(part, PageTable)]
    if tables:
        yield pdf_rows.joined(tables)
    else:
        yield from _paragraphs([part for part in parts if isinstance(part, Line)])


def _paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    """Lines side by side (the head of a document) are two texts; the others go on where the margin broke them."""
    right = max(line.x1 for line in lines)
    left = min(line.x0 for line in lines)
    for aside, group in groupby(lines, key=lambda line: len(halves(line)) == 2):
        if aside:
            pairs = [halves(line) for line in group]
            yield from (tidy("\n".join(pair[side].text for pair in pairs)) for side in (0, 1))
        else:
            yield from _sentences(tidy(restored(unwrapped(list(group), left, right))).split("\n"))


def _sentences(lines: Sequence[str]) -> Iterator[str]:
    """A line that opens a bracket goes on in the next: `(Kèm theo … ngày` and `12/2022 của …)`."""
    open_line = ""
    for line in lines:
        open_line = f"{open_line} {line}".strip()
        if not open_line.startswith("(") or ")" in open_line or len(open_line) > _BRACKET:
            yield open_line
            open_line = ""
    if open_line:
        yield open_line

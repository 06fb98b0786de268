"""A PDF as words and ruled cells, page by page. Run as a process of its own: whoever started it can end it.

Reads the file from standard input; prints `{"refused": key}` or `{"pages": [page, …]}`, where a page is
`{"height": h, "words": [word, …], "tables": [[cell, …], …]}`, a cell `[x0, top, x1, bottom, [word, …]]` and a word
`[x0, x1, top, bottom, text]`; lengths in points from the upper left corner.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_words

from scheduler.plans import pdf_bounds, pdf_frames

MAX_PAGES = 200
MAX_CHARACTERS = 600_000
MAX_EDGES = 6_000  # lines drawn on one page
_FEW = 25  # letters a page; fewer on every page is a scan with a stamp
_DOUBLE = 0.1  # of a letter's size
Word = tuple[float, float, float, float, str]
Box = tuple[float, float, float, float]
_Char = dict[str, Any]


class RefusedPdf(Exception):
    """`str()` is the key of the sentence for the person."""


def pages_of(content: bytes) -> list[dict[str, Any]]:
    """Raises RefusedPdf; damage raises whatever pdfminer runs into."""
    try:
        pdf_bounds.weigh(content)
        with pdfplumber.open(BytesIO(content)) as document:
            if len(list(islice(PDFPage.create_pages(document.doc), MAX_PAGES + 1))) > MAX_PAGES:
                raise RefusedPdf("files.too_large")
            return list(_read(document.pages))
    except pdf_bounds.TooMuch as much:
        raise RefusedPdf("files.too_large") from much
    except PdfminerException as problem:
        cause = problem.args[0] if problem.args else None
        if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
            raise RefusedPdf("files.locked") from problem
        if isinstance(cause, pdf_bounds.TooMuch):
            raise RefusedPdf("files.too_large") from problem
        raise


def _read(pages: Iterable[Page]) -> Iterator[dict[str, Any]]:
    characters = count = pictures = 0
    for count, page in enumerate(pages, start=1):  # noqa: B007  the count is wanted behind the loop
        characters += len(page.chars)
        pictures += len(page.images)
        if characters > MAX_CHARACTERS or len(page.edges) > MAX_EDGES:
            raise RefusedPdf("files.too_large")
        yield _page(page)
        page.close()
    if characters < _FEW * count:
        raise RefusedPdf("files.scanned" if pictures else "files.empty")


def _page(page: Page) -> dict[str, Any]:
    free = [char for char in _once(page.chars) if char["upright"] and _within(char, page.bbox)]
    tables = []
    for table in pdf_frames.tables(page):
        inside = [char for char in free if _within(char, table.bbox)]
        free = [char for char in free if not _within(char, table.bbox)]
        filled, left_over = _by_cell(inside, table.cells)
        cells = [[*_rounded(box), _words(filled.get(i, []))] for i, box in enumerate(table.cells)]
        cells += [[*_around(word, table.cells, table.bbox), [word]] for word in _words(left_over)]
        tables.append(_merged(cells))
    return {"height": float(page.height), "words": _words(free), "tables": tables}


def _once(chars: Iterable[_Char]) -> Iterator[_Char]:
    """Without the letters that are printed twice in one place to look bold."""
    seen: dict[tuple[str, int, int], list[tuple[float, float]]] = {}
    for char in chars:
        x, y, near = char["x0"], char["top"], min(1.0, max(0.1, _DOUBLE * char["size"]))
        around = ((char["text"], int(x) + i, int(y) + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if not any(abs(x - x0) < near and abs(y - y0) < near for key in around for x0, y0 in seen.get(key, ())):
            seen.setdefault((char["text"], int(x), int(y)), []).append((x, y))
            yield char


def _by_cell(chars: Iterable[_Char], cells: Sequence[Box]) -> tuple[dict[int, list[_Char]], list[_Char]]:
    """The letters of each cell, by its place among the cells, and those outside all of them."""
    bands: dict[tuple[float, float], list[tuple[float, float, int]]] = {}
    for i, (left, top, right, bottom) in enumerate(cells):
        bands.setdefault((top, bottom), []).append((left, right, i))
    filled: dict[int, list[_Char]] = {}
    left_over: list[_Char] = []
    for char in chars:
        middle, level = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        beside = (row for (top, bottom), row in bands.items() if top <= level < bottom)
        at = next((i for row in beside for left, right, i in row if left <= middle < right), None)
        (left_over if at is None else filled.setdefault(at, [])).append(char)
    return filled, left_over


def _rounded(box: Box) -> Box:
    left, top, right, bottom = (round(edge, 1) for edge in box)
    return left, top, right, bottom


def _around(word: Word, cells: Iterable[Box], table: Box) -> Box:
    """The room between the cells that a word outside all of them stands in: a merged cell without all its lines."""
    x0, x1, word_top, word_bottom, _ = word
    level = (word_top + word_bottom) / 2
    beside = [box for box in cells if box[1] <= level < box[3]]
    top = max((box[1] for box in beside), default=word_top)
    bottom = min((box[3] for box in beside), default=word_bottom)
    left = max((box[2] for box in beside if box[2] <= x0 + 1), default=table[0])
    right = min((box[0] for box in beside if box[0] >= x1 - 1), default=table[2])
    return _rounded((left, top, right, bottom))


def _merged(cells: list[list[Any]]) -> list[list[Any]]:
    """The words that stand in one place in one cell."""
    found: dict[tuple[float, ...], list[Any]] = {}
    for cell in cells:
        place = tuple(cell[:4])
        if place in found:
            found[place][4].extend(cell[4])
        else:
            found[place] = cell
    return list(found.values())


def _within(char: _Char, box: Box) -> bool:
    middle, level = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= middle < box[2] and box[1] <= level < box[3])


def _words(chars: list[_Char]) -> list[Word]:
    found = extract_words(chars, x_tolerance_ratio=0.16, y_tolerance=3)
    return [
        (round(word["x0"], 1), round(word["x1"], 1), round(word["top"], 1), round(word["bottom"], 1), word["text"])
        for word in found
    ]


def main() -> None:
    pdf_bounds.install()
    try:
        answer: dict[str, Any] = {"pages": pages_of(sys.stdin.buffer.read())}
    except RefusedPdf as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

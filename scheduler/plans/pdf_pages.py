"""A PDF as words and ruled cells, page by page. Run as a process of its own: whoever started it can end it.

Reads the file from standard input; prints `{"refused": key}` or `{"pages": [page, …]}`, where a page is
`{"height": h, "words": [word, …], "tables": [[cell, …], …]}`, a cell `[x0, top, x1, bottom, [word, …]]` and a word
`[x0, x1, top, bottom, text]`; lengths in points from the upper left corner.
"""

import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_words

from scheduler.plans import pdf_frames

MAX_PAGES = 200
MAX_CHARACTERS = 600_000
MAX_EDGES = 6_000  # lines drawn on one page
MAX_STREAM = 48 * 1024 * 1024
MAX_STREAMS = 160 * 1024 * 1024
_STEP = 1024 * 1024
_FEW = 25  # letters a page; fewer on every page is a scan with a stamp
_CROWDED = 8_000  # letters on a page, where looking for those printed twice takes too long
Word = tuple[float, float, float, float, str]
Box = tuple[float, float, float, float]


class RefusedPdf(Exception):
    """`str()` is the key of the sentence for the person."""


def pages_of(content: bytes) -> list[dict[str, Any]]:
    """Raises RefusedPdf; damage raises whatever pdfminer runs into."""
    _weigh(content)
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            if len(document.pages) > MAX_PAGES:
                raise RefusedPdf("files.too_large")
            return list(_read(document.pages))
    except PdfminerException as problem:
        if isinstance(problem.args[0] if problem.args else None, (PDFPasswordIncorrect, PDFEncryptionError)):
            raise RefusedPdf("files.locked") from problem
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
    found = page.dedupe_chars().chars if len(page.chars) < _CROWDED else page.chars
    free = [char for char in found if char["upright"] and _within(char, page.bbox)]
    tables = []
    for table in pdf_frames.tables(page):
        inside = [char for char in free if _within(char, table.bbox)]
        free = [char for char in free if not _within(char, table.bbox)]
        cells = [[*_rounded(box), _words([char for char in inside if _within(char, box)])] for box in table.cells]
        left_over = [char for char in inside if not any(_within(char, box) for box in table.cells)]
        cells += [[*_around(word, table.cells, table.bbox), [word]] for word in _words(left_over)]
        tables.append(_merged(cells))
    return {"height": float(page.height), "words": _words(free), "tables": tables}


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


def _within(char: dict[str, Any], box: Box) -> bool:
    middle, level = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= middle < box[2] and box[1] <= level < box[3])


def _words(chars: list[dict[str, Any]]) -> list[Word]:
    found = extract_words(chars, x_tolerance_ratio=0.16, y_tolerance=3)
    return [
        (round(word["x0"], 1), round(word["x1"], 1), round(word["top"], 1), round(word["bottom"], 1), word["text"])
        for word in found
    ]


def _weigh(content: bytes) -> None:
    """Unpacks every stream to nowhere: what would not fit into memory is known before anything is kept."""
    total, at = 0, content.find(b"stream")
    while at >= 0:
        start = at + 6 + (content[at + 6 : at + 8] == b"\r\n") + (content[at + 6 : at + 7] == b"\n")
        size = _unpacked(content, start)
        total += size
        if size > MAX_STREAM or total > MAX_STREAMS:
            raise RefusedPdf("files.too_large")
        at = content.find(b"stream", start)


def _unpacked(content: bytes, start: int) -> int:
    """How many bytes a stream unpacks to; one packed twice counts for all it holds."""
    unpacker, inner, size = zlib.decompressobj(), zlib.decompressobj(), 0
    packed = memoryview(content)[start:]
    try:
        for offset in range(0, len(packed), _STEP):
            waiting = bytes(packed[offset : offset + _STEP])
            while waiting and size <= MAX_STREAM:
                piece = unpacker.decompress(waiting, _STEP)
                waiting = unpacker.unconsumed_tail
                size += len(piece) + _inside(inner, piece)
            if unpacker.eof or size > MAX_STREAM:
                break
    except zlib.error:
        return size  # no packed stream, or a damaged one: what can be unpacked of it was counted
    return size


def _inside(inner: Any, piece: bytes) -> int:
    try:
        return len(inner.decompress(piece, MAX_STREAM))
    except zlib.error:
        return 0


def main() -> None:
    try:
        answer: dict[str, Any] = {"pages": pages_of(sys.stdin.buffer.read())}
    except RefusedPdf as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

"""The tables that lines draw on a page; a frame that the page's end left open is closed there."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from pdfplumber.page import Page
from pdfplumber.table import Table, TableFinder

_NEAR = 3.0  # points; ends of lines nearer than this meet
_LOW = 8.0  # less than a line of text: a line that overshoots its frame opens no cell
_COLUMNS = 3  # upright lines that end together; two may be a letterhead's
_Line = dict[str, Any]


def tables(page: Page) -> list[Table]:
    finder = TableFinder(page)
    missing = list(_missing(finder.edges))
    return TableFinder(page, {"explicit_horizontal_lines": missing}).tables if missing else finder.tables


def _missing(edges: Sequence[_Line]) -> Iterator[_Line]:
    """Where upright lines that stand side by side end at one level and nothing is drawn: rows go on over the page."""
    uprights = sorted((edge for edge in edges if edge["orientation"] == "v"), key=lambda edge: float(edge["x0"]))
    level_lines = [edge for edge in edges if edge["orientation"] == "h"]
    for side in ("top", "bottom"):
        for level in _levels(upright[side] for upright in uprights):
            beside = [line for line in uprights if line["top"] - _NEAR <= level <= line["bottom"] + _NEAR]
            if sum(abs(line[side] - level) < _NEAR for line in beside) < _COLUMNS:
                continue
            near = [line for line in level_lines if abs(line["top"] - level) < _LOW]
            for left, right in pairwise(beside):
                ends = abs(left[side] - level) < _NEAR and abs(right[side] - level) < _NEAR
                if ends and not _drawn(near, left["x0"], right["x0"]):
                    yield _line(left["x0"], right["x0"], level)


def _levels(ends: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for end in sorted(ends):
        if not kept or end - kept[-1] > _NEAR:
            kept.append(end)
    return kept


def _drawn(lines: Sequence[_Line], left: float, right: float) -> bool:
    middle = (left + right) / 2
    return any(line["x0"] <= middle <= line["x1"] for line in lines)


def _line(left: float, right: float, level: float) -> _Line:
    return {
        "object_type": "line",
        "orientation": "h",
        "x0": left,
        "x1": right,
        "top": level,
        "bottom": level,
        "width": right - left,
        "height": 0.0,
    }

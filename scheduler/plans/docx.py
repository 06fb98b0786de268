"""A Word file as its paragraphs and tables. Only the text is taken: no pictures, macros, links or deleted words."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from docx.oxml.ns import qn
from lxml import etree

from scheduler.plans import grid, package
from scheduler.plans.grid import Block, Cell, Grid, tidy
from scheduler.plans.model import Place
from scheduler.plans.refusals import PlanFileError
from scheduler.plans.word_numbers import WordNumbers

# Wrappers that stand between a table and its rows, or a text and its paragraphs, and say nothing themselves.
_WRAPPERS = {qn(tag) for tag in ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")}
_UNSAID = {qn(tag) for tag in ("w:del", "w:moveFrom", "w:txbxContent", "w:pPr", "w:rPr")}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
# Hand-drawn borders miss each other by a few millimetres; nearer than this (twentieths of a point) they are one.
_SAME_BORDER = 170


def recognises(parts: Iterable[str]) -> bool:
    return any(name.startswith("word/document") and name.endswith(".xml") for name in parts)


def blocks(content: bytes) -> tuple[Block, ...]:
    """The file's paragraphs and tables in reading order. Raises PlanFileError."""
    name = package.main_part(content)
    body = package.xml(content, name).find(qn("w:body"))
    if body is None:
        raise PlanFileError("files.damaged")
    folder, parts = name.rpartition("/")[0], package.sizes(content)
    numbering, styles = (
        package.xml(content, part) if part in parts else None
        for part in (f"{folder}/numbering.xml", f"{folder}/styles.xml")
    )
    numbers = WordNumbers(numbering, styles)
    found: list[Block] = []
    for element in _through(body, qn("w:p"), qn("w:tbl")):
        if element.tag == qn("w:p"):
            found.append(tidy(_paragraph(element, numbers)))
        else:
            found.append(_table(element, numbers, 1 + sum(isinstance(block, Grid) for block in found)))
    return tuple(found)


def _through(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _through(child, *tags)


def _words(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[str(child.tag)]
        elif child.tag not in _UNSAID and child.tag != _FALLBACK:
            yield from _words(child)


def _paragraph(paragraph: etree._Element, numbers: WordNumbers) -> str:
    words = "".join(_words(paragraph))
    label = numbers.label(paragraph)
    return f"{label} {words}" if label else words


def _cell_text(cell: etree._Element, numbers: WordNumbers) -> str:
    lines = []
    for element in _through(cell, qn("w:p"), qn("w:tbl")):
        if element.tag == qn("w:p"):
            lines.append(_paragraph(element, numbers))
        else:
            lines.extend(_cell_text(inner, numbers) for row in _rows(element) for inner in _through(row, qn("w:tc")))
    return "\n".join(lines)


def _rows(table: etree._Element) -> list[etree._Element]:
    kept = [row for row in _through(table, qn("w:tr")) if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
    if len(kept) > grid.MAX_ROWS:
        raise PlanFileError("files.too_large")
    return kept


def _count(cell: etree._Element, path: str, default: int) -> int:
    found = cell.find("/".join(qn(tag) for tag in path.split("/")))
    value = "" if found is None else str(found.get(qn("w:val"), ""))
    return int(value) if value.isdecimal() and len(value) < 4 else default


def _borders(table: etree._Element) -> list[int]:
    """For each border between grid columns, the number of the drawn column that begins there."""
    edges, columns, drawn = [0], [0], 0
    for column in table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}"):
        width = str(column.get(qn("w:w"), "")).partition(".")[0]
        edges.append(edges[-1] + (int(width) if width.isdecimal() else 10 * _SAME_BORDER))
    kept = edges[0]
    for edge in edges[1:]:
        if edge - kept >= _SAME_BORDER:
            drawn, kept = drawn + 1, edge
        columns.append(drawn)
    return columns


def _placed(row: etree._Element, borders: list[int]) -> Iterator[tuple[etree._Element, int, int]]:
    """A row's cells with the drawn columns where they begin and end."""
    at = _count(row, "w:trPr/w:gridBefore", 0)
    for element in _through(row, qn("w:tc")):
        edges = (at, at + _count(element, "w:tcPr/w:gridSpan", 1))
        start, end = (borders[edge] if edge < len(borders) else borders[-1] + edge for edge in edges)
        at = edges[1]
        if end > 2 * grid.MAX_COLUMNS:
            raise PlanFileError("files.too_large")
        yield element, start, max(end, start + 1)


def _table(table: etree._Element, numbers: WordNumbers, ordinal: int) -> Grid:
    rows, borders = _rows(table), _borders(table)
    cells: dict[tuple[int, int], Cell] = {}
    open_above: dict[int, tuple[int, int]] = {}  # drawn column -> key of the cell that vertical merging continues
    for r, row in enumerate(rows):
        merged: dict[int, tuple[int, int]] = {}
        for element, start, end in _placed(row, borders):
            merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            key = (r, start)
            if merge is not None and merge.get(qn("w:val"), "continue") == "continue" and start in open_above:
                key = open_above[start]
                cells[key] = replace(cells[key], rows=r - cells[key].row + 1)
            else:
                cells[key] = Cell(tidy(_cell_text(element, numbers)), r, start, 1, end - start)
            if merge is not None:
                merged[start] = key
        open_above = merged
    return grid.build(cells.values(), tuple(Place(table=ordinal, row=r + 1) for r in range(len(rows))))

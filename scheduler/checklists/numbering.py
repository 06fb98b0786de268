"""Which items of a checklist are ticked, and under which number. Pure.

A step (`Bước 2`) is ticked as a whole: what stands under it says how. A heading (a letter, a Roman numeral or a number
with items under it, or words that end in a colon) and a note (`*`) are not ticked. Everything else is.
"""

import re
from collections.abc import Iterator
from itertools import count

from scheduler.checklists.model import Item, Listed, Row

_STEP = re.compile(r"bước \d+", re.IGNORECASE)
_BULLETS = frozenset({"", "-", "+", "•", "–"})
_NOTE = "*"


def is_step(item: Item) -> bool:
    return _STEP.fullmatch(item.no) is not None


def is_heading(item: Item) -> bool:
    """Whether the item only leads to those under it."""
    return bool(item.children) and (item.no not in _BULLETS or item.text.rstrip().endswith(":"))


def rows(listed: Listed) -> list[Row]:
    """Every line in printed order; numbers run through the whole checklist, from 1."""
    return list(_rows(listed.items, depth=0, numbers=count(1)))


def _rows(items: tuple[Item, ...], *, depth: int, numbers: "count[int]") -> Iterator[Row]:
    for item in items:
        step = is_step(item)
        ticked = step or not (item.no == _NOTE or is_heading(item))
        yield _row(item, depth, next(numbers) if ticked else None, step=step)
        if step:
            yield from _details(item.children, depth + 1)
        else:
            yield from _rows(item.children, depth=depth + 1, numbers=numbers)


def _details(items: tuple[Item, ...], depth: int) -> Iterator[Row]:
    for item in items:
        yield _row(item, depth, None, step=False)
        yield from _details(item.children, depth + 1)


def _row(item: Item, depth: int, number: int | None, *, step: bool) -> Row:
    return Row(item.text, number, depth, item.no, item.who, item.minutes, step)

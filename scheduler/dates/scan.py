"""The first row that fits at a place of the canonical line, and bare figures that go on with the list before them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.dates.items import Item
from scheduler.dates.patterns import Row, item_of
from scheduler.dates.rows import CONTINUED

_LINKS = frozenset(",&-U|;")
_LIST_GOES_ON = re.compile(r" ?(?:[,;.)]|va |nam |hang |$)")


def first_of(rows: Iterable[Row], line: str, at: int) -> Item | None:
    for each in rows:
        match = each.find.match(line, at)
        if match:
            return item_of(each, match)
    return None


def continued(items: list[Item], line: str, at: int, *, rows: Mapping[str, Row] = CONTINUED) -> Item | None:
    """A bare figure after a link: `tháng 3, 6, 9`, `Quý I-II`, `ngày 15 và 30`. A `;` before it becomes a comma."""
    if len(items) < 2 or items[-1].code not in _LINKS or items[-1].end != at - 1:
        return None
    last = items[-2]
    code = "M" if last.code == "D" and last.unit == "worded" else last.code
    if code not in rows or last.end != items[-1].start - 1:
        return None
    found = first_of([rows[code]], line, at)
    if found and items[-1].code == ";":
        if not _LIST_GOES_ON.match(line, found.end):
            return None
        items[-1] = replace(items[-1], code=",")
    return found

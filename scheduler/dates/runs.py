"""Rewriting a run of items: an expression over their codes finds it, a function gives what stands for it."""

import re
from collections.abc import Callable, Iterator

from scheduler.dates.items import Item, codes, over

Change = Callable[[list[Item]], list[Item]]
TIMES = frozenset("DdMPQHEYSqIwmrhytxlTVN")
_CUTS = frozenset(",&;|")


def rewrite(items: list[Item], pattern: str, change: Change) -> list[Item]:
    """Every run of items whose codes match becomes what `change` gives for it."""
    line = codes(items)
    out: list[Item] = []
    last = 0
    for match in re.finditer(pattern, line):
        out += items[last : match.start()]
        out += change(items[match.start() : match.end()])
        last = match.end()
    return out + items[last:]


def only(run: list[Item], wanted: str) -> list[Item]:
    return [item for item in run if item.code in wanted]


def drop(items: list[Item], unwanted: str) -> list[Item]:
    return [item for item in items if item.code not in unwanted]


def unread(run: list[Item]) -> list[Item]:
    """What can't be read, as one item."""
    return [Item("?", *over(run), "unread")]


def segments(items: list[Item]) -> Iterator[list[Item]]:
    """The pieces of a list, each but the last ending with the sign that parts it from the next."""
    piece: list[Item] = []
    for item in items:
        piece.append(item)
        if item.code in _CUTS:
            yield piece
            piece = []
    if piece:
        yield piece

"""The canonical line cut into items: at each word the first row that fits, else a word that says nothing of time."""

import re

from scheduler.dates.items import Item
from scheduler.dates.patterns import expression, row
from scheduler.dates.scan import continued, first_of
from scheduler.dates.words import Words
from scheduler.plans.deadlines.calendar_rows import CALENDAR
from scheduler.plans.deadlines.conditions import condition_at
from scheduler.plans.deadlines.other_rows import OTHER

_SIGNS = frozenset(",&|;(:-")
_FIGURES = [
    row("Y", 33, r"YYYY(?= (?:[^\w ]|va|hoac|den|tro|cac|nhung)|$)(?! [/-] \d{1,2}(?: |$))"),
    row("M", 5, r"MM(?=(?: (?:,|va) \d{1,2})*(?: (?:,|va|-) \d{1,2}) / (?:19|20)\d\d(?: |$))"),
    row("?", "unread", r"(?:19|20)\d\d"),
    row("?", "unread", r"\d+(?: / \d+)+"),
]
_TIME_WORD = expression(r"ngay|thang|nam|quy|tuan|gio|phut|sau")
_WORD = expression(r"ngay|thang|nam|quy|tuan|gio|phut|sau")
_LIST_GOES_ON = re.compile(r" ?(?:[,;.)]|va |nam |hang |$)")
_WORD = re.compile(r"\S+ ?")


def _figure(items: list[Item], line: str, at: int) -> Item | None:
    """A figure that no row took: a year alone or in a list, months without the word, or nothing readable."""
    item = first_of(_FIGURES, line, at)
    alone = at == 0 or (bool(items) and items[-1].end == at - 1)
    if item and item.code == "Y" and not alone:
        return Item("?", item.start, item.end, "unread")
    return item


def _found(words: Words, items: list[Item], at: int) -> Item | None:
    line = words.line
    going_on = continued(items, line, at)
    if going_on:
        return going_on
    sign = next((item for item in reversed(items) if item.code in _SIGNS), None)
    before = "(" if sign and sign.code == "(" else line[sign.end + 1 if sign else 0 : at]
    item = first_of(OTHER, line, at) or condition_at(words, at, before) or first_of(CALENDAR, line, at)
    if item:
        return item
    if line[at].isdecimal():
        return _figure(items, line, at)
    rest = _TIME_WORD.match(line, at)
    return Item("?", at, rest.end(), "unread") if rest else None


def scan(words: Words) -> list[Item]:
    """The items of a phrase in their order. Words that say nothing of time are left out."""
    items: list[Item] = []
    at = 0
    while at < len(words.line):
        item = _found(words, items, at)
        if item is None:
            word = _WORD.match(words.line, at)
            at = word.end() if word else at + 1
            continue
        items.append(item)
        at = item.end + 1
    return items

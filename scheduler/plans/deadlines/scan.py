"""The canonical line cut into items: at each word the first row that fits, else a word that says nothing of time."""

import re
from dataclasses import replace

from scheduler.plans.deadlines.calendar_rows import CALENDAR
from scheduler.plans.deadlines.conditions import condition_at
from scheduler.plans.deadlines.items import Item
from scheduler.plans.deadlines.other_rows import OTHER
from scheduler.plans.deadlines.patterns import Row, expression, item_of, row
from scheduler.plans.deadlines.words import Words

_LINKS = frozenset(",&-U|;")
_SIGNS = frozenset(",&|;(:-")
_COUNTED = r"xa|phuong|thon|ap|lop|nguoi|ho|don vi|co quan|truong|cuoc|buoi|dot|hoi nghi|ky|bai|tin|van ban|luot|dong"
_CONTINUES = {
    "M": row("M", 5, rf"MM(?! (?:[/.] \d{{1,2}}(?: |$)|ngay|tuan|thang|quy|lan|%|:|h|gio|(?:{_COUNTED})\b))OF_YEAR"),
    "Q": row("Q", 9, rf"QQ(?! (?:/ \d{{1,2}}(?: |$)|ngay|tuan|thang|lan|%|(?:{_COUNTED})\b))OF_YEAR"),
    "d": row("d", 1, rf"DD(?! (?:[/.-] \d|ngay|tuan|thang|quy|lan|lam|%|:|h|gio|(?:{_COUNTED})\b))"),
}
_FIGURES = [
    row("Y", 33, r"YYYY(?= (?:[^\w ]|va|hoac|den|tro|cac|nhung)|$)(?! [/-] \d{1,2}(?: |$))"),
    row("M", 5, r"MM(?=(?: (?:,|va) \d{1,2})*(?: (?:,|va|-) \d{1,2}) / (?:19|20)\d\d(?: |$))"),
    row("?", "unread", r"(?:19|20)\d\d"),
    row("?", "unread", r"\d+(?: / \d+)+"),
]
_TIME_WORD = expression(r"ngay|thang|nam|quy|tuan|gio|phut|sau")
_LIST_GOES_ON = re.compile(r" ?(?:[,;.)]|va |nam |hang |$)")
_WORD = re.compile(r"\S+ ?")


def _continued(items: list[Item], line: str, at: int) -> Item | None:
    """A bare figure that goes on with the list before it: `tháng 3, 6, 9`, `Quý I-II`, `ngày 15 và 30`."""
    if len(items) < 2 or items[-1].code not in _LINKS or items[-1].end != at - 1:
        return None
    last = items[-2]
    code = "M" if last.code == "D" and last.unit == "worded" else last.code
    if code not in _CONTINUES or last.end != items[-1].start - 1:
        return None
    found = _first([_CONTINUES[code]], line, at)
    if found and items[-1].code == ";":
        if not _LIST_GOES_ON.match(line, found.end):
            return None
        items[-1] = replace(items[-1], code=",")
    return found


def _first(rows: list[Row], line: str, at: int) -> Item | None:
    for each in rows:
        match = each.find.match(line, at)
        if match:
            return item_of(each, match)
    return None


def _figure(items: list[Item], line: str, at: int) -> Item | None:
    """A figure that no row took: a year alone or in a list, months without the word, or nothing readable."""
    item = _first(_FIGURES, line, at)
    alone = at == 0 or (bool(items) and items[-1].end == at - 1)
    if item and item.code == "Y" and not alone:
        return Item("?", item.start, item.end, "unread")
    return item


def _found(words: Words, items: list[Item], at: int) -> Item | None:
    line = words.line
    continued = _continued(items, line, at)
    if continued:
        return continued
    sign = next((item for item in reversed(items) if item.code in _SIGNS), None)
    before = "(" if sign and sign.code == "(" else line[sign.end + 1 if sign else 0 : at]
    item = _first(OTHER, line, at) or condition_at(words, at, before) or _first(CALENDAR, line, at)
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

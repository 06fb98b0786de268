"""Days and periods that have a name anywhere, in a plan as in a message: `scheduler/dates` reads them.

Only what a chat may leave out is added (`25-11`, a day without `ngày`), and what it may mean instead is left alone
(`việc thứ 2`).
"""

import re
from collections.abc import Iterator
from datetime import date

from bot.intents import days
from bot.intents.calendar_line import CalendarLine, calendar_line
from bot.intents.days import Days
from bot.intents.line import Line
from bot.intents.patterns import forms, listed
from scheduler.dates.items import Item, widen
from scheduler.dates.joins import inherit_years, read_days, read_neighbour_days, read_windows
from scheduler.dates.patterns import row
from scheduler.dates.rows import CONTINUED, DAYS, LINKS, PERIODS, WEEKDAYS
from scheduler.dates.runs import drop, only, rewrite
from scheduler.dates.scan import continued, first_of

Place = tuple[int, int, Days | int]

# In a chat a day needs no word before it, nor a slash; in a plan `1.2` is a row's number.
_ROWS = [
    *DAYS,
    row("D", 1, r"(?:ngay |hom )?(?:mung |mong )?DD (?:/|\.|-) MM(?! [/.-])OF_LIST_YEAR"),
    row("d", 1, r"hom DD"),
    *PERIODS,
    row("T", 15, "WEEKDAY"),
    row("Y", 18, r"(?:giai doan )?YYYY(?= (?:-|den) (?:nam )?20\d\d(?: |$))"),
    *LINKS,
    row("&", "", "voi"),
    row(" ", "", "cua"),
]
_HEADS = frozenset(
    listed(
        """WEEKDAY giai ngay hom mung mong thang cac quy nam trong nua dau giua cuoi thuong trung ha vao den toi het cho
    ket tu ke bat va cung voi cua + , / -"""
    )
)
_NUMBER = re.compile(r"\d|WEEKDAY|\bi{1,3}\b|\biv\b|\bq(?:i{1,3}|iv)\b")
_NAMES = frozenset("DdMQHYET")
_READ = frozenset("DdMQHYEIi")
_EDGES = frozenset("U&,-")
_NEEDED = forms("năm chủ")  # no other name of a day or a period stands without a number
# `ngày 20, 12` may be a day and a task.
_LISTED = {"M": CONTINUED["M"], "Q": CONTINUED["Q"], "Y": row("Y", 18, r"YYYY(?! [/-] \d)")}
_WEEKDAY_WORDS = forms("thứ chủ cn") | {f"t{day}" for day in range(2, 8)}
_ORDINAL_AFTER = forms("việc cái vụ mục vc nhiệm")


def _item_at(seen: CalendarLine, items: list[Item], at: int) -> Item | None:
    line = seen.words.line
    if not line[at].isdecimal() and line[at : line.find(" ", at) % (len(line) + 1)] not in _HEADS:
        return None
    item = continued(items, line, at, rows=_LISTED) or first_of(_ROWS, line, at)
    if item and item.code == "d" and line[at].isdecimal() and seen.words_at(at, item.end):
        return item if items and items[-1].code == "F" else None  # a number, but in `từ 20 đến 30/11`
    return item


def _runs(seen: CalendarLine) -> Iterator[list[Item]]:
    """The items that stand together, no other word between them."""
    run: list[Item] = []
    for at in seen.words.starts:
        if run and at <= run[-1].end:
            continue
        item = _item_at(seen, run, at)
        if run and (item is None or at > run[-1].end + 1):
            yield run
            run = []
        run += [item] if item else []
    yield run


def _read_run(items: list[Item]) -> list[Item]:
    """What a run of items says: days with their month and year, windows, neighbours."""
    items = drop(items, " ")
    while items and items[0].code in _EDGES:
        items = items[1:]
    if sum(item.code in _NAMES for item in items) < 2:
        return items
    items = rewrite(inherit_years(items), r"T,?D|DT", lambda run: [widen(only(run, "D")[0], run)])
    return read_neighbour_days(read_windows(read_days(items)))


def _one_period(items: list[Item], today: date) -> list[Item]:
    """`quý 3 và quý 4`, `tháng 11, 12`: neighbours are one period, as a list asks for one."""
    found: list[Item] = []
    for item in items:
        first = found[-1] if found else None
        if first and days.follows(days.named(item, today), days.named(first, today)):
            ends = (first.ends[0] if first.ends else first, item.ends[-1] if item.ends else item)
            found[-1] = widen(Item("I", 0, 0, 7, ends=ends), [first, item])
        else:
            found.append(item)
    return found


def named_days(line: Line, today: date) -> Iterator[Place]:
    """The days and periods that have a name anywhere, in plans as in messages."""
    if not (_NUMBER.search(line.norm) or line.present & _NEEDED):
        return
    seen = calendar_line(line)
    for run in _runs(seen):
        for item in _one_period([item for item in _read_run(run) if item.code in _READ], today):
            place, value = seen.words_at(item.start, item.end), days.named(item, today)
            if place and value:
                yield (*place, value)


def with_weekdays(line: Line) -> Line:
    """`việc thứ 2` is a row of a list, `thứ 2` elsewhere Monday."""
    if line.present.isdisjoint(_WEEKDAY_WORDS):
        return line
    seen = calendar_line(line)
    found = [first_of(WEEKDAYS, seen.words.line, at) for at in seen.words.starts]
    for item in reversed([item for item in found if item]):
        place = seen.words_at(item.start, item.end)
        if place and not (place[0] and line.words[place[0] - 1].norm in _ORDINAL_AFTER):
            line = line.signed(*place, "WEEKDAY", item.weekday)
    return line

"""What belongs together among the items of a phrase: a year along a list, days that share a month, windows."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from scheduler.dates.items import Item, widen
from scheduler.dates.runs import only, rewrite, unread

_WINDOW_RULES = {"M": 7, "Q": 36, "Y": 18, "D": 34, "d": 27}


def inherit_years(items: list[Item]) -> list[Item]:
    """No year of its own: the nearest one to the right in the same list (rule 20)."""
    out: list[Item] = []
    near: Item | None = None
    for item in reversed(items):
        if item.code in "DMQHEYwmrlN" and not item.each_year:
            if item.dated:
                near = item
            elif near:
                item = replace(item, year=near.year, shift=near.shift, inherited=True)  # noqa: PLW2901
        out.append(item)
    return out[::-1]


def _share_month(run: list[Item]) -> list[Item]:
    """`ngày 4, 5/6/2026`, `từ ngày 25 đến ngày 05/4`: the days before it have the last one's month."""
    last = run[-1]
    month = last.month or 1
    out = []
    for item in run[:-1]:
        earlier = item.code == "d" and (item.day or 0) > (last.day or 0)
        shared = replace(
            last, day=item.day, start=item.start, end=item.end, month=(month + 10) % 12 + 1 if earlier else month
        )
        out.append(shared if item.code == "d" else item)
    return [*out, last]


def _days_of_months(run: list[Item]) -> list[Item]:
    """`ngày 08 của tháng 3, 6, 9`: that day of each month (rule 4)."""
    months = only(run, "M")
    days = only(run, "dD")
    if any(month.part for month in months) or any(day.code == "D" and day.unit != "worded" for day in days):
        return run
    out = [day for day in days if day.code == "D"]
    for month in months:
        out += [replace(month, code="D", day=day.day, rule=4) for day in days]
    first = run.index(days[0])
    marks = [item for item in run[:first] if item.code in "AUBc"] + [item for item in run[first:] if item.code in "Bc"]
    return [*marks, *(widen(day, run) for day in out)]


def _day_in_month(run: list[Item]) -> list[Item]:
    """`Tháng 3, trước ngày 15`: the day of that month."""
    month, day = run[0], run[-1]
    if month.part:
        return unread(run)
    return [*only(run, "AUBc"), replace(month, code="D", day=day.day, rule=1, start=month.start, end=day.end)]


def read_days(items: list[Item]) -> list[Item]:
    """Days with the month that stands elsewhere; a weekday beside its day says nothing more."""
    items = rewrite(items, r"T,?(?=[AUB]*c?[Dd])", lambda _: [])
    items = rewrite(items, r"(?<=D)\(?T\)?", lambda _: [])
    items = rewrite(items, r"d(?:[-,&U][-,&AUBF]*c?d)*[-,&U][-,&AUBF]*c?D", _share_month)
    items = rewrite(items, r"[AUB]*c?B?d(?:[,&]d)*(?:,?B?c)?M(?:[,&]?M)*|D(?:[,&]M)+", _days_of_months)
    return rewrite(items, r"M[(:,]?[AUB]*c?d(?![,&]?[mtlxd])", _day_in_month)


def _window(run: list[Item]) -> list[Item]:
    """From the first day of the one to the last day of the other."""
    first, last = only(run, "dDMQYEP")[0], only(run, "dDMQYEP")[-1]
    if first.code == "d" != last.code or last.code == "d" != first.code:
        return unread(run)
    clocks = only(run[-2:], "c")
    code = "i" if first.code == "d" else "I"
    rule = _WINDOW_RULES.get(last.code, 36) if first.code == last.code else 36
    window = Item(code, 0, 0, rule, ends=(first, last), clock=clocks[-1].clock if clocks else None)
    return [widen(replace(window, each_year=last.each_year, span=last.span), run)]


def _dashes(run: list[Item]) -> list[Item]:
    """`Tháng 9 - 12` is a window; three and more are a list."""
    if len(only(run, "-")) == 1:
        return _window(run)
    return [replace(item, code=",") if item.code == "-" else item for item in run]


def _place(month: Item) -> tuple[int, int]:
    """The first and last third of a month, counted on one line."""
    whole = ((month.year or 0) * 12 + (month.month or 0)) * 3
    return (whole, whole + 2) if not month.part else (whole + month.part - 1, whole + month.part - 1)


def _neighbour_months(run: list[Item]) -> list[Item]:
    """After `dự kiến` or `trong`, neighbouring months are one window (rule 8)."""
    groups: list[list[Item]] = []
    for month in only(run, "M"):
        if groups and _place(groups[-1][-1])[1] + 1 == _place(month)[0]:
            groups[-1].append(month)
        else:
            groups.append([month])
    out = []
    for group in groups:
        window = Item("I", 0, 0, 8, ends=(group[0], group[-1]), each_year=group[0].each_year, span=group[0].span)
        out.append(widen(window, group) if len(group) > 1 else group[0])
    return out


def read_windows(items: list[Item]) -> list[Item]:
    items = rewrite(items, r"Fc?[DdMQYE][,(]?U+c?[DdMQYE]", _window)
    for kind in ("D", "d", "M", "Q", "Y"):
        items = rewrite(items, rf"(?<![BAU]){kind}U+c?{kind}", _window)
        items = rewrite(items, rf"F?(?<![BAU]){kind}(?:-{kind})+", _dashes)
    items = rewrite(items, r"(?<![BAU])[MQD]U+[EY]", _window)
    items = rewrite(items, r"W(?:M[,&]W?)+M", _neighbour_months)
    items = rewrite(items, r"B[AUc]*I", unread)
    return rewrite(items, r"iM(?:[,&]?M)*", _window_in_months)


def _window_in_months(run: list[Item]) -> list[Item]:
    """`ngày 15-20 của tháng 3, 6`: the same days of each month."""
    window = run[0]
    out = []
    for month in only(run, "M"):
        first, last = (replace(month, code="D", day=end.day) for end in window.ends)
        out.append(widen(replace(window, code="I", rule=34, ends=(first, last)), run))
    return out


def _plain(item: Item) -> date | None:
    """The day, in any year, where nothing but the day is said."""
    if item.before or item.clock or item.each_year or item.label:
        return None
    try:
        return date(item.year or 2000, item.month or 0, item.day or 0)
    except ValueError:
        return None


def read_neighbour_days(items: list[Item]) -> list[Item]:
    """`ngày 4, 5/6/2026`: neighbouring days are one window (rule 34)."""

    def join(run: list[Item]) -> list[Item]:
        days = only(run, "D")
        dates = [_plain(day) for day in days]
        steps = {b - a if a and b else None for a, b in pairwise(dates)}
        if steps != {timedelta(days=1)}:
            return run
        return [widen(Item("I", 0, 0, 34, ends=(days[0], days[-1])), run)]

    return rewrite(items, r"D(?:[,&]?D)+", join)

"""The second half of the grammar of a deadline: days inside rhythms, signs before a day, labels of reports."""

import re
from dataclasses import replace

from scheduler.dates.items import Item, codes, widen
from scheduler.dates.joins import read_neighbour_days
from scheduler.dates.runs import TIMES, drop, only, rewrite, segments, unread
from scheduler.dates.spans import ROMAN, half_label
from scheduler.plans.deadlines.waiting import Waiting
from scheduler.plans.model import Condition, ConditionKind

_DAY_LIST = r"[AUB]*c?B?[di](?:[,&][AUB]*c?[di])*(?:,?B?c)?"
_PERIODS = "QHEYM"


def _signed_days(run: list[Item]) -> list[Item]:
    """The days of a list with the signs and the clock time that stand before or behind them."""
    clock = next((item.clock for item in run if item.code == "c"), None)
    before = any(item.code == "B" for item in run)
    return [replace(item, before=before, clock=clock if clock else item.clock) for item in run if item.code in "di"]


def _inside(unit: str, rule: int, run: list[Item]) -> list[Item]:
    month = next(iter(only(run, "l")), None)
    days = tuple(_signed_days(only(run, "AUBcdi")))
    years = next((item for item in run if item.year is not None), None)
    found = Item("V", 0, 0, rule, ends=days, unit=unit, part=month.part if month else 1)
    return [widen(replace(found, shift=month.shift if month else None, year=years.year if years else None), run)]


def _weekly(run: list[Item]) -> list[Item]:
    days, clocks = only(run, "T"), only(run, "c")
    week = widen(only(run, "w")[0], run)
    return [replace(week, rule=34, weekday=day.weekday, clock=clocks[-1].clock if clocks else None) for day in days]


def read_rhythms(items: list[Item]) -> list[Item]:
    """Days inside a month, a quarter or a week that comes again (rules 27 to 30, 34)."""
    join = r"[,(:]*b?"
    month = [replace(item, code="t") if item.code == "q" and item.unit == "month" else item for item in items]
    items = month if re.search(r"d\)?,?q|i,?q", codes(items)) else items
    items = rewrite(items, rf"r{join}{_DAY_LIST}\(?x\)?", _next_quarter)
    items = rewrite(items, rf"(?:r{join})?{_DAY_LIST}[,(]?l(?:[,(]?r)?\)?", _in_quarter)
    items = rewrite(items, rf"(?:[mt]{join})?{_DAY_LIST}[,(]?x(?:[,(]?m)?\)?", lambda run: _inside("next", 29, run))
    items = rewrite(
        items,
        rf"(?:[mt]{join})?{_DAY_LIST}[,(]?[mt]\)?|[mt]{join}{_DAY_LIST}\)?",
        lambda run: _inside("month", 27, run),
    )
    items = rewrite(items, rf"{_DAY_LIST}[,(]?[rhwy]\)?|[rhwy]{join}{_DAY_LIST}\)?", unread)
    items = rewrite(items, r"P[,(]?m\)?|m[,(:]?P\)?", _part_of_month)
    items = rewrite(items, r"[AUB]*c?,?T(?:[,&]T)*[,(]?w|w[,(:]?[AUB]*c?T(?:[,&]T)*(?:,?B?c)?", _weekly)
    items = rewrite(
        items, r"[AUB]*co|(?<![DAUB],)(?<![DAUB])[AUB]*c,o|o,?[AUB]*c", lambda run: [widen(only(run, "o")[0], run)]
    )
    items = rewrite(items, r"U[tm]", lambda run: [widen(replace(run[1], code="m", rule=14), run)])
    items = rewrite(items, r"U+[ry]", lambda run: [widen(run[-1], run)])
    return rewrite(items, r"t", lambda run: [_month_of_list(run[0], items)])


def _month_of_list(item: Item, items: list[Item]) -> Item:
    """`tháng, quý, năm`: each month, beside other reporting periods."""
    return replace(item, code="m", rule=14) if set("rhwyEH") & set(codes(items)) else unread([item])[0]


def _in_quarter(run: list[Item]) -> list[Item]:
    month = only(run, "l")[0]
    return _inside("quarter", 30 if month.shift else 28, run)


def _next_quarter(run: list[Item]) -> list[Item]:
    return [replace(found, shift=1, part=1) for found in _inside("quarter", 30, run)]


def _part_of_month(run: list[Item]) -> list[Item]:
    return [widen(replace(only(run, "P")[0], unit="month"), run)]


def _signed(run: list[Item]) -> list[Item]:
    """A day with `trước`, `đến`, `chậm nhất` and its clock time (rules 1 to 3)."""
    day, clocks = only(run, "D")[0], only(run, "c")
    if only(run, "F"):
        return unread(run)
    marks = {item.code for item in run}
    before, clock = day.before or "B" in marks, clocks[-1].clock if clocks else day.clock
    rule = 3 if clocks and day.rule == 1 else 2 if before and day.rule == 1 else day.rule
    return [widen(replace(day, before=before, until=bool(marks & set("ABU")), clock=clock, rule=rule), run)]


def _signed_period(run: list[Item]) -> list[Item]:
    """`trước quý III`, `đến hết tháng 9` (rule 32); `trước cuối năm`, `từ tháng 3` say no day."""
    period, marks = run[-1], {item.code for item in run[:-1]}
    if "F" in marks or "c" in marks or ("B" in marks and (period.code not in "MQY" or period.part)):
        return unread(run)
    found = replace(period, before="B" in marks, until="U" in marks and "B" not in marks)
    return [widen(replace(found, rule=32) if found.before or found.until else found, run)]


def _day_before(items: list[Item]) -> Item | None:
    """The day that a list goes on from: `20/3, …`, `20/3 (báo cáo quý I) và …`."""
    linked = bool(items) and items[-1].code in ",&;"
    rest = items[:-1] if linked else items
    if linked and rest and rest[-1].code == ")":
        opened = max((at for at, item in enumerate(rest) if item.code == "("), default=0)
        rest = rest[:opened]
    return rest[-1] if rest else None


def _carry(items: list[Item]) -> list[Item]:
    """`trước ngày 20/3, 20/6`: the signs of the first day hold for the list."""
    out: list[Item] = []
    for item in items:
        near = _day_before(out)
        if item.code == "D" and near and near.code == "D" and not item.until and not item.clock:
            item = replace(item, before=near.before, clock=near.clock, rule=near.rule)  # noqa: PLW2901
        out.append(item)
    return out


def read_signs(items: list[Item]) -> list[Item]:
    items = rewrite(items, r"[AUBFW]*(?:c,?)?[BAU]*D(?:[,(]?[BA]?c\)?(?![BAU]*D))?", _signed)
    items = rewrite(items, r"[AUBFW]*c?[BAU]*[MQHEYqrmhyP]", _signed_period)
    return read_neighbour_days(_carry(items))


def _label(period: Item, *, report: bool) -> str | None:
    match period.code:
        case "Q":
            return f"Quý {ROMAN[period.quarter or 0]}"
        case "H":
            return half_label(period.months or 6)
        case "E":
            return "Năm"
        case "Y":
            return "Năm" if report else None
        case _:
            return f"Tháng {period.month}" if report and not period.part else None


def _labelled(run: list[Item]) -> list[Item]:
    """A period beside an explicit day: the day gives `due`, the period its label (rule 22)."""
    report = bool(only(run, "b"))
    period, day = only(run, _PERIODS)[0], only(run, "DI")[0]
    comma = "," in codes(run)
    if comma and not (day.until and (period.code != "M" or period.month == day.month or report)):
        return run
    label = _label(period, report=report)
    return [widen(replace(day, label=label or day.label, rule=22), run)]


def _labelled_list(run: list[Item]) -> list[Item]:
    """`Hàng quý: 15/3, 15/6, 15/9, 15/12`: as many days as periods."""
    rhythm, days = run[0], only(run, "D")
    labels = {"r": ["Quý I", "Quý II", "Quý III", "Quý IV"], "h": ["6 tháng", "6 tháng cuối năm"]}[rhythm.code]
    if len(days) != len(labels):
        return unread(run) if "&" not in codes(run[:2]) else run
    return [replace(day, label=label, rule=22) for day, label in zip(days, labels, strict=True)]


def read_labels(items: list[Item]) -> list[Item]:
    items = rewrite(items, r"D\(b*[QHE]\)|Db+[QHE](?![:(]?[bW]?D)", _labelled)
    items = rewrite(items, rf"b*[{_PERIODS}]b?[:(]?[bW]?D\)?|b*[{_PERIODS}],b?D", _labelled)
    items = rewrite(items, r"[rh][:(,]?b?D(?:[,&;]D)*\)?", _labelled_list)
    return _standing(items)


def _standing(items: list[Item]) -> list[Item]:
    """`định kỳ` counts where no period stands beside it; a sign, day or clock left alone is not readable."""
    out: list[Item] = []
    for piece in segments(items):
        timed = any(item.code in TIMES or (item.rule == "by_rule" and item.code == "Z") for item in piece)
        lone = Condition(ConditionKind.BY_RULE)
        out += [
            Waiting("Z", i.start, i.end, i.rule, condition=lone) if i.code == "K" and not timed else i for i in piece
        ]
    out = rewrite(out, r"Z[:(](?=[DMQHEYIwmrhyV])", lambda run: [] if run[0].rule == "by_rule" else run)
    out = [unread([item])[0] if _left_alone(item) else item for item in out]
    return drop(out, "bWAUK,&;|-():")


def _left_alone(item: Item) -> bool:
    return item.code in "dixTtBFc" or (item.code == "P" and not item.unit)

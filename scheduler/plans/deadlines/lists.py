"""The first half of the grammar of a deadline: what is not readable, yearly rhythms, lists of reporting periods."""

from dataclasses import replace

from scheduler.dates.items import Item, codes, over, widen
from scheduler.dates.joins import inherit_years, read_days
from scheduler.dates.runs import TIMES, drop, only, rewrite, segments, unread

_DAYS_MONTHS = r"[AUBWF]*c?[DM](?:[-,&(AUBFW]*c?[DM])*"


def _spoil(items: list[Item]) -> list[Item]:
    """A piece of a list with something unreadable in it is unreadable as a whole; so is a list with an exception."""
    if any(item.code == "X" for item in items):
        return unread(items)
    out: list[Item] = []
    for piece in segments(items):
        body = piece[:-1] if piece[-1].code in ",&;|" else piece
        if any(item.code == "?" for item in body):
            out += unread(body) + piece[len(body) :]
        else:
            out += piece
    return out


def _alternatives(items: list[Item]) -> list[Item]:
    """`tháng 3 hoặc tháng 4` leaves the choice to a person; `quý hoặc theo yêu cầu` are two things."""
    times = "".join(sorted(TIMES))
    items = rewrite(items, rf"[{times}][b)]*\|[WAUBbc(]*[{times}]", unread)
    return [replace(item, code="&") if item.code == "|" else item for item in items]


def _steps(items: list[Item]) -> list[Item]:
    """Several steps in one cell, each with its own time, are for a person to part."""
    verbs = set()
    for piece in segments(items):
        verb = next((item.label for item in piece if item.code == "v"), None)
        if verb and any(item.code in TIMES for item in piece):
            verbs.add(verb)
    return unread(items) if len(verbs) > 1 else drop(items, "v")


def _each_year(run: list[Item]) -> list[Item]:
    """Days, months and quarters without a year beside `hằng năm` come in each year of the span (rule 26)."""
    if any(item.year is not None for item in only(run, "DMQ")):
        return run
    rhythm = only(run, "y")[0]
    rest = [item for item in run if item.code != "y"]
    start, end = over(run)
    out = [replace(item, each_year=True, rule=26, span=rhythm.span) if item.code in "DMQN" else item for item in rest]
    marked = [i for i, item in enumerate(out) if item.each_year]
    out[marked[0]] = replace(out[marked[0]], start=min(start, out[marked[0]].start))
    out[marked[-1]] = replace(out[marked[-1]], end=max(end, out[marked[-1]].end))
    return out


def _yearly_span(run: list[Item]) -> list[Item]:
    """`Hàng năm, giai đoạn 2022-2025`: the rhythm runs over those years."""
    years = [item.year for item in only(run, "Y") if item.year]
    rhythm = widen(only(run, "y")[0], run)
    return [replace(rhythm, span=(years[0], years[-1]))] if len(years) == 2 else [rhythm]


def _years(items: list[Item]) -> list[Item]:
    items = rewrite(items, r"y[,(]?W?F?Y[-U]Y\)?", _yearly_span)
    items = rewrite(items, r"y[(]?S\)?", _yearly_span)
    items = rewrite(items, rf"{_DAYS_MONTHS}\)?[,(:]?y\)?", _each_year)
    items = rewrite(items, rf"y[,(:]?b*{_DAYS_MONTHS}\)?", _each_year)
    items = rewrite(items, r"Q(?:[-,&U]Q)*\(?y\)?|y[(:]?b?Q(?:[-,&U]Q)*|N[,(]?y|y[,(:]?b?N", _each_year)
    return inherit_years(items)


def _lost_comma(items: list[Item]) -> list[Item]:
    """`Quý, 6 tháng Cuối năm`: beside quý the half-year and the year are two items (rule 12)."""
    if "r" not in codes(items) or any(item.code == "H" and item.months != 12 for item in items):
        return items
    return rewrite(items, "H", lambda run: [replace(run[0], months=6, rule=11), replace(run[0], code="E", rule=12)])


def _year_of_reports(run: list[Item]) -> list[Item]:
    """`Quý, 6 tháng và năm 2023`: the year is one of the reporting periods."""
    first, last = run[0], run[-1]
    if (first.dated and not first.inherited) or last.year is None:
        return run
    return [*run[:-1], replace(last, code="E", rule=12)]


def _in_its_year(run: list[Item]) -> list[Item]:
    """`Hằng tháng (trong năm 2023)`: the year holds the rhythm, it is no time of its own."""
    return [widen(replace(run[0], year=run[2].year), run)]


def read_lists(items: list[Item]) -> list[Item]:
    items = drop(items, " .")
    items = rewrite(items, r"[wmrh]\(Y\)", _in_its_year)
    items = _steps(_alternatives(_spoil(items)))
    items = _lost_comma(_years(items))
    items = rewrite(items, r"[rmhwHQ](?:[,&]?b?)Y", _year_of_reports)
    return read_days(items)

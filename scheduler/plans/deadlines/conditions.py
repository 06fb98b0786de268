"""What can't be put on the calendar yet: the conditions of deadlines.md, and offsets from an event (rule 37)."""

import re
from dataclasses import replace

from scheduler.dates.items import Item
from scheduler.dates.words import Words
from scheduler.plans.deadlines import condition_rows as rows
from scheduler.plans.deadlines.waiting import Waiting
from scheduler.plans.model import Condition, ConditionKind

_CUT = re.compile(
    r"[;()|]| (?=[.](?: |$))|va |hoac "
    r"|, (?!ke tu|tinh tu|so voi|trong vong(?! \d+ \w+(?: lam viec)? (?:ke tu|tinh tu|sau)))"
)
_UNITS = {"quy": "quarter", "thang": "month", "nam": "year", "6 thang": "half"}
_BUDGET = re.compile(r"(?:chi|luong|kinh phi|khong|nguon) $")


def clause_end(line: str, start: int) -> int:
    """Where the clause that begins at `start` ends: at a sign, or at `và` and a comma with a time behind them."""
    for match in _CUT.finditer(line, start):
        at = match.start()
        if at > start and (line[at] in ";()|" or line[at] == " " or rows.STARTS.match(line, match.end())):
            return at
    return len(line)


def _offset(words: Words, start: int, end: int) -> Item | None:
    clause = words.line[start:end].rstrip(" ,.")
    for form in rows.OFFSETS:
        match = form.match(clause)
        if match is None:
            continue
        found = match.groupdict()
        link, lead = found.get("link"), found.get("lead")
        bare = lead in {None, "trong"} if found["unit"] in {"thang", "nam"} else lead is None
        if not link and not found.get("event") and bare:
            continue  # `30 ngày` and `trong 6 tháng` may be how long it takes
        if link == "truoc" and found["unit"] == "thang" and rows.NAMED_DAY.match((found.get("event") or "").strip()):
            continue  # `báo cáo 6 tháng trước ngày 15/6` is a report and its day
        return _from_event(words, start, match)
    return None


def _from_event(words: Words, start: int, match: re.Match[str]) -> Item:
    found = match.groupdict()
    before = found["lead"] == "truoc" or found.get("link") == "truoc"
    amount = int(found["n"]) * (-1 if before else 1)
    unit = found["unit"]
    event = ""
    if found.get("event"):
        first = match.start("event") + (found["event"][:1] == " ")
        event = words.printed(start + first, start + match.end("event"))
    until = start + match.end()
    days = amount * {"ngay": 1, "tuan": 7}.get(unit, 0)
    months = amount * {"thang": 1, "nam": 12}.get(unit, 0)
    known = None if found["working"] else _known_day((found.get("event") or "").strip())
    if known:
        return replace(known, start=start, end=until, days=days, months=months)
    condition = Condition(
        ConditionKind.RELATIVE,
        event or None,
        days=None if months else days,
        months=months or None,
        working_days=bool(found["working"]),
    )
    return Waiting("Z", start, until, "relative", condition=condition)


def _known_day(event: str) -> Item | None:
    """The base of an offset where the calendar knows the event's day (rule 37)."""
    end = rows.PERIOD_END.match(event)
    if end:
        year = end["year"] or end["slash"]
        number = int(end["number"]) if end["number"] else None
        return Item("N", 0, 0, 37, unit=_UNITS[end["unit"]], month=number, year=int(year) if year else None)
    day = rows.NAMED_DAY.match(event)
    if day:
        year = day["year"]
        return Item(
            "N", 0, 0, 37, unit="day", day=int(day["day"]), month=int(day["month"]), year=int(year) if year else None
        )
    return None


def _before(words: Words, start: int, end: int) -> Item | None:
    match = rows.BEFORE.match(words.line[start:end].rstrip(" ,."))
    if match is None:
        return None
    group = "event" if match["event"] else "named"
    known = _known_day(match[group])
    if known:
        return replace(known, start=start, end=start + match.end(), days=-1)
    event = words.printed(start + match.start(group), start + match.end(group))
    condition = Condition(ConditionKind.RELATIVE, event, days=-1)
    return Waiting("Z", start, start + match.end(), "relative", condition=condition)


def _qualifies(pattern: re.Pattern[str], clause: str, before: str) -> bool:
    """Whether the words describe a thing, as in `công khai theo quy định`, `ý kiến phản hồi (nếu có)`."""
    if pattern is rows.BY_RULE or clause.startswith(("neu co", "phat sinh")):
        return not rows.LIGHT.match(before)
    return pattern is rows.ONGOING and _BUDGET.search(before) is not None


def condition_at(words: Words, start: int, before: str) -> Item | None:
    """The condition that begins at `start` of the line; `before` is the line from the last sign up to it."""
    head = words.line[start : words.line.find(" ", start) % (len(words.line) + 1)]
    if head not in rows.HEADS and not head.isdecimal():
        return None
    end = clause_end(words.line, start)
    found = _offset(words, start, end) or _before(words, start, end)
    if found:
        return found
    clause = words.line[start:end].rstrip(" ,.")
    for kind, pattern in rows.KINDS:
        match = pattern.match(clause)
        if match and not _qualifies(pattern, clause, before):
            event = words.printed(start, start + match.end()) if kind is ConditionKind.ON_EVENT else None
            code = "o" if kind is ConditionKind.ONGOING else "Z"
            return Waiting(code, start, start + match.end(), kind.value, condition=Condition(kind, event))
    return None

"""A schedule told to a person: what was read, from which words, and why a row has no day yet."""

from datetime import date

import locales
from scheduler.plans.model import Condition, ConditionKind, Doubt, Occurrence, Reading, Schedule

_LISTED = 5  # more days than these are summed up: "12 hạn, từ … đến …"
_KINDS = {
    ConditionKind.ON_REQUEST: "deadline.on_request",
    ConditionKind.ON_EVENT: "deadline.on_event",
    ConditionKind.ONGOING: "deadline.ongoing",
    ConditionKind.BY_RULE: "deadline.by_rule",
    ConditionKind.UNREAD: "deadline.unread",
}
_OFFSETS = {
    ("days", False): "deadline.days_after",
    ("days", True): "deadline.days_before",
    ("working", False): "deadline.working_days_after",
    ("working", True): "deadline.working_days_before",
    ("months", False): "deadline.months_after",
    ("months", True): "deadline.months_before",
}


def explain(schedule: Schedule, *, today: date | None = None) -> str:
    """The reading in Vietnamese, a line for each piece of the phrase. With `today`, days are written as of it."""
    lines = [_line(reading, schedule, today=today) for reading in _as_printed(schedule.readings)]
    if sum(len(reading.occurrences) for reading in schedule.readings) > len(schedule.occurrences):
        first, last = schedule.occurrences[0], schedule.occurrences[-1]
        count = len(schedule.occurrences)
        days = {"first": _day(first.due, today), "last": _day(last.due, today)}
        lines.append(locales.text("deadline.together", count=count, **days))
    if Doubt.OUTSIDE_SPAN in schedule.doubts and schedule.occurrences:
        lines.append(locales.text("deadline.outside_span"))
    return "\n".join(lines) or locales.text("deadline.nothing")


def _as_printed(readings: tuple[Reading, ...]) -> list[Reading]:
    """One reading for the same words: a day of several months is read month by month."""
    joined: dict[str, Reading] = {}
    for reading in readings:
        known = joined.get(reading.words)
        occurrences = (known.occurrences if known else ()) + reading.occurrences
        conditions = (known.conditions if known else ()) + reading.conditions
        joined[reading.words] = Reading(reading.rule, reading.words, occurrences, conditions)
    return list(joined.values())


def _line(reading: Reading, schedule: Schedule, *, today: date | None) -> str:
    if reading.conditions:
        return " ".join(_condition(each, reading.words) for each in reading.conditions)
    match reading.occurrences:
        case ():
            return _empty(reading.words, schedule)
        case (one,):
            return _one(one, reading, today=today)
        case several:
            return _several(several, reading.words, today=today)


def _empty(words: str, schedule: Schedule) -> str:
    if Doubt.NO_SPAN in schedule.doubts:
        return locales.text("deadline.no_span", words=words)
    if Doubt.NO_YEAR in schedule.doubts:
        return locales.text("deadline.no_year", words=words)
    return locales.text("deadline.out_of_period", words=words)


def _day(when: date, today: date | None) -> str:
    if today is None:
        return locales.full_day(when)
    return locales.weekday_day(when, today=today) if when >= today else locales.day(when, today=today)


def _due(occurrence: Occurrence, today: date | None) -> str:
    day = _day(occurrence.due, today)
    if occurrence.time is None:
        return day
    return locales.text("deadline.at_hour", hour=locales.hour(occurrence.time), day=day)


def _one(occurrence: Occurrence, reading: Reading, *, today: date | None) -> str:
    values = {"words": reading.words, "day": _due(occurrence, today), "label": occurrence.label or ""}
    if occurrence.start and occurrence.start != occurrence.due:
        key = "deadline.window_labelled" if occurrence.label else "deadline.window"
        return locales.text(key, start=_day(occurrence.start, today), **values)
    if reading.rule == 2:
        named = locales.day_month(date.fromordinal(occurrence.due.toordinal() + 1))
        return locales.text("deadline.one_before", named=named, last=locales.day_month(occurrence.due), **values)
    return locales.text("deadline.one_labelled" if occurrence.label else "deadline.one", **values)


def _several(occurrences: tuple[Occurrence, ...], words: str, *, today: date | None) -> str:
    count = len(occurrences)
    ordered = sorted(occurrences, key=lambda each: each.due)
    if count > _LISTED:
        first, last = _day(ordered[0].due, today), _day(ordered[-1].due, today)
        return locales.text("deadline.many", words=words, count=count, first=first, last=last)
    shown = [_due(each, today) for each in ordered]
    days = locales.text("deadline.and_last", days=", ".join(shown[:-1]), last=shown[-1])
    return locales.text("deadline.several", words=words, count=count, days=days)


def _condition(condition: Condition, words: str) -> str:
    if condition.kind is not ConditionKind.RELATIVE:
        return locales.text(_KINDS[condition.kind], words=words)
    amount = condition.months if condition.months is not None else condition.days or 0
    unit = "months" if condition.months is not None else "working" if condition.working_days else "days"
    named = locales.text("deadline.event", event=condition.event) if condition.event else None
    event = named or locales.text("deadline.event_unnamed")
    return locales.text(_OFFSETS[unit, amount < 0], words=words, count=abs(amount), event=event)

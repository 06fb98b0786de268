"""A typed row → an entry: each cell put right, each fault kept."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.rosters.births import Birth, birth
from scheduler.rosters.headings import Role
from scheduler.rosters.model import FEMALE, MALE, Entry, Fault, Finding
from scheduler.rosters.names import name, sex_in_front, usual_sex
from scheduler.rosters.phones import phone
from scheduler.rosters.posts import known_posts, post, reason
from scheduler.rosters.rows import Typed
from scheduler.rosters.units import spaced_unit, units_put_right

_MOST = 0.5
_FULL_DATE = 10  # characters of `1974-06-20`
_SEX_WORDS = {"nam": MALE, "nữ": FEMALE, "nu": FEMALE, "m": MALE, "f": FEMALE}


@dataclass(frozen=True)
class _Known:
    """What the roster's rows together say: its columns, and how it writes things."""

    roles: frozenset[Role]
    posts: tuple[str, ...]
    units: dict[str, str]
    dated: bool  # most birth dates are the spreadsheet's own dates
    today: dt.date


def entries_of(rows: Sequence[Typed], *, today: dt.date) -> list[Entry]:
    """The people of one list, in its order."""
    values = [value for row in rows if (value := _born_value(row)) is not None]
    known = _Known(
        roles=frozenset(role for row in rows for role in row.texts),
        posts=known_posts(text for row in rows if (text := row.text(Role.POST))),
        units=units_put_right(text for row in rows if (text := row.text(Role.UNIT))),
        dated=sum(isinstance(value, dt.date) for value in values) > _MOST * len(values),
        today=today,
    )
    found = [_entry(row, known) for row in rows]
    full = sum(len(entry.born or "") == _FULL_DATE for entry in found)
    partly = sum(entry.born is not None for entry in found) - full
    found = [_partial(entry) if full > partly else entry for entry in found]
    return list(_numbered(found, [row.text(Role.NUMBER) for row in rows]))


def _born_value(row: Typed) -> object:
    held = (row.values.get(role) for role in (Role.BORN, Role.MALE, Role.FEMALE))
    return next((value for value in held if value is not None), None)


def _entry(row: Typed, known: _Known) -> Entry:
    raw = row.values.get(Role.NAME)
    raw_name = raw if isinstance(raw, str) else row.text(Role.NAME)
    full_name, of_name = name(raw_name)
    sex, born, of_born = _born(row, known, sex_in_front(raw_name), full_name)
    held, of_post = _post(row, known)
    unit, of_unit = _unit(row, known)
    number = phone(row.text(Role.PHONE)) if Role.PHONE in known.roles else None
    why, note, of_reason = _reason(row, known)
    of_phone = number.findings if number else ()
    return Entry(
        place=row.place,
        name=full_name,
        sex=sex,
        born=born,
        post=held,
        unit=unit,
        phone=number.number if number else None,
        reason=why,
        note=note,
        findings=(*of_name, *of_born, *of_post, *of_unit, *of_phone, *of_reason),
    )


def _post(row: Typed, known: _Known) -> tuple[str | None, tuple[Finding, ...]]:
    if not row.text(Role.POST):
        return None, (Finding(Fault.POST_MISSING),) if Role.POST in known.roles else ()
    return post(row.text(Role.POST), known.posts)


def _unit(row: Typed, known: _Known) -> tuple[str | None, tuple[Finding, ...]]:
    printed = row.text(Role.UNIT)
    if not printed:
        return None, (Finding(Fault.UNIT_MISSING),) if Role.UNIT in known.roles else ()
    right = known.units[printed]
    return right, (Finding(Fault.UNIT_WRITTEN, printed),) if right != spaced_unit(printed) else ()


def _reason(row: Typed, known: _Known) -> tuple[str | None, str | None, tuple[Finding, ...]]:
    printed, note = (" ".join(row.text(role).split()) for role in (Role.REASON, Role.NOTE))
    if Role.REASON not in known.roles:
        return None, note or None, ()
    moved = (Finding(Fault.REASON_IN_NOTE),) if note and not printed else ()
    if moved:
        printed, note = note, ""
    if not printed:
        return None, None, (Finding(Fault.REASON_MISSING),)
    right, found = reason(printed)
    return right, note or None, (*moved, *found)


def _born(
    row: Typed, known: _Known, front: str | None, full_name: str
) -> tuple[str | None, str | None, tuple[Finding, ...]]:
    """Sex, birth date, and what is to be said of them. Two columns tell both; a mark in one tells the sex."""
    male, female = row.text(Role.MALE), row.text(Role.FEMALE)
    column = MALE if male and not female else FEMALE if female and not male else None
    printed = column or _SEX_WORDS.get(row.text(Role.SEX).lower()) or front
    found = _date(row, known)
    usually = front or usual_sex(full_name)
    if male and female:
        return usually, found.born, (*found.findings, Finding(Fault.SEX_BOTH))
    if printed is not None and usually not in (None, printed):
        return usually, found.born, (*found.findings, Finding(Fault.SEX_UNLIKELY, printed))
    return printed, found.born, found.findings


def _date(row: Typed, known: _Known) -> Birth:
    dated = [role for role in (Role.BORN, Role.MALE, Role.FEMALE) if any(c.isdigit() for c in row.text(role))]
    role = dated[0] if dated else Role.BORN
    if role not in row.texts:
        role = next((r for r in (Role.MALE, Role.FEMALE) if row.text(r)), Role.MALE)
        if role not in known.roles or len(row.text(role)) == 1:
            return Birth()  # no such column, or a cross under the sex
    value = row.values.get(role)
    found = birth(row.text(role), value, today=known.today)
    as_text = known.dated and isinstance(value, str) and len(found.born or "") == _FULL_DATE and not found.findings
    return replace(found, findings=(Finding(Fault.BORN_WRITTEN, row.text(role)),)) if as_text else found


def _partial(entry: Entry) -> Entry:
    if entry.born is None or len(entry.born) == _FULL_DATE:
        return entry
    return replace(entry, findings=(*entry.findings, Finding(Fault.BORN_PARTIAL, entry.born)))


def _numbered(entries: Sequence[Entry], numbers: Sequence[str]) -> list[Entry]:
    """A row that repeats the number above it is said to; numbers that start anew begin another part."""
    found, last = [], ""
    for entry, printed in zip(entries, numbers, strict=True):
        number = printed.strip(" .)")
        repeated = number.isdigit() and number == last
        findings = (*entry.findings, Finding(Fault.NUMBER_REPEATED, number)) if repeated else entry.findings
        found.append(replace(entry, findings=findings))
        last = number or last
    return found

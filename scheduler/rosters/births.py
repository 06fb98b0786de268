"""A birth date as a clerk keeps it → `1974-06-20`, or `1974-06` and `1974` where the sheet says no more."""

import datetime as dt
import re
from dataclasses import dataclass

from scheduler.rosters.model import Fault, Finding

OLDEST, YOUNGEST = 90, 15  # years
_FIRST_YEAR = 1900
_SERIALS = range(3_000, 60_000)  # a date whose cell lost its format: days since the last day of 1899
_SERIAL_ZERO = dt.date(1899, 12, 30)
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True)
class Birth:
    born: str | None = None
    findings: tuple[Finding, ...] = ()


def birth(printed: str, value: object, *, today: dt.date) -> Birth:
    """The date of a cell: what it shows, and the value a spreadsheet holds (None elsewhere)."""
    if isinstance(value, dt.date) and (shown := _by_format(printed, value)):
        return _judged(shown, printed, today=today)
    if not any(character.isalnum() for character in printed):
        return Birth(None, (Finding(Fault.BORN_MISSING),))
    numbers = _NUMBERS.findall(printed)
    if len(numbers) == 1:
        return _single(numbers[0], printed, today=today)
    if len(numbers) == 2 and len(numbers[1]) == 4 and 1 <= int(numbers[0]) <= 12:
        return _judged(f"{numbers[1]}-{int(numbers[0]):02d}", printed, today=today)
    return _full(numbers, printed, today=today)


def _by_format(printed: str, value: dt.date) -> str:
    """What the cell's format shows of its date: a year, a month, else the day."""
    day = f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    shows = _NUMBERS.findall(printed)
    full = len(shows) > 2 or (len(shows) == 2 and len(shows[1]) < 4)
    return day if full else {1: day[:4], 2: day[:7]}.get(len(shows), "")


def _single(digits: str, printed: str, *, today: dt.date) -> Birth:
    if len(digits) == 4:
        return _judged(digits, printed, today=today)
    if len(digits) == 8:
        return _full([digits[:2], digits[2:4], digits[4:]], printed, today=today)
    if len(digits) == 5 and int(digits) in _SERIALS:
        found = _SERIAL_ZERO + dt.timedelta(days=int(digits))
        return _judged(found.isoformat(), printed, today=today, fault=Fault.BORN_WRITTEN)
    return Birth(None, (Finding(Fault.BORN_IMPOSSIBLE, printed),))


def _full(numbers: list[str], printed: str, *, today: dt.date) -> Birth:
    year_first = len(numbers) >= 3 and len(numbers[0]) == 4
    parts = numbers[:3] if year_first else numbers
    if len(parts) != 3:
        return Birth(None, (Finding(Fault.BORN_IMPOSSIBLE, printed),))
    day, month, year = reversed(parts) if year_first else parts
    short = len(year) == 2
    try:
        found = dt.date(_century(int(year), today) if short else int(year), int(month), int(day))
    except ValueError:
        return Birth(None, (Finding(Fault.BORN_IMPOSSIBLE, printed),))
    return _judged(found.isoformat(), printed, today=today, fault=Fault.BORN_WRITTEN if short else None)


def _century(year: int, today: dt.date) -> int:
    return 2000 + year if today.year - (2000 + year) >= YOUNGEST else 1900 + year


def _judged(born: str, printed: str, *, today: dt.date, fault: Fault | None = None) -> Birth:
    year = int(born[:4])
    if not _FIRST_YEAR <= year <= today.year:
        return Birth(None, (Finding(Fault.BORN_IMPOSSIBLE, printed),))
    findings = (Finding(fault, printed),) if fault else ()
    if not YOUNGEST <= today.year - year <= OLDEST:
        findings = (*findings, Finding(Fault.BORN_UNLIKELY, printed))
    return Birth(born, findings)

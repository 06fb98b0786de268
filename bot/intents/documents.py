"""Numbers of official documents: `số 45/BC-UBND ngày 08/3/2026` (Decree 30/2020, annex I)."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.intents.patterns import listed
from locales.folding import strip_marks

_LETTERS = r"[a-z]{1,8}(?:-[a-z0-9]{1,10}){0,3}"
_NUMBER = rf"(?P<number>\d{{1,5}}\s?/\s?(?:\d{{4}}\s?/\s?)?{_LETTERS})(?![a-z0-9])"
_DAY = r"(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})(?:\s?[/.-]\s?(?P<year>\d{4}|\d{2}))?(?!\d)"
_WORDY = r"(?P<wday>\d{1,2})\s+thang\s+(?P<wmonth>\d{1,2})(?:\s+nam\s+(?P<wyear>\d{4}))?(?!\d)"
_DATED = rf"(?:\s*,?\s*(?:ngay|de ngay|ky ngay)\s*(?:{_DAY}|{_WORDY}))"
_KIND = r"(?:cong van|van ban|quyet dinh|to trinh|vb|qd|ttr)"
_FULL = re.compile(rf"(?:\b(?:so|s)\s*:?\s*)?(?<![\w/]){_NUMBER}{_DATED}?", re.I)
_BARE = re.compile(rf"\b(?P<kind>{_KIND}\s+)?(?:so|s)\s*:?\s*(?P<number>\d{{1,5}})(?![\w/]){_DATED}?", re.I)
_OTHER = re.compile(r"(?:viec|nhiem vu|nv|vc|muc|buoc|cai|task)\s*$")
# `15/p`, `2/h` are no numbers of documents: the letters are a code of office papers, or carry an office.
_CODES = frozenset(
    listed(
        """
    bc kh qd tb ttr cv bb nq ct hd gm gt pa da qc qyd ph nd tt hd gp cd tc bs ctr pl pc
"""
    )
)


@dataclass(frozen=True)
class DocumentRef:
    """A document's number as written on it, capitals (`45/BC-UBND`), and its day where it was typed."""

    number: str
    date: dt.date | None = None


def _is_code(number: str) -> bool:
    letters = strip_marks(number).lower().rsplit("/", 1)[-1].strip()
    return "-" in letters or letters in _CODES


def _matches(folded: str) -> Iterator[re.Match[str]]:
    for match in _FULL.finditer(folded):
        if _is_code(match["number"]):
            yield match
    for match in _BARE.finditer(folded):
        dated = match["day"] or match["wday"]
        if (match["kind"] or dated) and not _OTHER.search(folded, 0, match.start()):
            yield match


def places(text: str) -> list[tuple[int, int]]:
    """Where documents are named in NFC text, each with its date: offsets (start, end)."""
    return [match.span() for match in _matches(strip_marks(text).lower()) if len(strip_marks(text)) == len(text)]


def _day(match: re.Match[str], today: dt.date) -> dt.date | None:
    day, month = match["day"] or match["wday"], match["month"] or match["wmonth"]
    year = match["year"] or match["wyear"]
    if not day:
        return None
    try:
        if year:
            return dt.date(int(year) if len(year) == 4 else 2000 + int(year), int(month), int(day))
        return next(d for y in range(today.year, today.year - 8, -1) if (d := _on(y, month, day)) and d <= today)
    except (ValueError, StopIteration):
        return None


def _on(year: int, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(year, int(month), int(day))
    except ValueError:
        return None


def find_document(text: str, today: dt.date) -> DocumentRef | None:
    """The first document named in a message, with or without diacritics and the word `số`; None where there is none.

    A day without a year is the nearest one not after today.
    """
    text = text[:2000]
    folded = strip_marks(text).lower()
    match = next(_matches(folded), None) or re.fullmatch(
        rf"\s*(?:so)\s*:?\s*(?P<number>\d{{1,5}}){_DATED}?\s*\W*", folded
    )
    if match is None:
        return None
    start, end = match.span("number")
    number = re.sub(r"\s", "", text[start:end] if len(folded) == len(text) else match["number"]).upper()
    return DocumentRef(number, _day(match, today))

"""The machinery of the pattern tables: a row is a code, a rule's number and an expression over the canonical line.

Names in capitals stand for parts that many rows share (`DD`, `MM`, `OF_YEAR`); named groups fill the item's fields.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scheduler.dates.clocks import clock_time, hour_and_minute
from scheduler.dates.items import Item

_PAST = r"(?P<past>(?:lien |ke )*(?:truoc|ngoai|roi|qua)(?: do| lien ke| lien truoc)?)(?! (?:ngay|khi|thang|\d))"
_NEXT = r"(?P<next>(?:lien |ke )*(?:sau|tiep theo|ke tiep|tiep sau|lien ke|ke|toi)(?: lien ke| tiep theo| do)?)"
_NEXT += r"(?! (?:khi|ngay|dot|cuoc|hoi|\d))"
_NEAR_YEAR = rf"(?: cua| trong)? nam (?:{_PAST}|{_NEXT}|nay)"
_THE_YEAR = r"(?: [/.-](?: nam)?| nam)? (?P<year>(?:19|20)\d\d)"

PARTS = {
    "DD": r"(?P<day>0?[1-9]|[12]\d|3[01])",
    "MM": r"(?P<month>0?[1-9]|1[0-2])",
    "QQ": r"(?P<quarter>0?[1-4])",
    "YYYY": r"(?P<year>(?:19|20)\d\d)",
    "YY": r"(?P<short>\d\d)",
    "OF_YEAR": rf"(?:(?: cua| trong)?{_THE_YEAR}|{_NEAR_YEAR})?",
    "OF_LIST_YEAR": rf"(?:(?: cua| trong| ,(?= nam \d))?{_THE_YEAR}|{_NEAR_YEAR})?",
    "ONLY_YEAR": r"(?:(?: cua| trong)? nam (?P<year>(?:19|20)\d\d))?",
    "EVERY": r"(?:(?:vao )?(?:hang|moi|tung|cac|dinh ky(?: theo)?(?: hang| moi| tung)?|theo(?: tung)?))",
    "PART": r"(?P<part>thuong tuan|trung tuan|ha tuan|dau|giua|cuoi)",
    "NTH": r"(?P<part>dau|giua|cuoi|thu nhat|thu 1|thu 2|thu 3)(?: tien| cung)?",
    "FOLLOWING": r"(?:(?:lien|ke) )*(?:tiep theo|ke tiep|tiep sau|lien ke|sau|tiep)(?: lien ke| tiep theo| do)?",
    "HOUR": r"(?P<hour>[01]?\d|2[0-4])",
    "MINUTE": r"(?P<minute>[0-5]\d)",
    "PERIOD": r"(?:tuan|thang|quy|nam)",
    "TIMES": r"(?:/|trong|tren|moi|cho|1)(?: moi| hang| 1)?",
}
_NAMES = re.compile("|".join(sorted(PARTS, key=len, reverse=True)))
_POSITIONS = {"dau": 1, "thuong": 1, "giua": 2, "trung": 2, "cuoi": 3, "ha": 3}
_ORDINALS = {"thu nhat": 1, "thu 1": 1, "thu 2": 2, "thu 3": 3}
_NUMBERS = ("day", "month", "quarter", "months", "year")


def expression(text: str) -> re.Pattern[str]:
    """A row's expression, its shared parts filled in, ending where a word ends."""
    return re.compile(f"(?:{_NAMES.sub(lambda m: PARTS[m.group()], text)})(?= |$)")


def any_of(*texts: str) -> re.Pattern[str]:
    """Several phrases of one meaning."""
    return expression("|".join(texts))


@dataclass(frozen=True)
class Row:
    """One phrase: `code` and `fixed` make the item, `find` finds it."""

    code: str
    rule: int | str
    find: re.Pattern[str]
    fixed: Mapping[str, Any]


def row(code: str, rule: int | str, text: str, **fixed: Any) -> Row:
    return Row(code, rule, expression(text), fixed)


def _part(words: str) -> int:
    return _ORDINALS.get(words) or _POSITIONS[words.split(maxsplit=1)[0]]


def _fields(groups: Mapping[str, str | None]) -> dict[str, Any]:
    """The item's fields that named groups give."""
    given = {key: value for key, value in groups.items() if value is not None}
    fields: dict[str, Any] = {key: int(given[key]) for key in _NUMBERS if key in given}
    if "short" in given:
        fields["year"] = 2000 + int(given["short"])
    if "past" in given or "next" in given:
        fields |= {"shift": -1, "rule": 21} if "past" in given else {"shift": 1, "rule": 31}
    if "part" in given:
        fields["part"] = _part(given["part"])
    if "hour" in given:
        fields["clock"] = clock_time(*hour_and_minute(given), given.get("of_day", ""))
    if "weekday" in given:
        fields["weekday"] = int(given["weekday"]) - 2
    if "step" in given:
        fields["label"] = given["step"]
    return fields


def item_of(row_: Row, match: re.Match[str]) -> Item:
    item = Item(row_.code, match.start(), match.end(), row_.rule, **row_.fixed)
    fields = _fields(match.groupdict())
    return replace(item, **fields) if fields else item

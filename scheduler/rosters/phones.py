"""A Vietnamese phone number as people type it → ten digits (eleven for a fixed line)."""

import re
from dataclasses import dataclass

from scheduler.rosters.model import Fault, Finding

_NUMBER = re.compile(r"0[35789]\d{8}|02\d{9}")
_PARTED = re.compile(r"\s*[/;,\n|]\s*|\s+-\s+|\s+(?:hoặc|và)\s+")
_GROUPED = re.compile(r"\+?\(?\d[\d\s.()\-]*\d")
_BESIDE = re.compile(r"(?<=\d)\s+(?=\+?84|0)")


@dataclass(frozen=True)
class Phone:
    number: str | None = None
    findings: tuple[Finding, ...] = ()


def phone(printed: str) -> Phone:
    """The number in a cell. Of several the first counts; one that can't be a number is reported, never mended."""
    if not any(character.isalnum() for character in printed):
        return Phone(None, (Finding(Fault.PHONE_MISSING),))
    if (whole := _number(printed)) is not None:
        return Phone(whole, () if whole == printed else (Finding(Fault.PHONE_WRITTEN, printed),))
    pieces = [piece for piece in _PARTED.split(printed) if any(c.isdigit() for c in piece)]
    if len(pieces) < 2:
        pieces = _BESIDE.split(printed)
    first = next((number for piece in pieces if (number := _number(piece)) is not None), None)
    if first is None:
        return Phone(None, (Finding(Fault.PHONE_BAD, printed),))
    return Phone(first, (Finding(Fault.PHONE_SECOND, printed),))


def _number(text: str) -> str | None:
    """The only number a text holds, whatever parts its digits."""
    found = _GROUPED.findall(text)
    if len(found) != 1:
        return None
    digits = re.sub(r"\D", "", found[0])
    for prefix in ("0084", "84"):
        if digits.startswith(prefix) and len(digits) >= len(prefix) + 9:
            digits = "0" + digits.removeprefix(prefix).removeprefix("0")
    if len(digits) == 9 and digits[0] != "0":
        digits = f"0{digits}"  # a spreadsheet drops the 0 of a number
    return digits if _NUMBER.fullmatch(digits) else None

"""The units of a roster: a name printed once with a slip is the one that the others print."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from locales.folding import fold
from scheduler.rosters.spelling import readings, same_spelling, squeezed
from scheduler.rosters.usual import ROOMS, UNIT_KINDS

_KIND = re.compile(rf"(?P<kind>{'|'.join(sorted(UNIT_KINDS, key=len, reverse=True))})(\b|(?<=\w)(?=\.))")
_ABOVE = re.compile(r"^(ubnd|ủy ban nhân dân|uỷ ban nhân dân)\s+(?=\S)", re.IGNORECASE)
_OFTEN = 2
_ENOUGH = 8  # letters; in a shorter name one letter makes another name
_SECTION = re.compile(r"^([IVX]+|[A-Z]|\d+)\s*[.)/]\s*")
_UNIT = re.compile(
    r"(xa|phuong|thi tran|thi xa|huyen|thanh pho|tinh|dac khu|phong|ban|van phong|so|trung tam|truong|ubnd|hdnd|"
    r"dang uy|mttq|uy ban|to|doan|hoi|cong an|chi cuc|thon|ap|khom|tram|thanh tra)\b"
)


def units_put_right(printed: Iterable[str]) -> dict[str, str]:
    """Each unit as printed → as it should be written."""
    counts = Counter(printed)
    return {unit: _nearest(spaced_unit(unit), counts) or _written_out(unit, counts) for unit in counts}


def _written_out(unit: str, counts: Counter[str]) -> str:
    plain = _cased(_kind_written(spaced_unit(unit)))
    return _nearest(plain, counts) or plain


def spaced_unit(unit: str) -> str:
    return " ".join(unit.split())


def key_of(unit: str) -> str:
    """What makes a unit the same unit: its letters, without the body (`UBND xã …`) in front."""
    return squeezed(_ABOVE.sub("", spaced_unit(unit)))


def section_unit(text: str) -> str | None:
    """The unit that a section's title names (`I. XÃ TÂN BÌNH`); None where it names something else."""
    title = _SECTION.sub("", spaced_unit(text)).strip(" :.")
    return _cased(_kind_written(title)) if _UNIT.match(fold(title)) else None


def _kind_written(unit: str) -> str:
    """`X. Tân Bình` → `Xã Tân Bình`; a kind that is written out stays as it is."""
    short = re.match(r"([A-Za-z]{1,2})(\.\s*|\s+)(?=[^\W\d_a-z])", unit)
    kind = UNIT_KINDS.get(short[1].lower()) if short and (short[2].startswith(".") or short[1].isupper()) else None
    return f"{kind} {unit[short.end() :]}" if kind and short else unit


def _cased(unit: str) -> str:
    """A place all in capitals, as it is usually written."""
    kind = _kind_of(unit)
    if not kind or unit != unit.upper() or len(unit) <= len(kind):
        return unit
    return f"{kind} {unit[len(kind) :].strip().title()}"


@lru_cache(maxsize=8192)
def _kind_of(unit: str) -> str:
    found = _KIND.match(fold(unit))
    return UNIT_KINDS[found["kind"]] if found and len(found["kind"]) > 2 - (found["kind"] == "xa") else ""


def _nearest(unit: str, counts: Counter[str]) -> str | None:
    others = [name for name, count in counts.items() if count >= _OFTEN and count > counts[unit] and name != unit]
    for known in (others, [room for room in ROOMS if room not in others]):
        for reading in readings(unit):
            found = next((name for name in known if _same(reading, name)), None)
            if found is not None:
                return unit if same_spelling(unit, found) and unit != unit.upper() else found
    return None


def _same(unit: str, name: str) -> bool:
    if squeezed(unit) == squeezed(name):
        return True
    if _kind_of(unit) != _kind_of(name):
        if _kind_of(unit):
            return False
        name = name.removeprefix(_kind_of(name))  # `Tân Bình` among `Xã Tân Bình`
    ours, theirs = squeezed(unit), squeezed(name)
    alike = _words(unit) == _words(name) and min(len(ours), len(theirs)) >= _ENOUGH
    allowed = 1 if alike else 0
    return Levenshtein.distance(ours, theirs, score_cutoff=allowed) <= allowed


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[int, list[str]]:
    """How many words, and which numbers: neither is ever a slip."""
    return len(fold(text).split()), re.findall(r"\d+", text)

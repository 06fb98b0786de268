"""The units of a roster: a name printed once with a slip is the one that the others print."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

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
    often = _Names([name for name, count in counts.items() if count >= _OFTEN])
    return {unit: _nearest(spaced_unit(unit), counts, often) or _written_out(unit, counts, often) for unit in counts}


def _written_out(unit: str, counts: Counter[str], often: "_Names") -> str:
    plain = _cased(_kind_written(spaced_unit(unit)))
    return _nearest(plain, counts, often) or plain


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


def _nearest(unit: str, counts: Counter[str], often: "_Names") -> str | None:
    for known in (often, _ROOMS):
        for reading in readings(unit):
            found = next((name for name in known.like(reading) if known is _ROOMS or _rarer(unit, name, counts)), None)
            if found is not None:
                return unit if same_spelling(unit, found) and unit != unit.upper() else found
    return None


def _rarer(unit: str, name: str, counts: Counter[str]) -> bool:
    return name != unit and counts[unit] < counts[name]


class _Names:
    """Names of units by what is no slip in them: their kind, their numbers, how many words and letters they have."""

    def __init__(self, names: Iterable[str]) -> None:
        self.alike: dict[str, list[str]] = {}
        self.near: dict[tuple[object, ...], list[tuple[str, str]]] = {}
        for name in names:
            bare = name.removeprefix(_kind_of(name))  # `Tân Bình` among `Xã Tân Bình`
            for written, kind in {name: _kind_of(name), bare: ""}.items():
                letters = squeezed(written)
                self.alike.setdefault(f"{'' if written == name else '~'}{letters}", []).append(name)
                self.near.setdefault((kind, _words(written), len(letters)), []).append((letters, name))

    def like(self, unit: str) -> Iterator[str]:
        """The names that a unit may mean, those of the same letters first."""
        ours, kind = squeezed(unit), _kind_of(unit)
        yield from self.alike.get(ours, [])
        if not kind:
            yield from self.alike.get(f"~{ours}", [])
        lengths = (n for n in (len(ours), len(ours) - 1, len(ours) + 1) if min(n, len(ours)) >= _ENOUGH)
        for letters, name in chain.from_iterable(self.near.get((kind, _words(unit), n), ()) for n in lengths):
            if Levenshtein.distance(ours, letters, score_cutoff=1) <= 1:
                yield name


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[int, tuple[str, ...]]:
    """How many words, and which numbers: neither is ever a slip."""
    return len(fold(text).split()), tuple(re.findall(r"\d+", text))


_ROOMS = _Names(ROOMS)

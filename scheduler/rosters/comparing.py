"""Who stands twice: in one roster, and in several that are read together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from locales.folding import fold
from scheduler.rosters.model import Entry, Fault, Finding, Roster
from scheduler.rosters.names import usual_sex
from scheduler.rosters.posts import post_key
from scheduler.rosters.units import key_of

_FULL_DATE = 10


def _same_person(a: Entry, b: Entry) -> bool:
    """Of two of one name: the same birth date; where that is not known to both, the same phone, or post and unit."""
    if a.born and b.born:
        if not _compatible(a.born, b.born):
            return False
        if len(a.born) == len(b.born) == _FULL_DATE:
            return True
    if a.phone and b.phone:
        return a.phone == b.phone or (bool(a.born and b.born) and _same_place(a, b))
    return _same_place(a, b)


def _compatible(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)


def _same_place(a: Entry, b: Entry) -> bool:
    return post_key(a.post) == post_key(b.post) and key_of(a.unit or "") == key_of(b.unit or "")


def within(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The rows of one roster, those that repeat an earlier person marked and filled up from that row."""
    found: list[Entry] = []
    named: dict[str, list[Entry]] = {}
    reached: dict[str, Entry] = {}
    for entry in entries:
        namesakes = named.setdefault(fold(entry.name), [])
        judged = _judged(entry, namesakes, reached.get(entry.phone or ""))
        found.append(judged)
        if judged.duplicate_of is None:
            namesakes.append(judged)
            reached.setdefault(judged.phone or "", judged)
    return tuple(found)


def _judged(entry: Entry, namesakes: Sequence[Entry], sharing: Entry | None) -> Entry:
    first = next((other for other in namesakes if _same_person(other, entry)), None)
    if first is not None:
        return _repeated(entry, first)
    findings = entry.findings
    if namesakes:
        findings = (*findings, Finding(Fault.SAME_NAME, row=namesakes[0].row))
    if sharing is not None and entry.phone:
        findings = (*findings, Finding(Fault.PHONE_SHARED, row=sharing.row))
    return replace(entry, findings=findings)


def _repeated(entry: Entry, first: Entry) -> Entry:
    fields = ("born", "phone", "post", "unit")
    differs = tuple(
        name for name in fields if getattr(entry, name) and getattr(first, name) not in (None, getattr(entry, name))
    )
    findings = tuple(f for f in entry.findings if f.fault not in (Fault.PHONE_MISSING, Fault.NAME_UNMARKED))
    return replace(
        entry,
        name=first.name if entry.name.isascii() else entry.name,
        born=entry.born or first.born,
        phone=entry.phone or (first.phone if not entry.has(Fault.PHONE_BAD) else None),
        sex=entry.sex or first.sex,
        post=entry.post or first.post,
        unit=entry.unit or first.unit,
        duplicate_of=first.row,
        findings=(*findings, Finding(Fault.DUPLICATE, row=first.row, differs=differs)),
    )


def together(rosters: Sequence[Roster]) -> tuple[Roster, ...]:
    """Rosters that are read together, with what they say differently of one person."""
    named = [_by_name(roster) for roster in rosters]
    found = []
    for at, roster in enumerate(rosters):
        others = [(other, named[place], place < at) for place, other in enumerate(rosters) if place != at]
        entries = tuple(_witnessed(entry, roster, others) for entry in roster.entries)
        found.append(replace(roster, entries=entries))
    return tuple(found)


def _by_name(roster: Roster) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in roster.people:
        found.setdefault(fold(entry.name), []).append(entry)
    return found


def _witnessed(entry: Entry, own: Roster, others: Sequence[tuple[Roster, dict[str, list[Entry]], bool]]) -> Entry:
    for other, named, earlier in others:
        match = next((one for one in named.get(fold(entry.name), []) if _same_person(one, entry)), None)
        if match is not None:
            entry = _against(entry, match, own, other, earlier=earlier)
    return entry


def _against(entry: Entry, match: Entry, own: Roster, other: Roster, *, earlier: bool) -> Entry:
    if own.takes_part is False and other.takes_part and entry.also_in is None:
        found = Finding(Fault.ALSO_IN, source=other.source)
        entry = replace(entry, also_in=other.source, findings=(*entry.findings, found))
    if earlier and entry.duplicate_of is None and entry.phone and match.phone not in (None, entry.phone):
        found = Finding(Fault.PHONE_DIFFERS, source=other.source, row=match.row)
        entry = replace(entry, findings=(*entry.findings, found))
    return _with_sex(entry, match, other)


def _with_sex(entry: Entry, match: Entry, other: Roster) -> Entry:
    """Another roster's column is a better witness than the name; where the name speaks for this one, it stays."""
    doubted = next((f for f in entry.findings if f.fault is Fault.SEX_UNLIKELY), None)
    printed = doubted.printed if doubted else entry.sex
    if match.has(Fault.SEX_UNLIKELY) or match.sex in (None, printed) or printed is None:
        return entry
    if doubted is None and usual_sex(entry.name) is not None:
        return entry
    rest = tuple(f for f in entry.findings if f.fault not in (Fault.SEX_UNLIKELY, Fault.SEX_DIFFERS))
    found = Finding(Fault.SEX_DIFFERS, printed, source=other.source, row=match.row)
    return replace(entry, sex=match.sex, findings=(*rest, found))


def everybody(rosters: Sequence[Roster]) -> tuple[Entry, ...]:
    """The people of rosters that were read together, each once; what the first leaves open another fills in."""
    named: dict[str, list[Entry]] = {}
    for roster in rosters:
        for entry in roster.people:
            known = named.setdefault(fold(entry.name), [])
            at = next((at for at, other in enumerate(known) if _same_person(other, entry)), None)
            if at is None:
                known.append(entry)
            else:
                known[at] = _filled(known[at], entry)
    return tuple(entry for known in named.values() for entry in known)


def _filled(entry: Entry, other: Entry) -> Entry:
    return replace(
        entry,
        born=max((entry.born or "", other.born or ""), key=len) or None,
        phone=entry.phone or other.phone,
        post=entry.post or other.post,
        unit=entry.unit or other.unit,
        note=entry.note or other.note,
        sex=entry.sex or other.sex,
    )

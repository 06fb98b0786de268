"""What is said of a roster: what was read, what was put right, what a person has to look at (voice.md, sample 45)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from bot.actions.rosters import Changes, Row
from bot.replies.lines import join
from locales import full_day, text
from locales.folding import fold
from scheduler.rosters.model import PUT_RIGHT, Entry, Fault, Finding, Roster
from storage.rows import id_of

_SHOWN = 20  # names of a group; the rest is counted
_FULL_DATE = 10


def preview(roster: Roster, others: Sequence[Roster]) -> list[str]:
    """The summary and one line for each row to look at."""
    known = {other.source: other for other in others}
    lines = to_look_at(roster, lambda finding, entry: doubt(finding, entry, known))
    head_of_lines = text("rosters.to_look_at", count=len(lines)) if lines else text("rosters.nothing_to_look_at")
    return [head(roster), *put_right(roster), head_of_lines, *lines]


def head(roster: Roster) -> str:
    """The file and how many people it has."""
    file, count = roster.source, len(roster.people)
    if roster.form:
        return text("rosters.read_form", file=file, form=f"{roster.form:02d}", count=count)
    return text("rosters.read", file=file, count=count)


def put_right_lines(roster: Roster) -> list[str]:
    """One line for each row in which something was put right: what was printed."""
    return [
        _row(entry, [_corrected(finding, entry) for finding in entry.findings if finding.fault in PUT_RIGHT])
        for entry in roster.entries
        if any(finding.fault in PUT_RIGHT for finding in entry.findings)
    ]


def put_right(roster: Roster) -> Iterator[str]:
    """In how many rows something was put right, and what."""
    kinds = [{f.fault for f in entry.findings if f.fault in PUT_RIGHT} for entry in roster.entries]
    rows = sum(bool(kind) for kind in kinds)
    if rows:
        names = dict.fromkeys(group for fault, group in _groups().items() if any(fault in kind for kind in kinds))
        yield text("rosters.put_right", count=rows, kinds=", ".join(names))


def _groups() -> Mapping[Fault, str]:
    return {
        Fault.PHONE_WRITTEN: text("rosters.group.phone"),
        Fault.PHONE_SECOND: text("rosters.group.phone"),
        Fault.BORN_WRITTEN: text("rosters.group.born"),
        Fault.POST_WRITTEN: text("rosters.group.post"),
        Fault.UNIT_WRITTEN: text("rosters.group.unit"),
        Fault.REASON_WRITTEN: text("rosters.group.reason"),
        Fault.NAME_SPACES: text("rosters.group.spaces"),
        Fault.NAME_UNICODE: text("rosters.group.unicode"),
        Fault.NAME_CAPITALS: text("rosters.group.capitals"),
    }


def _group(fault: Fault) -> str:
    return _groups()[fault]


def put_right_kinds(roster: Roster) -> list[str]:
    """One line for each row in which something was put right: what it was, without what was printed."""
    rows = [
        (entry, dict.fromkeys(_group(one.fault) for one in entry.findings if one.fault in PUT_RIGHT))
        for entry in roster.entries
    ]
    return [text("rosters.row", row=entry.row, what=", ".join(kinds)) for entry, kinds in rows if kinds]


def to_look_at(roster: Roster, said_of: Callable[[Finding, Entry], str]) -> list[str]:
    """One line for each row to look at, in the file's order."""
    nameless = text("rosters.nameless")
    lines = [(place.row or 0, text("rosters.row", row=place.row, what=nameless)) for place in roster.nameless]
    for entry in roster.entries:
        said = [said_of(finding, entry) for finding in entry.findings if finding.fault not in PUT_RIGHT]
        lines += [(entry.row, _row(entry, said))] if said else []
    return [line for _, line in sorted(lines, key=lambda found: found[0])]


def _row(entry: Entry, said: Sequence[str]) -> str:
    return text("rosters.row", row=entry.row, what="; ".join(said))


def _corrected(finding: Finding, entry: Entry) -> str:
    now = {
        Fault.PHONE_WRITTEN: entry.phone,
        Fault.PHONE_SECOND: entry.phone,
        Fault.BORN_WRITTEN: _day(entry.born or ""),
        Fault.POST_WRITTEN: entry.post,
        Fault.UNIT_WRITTEN: entry.unit,
        Fault.REASON_WRITTEN: entry.reason,
    }
    if finding.fault in now and finding.printed:
        return text("rosters.corrected", kind=_group(finding.fault), printed=finding.printed, now=now[finding.fault])
    return _group(finding.fault)


def _day(born: str) -> str:
    return full_day(date.fromisoformat(born)) if len(born) == _FULL_DATE else "/".join(reversed(born.split("-")))


def doubt(finding: Finding, entry: Entry, others: Mapping[str, Roster]) -> str:
    """What is amiss, in words. `others`: rosters read together with this one, by their files."""
    printed, row = finding.printed, finding.row
    other = _called(finding.source, others)
    return {
        Fault.NAME_SHORT: lambda: text("rosters.doubt.name_short", name=printed),
        Fault.NAME_UNMARKED: lambda: text("rosters.doubt.name_unmarked", name=printed),
        Fault.NUMBER_REPEATED: lambda: text("rosters.doubt.number_repeated", number=printed),
        Fault.BORN_MISSING: lambda: text("rosters.doubt.born_missing"),
        Fault.BORN_PARTIAL: lambda: text("rosters.doubt.born_partial", born=_day(printed)),
        Fault.BORN_IMPOSSIBLE: lambda: text("rosters.doubt.born_impossible", printed=printed),
        Fault.BORN_UNLIKELY: lambda: text("rosters.doubt.born_unlikely", printed=printed),
        Fault.SEX_UNLIKELY: lambda: text("rosters.doubt.sex_unlikely", column=printed, sex=(entry.sex or "").lower()),
        Fault.SEX_DIFFERS: lambda: text("rosters.doubt.sex_differs", column=printed, other=other, sex=entry.sex),
        Fault.SEX_BOTH: lambda: text("rosters.doubt.sex_both"),
        Fault.POST_MISSING: lambda: text("rosters.doubt.post_missing"),
        Fault.UNIT_MISSING: lambda: text("rosters.doubt.unit_missing"),
        Fault.PHONE_MISSING: lambda: text("rosters.doubt.phone_missing"),
        Fault.PHONE_BAD: lambda: text("rosters.doubt.phone_bad", printed=printed),
        Fault.PHONE_SHARED: lambda: text("rosters.doubt.phone_shared", row=row),
        Fault.PHONE_DIFFERS: lambda: text("rosters.doubt.phone_differs", other=other, row=row),
        Fault.REASON_MISSING: lambda: text("rosters.doubt.reason_missing"),
        Fault.REASON_IN_NOTE: lambda: text("rosters.doubt.reason_in_note"),
        Fault.DUPLICATE: lambda: _duplicate(finding),
        Fault.SAME_NAME: lambda: text("rosters.doubt.same_name", row=row),
        Fault.ALSO_IN: lambda: text("rosters.doubt.also_in", other=other),
    }[finding.fault]()


def _called(source: str, others: Mapping[str, Roster]) -> str:
    form = others[source].form if source in others else None
    return text("rosters.form", form=f"{form:02d}") if form else source


def _duplicate(finding: Finding) -> str:
    names = {
        "born": text("rosters.group.born"),
        "phone": text("rosters.group.phone"),
        "post": text("rosters.group.post"),
        "unit": text("rosters.group.unit"),
    }
    if not finding.differs:
        return text("rosters.doubt.duplicate", row=finding.row)
    differs = ", ".join(names[field] for field in finding.differs)
    return text("rosters.doubt.duplicate_differs", row=finding.row, differs=differs)


def changes_lines(changes: Changes, open_work: Mapping[int, int]) -> list[str]:
    """What saving would change. `open_work`: how much those who leave have not handed in yet."""
    same = len(changes.rows) - len(changes.added) - len(changes.updated)
    said = [text("rosters.changes", added=len(changes.added), updated=len(changes.updated), same=same)]
    said += [text("rosters.update", name=row.entry.name, what=_changed(row)) for row in changes.updated[:_SHOWN]]
    if changes.new_units:
        said.append(text("rosters.new_units", units=", ".join(changes.new_units)))
    if changes.leaders:
        said.append(text("rosters.leaders", names=join([row.entry.name for row in changes.leaders[:_SHOWN]])))
    if namesakes := _namesakes(changes):
        said.append(text("rosters.namesakes", names=join(namesakes)))
    if changes.leaving:
        said += leavers(changes, open_work)
    return said


def leavers(changes: Changes, open_work: Mapping[int, int]) -> list[str]:
    """Who leaves, each with what is not handed in yet."""
    said = [text("rosters.leaving", count=len(changes.leaving))]
    for person in changes.leaving:
        left = open_work.get(id_of(person), 0)
        with_work = text("rosters.leaver_with_work", name=person.name, count=left)
        said.append(with_work if left else text("rosters.leaver", name=person.name))
    return said


def _namesakes(changes: Changes) -> list[str]:
    """New people who share their name with somebody who is here."""
    known = {row.person.name_folded for row in changes.rows if row.person}
    known |= {person.name_folded for person in changes.leaving}
    return [row.entry.name for row in changes.added if fold(row.entry.name) in known][:_SHOWN]


def _changed(row: Row) -> str:
    names = {
        "name": text("rosters.field.name"),
        "born": text("rosters.group.born"),
        "phone": text("rosters.group.phone"),
        "unit": text("rosters.group.unit"),
        "posts": text("rosters.group.post"),
        "ended_on": text("rosters.field.back"),
    }
    return ", ".join(names[field] for field in row.changed)

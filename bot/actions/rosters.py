"""A roster that was read is compared with an office's people and kept: the new are added, the known updated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from locales.folding import fold
from scheduler.calendar import calendar_of
from scheduler.rosters.model import Entry, Fault
from scheduler.rosters.posts import leads_an_office, titles
from scheduler.rosters.units import key_of
from storage.audit import Actor, record, record_each
from storage.people import posts_of, unit_of
from storage.rosters import Newcomer, add_people, add_units, everybody_of, set_posts, unfinished_counts
from storage.rows import id_of
from storage.tables import Person, Post, Role, Unit
from storage.units import units_below

_BY_BIRTH, _BY_PHONE, _BY_POST, _BY_NAME = 4, 3, 2, 1  # how surely a row is a person we know


@dataclass(frozen=True)
class Row:
    """What a roster says of one person. `person`: who that is here; None for somebody new."""

    entry: Entry
    titles: tuple[str, ...]
    unit_id: int | None  # None: a unit that is not here yet
    person: Person | None
    held: tuple[Post, ...] = ()
    changed: tuple[str, ...] = ()  # fields of a known person that the roster says otherwise

    @property
    def born(self) -> str | None:
        return None if self.entry.has(Fault.BORN_UNLIKELY) else self.entry.born

    def leads(self, office_id: int) -> bool:
        """Chairs and deputies of the office itself are its leaders (product.md, the people)."""
        return self.unit_id == office_id and any(map(leads_an_office, self.titles))

    def wanted(self) -> set[str]:
        """The folded posts from now on; one that is held with its duty is not replaced by the same without it."""
        return {fold(title) for title in self.posts()}

    def posts(self) -> tuple[str, ...]:
        if not self.titles:
            return tuple(post.title for post in self.held)
        return tuple(self._fuller(title) for title in self.titles)

    def _fuller(self, title: str) -> str:
        held = (post.title for post in self.held if f"{post.title_folded} ".startswith(f"{fold(title)} "))
        return next(held, title)


@dataclass(frozen=True)
class Changes:
    """What a roster changes. `leaving` is empty unless it was said to be complete."""

    office_id: int
    rows: tuple[Row, ...]
    new_units: tuple[str, ...]
    leaving: tuple[Person, ...]

    @property
    def added(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.person is None)

    @property
    def updated(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.changed)

    @property
    def empty(self) -> bool:
        return not (self.added or self.updated or self.leaving)

    @property
    def missing(self) -> int:
        """How many of the office are not in the list, where it has most of them; another is a list of some."""
        known = sum(row.person is not None for row in self.rows)
        return len(self.leaving) if len(self.leaving) <= known else 0

    @property
    def nobody_leaving(self) -> "Changes":
        """The same where the list may be incomplete."""
        return replace(self, leaving=())

    @property
    def leaders(self) -> tuple[Row, ...]:
        return tuple(row for row in self.added if row.leads(self.office_id))


def changes_of(
    session: Session,
    office_id: int,
    people: Sequence[Entry],
    *,
    complete: bool,
    today: date,
    staying: int | None = None,
) -> Changes:
    """What keeping these people would change; nothing is changed. `staying`: who has not left, in the list or not."""
    known = everybody_of(session, office_id)
    held = posts_of(session, map(id_of, known))
    matched = _matched(people, known, held)
    places = _Places(unit_of(session, office_id), units_below(session, office_id))
    rows = tuple(_row(entry, matched.get(at), held, places) for at, entry in enumerate(people))
    here = {staying, *(person.id for person in matched.values())}
    leaving = [p for p in known if p.id not in here and (p.ended_on is None or p.ended_on > today)]
    new = dict.fromkeys(row.entry.unit for row in rows if row.unit_id is None and row.entry.unit)
    return Changes(office_id, rows, tuple(new), tuple(leaving) if complete else ())


def open_work(session: Session, changes: Changes) -> dict[int, int]:
    """How much those who leave have not handed in yet."""
    return unfinished_counts(session, [id_of(person) for person in changes.leaving])


def _row(entry: Entry, person: Person | None, held: dict[int, list[Post]], places: "_Places") -> Row:
    theirs = tuple(held.get(id_of(person), ())) if person else ()
    row = Row(entry, titles(entry.post, entry.note), places.of(entry.unit), person, theirs)
    return replace(row, changed=tuple(_changes(row, person))) if person else row


def _changes(row: Row, person: Person) -> Iterator[str]:
    """Which fields are no longer what the roster says; what it leaves open stays."""
    entry = row.entry
    if entry.name != person.name and not (entry.name.isascii() and fold(entry.name) == person.name_folded):
        yield "name"
    if row.born and len(row.born) >= len(person.born or "") and row.born != person.born:
        yield "born"
    if entry.phone and entry.phone != person.phone:
        yield "phone"
    if entry.unit and row.unit_id != person.unit_id:
        yield "unit"
    if row.wanted() != {post.title_folded for post in row.held}:
        yield "posts"
    if person.ended_on is not None:
        yield "ended_on"


class _Places:
    """The units of an office by what makes them the same unit."""

    def __init__(self, office: Unit, below: Iterable[Unit]) -> None:
        self.office = office
        self.known = {key_of(unit.name): id_of(unit) for unit in below}

    def of(self, name: str | None) -> int | None:
        """The unit of this name; the office itself where a roster does not say more than its name, or less."""
        own = fold(self.office.name)
        if not name or f"{own} ".startswith(f"{fold(name)} ") or key_of(name) == key_of(self.office.name):
            return id_of(self.office)
        return self.known.get(key_of(name))


def _matched(people: Sequence[Entry], known: Sequence[Person], held: dict[int, list[Post]]) -> dict[int, Person]:
    """Which row is whom: the surest pairs first, everybody once."""
    named: dict[str, list[Person]] = {}
    for person in known:
        named.setdefault(person.name_folded, []).append(person)
    pairs = [
        (-sure, at, id_of(person), person)
        for at, entry in enumerate(people)
        for person in named.get(fold(entry.name), [])
        if (sure := _likeness(entry, person, held.get(id_of(person), [])))
    ]
    found: dict[int, Person] = {}
    taken: set[int] = set()
    for _, at, person_id, person in sorted(pairs, key=lambda pair: pair[:3]):
        if at not in found and person_id not in taken:
            found[at] = person
            taken.add(person_id)
    return found


def _likeness(entry: Entry, person: Person, held: Sequence[Post]) -> int:
    """How surely a row and a person of one name are the same; 0: two people."""
    if entry.born and person.born:
        return _BY_BIRTH if entry.born.startswith(person.born) or person.born.startswith(entry.born) else 0
    if entry.phone and entry.phone == person.phone:
        return _BY_PHONE
    wanted = [fold(title) for title in titles(entry.post, entry.note)]
    if any(
        f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} ")
        for a in wanted
        for b in (p.title_folded for p in held)
    ):
        return _BY_POST
    return 0 if held or person.born or person.phone else _BY_NAME


def keep_roster(session: Session, people: Sequence[Entry], *, source: str, complete: bool, actor: Actor) -> Changes:
    """Keep what a roster says, all of it in the caller's transaction. The same roster again changes nothing."""
    today = calendar_of(session, actor.office_id).today(actor.now)
    changes = changes_of(session, actor.office_id, people, complete=complete, today=today, staying=actor.person_id)
    units = _new_units(session, changes, actor)
    _add(session, changes.added, units, actor)
    _update(session, changes.updated, units, actor)
    for person in changes.leaving:
        person.ended_on = today
        session.add(person)
    ended = {id_of(person): {"ended_on": today.isoformat()} for person in changes.leaving}
    record_each(session, actor, "end", kind="person", after=ended)
    after = {
        "file": source,
        "added": len(changes.added),
        "updated": len(changes.updated),
        "ended": len(changes.leaving),
    }
    record(session, actor, "import_roster", kind="unit", row_id=actor.office_id, after=after)
    return changes


def _new_units(session: Session, changes: Changes, actor: Actor) -> dict[str, int]:
    names = {key_of(name): name for name in reversed(changes.new_units)}
    added = add_units(session, reversed(names.values()), parent=unit_of(session, actor.office_id))
    record_each(session, actor, "create", kind="unit", after={id_of(unit): {"name": unit.name} for unit in added})
    known = {key_of(unit.name): id_of(unit) for unit in added}
    return {name: known[key_of(name)] for name in changes.new_units}


def _unit_id(row: Row, units: Mapping[str, int]) -> int:
    return row.unit_id or units[row.entry.unit or ""]


def _add(session: Session, rows: Sequence[Row], units: Mapping[str, int], actor: Actor) -> None:
    new = [_newcomer(row, _unit_id(row, units), actor.office_id) for row in rows]
    add_people(session, new)
    record_each(session, actor, "create", kind="person", after={id_of(one.person): _newcomer_said(one) for one in new})


def _newcomer_said(new: Newcomer) -> dict[str, object]:
    roles = [role.value for role in new.roles]
    return {"name": new.person.name, "posts": list(new.posts), "roles": roles, "unit_id": new.person.unit_id}


def _newcomer(row: Row, unit_id: int, office_id: int) -> Newcomer:
    name = row.entry.name
    person = Person(
        office_id=office_id,
        unit_id=unit_id,
        name=name,
        name_folded=fold(name),
        born=row.born,
        phone=row.entry.phone,
    )
    roles = [Role.LEADER, Role.OFFICIAL] if row.leads(office_id) else [Role.OFFICIAL]
    return Newcomer(person, _distinct(row.titles), roles)


def _update(session: Session, rows: Sequence[Row], units: Mapping[str, int], actor: Actor) -> None:
    known = [(row, row.person) for row in rows if row.person is not None]
    before = {id_of(person): _said(person, [post.title for post in row.held], row.changed) for row, person in known}
    for row, person in known:
        _bring_up(person, row, _unit_id(row, units))
    set_posts(session, [(person, row.posts(), row.held) for row, person in known])
    after = {id_of(person): _said(person, list(row.posts()), row.changed) for row, person in known}
    record_each(session, actor, "update", kind="person", before=before, after=after)


def _bring_up(person: Person, row: Row, unit_id: int) -> None:
    changed = row.changed
    if "name" in changed:
        person.name, person.name_folded = row.entry.name, fold(row.entry.name)
    person.born = row.born if "born" in changed else person.born
    person.phone = row.entry.phone if "phone" in changed else person.phone
    person.unit_id = unit_id if "unit" in changed else person.unit_id
    person.ended_on = None


def _said(person: Person, posts: list[str], changed: Sequence[str]) -> dict[str, object]:
    """What the log says of a change. It is never erased: of a phone or a birth date it says only that it changed."""
    ended = person.ended_on.isoformat() if person.ended_on else None
    values = {"name": person.name, "unit_id": person.unit_id, "posts": posts, "ended_on": ended}
    names = {"unit": "unit_id"}
    return {names.get(field, field): values.get(names.get(field, field)) for field in changed}


def _distinct(found: Iterable[str]) -> list[str]:
    return list({fold(title): title for title in found}.values())

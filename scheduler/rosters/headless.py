"""A list of people without a header: one on each line or row, every piece known by what it says."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from locales.folding import fold
from scheduler.plans.grid import Block
from scheduler.plans.model import Place
from scheduler.plans.people import is_person
from scheduler.rosters.headings import Header, Role
from scheduler.rosters.names import is_name
from scheduler.rosters.posts import is_usual
from scheduler.rosters.rows import Listed, Typed
from scheduler.rosters.units import section_unit

_NUMBER = re.compile(r"(\d{1,4})\s*(?:[.)/:]\s*|[-–]\s+|[,;|]\s*|(?=\t)|$)|[-–+•*]\s+")
_FRONT = re.compile(r"(ông|bà|đ/c|đồng chí)\.?:?\s+", re.IGNORECASE)
_MARKS = ("\t", "|", ";", ",")  # the first that a line holds parts it
_BEHIND_NAME = re.compile(r"\s+[-–—]+\s+|\s*:\s+|\s*\((?=\S)")
_PHONE = re.compile(
    r"(?:(?:số )?(?:điện thoại|đt|sđt|di động|zalo)\s*:?\s*)?(\+?\d(?:[ .()-]{0,2}\d){7,11})(?!\d)", re.I
)
_YEAR = r"(?:19[3-9]\d|200\d|201[01])"  # nobody younger works in an office
_BORN = re.compile(
    rf"(?:(?:sinh(?: ngày| năm)?|năm sinh|ngày sinh|sn)\s*:?\s*)?\b((?:\d{{1,2}}[/.-]){{0,2}}{_YEAR})\b(?!/)", re.I
)
_SEX = re.compile(r"(?:nam|nữ)", re.IGNORECASE)
_LEAST = 2


@dataclass
class _Person:
    place: Place
    number: str
    name: str
    texts: dict[Role, str] = field(default_factory=dict)

    @property
    def known(self) -> bool:
        """Whether something tells that this is somebody of an office, beyond a name and words."""
        return any(role in self.texts for role in (Role.PHONE, Role.BORN, Role.SEX)) or is_usual(
            self.texts.get(Role.POST, "")
        )


def text_lines(text: str) -> Iterator[tuple[Place, str]]:
    return ((Place(row=n), line) for n, line in enumerate(text.splitlines(), start=1))


def block_lines(blocks: Iterable[Block]) -> Iterator[tuple[Place, str]]:
    """The lines of a file's paragraphs, and the rows of its tables with tabs between the cells."""
    count = 0
    for block in blocks:
        if isinstance(block, str):
            for line in block.split("\n"):
                count += 1
                yield Place(row=count), line
        else:
            for r, place in enumerate(block.places):
                cells = [" ".join(cell.text.split()) for cell in block.starting_in(r) if cell.text]
                yield place, "\t".join(cells)


def headless_list(lines: Iterable[tuple[Place, str]]) -> Listed | None:
    """The people that a file's lines name; None where most of its lines name nobody."""
    said = [(place, line.strip()) for place, line in lines if line.strip()]
    rows, nameless, section = [], [], ""
    above: list[str] = []
    for place, line in said:
        person = _person(place, line)
        if person is not None:
            rows.append((person, section))
        elif (unit := section_unit(line)) and len(line) < 80:
            section = unit
        elif rows and _NUMBER.match(line) and _PHONE.search(line):
            nameless.append(place)
        elif not rows:
            above.append(line)
    if not _is_list([person for person, _ in rows], len(said), above):
        return None
    roles = {role for person, _ in rows for role in person.texts} | ({Role.UNIT} if any(s for _, s in rows) else set())
    return Listed(Header(0, 0, ()), tuple(_typed(p, roles, s) for p, s in rows), tuple(nameless), tuple(above))


def _is_list(people: Sequence[_Person], lines: int, above: Sequence[str]) -> bool:
    titled = any("danh sach" in fold(line) for line in above)
    if len(people) < _LEAST or len(people) * (3 if titled else 2) < lines:
        return False
    known = sum(person.known for person in people)
    return sum(is_person(person.name) for person in people) * 2 >= len(people) and (titled or known * 2 >= len(people))


def _typed(person: _Person, roles: set[Role], section: str) -> Typed:
    texts = {role: person.texts.get(role, "") for role in roles} | {Role.NAME: person.name, Role.NUMBER: person.number}
    if Role.UNIT in roles:
        texts[Role.UNIT] = texts[Role.UNIT] or section
    return Typed(person.place, texts, {}, section)


def _person(place: Place, line: str) -> _Person | None:
    marked = _NUMBER.match(line)
    body = line[marked.end() :].strip() if marked else line
    mark = next((mark for mark in _MARKS if mark in body), "\n")
    head, *pieces = (piece.strip(' "\t') for piece in body.split(mark))
    name, rest = _name_at_head(head)
    if not name or (not marked and not is_person(_bare(name))):
        return None
    person = _Person(place, marked[1] or "" if marked else "", name)
    for piece in filter(None, (rest, *pieces)):
        _tell(person, piece)
    return person if person.texts or marked else None


def _name_at_head(head: str) -> tuple[str, str]:
    """`Phạm Văn Đức - Địa chính` → the name and what stands behind it."""
    cut = _BEHIND_NAME.search(head)
    name, rest = (head[: cut.start()], head[cut.end() :].rstrip(")")) if cut else (head, "")
    words = _bare(name).split()
    named = is_name(name) and len(words) > 1 and all(word[0].isupper() for word in words)
    return (name, rest) if named else ("", "")


def _bare(name: str) -> str:
    plain = _FRONT.sub("", name.strip(), count=1)
    return plain.title() if plain.isupper() else plain


def _tell(person: _Person, piece: str) -> None:
    """Puts down what a piece says: a phone and a birth date may stand within it, the rest is one thing."""
    for role, pattern in ((Role.PHONE, _PHONE), (Role.BORN, _BORN)):
        if role not in person.texts and (found := pattern.search(piece)):
            person.texts[role] = found[1]
            piece = f"{piece[: found.start()]} {piece[found.end() :]}"
    words = piece.strip(' -–—.,:()"')
    if not fold(words):
        return
    role = _role(words)
    before = person.texts.get(role)
    if before and (role is not Role.POST or not is_usual(words)):
        role, before = Role.NOTE, person.texts.get(Role.NOTE)
    person.texts[role] = f"{before}, {words}" if before else words


def _role(words: str) -> Role:
    if _SEX.fullmatch(words):
        return Role.SEX
    if is_usual(words):
        return Role.POST
    return Role.UNIT if section_unit(words) else Role.NOTE if "@" in words else Role.POST

"""The header of a table of which only the words are left: its headings stand one behind the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from locales.folding import fold
from scheduler.plans.headings import Role, role_of
from scheduler.plans.sections import split_label

_MOST_LINES = 10
_MOST_WORDS = 60
_MOST_TRIES = 2_000
_LONGEST = 9  # words of a heading


@dataclass(frozen=True)
class DumpLine:
    """`number` counts the lines of the file from 1; `blank`: an empty line stands above."""

    number: int
    text: str
    blank: bool


@dataclass(frozen=True)
class DumpHeader:
    first: int  # index of its first line
    height: int
    headings: tuple[str, ...]
    roles: tuple[Role, ...]

    @property
    def words(self) -> str:
        return fold(" ".join(self.headings))


def find(lines: Sequence[DumpLine]) -> DumpHeader | None:
    """The first run of lines that is nothing but headings: the task's, and who does it or when."""
    likely = (i for i, line in enumerate(lines) if _may_begin(line.text))
    found = (_at(lines, i) for i in islice(likely, _MOST_TRIES))
    return next((header for header in found if header), None)


def without_repeats(lines: Sequence[DumpLine], header: DumpHeader) -> tuple[list[DumpLine], set[int]]:
    """The lines under the header without its repetitions, and the numbers of the lines before which one stood."""
    kept: list[DumpLine] = []
    turned: set[int] = set()
    i = header.first + header.height
    while i < len(lines):
        height = _repeated(lines, i, header.words)
        if height:
            i += height
            turned |= {line.number for line in lines[i : i + 1]}
        else:
            kept.append(lines[i])
            i += 1
    return kept, turned


def _repeated(lines: Sequence[DumpLine], i: int, wanted: str) -> int:
    said = ""
    for height, line in enumerate(lines[i : i + _MOST_LINES], start=1):
        said = f"{said} {fold(line.text)}".strip()
        if said == wanted:
            return height
        if not wanted.startswith(said):
            return 0
    return 0


def _may_begin(text: str) -> bool:
    words = text.split()
    return bool(words) and any(_claim(" ".join(words[:n])) for n in range(1, min(len(words), _LONGEST) + 1))


def _at(lines: Sequence[DumpLine], i: int) -> DumpHeader | None:
    best: DumpHeader | None = None
    words: list[str] = []
    for height, line in enumerate(lines[i : i + _MOST_LINES], start=1):
        label, title = split_label(line.text)
        words += line.text.split()
        if len(words) > _MOST_WORDS or (label and not label[0].isdigit() and title):
            break
        headings = _headings(words)
        roles = _roles(headings)
        if best and not line.text[:1].islower() and len(headings) <= len(best.headings):
            break
        if Role.TASK in roles and len(set(roles)) > 2 and {Role.DEADLINE, Role.ASSIGNEE} & set(roles):
            best = DumpHeader(i, height, headings, roles)
    return best


def _headings(words: Sequence[str]) -> tuple[str, ...]:
    """The words cut into headings that are all known, of as many kinds as possible; () where none fits."""
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for end in range(1, len(words) + 1):
        if end < len(words) and not _may_open(words[end]):
            continue
        for start in [place for place in best if end - place <= _LONGEST]:
            heading = " ".join(words[start:end])
            if _claim(heading):
                found = (*best[start][1], heading)
                merit = _merit(found)
                if end not in best or merit > best[end][0]:
                    best[end] = (merit, found)
    return best.get(len(words), (0.0, ()))[1]


@lru_cache(maxsize=20_000)
def _claim(heading: str) -> tuple[Role, int] | None:
    return role_of(heading)


def _may_open(word: str) -> bool:
    return word[0].isupper() or (word[0].isdigit() and word.rstrip(".)").isdigit())


def _claims(headings: Sequence[str]) -> list[tuple[Role, int]]:
    return [claim for heading in headings if (claim := _claim(heading))]


def _merit(headings: Sequence[str]) -> float:
    claims = _claims(headings)
    kinds = {role for role, _ in claims}
    ways = {rank for role, rank in claims if role is Role.TASK}
    return 2.0 * (len(kinds) + min(len(ways), 2)) - 0.5 * len(headings)


def _roles(headings: Sequence[str]) -> tuple[Role, ...]:
    claims = _claims(headings)
    first = min((rank for role, rank in claims if role is Role.TASK), default=0)
    return tuple(Role.ACTIVITY if role is Role.TASK and rank > first else role for role, rank in claims)

"""The header of a table of which only the words are left: its headings stand one behind the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from locales.folding import fold
from scheduler.plans.headings import Role, role_of
from scheduler.plans.sections import split_label

_MOST_LINES = 10
_MOST_WORDS = 60
_MOST_TRIES = 2_000
_LONGEST = 9  # words of a heading
_LOOSE = 3  # lines that a heading may go on before it is a heading's words
_GLUED = re.compile(r"(?<=n|g|h|i|m|t|c|p)(?=Chủ|Phối|Bắt|Kết|Thời|Sản|Đơn|Cơ|Người|Hạn|Ghi)")  # `Thời gianChủ trì`
_FIGURE = re.compile(r"\(?\d{1,2}[.)]*")
_GROUPS = ((Role.ASSIGNEE, Role.COORDINATOR), (Role.DEADLINE, Role.DEADLINE))


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
    words: str  # folded, as printed


def find(lines: Sequence[DumpLine]) -> DumpHeader | None:
    """The first run of lines that is nothing but headings: the task's, and who does it or when."""
    likely = (i for i, line in enumerate(lines) if _may_begin(line.text))
    found = (_at(lines, i) for i in islice(likely, _MOST_TRIES))
    return next((header for header in found if header), None)


def without_repeats(lines: Sequence[DumpLine], header: DumpHeader) -> tuple[list[DumpLine], set[int]]:
    """The lines under the header without its repetitions, and the numbers of the lines before which one stood."""
    kept: list[DumpLine] = []
    turned: set[int] = set()
    above = {fold(line.text) for line in lines[: header.first]}
    i = header.first + header.height
    while i < len(lines):
        height = _repeated(lines, i, header.words)
        if height:
            kept = _without_running_head(kept, above)
            i += height
            turned |= {line.number for line in lines[i : i + 1]}
        else:
            kept.append(lines[i])
            i += 1
    return kept, turned


def _without_running_head(kept: list[DumpLine], above: set[str]) -> list[DumpLine]:
    """The lines right above a header that stood above the first one, too, are no cells; a section's name is kept."""
    start = len(kept)
    while start > max(0, len(kept) - _MOST_LINES) and (
        fold(kept[start - 1].text) in above or _section_like(kept[start - 1].text)
    ):
        start -= 1
    return kept[:start] + [line for line in kept[start:] if fold(line.text) not in above]


def _section_like(text: str) -> bool:
    label, title = split_label(text)
    return bool(label and title) and not label[0].isdigit()


def _repeated(lines: Sequence[DumpLine], i: int, wanted: str) -> int:
    said = ""
    for height, line in enumerate(lines[i : i + _MOST_LINES], start=1):
        said = f"{said} {fold(_GLUED.sub(' ', line.text))}".strip()
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
        words += _GLUED.sub(" ", line.text).split()
        if len(words) > _MOST_WORDS or (label and not label[0].isdigit() and title):
            break
        headings = _headings(words)
        roles = _roles(headings)
        if best and height > best.height + _LOOSE:
            break
        enough = Role.TASK in roles and len(set(roles)) > 2 and {Role.DEADLINE, Role.ASSIGNEE} & set(roles)
        if enough and (best is None or _goes_on(best.headings, headings)):
            best = DumpHeader(i, height, headings, roles, fold(" ".join(headings)))
    return best and _under_its_group(best)


def _goes_on(before: Sequence[str], headings: Sequence[str]) -> bool:
    """Whether a further line makes the header longer, and is no row: its words end the last heading or begin others."""
    last, known = len(before) - 1, len(" ".join(before).split())
    words = " ".join(headings).split()
    begins = {len(" ".join(headings[:i]).split()) for i in range(len(headings))}
    same = tuple(headings[:last]) == tuple(before[:last]) and len(words) >= known
    ends = all(word.islower() for word in words[known : min((i for i in begins if i >= known), default=len(words))])
    capitals = any(heading.isupper() and len(heading) > 5 for heading in headings[last + 1 :])
    return same and ends and (before[last].isupper() or not capitals)


def _under_its_group(header: DumpHeader) -> DumpHeader:
    """Of a header in two rows, the lower row's words come last: `Chủ trì`, `Phối hợp` go where their group stands."""
    for first, last in _GROUPS:
        lower = [i for i in range(len(header.roles)) if header.roles[i] is last and header.roles[i - 1] is first]
        group = [i for i in range(lower[-1] - 1) if header.roles[i] is first] if lower else []
        if group and lower[-1] == len(header.roles) - 1 and lower[-1] - group[-1] > 2:
            order = [*range(group[-1]), lower[-1] - 1, lower[-1], *range(group[-1] + 1, lower[-1] - 1)]
            return replace(
                header,
                headings=tuple(header.headings[i] for i in order),
                roles=tuple(header.roles[i] for i in order),
            )
    return header


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
    return None if any(_FIGURE.fullmatch(word) for word in heading.split()[1:]) else role_of(heading)


def _may_open(word: str) -> bool:
    return word[0].isupper() or (word[0].isdigit() and word.rstrip(".)").isdigit())


def _claims(headings: Sequence[str]) -> list[tuple[Role, int]]:
    return [claim for heading in headings if (claim := _claim(heading))]


def _merit(headings: Sequence[str]) -> float:
    claims = _claims(headings)
    kinds = {role for role, _ in claims}
    ways = {rank for role, rank in claims if role is Role.TASK}
    swallowed = sum(_swallows(heading, role) for heading, (role, _) in zip(headings, claims, strict=True))
    return 2.0 * (len(kinds) + min(len(ways), 2)) - 0.5 * len(headings) - swallowed


def _swallows(heading: str, role: Role) -> bool:
    """Whether a heading ends with another one: `Thời gian Chủ trì`."""
    words = heading.split()
    ends = (_claim(" ".join(words[i:])) for i in range(1, len(words)) if _may_open(words[i]))
    return any(end and end[0] is not role for end in ends)


def _roles(headings: Sequence[str]) -> tuple[Role, ...]:
    claims = _claims(headings)
    first = min((rank for role, rank in claims if role is Role.TASK), default=0)
    return tuple(Role.ACTIVITY if role is Role.TASK and rank > first else role for role, rank in claims)

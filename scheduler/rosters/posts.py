"""The posts of a roster, each put right by the usual ones and by what the rest of the roster prints."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from locales.folding import fold
from scheduler.rosters.model import Fault, Finding
from scheduler.rosters.spelling import same_spelling, spaced, usual
from scheduler.rosters.usual import BEFORE_POSTS, POSTS, REASONS

_PARTS = re.compile(r"(\s*[,;\n]\s*|\s+kiêm\s+)")
_DUTIES = ("phu trach", "lam dau moi", "theo doi")
_DUTY = re.compile(rf"({'|'.join(_DUTIES)}) ")
_CHAIR = re.compile(r"(pho )?chu tich( thuong truc)? (ubnd|uy ban nhan dan)\b")
_OFTEN = 2
_SHOUTED = 6  # letters; a shorter word in capitals is an abbreviation


def known_posts(printed: Iterable[str]) -> tuple[str, ...]:
    """The usual posts, and those that a roster prints more than once."""
    counts = Counter(_parted(spaced(post))[1] for post in printed)
    often = [post for post, count in counts.items() if count >= _OFTEN and not post.isupper()]
    said = {fold(post) for post in POSTS}
    return (*POSTS, *(post for post in often if fold(post) not in said and usual(post, POSTS) is None))


def post(printed: str, known: tuple[str, ...]) -> tuple[str, tuple[Finding, ...]]:
    """A post as it should be written; a cell may hold several."""
    parts = _PARTS.split(printed)
    found = "".join(part if _PARTS.fullmatch(part) else _one(part, known) for part in parts)
    found = " ".join(found.split())
    changed = found != " ".join(printed.split())
    return found, (Finding(Fault.POST_WRITTEN, printed),) if changed else ()


def _one(printed: str, known: tuple[str, ...]) -> str:
    front, rest = _parted(printed)
    return f"{front} {mended(rest, known)}" if front else mended(rest, known)


def _parted(printed: str) -> tuple[str, str]:
    """`Công chức Tư pháp - Hộ tịch` → `Công chức` and the rest; "" where a post begins at once."""
    words = printed.split()
    count = next((len(f.split()) for f in BEFORE_POSTS if fold(printed).startswith(f"{fold(f)} ")), 0)
    return " ".join(words[:count]), " ".join(words[count:])


def is_usual(printed: str) -> bool:
    """Whether a text begins with a post that offices usually have."""
    return bool(printed) and usual(_parted(printed)[1], POSTS) is not None


def mended(printed: str, known: tuple[str, ...]) -> str:
    """The known words where `printed` is a slip for them; other capitals alone are no slip, unless all are."""
    plain = spaced(printed)
    right = usual(plain, known)
    shouted = plain.isupper() and len(plain) > _SHOUTED
    return plain if right is None or (same_spelling(plain, right) and not shouted) else right


@lru_cache(maxsize=8192)
def post_key(printed: str | None) -> str:
    """What makes a post the same post: its words, without `Công chức` in front."""
    return fold(_parted(printed or "")[1])


def titles(printed: str | None, note: str | None) -> tuple[str, ...]:
    """The posts that a cell names, one each; a duty noted beside a single post (`Phụ trách một cửa`) belongs to it."""
    found: list[str] = []
    for piece in re.split(r"\s*[,;]\s*|\s+kiêm\s+", printed or ""):
        if found and usual(_parted(piece)[1], POSTS) is None:
            found[-1] = f"{found[-1]}, {piece}"  # a duty of several things
        elif piece:
            found.append(piece)
    duty = " ".join((note or "").split())
    if len(found) == 1 and _DUTY.match(fold(duty)) and not any(mark in fold(found[0]) for mark in _DUTIES):
        return (f"{found[0]} {duty[0].lower()}{duty[1:]}",)
    return tuple(found)


def leads_an_office(title: str) -> bool:
    """Whether a post is that of the chair of a people's committee, or of a deputy."""
    return _CHAIR.match(fold(title)) is not None


def reason(printed: str) -> tuple[str, tuple[Finding, ...]]:
    """A reason as it should be written; what follows the usual words stays."""
    right = usual(printed, REASONS)
    if right is None or same_spelling(printed, right):
        return printed, ()
    return right, (Finding(Fault.REASON_WRITTEN, printed),)

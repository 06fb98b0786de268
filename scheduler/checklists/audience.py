"""Whether words like "Chủ tịch, các Phó Chủ tịch UBND các xã" mean somebody with these posts. Pure."""

import re
from collections.abc import Collection, Iterable

from locales.folding import fold
from scheduler.plans.people import named
from scheduler.plans.posts import SURE, likeness

_PLURAL = re.compile(r"^(các|những|mỗi|mọi|toàn thể|tất cả)\s+", re.IGNORECASE)
# One post under two names: a commune's, a ward's.
_EITHER = re.compile(r"\s*\((?:đối với|ở|tại) [^()]*\)(?:\s+hoặc\s+)?|\s+hoặc\s+", re.IGNORECASE)
# Behind these words the rest of a name says where, not who.
_WHERE = re.compile(r"\s+(?:ubnd|của|tại|thuộc)\s+(?:cấp\s|các\s|xã|phường|thị trấn|huyện|đơn vị).*$", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,;]\s*(?![^()]*\))")
_DUTY = re.compile(r"(?:\(|\bphụ trách\b|\blàm công tác\b)\s*(.*)$", re.IGNORECASE)
_EVERYBODY = frozenset(
    {
        "can bo cong chuc",
        "cong chuc",
        "can bo",
        "can bo cong chuc vien chuc",
        "ca nhan",
        "nguoi du kiem tra",
        "nguoi thuc hien",
        "moi nguoi",
        "thi sinh",
    }
)


def posts_of(who: str) -> list[str]:
    """The single posts that printed words name: `Chủ tịch, các Phó Chủ tịch UBND cấp xã` → both."""
    pieces = [piece for line in _EITHER.split(who) for name in named(line) for piece in outside_brackets(name)]
    return [plain for piece in pieces if (plain := _bare(piece))]


def outside_brackets(name: str) -> list[str]:
    """The parts between commas and semicolons, those inside brackets left alone."""
    return _COMMA.split(_WHERE.sub("", name))


def _bare(words: str) -> str:
    return _WHERE.sub("", _PLURAL.sub("", words.strip())).strip()


def for_everybody(who: Iterable[str]) -> bool:
    """Whether nobody is named, or all are."""
    wanted = list(who)
    return not wanted or any(fold(_bare(one)) in _EVERYBODY for one in wanted)


def addressed(who: Iterable[str], titles: Collection[str]) -> bool:
    """Whether the words mean somebody who holds these posts; words that name nobody mean everybody."""
    wanted = list(who)
    if for_everybody(wanted):
        return True
    return any(_same(post, title) for one in wanted for post in posts_of(one) for title in titles)


def _same(printed: str, title: str) -> bool:
    if not _duties_agree(printed, title):
        return False
    return likeness(printed, title) >= SURE or _begins(printed, title) or _begins(title, printed)


def _duties_agree(printed: str, title: str) -> bool:
    """Two holders of one post are told apart by their duties, where both are known."""
    ours, theirs = (set(fold(found[1]).split()) if (found := _DUTY.search(one)) else set() for one in (printed, title))
    return not ours or not theirs or bool(ours & theirs - {"va", "phu", "trach", "cong", "tac"})


def _begins(short: str, long: str) -> bool:
    """`Địa chính` for `Địa chính - Nông nghiệp - Xây dựng và Môi trường`; a chair is of one body only."""
    ours, theirs = (fold(_DUTY.sub("", one)).removeprefix("cong chuc ").split() for one in (short, long))
    return len(ours) > 1 and "tich" not in ours and theirs[: len(ours)] == ours

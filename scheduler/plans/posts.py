"""Posts as plans print them ("CC Văn phòng TK", "Công chức phụ trách nội vụ") matched to people by likeness. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from locales.folding import fold

SURE = 0.75  # likeness from which a post is one person's, if nobody else's is as near
POSSIBLE = 0.4  # likeness from which a person is offered
_MARGIN = 0.1
_SAME_WORD = 80  # per cent of letters: a word with a slip is the same word

_ABBREVIATIONS = {
    "cbcc": "can bo cong chuc",
    "cc": "cong chuc",
    "chqs": "chi huy quan su",
    "cht": "chi huy truong",
    "ct": "chu tich",
    "dc": "dia chinh",
    "ht": "ho tich",
    "kt": "ke toan",
    "ld": "lanh dao",
    "nn": "nong nghiep",
    "nv": "noi vu",
    "pct": "pho chu tich",
    "qs": "quan su",
    "tc": "tai chinh",
    "tk": "thong ke",
    "tp": "tu phap",
    "ttvh": "trung tam van hoa",
    "vh": "van hoa",
    "vp": "van phong",
    "xd": "xay dung",
    "xh": "xa hoi",
}
_DUTY = (" phu trach ", " lam cong tac ", " lam nhiem vu ", " dam nhiem ", " theo doi ", " tham muu ")
_GROUP = ("cac ", "toan the ", "tat ca ", "moi ", "nhung ", "can bo cong chuc ", "tap the ")
_FILLER = frozenset(
    word
    for words in (
        "công chức",
        "cán bộ",
        "viên chức",
        "chuyên môn",
        "ông",
        "bà",
        "đồng chí",
        "cấp",
        "UBND",
        "xã",
        "phường",
        "thị trấn",
        "ủy ban nhân dân",
    )
    for word in fold(words).split()
)
_RANKS = frozenset({"pho"})


@dataclass(frozen=True)
class Holder:
    """Somebody of the roster with the titles of all posts held."""

    person_id: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """Who answers for a printed post. `person_id` is None where nobody, or nobody surely, does.

    `candidates`: who may be meant, the likeliest first. `group`: the words name many people; never expanded.
    """

    post: str
    person_id: int | None = None
    candidates: tuple[int, ...] = ()
    group: bool = False
    kept: bool = False  # from the office's own table


def match_posts(posts: Iterable[str], roster: Sequence[Holder], kept: Mapping[str, int | None]) -> dict[str, Match]:
    """Each printed post and its match. `kept` maps folded posts to what the office decided before."""
    return {post: _match(post, roster, kept) for post in dict.fromkeys(posts)}


def _match(post: str, roster: Sequence[Holder], kept: Mapping[str, int | None]) -> Match:
    if (person_id := kept.get(fold(post))) is not None:
        return Match(post, person_id, kept=True)
    if is_group(post):
        return Match(post, group=True)
    scored = sorted(((_likeness_to(post, holder), holder.person_id) for holder in roster), reverse=True)
    near = [(score, person_id) for score, person_id in scored if score >= POSSIBLE]
    candidates = tuple(person_id for _, person_id in near)
    if not near or near[0][0] < SURE or (len(near) > 1 and near[0][0] - near[1][0] < _MARGIN):
        return Match(post, candidates=candidates)
    return Match(post, near[0][1], candidates)


def is_group(post: str) -> bool:
    """Whether the words name many people at once ("Các công chức có liên quan", "Toàn thể cán bộ")."""
    return fold(post).startswith(_GROUP)


def _likeness_to(post: str, holder: Holder) -> float:
    return max((likeness(post, title) for title in holder.titles), default=0.0)


def likeness(printed: str, title: str) -> float:
    """How alike a printed post and a roster's title are, 0 to 1: the share of words that both have.

    What stands behind "phụ trách" or "làm công tác" is a duty; it counts only where no post stands before it.
    """
    head, duty = _parts(printed)
    ours, theirs = _core(head) or _core(duty) or _words(printed), _core(_parts(title)[0]) or _core(title)
    if (_RANKS & set(ours)) != (_RANKS & set(theirs)):
        return 0.0
    shared = sum(any(_same(a, b) for b in theirs) for a in ours)
    return 2 * shared / (len(ours) + len(theirs)) if shared else 0.0


def _parts(post: str) -> tuple[str, str]:
    words = f" {' '.join(_words(post))} "
    found = [(words.find(mark), mark) for mark in _DUTY if mark in words]
    if not found:
        return words, ""
    at, mark = min(found)
    return words[:at], words[at + len(mark) :]


def _words(post: str) -> list[str]:
    return [word for short in fold(post).split() for word in _ABBREVIATIONS.get(short, short).split()]


def _core(words: str) -> list[str]:
    return [word for word in _words(words) if word not in _FILLER]


def _same(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > 3 and fuzz.ratio(a, b) >= _SAME_WORD)

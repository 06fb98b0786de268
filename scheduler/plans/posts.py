"""Posts as plans print them ("CC Văn phòng TK", "Công chức phụ trách nội vụ") matched to people by likeness. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from locales.folding import fold

SURE = 0.75  # likeness from which a post is one person's, if nobody else's is as near
POSSIBLE = 0.4  # likeness from which a person is offered
_MARGIN = 0.1
_AS_DUTY = 0.9  # a post printed as "Công chức nội vụ" and held as the duty of another post
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
_DUTY = (" phu trach ", " lam cong tac ", " lam nhiem vu ", " lam dau moi ", " dam nhiem ", " theo doi ", " tham muu ")
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
_AGENCY = re.compile(r"(?:so|bo(?! phan)|cuc) \S+")
_CHAIRS, _SECRETARIES = {"chu", "tich"}, {"bi", "thu"}
_BODIES = frozenset({"dang", "doan", "hdnd", "hoi", "mttq", "lhpn"})


@dataclass(frozen=True)
class Holder:
    """Somebody of the roster with the titles of all posts held."""

    person_id: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """Who answers for a printed post. `person_id` is None where nobody, or nobody surely, does.

    `candidates`: who may be meant, the likeliest first. `group`: the words name many people; never expanded.
    `units`: the units that the words address instead, each by name and with the person who answers for it.
    """

    post: str
    person_id: int | None = None
    candidates: tuple[int, ...] = ()
    group: bool = False
    kept: bool = False  # from the office's own table
    units: tuple[tuple[str, int | None], ...] = ()

    @property
    def open(self) -> bool:
        """Whether nothing is found that the words address: no one person, no units, and no group."""
        return self.person_id is None and not self.group and not self.units

    @property
    def people(self) -> frozenset[int]:
        """Everybody who is meant."""
        meant = (self.person_id, *(person_id for _, person_id in self.units))
        return frozenset(person_id for person_id in meant if person_id is not None)


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

    What stands behind "phụ trách" or "làm công tác" is a duty: it tells two holders of one post apart, and stands for
    the post where none is printed.
    """
    ours, theirs = _Post.of(printed), _Post.of(title)
    if ours.rank() != theirs.rank() or _of_another_agency(printed, title):
        return 0.0
    if not ours.head:
        return max(_shared(ours.duty, theirs.duty), _shared(ours.duty, theirs.head))
    by_head = _shared(ours.head, theirs.head) * _duty_weight(ours, theirs)
    by_duty = 0.0 if ours.duty else _AS_DUTY * _shared(ours.head, theirs.duty)
    return max(by_head, by_duty, _shared(ours.head + ours.duty, theirs.head + theirs.duty))


@dataclass(frozen=True)
class _Post:
    """The words of a post that tell it from others, and those of its duty."""

    head: tuple[str, ...]
    duty: tuple[str, ...]

    @classmethod
    def of(cls, post: str) -> "_Post":
        words = f" {' '.join(_words(post))} "
        at, mark = min(((at, mark) for mark in _DUTY if (at := words.find(mark)) >= 0), default=(len(words), ""))
        head, duty = _core(words[:at]), _core(words[at + len(mark) :])
        return cls(head, duty) if head or duty else cls(tuple(words.split()), ())

    def rank(self) -> frozenset[str]:
        """A deputy is not the chair, and the chair of one body is not that of another."""
        chairs = set(self.head) >= _CHAIRS or set(self.head) >= _SECRETARIES
        return frozenset(self.head) & (_RANKS | _BODIES if chairs else _RANKS)


def _of_another_agency(printed: str, title: str) -> bool:
    """An agency of the province or the state is no post of a commune that shares its field."""
    agency = _AGENCY.match(fold(printed))
    return agency is not None and agency[0] not in fold(title).replace("can bo ", "")


def _duty_weight(ours: _Post, theirs: _Post) -> float:
    if not ours.duty:
        return 1.0
    return 0.8 + 0.2 * _shared(ours.duty, theirs.duty) if theirs.duty else 0.88


def _shared(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    shared = sum(any(_same(word, other) for other in b) for word in a)
    return 2 * shared / (len(a) + len(b)) if shared else 0.0


def _words(post: str) -> list[str]:
    return [word for short in fold(post).split() for word in _ABBREVIATIONS.get(short, short).split()]


def _core(words: str) -> tuple[str, ...]:
    return tuple(word for word in words.split() if word not in _FILLER)


def _same(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > 3 and fuzz.ratio(a, b) >= _SAME_WORD)

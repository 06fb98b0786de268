"""A post, a room or a reason with slips → the usual words; what is not clearly one of them stays as it is printed."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from locales.folding import fold

_SHORT = {
    "bch": ("Ban Chỉ huy",),
    "bt": ("Bí thư",),
    "ca": ("Công an",),
    "cht": ("Chỉ huy trưởng",),
    "chqs": ("Chỉ huy Quân sự",),
    "ct": ("Chủ tịch",),
    "cv": ("Chuyên viên",),
    "cvp": ("Chánh Văn phòng",),
    "dc": ("Địa chính",),
    "dt": ("Đô thị", "Đào tạo"),
    "gd": ("Giám đốc", "Giáo dục"),
    "ht": ("Hộ tịch", "Hạ tầng"),
    "kh": ("Kế hoạch",),
    "kt": ("Kế toán", "Kinh tế"),
    "ld": ("Lao động",),
    "mt": ("Môi trường",),
    "nn": ("Nông nghiệp",),
    "nv": ("Nội vụ", "Nhân viên"),
    "p": ("Phòng", "Phó"),
    "pbt": ("Phó Bí thư",),
    "pct": ("Phó Chủ tịch",),
    "pcvp": ("Phó Chánh Văn phòng",),
    "pgd": ("Phó Giám đốc",),
    "ptp": ("Phó Trưởng phòng",),
    "qs": ("Quân sự",),
    "tbxh": ("Thương binh và Xã hội",),
    "tc": ("Tài chính",),
    "tk": ("Thống kê",),
    "tp": ("Tư pháp", "Trưởng phòng"),
    "tt": ("Thông tin",),
    "ubmttq": ("Ủy ban MTTQ",),
    "vh": ("Văn hóa",),
    "vhxh": ("Văn hóa - Xã hội",),
    "vp": ("Văn phòng",),
    "vptk": ("Văn phòng - Thống kê",),
    "xd": ("Xây dựng",),
    "xh": ("Xã hội",),
}
_MOST_EXPANSIONS = 16
_TOKEN = re.compile(r"\w+")
_HYPHEN = re.compile(r"(?<=\w)\s*[-–—]\s*(?=\w)")
_JOINTS = frozenset({"va"})
_RANKS = frozenset({"pho", "quyen", "nguyen"})
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


@lru_cache(maxsize=2048)
def usual(printed: str, known: tuple[str, ...]) -> str | None:
    """The known words that a text means; its tail (`… xã Tân Bình`, `… phụ trách một cửa`) stays. None: not known."""
    for text in readings(printed):
        if (found := _nearest(text, known)) is not None:
            return found
    ends = [found.end() for found in _TOKEN.finditer(printed)]
    for end in reversed(ends[1:-1]):
        for head in readings(printed[:end]):
            if (found := _nearest(head, known)) is not None:
                return found + printed[end:]
    return None


def spaced(text: str) -> str:
    """`Văn phòng- Thống kê` → `Văn phòng - Thống kê`."""
    return _HYPHEN.sub(" - ", " ".join(text.split()))


def same_spelling(a: str, b: str) -> bool:
    """Whether two texts are spelled alike: capitals and the place of a tone (`hoá`, `hóa`) do not matter."""
    return _spelled(a) == _spelled(b)


@lru_cache(maxsize=8192)
def squeezed(text: str) -> str:
    """Letters and digits alone: what is left when spaces, hyphens and joining words don't count."""
    return "".join(word for word in fold(text).split() if word not in _JOINTS)


@lru_cache(maxsize=8192)
def readings(printed: str) -> tuple[str, ...]:
    """A text with its abbreviations written out, in every way they can mean."""
    return tuple(_readings(printed))


def _readings(printed: str) -> Iterator[str]:
    yield printed
    tokens = _TOKEN.findall(printed)
    options = [_SHORT.get(fold(token), (token,)) if len(token) <= 6 else (token,) for token in tokens]
    if any(option != (token,) for option, token in zip(options, tokens, strict=True)):
        yield from (" ".join(choice) for choice in islice(product(*options), _MOST_EXPANSIONS))


@dataclass(frozen=True)
class _Form:
    """What is compared of a text: its letters, and what is never a slip (rank, numbers, how many words)."""

    letters: str
    kept: tuple[frozenset[str], tuple[str, ...]]
    words: int


@lru_cache(maxsize=8192)
def _form(text: str) -> _Form:
    words = fold(text).split()
    numbers = tuple(word for word in words if any(c.isdigit() for c in word))
    # A deputy is not the head.
    return _Form(squeezed(text), (frozenset(words) & _RANKS, numbers), len(words))


class _Choices:
    """Known words by what is no slip in them, so that few are compared letter by letter."""

    def __init__(self, known: Sequence[str]) -> None:
        self.alike: dict[tuple[object, str], str] = {}
        self.near: dict[tuple[object, int], list[tuple[str, str]]] = {}
        for choice in known:
            form = _form(choice)
            self.alike.setdefault((form.kept, form.letters), choice)
            self.near.setdefault((form.kept, form.words), []).append((form.letters, choice))

    def nearest(self, text: str) -> str | None:
        """The choice with the fewest slips. A word more or less is no slip."""
        ours = _form(text)
        if not ours.letters:
            return None
        if (same := self.alike.get((ours.kept, ours.letters))) is not None:
            return same
        choices = self.near.get((ours.kept, ours.words), []) if (limit := _allowed(ours.letters)) else []
        letters = [letters for letters, _ in choices]
        found = process.extractOne(ours.letters, letters, scorer=Levenshtein.distance, score_cutoff=limit)
        return choices[found[2]][1] if found else None


@lru_cache(maxsize=16)
def _choices(known: tuple[str, ...]) -> _Choices:
    return _Choices(known)


def _nearest(text: str, known: tuple[str, ...]) -> str | None:
    return _choices(known).nearest(text)


def _allowed(key: str) -> int:
    return 0 if len(key) < 10 else 1 if len(key) < 20 else 2


def _spelled(text: str) -> list[tuple[str, str]]:
    words = []
    for word in spaced(text).lower().split():
        letters = unicodedata.normalize("NFD", word)
        words.append(("".join(c for c in letters if c not in _TONES), "".join(c for c in letters if c in _TONES)))
    return words

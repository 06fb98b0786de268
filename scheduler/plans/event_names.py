"""Whether two names mean one event: `kiểm tra`, `ngày kiểm tra`, `đợt kiểm tra`. Pure."""

import re

from rapidfuzz import fuzz

from locales.folding import fold

_SAME_WORD = 80  # per cent of letters: a word with a slip is the same word
_LONG = 3  # letters; shorter words have no slips
_TELLING = 2  # words from which a part of a name may stand for the whole
# Words that any event may have, and those that lead to it.
_FILLER = re.compile(
    r"\b(?:thoi (?:gian|diem|han)|ket thuc|bat dau|to chuc|dien ra|tien hanh|thuc hien|chinh thuc|su kien|ke tu"
    r"|tinh tu|so voi|ngay|gio|lich|dot|ky|buoi|cuoc|sau|truoc|khi|luc|co|duoc|cac|cua)\b"
)


def core(name: str) -> str:
    """The folded words that tell an event from others: `Ngày thông báo đánh giá` → `thong bao danh gia`."""
    return " ".join(_FILLER.sub(" ", fold(name)).split())


def same(a: str, b: str) -> bool:
    """Whether two names have the same telling words in the same order, slips of typing apart."""
    ours, theirs = core(a).split(), core(b).split()
    return bool(ours) and len(ours) == len(theirs) and all(map(_same, ours, theirs))


def stands_for(part: str, name: str) -> bool:
    """Whether a name is the other or leaves some of its words out: `kiểm tra` for `kiểm tra năng lực, đợt 2`."""
    ours, theirs = core(part).split(), core(name).split()
    if same(part, name):
        return True
    if not _TELLING <= len(ours) < len(theirs):
        return False
    return all(map(_same, ours, theirs))


def _same(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > _LONG and fuzz.ratio(a, b) >= _SAME_WORD)

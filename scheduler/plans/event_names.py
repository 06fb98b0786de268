"""Whether two names mean one event: `kiểm tra`, `ngày kiểm tra`, `đợt kiểm tra`. Pure."""

import re
from collections.abc import Sequence

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

# Who comes, and who said so: beside an event's name, no part of it.
_BESIDE = frozenset(fold("đoàn công tác tỉnh huyện sở cấp trên báo về xuống đến UBND xã phường").split())
# People say `thi` for the test that plans call `kiểm tra năng lực`.
_EXAM = re.compile(r"\b(?:thi(?! (?:dua|hanh|cong|tran|xa|diem))|kt|ktra|sat hach)\b")
_ASKED = re.compile(r"\b(?:yeu cau|dot xuat|phat sinh)\b")
_LEADING = re.compile(r"^(?:(?:ngày|thời điểm|thời gian)\s+)+(?=\S)", re.IGNORECASE)
# Words of any request that comes in: they tell none from another.
OF_ANY_REQUEST = frozenset(
    fold(
        "có yêu cầu đột xuất phát sinh khi cấp trên tỉnh huyện sở bộ ban UBND xã phường nộp gửi về đề nghị vừa mới "
        "nhận được thành phố trung ương báo cáo trong các của và theo việc cho ra này"
    ).split()
)


def is_request(said: str) -> bool:
    """Whether the words say that something is asked for, rather than name an event."""
    return bool(_ASKED.search(fold(said)))


def bare(name: str) -> str:
    """An event's name without the words that only lead to it: `ngày kiểm tra` → `kiểm tra`."""
    return _LEADING.sub("", name)


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


def meant_among(said: str, names: Sequence[str]) -> list[str]:
    """Those of these names that somebody may mean, each event once: the same, else shortened, else apart from words
    that are no part of a name (`đoàn kiểm tra của tỉnh`), else with all words of the shorter."""
    for fits in (same, _shortened, _same_apart, _within):
        found = {core(name): name for name in reversed(names) if fits(said, name)}
        if found:
            return [name for name in names if found.get(core(name)) == name]
    return []


def _shortened(a: str, b: str) -> bool:
    return stands_for(a, b) or stands_for(b, a)


def _same_apart(a: str, b: str) -> bool:
    ours, theirs = _telling(a), _telling(b)
    return bool(ours) and ours == theirs


def _within(a: str, b: str) -> bool:
    few, many = sorted((_telling(a), _telling(b)), key=len)
    return len(few) >= _TELLING and set(few) <= set(many)


def _telling(name: str) -> list[str]:
    return [word for word in _EXAM.sub("kiem tra", core(name)).split() if word not in _BESIDE]


def _same(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) > _LONG and fuzz.ratio(a, b) >= _SAME_WORD)

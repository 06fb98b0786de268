"""People's names: put in order, and what they usually tell."""

import re
import unicodedata

from locales.folding import fold
from scheduler.plans.grid import tidy
from scheduler.rosters.model import FEMALE, MALE, Fault, Finding

_NAME = re.compile(r"[^\W\d_]['’.\w]*([ \-][^\W\d_]['’.\w]*)*")
_LONGEST = 60  # characters
_MOST_WORDS = 8
_FORM = re.compile(r"^(ông|bà|đ/c|đồng chí)\.?:?\s+(?=\S+\s)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Family names that are never written without accents.
_MARKED = _words(
    "nguyen tran le pham huynh vo vu dang bui do ngo duong ly dinh doan trinh truong luong dao to ta thach chau lam "
    "luu quach tang vuong phung tong hua tu nong lo dam"
)

# What a word of a name says, by how surely: 4 and 3 decide, 2 decides unless another word speaks against it.
_MALE_MIDDLE = {"Văn": 3, "Bá": 2, "Đình": 2, "Hữu": 2, "Đức": 2, "Công": 2, "Quốc": 2, "Tấn": 2, "Chí": 2, "Phước": 1}
_MALE_MIDDLE |= {"Trọng": 2, "Mạnh": 2, "Huy": 2, "Hoàng": 1, "Quang": 1, "Viết": 2, "Duy": 1, "Khắc": 2, "Thế": 1}
_FEMALE_MIDDLE = {"Thị": 4, "Bích": 2, "Diễm": 3, "Thúy": 2, "Thùy": 2, "Kiều": 2, "Mỹ": 2, "Tuyết": 3, "Cẩm": 2}
_FEMALE_MIDDLE |= {"Lệ": 2, "Mộng": 2, "Ngọc": 1, "Hồng": 1, "Kim": 1, "Phương": 1, "Thu": 1}
_MALE_GIVEN = _words(
    "Hùng Dũng Cường Tuấn Thắng Sơn Long Nam Quân Phong Đức Việt Kiên Tùng Toàn Triết Phúc Lộc Bảo Hiếu Duy Sang Khang "
    "Khoa Khôi Thịnh Tài Trung Trọng Vũ Hưng Huy Hoàng Lâm Quang Đạt Mạnh Tiến Thành Công Chiến Quyết Trường Hải Nghĩa "
    "Luân Vinh Phát Quốc Tân Thái Thuận Hậu Khải Nhật Sỹ Đông Lợi Lực Nghị Phú"
)
_FEMALE_GIVEN = _words(
    "Lan Hoa Mai Hương Trang Thảo Duyên Trâm Vy Hân Trinh Quỳnh Tuyền Chi Hằng Nga Nhung Loan Yến Oanh Thủy Thúy Thùy "
    "Ngân Thu Cúc Đào Diễm Diệu Dung Hạnh Huệ Hường Huyền Khuyên Lệ Liên Liễu Ly My Mỹ Nguyệt Nhàn Phượng Nhi Như "
    "Nương Sương Thắm Thơ Thơm Thư Trà Trúc Tuyết Uyên Vân Xuyến Ánh Bích Hồng Mận Mến Na Thoa"
)
_DECIDES = 2


def name(raw: str) -> tuple[str, tuple[Finding, ...]]:
    """A name put in order, and what was put right in it. `raw`: the cell as it was typed."""
    found: list[Finding] = []
    composed = unicodedata.normalize("NFC", raw)
    if composed != raw:
        found.append(Finding(Fault.NAME_UNICODE))
    plain = _FORM.sub("", " ".join(tidy(composed).split())).strip(" .,;")
    if composed != composed.strip() or re.search(r"\s{2,}", composed.strip()):
        found.append(Finding(Fault.NAME_SPACES))
    if plain == plain.upper() or plain == plain.lower():
        cased = _WORD.sub(lambda word: word[0].capitalize(), plain)
        found += [Finding(Fault.NAME_CAPITALS, plain)] if cased != plain else []
        plain = cased
    return plain, (*found, *_doubts(plain))


def _doubts(plain: str) -> tuple[Finding, ...]:
    if len(plain.split()) < 2:
        return (Finding(Fault.NAME_SHORT, plain),)
    if plain.isascii() and plain.split(maxsplit=1)[0].lower() in _MARKED:
        return (Finding(Fault.NAME_UNMARKED, plain),)
    return ()


def is_name(text: str) -> bool:
    """Whether a text can be somebody's name: a few words of letters."""
    words = tidy(text)
    return (
        len(words) <= _LONGEST and 0 < len(fold(words).split()) <= 8 and _NAME.fullmatch(words.strip(" .,")) is not None
    )


def sex_in_front(raw: str) -> str | None:
    """`Ông …` is a man, `Bà …` a woman."""
    found = _FORM.match(tidy(raw))
    return {"ông": MALE, "bà": FEMALE}.get(found[1].lower()) if found else None


def usual_sex(full_name: str) -> str | None:
    """The sex that a name tells, where it tells one clearly; None for the many names of both."""
    _, *middle, given = full_name.split() if " " in full_name else ("", full_name)
    male = max((_MALE_MIDDLE.get(word, 0) for word in middle), default=0) + 2 * (given in _MALE_GIVEN)
    female = max((_FEMALE_MIDDLE.get(word, 0) for word in middle), default=0) + 2 * (given in _FEMALE_GIVEN)
    if abs(male - female) < _DECIDES:
        return None
    return MALE if male > female else FEMALE

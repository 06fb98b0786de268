"""Short titles, for lists (voice.md rule 11)."""

import re
from collections.abc import Sequence

from locales.folding import fold, strip_marks

MAX_TITLE = 48
_CUTS = ("theo quy dinh", "phu hop voi", "tren dia ban")
_LEADS = ("thực hiện", "triển khai", "xây dựng")
_ABBREVIATIONS = {
    "cải cách hành chính": "CCHC",
    "kiểm soát thủ tục hành chính": "kiểm soát TTHC",
    "thủ tục hành chính": "TTHC",
    "quy phạm pháp luật": "QPPL",
    "công nghệ thông tin": "CNTT",
    "ủy ban nhân dân": "UBND",
    "uỷ ban nhân dân": "UBND",
    "hội đồng nhân dân": "HĐND",
}
# A title made of these alone does not say what is to be delivered.
_EMPTY = frozenset(
    fold(
        "thực hiện triển khai xây dựng tổ chức nhiệm vụ công tác kiểm tra các nội dung việc hoạt động giải pháp "
        "báo cáo kế hoạch tham mưu rà soát đánh giá tổng hợp theo quy định khác và của năm"
    ).split()
)


def _cut(title: str) -> str:
    # strip_marks keeps the length of NFC text, so that an offset there is an offset here.
    plain = strip_marks(title).lower()
    ends = [at for words in (";", *_CUTS) if (at := plain.find(words)) > 0]
    return title[: min(ends)] if ends else title


def _without_lead(title: str) -> str:
    for lead in _LEADS:
        if title.lower().startswith(f"{lead} "):
            rest = title[len(lead) + 1 :].lstrip()
            return rest[:1].upper() + rest[1:]
    return title


def _abbreviated(title: str) -> str:
    for words, letters in _ABBREVIATIONS.items():
        title = re.sub(re.escape(words), letters, title, flags=re.IGNORECASE)
    return title


def _tidy(words: str) -> str:
    return " ".join(words.split()).strip(" ,.:;-–—")


def _says_nothing(title: str) -> bool:
    return all(word in _EMPTY or word.isdigit() for word in fold(title).split())


def _fitted(title: str, room: int) -> str:
    if len(title) <= room:
        return title
    return f"{_tidy(title[:room].rsplit(' ', 1)[0])}…"


def _period(label: str, title: str) -> str:
    return "" if not label or fold(label) in fold(title) else f" {label[:1].lower()}{label[1:]}"


def short_title(title: str, products: Sequence[str] = (), label: str = "") -> str:
    """At most 48 characters: cut where the rest adds nothing, abbreviated, the period kept at the end.

    A title that says nothing gives way to the product (its first).
    """
    short = _tidy(_abbreviated(_without_lead(_cut(_tidy(title)))))
    if _says_nothing(short) and products and not _says_nothing(products[0]):
        short = _tidy(_abbreviated(_cut(_tidy(products[0]))))
    period = _period(label, short)
    return f"{_fitted(short or _tidy(title), MAX_TITLE - len(period))}{period}"

"""The words of titles: abbreviations spelled out, the quarters and months that they name."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import pairwise

from bot.intents.patterns import listed
from locales.folding import fold

ABBREVIATIONS = {
    "bc": "bao cao", "kh": "ke hoach", "qd": "quyet dinh", "tb": "thong bao", "cv": "cong van", "ttr": "to trinh",
    "cchc": "cai cach hanh chinh", "tthc": "thu tuc hanh chinh", "kstthc": "kiem soat thu tuc hanh chinh",
    "qppl": "quy pham phap luat", "vbqppl": "van ban quy pham phap luat", "thpl": "thi hanh phap luat",
    "tdthpl": "theo doi thi hanh phap luat", "pl": "phap luat", "cds": "chuyen doi so", "dvc": "dich vu cong",
    "pbgdpl": "pho bien giao duc phap luat", "pbpl": "pho bien phap luat", "dvctt": "dich vu cong truc tuyen",
    "tdkt": "thi dua khen thuong", "tt": "tuyen truyen", "cbcc": "can bo cong chuc", "cb": "can bo",
    "cc": "cong chuc", "hdnd": "hoi dong nhan dan", "ubnd": "uy ban nhan dan", "mc": "minh chung", "bb": "bien ban",
    "kt": "kiem tra", "cntt": "cong nghe thong tin", "hs": "ho so", "ct": "chu tich",
    "pctn": "phong chong tham nhung", "vb": "van ban", "mttq": "mat tran to quoc",
    "ldtbxh": "lao dong thuong binh xa hoi", "dtts": "dan toc thieu so", "htct": "he thong chinh tri",
    "ktxh": "kinh te xa hoi", "anqp": "an ninh quoc phong", "pccc": "phong chay chua chay", "ntm": "nong thon moi",
    "bhyt": "bao hiem y te", "tnmt": "tai nguyen moi truong", "nstw": "ngan sach trung uong", "gs": "giam sat",
    "pa": "phuong an", "i": "1", "ii": "2", "iii": "3", "iv": "4", "q1": "quy 1", "q2": "quy 2", "q3": "quy 3",
    "q4": "quy 4", "6th": "6 thang", "9th": "9 thang", "dn": "doanh nghiep", "bcd": "ban chi dao", "xd": "xay dung",
    "hc": "hanh chinh",
    **{f"t{month}": f"thang {month}" for month in (1, 8, 9, 10, 11, 12)},
}  # fmt: skip
# What a shorter title may lack and still be the one meant: a period, a word that titles carry anyway.
PERIODS = frozenset(
    {"nam", "quy", "thang", "cong", "tac", "ket", "qua", "xa", "ve", "cua", "va", "dau", "cuoi"}
    | {str(number) for number in (*range(1, 13), *range(2024, 2032))}
)
COMPOUNDS = frozenset(
    (first, second)
    for first, seconds in {
        "ho": "ngheo can tich khau kinh dan gia",
        "chi": "ngan thuong tra tieu tiet bo cuc phi",
        "dau": "tu gia thau",
        "co": "so quan cau che",
        "cong": "an tac khai dan chuc vu trinh doan nghe ich bang cong",
        "mot": "cua",
        "con": "nguoi nuoi",
        "han": "han",
        "ban": "do",
        "bien": "ban",
        "van": "ban",
        "dia": "ban",
        "giao": "ban thong dat dich",
        "vu": "mua",
        "di": "lai dan",
        "the": "thao duc che",
        "qua": "trinh",
        "viec": "lam",
    }.items()
    for second in seconds.split()
)
"""Plain words of which the first alone is a small word that ends a title: `hộ nghèo`, `chi ngân sách`."""
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"[^\W\d_]+")
_SPANS = frozenset({"quy", "thang", "nam"})


@lru_cache(maxsize=20_000)
def spelled(text: str) -> tuple[str, ...]:
    """The plain words of a title, abbreviations spelled out: `BC CCHC q3` → bao cao cai cach hanh chinh quy 3."""
    return tuple(word for one in fold(text).split() for word in ABBREVIATIONS.get(one, one).split())


@lru_cache(maxsize=20_000)
def bag_of(title: str) -> frozenset[str]:
    return frozenset(spelled(title))


@lru_cache(maxsize=20_000)
def without_tone(word: str) -> str:
    """A word in small letters with the marks of its letters but not its tone: `bận` → `bân`."""
    letters = (one for one in unicodedata.normalize("NFD", word.lower()) if one not in _TONES)
    return unicodedata.normalize("NFC", "".join(letters))


_SPELLED_OUT = frozenset(
    without_tone(word)
    for word in listed(
        """báo cáo kế hoạch quyết định thông công văn tờ trình cải cách hành chính thủ tục kiểm soát quy phạm pháp luật
        bản thi theo dõi chuyển đổi số dịch vụ phổ biến giáo dục trực tuyến đua khen thưởng tuyên truyền cán bộ chức
        hội đồng nhân dân ủy ban minh chứng biên tra nghệ tin hồ sơ chủ tịch phòng chống tham nhũng mặt trận tổ quốc
        lao thương binh xã thiểu hệ thống trị kinh tế an ninh cháy chữa nông thôn mới bảo hiểm y tài nguyên môi trường
        ngân sách trung ương giám sát phương án quý tháng doanh nghiệp chỉ đạo xây dựng tộc"""
    )
)
"""What abbreviations stand for, with marks: `cải cách` names what is printed as `CCHC`."""


@lru_cache(maxsize=1_000)
def printed_words(titles: tuple[str, ...]) -> frozenset[str]:
    """The words of titles as printed or as spelled out, without their tones."""
    return _SPELLED_OUT | frozenset(without_tone(word) for title in titles for word in _WORD.findall(title))


def _named_periods(words: Sequence[str]) -> frozenset[tuple[str, str]]:
    """`quý 3`, `tháng 10`, `năm 2026` among the plain words of a title."""
    return frozenset((word, number) for word, number in pairwise(words) if word in _SPANS and number.isdigit())


@lru_cache(maxsize=20_000)
def _periods_of(title: str) -> frozenset[tuple[str, str]]:
    return _named_periods(spelled(title))


def wanted_periods(typed: Sequence[str]) -> frozenset[tuple[str, str]]:
    """The quarters and months among plain words as typed."""
    return frozenset(period for period in _named_periods(typed) if period[0] != "nam")


def of_another_period(wanted: AbstractSet[tuple[str, str]], title: str) -> bool:
    """Whether a quarter or month is wanted and the title names periods, none of them that one."""
    return bool(wanted and (named := _periods_of(title))) and wanted.isdisjoint(named)


def only_a_period(words: Iterable[str]) -> bool:
    """`tháng 12`, `quý IV năm 2026`: titles carry such words too, but alone they say when, not which."""
    return all(word in PERIODS or word.isdigit() for word in words)

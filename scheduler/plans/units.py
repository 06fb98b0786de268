"""Units as plans address them (`UBND các xã`, `Các phòng A, B`, `Phòng Nội vụ`) found among an office's own. Pure."""

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from locales.folding import fold

_LIKE = 90  # per cent of letters: a name with a slip is the same name
_BODY = re.compile(r"^(?:ubnd|uy ban nhan dan) ")
_KINDS = (
    "thi tran|trung tam|van phong|phong|phuong|dac khu|thi xa|xa|huyen|quan|thanh pho|so|chi cuc|ban|thon|to dan pho"
)
_KIND = re.compile(rf"^(?:{_KINDS})(?= |$)")
_ALL = re.compile(r"^(?:cac|tat ca(?: cac)?|toan bo(?: cac)?) ")
# Said of all units of a kind, these name none of them.
_GENERAL = frozenset(fold("chuyên môn nghiệp vụ CM NV trực thuộc trên địa bàn toàn tỉnh thành phố").split())
# Agencies that have a name of their own, not posts that begin alike (`Văn phòng - Thống kê`), nor `UBND tỉnh` itself.
_AGENCY = re.compile(
    r"(?:so|ban|phong|van phong(?! (?:thong ke|tk))|chi cuc|cuc|thanh tra|trung tam|truong|cong an|hoi|doan|dai|"
    r"kho bac|ubnd|uy ban nhan dan|uy ban mttq|bo chi huy|benh vien)\b \S"
)
_OWN = re.compile(r"(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan)(?: (?:tinh|huyen|xa|phuong|thi tran|thanh pho))?")
_PARTS = re.compile(r"[,;/+&]| và ", re.IGNORECASE)


def is_unit(printed: str) -> bool:
    """Whether a name is one agency's: `Sở Nội vụ`, `Văn phòng UBND tỉnh`, never `Các sở, ban, ngành`."""
    plain = fold(printed)
    return bool(_AGENCY.match(plain)) and not _OWN.fullmatch(plain) and " cac " not in f" {plain} "


def units_named(printed: str, names: Sequence[str]) -> list[str]:
    """Those of these units that the words address, in their own order; none where it is not clear which."""
    plain = _plain(printed)
    if not _ALL.match(plain):
        return [name for name in names if _plain(name) == plain] or _each(_split(printed), names, kind="")
    parts = [part for part in _split(_ALL_PRINTED.sub("", printed)) if part]
    kinds = [kind for part in parts if (kind := _kind_of(part))]
    if not kinds:
        return []
    rests = [rest for part in parts if (rest := part[len(_kind_of(part)) :].strip())]
    if all(word in _GENERAL for rest in rests for word in rest.split()):
        return [name for name in names if _kind_of(_plain(name)) in kinds]
    return _each(rests, names, kind=kinds[0]) if len(kinds) == 1 else _each(parts, names, kind="")


_ALL_PRINTED = re.compile(
    r"^\s*(?:(?:ubnd|uỷ ban nhân dân|ủy ban nhân dân)\s+)?(?:tất cả\s+|toàn bộ\s+)?(?:các\s+)?", re.I
)


def _plain(name: str) -> str:
    return _BODY.sub("", fold(name)).replace("uy ban nhan dan", "ubnd")


def _kind_of(plain: str) -> str:
    match = _KIND.match(plain)
    return match[0] if match else ""


def _split(printed: str) -> list[str]:
    return [plain for part in _PARTS.split(printed) if (plain := _plain(part))]


def _each(parts: Sequence[str], names: Sequence[str], *, kind: str) -> list[str]:
    """The unit of each part; none at all where one part is nobody's, or more than one's."""
    found: list[str] = []
    for part in parts:
        wanted = part if not kind or _kind_of(part) == kind else f"{kind} {part}"
        like = [name for name in names if fuzz.ratio(_plain(name), wanted) >= _LIKE]
        exact = [name for name in like if _plain(name) == wanted] or like
        if len(exact) != 1:
            return []
        found += exact
    return [name for name in names if name in found]

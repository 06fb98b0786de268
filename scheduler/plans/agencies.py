"""Sections that are named for the agency in charge: it is who carries their tasks out."""

import re
from collections.abc import Iterable

from locales.folding import fold
from scheduler.plans import people
from scheduler.plans.wording import people_like

_ADDRESSED = re.compile(
    r"^(?:(?:các )?(?:nhiệm vụ|công việc|phần việc)(?: cụ thể)?(?: của| do| giao(?: cho)?)\s+|"
    r"giao(?: cho)?\s+|đối với\s+)",
    re.IGNORECASE,
)
_ACRONYMS = frozenset(
    ("UBND", "HĐND", "TTHC", "CCHC", "CNTT", "MTTQ", "UBMTTQ", "VP", "TCCB", "KHTC", "GDĐT", "TNMT", "BQL", "BCH", "CA")
)
_KINDS = re.compile(
    r"\b(sở|bộ|phòng|ban|văn phòng|trung tâm|chi cục|cục|thanh tra|công an|hội|đoàn|đài|trạm|trường|tổ|ngân hàng|"
    r"kho bạc|liên đoàn|và)\s+(\w)",
    re.IGNORECASE,
)


def in_charge(titles: Iterable[str], spelled: dict[str, str]) -> tuple[str, ...]:
    """The agencies of the innermost title that names any; `spelled`: their names as written elsewhere, by folding."""
    for title in titles:
        name = _ADDRESSED.sub("", title)
        if people_like(name) or people.is_person(name):
            return tuple(spelled.get(fold(agency), ordinary_case(agency)) for agency in people.named(name))
    return ()


def ordinary_case(name: str) -> str:
    """`SỞ THÔNG TIN VÀ TRUYỀN THÔNG` → `Sở Thông tin và Truyền thông`; a name in mixed case stays."""
    if not name.isupper() or len(name.split()) < 2:
        return name
    words = " ".join(word if word.strip(",.;()") in _ACRONYMS else word.lower() for word in name.split())
    words = re.sub(r"\bủy ban nhân dân\b", "Ủy ban nhân dân", words)
    shown = _KINDS.sub(lambda found: f"{found[1]} {found[2].upper()}", words)
    shown = re.sub(r"- (\w)", lambda found: f"- {found[1].upper()}", shown)
    return shown[0].upper() + shown[1:]

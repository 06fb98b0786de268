"""Title, number, day, issuer, year and span, from the text above a plan's table. A file's name is no evidence."""

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from locales.folding import fold, strip_marks
from scheduler.plans.lists import flat

_KIND = re.compile(
    r"(khung |du thao )?(ke hoach|de an|chuong trinh|phuong an|quyet dinh|chi thi|nghi quyet|cong van|thong bao|lich|"
    r"danh muc|bang|bieu|noi dung|phan cong|giao nhiem vu|(cac )?nhiem vu|tien do|chi tieu)\b.*"
)
_KIND_ALONE = re.compile(
    r"(du thao )?(ke hoach|de an|chuong trinh|phuong an|quyet dinh|chi thi|nghi quyet|thong bao|danh muc|"
    r"lich cong tac|bang phan cong)"
)
_ANNEX = re.compile(r"(phụ lục|biểu|mẫu)(?: số)?\s*([IVX]+|\d{1,2})?[a-z]?\s*[.:–-]?\s*", re.IGNORECASE)
_PERSON = re.compile(
    r"(?:họ và tên|họ tên|(?:cán bộ|công chức|chuyên viên|người|đơn vị|cơ quan)(?: thực hiện| chủ trì| phụ trách)?)"
    r"\s*:\s*([^:]{2,80})",
    re.IGNORECASE,
)
# Lines of a document's head that are no title.
_UNSAID = re.compile(
    r"(cong hoa xa hoi|doc lap tu do|so\b(?! tay)|mau so|phu luc|(kem|ban hanh) theo|can cu|ho va ten|nguoi thuc hien|"
    r"can bo|[a-z ]{2,40} ngay( \d+)?( thang( \d+)?)? (nam|thang))"
)
_BODY_NAME = re.compile(
    r"(ubnd|uy ban|hdnd|hoi dong|so|phong|ban|van phong|dang uy|cong an|trung tam|truong|chi cuc|bo|tinh|huyen|xa|"
    r"phuong|thi tran)\b"
)
_NUMBER = re.compile(r"(?<![\w/])số\s*:?\s*(\d{1,5}[\w-]*/[\wĐđ&./-]*[A-ZĐ][\wĐđ&-]*)", re.IGNORECASE)
_DAY = re.compile(r"ngay\s+(\d{1,2})\s*(?:/|-|\.|thang)\s*(\d{1,2})\s*(?:/|-|\.|,?\s*nam)\s*(\d{4})")
_OF = re.compile(r"\b(?:của|do)\s+([^()\d;]{2,120}?)\s*(?:ban hành\s*)?\)?\s*$")
# A document's own day, filled in or not, is not the year of the plan.
_DATED = re.compile(
    r"(ngay\s+\d*\s*/?\s*)?thang\s+\d*\s*nam\s+20\d\d(?=\s+cua)|"
    r"ngay\s+\d*\s*(/|thang)\s*\d*\s*(/|nam)\s*20\d\d"
)
_SPAN = re.compile(
    r"(?<!nhiem ky )(?:giai doan|thoi ky|(?:cac )?nam(?: hoc)?|tu nam|tu)\s+(?:nam )?(20\d\d)\s*"
    r"(?:[-–—]|den(?: het)?)\s*(?:nam )?(20\d\d)"
)
_YEAR = re.compile(r"(?<!den )(?<!het )(?<!truoc )(?<!tu )(?<!sau )nam\s+(?:hoc\s+)?(20\d\d)(?!\s*[-–—]\s*20)")
_MONTH_YEAR = re.compile(r"\bthang\s+\d{1,2}/(20\d\d)\b")
_PERIODS = (
    (re.compile(r"quy\s+(iv|i{1,3}|[1-4])\b"), 3),
    (re.compile(r"(?:6|sau)\s+thang\s+(dau|cuoi)\s+nam"), 6),
    (re.compile(r"\bthang\s+(\d{1,2})(?:\s*/\s*20\d\d|\s+nam\s+20\d\d)"), 1),
)
_ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "dau": 1, "cuoi": 2}
_LONGEST = 300


@dataclass(frozen=True)
class Heading:
    """`title` is "" and the rest None where the text does not say."""

    title: str = ""
    number: str | None = None
    issued: date | None = None
    issuer: str | None = None
    year: int | None = None
    span: tuple[int, int] | None = None
    period: tuple[date, date] | None = None


def annex(texts: Iterable[str]) -> str:
    """`Phụ lục II` as it stands nearest above a table; "" where none does."""
    lines = (line.strip() for text in texts for line in text.split("\n"))
    found = [match for line in lines if (match := _ANNEX.fullmatch(line))]
    return f"{found[-1][1].capitalize()} {found[-1][2] or ''}".strip() if found else ""


def person_above(texts: Iterable[str]) -> str:
    """Whose table it is: `Cán bộ: Nguyễn Thị Lan`, `Đơn vị chủ trì: Phòng Nội vụ`."""
    lines = (line.strip() for text in texts for line in text.split("\n"))
    return next((found[1].strip(" .;") for line in lines if (found := _PERSON.fullmatch(line))), "")


def read_heading(texts: Sequence[str], columns: Sequence[str] = ()) -> Heading:
    """`texts`: what stands above the first table of the plan; `columns`: the headings that say when (`… năm 2026`)."""
    own = [text for text in texts if not fold(text).startswith("can cu")]
    attached = [text for text in own if text.startswith("(") or fold(text).startswith(("ban hanh", "kem theo"))]
    title = _title(own)
    said = (_years(text) for text in (title, *filter(_is_title, own), *attached, *columns))
    year, span = next((found for found in said if any(found)), (None, None))
    return Heading(
        title=title,
        number=_number([*own, *attached]),
        issued=_issued([*attached, *own]),
        issuer=_issuer(attached) or _letterhead(own),
        year=year,
        span=span,
        period=_period(title, year),
    )


def _is_title(text: str) -> bool:
    words = fold(text)
    return bool(_KIND.match(words)) and not _UNSAID.match(words) and len(text) < _LONGEST


def _title(texts: Sequence[str]) -> str:
    """The first line that names a kind of plan with those that go on with it; else the last line above the table."""
    lines = [line.strip() for text in texts for line in text.split("\n") if fold(line)]
    for i, line in enumerate(lines):
        if _is_title(line):
            return flat(" ".join((line, *_further(line, lines[i + 1 :])))).rstrip(" :")
    plain = [line for line in lines if not line.startswith("(") and not _UNSAID.match(fold(line))]
    return flat(plain[-1]).rstrip(" :") if plain and len(plain[-1]) < _LONGEST else ""


def _further(title: str, lines: Sequence[str]) -> Iterator[str]:
    """Behind `KẾ HOẠCH` alone comes what it is about; otherwise capitals go on with capitals."""
    before = title
    for line in lines:
        alone = before is title and bool(_KIND_ALONE.fullmatch(fold(title)))
        goes_on = alone or line[0].islower() or (line.isupper() and before.isupper() and not _KIND.match(fold(line)))
        if not goes_on or line.startswith("(") or _UNSAID.match(fold(line)) or len(line) >= _LONGEST:
            return
        yield line
        before = line


def _years(text: str) -> tuple[int | None, tuple[int, int] | None]:
    """A title's own year; a span counts only where no year of its own is named beside it."""
    words = _DATED.sub(" ", strip_marks(flat(text)).lower())
    span = _SPAN.search(words)
    year = _YEAR.search(_SPAN.sub(" ", words)) or _MONTH_YEAR.search(words)
    if year:
        return int(year[1]), None
    if span and 0 < int(span[2]) - int(span[1]) <= 30:
        return None, (int(span[1]), int(span[2]))
    return None, None


def _period(title: str, year: int | None) -> tuple[date, date] | None:
    """The part of a year that a plan is for: `quý III năm 2026`, `6 tháng cuối năm 2026`, `tháng 5/2026`."""
    words = strip_marks(title).lower()
    for pattern, months in _PERIODS:
        found = list(pattern.finditer(words))
        if not found or year is None:
            continue
        last = (_ORDINALS.get(found[-1][1]) or int(found[-1][1])) * months
        if 1 <= last <= 12:
            return date(year, last - months + 1, 1), date(year, last, calendar.monthrange(year, last)[1])
    return None


def _number(texts: Sequence[str]) -> str | None:
    """The number printed at the head of the document, else that of the document the annex goes with."""
    for text in texts:
        words = fold(text)
        at_head = any(fold(line).startswith("so ") for line in text.split("\n")) or "theo" in words[:40]
        if at_head and (found := _NUMBER.search(flat(text))):
            return found[1]
    return None


def _issued(texts: Sequence[str]) -> date | None:
    for text in texts:
        for found in _DAY.finditer(strip_marks(flat(text)).lower()):
            day, month, year = map(int, found.groups())
            if 1 <= month <= 12 and year >= 1 and 1 <= day <= calendar.monthrange(year, month)[1]:
                return date(year, month, day)
    return None


def _issuer(attached: Sequence[str]) -> str | None:
    found = (match for text in attached if (match := _OF.search(flat(text))))
    return next((match[1].strip() for match in found), None)


def _letterhead(texts: Sequence[str]) -> str | None:
    """The body that issues stands at the top on the left, under the body above it."""
    found = None
    for text in texts[:8]:
        lines = [line for line in text.split("\n") if fold(line) and not fold(line).startswith("so ")]
        if lines and _is_title(lines[0]):
            break
        if lines and _BODY_NAME.match(fold(lines[0])):
            found = flat(" ".join(lines[1:] or lines))
    return found

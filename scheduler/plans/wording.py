"""What a cell is about, by the words it begins with: a time, somebody, a document. A witness, never a proof."""

import re
from collections.abc import Sequence

from locales.folding import fold, strip_marks

_PERIOD = "(ngay|tuan|thang|quy|nam)"
_TIME = re.compile(
    "|".join(
        (
            r"truoc|cham nhat|xong|thuong (xuyen|ky)|lien tuc|dot xuat|neu co$|ca nam|giai doan|ngay khi|quy$|tuan ",
            r"sau (khi|cuoc|ra soat|dot|ky|hoi)|trong (thang|quy|nam|tuan|giai doan|ky|thoi|suot|vong)",
            rf"du kien (trong|{_PERIOD})|(dau|giua|cuoi) {_PERIOD}|hoan thanh (truoc|trong)",
            r"tu (ngay|thang|quy|nam|\d)|den (ngay|het|thang|nam|\d)|khi (co|phat sinh)",
            r"theo (yeu cau|quy dinh|tinh hinh|ke hoach|lich)",
            rf"(hang|moi|dinh ky)( hang)? {_PERIOD}|dinh ky$|ngay \d|thang \d|t ?\d{{1,2}}\b|nam 2\d{{3}}",
            r"(quy|q) ?(i{1,3}|iv|[1-4])\b|quy \d* ?thang|(0?6|sau) thang|\d{1,2}h",
            r"\d{1,2} \d{1,2}\b|\d{1,2} 20\d\d$|20\d\d$",
        )
    )
)
_TIME_INSIDE = re.compile(
    r"\b(thang \d{1,2}|quy (i{1,3}|iv|\d)|\d{1,2} \d{1,2} 20\d\d|ngay \d{1,2}|thoi diem|cuoi nam)\b"
)

_DOCUMENT = re.compile(
    r"((cac|nhung|\d+) )?(bao cao|bc|ke hoach|kh|quyet dinh|qd|van ban|cong van|to trinh|thong bao|bien ban|"
    r"danh (sach|muc)|ho so|nghi quyet|quy (che|dinh|trinh)|de an|de cuong|chuong trinh|huong dan|bang|bieu|phan mem|"
    r"du thao|chi thi|giay (moi|chung)|ket luan|thong ke|tai lieu|ban (mo ta|thong ke|cam ket|sao|do)|phuong an|"
    r"thuyet minh|phieu|hop dong|tin bai|so lieu|san pham|hoi nghi|lop|clip|video|hinh anh|don(?! vi)|de tai|"
    r"sang kien)\b"
)

BODY = (
    r"(ubnd|uy ban|hdnd|hoi dong|van phong|vp|thanh tra|cong an|dang uy|huyen uy|tinh uy|thanh uy|chi bo|dai|hoi|"
    r"doan|lien doan|tram|truong|trung tam|to(?! chuc)|tt|bo phan|phong|ban|chi cuc|cuc|kho bac|ngan hang|mat tran|"
    r"mttq|ub mttq|so|bo|thuong truc|quan su|chi huy|y te|bqld?a?|cong ty|hop tac xa|buu dien|toa an|"
    r"vien kiem sat|thue|nha truong)"
)
POST = (
    r"(cong chuc|cc|can bo|cb|cbcc|vien chuc|chuyen vien|cv|chu tich|pct|pho|bi thu|giam doc|truong|ke toan|van thu|"
    r"thu ky|thu truong|lanh dao|nguoi|ong|ba|dong chi|d c|thanh vien|ca nhan|nhan vien|hieu truong|doi truong|"
    r"to truong|dau moi|(truong|pho|thon|ap|khom|ban) (thon|ap|khom|ban|truong)|bi thu chi bo)"
)
_QUANTIFIER = r"((cac|nhung|toan the|tat ca|toan bo|mot so) )*"
_GROUP = (
    r"(don vi|co quan|nganh|dia phuong|to chuc|doan the|phong ban|xa|phuong|thi tran|huyen|thon|ap|khu pho|to dan pho)"
)
_PEOPLE = re.compile(rf"{_QUANTIFIER}({BODY}|{POST}|{_GROUP})\b")


_CLOCK = re.compile(
    r"((tu|luc|vao luc|truoc) )?\d{1,2} ?(h|gio|:)( ?\d{2})?p?( ?(-|–|den) ?\d{1,2} ?(h|gio|:)( ?\d{2})?)?|"
    r"sang|chieu|toi"
)
_FOOT = re.compile(
    r"(noi nhan|tm |kt |tl |tuq |nguoi (lap|tong hop|nhan (viec|nhiem vu|khoan|ban)|giao (viec|nhiem vu)|duyet|ky)|"
    r"thu truong don vi|xac nhan cua|[a-z ]{3,30} ngay( \d+)? thang( \d+)? nam|"
    r"(pho )?(chu tich|thu truong|giam doc|hieu truong|chanh van phong|"
    r"truong (phong|tram|ban|khoa|doan|don vi|bo phan|cong an)|tram truong|chi cuc truong|chi huy truong)$)"
)
_NUMBERED = re.compile(r"\d{1,3}(\.\d{1,3})*[.)]?")


def clock_like(text: str) -> bool:
    """Whether a text is a time of day and nothing else."""
    return bool(_CLOCK.fullmatch(strip_marks(text).lower().strip()))


def ends_a_table(row: Sequence[str]) -> bool:
    """Whether what a row's cells say is the foot under a table: who signs, who is told."""
    said = [text for text in row if text]
    if not 0 < len(said) <= 3 or _NUMBERED.fullmatch(said[0].strip()):
        return False
    return any(_FOOT.match(fold(text)) for text in said)


def time_like(text: str) -> bool:
    words = fold(text)
    inside = len(words) < 160 and bool(_TIME_INSIDE.search(words))
    return bool(_TIME.match(words)) or (inside and not _PEOPLE.match(words))


def people_like(text: str) -> bool:
    words = fold(text)
    return len(words) < 300 and bool(_PEOPLE.match(words)) and not _DOCUMENT.match(words)


def document_like(text: str) -> bool:
    return bool(_DOCUMENT.match(fold(text)))


def begins_with_time(text: str) -> bool:
    return bool(_TIME.match(fold(text)))

"""What a column's heading names: the usual words of Vietnamese plans."""

import re
from enum import StrEnum

from locales.folding import fold
from scheduler.plans.heading_table import Headings


class Role(StrEnum):
    NUMBER = "number"
    SECTION = "section"
    TASK = "task"
    ACTIVITY = "activity"
    PRODUCT = "product"
    ASSIGNEE = "assignee"
    COORDINATOR = "coordinator"
    DEADLINE = "deadline"
    OTHER = "other"


_WHO = "(nguoi|don vi|co quan|bo phan|can bo|cong chuc|chuyen vien|ca nhan|phong|phong ban|to chuc)"
_DOES = "(thuc hien|phu trach|tham muu|chu tri|duoc giao|xu ly|trien khai)"

_HEADINGS = Headings[Role](
    (
        (Role.NUMBER, 0, r"(so )?(tt|stt|thu tu)( .*)?|no|muc|so|ma( so)?( nhiem vu)?"),
        (Role.ASSIGNEE, 0, rf"ho (va )?ten.*{_DOES}.*"),
        (Role.OTHER, 0, r"ho (va )?ten.*|ten (can bo|nhan vien).*|(nam|ngay) sinh.*|(so )?(dien thoai|dt|sdt).*"),
        (Role.OTHER, 0, r"ghi chu.*|can cu.*|co so phap ly.*|so( va)?( ky hieu)?.*van ban.*|.*thuc te( .*)?"),
        (
            Role.OTHER,
            0,
            r"(kinh phi|nguon|muc do|dia diem|thanh phan|don vi tinh|dvt|so luong|don gia|thanh tien)( .*)?",
        ),
        (
            Role.OTHER,
            0,
            r"(ket qua|tinh hinh|tinh trang) (thuc hien|xu ly|trien khai).*|(tinh trang|trang thai|danh gia).*",
        ),
        (Role.OTHER, 0, r"(ket qua|tien do).* (den nay|hien nay|den (ngay|het|thang|nam|\d).*|ky nay)"),
        (Role.OTHER, 0, r"(hien trang|kho khan|de xuat|kien nghi).*"),
        (Role.OTHER, 0, r"van ban (giao|chi dao|lien quan).*|cap trinh.*"),
        (Role.OTHER, 0, r"(ngay|thoi gian) (giao|ban hanh|nhan|ky|thang van ban).*|ngay den"),
        (Role.SECTION, 0, r"(linh vuc|mang|nhom|nhiem vu chung|noi dung chung|muc tieu chung|chuong muc)( .*)?"),
        (Role.TASK, 0, r"(cac |ten |noi dung )?(nhiem vu|dau viec)( .*)?"),
        (Role.DEADLINE, 0, r"(.* )?(thoi han|han (hoan thanh|xu ly|thuc hien|cuoi)|deadline)( .*)?"),
        (Role.DEADLINE, 0, r"(.* )?thoi gian (hoan thanh|thuc hien)( .*)?"),
        (Role.DEADLINE, 1, r"(thoi gian|th gian|han|lo trinh|moc thoi gian|thoi diem)( .*)?"),
        (Role.DEADLINE, 1, r"(ngay )?hoan thanh( truoc.*)?|ngay den han"),
        (Role.DEADLINE, 2, r"tien do.*"),
        (Role.DEADLINE, 3, r"bat dau|ket thuc|(tu|den) ngay|ngay (bat dau|ket thuc)"),
        (Role.COORDINATOR, 0, rf"(cac )?(?!.*{_DOES} .*phoi hop)(.* )?phoi hop.*"),
        (Role.ASSIGNEE, 0, rf"(cac )?{_WHO}( .*)? {_DOES}.*|{_WHO} {_DOES}.*|chu tri.*"),
        (Role.ASSIGNEE, 1, r"(giao|trach nhiem|to chuc)( .*)? thuc hien.*|phan cong.*|(nguoi )?chiu trach nhiem.*"),
        (
            Role.ASSIGNEE,
            2,
            rf"({_WHO} )?(phu trach|dau moi|tham muu|duoc giao|duoc phan cong)( .*)?|trach nhiem.*|thuc hien",
        ),
        (Role.ASSIGNEE, 3, rf"{_WHO}|nguoi lam|nhan su"),
        (Role.ASSIGNEE, 4, r"lanh dao (phu trach|chi dao|theo doi).*"),
        (Role.PRODUCT, 0, r".*(san pham|dau ra).*"),
        (Role.PRODUCT, 1, r"(du kien )?(ket qua|ho so|(tai lieu )?(minh|kiem) chung)( .*)?"),
        (Role.PRODUCT, 1, r"van ban trien khai|(hinh thuc|loai) van ban"),
        (Role.TASK, 1, r"(cac |ten |noi dung )?(cong viec|noi dung)( .*)?"),
        (Role.TASK, 2, r"(cac )?(hoat dong|giai phap|bien phap|cach thuc|viec)( .*)?"),
        (Role.TASK, 3, r"(chi tieu|tieu chi|muc tieu|(ten )?(van ban|de an|du an|chuong trinh)|tieu de)( .*)?"),
    )
)
_OWN_NUMBER = re.compile(r"^\d+ (?=[a-z])")


def role_of(heading: str) -> tuple[Role, int] | None:
    """What a heading names, and how surely (0 is surest); None for words we do not know."""
    return _HEADINGS.of(_OWN_NUMBER.sub("", fold(heading)))

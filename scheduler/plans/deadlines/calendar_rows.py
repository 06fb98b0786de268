"""What only a plan says of time: rhythms, its own period, signs. `dates/rows.py` has the names of days and periods.

A new phrase is a new row and a test line; the rows are tried in their order.
"""

from scheduler.dates.patterns import row
from scheduler.dates.rows import CLOCK, DAYS, LINKS, PERIODS, WEEKDAYS

COUNTS = [  # rule 35; before days, as in `03 tháng 1 lần`
    row("?", "unread", r"(?:it nhat |toi thieu )?(?:0?[2-9]|[1-9]\d+) lan TIMES PERIOD"),
    row("?", "unread", r"(?:hang|moi|1) PERIOD (?:it nhat |toi thieu )?(?:0?[2-9]|[1-9]\d+) lan"),
    row("w", 35, r"(?:0?1 )?lan TIMES tuan|(?:(?:hang|moi|0?1) )?tuan (?:/ )?(?:it nhat |toi thieu )?(?:0?1 )?lan"),
    row("m", 35, r"(?:0?1 )?lan TIMES thang|(?:hang|moi|0?1) thang (?:/ )?(?:it nhat |toi thieu )?(?:0?1 )?lan"),
    row("m", 35, r"thang / (?:0?1 )?lan"),
    row("r", 35, r"(?:0?1 )?lan TIMES quy|(?:(?:hang|moi|0?1) )?quy (?:/ )?(?:it nhat |toi thieu )?(?:0?1 )?lan"),
    row("r", 35, r"(?:(?:hang|moi|dinh ky) )?0?3 thang (?:/ )?(?:0?1 )?lan|(?:hang|moi|dinh ky) 0?3 thang(?! \d)"),
    row("h", 35, r"(?:(?:hang|moi|dinh ky) )?0?6 thang (?:/ )?(?:0?1 )?lan|(?:0?1 )?lan TIMES 0?6 thang"),
    row("r", 35, r"(?:0?1 )?lan TIMES 0?3 thang"),
    row("h", 35, r"(?:hang|moi|dinh ky(?: hang| moi)?) 0?6 thang(?! (?:\d|dau|cuoi))"),
    row("y", 35, r"(?:0?1 )?lan TIMES nam|(?:(?:hang|moi|0?1) )?nam (?:/ )?(?:it nhat |toi thieu )?(?:0?1 )?lan"),
    row("y", 35, r"(?:(?:hang|moi|dinh ky) )?12 thang (?:/ )?(?:0?1 )?lan"),
    row("?", "unread", r"(?:(?:hang|moi|dinh ky) )?\d+ (?:ngay|tuan|thang|quy|nam) (?:/ )?(?:\d+ )?lan"),
    row("?", "unread", r"(?:hang|moi|dinh ky) \d+ (?:ngay|tuan|thang|quy|nam)(?! \d)"),
]

_FROM_CLOCK = r"(?:tu )?\d{1,2}(?: (?:h|gio|g|:))?(?: [0-5]\d)?(?: phut)?(?: (?:sang|chieu))? (?:-|den)"
_OF_DAY = r"(?: (?P<of_day>sang|chieu|toi|trua))?"
CLOCKS = [
    row("?", "unread", r"(?:trong|sau|qua|vong|da|han) \d+ (?:gio|h|phut)|\d+ (?:gio|h) (?:ke|tinh|sau|lam viec)"),
    row("?", "unread", r"\d+ (?:phut|giay)|gio hanh chinh"),
    row("c", 34, rf"{_FROM_CLOCK} (?:luc )?{CLOCK}{_OF_DAY}"),
    row("c", 3, rf"(?:vao )?(?:luc )?{CLOCK}{_OF_DAY}"),
]

RHYTHMS = [
    row("?", "unread", r"ngay lam viec"),
    row("U", 32, r"(?:vao )?ngay cuoi(?: cung)?(?: cua)?(?= (?:thang|quy|nam|moi|hang|tung))"),
    row("d", 1, r"DD(?=(?: (?:-|den) \d{1,2})? (?:cua )?(?:hang|moi) thang)"),
    row("?", "unread", r"quy (?:v|vi|x|[5-9](?! thang)|1\d|bau|khach|co quan)"),
    row("?", "unread", r"(?:quy|tuan) (?:nay|truoc|sau|toi)(?! (?:ngay|khi|\d))"),
    row("q", 36, r"(?:vao )?PART quy(?! \d)", unit="quarter"),
    row("q", 19, r"trong quy(?: nay)?(?! \d)", unit="quarter"),
    row("r", 10, r"EVERY quy(?! \d)(?: trong nam(?! \d))?ONLY_YEAR"),
    row("T", 15, r"thang (?P<weekday>[2-7])(?= (?:hang|moi) tuan)"),
    row("w", 15, r"EVERY tuan(?: trong nam(?! \d))?ONLY_YEAR"),
    row("m", 14, r"EVERY thang(?! (?:\d|con))(?: trong nam(?! \d))?ONLY_YEAR"),
    row("y", 16, r"(?:vao )?(?:trong )?EVERY nam(?! (?:\d|sau|tiep|toi|con|ke|hoc))"),
    row("x", 29, r"(?:cua |vao )?thang FOLLOWING(?! (?:\d|khi|cuoc|dot|hoi|ngay))(?: (?:cua )?thang bao cao)?"),
    row("P", 6, r"PART(?: cua)? (?:moi|hang|tung|cac) thang(?! \d)", unit="month"),
    row("P", 6, r"PART(?: cua)? thang(?! (?:FOLLOWING|\d))"),
    row("l", 30, r"(?:cua )?thang NTH(?: cua)? quy FOLLOWING(?! khi)", shift=1),
    row(
        "l",
        28,
        r"(?:cua )?thang NTH(?: cua| trong)?(?: moi| tung| cac| hang)? quy(?! \d)(?: trong nam(?! \d))?ONLY_YEAR",
    ),
    row("l", 28, r"PART (?:moi|tung|cac|hang) quy(?: trong nam(?! \d))?ONLY_YEAR"),
    row("o", 33, r"(?:cac|nhung) nam (?:sau|tiep theo|ke tiep|toi|tiep|ke|lien ke)(?: do| theo)?"),
    row("q", 19, r"trong thang(?: nay)?(?! \d)", unit="month"),
    row("?", "unread", r"(?<!tu )(?:dau|giua) nam(?! \d)"),
    row("?", "unread", r"(?:trong )?nam (?:hoc|tai chinh|ngan sach)(?: YYYY - \d{4})?"),
    row(
        "S",
        19,
        r"(?:trong|ca|toan|suot)(?: ca| toan| suot)? giai doan(?! (?:\d|tu|den|i+ ))(?: ke hoach| cua ke hoach)?",
    ),
    row("S", 19, r"(?:trong|ca|toan|suot)(?: ca| suot)? ky(?: ke hoach| bao cao)?(?= [,;.)]| va|$)"),
    row("E", 12, r"(?:vao )?ca(?: cua)? nam(?: YYYY)?"),
    row(" ", "", r"giai doan(?= (?:tu )?(?:nam )?\d{4})"),
]

ALONE = [
    row("r", 10, r"quy(?! \d\d|[ ]0?[1-4](?: |$))(?: trong nam(?! \d))?ONLY_YEAR"),
    row("t", 27, r"(?<!\d )(?:cua )?thang(?: do| bao cao)?(?= (?:[^\w ]|va|hoac|truoc|cham|gui|vao)|$)"),
    row("E", 12, r"(?<!\d )(?:cua )?nam(?! \d)"),
    row("E", 12, r"(?:(?<=, )|(?<=va ))0?1 nam(?= (?:[^\w ]|va|theo)|$)"),
]

MARKS = [
    row(" ", "", r"(?:ke )?tu (?:nay|bay gio)|nhu sau|sau do|toi (?:thieu|da)|it nhat"),
    row(
        "A",
        1,
        r"(?:thoi )?han (?:cuoi|chot)(?: cung)?(?: la)?|(?:cham|muon) nhat(?: la| vao)?|khong qua",
    ),
    row("A", 1, r"khong (?:muon|cham|tre) hon"),
    row("A", 1, r"(?:xong|hoan thanh|vao|trong)(?: vao| trong)?(?= ngay \d)"),
    row("B", 2, r"truoc(?: thoi diem)?"),
    *LINKS,
    row("W", 24, r"(?:thoi gian )?du kien(?: trong| vao)?(?: khoang)?(?: cac)?|trong(?: khoang)?(?: cac(?= thang))?"),
    row("K", "by_rule", r"dinh ky"),
    row("b", 22, r"bao cao|bc|doi voi|so ket|tong ket"),
    row(
        "v", "", r"(?P<step>buoc \d+|xay dung|du thao|tham muu|lay y kien|khao sat|tham dinh|trinh|phe duyet|ban hanh)"
    ),
    row("v", "", r"(?P<step>hoan thien|to chuc|trien khai|nghiem thu|dang ky|thong ke)"),
    row("?", "unread", r"ky niem|chao mung|nhan dip|dip"),
    row("X", "unread", r"rieng|tru|ngoai tru|khong ke"),
    row("|", "", r"hoac(?: la)?"),
    row(";", "", r"[;.]"),
    row("(", "", r"\("),
    row(")", "", r"\)"),
    row(":", "", r":"),
]

CALENDAR = [*COUNTS, *CLOCKS, *RHYTHMS, *DAYS, *PERIODS, *WEEKDAYS, *ALONE, *MARKS]

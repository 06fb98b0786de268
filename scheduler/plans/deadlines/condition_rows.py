"""The phrases of the conditions of deadlines.md, one a line. Each is tried on a clause of the canonical line."""

from scheduler.dates.patterns import any_of
from scheduler.plans.model import ConditionKind

_SITUATION = r"(?:tinh hinh|thuc te|dien bien|dieu kien)"
_FIT = r"thoi (?:gian|diem) (?:thich|phu) hop"

ON_REQUEST = any_of(
    r"(?:dot xuat|bat thuong)(?: (?:theo|khi) .*)?",
    r"yeu cau dot xuat",
    r"(?:theo|khi co|khi|neu co|luc)(?: [A-Za-z]+){0,8}? yeu cau(?: .*)?",
    r"theo(?: [A-Za-z]+){0,2}? (?:de nghi|de xuat)(?: .*)?",
)
ON_EVENT = any_of(
    r"(?:NGAY )?sau(?: khi)? (?!(?:ngay|thang|quy|nam|tuan) \d)[A-Za-z].*",
    r"(?:NGAY |moi |cho )?(?:den )?(?:khi|luc) [A-Za-z].*",
    r"ket thuc (?!(?:quy|thang|nam)(?: |$)|(?:truoc |vao |luc |trong )*(?:ngay )?\d).*",
    rf"theo (?:{_SITUATION}|phat sinh|{_FIT})(?: .*)?",
    rf"(?:tuy|can cu)(?: theo| vao)* {_SITUATION}.*",
    rf"(?:vao )?{_FIT}(?: .*)?",
    r"(?:trong )?truong hop (?:co|phat sinh|can|dot).*",
    r"neu phat sinh.*",
    r"neu (?:co|can)(?: (?!\d).*)?",
    r"phat sinh(?: .*)?",
)
ONGOING = any_of(
    r"(?:thuong (?:xuyen|ky)|lien tuc|(?:hang|moi|tung) ngay)"
    r"(?: (?:(?:, |va )?lien tuc|trong (?:ca )?nam(?: \d{4})?|quanh nam|hang ngay|trong (?:suot |qua trinh ).*))*",
    r"(?:trong )?(?:suot )?qua trinh(?: .*)?",
    r"(?:trong )?suot (?:ca )?nam(?: \d{4})?",
    r"quanh nam",
)
# Whoever it is that sets the day, these may also describe a thing: `công khai theo quy định`.
BY_RULE = any_of(
    r"(?:dinh ky )?theo (?:dung )?QUY (?:dinh|che|trinh)(?: .*)?",
    r"(?:dinh ky )?theo (?:dung )?(?:ke hoach|lich|chuong trinh|lo trinh|tien do|de an)(?: .*)?",
    r"(?:dinh ky )?theo (?:giay|thu|THU) (?:moi|MOI|trieu tap)(?: .*)?",
    r"(?:dinh ky )?theo (?:su )?(?:huong dan|chi dao|phan cong|thong bao|y kien)(?: .*)?",
    r"(?:dinh ky )?theo (?:cong van|van ban|quyet dinh|luat|nghi dinh|nghi quyet|thong (?:tu|TU))(?: .*)?",
    r"(?:dinh ky )?theo (?:khung )?(?:thoi (?:gian|han)|ky han|han|ke hoach)(?: .*)?",
    r"dung (?:QUY dinh|(?:thoi )?han QUY dinh)(?: .*)?",
)
TERM_SET = any_of(
    r"(?:vao |dung |trong |theo |dam bao )*(?:thoi (?:gian|diem|han)|ky han|han)"
    r"(?: theo| da| duoc| do phap luat)* QUY dinh(?: .*)?"
)
# Words before `theo …` and `nếu có` that leave them a time.
LIGHT = any_of(
    r"(?:(?:thuc hien|hoan thanh|trien khai|thoi (?:gian|han|diem)|dinh ky|dung|kip thoi|dam bao|xong|gui|nop|cac|duoc"
    r"|vao|[,:-]) ?)*$"
)

# What may begin a new time after `và` or a comma, and so ends the words of an event.
STARTS = any_of(
    r"theo yeu cau",
    r"theo QUY dinh",
    r"dot xuat",
    r"thuong (?:xuyen|ky)",
    r"lien tuc",
    r"theo (?:ke hoach|lich|giay moi|thu moi)",
    r"(?:trong (?:vong|thoi han) )?\d{1,3} (?:ngay|tuan|thang)(?: lam viec| cong)? (?:sau|truoc|ke tu|tinh tu|tu) .*",
    r"dinh ky",
    r"neu (?:co|can)",
    r"khi (?:co|phat sinh|can)",
    r"EVERY (?:nam|quy|thang|tuan|ngay)",
    r"(?:trong |ca |cuoi |dau |giua )*(?:quy|thang|nam|giai doan)(?: \d+)?",
    r"0?[69] thang",
    r"bao cao (?:tuan|thang|quy|nam|6|dinh ky).*",
    r"(?:truoc|sau|den|het) .*",
    r"(?:cham|muon) nhat .*",
    r"(?:ngay )?\d{1,2} (?:/|thang) \d.*",
    r"ngay \d.*",
    r"\d+ (?:h|gio) .*",
    _FIT,
)

_LIMIT = r"(?:(?:cham|muon|it|som) nhat|toi thieu|toi da|khong qua|khong cham qua|khoang)(?: la)?"
_AMOUNT = r"(?P<n>\d{1,3}) (?P<unit>ngay|tuan|thang|nam)(?P<working> (?:lam viec|cong))?"
_LINK = r"(?P<link>ke tu|tinh tu|tu|sau|truoc|so voi|tinh den|khi)(?: (?:khi|luc|thoi diem))?"
_CALENDAR_DAY = r"(?:\d|ngay \d|thang \d|quy \d|nam \d|nam$|QUY)"
OFFSETS = [
    any_of(
        rf"(?:{_LIMIT} )?(?P<lead>truoc|sau|trong vong|trong thoi (?:han|gian)|trong|vong)?(?: ?{_LIMIT})? ?{_AMOUNT}"
        rf"(?! \d)(?: lien tuc| dau tien)?(?: ,)?(?: {_LINK}(?P<event> (?!\d|den ).+)?)?$"
    ),
    any_of(rf"(?:{_LIMIT} )?(?P<lead>truoc)(?: {_LIMIT})? {_AMOUNT}(?! \d)(?! dau)(?P<event> [A-Za-z].*)$"),
    any_of(
        rf"(?P<lead>truoc|sau)(?: khi)? (?P<event>(?!{_CALENDAR_DAY}).+?)(?: ,)?"
        rf"(?: (?:trong vong|trong|la|{_LIMIT}))* {_AMOUNT}$"
    ),
]
_EVENT = (
    r"(?:ngay(?! \d| cuoi)|cuoc|ky hop|ky thi|phien hop|hoi nghi|hoi thao|dai hoi|le|dot|buoi|hop|tet"
    r"|khai mac|khai giang|bau cu|doan)"
)
BEFORE = any_of(rf"truoc (?:khi (?P<event>.+)|(?P<named>{_EVENT}(?: .*)?))$")
PERIOD_END = any_of(
    r"(?:ngay |khi )?(?:ket thuc|het|cuoi)(?: moi| hang| tung)? (?P<unit>quy|thang|nam|6 thang)"
    r"(?: (?P<number>\d{1,2}))?ONLY_YEAR(?: / (?P<slash>20\d\d))?$"
)
NAMED_DAY = any_of(r"(?:ngay )?DD (?:/|thang) MM(?: (?:/|nam) YYYY)?$")

KINDS = [
    (ConditionKind.ON_REQUEST, ON_REQUEST),
    (ConditionKind.BY_RULE, TERM_SET),
    (ConditionKind.BY_RULE, BY_RULE),
    (ConditionKind.ON_EVENT, ON_EVENT),
    (ConditionKind.ONGOING, ONGOING),
]
# The first words of the rows above: elsewhere they need not be tried.
HEADS = frozenset(
    {"truoc", "sau", "NGAY", "khi", "moi", "den", "cho", "luc", "theo", "dot", "bat", "yeu", "neu", "ket", "tuy", "can"}
    | {"vao", "thoi", "trong", "truong", "phat", "thuong", "lien", "hang", "tung", "suot", "qua", "quanh", "dung"}
    | {"dinh", "cham", "muon", "it", "som", "toi", "khong", "khoang", "vong", "han", "ky", "dam"}
)

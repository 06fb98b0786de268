"""What days, weekdays, months, quarters, halves, years and hours are called, in the order in which the rows are tried.

A new name for a day, a period or an hour is a new row here: plans and messages both read by these tables.
"""

from scheduler.dates.patterns import row

_DATE = r"(?:ngay |mung |mong )*\d{1,2} (?:/|-|\.|thang) \d{1,2}(?: (?:/|-|\.|nam) \d{2,4})?"
_SIGNED = r"(?:(?<=truoc )|(?<=den )|(?<=het )|(?<=nhat )|(?<=tu ))"

_TO_THE_HOUR = r"kem (?P<less>[1-5]\d|[1-9])|(?P<half>ruoi)"
CLOCK = (
    r"HOUR (?:h|gio|g|:(?= \d\d(?: |$)))(?! dong ho)"
    rf"(?: (?:{_TO_THE_HOUR})| MINUTE(?! (?:/|thang|viec)))?(?: : 00)?(?: (?:phut|p))?(?: ')?"
)
"""`16h`, `15g30`, `15:30`, `9h kém 15`, `3 giờ rưỡi`; a part of the day may follow."""
WITHOUT_HOUR = rf"HOUR (?:{_TO_THE_HOUR})"
"""`9 kém 15`, `3 rưỡi`."""

DAYS = [
    row("?", "unread", rf"(?:ngay |mung |mong )*(?:{_DATE}|\d{{1,2}})(?: \(?)? ?(?:am lich|al)"),
    row("D", 38, r"(?:ngay )?YYYY - (?P<month>0[1-9]|1[0-2]) - DD(?: t)? 00 : 00(?: : 00)?(?: \. 0+)?(?: z)?"),
    row("D", 38, r"(?:ngay )?YYYY - (?P<month>0[1-9]|1[0-2]) - DD(?: t)? HOUR : MINUTE(?: : \d\d)?(?: z)?"),
    row("D", 38, r"(?:ngay )?YYYY - (?P<month>0?[1-9]|1[0-2]) - DD"),
    row("D", 1, r"(?:ngay )?(?:mung |mong )?DD (?P<sep>[/.-]) MM (?P=sep) (?:nam )?YYYY"),
    row("D", 1, r"(?:ngay )?DD (?:/|\.) MM (?:/|\.) YY"),
    row("D", 1, r"(?:ngay )(?:mung |mong )?DD (?:/|\.) MM(?! [/.] \d\d? )OF_LIST_YEAR"),
    row("D", 1, r"(?:ngay )?(?:mung |mong )?DD (?:/ )?thang MM(?! lan)OF_LIST_YEAR", unit="worded"),
    row("D", 1, rf"{_SIGNED}DD / MM(?! /)OF_LIST_YEAR"),
    row("D", 1, r"DD / MM(?! /)OF_LIST_YEAR(?= (?:[^\w ]|nam|hang|cua|den|toi|luc|truoc|va|hoac|moi|thi|tro)|$)"),
    row("d", 1, r"(?:ngay (?:mung |mong )?|mung |mong )DD(?! (?:ngay|lam|lan|%|/|\.\s\d))"),
    row("d", 1, r"DD(?= (?:-|den)(?: het)?(?: ngay)? \d{1,2} (?:/|thang) \d)(?! - \d+ / (?:19|20))"),
    row("d", 1, r"DD(?=(?: (?:,|va) (?:ngay )?\d{1,2})* (?:,|va) (?:ngay )?\d{1,2} (?:/ |thang )\d{1,2}(?: |$))"),
]

PERIODS = [
    row("H", 23, r"0?6 thang cuoi(?: cua)?(?: nam)?OF_YEAR", months=12),
    row("H", 23, r"nua cuoi(?: cua)? namONLY_YEAR", months=12),
    row("H", 11, r"(?P<months>0?[369]) thang dau(?: cua)?(?: nam)?(?! hoc)OF_YEAR"),
    row("H", 11, r"nua dau(?: cua)? namONLY_YEAR", months=6),
    row("H", 11, r"(?P<months>0?[69]) thang(?! (?:\d|ke|tinh|sau|lan|tro))ONLY_YEAR"),
    row("Q", 9, r"(?:cac )?quy QQ(?! thang)OF_YEAR"),
    row("M", 6, r"PART(?: cua)? thang MMOF_LIST_YEAR"),
    row("M", 36, r"thang NTH(?: cua)? quy QQ(?! \d)OF_YEAR", unit="quarter"),
    row("M", 36, r"PART quy QQ(?! \d)OF_YEAR", unit="quarter"),
    row("M", 5, r"(?:cac )?thang MM / (?P<short>[23]\d)(?! [/-])"),
    row("M", 5, r"(?:cac )?thang MMOF_LIST_YEAR"),
    row("M", 5, r"MM [/.-] YYYY"),
    row("M", 38, r"YYYY - (?P<month>0[1-9]|1[0-2])"),
    row("Y", 17, r"(?:trong )?(?:cac )?nam YYYY"),
    row("Y", 17, r"trong nam(?: nay)?|nam nay"),
    row(
        "Y",
        31,
        r"(?:trong )?nam (?:" + r"(?P<past>truoc|ngoai)(?! (?:ngay|khi|thang|\d))|(?P<next>sau|tiep theo|toi)(?! khi))",
    ),
    row("E", 12, r"(?:vao )?cuoi(?: cua)? nam(?: YYYY)?"),
]

WEEKDAYS = [
    row("T", 15, r"(?:ngay )?thu (?P<weekday>[2-7])"),
    row("T", 15, r"chu nhat", weekday=6),
]

LINKS = [
    row("U", 32, r"(?:cho )?(?:den|toi)(?: het| khi het)?(?: cuoi(?= (?:thang|quy|nam|ngay)))?|het(?: cuoi)?"),
    row("U", 32, r"ket thuc(?= (?:(?:thang|quy|nam) \d|6 thang))"),
    row("F", 18, r"(?:bat dau )?(?:ke )?tu(?: dau(?= nam))?"),
    row("&", "", r"va|cung voi|\+"),
    row(",", "", r"[,/]"),
    row("-", "", r"-"),
]
"""What parts the days of a list and joins the ends of a window."""

_COUNTED = r"xa|phuong|thon|ap|lop|nguoi|ho|don vi|co quan|truong|cuoc|buoi|dot|hoi nghi|ky|bai|tin|van ban|luot|dong"
CONTINUED = {
    "M": row("M", 5, rf"MM(?! (?:[/.] \d{{1,2}}(?: |$)|ngay|tuan|thang|quy|lan|%|:|h|gio|(?:{_COUNTED})\b))OF_YEAR"),
    "Q": row("Q", 9, rf"QQ(?! (?:/ \d{{1,2}}(?: |$)|ngay|tuan|thang|lan|%|(?:{_COUNTED})\b))OF_YEAR"),
    "d": row("d", 1, rf"DD(?! (?:[/.-] \d|ngay|tuan|thang|quy|lan|lam|%|:|h|gio|(?:{_COUNTED})\b))"),
}
"""Bare figures that go on with a list: `tháng 3, 6, 9`, `Quý I-II`, `ngày 15 và 30`."""

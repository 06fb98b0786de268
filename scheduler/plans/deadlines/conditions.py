"""What can't be put on the calendar yet: the conditions of deadlines.md, and offsets from an event (rule 37)."""

import re
from dataclasses import replace

from scheduler.plans.deadlines.items import Item
from scheduler.plans.deadlines.patterns import PARTS, expression
from scheduler.plans.deadlines.words import Words
from scheduler.plans.model import Condition, ConditionKind

_STARTS = expression(
    r"theo yeu cau|theo QUY dinh|dot xuat|thuong (?:xuyen|ky)|dinh ky|neu (?:co|can)|khi (?:co|phat sinh|can)|EVERY (?:nam|quy|thang"
    r"|tuan|ngay)|(?:trong |ca |cuoi |dau |giua )*(?:quy|thang|nam|giai doan)(?: \d+)?|0?[69] thang|(?:truoc|sau|den|het) .*"
    r"|(?:cham|muon) nhat .*|(?:ngay )?\d{1,2} (?:/|thang) \d.*|ngay \d.*|\d+ (?:h|gio) .*|thoi (?:gian|diem) (?:thich|phu) hop"
)
_CUT = re.compile(r"[;()|]| (?=[.](?: |$))|, (?!ke tu|tinh tu|so voi|trong vong)|va |hoac ")
_LIMIT = r"(?:(?:cham|muon|it|som) nhat|toi thieu|toi da|khong qua|khong cham qua|khoang)(?: la)?"
_AMOUNT = r"(?P<n>\d{1,3}) (?P<unit>ngay|tuan|thang|nam)(?P<working> (?:lam viec|cong))?"
_LINK = r"(?P<link>ke tu|tinh tu|tu|sau|truoc|so voi|tinh den|khi)(?: (?:khi|luc|thoi diem))?"
_FORMS = [
    expression(
        rf"(?:{_LIMIT} )?(?P<lead>truoc|sau|trong vong|trong thoi (?:han|gian)|trong|vong)?(?: ?{_LIMIT})? ?{_AMOUNT}"
        rf"(?! \d)(?: lien tuc)?(?: ,)?(?: {_LINK}(?P<event> (?!\d|den ).+)?)?$"
    ),
    expression(rf"(?:{_LIMIT} )?(?P<lead>truoc)(?: {_LIMIT})? {_AMOUNT}(?! \d)(?! dau)(?P<event> [A-Za-z].*)$"),
    expression(
        r"(?P<lead>truoc|sau)(?: khi)? (?P<event>(?!\d|ngay \d|thang \d|quy \d|nam \d|nam$|QUY).+?)(?: ,)?"
        rf"(?: (?:trong vong|trong|la|{_LIMIT}))* {_AMOUNT}$"
    ),
]
_BEFORE = expression(
    r"truoc (?:khi (?P<event>.+)|(?P<named>(?:ngay(?! \d| cuoi| \?)|cuoc|ky hop|ky thi|phien hop|hoi nghi|hoi thao|dai hoi|le|dot"
    r"|buoi|hop|tet|khai mac|khai giang|bau cu|doan) ?.*))$"
)
_PERIOD_END = expression(
    rf"(?:ngay |khi )?(?:ket thuc|het|cuoi)(?: moi| hang| tung)? (?:(?P<unit>quy|thang|nam|6 thang)(?: (?P<number>\d{{1,2}}))?)"
    rf"{PARTS['ONLY_YEAR']}(?: / (?P<slash>20\d\d))?$"
)
_NAMED_DAY = expression(r"(?:ngay )?DD (?:/|thang) MM(?: (?:/|nam) YYYY)?$")
_UNITS = {"quy": "quarter", "thang": "month", "nam": "year", "6 thang": "half"}

_ON_REQUEST = expression(
    r"(?:dot xuat|bat thuong)(?: (?:theo|khi) .*)?|(?:theo|khi co|khi|neu co|luc)(?: [A-Za-z]+){0,8}? (?:yeu cau|de nghi)(?: .*)?"
    r"|theo (?:de nghi|de xuat)(?: .*)?|yeu cau dot xuat"
)
_ON_EVENT = expression(
    r"(?:NGAY )?sau(?: khi)? (?!(?:ngay|thang|quy|nam|tuan) \d)[A-Za-z].*|(?:NGAY |moi |cho )?(?:den )?(?:khi|luc) [A-Za-z].*|ket thuc (?!(?:quy|thang|nam)(?: |$)).*"
    r"|theo (?:tinh hinh|thuc te|dien bien|dieu kien|phat sinh|thoi gian (?:thich|phu) hop|thoi diem (?:thich|phu) hop)(?: .*)?"
    r"|(?:tuy|can cu)(?: theo| vao)* (?:tinh hinh|dieu kien|thuc te|dien bien).*"
    r"|(?:vao )?thoi (?:gian|diem) (?:thich|phu) hop(?: .*)?|neu phat sinh.*|(?:trong )?truong hop (?:co|phat sinh|can|dot).*"
    r"|phat sinh(?: .*)?|neu (?:co|can)(?: (?!\d).*)?"
)
_ONGOING = expression(
    r"thuong (?:xuyen|ky)(?: (?:,? ?lien tuc|trong (?:ca )?nam(?: \d{4})?|quanh nam|hang ngay|trong suot .*|trong (?:suot )?qua trinh .*))*|lien tuc"
    r"|(?:hang|moi|tung) ngay|(?:trong )?suot qua trinh(?: .*)?|trong qua trinh(?: .*)?|(?:trong )?suot (?:ca )?nam(?: \d{4})?|quanh nam"
)
_BY_RULE = expression(
    r"(?:vao |dung |trong |theo |dam bao )*(?:thoi (?:gian|diem|han)|ky han|han)(?: theo| da| duoc| do phap luat)* QUY dinh(?: .*)?"
    r"|(?:dinh ky )?theo (?:dung )?(?:QUY (?:dinh|che|trinh)|ke hoach|lich|(?:giay|thu|THU) (?:moi|MOI)|giay trieu tap|chuong trinh|huong dan|chi dao"
    r"|thong bao|cong van|van ban|quyet dinh|phan cong|tien do|de an|lo trinh|luat|nghi dinh|thong (?:tu|TU)|nghi quyet|thoi (?:gian|han)"
    r"|ky han|han|su (?:chi dao|phan cong)|y kien)(?: .*)?|dung (?:QUY dinh|(?:thoi )?han QUY dinh)(?: .*)?"
)
_LIGHT = re.compile(
    r"(?:(?:thuc hien|hoan thanh|trien khai|thoi gian|thoi han|thoi diem|dinh ky|dung|kip thoi|dam bao|xong|gui|nop|cac|duoc"
    r"|vao|[,:-]) )*"
)


def clause_end(line: str, start: int) -> int:
    """Where the clause that begins at `start` ends: at a sign, or at `và` and a comma with a time behind them."""
    for match in _CUT.finditer(line, start):
        at = match.start()
        if at > start and (line[at] in ";()|" or line[at] == " " or _STARTS.match(line, match.end())):
            return at
    return len(line)


def _offset(words: Words, start: int, end: int) -> Item | None:
    clause = words.line[start:end].rstrip(" ,.")
    for form in _FORMS:
        match = form.match(clause)
        if match is None:
            continue
        found = match.groupdict()
        link, lead = found.get("link"), found.get("lead")
        if not (lead or link) or not (link or found.get("event") or lead in {"truoc", "sau", "trong vong", "vong"}):
            continue
        if lead == "trong" and not link:
            continue
        if link == "truoc" and found["unit"] == "thang" and _NAMED_DAY.match((found.get("event") or "").strip()):
            continue  # `báo cáo 6 tháng trước ngày 15/6` is a report and its day
        return _from_event(words, start, match)
    return None


def _from_event(words: Words, start: int, match: re.Match[str]) -> Item:
    found = match.groupdict()
    before = found["lead"] == "truoc" or found.get("link") == "truoc"
    amount = int(found["n"]) * (-1 if before else 1)
    unit = found["unit"]
    event = ""
    if found.get("event"):
        first = match.start("event") + (found["event"][:1] == " ")
        event = words.printed(start + first, start + match.end("event"))
    item = Item("Z", start, start + match.end(), "relative")
    days = amount * {"ngay": 1, "tuan": 7}.get(unit, 0)
    months = amount * {"thang": 1, "nam": 12}.get(unit, 0)
    known = None if found["working"] else _known_day((found.get("event") or "").strip())
    if known:
        return replace(known, start=item.start, end=item.end, days=days, months=months)
    condition = Condition(
        ConditionKind.RELATIVE,
        event or None,
        days=None if months else days,
        months=months or None,
        working_days=bool(found["working"]),
    )
    return replace(item, condition=condition)


def _known_day(event: str) -> Item | None:
    """The base of an offset where the calendar knows the event's day (rule 37)."""
    end = _PERIOD_END.match(event)
    if end:
        year = end["year"] or end["slash"]
        number = int(end["number"]) if end["number"] else None
        return Item("N", 0, 0, 37, unit=_UNITS[end["unit"]], month=number, year=int(year) if year else None)
    day = _NAMED_DAY.match(event)
    if day:
        year = day["year"]
        return Item(
            "N", 0, 0, 37, unit="day", day=int(day["day"]), month=int(day["month"]), year=int(year) if year else None
        )
    return None


def _before(words: Words, start: int, end: int) -> Item | None:
    match = _BEFORE.match(words.line[start:end].rstrip(" ,."))
    if match is None:
        return None
    group = "event" if match["event"] else "named"
    known = _known_day(match[group])
    if known:
        return replace(known, start=start, end=start + match.end(), days=-1)
    event = words.printed(start + match.start(group), start + match.end(group))
    return Item(
        "Z", start, start + match.end(), "relative", condition=Condition(ConditionKind.RELATIVE, event, days=-1)
    )


_KINDS = [
    (ConditionKind.ON_REQUEST, _ON_REQUEST),
    (ConditionKind.BY_RULE, _BY_RULE),
    (ConditionKind.ON_EVENT, _ON_EVENT),
    (ConditionKind.ONGOING, _ONGOING),
]


def _qualifies(kind: ConditionKind, clause: str, before: str) -> bool:
    """Whether the words describe a thing, as in `công khai theo quy định`, `ý kiến phản hồi (nếu có)`."""
    if kind is ConditionKind.BY_RULE and not re.match(r"\w+ thoi|(?:vao |dung |trong )*(?:thoi|han)", clause):
        return not _LIGHT.fullmatch(before)
    if clause.startswith("neu co") or clause.startswith("phat sinh"):
        return not _LIGHT.fullmatch(before) or before == "("
    if kind is ConditionKind.ONGOING:
        return bool(re.search(r"(?:chi|luong|kinh phi|khong|nguon) $", before))
    return False


_HEADS = frozenset(
    "truoc sau NGAY khi moi den cho luc theo dot bat yeu neu ket tuy can vao thoi trong truong phat thuong lien hang tung"
    " suot qua quanh dung dinh cham muon it som toi khong khoang vong han ky dam".split()
)


def condition_at(words: Words, start: int, before: str) -> Item | None:
    """The condition that begins at `start` of the line; `before` is the line from the last sign up to it."""
    head = words.line[start : words.line.find(" ", start) % (len(words.line) + 1)]
    if head not in _HEADS and not head.isdecimal():
        return None
    end = clause_end(words.line, start)
    found = _offset(words, start, end) or _before(words, start, end)
    if found:
        return found
    clause = words.line[start:end].rstrip(" ,.")
    for kind, pattern in _KINDS:
        match = pattern.match(clause)
        if match and not _qualifies(kind, clause, before):
            event = words.printed(start, start + match.end()) if kind is ConditionKind.ON_EVENT else None
            code = "o" if kind is ConditionKind.ONGOING else "Z"
            return Item(code, start, start + match.end(), kind.value, condition=Condition(kind, event))
    return None

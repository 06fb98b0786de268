"""Finding days and periods in a line: a table of phrases, each with what it names. Signs: DATE, DAYS (a count)."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.intents import days
from bot.intents.days import Days
from bot.intents.line import Line
from bot.intents.patterns import SURE, plain
from bot.intents.phrasebook import Phrasebook

Named = dict[str, str]
Found = Days | int | None

_DM = r"\d{1,2}[/.-]\d{1,2}([/.-](\d{4}|\d{2}))?"
_THIS, _NEXT, _LAST = "(này|nay)", "(sau|tới|kế tiếp|tiếp theo|kế)", "(trước|rồi|qua|vừa rồi|vừa qua)"
_SHIFTS = ((f"{_THIS}", 0), (f"{_NEXT}", 1), (f"{_LAST}", -1))
_UNITS = {"ngày": 1, "hôm": 1, "bữa": 1, "tuần": 7, "tháng": 30}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = "(năm? {y=20[2-4][0-9]}|năm (nay|này)|{nam=nam|năm} {shift=sau_?|toi|tới|ngoai|ngoái|truoc|trước|roi|rồi})?"


def _date_parts(text: str) -> tuple[int, int, int | None]:
    parts = [int(one) for one in re.split(r"[/.-]", text)]
    year = parts[2] if len(parts) > 2 else None
    return parts[0], parts[1], year + 2000 if year is not None and year < 100 else year


def _full(named: Named, today: date) -> Found:
    day, month, year = _date_parts(named["d"])
    return days.day_of_year(today, day, month, year)


_YEARS_ON = {"sau": 1, "toi": 1, "ngoai": -1, "truoc": -1, "roi": -1}


def _year(named: Named, today: date) -> int | None:
    """The year named, also from now: `quý I năm sau`."""
    if "shift" in named:
        return today.year + _YEARS_ON[plain(named["shift"]).rstrip(SURE)]
    return int(named["y"]) if "y" in named else None


def _worded(named: Named, today: date) -> Found:
    day, _, month = named["d"].partition("/")
    return days.day_of_year(today, int(day), int(month or named["m"]), _year(named, today))


def _day(shift: int | None) -> Callable[[Named, date], Found]:
    return lambda named, today: days.day_of_month(today, int(named["d"]), shift)


def _iso(named: Named, today: date) -> Found:
    year, month, day = (int(one) for one in re.split(r"[-/.]", named["d"]))
    return days.day_of_year(today, day, month, year)


def _range(named: Named, today: date) -> Found:
    first, last = re.split(r"-", named["d"], maxsplit=1)
    day, month, year = _date_parts(last)
    start = _date_parts(first) if "/" in first or "." in first else (int(first), month, year)
    ends = days.day_of_year(today, day, month, year)
    starts = days.day_of_year(today, start[0], start[1], start[2] or year)
    return days.joined(starts, ends) if starts and ends else None


def _weekday(named: Named) -> int:
    return (
        6
        if named.get("w", "").startswith("cn") or ("n" not in named and "w" not in named)
        else int(named.get("n") or named["w"][1]) - 2
    )


def _in_week(weeks: int | None) -> Callable[[Named, date], Found]:
    return lambda named, today: days.weekday(today, _weekday(named), weeks)


def _offset(unit: str) -> Callable[[Named, date], Found]:
    return lambda named, today: days.after_today(today, int(named.get("c", 1)) * _UNITS[unit])


def _coming(unit: str) -> Callable[[Named, date], Found]:
    return lambda named, today: days.fixed(today, today + timedelta(int(named["c"]) * _UNITS[unit]), grain="period")


def _past(unit: str) -> Callable[[Named, date], Found]:
    return lambda named, today: days.fixed(today - timedelta(int(named["c"]) * _UNITS[unit]), today, grain="period")


def _count(unit: str) -> Callable[[Named, date], Found]:
    return lambda named, _today: int(named["c"]) * _UNITS[unit]


def _months(named: Named, today: date) -> Found:
    first, _, year = (named.get("m") or named["tm"][1:]).partition("/")
    last = named.get("m2", first)
    if not 1 <= int(first) <= int(last) <= 12:
        return None
    count = int(last) - int(first) + 1
    return days.months_of_year(today, int(first), count, int(year) if year else _year(named, today))


def _quarters(named: Named, today: date) -> Found:
    first = _ROMAN.get(named["q"]) or int(named["q"])
    last = _ROMAN.get(named.get("q2", "")) or int(named.get("q2", first))
    if last < first:
        return None
    return days.months_of_year(today, 3 * first - 2, 3 * (last - first + 1), _year(named, today))


def _half(first: int) -> Callable[[Named, date], Found]:
    return lambda named, today: days.months_of_year(today, first, int(named["c"]), _year(named, today))


def _part(part: str, unit: str, shift: int | None) -> Callable[[Named, date], Found]:
    def found(named: Named, today: date) -> Found:
        if "m" in named:
            spans = [days.month_span(today.year + n, int(named["m"])) for n in (-1, 0, 1)]
        else:
            spans = [days.months_from_now(today, unit, n) for n in (-1, 0, 1)]
        cut = [days.part_of(span, part, unit) for span in spans]
        if shift is not None:
            return days.fixed(*cut[1 + shift], grain="period")
        return days.seen_from(today, cut, now=1, grain="period")

    return found


def _part_of_week(part: str, weeks: int | None) -> Callable[[Named, date], Found]:
    return lambda _named, today: days.part_of_week(today, part, weeks)


def _week(weeks: int) -> Callable[[Named, date], Found]:
    return lambda _named, today: days.week(today, weeks)


def _plain_unit(unit: str, shift: int) -> Callable[[Named, date], Found]:
    return lambda _named, today: days.fixed(*days.months_from_now(today, unit, shift), grain="period")


def _from_today(shift: int) -> Callable[[Named, date], Found]:
    return lambda _named, today: days.after_today(today, shift)


_C, _D = "{c=[0-9]{1,2}}", "{d=0?[1-9]|[12][0-9]|3[01]}"
_WD = "(<!việc <!cái <!vụ <!mục <!vc <!nhiệm <!vụ thứ {n=[2-7]}|chủ nhật|{w=t[2-7]|cn})"
_ON = "(ngày|hôm|mùng|mồng)"

_TABLE: list[tuple[str, Callable[[Named, date], Found]]] = [
    ("ngày? (hôm|bữa) (nay|này)", _from_today(0)),
    ("trong ngày !(mai|mốt|kia|{x=[0-9].*})", _from_today(0)),
    (
        (
            "<!năm <!tuần <!tháng <!quý <!từ <!hiện <!đến <!tới <!xưa <!lâu <!tk <!việc <!cái <!vụ "
            "<!bản <!hoạch <!cáo <!lần <!đợt <!người <!máy <!nick <!chứng <!khoản nay"
        ),
        _from_today(0),
    ),
    ("(ngày|bữa)? mai", _from_today(1)),
    ("((ngày|bữa) (kia|mốt)|mốt)", _from_today(2)),
    ("((hôm|bữa|ngày) qua|ngày hôm qua|(tối|đêm) qua)", _from_today(-1)),
    ("(hôm|bữa) kia", _from_today(-2)),
    ("{d=20[2-4][0-9][-/.][0-9]{1,2}[-/.][0-9]{1,2}}", _iso),
    (f"{_ON}? {{d={_DM}}}", _full),
    (f"(thứ {{x=[2-7]}}|chủ nhật|{{x2=t[2-7]|cn}}) (ngày|hôm|mùng)? {{d={_DM}}}", _full),
    (f"từ? (ngày|mùng)? {{d={_DM}-{_DM}}}", _range),
    (f"từ? (ngày|mùng)? {{d=[0-9]{{1,2}}-{_DM}}}", _range),
    (f"{_ON}? {_D} tháng {{m=0?[1-9]|1[0-2]}} {_YEAR}", _worded),
    (f"{_ON} {_D} này? !(tháng|nữa|tới|làm)", _day(None)),
    *((f"{_ON}? {_D} tháng {word}", _day(shift)) for word, shift in _SHIFTS[:2]),
    (f"{_ON} {_D} tháng {_LAST}", _day(-1)),
    (f"{_D} tháng trước", _day(-1)),
    (_WD, _in_week(None)),
    *((f"{_WD} tuần {word}", _in_week(shift)) for word, shift in _SHIFTS),
    *((f"tuần {word} (vào|là|,)? {_WD}", _in_week(shift)) for word, shift in _SHIFTS),
    *((f"(trong|cả)? tuần {word}", _week(shift)) for word, shift in _SHIFTS),
    ("(trong|cả) tuần !(sau|tới|trước|này|nữa)", _week(0)),
    *((f"(trong|cả)? {unit} {word}", _plain_unit(unit, n)) for unit in ("tháng", "quý") for word, n in _SHIFTS),
    *(
        (f"(trong|cả)? {words}", _plain_unit("năm", shift))
        for words, shift in (("năm (nay|này)", 0), ("năm (sau|tới)", 1), ("(năm (trước|ngoái)|=năm (rồi|qua))", -1))
    ),
    *(
        (f"(trong|cả) {unit} !({{x=[0-9]+}}|sau|tới|trước|này)", _plain_unit(unit, 0))
        for unit in ("tháng", "quý", "năm")
    ),
    (f"trong? (tháng {{m=0?[1-9]|1[0-2]}}|{{tm=t(8|9|1[0-2]?|0[1-9])}}) {_YEAR}", _months),
    ("trong? tháng {m=(0?[1-9]|1[0-2])/20[2-4][0-9]}", _months),
    (f"từ? tháng {{m=[0-9]{{1,2}}}} (và|với|đến|tới) tháng? {{m2=[0-9]{{1,2}}}} {_YEAR}", _months),
    (f"trong? quý {{q=[1-4]|i|ii|iii|iv}} {_YEAR}", _quarters),
    (f"từ? quý {{q=[1-4]|i|ii|iii|iv}} (và|với|đến|tới) quý? {{q2=[1-4]|i|ii|iii|iv}} {_YEAR}", _quarters),
    ("{c=6} tháng cuối (năm|{y=20[2-4][0-9]})", _half(7)),
    (f"{{c=6|9}} tháng (đầu năm|đầu)? {_YEAR}", _half(1)),
    ("trong? năm {y=20[2-4][0-9]}", lambda named, today: days.months_of_year(today, 1, 12, _year(named, today))),
    *(
        (f"{part} {unit} {word}", _part(part, unit, n))
        for part in ("đầu", "giữa", "cuối", "hết")
        for unit in ("tháng", "quý", "năm")
        for word, n in _SHIFTS
    ),
    *(
        (f"{part} {unit}", _part(part, unit, None))
        for part in ("đầu", "giữa", "cuối", "hết")
        for unit in ("tháng", "quý", "năm")
    ),
    *((f"{part} tháng {{m=0?[1-9]|1[0-2]}}", _part(part, "tháng", None)) for part in ("đầu", "giữa", "cuối", "hết")),
    *(
        (f"{part} tuần {word}", _part_of_week(part, n))
        for part in ("đầu", "giữa", "cuối", "hết")
        for word, n in _SHIFTS
    ),
    *((f"{part} tuần", _part_of_week(part, None)) for part in ("đầu", "giữa", "cuối", "hết")),
    *((f"<!thêm sau? {_C} {unit} (làm việc)? nữa", _offset(unit)) for unit in _UNITS),
    *((f"<!thêm {unit} nữa", _offset(unit)) for unit in ("tuần", "tháng")),
    *((f"<!thêm sau {_C} {unit}", _offset(unit)) for unit in _UNITS),
    *((f"trong? {_C} {unit} (sắp tới|tới|tiếp theo|sắp đến)", _coming(unit)) for unit in _UNITS),
    *((f"trong? {_C} {unit} (vừa qua|vừa rồi|gần đây|qua)", _past(unit)) for unit in ("ngày", "tuần", "tháng")),
    *(
        (
            f"<!việc <!vụ <!số <!mã <!cv {_C} {unit} (làm việc)? !(qua|nay|kia|này|mai|mốt|hôm|{{x=[0-9].*}})",
            _count(unit),
        )
        for unit in _UNITS
    ),
    ("nửa tháng", lambda _named, _today: 15),
]

_BOUNDS = (
    ("từ (giờ|nay|bây giờ|rày)? (đến|tới|cho đến|cho tới|qua) (hết|ngày)? DATE", "until"),
    ("(đến|tới)? trước DATE", "before"),
    ("trước? (đến|tới) (hết|ngày)? DATE", "until"),
    ("(hết|trong|vào) DATE", ""),
)


_BOOK = Phrasebook([source for source, _ in _TABLE])


def _candidates(line: Line, today: date) -> list[tuple[int, int, Days | int]]:
    found = []
    for at in _BOOK.possible(line):
        source, make = _TABLE[at]
        for hit in line.find_all(source):
            value = make(hit.named, today)
            if value is not None:
                found.append((hit.first, hit.last, value))
    return sorted(found, key=lambda one: (one[0], -one[1]))


def _spelled_out(line: Line, today: date) -> Line:
    taken: list[tuple[int, int, Days | int]] = []
    for first, last, value in _candidates(line, today):
        if not taken or first >= taken[-1][1]:
            taken.append((first, last, value))
    for first, last, value in reversed(taken):
        line = line.signed(first, last, "DAYS" if isinstance(value, int) else "DATE", value)
    return line


def _joined_ranges(line: Line) -> Line:
    """`từ 20/11 đến 30/11`, `từ 20 đến 30/11`, `thứ 2 đến thứ 4`."""
    while hit := line.find("từ? DATE (đến|tới) (hết|ngày)? DATE"):
        first, last = [word.value for word in line.words[hit.first : hit.last] if word.norm == "DATE"]
        line = line.signed(hit.first, hit.last, "DATE", days.joined(first, last))
    while hit := line.find("từ ngày? {d=[0-9]{1,2}} (đến|tới) (hết|ngày)? DATE"):
        last = line.words[hit.last - 1].value
        start = _start_of(int(hit.named["d"]), last)
        if start is None:
            break
        line = line.signed(hit.first, hit.last, "DATE", days.joined(days.fixed(start), last))
    return line


def _start_of(day: int, last: Days) -> date | None:
    end = last.when[1]
    return end.replace(day=day) if 1 <= day <= end.day else None


def with_dates(line: Line, today: date) -> Line:
    """The line with every day and period as DATE and every count of days as DAYS, prepositions taken in."""
    line = _joined_ranges(_spelled_out(line, today))
    for source, bound in _BOUNDS:
        while hit := line.find(source):
            value: Days = line.words[hit.last - 1].value
            line = line.signed(hit.first, hit.last, "DATE", value.bounded(bound) if bound else value)
            if hit.last - hit.first == 1:
                break
    return line


PHRASES = (*(source for source, _ in _TABLE), *(source for source, _ in _BOUNDS))

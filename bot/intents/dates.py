"""Finding days and periods in a line. Signs: DATE (a Days), DAYS (a count).

What a day or a period is called anywhere, `scheduler/dates` says (`named_days`). The table here holds what only a
person who talks from day to day can say, and a plan cannot: `mai`, `tuần sau`, `3 ngày nữa`.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from bot.intents import days
from bot.intents.days import Days
from bot.intents.line import Line
from bot.intents.named_days import Place, named_days, with_weekdays
from bot.intents.phrasebook import Phrasebook
from scheduler.dates.items import Item

Named = dict[str, Any]
Found = Days | int | None

_THIS, _NEXT, _LAST = "(này|nay)", "(sau|tới|kế tiếp|tiếp theo|kế)", "(trước|rồi|qua|vừa rồi|vừa qua)"
_SHIFTS = ((f"{_THIS}", 0), (f"{_NEXT}", 1), (f"{_LAST}", -1))
_UNITS = {"ngày": 1, "hôm": 1, "bữa": 1, "tuần": 7, "tháng": 30}


def _day(shift: int | None) -> Callable[[Named, date], Found]:
    return lambda named, today: days.day_of_month(today, int(named["d"]), shift)


def _in_week(weeks: int | None) -> Callable[[Named, date], Found]:
    return lambda named, today: days.weekday(today, int(named["WEEKDAY"]), weeks)


def _offset(unit: str) -> Callable[[Named, date], Found]:
    return lambda named, today: days.after_today(today, int(named.get("c", 1)) * _UNITS[unit])


def _coming(unit: str) -> Callable[[Named, date], Found]:
    return lambda named, today: days.fixed(today, today + timedelta(int(named["c"]) * _UNITS[unit]), grain="period")


def _past(unit: str) -> Callable[[Named, date], Found]:
    return lambda named, today: days.fixed(today - timedelta(int(named["c"]) * _UNITS[unit]), today, grain="period")


def _count(unit: str) -> Callable[[Named, date], Found]:
    return lambda named, _today: int(named["c"]) * _UNITS[unit]


def _part(part: str, unit: str, shift: int | None) -> Callable[[Named, date], Found]:
    def found(_named: Named, today: date) -> Found:
        cut = [days.part_of(days.from_now(today, unit, n), part, unit) for n in (-1, 0, 1)]
        if shift is not None:
            return days.fixed(*cut[1 + shift], grain="period")
        return days.seen_from(today, cut, now=1, grain="period")

    return found


def _part_of_week(part: str, weeks: int | None) -> Callable[[Named, date], Found]:
    return lambda _named, today: days.part_of_week(today, part, weeks)


def _week(weeks: int) -> Callable[[Named, date], Found]:
    return lambda _named, today: days.week(today, weeks)


def _plain_unit(unit: str, shift: int) -> Callable[[Named, date], Found]:
    return lambda _named, today: days.fixed(*days.from_now(today, unit, shift), grain="period")


def _from_today(shift: int) -> Callable[[Named, date], Found]:
    return lambda _named, today: days.after_today(today, shift)


def _week_of_month(named: Named, today: date) -> Found:
    month, _, year = named["m"].partition("/")
    found = days.named(Item("M", 0, 0, month=int(month), year=int(year) if year else None), today)
    return found and days.week_of(found, first=named["e"] == "đầu")


_C, _D = "{c=[0-9]{1,2}}", "{d=0?[1-9]|[12][0-9]|3[01]}"
_NUMBER = r"({x=[0-9]\S*|i{1,3}|iv})"
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
    *((f"{_ON}? {_D} tháng {word} !(ngày|{_NUMBER})", _day(shift)) for word, shift in _SHIFTS[:2]),
    (f"{_ON} {_D} tháng {_LAST} !(ngày|{_NUMBER})", _day(-1)),
    (f"{_D} tháng trước !(ngày|{_NUMBER})", _day(-1)),
    ("WEEKDAY", _in_week(None)),
    *((f"WEEKDAY tuần {word}", _in_week(shift)) for word, shift in _SHIFTS),
    *((f"tuần {word} (vào|là|,)? WEEKDAY", _in_week(shift)) for word, shift in _SHIFTS),
    *((f"(trong|cả)? tuần {word}", _week(shift)) for word, shift in _SHIFTS),
    ("(trong|cả) tuần !(sau|tới|trước|này|nữa)", _week(0)),
    *((f"(trong|cả)? {unit} {word}", _plain_unit(unit, n)) for unit in ("tháng", "quý") for word, n in _SHIFTS),
    ("cả? =năm (rồi|qua)", _plain_unit("năm", -1)),
    ("cả năm (nay|này)", _plain_unit("năm", 0)),
    *((f"(trong|cả) {unit} !({_NUMBER}|sau|tới|trước|này)", _plain_unit(unit, 0)) for unit in ("tháng", "quý", "năm")),
    *(
        (f"{part} {unit} {word}", _part(part, unit, n))
        for part in ("đầu", "giữa", "cuối", "hết")
        for unit in ("tháng", "quý", "năm")
        for word, n in _SHIFTS
    ),
    *(
        (f"{part} {unit} !{_NUMBER}", _part(part, unit, None))
        for part in ("đầu", "giữa", "cuối", "hết", "kết thúc")
        for unit in ("tháng", "quý", "năm")
    ),
    *(
        (f"{part} tuần {word}", _part_of_week(part, n))
        for part in ("đầu", "giữa", "cuối", "hết")
        for word, n in _SHIFTS
    ),
    *((f"{part} tuần", _part_of_week(part, None)) for part in ("đầu", "giữa", "cuối", "hết")),
    ("tuần {e=đầu|cuối} (tiên|cùng)? (của|trong)? tháng {m=(?:0?[1-9]|1[0-2])(?:/20[0-9][0-9])?}", _week_of_month),
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
    ("trước? (đến|<!của tới) (hết|ngày)? DATE", "until"),
    ("(hết|kết thúc) DATE", "end"),
    ("(chậm|muộn|trễ) nhất (là|vào|đến|trong)? DATE", ""),
    ("không (quá|chậm hơn|muộn hơn|trễ hơn) DATE", ""),
    ("(trong|vào) DATE", ""),
)


_COUNTED_ON = "(trong (vòng|thời hạn))? DAYS (kể từ|tính từ|sau khi|sau|kể từ khi) ngày? DATE"
_BOOK = Phrasebook([source for source, _ in _TABLE])


def _said(line: Line, today: date) -> Iterator[Place]:
    """The days and periods that only a person in a chat names."""
    for at in _BOOK.possible(line):
        source, make = _TABLE[at]
        for hit in line.find_all(source):
            signs = {word.norm: word.value for word in line.words[hit.first : hit.last] if word.is_sign}
            value = make(hit.named | signs, today)
            if value is not None:
                yield hit.first, hit.last, value


def _spelled_out(line: Line, today: date) -> Line:
    line = with_weekdays(line)
    taken: list[Place] = []
    for place in sorted([*named_days(line, today), *_said(line, today)], key=lambda one: (one[0], -one[1])):
        if not taken or place[0] >= taken[-1][1]:
            taken.append(place)
    for first, last, value in reversed(taken):
        line = line.signed(first, last, "DAYS" if isinstance(value, int) else "DATE", value)
    return line


def _joined_ranges(line: Line, today: date) -> Line:
    """`từ 20/11 đến 30/11`, `từ 20 đến 30/11`, `thứ 2 đến thứ 4`."""
    while hit := line.find("từ? DATE (đến|tới) (hết|ngày)? DATE"):
        first, last = [word.value for word in line.words[hit.first : hit.last] if word.norm == "DATE"]
        line = line.signed(hit.first, hit.last, "DATE", days.joined(first, last))
    while hit := line.find("từ DATE (cho)? (đến|tới) (nay|giờ|hiện tại|hôm nay)"):
        since = line.words[hit.first + 1].value.when[0]
        line = line.signed(hit.first, hit.last, "DATE", days.fixed(since, max(since, today), grain="period"))
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


def _counted_on(line: Line) -> Line:
    """`15 ngày sau khi kết thúc quý III`: so many days from the last of what is named (rule 37)."""
    for hit in reversed(list(line.find_all(_COUNTED_ON))):
        count, base = (word.value for word in line.words[hit.first : hit.last] if word.norm in {"DAYS", "DATE"})
        line = line.signed(hit.first, hit.last, "DATE", base.on(count))
    return line


def with_dates(line: Line, today: date) -> Line:
    """The line with every day and period as DATE and every count of days as DAYS, prepositions taken in."""
    line = _joined_ranges(_spelled_out(line, today), today)
    for source, bound in _BOUNDS:
        while hit := line.find(source):
            value: Days = line.words[hit.last - 1].value
            line = line.signed(hit.first, hit.last, "DATE", value.bounded(bound) if bound else value)
            if hit.last - hit.first == 1:
                break
    return _counted_on(line)


PHRASES = (*(source for source, _ in (*_TABLE, *_BOUNDS)), _COUNTED_ON)

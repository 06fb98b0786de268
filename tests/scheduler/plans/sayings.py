"""What a plan may ask for, with the ways to say it in Vietnamese: the printer of the property test.

A saying is what a reader should find, and the wordings that mean it (deadlines.md, rules 1 to 40 and the conditions).
The plan is that of 2026 in a scheme of 2026 to 2028.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from hypothesis import strategies as st

from scheduler.plans.model import Condition, ConditionKind, Context, Occurrence

YEAR = 2026
YEARS = range(2026, 2029)
PLAN = Context(plan_year=YEAR, span=(2026, 2028))
ROMAN = ("I", "II", "III", "IV")
WORDS = {3: "ba", 5: "năm", 7: "bảy", 10: "mười", 15: "mười lăm", 20: "hai mươi"}
ONE_DAY = timedelta(days=1)
DATES = st.dates(date(2026, 1, 2), date(2028, 12, 30))
CLOCKS = st.builds(time, st.integers(6, 22), st.sampled_from([0, 15, 30, 45]))
MONTH = st.integers(1, 12)
EVENTS = ["kiểm tra", "khai mạc đại hội", "ban hành kế hoạch", "tổ chức hội nghị", "nghiệm thu đề tài"]


@dataclass(frozen=True)
class Saying:
    occurrences: tuple[Occurrence, ...]
    wordings: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()


def end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def written(day: date) -> list[str]:
    return [
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"{day.day:02}-{day.month:02}-{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day} tháng {day.month} năm {day.year}",
    ]


def hours(clock: time) -> list[str]:
    spoken = [f"{clock.hour} giờ {clock.minute:02}", f"{clock.hour:02}:{clock.minute:02}", f"{clock:%Hh%M}"]
    return spoken if clock.minute else [*spoken, f"{clock.hour}h", f"{clock.hour} giờ"]


def day(due: date) -> Saying:
    signs = ["chậm nhất ngày", "đến ngày", "xong ngày", "hạn chót ngày", "Hoàn thành chậm nhất là ngày"]
    on = [f"{sign} {shown}" for sign in signs for shown in written(due)]
    before = [f"{sign} {shown}" for sign in ("trước ngày", "xong trước ngày") for shown in written(due + ONE_DAY)]
    return Saying((Occurrence(due),), tuple(on + before))


def day_at(due: date, clock: time) -> Saying:
    leads = ["trước", "chậm nhất", "gửi trước", "đúng"]
    said = [f"{lead} {hour} ngày {shown}" for lead in leads for hour in hours(clock) for shown in written(due)]
    said += [f"ngày {shown}, trước {hour}" for hour in hours(clock) for shown in written(due)[:2]]
    return Saying((Occurrence(due, time=clock),), tuple(said))


def reported(due: date, label: str) -> Saying:
    name = label.lower() if label in {"Năm", "6 tháng"} else f"quý {label[4:]}"
    on = [f"{sign} {shown}" for sign in ("gửi chậm nhất ngày", ": chậm nhất ngày") for shown in written(due)[:2]]
    on += [f"gửi trước ngày {shown}" for shown in written(due + ONE_DAY)[:2]]
    return Saying((Occurrence(due, label=label),), tuple(f"báo cáo {name} {sign}".replace(" :", ":") for sign in on))


def month(number: int, year: int) -> Saying:
    window = Occurrence(end_of(year, number), start=date(year, number, 1))
    names = [f"Tháng {number}/{year}", f"tháng {number:02} năm {year}", f"T{number}/{year}", f"{number:02}/{year}"]
    return Saying((window,), (*names, f"trong tháng {number}/{year}", f"chậm nhất trong tháng {number}/{year}"))


def part_of_month(number: int, year: int, part: int) -> Saying:
    first, last = [(1, 10), (11, 20), (21, monthrange(year, number)[1])][part]
    names = [("đầu tháng", "thượng tuần tháng"), ("giữa tháng", "trung tuần tháng"), ("cuối tháng", "hạ tuần tháng")]
    window = Occurrence(date(year, number, last), start=date(year, number, first))
    said = [f"{name} {number}{of}{year}" for name in names[part] for of in ("/", " năm ")]
    return Saying((window,), (*said, f"dự kiến vào {said[0]}"))


def months(first: int, last: int, year: int) -> Saying:
    window = Occurrence(end_of(year, last), start=date(year, first, 1))
    said = [f"Tháng {first}-{last}/{year}", f"từ tháng {first} đến tháng {last}/{year}", f"T{first}-T{last}/{year}"]
    return Saying((window,), (*said, f"từ tháng {first}/{year} đến hết tháng {last} năm {year}"))


def quarter(number: int, year: int) -> Saying:
    window = Occurrence(end_of(year, 3 * number), start=date(year, 3 * number - 2, 1), label=f"Quý {ROMAN[number - 1]}")
    roman = ROMAN[number - 1]
    said = (f"Quý {roman}/{year}", f"quý {number} năm {year}", f"trong quý {roman}/{year}", f"Q.{roman}/{year}")
    return Saying((window,), said)


def year_window(first: int, last: int) -> Saying:
    window = Occurrence(date(last, 12, 31), start=date(first, 1, 1))
    if first == last:
        return Saying((window,), (f"Năm {first}", f"trong năm {first}", f"hoàn thành trong năm {first}", f"{first}"))
    return Saying((window,), (f"Giai đoạn {first}-{last}", f"{first} - {last}", f"từ năm {first} đến năm {last}"))


def days(first: date, last: date) -> Saying:
    pairs = list(zip(written(first), written(last), strict=True))
    said = [f"từ ngày {a} đến ngày {b}" for a, b in pairs] + [f"từ {a} đến hết {b}" for a, b in pairs[:2]]
    return Saying((Occurrence(last, start=first),), tuple(said))


def until(number: int, year: int) -> Saying:
    following = date(year, number, monthrange(year, number)[1]) + ONE_DAY
    said = [f"đến hết tháng {number}/{year}", f"chậm nhất đến hết tháng {number} năm {year}"]
    said += [f"trước tháng {following.month}/{following.year}", f"xong trước tháng {following.month}/{following.year}"]
    return Saying((Occurrence(following - ONE_DAY),), tuple(said))


def rhythms(names: frozenset[str]) -> Saying:
    """Reporting periods in one list; of those that end the same day the longest counts (rules 10 to 14, 25, 40)."""
    found: dict[date, Occurrence] = {}
    if "tháng" in names:
        found |= {d: Occurrence(d, label=f"Tháng {d.month}") for d in (end_of(YEAR, m) for m in range(1, 13))}
    if "quý" in names:
        found |= {d: Occurrence(d, label=f"Quý {ROMAN[d.month // 3 - 1]}") for d in (end_of(YEAR, m) for m in QUARTERS)}
    if "6 tháng" in names:
        found[end_of(YEAR, 6)] = Occurrence(end_of(YEAR, 6), label="6 tháng")
    if "năm" in names:
        found[end_of(YEAR, 12)] = Occurrence(end_of(YEAR, 12), label="Năm")
    ordered = [name for name in ("tháng", "quý", "6 tháng", "năm") if name in names]
    every = [f"hàng {name}" if name in {"tháng", "quý"} else name for name in ordered]
    said = [
        ", ".join(every),
        "; ".join(every),
        f"Báo cáo {', '.join(every)}",
        " và ".join([", ".join(every[:-1]), *every[-1:]]),
    ]
    return Saying(tuple(found.values()), tuple(each.replace("hàng", "hằng") for each in said) + tuple(said))


QUARTERS = (3, 6, 9, 12)


def weekly(weekday: int) -> Saying:
    first = date(YEAR, 1, 1) + timedelta(days=(weekday - date(YEAR, 1, 1).weekday()) % 7)
    found = tuple(
        Occurrence(first + timedelta(days=7 * n)) for n in range(53) if (first + timedelta(days=7 * n)).year == YEAR
    )
    names = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
    said = [f"{names[weekday]} hàng tuần", f"hằng tuần, {names[weekday]}", f"vào {names[weekday]} mỗi tuần"]
    return Saying(found, (*said, "hàng tuần", "Định kỳ hằng tuần") if weekday == 4 else tuple(said))


def each_year(number: int, on: int) -> Saying:
    found = tuple(Occurrence(date(year, number, on), label=f"Năm {year}") for year in YEARS)
    after = date(YEAR, number, on) + ONE_DAY
    said = [f"chậm nhất ngày {on:02}/{number} hằng năm", f"hàng năm, chậm nhất ngày {on} tháng {number}"]
    return Saying(found, (*said, f"trước ngày {after.day}/{after.month} hàng năm"))


def each_month(on: int, *, following: bool) -> Saying:
    found = []
    for number in range(1, 13):
        at = end_of(YEAR, number) + ONE_DAY if following else date(YEAR, number, 1)
        found.append(Occurrence(at.replace(day=on), label=f"Tháng {number}"))
    if following:
        said = [f"ngày {on:02} tháng tiếp theo", f"hàng tháng, chậm nhất ngày {on} của tháng sau"]
        return Saying(tuple(found), (*said, f"trước ngày {on + 1} của tháng liền kề"))
    said = [f"ngày {on} hằng tháng", f"hàng tháng, chậm nhất ngày {on:02}", f"ngày {on:02} của tháng"]
    return Saying(tuple(found), (*said, f"trước ngày {on + 1} hàng tháng", f"Hàng tháng (trước ngày {on + 1})"))


def each_quarter(on: int, *, following: bool) -> Saying:
    found = []
    for number in range(1, 5):
        last = end_of(YEAR, 3 * number)
        at = last + ONE_DAY if following else last
        found.append(Occurrence(at.replace(day=on), label=f"Quý {ROMAN[number - 1]}"))
    where = "tháng đầu của quý tiếp theo" if following else "tháng cuối quý"
    said = [f"ngày {on} {where}", f"hàng quý, chậm nhất ngày {on:02} của {where}"]
    return Saying(tuple(found), (*said, f"trước ngày {on + 1} {where}"))


def after_quarter(count: int) -> Saying:
    ends = [(end_of(YEAR, 3 * n) + timedelta(days=count), f"Quý {ROMAN[n - 1]}") for n in range(1, 5)]
    said = [f"{count:02} ngày sau khi kết thúc quý", f"chậm nhất {count} ngày kể từ ngày kết thúc quý"]
    said += [f"{count:02} ({WORDS[count]}) ngày sau khi kết thúc quý", f"{WORDS[count]} ngày sau khi kết thúc quý"]
    return Saying(tuple(Occurrence(due, label=label) for due, label in ends), tuple(said))


def offset(count: int, event: str, *, working: bool) -> Saying:
    unit = "ngày làm việc" if working else "ngày"
    condition = Condition(ConditionKind.RELATIVE, event, days=count, working_days=working)
    amounts = [f"{abs(count):02} {unit}", f"{abs(count)} {unit}", f"{WORDS[abs(count)]} {unit}"]
    if count < 0:
        said = [f"trước {each} {event}" for each in amounts] + [
            f"chậm nhất {each} trước khi {event}" for each in amounts
        ]
    else:
        said = [f"{each} sau khi {event}" for each in amounts] + [
            f"trong vòng {each} kể từ khi {event}" for each in amounts
        ]
    return Saying((), tuple(said), (condition,))


PLAIN = [
    Saying((), ("theo yêu cầu", "đột xuất", "khi có yêu cầu"), (Condition(ConditionKind.ON_REQUEST),)),
    Saying((), ("thường xuyên", "liên tục", "hàng ngày", "hằng ngày"), (Condition(ConditionKind.ONGOING),)),
    Saying((), ("theo quy định", "theo kế hoạch riêng", "theo lịch công tác"), (Condition(ConditionKind.BY_RULE),)),
    Saying((), ("khi phát sinh", "sau cuộc tiếp xúc cử tri", "khi có kết luận"), (Condition(ConditionKind.ON_EVENT),)),
]


def _apart(found: list[date]) -> bool:
    ordered = sorted(found)
    return all(b - a > timedelta(days=3) for a, b in pairwise(ordered))


def _several(first: st.SearchStrategy[Saying], size: int) -> st.SearchStrategy[list[Saying]]:
    return st.lists(first, min_size=1, max_size=size, unique_by=lambda each: each.occurrences[0].due)


def _no_neighbours(found: list[Saying]) -> bool:
    """After `trong` and `dự kiến`, neighbouring months and parts of them are one window (rule 8)."""
    ordered = sorted(each.occurrences[0].due for each in found)
    return all(b - a > timedelta(days=40) for a, b in pairwise(ordered))


_DAY_LISTS = st.lists(DATES, min_size=1, max_size=4).filter(_apart).map(lambda found: [day(each) for each in found])
_LABELS = st.lists(st.sampled_from(["Quý I", "6 tháng", "Quý III", "Năm"]), min_size=1, max_size=4, unique=True)
_REPORTS = _LABELS.flatmap(
    lambda labels: (
        st.lists(DATES, min_size=len(labels), max_size=len(labels))
        .filter(_apart)
        .map(lambda found: [reported(due, label) for due, label in zip(sorted(found), labels, strict=True)])
    )
)
_MONTH_PAIRS = st.tuples(MONTH, MONTH).filter(lambda pair: pair[0] < pair[1])
_DAY_PAIRS = st.tuples(DATES, DATES).filter(lambda pair: pair[0] < pair[1])
_NAMES = st.frozensets(st.sampled_from(["tháng", "quý", "6 tháng", "năm"]), min_size=2).filter(
    lambda names: names & {"tháng", "quý"}
)
_IN_YEAR = st.sampled_from(YEARS)
_ON = st.integers(1, 27)


def _one(made: st.SearchStrategy[Saying]) -> st.SearchStrategy[list[Saying]]:
    return made.map(lambda saying: [saying])


LISTS: st.SearchStrategy[list[Saying]] = st.one_of(
    _DAY_LISTS,
    _REPORTS,
    _several(st.builds(day_at, DATES, CLOCKS), 3),
    _several(st.builds(month, MONTH, _IN_YEAR), 3).filter(_no_neighbours),
    _several(st.builds(part_of_month, MONTH, _IN_YEAR, st.integers(0, 2)), 2).filter(_no_neighbours),
    _several(st.builds(quarter, st.integers(1, 4), _IN_YEAR), 3),
    _one(_MONTH_PAIRS.flatmap(lambda pair: st.builds(months, st.just(pair[0]), st.just(pair[1]), _IN_YEAR))),
    _one(_DAY_PAIRS.map(lambda pair: days(*pair))),
    _one(st.tuples(_IN_YEAR, _IN_YEAR).filter(lambda p: p[0] <= p[1]).map(lambda pair: year_window(*pair))),
    _one(st.builds(until, MONTH, _IN_YEAR)),
    _one(_NAMES.map(rhythms)),
    _one(st.integers(0, 6).map(weekly)),
    _one(st.builds(each_year, MONTH, _ON)),
    _one(st.builds(each_month, _ON, following=st.booleans())),
    _one(st.builds(each_quarter, _ON, following=st.booleans())),
    _one(st.sampled_from(sorted(WORDS)).map(after_quarter)),
    st.just([]),
)
_COUNTS = st.sampled_from([sign * count for count in WORDS for sign in (1, -1)])
CONDITIONS: st.SearchStrategy[list[Saying]] = st.one_of(
    st.just([]),
    _one(st.sampled_from(PLAIN)),
    _one(st.builds(offset, _COUNTS, st.sampled_from(EVENTS), working=st.booleans())),
)

"""Finding hours of the day and lengths of time. Signs: TIME (`HH:MM`), DUR (minutes).

What an hour is, `scheduler/dates` says. Only a chat leaves out so much that `3h` is the afternoon, `sau 2h` a length of
time and `chiều` an hour (intents.md, Times).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.intents.calendar_line import CalendarLine, calendar_line
from bot.intents.line import Line
from bot.intents.patterns import SURE, forms, plain
from scheduler.dates.clocks import clock_time, hour_and_minute
from scheduler.dates.patterns import expression
from scheduler.dates.rows import CLOCK, WITHOUT_HOUR

Named = dict[str, str]
Clock = tuple[int, int, bool]
"""Hour and minute as said, and whether `03:30` says that it is the hour of 24."""

PARTS = {"sáng": "08:00", "trưa": "11:30", "chiều": "14:00", "tối": "19:00"}
_PART = "(buổi? (sáng|trưa|chiều|tối|đêm|khuya))"
_MOVING = "(lùi|dời|hoãn|gia hạn|chuyển|đổi|giãn)"
_PART_FORMS = frozenset({"sang", "trua", "chieu", "toi", "dem", "khuya"})
# `sáng mai 9h`, `chiều thứ 6 lúc 3h`: the day between the part and its hour.
_DAY_BETWEEN = (
    r"(ngày|hôm)? (nay|mai|mốt|kia|qua|chủ nhật|cn|{x=t[2-7]}|thứ {y=[2-7]}|{z=[0-9]{1,2}[/.-][0-9][0-9/.-]*})"
)
_APART = f"<!mỗi <!hàng <!hằng {_PART} {_DAY_BETWEEN} (lúc|vào|hồi)? CLOCK"
_SPOKEN = (f"<!mỗi <!hàng <!hằng {_PART} (lúc|vào|hồi)? CLOCK", f"(lúc|vào|hồi)? CLOCK {_PART}?")
_MAYBE_CLOCK = re.compile(r"\d *[hg:]|\d (?:kem|kém|ruoi|rưỡi)")
_FOUND_AS = (expression(CLOCK), expression(WITHOUT_HOUR))


def _clock_at(seen: CalendarLine, at: int) -> tuple[int, int, Clock] | None:
    match = next((found for one in _FOUND_AS if (found := one.match(seen.words.line, at))), None)
    place = seen.words_at(at, match.end()) if match else None
    if match is None or place is None or match.group().count(":") > 1:  # with seconds it is a spreadsheet's
        return None
    hour, minute = hour_and_minute(match.groupdict())
    if hour == 24 and not seen.words.line.startswith(" ngay ", match.end()):  # `24h` alone is a length of time
        return None
    return *place, (hour, minute, match["hour"].startswith("0"))


def _with_clocks(line: Line) -> Line:
    """Every hour as CLOCK, whatever it will be: an hour of the day or so many hours."""
    if not _MAYBE_CLOCK.search(line.norm):
        return line
    seen = calendar_line(line)
    found = [_clock_at(seen, at) for at in seen.words.starts if seen.words.line[at].isdecimal()]
    for place in reversed(found):
        if place:
            line = line.signed(place[0], place[1], "CLOCK", place[2])
    return line


def _spoken(clock: Clock, part: str) -> str:
    """The hour of 24 that an office means; with no part of the day 1 to 5 is the afternoon."""
    hour, minute, exact = clock
    afternoon = not part and not exact and 1 <= hour <= 5
    return clock_time(hour, minute, "chieu" if afternoon else part).strftime("%H:%M")


_TOWARD = forms("nhắc giúp cho báo gọi nhắn của")


def _is_me(line: Line, at: int) -> bool:
    """`nhac toi 7h30`: typed without marks `toi` is who to remind, not the evening."""
    return at > 0 and line.words[at].norm == "toi" and line.words[at - 1].norm in _TOWARD


def _with_hours_apart(line: Line) -> Line:
    """`sáng mai 9h`: the hour is of that part of the day, which says no hour of its own then."""
    for hit in reversed(list(line.find_all(_APART))):
        first = hit.first + _is_me(line, hit.first)
        part = next((at for at in range(first, hit.last) if _plain_form(line, at) in _PART_FORMS), None)
        if part is not None:
            words, last = line.words, hit.last - 1
            hour = replace(words[last], norm="TIME", value=_spoken(words[last].value, _plain_form(line, part)))
            after = replace(words[part + 1], gap=words[part].gap)
            line = replace(line, words=(*words[:part], after, *words[part + 2 : last], hour, *words[hit.last :]))
    return line


def _plain_form(line: Line, at: int) -> str:
    return plain(line.words[at].norm.rstrip(SURE))


def _with_hours(line: Line) -> Line:
    line = _with_hours_apart(line)
    for source in _SPOKEN:
        for hit in reversed(list(line.find_all(source))):
            first = hit.first + _is_me(line, hit.first)
            words = line.words[first : hit.last]
            part = next((form for word in words if (form := plain(word.norm.rstrip(SURE))) in _PART_FORMS), "")
            clock = next(word.value for word in words if word.norm == "CLOCK")
            line = line.signed(first, hit.last, "TIME", _spoken(clock, part))
    return line


_FIXED: tuple[tuple[str, str], ...] = (
    ("đầu giờ chiều", "13:30"),
    ("đầu giờ sáng?", "08:00"),
    ("cuối (giờ|buổi|ngày) (chiều|làm việc|hành chính)?", "16:30"),
    ("<!mỗi <!hàng <!hằng <!cả buổi? sáng (sớm)? !(nào|kiến|tạo|cũng|suốt)", "08:00"),
    ("<!mỗi <!hàng <!hằng <!cả (buổi|giờ)? trưa !nào", "11:30"),
    ("<!mỗi <!hàng <!hằng <!cả buổi? chiều !(nào|cũng)", "14:00"),
)
_EVENING = "(<!mỗi <!hàng buổi? tối !nào)"

_DURATIONS: tuple[tuple[str, Callable[[Named], int]], ...] = (
    ("(nửa|nữa) (tiếng|giờ|h)", lambda _n: 30),
    ("{c=[0-9]{1,2}} (tiếng|giờ đồng hồ) rưỡi", lambda n: 60 * int(n["c"]) + 30),
    ("1? (tiếng|giờ|h) rưỡi", lambda _n: 90),
    ("{c=[0-9]{1,2}} tiếng {m=[0-5]?[0-9]} phút?", lambda n: 60 * int(n["c"]) + int(n["m"])),
    ("{c=[0-9]{1,2}} (tiếng|giờ đồng hồ)", lambda n: 60 * int(n["c"])),
    ("{c=[0-9]{1,3}} phút", lambda n: int(n["c"])),
    ("tiếng nữa", lambda _n: 60),
)
# `2h nữa`, `sau 1h30` are lengths; `sau 9h tối` is an hour of the day.
_HOURS_ON = ("sau CLOCK !(sáng|trưa|chiều|tối|đêm|hành)", "CLOCK nữa")
_LONGEST = 6  # hours; more are an hour of the day


def _lengths(line: Line, source: str) -> Iterator[tuple[int, int, int]]:
    for hit in line.find_all(source):
        hour, minute, _ = next(word.value for word in line.words[hit.first : hit.last] if word.norm == "CLOCK")
        if hour <= _LONGEST:
            yield hit.first, hit.last, 60 * hour + minute


def _with_lengths(line: Line) -> Line:
    for source in _HOURS_ON:
        for first, last, minutes in reversed(list(_lengths(line, source))):
            line = line.signed(first, last, "DUR", minutes)
    for source, length in _DURATIONS:
        while hit := line.find(source):
            line = line.signed(hit.first, hit.last, "DUR", length(hit.named))
    return line


_DAY_NEXT = {"mai", "nay", "thu", "date", "som", "chu", "cn", "ngay", "t2", "t3", "t4", "t5", "t6", "t7", "hom"}


def _is_part(line: Line, at: int) -> bool:
    """Whether `sang` typed without marks is the morning and not `to`, `toi` the evening and not `I` or `until`."""
    before = plain(line.words[at - 1].norm.rstrip(SURE)) if at else ""
    after = plain(line.words[at + 1].norm.rstrip(SURE)) if at + 1 < len(line.words) else ""
    if before == "buoi":
        return True
    if line.has(_MOVING):
        return False
    if line.words[at].norm == "sang":
        return not at or after in _DAY_NEXT or after == "nhac" or before in {"hoi", "vao"}
    return after in {"nay", "mai", "date"} and before not in {"nhac", "han", "den"}


def with_times(line: Line) -> Line:
    """The line with every hour as TIME and every length of time as DUR."""
    line = _with_hours(_with_lengths(_with_clocks(line)))
    for source, value in (*_FIXED, (_EVENING, PARTS["tối"])):
        for hit in reversed(list(line.find_all(source))):
            norms = [line.words[at].norm for at in range(hit.first, hit.last)]
            doubtful = next((hit.first + i for i, norm in enumerate(norms) if norm in {"sang", "toi"}), None)
            if doubtful is None or _is_part(line, doubtful):
                line = line.signed(hit.first, hit.last, "TIME", value)
    return line


PHRASES = (
    *_SPOKEN,
    _APART,
    *(source for source, _ in _FIXED),
    *(source for source, _ in _DURATIONS),
    *_HOURS_ON,
    _EVENING,
    _MOVING,
)

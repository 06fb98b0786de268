"""Finding hours of the day and lengths of time. Signs: TIME (`HH:MM`), DUR (minutes)."""

import re
from collections.abc import Callable

from bot.intents.line import Line
from bot.intents.patterns import SURE, forms, plain

Named = dict[str, str]

PARTS = {"sáng": "08:00", "trưa": "11:30", "chiều": "14:00", "tối": "19:00"}
_PART = "(buổi? (sáng|trưa|chiều|tối|đêm|khuya))"
_CLOCK = r"[0-9]{1,2}[hg]([0-5][0-9])?p?|[0-9]{1,2}:[0-5][0-9]"
_H = "{h=[0-9]{1,2}}"
_HOUR = "(giờ|h|g|tiếng)"
_MOVING = "(lùi|dời|hoãn|gia hạn|chuyển|đổi|giãn)"


def _spoken(hour: int, minute: int, part: str) -> str | None:
    """The hour of 24 that an office means; with no part of the day 1 to 5 is the afternoon."""
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        return None
    late = (part in {"chieu", "toi", "dem", "khuya"} and hour < 12) or (part == "trua" and hour < 10)
    if late or (not part and 1 <= hour <= 5):
        hour += 12
    return f"{hour % 24:02d}:{minute:02d}"


def _digits(named: Named) -> tuple[int, int]:
    if "t" in named:
        hour, _, minute = re.sub("[hgp]", ":", named["t"]).partition(":")
        return int(hour), int(minute.strip(":") or 0)
    return int(named["h"]), int(named.get("m", 0))


_PART_FORMS = {
    "sáng": "sang",
    "sang": "sang",
    "trưa": "trua",
    "trua": "trua",
    "chiều": "chieu",
    "chieu": "chieu",
} | dict.fromkeys(("tối", "toi", "đêm", "dem", "khuya"), "toi")


def _clock(named: Named, words: list[str]) -> str | None:
    hour, minute = _digits(named)
    part = next((_PART_FORMS[word] for word in words if word in _PART_FORMS), "")
    if "ruoi" in words or "rưỡi" in words:
        minute = 30
    if "k" in named:
        hour, minute = hour - 1, 60 - int(named["k"])
    zero = "t" in named and named["t"].startswith("0")
    return _spoken(hour, minute, part or ("sang" if zero else ""))


_CLOCKS = (
    f"<!mỗi <!hàng <!hằng {_PART} (lúc|vào|hồi)? {{t={_CLOCK}}} rưỡi?",
    f"<!mỗi <!hàng <!hằng {_PART} (lúc|vào|hồi)? {_H} (giờ|h|g) (rưỡi|{{m=[0-5][0-9]}})?",
    f"(lúc|vào|hồi)? {{t={_CLOCK}}} (kém {{k=[0-9]{{1,2}}}}|rưỡi)? phút? {_PART}?",
    f"(lúc|vào|hồi)? {_H} (giờ|h|g) (kém {{k=[0-9]{{1,2}}}}|rưỡi|{{m=[0-5][0-9]}} !(việc|ngày))? phút? {_PART}?",
    f"{_H} (kém {{k=[0-9]{{1,2}}}}|rưỡi) {_PART}?",
)
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
_HOURS_ON = (
    r"sau {t=[0-9]{1,2}[hg]([0-5][0-9])?p?} !(sáng|trưa|chiều|tối|đêm)",
    rf"sau {_H} (giờ|h) !(sáng|trưa|chiều|tối|đêm|hành)",
    r"{t=[0-9]{1,2}[hg]([0-5][0-9])?p?} nữa",
    rf"{_H} (giờ|h) nữa",
)


def _with_lengths(line: Line) -> Line:
    for source in _HOURS_ON:
        while hit := line.find(source):
            hour, minute = _digits(hit.named)
            if hour > 6:
                break
            line = line.signed(hit.first, hit.last, "DUR", 60 * hour + minute)
    for source, minutes in _DURATIONS:
        while hit := line.find(source):
            line = line.signed(hit.first, hit.last, "DUR", minutes(hit.named))
    return line


def _is_me(line: Line, at: int) -> bool:
    """`nhac toi 7h30`: typed without marks `toi` is who to remind, not the evening."""
    return at > 0 and line.words[at].norm == "toi" and line.words[at - 1].norm in _TOWARD


_TOWARD = forms("nhắc giúp cho báo gọi nhắn của")


def _with_clocks(line: Line) -> Line:
    for source in _CLOCKS:
        for hit in reversed(list(line.find_all(source))):
            first = hit.first + _is_me(line, hit.first)
            words = [word.norm.rstrip(SURE) for word in line.words[first : hit.last]]
            value = _clock(hit.named, words)
            if value:
                line = line.signed(first, hit.last, "TIME", value)
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
    line = _with_clocks(_with_lengths(line))
    for source, value in (*_FIXED, (_EVENING, PARTS["tối"])):
        for hit in reversed(list(line.find_all(source))):
            norms = [line.words[at].norm for at in range(hit.first, hit.last)]
            doubtful = next((hit.first + i for i, norm in enumerate(norms) if norm in {"sang", "toi"}), None)
            if doubtful is None or _is_part(line, doubtful):
                line = line.signed(hit.first, hit.last, "TIME", value)
    return line


PHRASES = (
    *_CLOCKS,
    *(source for source, _ in _FIXED),
    *(source for source, _ in _DURATIONS),
    *_HOURS_ON,
    _EVENING,
    _MOVING,
)

"""The exam, an event and its place, a notice and its audience, quiet hours."""

from typing import Any

from bot.intents import free_words
from bot.intents.heard import TIMES, Heard, several
from bot.intents.line import Line
from bot.intents.patterns import forms
from bot.intents.ranking import Match
from bot.intents.vocabulary import SMALL


def exam_ask(heard: Heard) -> Any:
    strong = [m for m in heard.same if m.rule.weight >= 69 and m.rule.slots]
    asks = several(m.rule.slots["ask"] for m in strong)
    if isinstance(asks, list):
        if "rules" in asks:
            return "rules"
        if "step" in asks and "who" in asks:
            return "who"
    return asks or heard.best.rule.slots.get("ask")


def asked_apart(heard: Heard) -> Any:
    """What is asked in several places: `mấy người nhận rồi, ai chưa`."""
    found: list[Match] = []
    for match in heard.same:
        apart = all(match.hit.first >= one.hit.last or match.hit.last <= one.hit.first for one in found)
        if match.rule.slots.get("ask") and apart:
            found.append(match)
    return several(match.rule.slots["ask"] for match in found)


def step(heard: Heard) -> int | None:
    return next((numbers[0] for numbers in heard.line.values("STEP")), None)


def exam_scope(heard: Heard) -> str | None:
    return (
        "mine"
        if heard.line.has(
            "<!cho (tôi|em|mình) (có|sẽ|phải|thì)? (làm|phụ trách|thi|được|ở|kiểm tra|thuộc|đi|thực "
            "hiện|tham gia|dự) !hỏi"
        )
        else None
    )


# What leads to an event's name or on from it: `chốt lịch …`, `… dời sang`.
_EVENT_ENDS = (SMALL - forms("thi")) | forms(
    """lịch chốt đặt ngày dời đổi chuyển xếp sang xuống diễn chức bắt sẽ ấn định lùi hoãn lên buổi giờ tổ
    đẩy dịch thành qua hạn chót trước chậm nhất nộp gửi đến nhận nhận được vừa mới khởi động kích hoạt muộn
    hẹn"""
)


# Words beside an event's name that are none of it.
_ASIDE = "(thống nhất|(về|xuống|đến|tới|lên|vào) (xã|phường|đơn vị|cơ quan|địa phương|ta|mình|đây))"


def _place(line: Line) -> tuple[int, int] | None:
    hit = line.find("(tại|ở|địa điểm) (là)?")
    if hit is None or hit.last >= len(line.words):
        return None
    end = hit.last
    while end < len(line.words) and line.words[end].norm not in TIMES:
        end += 1
    run = free_words.trimmed(line, hit.last, end)
    return (hit.first, run[1]) if run else None


def place(heard: Heard) -> str | None:
    found = _place(heard.line)
    hit = heard.line.find("(tại|ở|địa điểm) (là)?")
    return heard.line.span(hit.last, found[1]) if found and hit else None


def event(heard: Heard) -> str | None:
    line = heard.line
    stated = _place(line)
    taken = set(range(*stated)) if stated else set()
    taken |= {at for hit in line.find_all(_ASIDE) for at in range(hit.first, hit.last)}
    found = [
        line.span(*run)
        for first, last in free_words.runs(line, taken, TIMES, frozenset())
        if (run := free_words.trimmed(line, first, last, _EVENT_ENDS))
    ]
    return max(found, key=len, default=None)


_AUDIENCE = (
    "(cho|đến|tới|gửi)? (tất cả|toàn thể|các|những|mọi|toàn|cả)* (xã|cơ quan|đơn vị|người|"
    "cán bộ|công chức|đc|đồng chí|anh em|anh chị em|anh chị|ROLE|PERSON|mọi người|tất cả|"
    "viên chức|và)* "
    "(nội dung|rằng|là|như sau|về việc|biết|về|với nội dung)*"
)


def notice_text(heard: Heard) -> str | None:
    """What follows a colon, `nội dung`, or the words that say to whom."""
    line, text = heard.line, heard.line.text
    start = line.words[heard.best.hit.last - 1].end
    colon = next((w.end for w, after in zip(line.words, line.words[1:], strict=False) if ":" in after.gap), None)
    if colon is not None:
        return text[text.index(":", colon) + 1 :].strip() or None
    rest = line.part(heard.best.hit.last, len(line.words))
    told = rest.find("(nội dung|rằng|như sau|về việc) (là|như sau)?") or rest.find(f"^{_AUDIENCE}")
    if told and told.last and rest.words:
        start = rest.words[told.last - 1].end
    run = free_words.trimmed(line, sum(w.end <= start for w in line.words), len(line.words), free_words.POLITE)
    return text[line.words[run[0]].start :].rstrip(" .!") if run else None


def audience(heard: Heard) -> Any:
    said = notice_text(heard)
    until = heard.line.text.find(said) if said else len(heard.line.text)
    return several(w.value for w in heard.line.words if w.norm == "ROLE" and w.start < until)


def quiet_from(heard: Heard) -> str | None:
    line = heard.line
    pair = line.find("TIME (đến|tới)? (hết)? TIME")
    if pair:
        return str(line.words[pair.first].value)
    hit = line.find("(sau|từ|quá) TIME") or (None if line.has("(trước|đến|tới) TIME") else line.find("TIME"))
    return str(line.words[hit.last - 1].value) if hit else None


def quiet_to(heard: Heard) -> str | None:
    line = heard.line
    pair = line.find("TIME (đến|tới)? (hết)? TIME")
    hit = pair or line.find("(trước|đến|tới) TIME")
    return str(line.words[hit.last - 1].value) if hit else None

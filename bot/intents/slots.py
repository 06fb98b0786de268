"""What a request says besides its intent: one function for each slot, one row for each intent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.intents import days, free_words, subjects
from bot.intents.line import Line
from bot.intents.model import Hearing, Intent
from bot.intents.ranking import Match
from bot.intents.references import ALL
from bot.intents.titles import Title


@dataclass(frozen=True)
class Heard:
    """A line, the rule that decided, and every rule of the same intent that it fits."""

    line: Line
    hearing: Hearing
    best: Match
    same: tuple[Match, ...]

    @property
    def today(self) -> date:
        return self.hearing.today

    def taken(self) -> set[int]:
        return free_words.taken_words(self.line, self.same)


Slot = Callable[[Heard], Any]
TIMES = frozenset({"DATE", "TIME", "DUR", "DAYS"})
THINGS = frozenset({"TASK", "TITLE", "URL", "FILE", "DOC", "ITEM", "STEP", "CODE"})
PEOPLE = frozenset({"PERSON", "ROLE"})


def several(values: Iterable[Any]) -> Any:
    """One value by itself, several as a list, each once; None for none."""
    kept: list[Any] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return kept if len(kept) > 1 else kept[0] if kept else None


def among(line: Line) -> list[int]:
    """The ids that one title fits equally well; empty where it is clear which task is meant."""
    return next((list(t.fits) for t in line.values("TITLE") if len(t.fits) > 1), [])


def _title_value(title: Title) -> int | str:
    return title.fits[0] if len(title.fits) == 1 else title.words


def task(heard: Heard) -> Any:
    line = heard.line
    named = [w.value if w.norm == "TASK" else _title_value(w.value) for w in line.words if w.norm in {"TASK", "TITLE"}]
    if named:
        return several(named)
    if any(line.has(source) for source in ALL):
        return "all"
    return None


def task_or_words(heard: Heard) -> Any:
    """A task, also by words that head no title (`niêm yết công khai tthc`)."""
    named = task(heard)
    if named is not None:
        return named
    return free_words.longest(heard.line, heard.taken(), TIMES | THINGS | PEOPLE, least=3)


def day_ahead(heard: Heard) -> str | None:
    found = heard.line.values("DATE")
    return days.as_date(found[-1]).isoformat() if found else None


def day_past(heard: Heard) -> str | None:
    found = heard.line.values("DATE")
    return days.as_past(found[-1], heard.today).isoformat() if found else None


def day_of_reminder(heard: Heard) -> str | None:
    found = heard.line.values("DATE")
    if found:
        return days.as_reminder(found[0], heard.today).isoformat()
    counts = heard.line.values("DAYS")
    return (heard.today + timedelta(counts[0])).isoformat() if counts else None


def silent_through(heard: Heard) -> str | None:
    counts = heard.line.values("DAYS")
    return day_ahead(heard) or ((heard.today + timedelta(counts[0])).isoformat() if counts else None)


def when(heard: Heard) -> str | None:
    found = heard.line.values("DATE")
    return days.as_when(found[0], heard.today) if found else None


def time(heard: Heard) -> str | None:
    return next(iter(heard.line.values("TIME")), None)


def of_sign(sign: str) -> Slot:
    return lambda heard: several(heard.line.values(sign))


def first_of(sign: str) -> Slot:
    return lambda heard: next(iter(heard.line.values(sign)), None)


_ATTACHED = "(gửi|đính kèm|kèm|kèm theo|up|tải lên|nộp|có|bổ sung|thêm|gắn|đây là|upload|chụp) ~ (file|ảnh|hình|tệp|pdf|bản scan|scan|hình ảnh|tài liệu)"


def file(heard: Heard) -> Any:
    named = several(heard.line.values("FILE"))
    if named is not None:
        return named
    attached = heard.line.has(_ATTACHED) or heard.line.has(
        "(đính kèm|gửi kèm|file kèm|(ảnh|file|hình|tệp) (đây|nè|này))"
    )
    return True if attached and not heard.line.values("URL") else None


def add_days(heard: Heard) -> int | None:
    return next(iter(heard.line.values("DAYS")), None)


def reason(heard: Heard) -> str | None:
    signs = TIMES | THINGS
    return free_words.because(heard.line, signs) or free_words.longest(heard.line, heard.taken(), signs, least=2)


def reason_of_return(heard: Heard) -> str | None:
    signs = TIMES | THINGS | PEOPLE
    return free_words.because(heard.line, signs) or free_words.longest(heard.line, heard.taken(), signs, least=1)


def reason_of_undo(heard: Heard) -> str | None:
    said = free_words.because(heard.line, TIMES | THINGS)
    slip = heard.line.find("(bấm|đánh|báo|ấn|nhấn|tích|gửi|ghi|chọn|nhập) (xong)? (nhầm|lộn|sai)")
    if said or slip is None:
        return said or free_words.longest(heard.line, heard.taken(), TIMES | THINGS, least=3)
    return heard.line.span(slip.first, slip.last)


def title(heard: Heard) -> str | None:
    if _moves_a_task(heard):
        return None
    return free_words.longest(heard.line, heard.taken(), TIMES | PEOPLE | {"TASK", "URL", "FILE"}, least=2)


def _moves_a_task(heard: Heard) -> bool:
    known = any(len(t.fits) == 1 for t in heard.line.values("TITLE"))
    return bool(heard.line.values("TASK")) or (known and heard.line.has("(chuyển|bàn giao|giao TITLE)"))


def assigned_task(heard: Heard) -> Any:
    return task(heard) if _moves_a_task(heard) else None


def item(heard: Heard) -> Any:
    numbers = [n for sign in ("ITEM", "STEP") for value in heard.line.values(sign) for n in value]
    if not numbers and heard.line.has("(tích|đánh dấu) TASK"):
        return several(heard.line.values("TASK"))
    return several(numbers) if numbers else free_words.longest(heard.line, heard.taken(), TIMES | THINGS, least=2)


def task_of_item(heard: Heard) -> Any:
    ticked = not heard.line.values("ITEM") and not heard.line.values("STEP") and heard.line.has("(tích|đánh dấu) TASK")
    return (
        None
        if ticked
        else several(_title_value(t) for t in heard.line.values("TITLE")) or several(heard.line.values("TASK"))
    )


def scope(heard: Heard) -> str | None:
    line = heard.line
    if line.has(subjects.UNIT):
        return "unit"
    for source in (subjects.NO_SCOPE, subjects.PURPOSE):
        while hit := line.find(source):
            line = line.without(hit.first, hit.last)
    return "mine" if any(line.has(source) for source in subjects.MINE) else None


def status(heard: Heard) -> Any:
    line = heard.line
    found = []
    for source, value in subjects.STATUSES:
        hit = line.find(source)
        if hit:
            found.append(value)
            line = line.signed(hit.first, hit.last, "STATUS", value)
    if "overdue" not in found and "due" not in found and line.has(subjects.DUE_BY):
        found.append("due")
    if not found and line.has(subjects.REMAINING):
        found.append("open")
    return several(found)


def area(heard: Heard) -> Any:
    return several(heard.line.values("AREA"))


_ABOUT = "(về|liên quan|tìm|chứa|có chữ|tên là|mảng|lĩnh vực|thuộc|nói về|từ khóa|dính) (đến|tới|với|việc|các|những|nhiệm vụ|giúp|cho|tôi|em|mình|hộ|lĩnh vực|mảng|công tác|cái)*"


def words(heard: Heard) -> str | None:
    if heard.line.values("AREA"):
        return None
    titled = heard.line.values("TITLE")
    if titled:
        return str(titled[0].words)
    about = heard.line.find(_ABOUT)
    if about is None:
        return None
    taken = heard.taken() | set(range(about.last))
    return free_words.longest(heard.line, taken, TIMES | THINGS | PEOPLE)


def words_of_report(heard: Heard) -> str | None:
    said = words(heard)
    if said or heard.line.values("AREA"):
        return said
    return None


def group(heard: Heard) -> str | None:
    line = heard.line
    for source, value in (
        ("chưa (bấm)? (xác nhận|đọc|xem|nhận|phản hồi)", "unconfirmed"),
        ("(quá hạn|quá hẹn|trễ|trễ hạn|chậm|muộn)", "late"),
        (
            "(chưa (làm|nộp|gửi|báo cáo)? (xong|hoàn thành|nộp|làm|gửi|báo cáo|thực hiện)?|còn (nợ|tồn|việc|lại)|nợ|đang làm)",
            "open",
        ),
    ):
        if line.has(source):
            return value
    if line.values("PERSON") or line.values("ROLE"):
        return None
    return (
        "all"
        if line.has(
            "(tất cả|mọi người|cả xã|toàn thể|anh em|toàn bộ|cả cơ quan|cả đơn vị|các (đc|đồng chí|dc|anh|chị|bạn|cán bộ|công chức)|hết)"
        )
        else None
    )


def export(heard: Heard) -> bool | None:
    return (
        True
        if heard.line.has("(xuất|excel|word|tải (về|file|báo cáo)|kết xuất|export|ra file|gửi file|file)")
        else None
    )


def exam_ask(heard: Heard) -> Any:
    strong = [m for m in heard.same if m.rule.weight >= 69 and m.rule.slots]
    asks = several(m.rule.slots["ask"] for m in strong)
    if isinstance(asks, list):
        if "rules" in asks:
            return "rules"
        if "step" in asks and "who" in asks:
            return "who"
    return asks or heard.best.rule.slots.get("ask")


def step(heard: Heard) -> int | None:
    return next((numbers[0] for numbers in heard.line.values("STEP")), None)


def exam_scope(heard: Heard) -> str | None:
    return (
        "mine"
        if heard.line.has(
            "<!cho (tôi|em|mình) (có|sẽ|phải|thì)? (làm|phụ trách|thi|được|ở|kiểm tra|thuộc|đi|thực hiện|tham gia|dự) !hỏi"
        )
        else None
    )


_EVENT_ENDS = {
    *free_words.SMALL, "lich", "lịch", "chot", "chốt", "dat", "đặt", "ngay", "ngày", "doi", "dời", "đổi", "chuyen", "chuyển", "xep", "xếp",
    "sang", "xuong", "xuống", "dien", "diễn", "to_", "tổ", "chức", "bat", "bắt", "se", "sẽ", "ấn", "an", "định", "lui", "lùi", "hoan", "hoãn",
    "thống", "nhất", "lên", "buổi", "gio",
}  # fmt: skip


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
    taken = set(range(*found)) if (found := _place(line)) else set()
    best = ""
    for first, last in free_words.runs(line, taken, TIMES):
        while first < last and line.words[first].norm in _EVENT_ENDS:
            first += 1
        while last > first and line.words[last - 1].norm in _EVENT_ENDS:
            last -= 1
        best = max(best, line.span(first, last), key=len)
    return best or None


_AUDIENCE = (
    "(cho|đến|tới|gửi)? (tất cả|toàn thể|các|những|mọi|toàn|cả)* (xã|cơ quan|đơn vị|người|cán bộ|công chức|đc|đồng chí|anh em|anh chị em|anh chị|ROLE|PERSON|mọi người|tất cả|viên chức|và)* "
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
    run = free_words.trimmed(line, sum(w.end <= start for w in line.words), len(line.words))
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
    hit = line.find("(sau|từ|quá) TIME")
    return str(line.words[hit.last - 1].value) if hit else None


def quiet_to(heard: Heard) -> str | None:
    line = heard.line
    pair = line.find("TIME (đến|tới)? (hết)? TIME")
    hit = pair or line.find("(trước|đến|tới) TIME")
    return str(line.words[hit.last - 1].value) if hit else None


Table = dict[Intent, dict[str, Slot]]
_PERSON_ROLE: dict[str, Slot] = {"person": of_sign("PERSON"), "role": of_sign("ROLE")}
_SUBJECT: dict[str, Slot] = {"scope": scope, **_PERSON_ROLE, "status": status, "when": when, "area": area}

SLOTS: Table = {
    Intent.LIST_TASKS: {**_SUBJECT, "words": words},
    Intent.SHOW_TASK: {"task": task},
    Intent.MARK_DONE: {"task": task_or_words, "url": of_sign("URL"), "file": file, "date": day_past},
    Intent.UNDO_DONE: {"task": task, "reason": reason_of_undo},
    Intent.ATTACH_PROOF: {"task": task, "url": of_sign("URL"), "file": file},
    Intent.LIST_PROOF: {"task": task},
    Intent.REQUEST_EXTENSION: {"task": task, "date": day_ahead, "time": time, "add_days": add_days, "reason": reason},
    Intent.APPROVE_EXTENSION: {"task": task, **_PERSON_ROLE, "date": day_ahead},
    Intent.REJECT_EXTENSION: {"task": task, **_PERSON_ROLE, "reason": reason_of_return},
    Intent.RETURN_TASK: {"task": task, **_PERSON_ROLE, "reason": reason_of_return, "date": day_ahead},
    Intent.SNOOZE: {"task": task, "minutes": first_of("DUR"), "date": day_of_reminder, "time": time},
    Intent.ACKNOWLEDGE: {"task": task},
    Intent.CHECKLIST_SHOW: {"task": task},
    Intent.CHECKLIST_TICK: {"item": item, "task": task_of_item},
    Intent.REPORT_STATUS: {**_SUBJECT, "words": words_of_report, "export": export},
    Intent.NUDGE: {**_PERSON_ROLE, "task": task, "group": group},
    Intent.BROADCAST_START: {"text": notice_text, "role": audience},
    Intent.EXAM_INFO: {"ask": exam_ask, "step": step, "role": of_sign("ROLE"), "scope": exam_scope},
    Intent.ASSIGN_TASK: {"title": title, "task": assigned_task, **_PERSON_ROLE, "date": day_ahead, "time": time},
    Intent.SET_EVENT_DATE: {"event": event, "date": day_ahead, "time": time, "place": place},
    Intent.CORRECT: {
        "task": task,
        "date": day_ahead,
        "time": time,
        **_PERSON_ROLE,
        "add_days": add_days,
        "minutes": first_of("DUR"),
        "item": lambda heard: several(n for value in heard.line.values("ITEM") for n in value),
        "url": of_sign("URL"),
    },
    Intent.LINK_ACCOUNT: {"code": first_of("CODE")},
}
SETTINGS: dict[str, dict[str, Slot]] = {
    "quiet": {"time_from": quiet_from, "time_to": quiet_to, "days": first_of("WEEKEND")},
    "stop": {"date": silent_through},
    "resume": {},
    "remind_time": {"time": time},
    "remind_before": {"days": add_days},
    "language": {},
}


def filled(heard: Heard) -> dict[str, Any]:
    """The slots of a request, those that the message says."""
    rule = heard.best.rule
    table = SETTINGS[rule.slots["set"]] if "set" in rule.slots else SLOTS.get(rule.intent, {})
    found = {name: slot(heard) for name, slot in table.items()}
    return {**rule.slots, **{name: value for name, value in found.items() if value is not None}}

"""Which task, until when, why, with what proof: the slots of orders about tasks."""

from datetime import timedelta
from typing import Any

from bot.intents import days, free_words
from bot.intents.heard import PEOPLE, THINGS, TIMES, Heard, several
from bot.intents.line import Line
from bot.intents.patterns import forms
from bot.intents.references import ALL
from bot.intents.rules.model import REF, WHEN, WHO, WORK
from bot.intents.rules.tasks import DO
from bot.intents.title_parts import Title
from bot.intents.vocabulary import SMALL


def among(line: Line) -> list[int]:
    """The ids that one title fits equally well; empty where it is clear which task is meant."""
    return next((list(t.fits) for t in line.values("TITLE") if len(t.fits) > 1), [])


def _title_value(title: Title) -> int | str:
    return title.fits[0] if len(title.fits) == 1 else title.words


_ASKS = (
    (f"(hạn|hạn chót|hạn nộp|deadline|thời hạn|đến hạn|tới hạn|phải nộp|cần nộp) ~ {WHEN}", "due"),
    (f"{WHEN} ~ (nộp|hạn|đến hạn|tới hạn|xong|phải|cần)", "due"),
    (f"(và|với|rồi) (là|thì)? {WHEN}", "due"),
    (f"(và|với|rồi|do|của)? {WHO} {DO}", "owner"),
    ("(người|cán bộ|đơn vị|bộ phận) (phụ trách|thực hiện|chủ trì|chịu trách nhiệm|được giao)", "owner"),
    ("(sản phẩm|đầu ra)", "output"),
    ("(phải|cần)? nộp (những)? (cái)? (gì|chi)", "output"),
)


def asks(heard: Heard) -> Any:
    """What is asked about one task: by the rule that decided, and beside it (`hạn ngày nào và ai làm`)."""
    asked = heard.best.rule.slots.get("ask")
    return several([asked, *(value for source, value in _ASKS if heard.line.has(source))]) if asked else None


_BUT = "(trừ|ngoại trừ|chỉ trừ|chừa) (việc|cái|ra)? REF".replace("REF", REF)


def _all_but(heard: Heard) -> list[int] | None:
    """`xong hết trừ việc 105`: the others of the list last shown; None where that is not known."""
    hit = heard.line.find(_BUT)
    spared = {heard.line.words[hit.last - 1].value} if hit else set()
    kept = [one.number for one in heard.hearing.tasks if one.number not in spared]
    return kept or None


def task(heard: Heard) -> Any:
    line = heard.line
    if line.has(_BUT):
        return _all_but(heard)
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


def task_to_urge(heard: Heard) -> Any:
    """`tất cả` beside people says who, not which task."""
    named = task(heard)
    return None if named == "all" and not heard.line.has("(tất cả|toàn bộ|hết) (các|mọi)? (việc|nhiệm vụ)") else named


def day_ahead(heard: Heard) -> str | None:
    found = heard.line.values("DATE")
    return days.as_date(found[-1]).isoformat() if found else None


_OF_THE_WORK = f"{WORK} (của|trong|thuộc)? DATE"


def day_past(heard: Heard) -> str | None:
    found = heard.line.values("DATE")
    if found and found[0].grain in {"week", "period"} and heard.line.has(_OF_THE_WORK):  # when it was due
        return None
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


def time(heard: Heard) -> str | None:
    return next(iter(heard.line.values("TIME")), None)


_ATTACHED = (
    "(gửi|đính kèm|kèm|kèm theo|up|tải lên|nộp|có|bổ sung|thêm|gắn|đây là|upload|chụp) ~ "
    "(file|ảnh|hình|tệp|pdf|bản scan|scan|hình ảnh|tài liệu)"
)


def file(heard: Heard) -> Any:
    named = several(heard.line.values("FILE"))
    if named is not None:
        return named
    attached = heard.line.has(_ATTACHED) or heard.line.has(
        "(đính kèm|gửi kèm|file kèm|(ảnh|file|hình|tệp) ~~ (đây|nè))"
    )
    return True if attached and not heard.line.values("URL") else None


def add_days(heard: Heard) -> int | None:
    return next(iter(heard.line.values("DAYS")), None)


def title(heard: Heard) -> str | None:
    if _moves_a_task(heard):
        return None
    return free_words.longest(heard.line, heard.taken(), TIMES | PEOPLE | {"URL", "FILE"}, least=2, ends=_AROUND_TITLE)


_AROUND_TITLE = SMALL | forms("chậm nhất chót muộn giùm")


_HANDED = (
    "(^|giao|chuyển|đưa|phân công|cho|nhận|làm|phụ trách|lại|tiếp|luôn|và|với|cả|PERSON|ROLE|TASK) "
    "(cái|việc|nhiệm vụ|bản)? TASK"
)


def _moves_a_task(heard: Heard) -> bool:
    """Whether a task that is there is handed on; a number inside a title (`đo lại thửa đất 45`) is none."""
    line = heard.line
    named = line.has(_HANDED) or any(line.typed_words(w) > 1 for w in line.words if w.norm == "TASK")
    known = any(len(t.fits) == 1 for t in line.values("TITLE"))
    whole = any(t.whole for t in line.values("TITLE"))
    return named or (known and (whole or line.has("(chuyển|bàn giao|giao (cái|việc|nhiệm vụ|bản)? TITLE|cái TITLE)")))


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

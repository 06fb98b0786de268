"""Several requests in one message: where one ends and the next begins."""

from collections.abc import Callable
from functools import cache

from bot.intents.line import Line
from bot.intents.model import Hearing, Intent, Reading
from bot.intents.one_request import Request, as_order, read_request
from bot.intents.patterns import forms
from bot.intents.rules.model import ME, WORK
from bot.intents.vocabulary import SMALL

_BREAKS = frozenset(",.;!?\n…")
_JOIN = "(còn|và|với|đồng thời|sẵn|tiện|tiện thể|nhân tiện|rồi|nhé|nha|với lại|sẵn tiện)"
_ENDS_CLAUSE = forms("rồi nhé nha")  # `em nộp rồi nhắc tôi`: the first of these closes what is before it
_TASK_NEXT = f"{_JOIN} {_JOIN}? (việc|cái|thì|của)? (TASK|TITLE)"
_ORDER_NEXT = (
    "(trả lại|trả về|<!không duyệt|không duyệt|từ chối|<!xin gia hạn|xin gia hạn|đôn đốc|"
    "hoàn tác|mở lại|xong|nhắc lại) TASK"
)
_ORDER_JOINED = (
    f"{_JOIN} {_JOIN}? (thì|nhớ|giúp|luôn|cũng|cho)? {ME}? (nhắc|giục|đôn đốc|=hối|=thúc|(gửi|phát|soạn)? thông báo|"
    "xuất|tải|in|tích|đánh dấu|duyệt|không duyệt|từ chối|giao|phân công|chuyển|xin|gia hạn|lùi|dời|cho (tôi|em|anh|chị|"
    "mình|cô|chú|bác) (xem|biết|hỏi|danh sách|xin)|xem|liệt kê|danh sách|tắt|bật|đừng|khỏi|xong|hoàn thành|trả lại|"
    "gửi|nộp|mở lại|bỏ|hủy|báo|cập nhật|đính kèm|đổi|kiểm tra|tổng hợp|thống kê|hỏi|chốt|bổ sung)"
)
_QUESTION_NEXT = (
    "((còn|với lại|sẵn tiện|nhân tiện|tiện thể|đồng thời) ~~ (gì|nào|không|ai|mấy|bao nhiêu|chưa)|"
    f"(và|với) (có|còn)? {WORK} (nào|gì))"
)
# These keep all that follows as their own words.
_SWALLOW = frozenset({Intent.BROADCAST_START, Intent.MY_DATA, Intent.UNKNOWN})
# These stand alone or not at all beside another request.
_ASIDE = frozenset(
    {
        Intent.YES,
        Intent.NO,
        Intent.THANKS,
        Intent.GREETING,
        Intent.SMALL_TALK,
        Intent.UNKNOWN,
        Intent.CANCEL,
        Intent.CORRECT,
        Intent.CLARIFY,
    }
)
_WITH_REASON = frozenset({Intent.REQUEST_EXTENSION, Intent.RETURN_TASK, Intent.REJECT_EXTENSION, Intent.UNDO_DONE})
_QUESTIONS = frozenset(
    {
        Intent.LIST_TASKS,
        Intent.REPORT_STATUS,
        Intent.EXAM_INFO,
        Intent.HELP,
        Intent.SHOW_TASK,
        Intent.LIST_PROOF,
        Intent.WHO_AM_I,
        Intent.CHECKLIST_SHOW,
        Intent.BROADCAST_STATUS,
    }
)
# What is asked of others goes on to the end of the clause, unless one of these follows.
_TO_OTHERS = frozenset({Intent.ASSIGN_TASK, Intent.SET_EVENT_DATE, Intent.NUDGE})
_AFTER_OTHERS = frozenset(
    {
        Intent.BROADCAST_START,
        Intent.NUDGE,
        Intent.LIST_TASKS,
        Intent.REPORT_STATUS,
        Intent.ASSIGN_TASK,
        Intent.APPROVE_EXTENSION,
        Intent.REJECT_EXTENSION,
        Intent.RETURN_TASK,
        Intent.SETTINGS,
    }
)
_OF_ANOTHER = frozenset({Intent.MARK_DONE, Intent.REQUEST_EXTENSION, Intent.SNOOZE})
_REMINDS_ME = f"nhắc (lại|giúp|giùm|cho)? {ME} !(PERSON|ROLE)"
_DECISIONS = frozenset({Intent.APPROVE_EXTENSION, Intent.REQUEST_EXTENSION})
_BESIDE_REASON = frozenset({Intent.NUDGE, Intent.SNOOZE, Intent.SETTINGS, Intent.BROADCAST_START})
_TICKS = frozenset({Intent.MARK_DONE, Intent.CHECKLIST_TICK, Intent.UNDO_DONE, Intent.ATTACH_PROOF})
_REMINDERS = frozenset({Intent.SNOOZE, Intent.SETTINGS})
_EVENT_STATED = 66  # the weight of a rule that an event's day alone does not reach
_NEAR = 3  # words
MAX_CUTS = 8
_MOST_READ = 300  # words: each cut reads the line once more, so a long one is cut less often
_DAYS = frozenset({"DATE", "DAYS"})
_VALUES = _DAYS | {"TASK", "TIME"}
_REPEATED = frozenset({Intent.REQUEST_EXTENSION, Intent.APPROVE_EXTENSION, Intent.SNOOZE})
_TASKS = frozenset({"TASK", "TITLE"})


def _hard(line: Line) -> list[int]:
    """Where a mark of the writer ends a clause."""
    return [at for at in range(1, len(line.words)) if not _BREAKS.isdisjoint(line.words[at].gap)]


def _soft(line: Line) -> list[int]:
    """Where a new request may begin without a mark: a joining word before a task or a question."""
    tasks = [hit.last - 1 for hit in line.find_all(_TASK_NEXT)]
    orders = [
        hit.first for hit in line.find_all(_ORDER_NEXT) if "TASK" in {word.norm for word in line.words[: hit.first]}
    ]
    found = [hit.first for source in (_QUESTION_NEXT, _ORDER_JOINED) for hit in line.find_all(source)]
    joined = [at + (line.words[at].norm in _ENDS_CLAUSE) for at in found]
    return sorted({*tasks, *orders, *joined} - {0})


def _edges(line: Line) -> list[int]:
    """All of them; what begins without a mark begins no nearer than a few words after one (`, mai nhắc lại việc 6`)."""
    hard = _hard(line)
    return sorted({*hard, *(at for at in _soft(line) if not any(0 <= at - mark < _NEAR for mark in hard))})


def _named(request: Request) -> set[str]:
    return {str(word.value) for word in request.line.words if word.norm in _TASKS}


def _stands_alone(request: Request) -> bool:
    """Whether it is an order by itself; `mai anh họp` before one is why it is given."""
    intent = request.reading.intent
    least = _EVENT_STATED if intent == Intent.SET_EVENT_DATE else 44
    return request.weight >= least and intent not in _ASIDE


def _others(request: Request) -> set[str]:
    return {str(word.value) for word in request.line.words if word.norm in {"PERSON", "ROLE"}}


def _to_another(current: Request, following: Request) -> bool:
    """Whether other work is given to somebody else: `giao Lan soạn tờ trình, chuyển việc 7 cho Hậu`."""
    ours, theirs = current.reading.slots, following.reading.slots
    what = {"title", "task"}
    return bool(_others(following) - _others(current) and what & ours.keys() and what & theirs.keys())


def _of_another_time(current: Request, following: Request) -> bool:
    """`hôm nay còn gì, tuần sau có gì`: two lists."""
    ours, theirs = current.reading.slots.get("when"), following.reading.slots.get("when")
    return bool(ours and theirs) and ours != theirs


def _is_new(current: Request, following: Request) -> bool:
    """Whether what follows asks for something of its own, and does not go on with the order before it."""
    before, after = current.reading.intent, following.reading.intent
    if not (_stands_alone(current) and _stands_alone(following)) or before in _SWALLOW:
        return False
    ours, theirs = _named(current), _named(following)
    other_task = bool(theirs) and not (theirs & ours)
    if before == after == Intent.CHECKLIST_TICK:
        return "ITEM" in following.line.norm and _undoes(current) != _undoes(following)
    if before == after == Intent.ASSIGN_TASK and _to_another(current, following):
        return True
    if before == after == Intent.LIST_TASKS:
        return _of_another_time(current, following)
    if before == after or {before, after} <= _DECISIONS:
        return other_task and bool(ours) and (before != after or _other_values(current, following))
    if before in _TO_OTHERS:
        return after in _AFTER_OTHERS or (after in _OF_ANOTHER and (other_task or following.line.has(_REMINDS_ME)))
    if before in _WITH_REASON:
        return other_task or (after in _QUESTIONS and not theirs) or after in _BESIDE_REASON
    if after == Intent.ATTACH_PROOF and before == Intent.MARK_DONE:
        return other_task
    if {before, after} <= _TICKS:
        return other_task or ("ITEM" in following.line.norm and not theirs)
    if {before, after} <= _REMINDERS:
        return bool(ours) and following.reading.slots.get("set") in {"quiet", "stop"}
    if {before, after} <= {Intent.LIST_TASKS, Intent.REPORT_STATUS}:
        return False
    return after != Intent.SET_EVENT_DATE or following.weight >= _EVENT_STATED


def _undoes(request: Request) -> bool:
    return "undo" in request.reading.slots


def _other_values(current: Request, following: Request) -> bool:
    """Whether both say more than their task, and not the same; `gia hạn 101 và 104 thêm 5 ngày` is one order."""
    ours = {k: v for k, v in current.reading.slots.items() if k != "task"}
    theirs = {k: v for k, v in following.reading.slots.items() if k != "task"}
    return bool(ours) and ours != theirs


Read = Callable[[int, int], Request]


def _goes_on(current: Request, following: Request) -> bool:
    """`gia hạn 12 đến thứ 6, 13 đến thứ 7`: of an order with its day, another task and its day."""
    line = following.line
    only = all(word.norm in _VALUES or line.is_among(at, SMALL) for at, word in enumerate(line.words))
    dated = not _DAYS.isdisjoint(line.present) and not _DAYS.isdisjoint(current.line.present)
    return only and dated and current.reading.intent in _REPEATED and "TASK" in line.present


def _pieces(edges: list[int], end: int, read: Read, hearing: Hearing) -> list[Request]:
    """The line cut where something new is asked. What asks for nothing alone goes with what follows, if that is new."""
    pieces: list[Request] = []
    start, current = 0, read(0, edges[0])
    held: int | None = None
    for edge, until in zip(edges, [*edges[1:], end], strict=True):
        begin = edge if held is None else held
        following = read(begin, until)
        if held is not None and _names_its_own(alone := read(edge, until)):
            begin, following, current = edge, alone, read(start, edge)
        if held is None and _goes_on(current, following):
            following = as_order(following, current.reading.intent, hearing)
        if _is_new(current, following):
            pieces.append(current)
            start, current, held = begin, following, None
        elif not _stands_alone(following) and not _stands_alone(current):
            held, current = None, read(start, until)
        else:
            held = begin if not _stands_alone(following) else None
            if held is None:
                current = read(start, until)
    if held is not None:
        current = read(start, end)
    return [*pieces, current]


def _names_its_own(request: Request) -> bool:
    """Whether a piece is an order with its task, so that a bare `và 214` before it goes with the order before."""
    return _stands_alone(request) and bool(_named(request))


def requests(line: Line, hearing: Hearing) -> list[Request]:
    """The line's request, then those that follow it in the same message, in order; never empty."""
    read = cache(lambda first, last: read_request(line.part(first, last), hearing))
    whole = read(0, len(line.words))
    edges = _edges(line)
    if whole.reading.intent in _SWALLOW:
        edges = [at for at in edges if line.words[at].start <= whole.begins]
    cuts = min(MAX_CUTS, _MOST_READ // max(len(line.words), 1))
    if not edges or not cuts:
        return [whole]
    pieces = _pieces(edges[:cuts], len(line.words), read, hearing)
    return pieces if len(pieces) > 1 else [whole]


def read_clauses(line: Line, hearing: Hearing) -> Reading:
    """The line's request, and in `more` those that follow it in the same message."""
    first, *rest = (request.reading for request in requests(line, hearing))
    return Reading(first.intent, first.slots, tuple(rest))

"""Several requests in one message: where one ends and the next begins."""

from bot.intents.line import Line
from bot.intents.model import Hearing, Intent, Reading
from bot.intents.one_request import Request, read_request

_BREAKS = frozenset(",.;!?\n…")
_JOIN = "(còn|và|với|đồng thời|sẵn|tiện|tiện thể|nhân tiện|rồi|nhé|nha|với lại|sẵn tiện)"
_TASK_NEXT = f"{_JOIN} {_JOIN}? (việc|cái|thì|của)? (TASK|TITLE)"
_ORDER_NEXT = (
    "(trả lại|trả về|<!không duyệt|không duyệt|từ chối|<!xin gia hạn|xin gia hạn|đôn đốc|"
    "hoàn tác|mở lại|xong|nhắc lại) TASK"
)
_QUESTION_NEXT = "(còn|với lại|sẵn tiện|nhân tiện|tiện thể|đồng thời) ~~ (gì|nào|không|ai|mấy|bao nhiêu|chưa)"
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
MAX_CUTS = 8
_MOST_READ = 400  # words: each cut reads the line once more, so a long one is cut less often
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
    return sorted({*tasks, *orders, *(hit.first for hit in line.find_all(_QUESTION_NEXT))} - {0})


def _named(request: Request) -> set[str]:
    return {str(word.value) for word in request.line.words if word.norm in _TASKS}


def _stands_alone(request: Request) -> bool:
    return request.weight >= 44 and request.reading.intent not in _ASIDE


def _is_new(current: Request, following: Request) -> bool:
    """Whether what follows asks for something of its own, and does not go on with the order before it."""
    before, after = current.reading.intent, following.reading.intent
    if not (_stands_alone(current) and _stands_alone(following)) or before in _SWALLOW:
        return False
    other_task = bool(_named(following)) and not (_named(following) & _named(current))
    if before == after:
        return other_task and bool(_named(current)) and _other_values(current, following)
    if before == Intent.ASSIGN_TASK or before == Intent.SET_EVENT_DATE:
        return after in {
            Intent.BROADCAST_START,
            Intent.NUDGE,
            Intent.LIST_TASKS,
            Intent.REPORT_STATUS,
            Intent.ASSIGN_TASK,
        }
    if before in _WITH_REASON:
        return (
            other_task
            or (after in _QUESTIONS and not _named(following))
            or after in {Intent.NUDGE, Intent.SNOOZE, Intent.SETTINGS}
        )
    if after == Intent.ATTACH_PROOF and before == Intent.MARK_DONE:
        return other_task
    if {before, after} <= {
        Intent.MARK_DONE,
        Intent.CHECKLIST_TICK,
        Intent.UNDO_DONE,
        Intent.ATTACH_PROOF,
    } and not _named(following):
        return bool("ITEM" in following.line.norm)
    if {before, after} <= {Intent.LIST_TASKS, Intent.REPORT_STATUS} or {before, after} <= {
        Intent.SNOOZE,
        Intent.SETTINGS,
    }:
        return False
    if before == Intent.NUDGE or after == Intent.SET_EVENT_DATE:
        return after in {Intent.LIST_TASKS, Intent.REPORT_STATUS, Intent.BROADCAST_START} and before != Intent.NUDGE
    return True


def _other_values(current: Request, following: Request) -> bool:
    ours = {k: v for k, v in current.reading.slots.items() if k != "task"}
    theirs = {k: v for k, v in following.reading.slots.items() if k != "task"}
    return ours != theirs


def _pieces(line: Line, hearing: Hearing, edges: list[int]) -> list[Request]:
    """The line cut where something new is asked. What asks for nothing alone goes with what follows, if that is new."""
    pieces: list[Request] = []
    start, current = 0, read_request(line.part(0, edges[0]), hearing)
    held: int | None = None
    for edge, until in zip(edges, [*edges[1:], len(line.words)], strict=True):
        begin = edge if held is None else held
        following = read_request(line.part(begin, until), hearing)
        if _is_new(current, following):
            pieces.append(current)
            start, current, held = begin, following, None
        elif not _stands_alone(following) and not _stands_alone(current):
            held, current = None, read_request(line.part(start, until), hearing)
        else:
            held = begin if not _stands_alone(following) else None
            if held is None:
                current = read_request(line.part(start, until), hearing)
    if held is not None:
        current = read_request(line.part(start, len(line.words)), hearing)
    return [*pieces, current]


def requests(line: Line, hearing: Hearing) -> list[Request]:
    """The line's request, then those that follow it in the same message, in order; never empty."""
    whole = read_request(line, hearing)
    if whole.reading.intent in _SWALLOW:
        return [whole]
    cuts = min(MAX_CUTS, max(2, _MOST_READ // max(len(line.words), 1)))
    for edges in (_hard(line), _soft(line)):
        pieces = _pieces(line, hearing, edges[:cuts]) if edges else []
        if len(pieces) > 1:
            return pieces
    return [whole]


def read_clauses(line: Line, hearing: Hearing) -> Reading:
    """The line's request, and in `more` those that follow it in the same message."""
    first, *rest = (request.reading for request in requests(line, hearing))
    return Reading(first.intent, first.slots, tuple(rest))

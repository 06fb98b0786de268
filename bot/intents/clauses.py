"""Several requests in one message: where one ends and the next begins."""

from bot.intents.line import Line
from bot.intents.model import Hearing, Intent, Reading
from bot.intents.one_request import Request, read_request

_JOINS = {
    "con", "còn", "va", "và", "voi", "với", "dong", "đồng", "san", "sẵn", "tien", "tiện", "roi", "rồi", "nhan", "xong",
}  # fmt: skip
_BREAKS = frozenset(",.;!?\n…")
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
_TASKS = frozenset({"TASK", "TITLE"})


def cuts(line: Line) -> list[int]:
    """Where a new request may begin: after a mark, before a word that joins, before a task that follows `rồi`."""
    found = []
    for at in range(1, len(line.words)):
        word, before = line.words[at], line.words[at - 1]
        if not _BREAKS.isdisjoint(word.gap):
            found.append(at)
        elif word.norm.rstrip("_") in _JOINS and before.norm not in {"ma", "mà"}:
            found.append(at)
        elif word.norm == "TASK" and before.norm.rstrip("_") in {"roi", "rồi", "nhe", "nhé", "nha"}:
            found.append(at)
    return found


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


def read_clauses(line: Line, hearing: Hearing) -> Reading:
    """The line's request, and in `more` those that follow it in the same message."""
    whole = read_request(line, hearing)
    edges = [at for at in cuts(line) if at < len(line.words)][:8]
    if not edges or whole.reading.intent in {Intent.BROADCAST_START}:
        return whole.reading
    pieces: list[Request] = []
    start = 0
    current: Request | None = None
    for edge, until in zip(edges, [*edges[1:], len(line.words)], strict=True):
        current = current or read_request(line.part(start, edge), hearing)
        following = read_request(line.part(edge, until), hearing)
        if _is_new(current, following):
            pieces.append(current)
            start, current = edge, following
        else:
            current = read_request(line.part(start, until), hearing)
    if not pieces or current is None:
        return whole.reading
    pieces.append(current)
    first, *rest = (piece.reading for piece in pieces)
    return Reading(first.intent, first.slots, tuple(rest))

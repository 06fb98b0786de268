"""What a message without an order brings: a plan, a roster, or a proof."""

from bot.actions import plan_drafts, roster_drafts
from bot.actions.plan_files import has_rows
from bot.channels import Attachment
from bot.handlers import Turn
from bot.intents.model import Intent, Reading
from scheduler.plans.pasted import looks_like_plan
from scheduler.plans.refusals import PlanFileError
from scheduler.rosters.model import Roster

_TABLES = (".docx", ".docm", ".xlsx", ".xlsm", ".pdf", ".csv", ".txt", ".doc", ".xls", ".rtf")
_NO_PLAN = frozenset({"files.no_plan", "files.unknown", "files.empty", "files.scanned"})
# What a text of many lines may be instead of a plan.
_ORDERS = frozenset({Intent.BROADCAST_START, Intent.ASSIGN_TASK, Intent.SET_EVENT_DATE, Intent.CORRECT})
_LEAST_LINES = 2


def by_file(turn: Turn, sent: Attachment) -> Reading:
    """A file with no order of its own is a proof; one that reads as a plan or a roster, from who may import it, is
    that, and where it reads as both it is asked."""
    if not turn.speaker.oversees or not _may_hold_rows(sent):
        return Reading(Intent.ATTACH_PROOF)
    plan = plan_drafts.may_import(turn.speaker) and _is_plan(sent)
    if plan and sent.name.lower().endswith(".pdf"):
        return Reading(Intent.IMPORT_PLAN)
    roster = _roster(turn, sent) if roster_drafts.may_import(turn.speaker) else None
    if plan:
        both = roster is not None and _tells_of_people(roster)
        return Reading(Intent.IMPORT_ROSTER, {"ask": "which"}) if both else Reading(Intent.IMPORT_PLAN)
    return Reading(Intent.ATTACH_PROOF if roster is None else Intent.IMPORT_ROSTER)


def may_be_plan(sent: Attachment) -> bool:
    """Whether a file is a plan, whoever sent it; it is kept as read."""
    return _may_hold_rows(sent) and _is_plan(sent)


def _may_hold_rows(sent: Attachment) -> bool:
    return not sent.photo and sent.name.lower().endswith(_TABLES)


def _is_plan(sent: Attachment) -> bool:
    """Whether it has a plan's rows, or is a plan's file that something is wrong with."""
    try:
        return has_rows(plan_drafts.read_attachment(sent))
    except PlanFileError as error:
        return error.key not in _NO_PLAN


def _roster(turn: Turn, sent: Attachment) -> Roster | None:
    try:
        return roster_drafts.read_attachment(sent, today=turn.today)
    except PlanFileError:
        return None


def _tells_of_people(roster: Roster) -> bool:
    """More than who does what, which a plan tells too."""
    return roster.form is not None or any(entry.phone or entry.born for entry in roster.people)


def is_pasted_plan(turn: Turn, reading: Reading) -> bool:
    """Whether a text, read as `reading` by itself, is a plan of several lines and no order about work."""
    text = turn.incoming.text
    if reading.intent in _ORDERS or text.strip().count("\n") + 1 < _LEAST_LINES:
        return False
    numbers = reading.slots.get("task")
    return not isinstance(numbers, int | list) and looks_like_plan(text)

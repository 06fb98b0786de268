"""Which tasks: one's own, a person's, the office's; by state, by day, by section or words; five at a time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from bot import access
from bot.actions.refusal import Refusal
from bot.gathering import MorningOf
from bot.handlers import Handler, Turn
from bot.handlers.leading import people_meant
from bot.handlers.targets import matching
from bot.intents.commands import decode
from bot.intents.model import Intent, Reading
from bot.replies import lists as say
from bot.replies import mornings as say_mornings
from bot.replies.lines import SOON, name_of
from bot.replies.lists import Listing
from bot.replies.tasks import MOST_LINES
from locales import text
from locales.folding import fold
from scheduler.messages import Message
from storage.assignments import assignments_numbered, finished_in
from storage.rows import id_of
from storage.tables import Assignment, AssignmentState
from storage.tasks import finished_of, tasks_by_id, unfinished_in, unfinished_of, with_pending_extension

_AREAS = {
    "chi_dao": "chi dao dieu hanh",
    "the_che": "the che",
    "tthc": "thu tuc hanh chinh",
    "bo_may": "bo may",
    "cong_vu": "cong vu",
    "tai_chinh": "tai chinh",
    "so": "chinh quyen dien tu|chinh quyen so|chuyen doi so|hien dai hoa",
}
_STATES = ("done", "extension", "no_proof", "overdue")  # the first that is asked for names the list


def list_tasks(turn: Turn) -> Message | None:
    """The first page; the dialogue remembers what was asked, for `xem thêm`."""
    turn.dialogue.listing = turn.reading
    return _page(turn, 0)


def show_more(turn: Turn) -> Message | None:
    """The next five of the list last shown; a button says which five."""
    listing = turn.reading if "date" in turn.slots else turn.dialogue.listing
    if listing and listing.intent is Intent.SHOW_MORE:
        return _rest_of_morning(turn, listing)
    if listing is None:
        return list_tasks(replace(turn, reading=Reading(Intent.LIST_TASKS, {"scope": "mine"})))
    place = turn.slots.get("page", turn.dialogue.page + 1)
    return _page(replace(turn, reading=listing), place)


def _rest_of_morning(turn: Turn, goes_on: Reading) -> Message:
    """What a morning's five lines had no room for, from the task that the button names."""
    since, first = date.fromisoformat(goes_on.slots["date"]), goes_on.slots.get("task")
    rows = assignments_numbered(turn.session, turn.speaker.office_id, [first] if isinstance(first, int) else [])
    mine = [row for row in rows.values() if row.person_id == turn.speaker.id]
    who = turn.speaker.person
    of = MorningOf(turn.session, who, turn.calendar, since=since, planned=turn.today, now=turn.now)
    said = say_mornings.rest(of.facts(), mine[0]) if mine else None
    if said is None:
        return Message(text("list.no_more"))
    turn.dialogue.listing = next((decode(button.command) for button in said.buttons), None)
    turn.dialogue.showed(said.tasks)
    return said


def _page(turn: Turn, place: int) -> Message:
    listing, rows = _wanted(turn)
    start = max(place, 0) * MOST_LINES
    if not rows:
        turn.dialogue.showed([])
        return say.nothing(turn.view, listing, _nearest(turn))
    if start >= len(rows):
        return Message(text("list.no_more"))
    turn.dialogue.page = place
    turn.dialogue.showed([row.number for row in rows[start : start + MOST_LINES]])
    return say.page(turn.view, listing, rows, start=start)


def _nearest(turn: Turn) -> Assignment | None:
    rows = [row for row in unfinished_of(turn.session, turn.speaker.id) if row.due >= turn.today]
    return rows[0] if rows else None


def _wanted(turn: Turn) -> tuple[Listing, list[Assignment]]:
    listing = _listing(turn)
    listing, rows = _whose(turn, listing)
    keep = _keeps(turn, listing)
    kept = [row for row in rows if keep(row)]
    return listing, about(turn, kept)


def _listing(turn: Turn) -> Listing:
    status = turn.slots.get("status")
    states = set(status if isinstance(status, list) else [status]) - {None}
    first, last = _days(turn)
    today = first == last == turn.today
    if found := next((state for state in _STATES if state in states), None):
        return Listing(found, first, last)
    if "area" in turn.slots or "words" in turn.slots:
        return Listing("fitting", first, last)
    if first is None:
        return Listing("soon" if "due" in states else "open")
    if "open" in states and first == turn.today and last != first:
        return Listing("remaining", first, last)
    return Listing("today" if today else "due", first, last)


def _days(turn: Turn) -> tuple[date | None, date | None]:
    if "when" not in turn.slots:
        return None, None
    first, _, last = turn.slots["when"].partition("..")
    return date.fromisoformat(first), date.fromisoformat(last or first)


def _whose(turn: Turn, listing: Listing) -> tuple[Listing, list[Assignment]]:
    """The rows to choose from. Only who oversees the office sees other people's. Raises Refusal."""
    who, done = turn.speaker, listing.kind == "done"
    others = "person" in turn.slots or "role" in turn.slots
    if others and not who.oversees:
        raise Refusal("tasks.words_not_found", buttons=(access.my_tasks_button(),))
    if turn.slots.get("scope") == "unit" and not who.oversees:
        raise Refusal("tasks.unit_not_found", buttons=(access.my_tasks_button(),))
    if others:
        return _of_people(turn, listing)
    if turn.slots.get("scope") == "mine" or not who.oversees:
        rows = finished_of(turn.session, who.id) if done else unfinished_of(turn.session, who.id)
        return listing, rows
    rows = finished_in(turn.session, who.office_id) if done else unfinished_in(turn.session, who.office_id)
    people = access.colleagues(turn.session, who, now=turn.now)
    names = {id_of(person): name_of(person, people) for person in people}
    return replace(listing, who=text("list.the_unit"), names=names), rows


def _of_people(turn: Turn, listing: Listing) -> tuple[Listing, list[Assignment]]:
    people, everybody = people_meant(turn) or [], access.colleagues(turn.session, turn.speaker, now=turn.now)
    names = {id_of(person): name_of(person, everybody) for person in people}
    load = finished_in if listing.kind == "done" else unfinished_in
    rows = [row for row in load(turn.session, turn.speaker.office_id) if row.person_id in names]
    if not people:
        raise Refusal("tasks.nobody_holds_it")
    who = ", ".join(names.values())
    return replace(listing, who=who, names=names if len(names) > 1 else {}), rows


def _keeps(turn: Turn, listing: Listing) -> Callable[[Assignment], bool]:
    """Whether a row is asked for, by the kind of the list and its days."""
    now, today = turn.now, turn.today
    soon = turn.calendar.add(today, SOON)
    pending = with_pending_extension(turn.session, turn.speaker.office_id) if listing.kind == "extension" else set()
    tests: dict[str, Callable[[Assignment], bool]] = {
        "overdue": lambda row: row.late_after <= now,
        "today": lambda row: row.due == today or row.late_after <= now,
        "soon": lambda row: row.late_after > now and row.due <= soon,
        "no_proof": lambda row: row.state is AssignmentState.WAITING_PROOF,
        "extension": lambda row: row.id in pending,
    }
    fits = tests.get(listing.kind, _any)
    return lambda row: fits(row) and (listing.kind == "today" or _in_days(turn, listing, row))


def _any(_row: Assignment) -> bool:
    return True


def _in_days(turn: Turn, listing: Listing, row: Assignment) -> bool:
    if listing.first is None or listing.last is None:
        return True
    day = turn.calendar.today(row.submitted_at) if listing.kind == "done" and row.submitted_at else row.due
    return listing.first <= day <= listing.last


def about(turn: Turn, rows: list[Assignment]) -> list[Assignment]:
    """Those of a section, or with these words in the title."""
    if area := turn.slots.get("area"):
        tasks = tasks_by_id(turn.session, [row.task_id for row in rows])
        names = [_AREAS[one] for one in (area if isinstance(area, list) else [area]) if one in _AREAS]
        words = [word for name in names for word in name.split("|")]
        return [row for row in rows if any(word in fold(tasks[row.task_id].section_title) for word in words)]
    return matching(turn, turn.slots["words"], rows) if "words" in turn.slots else rows


HANDLERS: Mapping[Intent, Handler] = {Intent.LIST_TASKS: list_tasks, Intent.SHOW_MORE: show_more}

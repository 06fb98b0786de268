"""Which tasks: one's own, a person's, the office's; by state, by day, by section or words; five at a time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from bot import access
from bot.actions.refusal import Refusal
from bot.gathering import MorningOf
from bot.handlers import Handler, Turn
from bot.handlers.leading import people_meant
from bot.handlers.targets import fitting
from bot.intents.commands import decode
from bot.intents.model import Intent, Reading
from bot.replies import lists as say
from bot.replies import mornings as say_mornings
from bot.replies.lines import SOON, names_among
from bot.replies.lists import Listing
from bot.replies.tasks import MOST_LINES
from locales import text
from locales.folding import fold
from scheduler.messages import Message
from storage.assignments import assignments_numbered
from storage.selection import (
    Where,
    among,
    before_our_time,
    due_in,
    either,
    extension_waits,
    finished,
    handed_in,
    held_by,
    how_many,
    in_office,
    in_sections,
    late,
    page,
    sections,
    titles,
    twins,
    twins_of,
    unfinished,
    without_proof,
)
from storage.tables import Assignment

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
    listing, where = _wanted(turn)
    start = max(place, 0) * MOST_LINES
    rows = page(turn.session, *where, offset=start, limit=MOST_LINES, latest=listing.kind == "done")
    if not rows and start and how_many(turn.session, *where):
        return Message(text("list.no_more"))
    if not rows:
        turn.dialogue.showed([])
        return say.nothing(turn.view, listing, _nearest(turn))
    whole = not start and len(rows) < MOST_LINES
    turn.dialogue.page = place
    turn.dialogue.showed([row.number for row in rows])
    count = len(rows) if whole else how_many(turn.session, *where)
    alike = twins_of(rows) if whole else twins(turn.session, rows, *where)
    return say.page(turn.view, listing, rows, start=start, count=count, twins=alike)


def _nearest(turn: Turn) -> Assignment | None:
    ahead = (in_office(turn.speaker.office_id), held_by([turn.speaker.id]), unfinished(), due_in(turn.today, date.max))
    return next(iter(page(turn.session, *ahead, limit=1)), None)


def _wanted(turn: Turn) -> tuple[Listing, list[Where]]:
    listing, whose = _whose(turn, _listing(turn))
    where = [*whose, finished() if listing.kind == "done" else unfinished(), *_of_kind(turn, listing)]
    return listing, [*where, *about(turn, *where)]


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


def _whose(turn: Turn, listing: Listing) -> tuple[Listing, list[Where]]:
    """Whose rows are listed. Only who oversees the office sees other people's. Raises Refusal."""
    who, here = turn.speaker, in_office(turn.speaker.office_id)
    others = "person" in turn.slots or "role" in turn.slots
    if others and not who.oversees:
        raise Refusal("tasks.words_not_found", buttons=(access.my_tasks_button(),))
    if turn.slots.get("scope") == "unit" and not who.oversees:
        raise Refusal("tasks.unit_not_found", buttons=(access.my_tasks_button(),))
    if others:
        listing, people = _of_people(turn, listing)
        return listing, [here, held_by(people)]
    if turn.slots.get("scope") == "mine" or not who.oversees:
        return listing, [here, held_by([who.id])]
    colleagues = access.colleagues(turn.session, who, now=turn.now)
    names = names_among(colleagues, colleagues)
    return replace(listing, who=text("list.the_unit"), names=names), [here]


def _of_people(turn: Turn, listing: Listing) -> tuple[Listing, list[int]]:
    people, everybody = people_meant(turn) or [], access.colleagues(turn.session, turn.speaker, now=turn.now)
    if not people:
        raise Refusal("tasks.nobody_holds_it")
    names = names_among(people, everybody)
    who = ", ".join(names.values())
    return replace(listing, who=who, names=names if len(names) > 1 else {}), list(names)


def _of_kind(turn: Turn, listing: Listing) -> list[Where]:
    """What the kind of the list asks for, in its days."""
    if listing.kind == "today":
        return [either(due_in(turn.today, turn.today), late(turn.now))]
    soon = turn.calendar.add(turn.today, SOON)
    kinds = {
        "overdue": [late(turn.now)],
        "soon": [~late(turn.now), due_in(date.min, soon)],
        "no_proof": [without_proof()],
        "extension": [extension_waits()],
    }
    return [*kinds.get(listing.kind, []), *_in_days(turn, listing)]


def _in_days(turn: Turn, listing: Listing) -> list[Where]:
    if listing.first is None or listing.last is None:
        return []
    if listing.kind != "done":
        return [due_in(listing.first, listing.last)]
    first = turn.calendar.at(listing.first, time(0))
    after = turn.calendar.at(listing.last + timedelta(days=1), time(0))
    return [either(handed_in(first, after), before_our_time() & due_in(listing.first, listing.last))]


def about(turn: Turn, *where: Where) -> list[Where]:
    """Of those chosen so far, what stands in the named sections, or has the named words in its title."""
    if area := turn.slots.get("area"):
        named = [_AREAS[one] for one in (area if isinstance(area, list) else [area]) if one in _AREAS]
        words = [word for name in named for word in name.split("|")]
        found = [one for one in sections(turn.session, turn.speaker.office_id) if any(w in fold(one) for w in words)]
        return [in_sections(turn.speaker.office_id, found)]
    wanted = turn.slots.get("words")
    return [among(fitting(str(wanted), titles(turn.session, *where)))] if wanted else []


HANDLERS: Mapping[Intent, Handler] = {Intent.LIST_TASKS: list_tasks, Intent.SHOW_MORE: show_more}

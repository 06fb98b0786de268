"""The talk itself: who one is, help, courtesy, what was not understood."""

from collections.abc import Mapping
from datetime import date

from bot.actions.people import unlink_account
from bot.handlers import Handler, Turn
from bot.handlers.answers import as_order
from bot.intents.model import Intent, Reading
from bot.replies import help as say
from bot.replies import people as say_people
from locales.folding import fold
from scheduler.messages import Message
from storage.people import people_with_role, posts_of, unit_of
from storage.tables import Person, Role

MOST_KEPT = 500


def focal_points(turn: Turn) -> list[Person]:
    return people_with_role(turn.session, turn.speaker.office_id, Role.FOCAL)


def who_am_i(turn: Turn) -> Message | None:
    posts = posts_of(turn.session, [turn.speaker.id]).get(turn.speaker.id, [])
    office = unit_of(turn.session, turn.speaker.office_id).name
    return say_people.who_am_i(say_people.Who(turn.speaker.person, posts, office))


def help_me(turn: Turn) -> Message | None:
    office = unit_of(turn.session, turn.speaker.office_id).name
    return say.help_words(turn.view, office, focal_points(turn), leads=turn.speaker.leads)


def greeting(turn: Turn) -> Message | None:
    return say.greeting(turn.view)


def thanks(_turn: Turn) -> Message | None:
    """Nothing to say, nothing sent (voice.md rule 24)."""
    return None


_COMPLAINS = ("nhac", "phien", "tin nhan", "bot", "ngu", "spam")
_PROCEDURES = (
    "can cuoc", "khai sinh", "khai tu", "ket hon", "ho khau", "thuong tru", "tam tru", "so do", "giay phep xay dung",
    "chung thuc", "dang ky kinh doanh", "bao hiem y te", "ly lich tu phap", "ho chieu",
)  # fmt: skip
_ASKS = ("o dau", "the nao", "can gi", "can nhung gi", "giay to gi", "bao lau", "bao nhieu tien", "le phi")


def small_talk(turn: Turn) -> Message | None:
    words = f" {fold(turn.incoming.text)} "
    return say.small_talk(turn.view, about_reminders=any(f" {one} " in words for one in _COMPLAINS))


def unknown(turn: Turn) -> Message | None:
    words = f" {fold(turn.incoming.text)} "
    if any(f" {one} " in words for one in _PROCEDURES) and any(f" {one} " in words for one in _ASKS):
        return say.for_citizens(turn.view)
    return say.unknown(turn.view)


def ask_code(turn: Turn) -> Message | None:
    """A further chat is to be linked, without its code yet."""
    return say_people.ask_code(turn.view)


def wrong_person(turn: Turn) -> Message | None:
    """`không phải` right after linking: the chat is taken from this person."""
    unlink_account(turn.session, turn.speaker, now=turn.now)
    turn.dialogue.done = None
    return say_people.unlinked(focal_points(turn))


def clarify(turn: Turn) -> Message | None:
    """Several readings fit: which order. The text is kept, to be read again as the one that is chosen."""
    intents = _candidates(turn)
    if not intents:
        return say.unknown(turn.view)
    turn = turn.with_slots(typed=turn.incoming.text[:MOST_KEPT], today=turn.today.isoformat())
    question = turn.dialogue.ask(turn.reading, "intent")
    later = as_order(Intent.REQUEST_EXTENSION, turn.slots).slots
    number, day = later.get("task"), later.get("date")
    if set(intents) == {Intent.SNOOZE, Intent.REQUEST_EXTENSION} and isinstance(number, int) and day:
        return say.clarify_later(turn.view, number, date.fromisoformat(day), question=question)
    return say.clarify(turn.view, intents, question=question)


def _candidates(turn: Turn) -> list[Intent]:
    named = turn.slots.get("candidates", [])
    intents = [Intent(one) for one in (named if isinstance(named, list) else [named])]
    return [intent for intent in intents if say.act_words(intent)][:3]


def settled(reading: Reading) -> Reading | None:
    """A clarify whose order is clear and only the task is not is that order, asking which task."""
    candidates = reading.slots.get("candidates", [])
    among = reading.slots.get("among")
    if reading.intent is not Intent.CLARIFY or not among or len(candidates) != 1:
        return None
    rest = {name: value for name, value in reading.slots.items() if name != "candidates"}
    return Reading(Intent(candidates[0]), rest, reading.more)


HANDLERS: Mapping[Intent, Handler] = {
    Intent.WHO_AM_I: who_am_i,
    Intent.HELP: help_me,
    Intent.GREETING: greeting,
    Intent.THANKS: thanks,
    Intent.SMALL_TALK: small_talk,
    Intent.UNKNOWN: unknown,
    Intent.CLARIFY: clarify,
    Intent.LINK_ACCOUNT: ask_code,
}

"""Chats that are nobody's yet: the code, the consent, the first greeting. They hear no name of the office."""

import re
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.access import Speaker
from bot.actions.bots import bot_for, fault_of
from bot.actions.people import holder_of, link_account
from bot.actions.refusal import Refusal
from bot.actions.settings import morning_at
from bot.channels import Incoming
from bot.channels.limits import limits_of
from bot.dialogue import Dialogue
from bot.intents import read
from bot.intents.answers import bare_number
from bot.intents.commands import decode
from bot.intents.model import Hearing, Intent, Reading
from bot.replies import people as say
from bot.replies.bots import elsewhere
from bot.replies.view import View
from scheduler.calendar import Calendar, calendar_of
from scheduler.messages import Message
from storage.people import accounts_of, posts_of, unit_of
from storage.rows import id_of
from storage.tables import Account, Person
from storage.tasks import unfinished_of

MOST_WRONG = 5
LOCKED_FOR = timedelta(minutes=30)
_CODE = re.compile(r"(?=\S*\d)[A-Z0-9]{6}")


def _reading(incoming: Incoming, dialogue: Dialogue, *, now: datetime) -> Reading:
    text = incoming.text.strip()
    if incoming.tapped:
        return decode(text) or Reading(Intent.UNKNOWN)
    if 1 <= (place := bare_number(text) or 0) <= len(dialogue.menu):
        return decode(dialogue.menu[place - 1]) or Reading(Intent.UNKNOWN)
    if _CODE.fullmatch(text.upper()):
        return Reading(Intent.LINK_ACCOUNT, {"code": text.upper()})
    return read(text, Hearing(today=now.date()))


def answer_stranger(session: Session, incoming: Incoming, dialogue: Dialogue, *, now: datetime) -> Message:
    """What a chat that is linked to nobody hears (samples 01-05)."""
    reading = _reading(incoming, dialogue, now=now)
    consented = answer_consent(session, incoming, dialogue, None, now=now)
    if consented is not None:
        return consented
    if reading.intent is Intent.LINK_ACCOUNT and "code" in reading.slots:
        return code_typed(session, incoming, dialogue, reading.slots["code"], now=now)
    return say.stranger()


def answer_consent(
    session: Session, incoming: Incoming, dialogue: Dialogue, who: Speaker | None, *, now: datetime
) -> Message | None:
    """Yes or no to the consent that is open; None where none is, or something else is said."""
    question = dialogue.question
    if question is None or question.order.intent is not Intent.LINK_ACCOUNT:
        return None
    reading = _reading(incoming, dialogue, now=now)
    said = reading.slots.get("answer") if reading.intent is Intent.CONSENT else None
    if said == "yes" or reading.intent is Intent.YES:
        return _consented(session, incoming, dialogue, question.order.slots["code"], now=now)
    if said == "no" or reading.intent in (Intent.NO, Intent.CANCEL):
        dialogue.close()
        return say.consent_refused() if who is None else say.stays_linked(View(who.person, who.calendar, now))
    return None


def code_typed(session: Session, incoming: Incoming, dialogue: Dialogue, code: str, *, now: datetime) -> Message:
    """A code opens the consent; five wrong ones close the door for a while."""
    if dialogue.locked_until and now < dialogue.locked_until:
        return say.locked(_office_time(dialogue.locked_until))
    held = holder_of(session, code, now=now)
    if held is None:
        return _wrong(dialogue, now=now)
    _, person = held
    dialogue.wrong_codes, dialogue.locked_until = 0, None
    if away := _elsewhere(session, incoming, person, code):
        return away
    question = dialogue.ask(Reading(Intent.LINK_ACCOUNT, {"code": code}))
    before = _consent_before(session, incoming, person)
    if before and before.consented_at:
        view = View(person, calendar_of(session, person.office_id), now)
        return say.consent_again(view, before.bot, before.consented_at, incoming.bot, question=question)
    return say.consent(unit_of(session, person.office_id).name, incoming.bot, question=question)


def _elsewhere(session: Session, incoming: Incoming, person: Person, code: str) -> Message | None:
    """Where else to type the code, if this bot does not take its person."""
    fault = fault_of(session, person, incoming.bot)
    if fault is None:
        return None
    platform, limits = incoming.bot.partition(":")[0], limits_of(incoming.bot)
    return elsewhere(fault, bot_for(session, person.office_id, platform=platform, limits=limits), code)


def _consent_before(session: Session, incoming: Incoming, person: Person) -> Account | None:
    """Another platform on which this person consented already."""
    platform = incoming.bot.partition(":")[0]
    others = [one for one in accounts_of(session, id_of(person)) if one.bot.partition(":")[0] != platform]
    return next((one for one in others if one.consented_at), None)


def _office_time(moment: datetime) -> datetime:
    """A chat that is nobody's has no office: the hour is the nation's."""
    return moment.astimezone(Calendar().zone)


def _wrong(dialogue: Dialogue, *, now: datetime) -> Message:
    dialogue.wrong_codes += 1
    if dialogue.wrong_codes < MOST_WRONG:
        return say.wrong_code()
    dialogue.wrong_codes, dialogue.locked_until = 0, now + LOCKED_FOR
    return say.locked(_office_time(dialogue.locked_until))


def _consented(session: Session, incoming: Incoming, dialogue: Dialogue, code: str, *, now: datetime) -> Message:
    dialogue.close()
    held = holder_of(session, code, now=now)
    if held and (away := _elsewhere(session, incoming, held[1], code)):
        return away
    try:
        person, account = link_account(session, code, bot=incoming.bot, address=incoming.address, now=now)
    except Refusal:
        return say.wrong_code()
    dialogue.tasks, dialogue.last, dialogue.listing, dialogue.undo = (), None, None, None
    dialogue.done = Reading(Intent.LINK_ACCOUNT)
    other = _consent_before(session, incoming, person)
    view = View(person, calendar_of(session, person.office_id), now)
    if other is not None:
        question = dialogue.ask(Reading(Intent.SETTINGS, {"set": "channel"}), "channel")
        return say.which_channel(view, account.bot, other.bot, question=question)
    return _welcome(session, incoming, view)


def _welcome(session: Session, incoming: Incoming, view: View) -> Message:
    rows = unfinished_of(session, id_of(view.person))
    posts = posts_of(session, [id_of(view.person)]).get(id_of(view.person), [])
    return say.linked(
        view,
        say.Who(view.person, posts, unit_of(session, view.person.office_id).name),
        incoming.bot,
        unfinished=len(rows),
        overdue=sum(row.late_after <= view.now for row in rows),
        morning=morning_at(session, view.person),
    )

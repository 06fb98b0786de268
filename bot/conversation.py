"""One message in, one answer out: who speaks, what it means, what is done about it, what is said.

The dialogue's state is in the database: a restart between two messages is not noticed.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.access import Speaker, speaker
from bot.actions.missed import keep_missed
from bot.actions.refusal import Refusal
from bot.channels import Incoming
from bot.dialogue import Dialogue, Question, Unread, load, menu_of, offers_of, save
from bot.handlers import Handler, Turn
from bot.handlers.answers import answered, as_order, chosen, corrected, yes_or_no
from bot.handlers.brought import by_file, is_pasted_plan
from bot.handlers.linking import answer_consent, answer_stranger, code_typed
from bot.handlers.people import MOST_KEPT, focal_points, settled, wrong_person
from bot.handlers.proofs import done_later
from bot.handlers.registry import ON_NO, handler_of
from bot.handlers.tasks import move
from bot.intents import read
from bot.intents.answers import bare_number
from bot.intents.commands import decode
from bot.intents.model import Hearing, Intent, KnownTask, Reading
from bot.intents.secrecy import is_marked_secret
from bot.replies import help as say
from locales.folding import fold
from scheduler.messages import Message
from storage.assignments import assignments_numbered
from storage.dialogues import dialogue_at
from storage.selection import Brief, briefs, held_by, in_office, unfinished
from storage.tables import Assignment

# Words that stand on our buttons and in our hints.
_TYPED = {
    "xem them": Reading(Intent.SHOW_MORE),
    "xem tiep": Reading(Intent.SHOW_MORE),
    "tat ca": Reading(Intent.LIST_TASKS, {"scope": "mine"}),
    "xem tat ca": Reading(Intent.LIST_TASKS, {"scope": "mine"}),
    "gui sau": Reading(Intent.DONE_LATER),
    **dict.fromkeys(("nhap ke hoach", "them ke hoach", "gui ke hoach moi"), Reading(Intent.IMPORT_PLAN)),
    **dict.fromkeys(("nhap danh sach", "nhap danh sach nguoi", "nhap danh sach can bo"), Reading(Intent.IMPORT_ROSTER)),
    **dict.fromkeys(("viec cho quyet dinh", "cho quyet dinh"), Reading(Intent.WAITING_DECISIONS)),
    **dict.fromkeys(("xem theo nguoi", "theo nguoi"), Reading(Intent.PERSON_REPORT)),
    **dict.fromkeys(("cho su kien", "viec cho su kien", "dang cho su kien"), Reading(Intent.WAITING_CONDITIONS)),
    **dict.fromkeys(("ban tin", "xem ban tin", "ban tin hom nay"), Reading(Intent.DIGEST)),
}
_MOST_MISSES = 2
_NOT_ME = "khong phai"  # asked for after linking, where the person's name was wrong


def answer(session: Session, incoming: Incoming, *, now: datetime) -> Message | None:
    """What is said back to this chat; None where nothing is said."""
    kept = dialogue_at(session, incoming.bot, incoming.address, now=now)
    dialogue = load(kept)
    asked = dialogue.question.id if dialogue.question else None
    who = speaker(session, incoming, now=now)
    if who is None:
        message: Message | None = answer_stranger(session, incoming, dialogue, now=now)
    else:
        message = _answer_person(session, incoming, dialogue, who, now=now)
    if message is not None and (message.buttons or dialogue.question is None or dialogue.question.id != asked):
        dialogue.menu, dialogue.offered = menu_of(message), offers_of(message)
    save(kept, dialogue, now=now)
    return message


def _answer_person(
    session: Session, incoming: Incoming, dialogue: Dialogue, who: Speaker, *, now: datetime
) -> Message | None:
    name = incoming.attachment.name if incoming.attachment else ""
    if not incoming.tapped and is_marked_secret(incoming.text, name):
        return say.secret()
    turn = Turn(
        session=session,
        speaker=who,
        reading=Reading(Intent.UNKNOWN),
        incoming=incoming,
        dialogue=dialogue,
        now=now,
        today=who.calendar.today(now),
        calendar=who.calendar,
    )
    consented = answer_consent(session, incoming, dialogue, who, now=now)
    if consented is not None:
        return consented
    unread, dialogue.unread = dialogue.unread, None
    if incoming.tapped:
        return _ordered(turn, decode(incoming.text), unread)
    if picked := _picked(turn):
        return _ordered(turn, picked, unread)
    command = turn.dialogue.offered.get(fold(incoming.text), "")
    if (order := decode(command)) and _timely(turn, order):
        return _ordered(replace(turn, incoming=replace(incoming, text=command, tapped=True)), order, unread)
    return _typed(turn)


def _timely(turn: Turn, reading: Reading) -> bool:
    """Whether a button's order may still be given: the question it answers, if any, is the open one."""
    asked, question = reading.slots.get("question"), turn.dialogue.question
    return asked is None or (question is not None and asked == question.id)


def _picked(turn: Turn) -> Reading | None:
    """A bare number that answers the menu last shown."""
    place = bare_number(turn.incoming.text) or 0
    return decode(turn.dialogue.menu[place - 1]) if 1 <= place <= len(turn.dialogue.menu) else None


def _ordered(turn: Turn, reading: Reading | None, unread: Unread | None) -> Message | None:
    """A button, or the number that stands for it; it clears up what was typed before it and not understood."""
    question = turn.dialogue.question
    order = _as_chosen(question, reading) if reading and _timely(turn, reading) else None
    if reading is None or order is None:
        return say.stale(turn.view)
    if unread:
        typed, read_as = unread
        keep_missed(turn.session, turn.speaker, typed, read_as=read_as, meant=order.intent, today=turn.today)
    if order is not reading:
        return _carry_out(turn, order, question)
    if question and question.missing == "task" and question.order.intent is reading.intent:
        reading = Reading(reading.intent, {**question.order.slots, **reading.slots})
    return _follow(turn, reading)


def _as_chosen(question: Question | None, reading: Reading) -> Reading | None:
    """A button's order, a choice as the answer it gives; None for a choice that was not offered."""
    if reading.intent is not Intent.CHOOSE or question is None:
        return reading
    value = reading.slots.get("value")
    offered = question.order.slots.get("candidates", ()) if question.missing == "intent" else (value,)
    return None if value is None or value not in offered else chosen(question, value)


def _typed(turn: Turn) -> Message | None:
    question, text = turn.dialogue.question, turn.incoming.text
    shown = _TYPED.get(fold(text))
    if shown and not (question and question.missing == "task"):
        return _carry_out(turn, shown)
    reading = _read(turn, text) if text.strip() else Reading(Intent.UNKNOWN)
    if said := yes_or_no(question, text):
        reading = Reading(said)
    if (question is None or question.missing in _NO_TEXT_WANTED) and is_pasted_plan(turn, reading):
        return _carry_out(turn, Reading(Intent.IMPORT_PLAN, {"pasted": True}))
    if question and (reading.intent not in _ANSWERS or _long_answer(question, text)):
        order = answered(turn, question, reading)
        if order is not None:
            return _carry_out(turn, _settled_choice(order), question)
    reading = _with_attachment(turn, reading)
    if reading.intent in _UNREAD and not question:
        turn.dialogue.unread = (text[:MOST_KEPT], reading.intent)
    if question and reading.intent in _UNCLEAR and question.missing != "proof":
        return _missed(turn)
    return _in_order(turn, reading)


_ANSWERS = frozenset({Intent.YES, Intent.NO, Intent.CANCEL, Intent.CORRECT})
_UNREAD = frozenset({Intent.UNKNOWN, Intent.CLARIFY})
_UNCLEAR = frozenset({Intent.UNKNOWN, Intent.CLARIFY, Intent.SMALL_TALK})
_BESIDE = frozenset({Intent.HELP, Intent.WHO_AM_I, Intent.GREETING})  # said beside an open question, which stays
_OWN_WORDS = frozenset({"reason", "fix", "text", "audience", "settle", "note"})
_NO_TEXT_WANTED = frozenset({"", "settle", "plan_file", "roster_file", "task", "event"})
_SENTENCE = 3  # words


def _long_answer(question: Question, text: str) -> bool:
    """Where somebody's own words are wanted, a sentence is the answer, though it begins with `không` or `chưa`."""
    return question.missing in _OWN_WORDS and len(fold(text).split()) >= _SENTENCE


def _settled_choice(order: Reading) -> Reading:
    """Of several readings offered, the one that was named."""
    named = order.intent is Intent.CLARIFY and "chosen" in order.slots
    return as_order(Intent(order.slots["chosen"]), order.slots) if named else order


def _with_attachment(turn: Turn, reading: Reading) -> Reading:
    """What a file or a photo with no order of its own is."""
    vague = reading.intent in (Intent.UNKNOWN, Intent.CLARIFY, Intent.SMALL_TALK, Intent.GREETING, Intent.YES)
    sent = turn.incoming.attachment
    if sent is None or not vague:
        return reading
    return by_file(turn, sent)


def _read(turn: Turn, text: str) -> Reading:
    """The list last shown names the task; where it does not, the person's open tasks may.

    Who oversees an office may mean anybody's: there a title stays words, for the action to look among what it is about.
    """
    shown: Sequence[Assignment] = ()
    if turn.dialogue.tasks:
        found = assignments_numbered(turn.session, turn.speaker.office_id, turn.dialogue.tasks)
        shown = [found[number] for number in turn.dialogue.tasks if number in found]
    reading = read(text, _hearing(turn, shown))
    if turn.speaker.oversees or _names_a_task(reading):
        return reading
    own = in_office(turn.speaker.office_id), held_by([turn.speaker.id]), unfinished()
    again = read(text, _hearing(turn, briefs(turn.session, *own)))
    return again if isinstance(again.slots.get("task"), int) or not shown else reading


def _names_a_task(reading: Reading) -> bool:
    task = reading.slots.get("task", "")
    return not isinstance(task, str) or task in ("this", "all") or task.startswith("nth:")


def _hearing(turn: Turn, rows: Sequence[Assignment] | Sequence[Brief]) -> Hearing:
    tasks = tuple(KnownTask(row.number, row.title, row.due) for row in rows)
    return Hearing(today=turn.today, role=turn.speaker.role, tasks=tasks, last=turn.dialogue.last)


def _in_order(turn: Turn, reading: Reading) -> Message | None:
    """Several things in one message are answered in their order, in one message (voice.md rule 22)."""
    each = (replace(reading, more=()), *reading.more)
    answers = [message for one in each if (message := _follow(turn, one)) is not None]
    if len(answers) < 2:
        return answers[0] if answers else None
    words = "\n".join(message.text for message in answers)
    last = next((message for message in reversed(answers) if message.buttons), answers[-1])
    files = tuple(file for message in answers for file in message.files)
    return replace(last, text=words, files=files, to_make=tuple(one for message in answers for one in message.to_make))


def _follow(turn: Turn, reading: Reading) -> Message | None:
    """An order, or what is said about the order before."""
    question = turn.dialogue.question
    if reading.intent is Intent.YES:
        return _yes(turn, question)
    if reading.intent is Intent.NO:
        return _no(turn, question)
    if reading.intent is Intent.CANCEL:
        return _cancel(turn, question)
    if reading.intent is Intent.CORRECT:
        return _correct(turn, reading)
    if reading.intent is Intent.LINK_ACCOUNT and "code" in reading.slots:
        return code_typed(turn.session, turn.incoming, turn.dialogue, reading.slots["code"], now=turn.now)
    return _carry_out(turn, settled(reading) or reading)


def _yes(turn: Turn, question: Question | None) -> Message | None:
    if question is None:
        return None
    if question.missing:
        return None if question.missing == "proof" else _missed(turn)
    return _carry_out(turn, question.order, confirmed=True)


def _no(turn: Turn, question: Question | None) -> Message | None:
    if question is None:
        just_linked = turn.dialogue.done == Reading(Intent.LINK_ACCOUNT) and fold(turn.incoming.text) == _NOT_ME
        return wrong_person(turn) if just_linked else say.nothing_open(turn.view)
    if question.missing and question.missing != "settle":
        return _cancel(turn, question)
    turn.dialogue.close()
    handler = ON_NO.get(question.order.intent)
    return handler(replace(turn, reading=question.order)) if handler else say.dropped(turn.view)


def _cancel(turn: Turn, question: Question | None) -> Message | None:
    turn.dialogue.close()
    if question and question.missing == "proof":
        return done_later(turn)
    return say.dropped(turn.view)


def _correct(turn: Turn, reading: Reading) -> Message | None:
    """`à nhầm, việc 13`: the order before, on other values; what it did to the wrong task is undone."""
    question = turn.dialogue.question
    waits = question is not None and question.missing != "proof"
    before = question.order if question and waits else turn.dialogue.done
    if before is None or not reading.slots:
        return say.unknown(turn.view)
    order = corrected(before, reading)
    if waits or ("task" not in reading.slots and before.intent is not Intent.REQUEST_EXTENSION):
        return _carry_out(turn, order)
    turn.dialogue.close()
    return _refusing(replace(turn, reading=order), lambda one: move(one, before, handler_of(order.intent)))


def _carry_out(
    turn: Turn, reading: Reading, answering: Question | None = None, *, confirmed: bool = False
) -> Message | None:
    """Close what was open and do what was asked; a refusal leaves the question that was being answered open."""
    question = turn.dialogue.question
    turn.dialogue.close()
    if question and question.missing and reading.intent in _BESIDE:
        turn.dialogue.question = question
    turn = replace(turn, reading=reading, confirmed=confirmed)
    return _refusing(turn, handler_of(reading.intent), answering=answering, again=True)


def _refusing(
    turn: Turn, handler: Handler, answering: Question | None = None, *, again: bool = False
) -> Message | None:
    """What the handler says, or its refusal in words; what was half done by then is as if it never was.

    With `again` an order about a task that was refused may be put right: `xong 27`, `à nhầm, 21`.
    """
    undo = turn.dialogue.undo
    try:
        with turn.session.begin_nested():
            return handler(turn)
    except Refusal as refusal:
        turn.dialogue.question = answering if answering and answering.missing else turn.dialogue.question
        turn.dialogue.undo = undo
        if again and isinstance(turn.slots.get("task"), int):
            turn.dialogue.done = turn.reading
        if refusal.missing:
            rest = {name: value for name, value in turn.slots.items() if name != refusal.missing}
            turn.dialogue.ask(Reading(turn.intent, rest), refusal.missing)
        return Message(turn.view.say(refusal.key, **refusal.values), refusal.buttons)


def _missed(turn: Turn) -> Message:
    """An answer that is none: said once more what is open, then the list and who helps (voice.md rule 15)."""
    if turn.dialogue.missed() < _MOST_MISSES:
        return say.not_clear(turn.view)
    turn.dialogue.close()
    return say.lost(turn.view, focal_points(turn))

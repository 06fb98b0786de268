"""`dữ liệu của tôi`: shown, given as a file, erased after yes. Only ever the speaker's own."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.actions import my_data as actions
from bot.actions.my_data import Kept
from bot.handlers import Handler, Turn
from bot.handlers.asking import confirm
from bot.intents.model import Intent
from bot.replies import my_data as say
from bot.replies.asking import numbers_hint
from bot.replies.view import View
from bot.reports.my_data_xlsx import my_data_xlsx
from locales import text
from scheduler.calendar import Calendar
from scheduler.messages import Message
from storage.my_data import assignments_of, chat_lines_of, extensions_by, messages_to, proofs_by
from storage.people import people_by_id
from storage.proofs import file_names
from storage.rows import id_of
from storage.tasks import assignments_by_id


def my_data(turn: Turn) -> Message | None:
    """What is kept; a copy; or the question before it is erased. Of several things asked, the mildest first."""
    asked = turn.slots.get("ask", "show")
    asks = asked if isinstance(asked, list) else [asked]
    if "export" in asks:
        return _export(turn)
    kept = actions.kept_of(turn.session, turn.speaker.person)
    return _erase(turn, kept) if "erase" in asks else say.show(turn.view, kept)


def _export(turn: Turn) -> Message:
    actions.exported(turn.session, turn.speaker, now=turn.now)
    copy = partial(_copy, person_id=turn.speaker.id, calendar=turn.calendar, now=turn.now)
    return say.exported(turn.view, copy)


def _copy(session: Session, *, person_id: int, calendar: Calendar, now: datetime) -> bytes:
    """Everything about a person as an Excel file."""
    person = people_by_id(session, [person_id])[person_id]
    view = View(person, calendar, now)
    proofs, extensions = proofs_by(session, person_id), extensions_by(session, person_id)
    about = assignments_by_id(session, [one.assignment_id for one in extensions])
    names = file_names(session, [proof.file_id for proof in proofs if proof.file_id])
    return my_data_xlsx(
        [
            say.profile_sheet(view, actions.kept_of(session, person)),
            say.work_sheet(view, assignments_of(session, person_id)),
            say.proofs_sheet(view, proofs, names),
            say.extensions_sheet(view, extensions, {id_of(row): row.number for row in about}),
            say.messages_sheet(view, chat_lines_of(session, person_id), messages_to(session, person_id)),
        ]
    )


def _erase(turn: Turn, kept: Kept) -> Message:
    if not turn.confirmed:
        hint = numbers_hint(text("my_data.act.erase"), text("ask.act.drop"))
        sentence = say.confirm_erase(turn.view, kept)
        asked = turn.with_slots(ask="erase")
        return confirm(asked, sentence, yes=text("my_data.button.erase"), no=text("ask.button.drop"), hint=hint)
    parts = say.erasable(kept)
    actions.erase_data(turn.session, turn.speaker, kept, now=turn.now)
    dialogue = turn.dialogue
    dialogue.tasks, dialogue.last, dialogue.checklist = (), None, None
    dialogue.listing = dialogue.done = dialogue.undo = None
    return say.erased(turn.view, parts)


HANDLERS: Mapping[Intent, Handler] = {Intent.MY_DATA: my_data}

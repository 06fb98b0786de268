"""What is kept of somebody, in words and as a file; what was erased and what stays (voice.md sample 51)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.actions.my_data import Kept
from bot.intents.model import Intent
from bot.replies.asking import numbers_hint
from bot.replies.lines import button, join, say
from bot.replies.people import channel_name
from bot.replies.view import View
from bot.reports.columns import MEDIA_TYPE, Column, Sheet, Value
from locales import hour, text
from locales.folding import fold
from scheduler.messages import FileToMake, Message
from storage.recipients import Somebody
from storage.tables import (
    Account,
    Assignment,
    AssignmentState,
    ChatLine,
    Extension,
    ExtensionState,
    OutboxMessage,
    Person,
    Proof,
)


def _date(at: datetime, view: View) -> str:
    return at.astimezone(view.calendar.zone).strftime("%d/%m/%Y")


def masked(phone: str) -> str:
    """`0900 … 123` (voice.md rule 28)."""
    digits = "".join(char for char in phone if char.isdigit())
    return text("my_data.masked", first=digits[:4], last=digits[-3:]) if len(digits) > 7 else text("my_data.hidden")


def show(view: View, kept: Kept) -> Message:
    """What there is, and the two steps that are open."""
    counts, person = kept.counts, kept.person
    about = [text("my_data.who"), *([text("my_data.phone", phone=masked(person.phone))] if person.phone else [])]
    about += [text("my_data.born")] if person.born else []
    work = [text("my_data.assignments", count=counts.assignments)]
    pairs = (
        (counts.submissions, text("my_data.submissions", count=counts.submissions)),
        (counts.proofs, text("my_data.proofs", count=counts.proofs)),
        (counts.extensions, text("my_data.extensions", count=counts.extensions)),
    )
    parts = [", ".join(about), ", ".join(_account(one, view) for one in kept.accounts)]
    parts += [", ".join([*work, *(words for count, words in pairs if count)])]
    parts += [*_messages(kept), *_consent(kept, view)]
    words = view.say("my_data.kept", parts="; ".join(part for part in parts if part))
    buttons = (
        button(text("my_data.button.export"), Intent.MY_DATA, ask="export"),
        button(text("my_data.button.erase"), Intent.MY_DATA, ask="erase"),
    )
    return Message(words, buttons, numbers_hint(text("my_data.act.export"), text("my_data.act.erase")), menu=True)


def _account(account: Account, view: View) -> str:
    return text("my_data.account", channel=channel_name(account.bot), day=_date(account.linked_at, view))


def _consent(kept: Kept, view: View) -> list[str]:
    at = kept.consented_at
    if at is None:
        return []
    return [text("my_data.consent", hour=hour(at.astimezone(view.calendar.zone)), day=_date(at, view))]


def _messages(kept: Kept) -> list[str]:
    return [text("my_data.messages", count=kept.counts.messages)] if kept.counts.messages else []


def erasable(kept: Kept) -> str:
    """`tài khoản liên kết, số điện thoại và 212 tin nhắn`."""
    parts = [text("my_data.part.accounts")]
    parts += [text("my_data.part.phone")] if kept.person.phone else []
    parts += [text("my_data.part.born")] if kept.person.born else []
    return join([*parts, *_messages(kept)])


def confirm_erase(view: View, kept: Kept) -> str:
    return view.say("my_data.confirm_erase", parts=erasable(kept))


def erased(view: View, parts: str) -> Message:
    return Message(view.say("my_data.erased", parts=parts))


def told(person: Person, to: Somebody) -> Message:
    """To the focal point: who no longer gets anything."""
    return Message(say(to, "my_data.told", name=person.name))


def exported(view: View, make: Callable[[Session], bytes]) -> Message:
    """The copy on its way; `make` gives the Excel file."""
    stem = fold(view.person.name).replace(" ", "-")
    file = FileToMake(f"{text('my_data.file')}-{stem}.xlsx", MEDIA_TYPE, make)
    return Message(view.say("my_data.exported"), to_make=(file,))


def _columns(*titles: tuple[str, int]) -> list[Column]:
    return [Column(title, width) for title, width in titles]


def profile_sheet(view: View, kept: Kept) -> Sheet:
    person = kept.person
    rows: list[list[Value]] = [
        [text("my_data.row.name"), person.name],
        [text("my_data.row.posts"), ", ".join(kept.posts)],
        [text("my_data.row.office"), kept.office],
        [text("my_data.row.phone"), person.phone or ""],
        [text("my_data.row.born"), person.born or ""],
    ]
    rows += [[text("my_data.row.account"), _account(one, view)] for one in kept.accounts]
    rows += [[text("my_data.row.consent"), words] for words in _consent(kept, view)]
    return Sheet(
        text("my_data.sheet.profile"),
        _columns((text("my_data.column.what"), 24), (text("my_data.column.value"), 60)),
        rows,
    )


def work_sheet(view: View, rows: Sequence[Assignment]) -> Sheet:
    columns = _columns(
        (text("my_data.column.number"), 8),
        (text("my_data.column.title"), 60),
        (text("my_data.column.due"), 14),
        (text("my_data.column.state"), 22),
        (text("my_data.column.submitted"), 20),
    )
    values = [[row.number, row.title, row.due, _state(row), _local(row.submitted_at, view)] for row in rows]
    return Sheet(text("my_data.sheet.work"), columns, values)


def _state(row: Assignment) -> str:
    words = {
        AssignmentState.OPEN: text("my_data.state.open"),
        AssignmentState.WAITING_PROOF: text("my_data.state.waiting_proof"),
        AssignmentState.DONE: text("my_data.state.done"),
        AssignmentState.WITHDRAWN: text("my_data.state.withdrawn"),
    }
    return words[row.state]


def _local(at: datetime | None, view: View) -> datetime | None:
    return at.astimezone(view.calendar.zone).replace(tzinfo=None) if at else None


def proofs_sheet(view: View, rows: Sequence[Proof], names: Mapping[int, str]) -> Sheet:
    columns = _columns(
        (text("my_data.column.proof"), 70), (text("my_data.column.day"), 14), (text("my_data.column.at"), 20)
    )
    values = [[names.get(one.file_id or 0, one.value), one.document_date, _local(one.at, view)] for one in rows]
    return Sheet(text("my_data.sheet.proofs"), columns, values)


def extensions_sheet(view: View, rows: Sequence[Extension], numbers: Mapping[int, int]) -> Sheet:
    columns = _columns(
        (text("my_data.column.number"), 8),
        (text("my_data.column.until"), 14),
        (text("my_data.column.reason"), 60),
        (text("my_data.column.at"), 20),
        (text("my_data.column.state"), 22),
    )
    values = [
        [numbers.get(one.assignment_id), one.until, one.reason, _local(one.asked_at, view), _decision(one)]
        for one in rows
    ]
    return Sheet(text("my_data.sheet.extensions"), columns, values)


def _decision(one: Extension) -> str:
    words = {
        ExtensionState.PENDING: text("my_data.extension.pending"),
        ExtensionState.APPROVED: text("my_data.extension.approved"),
        ExtensionState.REJECTED: text("my_data.extension.rejected"),
        ExtensionState.WITHDRAWN: text("my_data.extension.withdrawn"),
    }
    return words[one.state]


def messages_sheet(view: View, lines: Sequence[ChatLine], sent: Sequence[OutboxMessage]) -> Sheet:
    """What was said to them and by them, as far as it is kept."""
    columns = _columns(
        (text("my_data.column.at"), 20), (text("my_data.column.author"), 14), (text("my_data.column.text"), 90)
    )
    bot, mine = text("my_data.author.bot"), text("my_data.author.person")
    said: list[tuple[datetime, str, str]] = [
        (line.at, mine if line.author == "person" else bot, line.body) for line in lines
    ]
    said += [(one.sent_at or one.created_at, bot, one.said or "") for one in sent]
    values = [[_local(at, view), author, words] for at, author, words in sorted(said)]
    return Sheet(text("my_data.sheet.messages"), columns, values)

"""What a chat is in the middle of: the open question, the menu, the list, the task last shown. Kept in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache, reduce
from typing import Any, NamedTuple

from sqlmodel import Session

from bot.intents.commands import decode
from bot.intents.model import Intent, Reading
from locales.folding import fold
from scheduler.ledger import Told
from scheduler.messages import Message
from storage.dialogues import change_states
from storage.tables import Dialogue as Row

Unread = tuple[str, Intent]


@dataclass(frozen=True)
class Question:
    """An order that waits: for the slot `missing`, or with "" for a yes. `id` tells a late tap from a timely one."""

    id: int
    order: Reading
    missing: str = ""
    misses: int = 0


@dataclass
class Dialogue:
    """`menu` holds the commands that a bare number from 1 answers; `offered` the buttons last shown, as folded label
    and command, for whoever types the words of one; `tasks` the numbers of the list last shown.

    `listing` and `page` say which list that was; `done` is the order last carried out, for "à nhầm",
    and `undo` the order that takes the last recorded result back, for "hoàn tác". `unread` is the message just typed
    that was not understood, and what it was read as.
    """

    question: Question | None = None
    menu: tuple[str, ...] = ()
    offered: Mapping[str, str] = field(default_factory=dict)
    tasks: tuple[int, ...] = ()
    last: int | None = None
    checklist: int | None = None
    listing: Reading | None = None
    page: int = 0
    done: Reading | None = None
    undo: Reading | None = None
    unread: Unread | None = None
    questions: int = 0
    wrong_codes: int = 0
    locked_until: datetime | None = None

    def ask(self, order: Reading, missing: str = "") -> int:
        """Open a question in place of any other; gives its id, which its buttons carry."""
        self.questions += 1
        self.question = Question(self.questions, order, missing)
        return self.questions

    def missed(self) -> int:
        """The answer to the open question was not understood; how often by now."""
        if self.question is None:
            return 0
        self.question = replace(self.question, misses=self.question.misses + 1)
        return self.question.misses

    def close(self) -> None:
        self.question = None

    def showed(self, numbers: Sequence[int]) -> None:
        """A list of tasks was shown, or one task."""
        self.tasks = tuple(numbers)
        self.last = numbers[0] if len(numbers) == 1 else None

    def about(self, number: int) -> None:
        """One task was spoken of; the list last shown stays."""
        self.last = number


def _reading(value: Any) -> Reading | None:
    return Reading.from_json(value) if value else None


def _question(value: Any) -> Question | None:
    return Question(**{**value, "order": Reading.from_json(value["order"])}) if value else None


def _unread(value: Any) -> Unread | None:
    return (value[0], Intent(value[1])) if value else None


def load(row: Row) -> Dialogue:
    """The dialogue of a chat, as its row keeps it; a new chat has an empty one."""
    state = row.state
    return Dialogue(
        question=_question(state.get("question")),
        menu=tuple(state.get("menu", ())),
        offered=state.get("offered", {}),
        tasks=tuple(state.get("tasks", ())),
        last=state.get("last"),
        checklist=state.get("checklist"),
        listing=_reading(state.get("listing")),
        page=state.get("page", 0),
        done=_reading(state.get("done")),
        undo=_reading(state.get("undo")),
        unread=_unread(state.get("unread")),
        questions=state.get("questions", 0),
        wrong_codes=row.wrong_codes,
        locked_until=row.locked_until,
    )


def _as_json(question: Question | None) -> dict[str, Any] | None:
    return {**vars(question), "order": question.order.as_json()} if question else None


def save(row: Row, dialogue: Dialogue, *, now: datetime) -> None:
    """Put it back in its row, which its session writes when its transaction ends."""
    row.state = {
        "question": _as_json(dialogue.question),
        "menu": list(dialogue.menu),
        "offered": dict(dialogue.offered),
        "tasks": list(dialogue.tasks),
        "last": dialogue.last,
        "checklist": dialogue.checklist,
        "listing": dialogue.listing.as_json() if dialogue.listing else None,
        "page": dialogue.page,
        "done": dialogue.done.as_json() if dialogue.done else None,
        "undo": dialogue.undo.as_json() if dialogue.undo else None,
        "unread": [dialogue.unread[0], dialogue.unread[1].value] if dialogue.unread else None,
        "questions": dialogue.questions,
    }
    row.wrong_codes, row.locked_until, row.updated_at = dialogue.wrong_codes, dialogue.locked_until, now


def menu_of(message: Message) -> tuple[str, ...]:
    """What a bare number answers after this message."""
    return tuple(button.command for button in message.buttons) if message.menu else ()


def offers_of(message: Message) -> dict[str, str]:
    """The command behind the words of each button, without its sign."""
    return {words: button.command for button in reversed(message.buttons) if (words := _folded(button.label))}


_folded = lru_cache(maxsize=4096)(fold)  # a morning's labels are the same few thousand, over and over


class _Order(NamedTuple):
    """What matters afterwards of a button's order: the task it names, or the list that it goes on with."""

    task: Any = None
    listing: Mapping[str, Any] | None = None


@lru_cache(maxsize=4096)
def _order(command: str) -> _Order:
    order = decode(command)
    if order is None:
        return _Order()
    return _Order(listing=order.as_json()) if order.intent is Intent.SHOW_MORE else _Order(order.slots.get("task"))


def told_batch(session: Session, all_told: Sequence[Told], /, *, now: datetime) -> None:
    """Remember what these chats were told out of turn, in this order: the menus, the buttons, the tasks that are listed
    or that a button names.

    An open question stays open: the person may be in the middle of answering it.
    """
    said: dict[tuple[str, str], list[Message]] = {}
    for one in all_told:
        said.setdefault((one.account.bot, one.account.address), []).append(one.message)
    change_states(session, said.keys(), lambda chat, state: reduce(_after, said[chat], state), now=now)


def _after(state: Mapping[str, Any], message: Message) -> dict[str, Any]:
    """A dialogue's state, as save() keeps it, once this was said."""
    asked, after = state.get("question"), dict(state)
    if message.menu or not asked:
        after["menu"] = list(menu_of(message))
    after["offered"] = {**(state.get("offered", {}) if asked else {}), **offers_of(message)}
    orders = [_order(button.command) for button in message.buttons]
    if numbers := message.tasks or tuple(dict.fromkeys(one.task for one in orders if isinstance(one.task, int))):
        after["tasks"], after["last"] = list(numbers), numbers[0] if len(numbers) == 1 else None
    if listing := next((one.listing for one in orders if one.listing), None):
        after["listing"] = listing
    return after

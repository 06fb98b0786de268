"""What is said to a person, and what can go wrong on the way. A channel translates it; nothing here knows one."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session


@dataclass(frozen=True)
class Button:
    """`command` is what a tap says back: ASCII, at most 64 bytes (Telegram's callback data)."""

    label: str
    command: str


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class FileToMake:
    """A file of an answer that takes long to make: `make` gives its bytes, in a session that only reads.

    It is called after the answer's transaction, so it holds ids and conditions, no rows; what it may show was decided.
    """

    name: str
    media_type: str
    make: Callable[[Session], bytes]


@dataclass(frozen=True)
class Message:
    """`hint` replaces the buttons on a channel that has none, as a last line of its own.

    `to_make` become `files` before a channel sees the message (bot/making_files.py).
    With `menu`, a bare number from 1 answers the message: 1 is its first button. Without it, a number is a task.
    `tasks` are the numbers it lists, in order: what "việc thứ 2" means afterwards, and "xong rồi" where there is one.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    hint: str = ""
    files: tuple[File, ...] = ()
    to_make: tuple[FileToMake, ...] = ()
    menu: bool = False
    tasks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """The platform took the message under this id; `messages`: as so many, where a month's are counted."""

    platform_id: str
    messages: int = 1


class Refused(Exception):
    """The platform will not take messages for this address: stop using it, tell the focal point."""


class TryLater(Exception):
    """Nothing left, or nothing arrived: the platform is not to be reached, or failed. `after` is the least to wait."""

    def __init__(self, reason: str, after: timedelta) -> None:
        super().__init__(reason)
        self.after = after


class Held(TryLater):
    """The platform wants to hear nothing from the whole bot for `after`: flood control, or a token it refuses."""


class Unacceptable(Exception):
    """The platform refuses this message, not the chat: a fault of ours, and permanent."""


class Doubtful(Exception):
    """Cut off after sending: it may have arrived or not."""


@dataclass(frozen=True)
class Postpone:
    """Still wanted, not before this moment (quiet hours, a day off)."""

    until: datetime


Send = Callable[[str, Message], Awaitable[Receipt]]  # address, message; raises Refused, TryLater or Doubtful

"""Channels translate, and nothing else: an update becomes Incoming, a Message becomes a call."""

from dataclasses import dataclass
from typing import Protocol

from scheduler.lanes import Limits, Pacer
from scheduler.messages import Message, Receipt


@dataclass(frozen=True)
class Attachment:
    """A file that came with a message. `photo` tells a picture of the chat from a document."""

    name: str
    media_type: str
    content: bytes
    photo: bool = False


@dataclass(frozen=True)
class Incoming:
    """What somebody said: typed text, or with `tapped` the command of a button. `bot` + `address` is the chat."""

    bot: str
    address: str
    text: str
    tapped: bool = False
    attachment: Attachment | None = None


@dataclass(frozen=True)
class Capabilities:
    """`max_text` counts UTF-16 units, the strictest of the platforms' ways of counting."""

    name: str  # as people call it: "Telegram", "Zalo"
    buttons: bool
    files: bool
    max_text: int


class Channel(Protocol):
    """One bot account of one platform. Whoever calls `send` waited for a turn of its `pacer` before."""

    bot: str
    capabilities: Capabilities
    limits: Limits
    pacer: Pacer

    async def send(self, address: str, message: Message) -> Receipt:
        """Raises Refused, TryLater (Held: the whole bot), Unacceptable or Doubtful."""
        ...

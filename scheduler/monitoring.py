"""What the engine tells about itself while it runs. It knows no one who listens; nothing here names a person."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Part(StrEnum):
    """What goes round in a running program; each says when it last did."""

    PLANNING = "planning"
    DELIVERY = "delivery"


class Metrics(Protocol):
    """Safe to call from any thread; never waits, never raises. A lane is a bot ("telegram:123"), times are seconds."""

    def sent(self, lane: str, messages: int = 1) -> None: ...

    def refused(self, lane: str, messages: int = 1) -> None:
        """The platform takes nothing for these chats, or not these words."""

    def doubtful(self, lane: str, messages: int = 1) -> None:
        """Cut off after sending, whether it is said again or not."""

    def failed(self, lane: str, messages: int = 1) -> None:
        """Nothing arrived, or a bug: tried again later, or given up."""

    def held(self, lane: str, seconds: float) -> None:
        """The platform wants to hear nothing from the lane for so long."""

    def planned(self, messages: int, seconds: float) -> None:
        """A planning pass that took so long put so many new messages in the outbox, perhaps none."""

    def received(self, lane: str, updates: int = 1) -> None: ...

    def replied(self, lane: str, seconds: float) -> None:
        """From the update's arrival to its answer's receipt."""

    def database_failed(self) -> None: ...

    def passed(self, part: Part, at: datetime) -> None:
        """A pass of this part ended without a failure, with or without work."""


class Nothing:
    """Nobody listens."""

    def sent(self, lane: str, messages: int = 1) -> None: ...

    def refused(self, lane: str, messages: int = 1) -> None: ...

    def doubtful(self, lane: str, messages: int = 1) -> None: ...

    def failed(self, lane: str, messages: int = 1) -> None: ...

    def held(self, lane: str, seconds: float) -> None: ...

    def planned(self, messages: int, seconds: float) -> None: ...

    def received(self, lane: str, updates: int = 1) -> None: ...

    def replied(self, lane: str, seconds: float) -> None: ...

    def database_failed(self) -> None: ...

    def passed(self, part: Part, at: datetime) -> None: ...

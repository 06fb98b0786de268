"""A channel that keeps what it was given, refuses what no platform would take, and fails as it is told to."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.messages import Message, Receipt

_MOST_COMMAND_BYTES = 64
_MOST_TEXT = 4096  # UTF-16 units


class Crash(BaseException):
    """The process dies here."""


@dataclass(frozen=True)
class Taken:
    """One message that the platform took."""

    address: str
    message: Message
    at: datetime | None


@dataclass
class FakeChannel:
    """A `Send`. `fail` scripts the next calls to an address; afterwards it takes everything."""

    now: Callable[[], datetime] | None = None
    taken: list[Taken] = field(default_factory=list)
    _scripts: dict[str, deque[tuple[BaseException, bool]]] = field(default_factory=dict)

    def fail(self, address: str, *failures: BaseException, arrives: bool = False) -> None:
        """The next calls to this address fail so, one after the other; with `arrives` the message was taken first."""
        self._scripts.setdefault(address, deque()).extend((failure, arrives) for failure in failures)

    async def __call__(self, address: str, message: Message) -> Receipt:
        _check(address, message)
        script = self._scripts.get(address)
        failure, arrives = script.popleft() if script else (None, True)
        if arrives:
            self.taken.append(Taken(address, message, self.now() if self.now else None))
        if failure is not None:
            raise failure
        return Receipt(f"m{len(self.taken)}")

    def texts(self, address: str | None = None) -> list[str]:
        """What arrived, at this address or at all of them, in order."""
        return [taken.message.text for taken in self.taken if address in (None, taken.address)]


def _check(address: str, message: Message) -> None:
    assert address.strip(), "no address"
    assert message.text.strip(), "no text"
    assert len(message.text.encode("utf-16-le")) // 2 <= _MOST_TEXT, "too long"
    for button in message.buttons:
        assert button.label.strip(), "a button without a label"
        assert 0 < len(button.command.encode("ascii")) <= _MOST_COMMAND_BYTES, f"not a command: {button.command!r}"

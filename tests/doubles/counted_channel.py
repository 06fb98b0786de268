"""A channel as Zalo's will be: so many messages a month, so many people, no pace."""

from dataclasses import dataclass, field, replace

from bot.channels import Capabilities
from scheduler.lanes import Limits, Pacer
from scheduler.messages import Message, Receipt
from tests.doubles.fake_channel import FakeChannel

COUNTED = Limits(monthly=3_000, people=50)
_ZALO = Capabilities("Zalo", buttons=False, files=False, max_text=2000)


@dataclass
class CountedChannel:
    """A Channel. `heard` is the platform, which takes each message as so many `pieces`."""

    bot: str = "zalo:1"
    capabilities: Capabilities = _ZALO
    limits: Limits = COUNTED
    heard: FakeChannel = field(default_factory=FakeChannel)
    pieces: int = 1

    def __post_init__(self) -> None:
        self.pacer = Pacer(self.limits)

    async def send(self, address: str, message: Message) -> Receipt:
        return replace(await self.heard(address, message), messages=self.pieces)

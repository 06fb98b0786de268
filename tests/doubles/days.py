"""A small office lived by the clock: what people type is answered, what the calendar and colleagues cause arrives."""

import asyncio
from dataclasses import dataclass, field

from sqlalchemy import Engine

from bot.channels import Attachment
from bot.dialogue import told_batch
from bot.rendering import render_batch
from scheduler.delivery import Delivery
from scheduler.lanes import Lane
from scheduler.messages import Message
from scheduler.planning import plan
from scheduler.tick import tick
from storage.tables import Role
from tests.doubles.fake_channel import FakeChannel
from tests.doubles.office import Chat, small_office

BOT = "telegram:1"
_MORE = (
    ("hanh", "Trần Thị Hạnh", ["Tư pháp - Hộ tịch"], [Role.OFFICIAL]),
    ("dung", "Vũ Văn Dũng", ["Tài chính - Kế toán"], [Role.OFFICIAL]),
    ("nga", "Lê Thị Nga", ["Văn hóa - Xã hội"], [Role.OFFICIAL]),
)


@dataclass
class Days:
    """`days("lan", "xong 12")` types; `days.at("2026-11-20 07:30")` lets the moment come, with all that is due then.

    `heard[who]` holds what arrived out of turn since it was last taken by `days.news(who)`.
    """

    chat: Chat
    channel: FakeChannel = field(default_factory=FakeChannel)
    taken: int = 0
    heard: dict[str, list[Message]] = field(default_factory=dict)

    def at(self, moment: str) -> "Days":
        self.chat.at(moment)
        self._pass()
        return self

    def __call__(self, who: str, text: str = "", *, file: Attachment | None = None) -> str:
        """What is answered to words or a file; "" where nothing is."""
        said = self.chat(who, text, file=file)
        self._pass()
        return said.message.text if said.message else ""

    def tap(self, who: str, label: str) -> str:
        """Tap the button with these words of the last message in the chat."""
        said = self.chat.tap(who, label)
        self._pass()
        return said.message.text if said.message else ""

    def buttons(self, who: str) -> list[str]:
        """Under the last message in the chat."""
        return [button.label for button in self.chat.last[who].buttons]

    def hint(self, who: str) -> str:
        return self.chat.last[who].hint

    def news(self, who: str) -> list[str]:
        """What arrived out of turn since this was last asked."""
        return [message.text for message in self.heard.pop(who, [])]

    def _pass(self) -> None:
        """Plan what is due and deliver it, as the running program does every few seconds."""

        async def once() -> None:
            lanes = {BOT: Lane(BOT, self.channel)}
            delivery = Delivery(self.chat.engine, lanes, render_batch, lambda: self.chat.now, "days", said=told_batch)
            await tick(delivery, plan=plan)

        asyncio.run(once())
        for one in self.channel.taken[self.taken :]:
            self.heard.setdefault(one.address, []).append(one.message)
            self.chat.last[one.address] = one.message
        self.taken = len(self.channel.taken)


def days(engine: Engine) -> Days:
    """The small office with three more, no work yet, on thứ Hai 02/11/2026; its plan wants confirmation."""
    return Days(small_office(engine, now="2026-11-02 07:00", more=_MORE, review=True))

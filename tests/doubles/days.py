"""A small office lived by the clock: what people type is answered, what the calendar and colleagues cause arrives."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, time

from sqlalchemy import Engine

from bot.channels import Attachment
from bot.dialogue import told
from bot.rendering import render
from scheduler.messages import Message
from scheduler.planning import plan
from scheduler.tick import tick
from storage.database import transaction
from storage.people import add_office
from storage.rows import id_of
from storage.tables import Plan, Role
from tests.doubles.fake_channel import FakeChannel
from tests.doubles.office import CALENDAR, Chat

BOT = "telegram:1"
_PEOPLE = (
    ("lan", "Nguyễn Thị Lan", ["Văn phòng - Thống kê"], [Role.OFFICIAL]),
    ("minh", "Trần Văn Minh", ["Chủ tịch"], [Role.LEADER, Role.OFFICIAL]),
    ("hoa", "Lê Thị Hoa", ["Nội vụ"], [Role.FOCAL, Role.OFFICIAL]),
    ("tuan", "Phạm Anh Tuấn", ["Địa chính"], [Role.OFFICIAL]),
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
            await tick(
                self.chat.engine,
                plan=plan,
                send={BOT: self.channel},
                render=render,
                now=lambda: self.chat.now,
                worker="days",
                said=told,
            )

        asyncio.run(once())
        for one in self.channel.taken[self.taken :]:
            self.heard.setdefault(one.address, []).append(one.message)
            self.chat.last[one.address] = one.message
        self.taken = len(self.channel.taken)


def days(engine: Engine) -> Days:
    """UBND xã Quang Khải and Bình's commune, with no work yet, on thứ Hai 02/11/2026; its plan wants confirmation."""
    chat = Chat(engine, CALENDAR.at(date(2026, 11, 2), time(7)))
    with transaction(engine) as session:
        chat.office_id = add_office(session, "UBND xã Quang Khải").office_id
        chat.other_office_id = add_office(session, "UBND xã Tân Bình").office_id
        for who, name, posts, roles in _PEOPLE:
            chat.add(session, who, chat.office_id, name, posts, roles)
        chat.add(session, "binh", chat.other_office_id, "Vũ Thanh Bình", ["Văn phòng - Thống kê"], [Role.OFFICIAL])
        plan_row = Plan(
            office_id=chat.office_id,
            identity="cchc-2026",
            title="Kế hoạch cải cách hành chính năm 2026",
            short_title="Kế hoạch CCHC 2026",
            year=2026,
            file_name="cchc.docx",
            file_sha256="0",
            review=True,
            imported_at=chat.now,
        )
        session.add(plan_row)
        session.flush()
        chat.plan_id = id_of(plan_row)
    return Days(chat)

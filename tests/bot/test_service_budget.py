"""The running program watches the months of the lanes that it drains."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.app import App, Parts
from bot.channels import Incoming
from bot.clock import SystemClock
from bot.reception import Reception
from bot.service import Service, Work
from bot.settings import Settings
from scheduler.messages import Message
from scheduler.planning import plan
from storage.bots import count_sent, sent_in_month
from storage.claimed import Claimed
from storage.database import reading, transaction
from storage.outbox import NewMessage, put
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import MessageState, OutboxMessage, Role
from tests.doubles.counted_channel import CountedChannel

BOT, CLOCK = "zalo:1", SystemClock()


def answer(session: Session, incoming: Incoming, *, now: datetime) -> Message:
    return Message(incoming.text)


def render(_session: Session, rows: Sequence[Claimed], /, *, now: datetime) -> list[Message]:
    return [Message(row.kind) for row in rows]


def a_focal_point_with(engine: Engine, *, sent: int) -> None:
    with transaction(engine) as session:
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        hoa = add_person(session, office_id, "Lê Thị Hoa", roles=[Role.FOCAL])
        link(session, hoa, bot=BOT, address="hoa", now=CLOCK.now())
        count_sent(session, [BOT] * sent, now=CLOCK.now())
        for kind in ("returned", "notice"):
            put(session, [NewMessage(office_id, id_of(hoa), kind, kind, {}, CLOCK.now(), CLOCK.now())])


async def test_it_warns_counts_and_keeps_the_rest_for_what_cannot_wait(sqlite: Engine, tmp_path: Path) -> None:
    a_focal_point_with(sqlite, sent=2_900)
    channel, reception = CountedChannel(), Reception(sqlite, answer, now=CLOCK.now)
    settings = Settings(data_dir=tmp_path, telegram_tokens=())
    app = App(settings, sqlite, CLOCK, cast("Any", (channel,)), reception, Parts(answer, render, plan), "w")
    service = Service(app, [Work.DELIVER])
    await service.take_turns()
    await service.delivery.drain_all()
    await service.close()
    assert sorted(channel.heard.texts()) == ["budget_low", "budget_low", "returned"]
    with reading(sqlite) as session:
        assert sent_in_month(session, BOT, now=CLOCK.now()) == 2_903
        notice = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "notice")).one()
    assert notice.state is MessageState.WAITING

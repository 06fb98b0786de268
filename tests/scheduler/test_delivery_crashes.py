import asyncio
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from scheduler.draining import Terms
from storage.database import reading
from storage.outbox import next_due, outlook
from storage.tables import MessageState
from tests.doubles.delivering_office import NOW, TELEGRAM, Office, an_office
from tests.doubles.fake_channel import Crash


@pytest.fixture
def office(engine: Engine) -> Office:
    return an_office(engine)


@contextmanager
def dying_at(engine: Engine, step: int) -> Iterator[None]:
    """The process dies at the n-th beginning or end of a transaction from here."""
    steps = count(1)

    def die(_connection: object) -> None:
        if next(steps) == step:
            raise Crash

    event.listen(engine, "begin", die)
    event.listen(engine, "commit", die)
    try:
        yield
    finally:
        event.remove(engine, "begin", die)
        event.remove(engine, "commit", die)


@pytest.mark.parametrize("step", range(1, 14))
async def test_a_crash_between_any_two_steps_loses_nothing_and_doubles_at_most_one(office: Office, step: int) -> None:
    office.say("1", "2", "3")
    with dying_at(office.engine, step), pytest.raises(Crash):
        await office.deliver()
    office.at += Terms().lease
    await office.settle_everything()
    arrived = Counter(text.removesuffix(", gửi lại") for text in office.channels[TELEGRAM].texts())
    assert set(arrived) == {"1", "2", "3"}
    assert arrived.total() <= 4
    assert {row.state for row in office.rows().values()} == {MessageState.SENT}


@pytest.mark.parametrize("arrives", [True, False])
async def test_a_crash_during_the_call_leaves_only_what_was_in_flight_in_doubt(office: Office, arrives: bool) -> None:
    office.say("1", "2", "3", kind="notice")
    office.channels[TELEGRAM].fail("lan-t", Crash(), arrives=arrives)
    with pytest.raises(Crash):
        await office.deliver()
    assert [office.state(key).value for key in ("1", "2", "3")] == ["sending", "claimed", "claimed"]
    office.at += Terms().lease
    await office.settle_everything()
    assert [office.state(key).value for key in ("1", "2", "3")] == ["doubtful", "sent", "sent"]
    assert office.channels[TELEGRAM].texts() == ["1"] * arrives + ["2", "3"]


async def test_a_crash_while_rendering_sends_nothing_and_loses_nothing(office: Office) -> None:
    office.say("1", "2")
    office.verdicts["2"] = Crash()
    with pytest.raises(Crash):
        await office.deliver(at_once=2)
    assert office.channels[TELEGRAM].taken == []
    office.at += Terms().lease
    office.verdicts.clear()
    await office.settle_everything()
    assert office.channels[TELEGRAM].texts() == ["1", "2"]


def test_four_workers_at_once_lose_nothing_and_double_nothing(office: Office) -> None:
    office.say(*(f"k{n}" for n in range(500)))

    def work(worker: str) -> int:
        async def until_idle() -> int:
            taken = 0
            while batch := await office_of_worker.deliver(worker=worker, at_once=10):
                taken += batch
            return taken

        office_of_worker = Office(office.engine, office.office_id, office.ids, channels=office.channels)
        return asyncio.run(until_idle())

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(work, "abcd"))
    assert sum(taken) == 500
    assert Counter(office.channels[TELEGRAM].texts()) == Counter(f"k{n}" for n in range(500))


def _deliver_until_killed(database: Path, arrived: Path, *, in_flight: int, kill_after: int | None) -> int | None:
    """Run a process that delivers; kill it after so many of its steps. Its exit code, if it ended itself."""
    program = [sys.executable, "-m", "tests.doubles.delivering_process", str(database), str(arrived), str(in_flight)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for n, _line in enumerate(process.stdout, start=1):
            if n == kill_after:
                process.kill()
                return None
    return process.returncode


@pytest.mark.parametrize(("in_flight", "kills"), [(1, 10), (4, 4)])
def test_a_process_killed_again_and_again_loses_nothing_and_doubles_only_what_was_in_flight(
    sqlite: Engine, tmp_path: Path, in_flight: int, kills: int
) -> None:
    here = an_office(sqlite)
    here.say(*(f"k{n}" for n in range(200)))
    database, arrived = tmp_path / "nhacviec.db", tmp_path / "arrived.log"
    moments = random.Random(2026)
    for _ in range(kills):
        assert _deliver_until_killed(database, arrived, in_flight=in_flight, kill_after=moments.randint(10, 50)) is None
    assert _deliver_until_killed(database, arrived, in_flight=in_flight, kill_after=None) == 0
    sent = Counter(arrived.read_text(encoding="utf-8").split())
    assert set(sent) == {f"k{n}" for n in range(200)}
    assert sent.total() - 200 <= kills * in_flight
    assert max(sent.values()) <= 2
    with reading(sqlite) as session:
        assert outlook(session, now=NOW).due == {}
        assert next_due(session) is None

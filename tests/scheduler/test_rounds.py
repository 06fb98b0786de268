import asyncio
from datetime import datetime, timedelta

from structlog.testing import capture_logs

from scheduler.rounds import Complaints, Round
from tests.doubles.delivering_office import NOW

HOUR = timedelta(hours=1)


class Watch:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


def test_what_goes_on_failing_is_said_every_minute_and_once_when_it_is_well() -> None:
    watch = Watch()
    complaints = Complaints(now=watch)
    with capture_logs() as logs:
        for _ in range(90):
            complaints.failed("planning", ValueError("no"))
            watch.at += timedelta(seconds=1)
        complaints.well("planning")
        complaints.well("planning")
    assert [log["event"] for log in logs] == ["round failed", "round failed", "well again"]


def test_a_clock_that_is_put_back_silences_no_complaint() -> None:
    watch = Watch()
    complaints = Complaints(now=watch)
    with capture_logs() as logs:
        complaints.failed("planning", ValueError("no"))
        watch.at -= 3 * HOUR
        complaints.failed("planning", ValueError("no"))
    assert len(logs) == 2


async def test_who_comes_while_a_round_is_going_gets_one_more_after_it_and_never_two_at_once() -> None:
    going = most = rounds = 0

    async def step() -> None:
        nonlocal going, most, rounds
        going, rounds = going + 1, rounds + 1
        most = max(most, going)
        await asyncio.sleep(0)
        going -= 1

    one = Round("delivery", step, Complaints())
    await asyncio.gather(*(one.once() for _ in range(10)))
    assert (most, rounds) == (1, 2)


async def test_a_round_that_fails_is_tried_again_and_rest_waits_for_the_one_that_goes() -> None:
    tried: list[int] = []

    async def step() -> None:
        await asyncio.sleep(0)
        tried.append(1)
        raise ValueError("no")

    one = Round("planning", step, Complaints())
    with capture_logs() as logs:
        await one.once()
        going = asyncio.create_task(one.once())
        await asyncio.sleep(0)
        await one.rest()
        await going
    assert len(tried) == 2
    assert len(logs) == 1

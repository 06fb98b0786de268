"""The pace of one bot, on a clock that only moves when somebody waits."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import pairwise

from scheduler.lanes import Limits, Pacer


@dataclass
class Time:
    """A clock that stands still until somebody sleeps."""

    now: float = 1_000.0
    woken: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        wake = self.now + seconds + 1e-9  # else floats never arrive
        await asyncio.sleep(0)
        self.now = max(self.now, wake)
        self.woken.append(self.now)


def paced(limits: Limits) -> tuple[Pacer, Time]:
    time = Time()
    return Pacer(limits, clock=time.clock, sleep=time.sleep), time


def spoken(pacer: Pacer, time: Time, count: int, say: Callable[[str], Awaitable[bool]] | None = None) -> list[float]:
    async def all_of_them() -> list[float]:
        moments = []
        for number in range(count):
            await (say or pacer.slot)(str(number))
            pacer.left()
            moments.append(round(time.now - 1_000.0, 4))
        return moments

    return asyncio.run(all_of_them())


def test_thirty_a_second_begins_without_a_burst() -> None:
    moments = spoken(*paced(Limits(per_second=30)), 91)
    assert moments[0] == 0
    assert [moment for moment in moments if moment < 1] == moments[:30]
    assert moments[30] == 1.01  # the network may bring what left in a second a little closer together
    assert moments[90] == 3.03
    assert min(after - before for before, after in pairwise(moments)) > 0.033


def test_a_bot_without_limits_never_waits() -> None:
    assert set(spoken(*paced(Limits()), 50)) == {0}


def test_an_idle_hour_gives_no_right_to_a_burst() -> None:
    pacer, time = paced(Limits(per_second=10))
    spoken(pacer, time, 3)
    time.now += 3_600
    start = time.now - 1_000
    later = [round(moment - start, 4) for moment in spoken(pacer, time, 12)]
    assert later == [round(0.1 * number, 4) for number in range(10)] + [1.01, 1.11]


def test_who_comes_late_makes_up_for_the_turns_that_were_missed() -> None:
    pacer, time = paced(Limits(per_second=10))

    async def late(address: str) -> bool:
        turn = await pacer.slot(address)
        time.now += 0.35 if address == "2" else 0
        return turn

    assert spoken(pacer, time, 9, late) == [0, 0.1, 0.55, 0.55, 0.55, 0.55, 0.6, 0.7, 0.8]


def test_after_a_long_hiccup_half_a_second_is_made_up_for() -> None:
    pacer, time = paced(Limits(per_second=10))

    async def hiccup(seconds: float) -> None:
        time.now += 5 if time.now > 1_000.25 else seconds

    async def late() -> list[float]:
        pacer._sleep = hiccup
        moments = []
        for number in range(12):
            await pacer.slot(str(number))
            pacer.left()
            moments.append(round(time.now - 1_000, 2))
        return moments

    moments = asyncio.run(late())
    woken = moments[4]
    assert moments[:3] == [0, 0.1, 0.2]
    assert woken > 5
    assert moments.count(woken) <= 6


def test_the_second_is_counted_from_when_calls_leave_not_from_their_turns() -> None:
    pacer, time = paced(Limits(per_second=10))

    async def leave_late() -> tuple[list[float], list[float]]:
        turns, left = [], []
        for number in range(30):
            await pacer.slot(str(number))
            turns.append(time.now)
            time.now += 0.08 if number % 10 == 0 else 0.0
            pacer.left()
            left.append(time.now)
        return turns, left

    _, left = asyncio.run(leave_late())
    assert min(after - before for before, after in zip(left, left[10:], strict=False)) >= 1.01 - 1e-6
    assert left[-1] - left[0] < 3.3


async def turns_taken(pacer: Pacer, time: Time, count: int) -> float:
    """When the last of so many was given: none of them leaves."""
    for number in range(count):
        await pacer.slot(str(number))
    return time.now - 1_000


def test_a_turn_whose_call_never_left_is_no_longer_counted_after_twelve_seconds() -> None:
    pacer, time = paced(Limits(per_second=2))
    assert 12 < asyncio.run(turns_taken(pacer, time, 3)) < 13.1
    time.now = 1_060
    assert spoken(pacer, time, 3) == [60, 60.5, 61.01]


def test_calls_that_wait_for_their_connections_are_followed_by_no_more_than_a_second_allows() -> None:
    pacer, time = paced(Limits(per_second=5))

    async def meet() -> float:
        await turns_taken(pacer, time, 5)
        time.now = 1_008
        sixth = asyncio.create_task(pacer.slot("6"))
        await asyncio.sleep(0)
        for _ in range(5):
            pacer.left()
        await sixth
        return round(time.now - 1_000, 2)

    assert asyncio.run(meet()) == 9.01


def test_the_turn_of_a_call_that_came_to_nothing_is_anothers() -> None:
    pacer, time = paced(Limits(per_second=2))
    asyncio.run(turns_taken(pacer, time, 2))
    pacer.unused()
    assert round(asyncio.run(turns_taken(pacer, time, 1)), 4) == 1.0


def test_an_answer_takes_the_next_turn_and_the_broadcast_waits_one_more() -> None:
    pacer, time = paced(Limits(per_second=10))

    async def meet() -> list[float]:
        await pacer.slot("1")
        waiting = asyncio.create_task(pacer.slot("2"))
        await pacer.urgent("9")
        moments = [time.now]
        await waiting
        return [round(moment - 1_000, 2) for moment in (*moments, time.now)]

    assert asyncio.run(meet()) == [0.1, 0.2]


def test_flood_control_silences_the_lane_for_exactly_as_long_as_it_asks() -> None:
    pacer, time = paced(Limits(per_second=30))
    pacer.hold(17)
    pacer.hold(3)
    assert pacer.held == 17
    assert not asyncio.run(pacer.slot("1"))
    time.now += 16.9
    assert not asyncio.run(pacer.slot("1"))
    time.now += 0.1
    assert asyncio.run(pacer.slot("1"))


def test_an_answer_too_waits_out_a_silence_that_is_asked_for_while_it_waits() -> None:
    pacer, time = paced(Limits(per_second=10))

    async def told_to_wait() -> float:
        await pacer.slot("1")
        answering = asyncio.create_task(pacer.urgent("9"))
        await asyncio.sleep(0)
        pacer.hold(5)
        await answering
        return time.now - 1_000

    assert asyncio.run(told_to_wait()) >= 5


def test_one_chat_hears_one_message_a_second_and_a_group_twenty_a_minute() -> None:
    pacer, time = paced(Limits(per_second=30, chat_gap=1, group_gap=3))
    spoken(pacer, time, 1)
    assert not pacer.free("0")
    assert pacer.free("1")
    assert pacer.next_free() == 1
    time.now += 1
    assert pacer.free("0")
    asyncio.run(pacer.slot("-100"))
    time.now += 2
    assert not pacer.free("-100")
    time.now += 1.1
    assert pacer.free("-100")


def test_who_only_answers_remembers_nobody_for_long() -> None:
    pacer, time = paced(Limits(per_second=30, chat_gap=1))

    async def answer_all() -> None:
        for number in range(500):
            await pacer.urgent(str(number))
            time.now += 1

    asyncio.run(answer_all())
    assert len(pacer._busy) <= 2
    assert len(pacer._ends) <= 2

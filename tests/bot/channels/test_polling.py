import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.channels.polling import Fetched, Inbox


class Platform:
    """Hands out what is waiting from the offset on; remembers with which offsets and waiting times it was asked."""

    def __init__(self, *waiting: Fetched) -> None:
        self.waiting = list(waiting)
        self.asked: list[tuple[int | None, bool]] = []
        self.forgotten: list[int] = []

    async def fetch(self, offset: int | None, seconds: int) -> list[Fetched]:
        self.asked.append((offset, seconds > 0))
        self.waiting = [one for one in self.waiting if one.number >= (offset or 0)]
        return self.waiting

    async def forget(self, numbers: list[int]) -> None:
        self.forgotten += numbers


def inbox(platform: Platform, take: Callable[[str], Awaitable[None]]) -> Inbox:
    return Inbox(platform.fetch, take, forget=platform.forget, glance=0.01)


async def test_an_update_is_acknowledged_only_after_it_was_answered() -> None:
    platform, done = Platform(Fetched(7, "lan", "a"), Fetched(8, "hoa", "b")), asyncio.Event()
    taken: list[str] = []

    async def take(update: str) -> None:
        if update == "a":
            await done.wait()
        taken.append(update)

    box = inbox(platform, take)
    await box.round()
    assert taken == ["b"]
    await box.round()
    assert platform.asked == [(None, True), (None, False)]  # 8 is answered, 7 before it is not
    done.set()
    await box.round()
    await box.round()
    assert taken == ["b", "a"]
    assert platform.asked[-1] == (9, True)
    assert platform.waiting == []
    assert platform.forgotten == [7, 8]


async def test_with_nothing_in_hand_no_number_is_named() -> None:
    platform = Platform(Fetched(7, "lan", "a"))

    async def take(update: str) -> None:
        assert update == "a"

    box = inbox(platform, take)
    for _ in range(3):
        await box.round()
    assert platform.asked == [(None, True), (8, True), (None, True)]


async def test_a_chat_has_its_turns_one_after_another() -> None:
    platform = Platform(*(Fetched(n, "lan" if n % 2 else "hoa", n) for n in range(6)))
    order: list[int] = []

    async def take(update: int) -> None:
        for _ in range(6 - update):  # the first would be the last, if they ran side by side
            await asyncio.sleep(0)
        order.append(update)

    await Inbox(platform.fetch, take, forget=platform.forget).round()
    assert [n for n in order if n % 2] == [1, 3, 5]
    assert [n for n in order if not n % 2] == [0, 2, 4]
    assert order != sorted(order)


async def test_an_answer_that_takes_long_holds_up_nobody_who_writes_meanwhile() -> None:
    platform, taken = Platform(Fetched(7, "lan", "stuck")), asyncio.Event()

    async def take(update: str) -> None:
        if update == "stuck":
            await asyncio.Event().wait()
        taken.set()

    box = Inbox(platform.fetch, take, forget=platform.forget, glance=60.0)
    async with asyncio.timeout(5):
        await box.round()
        platform.waiting.append(Fetched(8, "hoa", "quick"))
        await box.round()
        await taken.wait()
    await box.finish(0.0)
    assert platform.asked == [(None, True), (None, False)]


async def test_while_nothing_new_comes_it_looks_less_and_less_often() -> None:
    platform = Platform(Fetched(7, "lan", "stuck"))

    async def take(update: str) -> None:
        assert update == "stuck"
        await asyncio.Event().wait()

    box = Inbox(platform.fetch, take, forget=platform.forget, glance=60.0)

    async def look() -> None:
        while True:
            await box.round()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(look(), 0.5)
    await box.finish(0.0)
    assert 2 <= len(platform.asked) <= 5  # after 0.05, 0.15 and 0.35 s


async def test_at_the_end_what_is_in_hand_is_answered_first() -> None:
    platform, taken = Platform(Fetched(7, "lan", "slow"), Fetched(8, "hoa", "stuck")), []

    async def take(update: str) -> None:
        if update == "stuck":
            await asyncio.Event().wait()
        await asyncio.sleep(0.02)  # longer than the glance of a round
        taken.append(update)

    box = inbox(platform, take)
    await box.round()
    await box.finish(0.1)
    assert taken == ["slow"]

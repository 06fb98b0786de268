"""The adapter and the strict double over real sockets."""

import asyncio
from contextlib import AsyncExitStack

import httpx
import pytest

from bot.channels.telegram import LIMITS
from scheduler.messages import Doubtful, File, Held, Message, Refused, TryLater, Unacceptable
from tests.doubles.telegram_adapter import LAN, served, telegram
from tests.doubles.telegram_api import BotDouble, TelegramDouble

XLSX = File("báo cáo.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK" * 50_000)


async def test_words_and_files_arrive_whole(api: TelegramDouble, bot: BotDouble) -> None:
    async with served(api) as url, telegram(api, served_at=url) as channel:
        receipt = await channel.send(str(LAN), Message("Việc số 12 — hạn thứ Tư 25/11", files=(XLSX, XLSX)))
    assert receipt.platform_id == str(bot.sent[0].message_id)
    assert bot.sent[0].values["text"] == "Việc số 12 — hạn thứ Tư 25/11"
    assert [one.uploads for one in bot.sent[1:]] == [{"document": XLSX.content}] * 2
    assert bot.sent[1].names == {"document": "báo cáo.xlsx"}


@pytest.mark.parametrize(
    ("kind", "more", "meaning"),
    [
        ("flood", {"seconds": 17}, Held),
        ("unauthorized", {}, Held),
        ("forbidden", {"description": "bot was blocked by the user"}, Refused),
        ("refused", {"description": "chat not found"}, Refused),
        ("refused", {"description": "message is too long"}, Unacceptable),
        ("failing", {"status": 500}, TryLater),
        ("failing", {"status": 504}, TryLater),
        ("page", {"status": 502}, TryLater),
        ("page", {"status": 503}, TryLater),
        ("page", {"status": 504}, Doubtful),
        ("garbled", {}, Doubtful),
        ("dropped", {}, Doubtful),
    ],
)
async def test_every_failure_has_one_meaning(
    api: TelegramDouble, bot: BotDouble, kind: str, more: dict[str, int | str], meaning: type[Exception]
) -> None:
    bot.fail("sendMessage", kind, **more)
    async with served(api) as url, telegram(api, served_at=url) as channel:
        with pytest.raises(meaning) as caught:
            await channel.send(str(LAN), Message("Chào"))
        assert type(caught.value) is meaning
        assert len(bot.sent) == (kind in {"garbled", "dropped"})
        await channel.send(str(LAN), Message("Chào"))  # and the connection is as good as another


async def test_with_nobody_there_nothing_arrived(api: TelegramDouble) -> None:
    async with served(api) as url:
        pass
    async with telegram(api, served_at=url) as channel:
        with pytest.raises(TryLater):
            await channel.send(str(LAN), Message("Chào"))


async def test_a_full_lane_after_a_quiet_night_leaves_no_doubt(api: TelegramDouble, bot: BotDouble) -> None:
    """The other end closed every connection meanwhile."""

    async def all_at_once() -> None:
        await asyncio.gather(*(channel.send(str(LAN), Message("Chào")) for _ in range(LIMITS.at_once)))

    async with AsyncExitStack() as night:
        async with served(api) as url:
            channel = await night.enter_async_context(telegram(api, served_at=url))
            await all_at_once()
        async with served(api, port=httpx.URL(url).port or 0):
            await all_at_once()
    assert len(bot.sent) == 2 * LIMITS.at_once

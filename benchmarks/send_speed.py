"""What one message costs our Telegram channel, beside python-telegram-bot's Bot on aiohttp's pool.

    uv run python benchmarks/send_speed.py [--messages 3000] [--rounds 5] [--in-flight 100] [--latency 0]

Both take turns in this process, against the double in a process of its own; the processor time of the best round of
each counts: others may use the machine. `loop` is what the loop's own thread takes of it: where a program has one
loop, nothing else is done there meanwhile. Prints one JSON line last; exits 1 over the aims: at most 0.15 ms of the
processor a message, and at most 0.3 of what the Bot takes.
"""

import argparse
import asyncio
import gc
import json
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from benchmarks.bare import bare_bot
from benchmarks.processes import platform
from bot.channels.telegram import TelegramChannel
from scheduler.lanes import Limits
from scheduler.messages import Button, Message

AIM_CPU, AIM_SHARE = 0.15, 0.3
FIRST_CHAT = 5_000_000
MESSAGE = Message(
    "Chào đồng chí Nguyễn Thị Lan. Thứ Tư 25/11/2026, đồng chí có 2 việc cần chú ý.\n"
    "12. Báo cáo kết quả kiểm soát thủ tục hành chính quý IV: hạn hôm nay.\n"
    "15. Kế hoạch tuyên truyền cải cách hành chính năm 2027: còn 3 ngày làm việc.",
    (Button("✅ Xong 12", "mark_done task=12"), Button("⏳ Gia hạn 12", "request_extension task=12")),
)

Say = Callable[[int], Awaitable[object]]  # to a chat


class Took(NamedTuple):
    """Milliseconds of a message: by the clock, of this process's processor time, and of its loop's thread's."""

    clock: float
    cpu: float
    loop: float


@asynccontextmanager
async def channel(token: str, url: str, in_flight: int) -> AsyncIterator[Say]:
    found = TelegramChannel(token, api_url=url, limits=Limits(at_once=in_flight))

    async def say(chat: int) -> None:
        await found.send(str(chat), MESSAGE)

    yield say
    await found.close()


@asynccontextmanager
async def bare(token: str, url: str, in_flight: int) -> AsyncIterator[Say]:
    preview = LinkPreviewOptions(is_disabled=True)
    async with bare_bot(token, url, in_flight=in_flight) as bot:

        async def say(chat: int) -> None:
            keys = [InlineKeyboardButton(button.label, callback_data=button.command) for button in MESSAGE.buttons]
            keyboard = InlineKeyboardMarkup([keys])
            await bot.send_message(chat, MESSAGE.text, reply_markup=keyboard, link_preview_options=preview)

        yield say


async def timed(say: Say, *, messages: int, in_flight: int) -> Took:
    async def keep_saying(chats: Iterator[int]) -> None:
        for chat in chats:
            await say(chat)

    chats = iter(range(FIRST_CHAT, FIRST_CHAT + messages))
    gc.collect()
    before = _clocks()
    await asyncio.gather(*(keep_saying(chats) for _ in range(in_flight)))
    return Took(*((after - then) / messages * 1000 for after, then in zip(_clocks(), before, strict=True)))


def _clocks() -> tuple[float, float, float]:
    return time.perf_counter(), time.process_time(), time.thread_time()


async def measure(token: str, url: str, wanted: argparse.Namespace) -> dict[str, float]:
    """The best of the rounds, each way in its turn, with connections that are not new."""
    ways = {"channel": channel, "bare": bare}
    took: dict[str, list[Took]] = {name: [] for name in ways}
    for _ in range(wanted.rounds):
        for name, way in ways.items():
            async with way(token, url, wanted.in_flight) as say:
                await timed(say, messages=wanted.in_flight, in_flight=wanted.in_flight)
                took[name].append(await timed(say, messages=wanted.messages, in_flight=wanted.in_flight))
    best = {name: Took(*(min(figures) for figures in zip(*all_, strict=True))) for name, all_ in took.items()}
    return {
        "cpu_ms": round(best["channel"].cpu, 3),
        "loop_cpu_ms": round(best["channel"].loop, 3),
        "bare_cpu_ms": round(best["bare"].cpu, 3),
        "bare_loop_cpu_ms": round(best["bare"].loop, 3),
        "share": round(best["channel"].cpu / best["bare"].cpu, 3),
        "per_second": round(1000 / best["channel"].clock, 1),
        "bare_per_second": round(1000 / best["bare"].clock, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="What one message costs.")
    parser.add_argument("--messages", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--in-flight", type=int, default=100)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    wanted = parser.parse_args()
    with platform(latency=wanted.latency) as at:
        found = asyncio.run(measure(at.tokens[0], at.url, wanted))
        told = at.counts()
    sent = 2 * wanted.rounds * (wanted.messages + wanted.in_flight)
    met = found["cpu_ms"] <= AIM_CPU and found["share"] <= AIM_SHARE and told["messages"] == sent and not told["bad"]
    print(json.dumps({"benchmark": "send_speed", "messages": sent, "latency": wanted.latency, **found, "met": met}))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())

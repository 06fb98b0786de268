"""One bot without limits: what the engine itself can do, with 100 calls in flight at 60 ms each.

    uv run python benchmarks/one_lane.py [--messages 20000] [--postgres] [--latency 0.06] [--in-flight 100]

The real lane, outbox, rendering and channel in this process; the double in its own. At latency 0 the same messages go
out beside it through python-telegram-bot's Bot on aiohttp's pool in a bare loop, with nothing stored. Prints one
JSON line last; exits 1 over the aims: at least 0.85 of what 100 calls of 60 ms allow and at most 0.45 s of the
processor per 1,000 messages; at latency 0, at least 0.6 of the bare loop.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Awaitable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Engine, text
from telegram import InlineKeyboardMarkup, LinkPreviewOptions

from benchmarks.bare import bare_bot
from benchmarks.messages import balance, commune, missing, put_notices, report, say
from benchmarks.nation import FIRST_CHAT, database
from benchmarks.processes import Platform, platform
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_parts import parts
from bot.dialogue import told_batch
from bot.interpreter import be_prompt
from bot.rendering import render_batch
from scheduler.delivery import Delivery
from scheduler.lanes import Lane, Limits
from scheduler.messages import Message
from storage.database import reading
from storage.tables import OutboxMessage

AIM, AIM_CPU, AIM_RATIO = 0.85, 0.45, 0.6


class Took(NamedTuple):
    """Seconds by the clock, and of this process's and the double's processor time."""

    seconds: float
    cpu: float
    double: float


async def _timed(work: Awaitable[object], at: Platform) -> Took:
    clock, cpu, double = time.perf_counter(), time.process_time(), sum(at.process.cpu_times()[:2])
    await work
    return Took(time.perf_counter() - clock, time.process_time() - cpu, sum(at.process.cpu_times()[:2]) - double)


async def through_the_engine(engine: Engine, at: Platform, *, in_flight: int) -> Took:
    channel = TelegramChannel(at.tokens[0], api_url=at.url, limits=Limits(at_once=in_flight))
    lane = Lane(channel.bot, channel.send, channel.pacer)
    now = partial(datetime.now, UTC)
    delivery = Delivery(engine, {lane.bot: lane}, render_batch, now, worker="one lane", said=told_batch)
    try:
        return await _timed(delivery.drain_all(), at)
    finally:
        await channel.close()


async def through_a_bare_loop(message: Message, at: Platform, *, messages: int, in_flight: int) -> Took:
    [part] = parts(message)
    values = part.values("0")
    keyboard = InlineKeyboardMarkup.de_json(values["reply_markup"], None) if "reply_markup" in values else None
    preview = LinkPreviewOptions(is_disabled=True)
    async with bare_bot(at.tokens[0], at.url, in_flight=in_flight) as bot:

        async def keep_sending(chats: Iterator[int]) -> None:
            for chat in chats:
                await bot.send_message(chat, part.text, reply_markup=keyboard, link_preview_options=preview)

        chats = iter(range(FIRST_CHAT, FIRST_CHAT + messages))
        return await _timed(asyncio.gather(*(keep_sending(chats) for _ in range(in_flight))), at)


def _a_message(engine: Engine) -> Message:
    """The words of the first of them, as they will be said."""
    now = datetime.now(UTC)
    with reading(engine) as session:
        first = session.connection().execute(text("SELECT min(id) FROM outbox")).scalar_one()
        row = session.get_one(OutboxMessage, first)
        [words] = render_batch(session, [row], now=now)
    if not isinstance(words, Message):
        raise TypeError(f"nothing is said: {words!r}")
    return words


def measure(wanted: argparse.Namespace) -> dict[str, Any]:
    with database(postgres=wanted.postgres) as engine, platform(latency=wanted.latency) as at:
        commune(engine, people=wanted.messages, bots=1)
        put_notices(engine, at=datetime.now(UTC), people=wanted.messages)
        message = _a_message(engine)
        say(f"{wanted.messages} messages like this one:\n{message.text}")
        be_prompt()
        took = asyncio.run(through_the_engine(engine, at, in_flight=wanted.in_flight))
        told = balance(engine, at.arrivals())
        figures: dict[str, Any] = {
            "benchmark": "one_lane",
            "postgres": wanted.postgres,
            "latency": wanted.latency,
            **told.as_dict(),
            "per_second": round(wanted.messages / took.seconds, 1),
            "cpu_s_per_1000": round(took.cpu / wanted.messages * 1000, 3),
            "double_cpu_s_per_1000": round(took.double / wanted.messages * 1000, 3),
            "bad_calls": at.counts()["bad"],
        }
        if wanted.latency:
            possible = wanted.in_flight / wanted.latency
            return figures | {"share": round(wanted.messages / took.seconds / possible, 4)}
        count, at_once = wanted.messages, wanted.in_flight
        bare = asyncio.run(through_a_bare_loop(message, at, messages=count, in_flight=at_once))
        return figures | {
            "bare_per_second": round(count / bare.seconds, 1),
            "bare_cpu_s_per_1000": round(bare.cpu / count * 1000, 3),
            "ratio": round(bare.seconds / took.seconds, 3),
            "cpu_ratio": round(bare.cpu / took.cpu, 3),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description="One bot without limits.")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--in-flight", type=int, default=100)
    parser.add_argument("--latency", type=float, default=0.06, help="seconds; 0: beside a bare loop")
    parser.add_argument("--postgres", action="store_true")
    wanted = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    found = measure(wanted)
    aims = {"none lost": found["lost"] == 0, "none doubled": found["doubled"] == 0}
    if wanted.latency:
        aims |= {"share": found["share"] >= AIM, "cpu": found["cpu_s_per_1000"] <= AIM_CPU}
    else:
        aims |= {"ratio": found["ratio"] >= AIM_RATIO}
    return report(found, missed=missing(aims))


if __name__ == "__main__":
    sys.exit(main())

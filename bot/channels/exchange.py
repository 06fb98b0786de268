"""What every channel does alike: answer an update, be patient with a reply, say a message in several calls."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import structlog

from bot.channels import Channel, Incoming
from bot.reception import Reception
from locales import text
from scheduler.lanes import Pacer
from scheduler.messages import Doubtful, Held, Message, Receipt, Refused, TryLater, Unacceptable
from storage.database import went_away

Part = TypeVar("Part")
Pause = Callable[[float], Awaitable[None]]  # seconds
_DATABASE_PAUSES = (0.5, 1.5, 4.0)  # a server that restarts is back by then
_REPLY_PAUSES = (1.0, 5.0, 20.0, 60.0)
_PART_PAUSES = (1.0, 5.0, 10.0)
_log = structlog.get_logger("channels")


async def answer(channel: Channel, reception: Reception, incoming: Incoming, *, update_id: str, pause: Pause) -> None:
    """Say back what there is to say; where our side fails, one calm sentence."""
    began = time.monotonic()
    reception.metrics.received(channel.bot)
    try:
        message = await _found(reception, incoming, update_id, pause)
    except Exception as problem:  # noqa: BLE001  the rim
        _log.error("no answer", bot=channel.bot, update=update_id, exc_info=None if went_away(problem) else problem)
        message = Message(text("telegram.our_error"))
    said = await reply(channel, incoming.address, message, pause=pause) if message is not None else 0
    if not said:
        return
    reception.metrics.replied(channel.bot, time.monotonic() - began)
    if channel.limits.monthly:
        try:
            await asyncio.to_thread(reception.replied, channel.bot, said)
        except Exception:  # noqa: BLE001  the answer arrived; one message less is counted
            _log.exception("reply not counted", bot=channel.bot)


async def _found(reception: Reception, incoming: Incoming, update_id: str, pause: Pause) -> Message | None:
    """The answer, asked for again while the database is away: what it did not keep was never done."""
    pauses, lost = iter(_DATABASE_PAUSES), None
    while True:
        try:
            return await asyncio.to_thread(reception.reply, incoming, update_id) or lost
        except Exception as problem:
            seconds = next(pauses, None)
            if seconds is None or not went_away(problem):
                raise
            _log.info("an answer waits for the database", update=update_id, error=type(problem).__name__)
            await pause(seconds)
            lost = Message(text("telegram.answer_lost"))  # where nothing is new to it then: it kept what was done


async def reply(channel: Channel, address: str, message: Message, *, pause: Pause) -> int:
    """Send, and try again where nothing arrived; what may have arrived is not said twice. As how many messages."""
    for seconds in (*_REPLY_PAUSES, None):
        await channel.pacer.urgent(address)
        try:
            receipt = await channel.send(address, message)
        except Held:  # the next turn is after it
            continue
        except TryLater as later:
            if seconds is not None:
                await pause(max(seconds, later.after.total_seconds()))
        except (Refused, Doubtful, Unacceptable) as failure:
            _log.error("reply not delivered", bot=channel.bot, error=repr(failure))
            return 0
        else:
            return receipt.messages
    _log.error("reply not delivered", bot=channel.bot, error="not reached")
    return 0


async def say_all(
    call: Callable[[Part], Awaitable[Receipt]], parts: Sequence[Part], *, address: str, pacer: Pacer, pause: Pause
) -> Receipt:
    """Say the parts in their order; the receipt of the first. Raises what the first call raises.

    Its caller waited for the first one's turn; the others take the next ones, before another message is begun. Held
    holds the pacer at once. Once the first part arrived nothing is raised: the whole would be said again.
    """

    async def heeding(part: Part) -> Receipt:
        try:
            return await call(part)
        except Held as held:
            pacer.hold(held.after.total_seconds())
            raise

    receipt, arrived = await heeding(parts[0]), 1
    for number, part in enumerate(parts[1:], start=2):
        if await _add(heeding, part, turn=partial(pacer.urgent, address), pause=pause):
            arrived += 1
        else:
            _log.error("part of a message lost", part=number, of=len(parts), message=receipt.platform_id)
    return replace(receipt, messages=arrived) if arrived > 1 else receipt


async def _add(
    call: Callable[[Part], Awaitable[Receipt]], part: Part, *, turn: Callable[[], Awaitable[None]], pause: Pause
) -> bool:
    for seconds in _PART_PAUSES:
        await turn()
        try:
            await call(part)
        except Held:  # the next turn is after it
            continue
        except TryLater:
            await pause(seconds)
        except (Refused, Doubtful, Unacceptable) as failure:
            _log.warning("part of a message failed", error=repr(failure))
            return False
        else:
            return True
    return False

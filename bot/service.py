"""What a running program does in rounds: see whose turn it is, plan, deliver, listen. One App, in one event loop."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import partial
from math import ceil
from typing import Any

import structlog

from bot.app import App
from bot.monitoring.health import Ear, Health
from scheduler.delivery import Delivery
from scheduler.housekeeping import housekeep, is_time
from scheduler.lanes import Lane
from scheduler.monitoring import Part
from scheduler.rationing import warn
from scheduler.rounds import Complaints, Round
from storage.bots import alive, held_until, seen
from storage.database import reading, transaction
from storage.outbox import release_lane
from storage.turns import Turns

_GONE_AFTER = timedelta(minutes=10)  # a bot that no process served for so long speaks to nobody
_SEEN_EVERY = timedelta(minutes=1)
_PLANNED_AHEAD = timedelta(minutes=15)  # so that the hour itself only sends
_HOUSE_EVERY = 600.0  # seconds between two looks whether it is time
_BREATH = 0.1  # seconds between two of housekeeping's transactions
_FAREWELL = 20.0  # seconds for what is in hand when the program is told to stop
_log = structlog.get_logger("service")


class Work(StrEnum):
    """What a process does; with no choice, all of it."""

    BOT = "bot"
    PLAN = "plan"
    DELIVER = "deliver"


class Service:
    """`no_bot_left` is set when every bot was refused by its platform: there is nothing to listen to."""

    def __init__(self, app: App, works: Collection[Work] = tuple(Work)) -> None:
        self.app, self.works = app, frozenset(works)
        self.complaints = Complaints(now=app.clock.now)
        self.lanes: dict[str, Lane] = {}
        self.no_bot_left = asyncio.Event()
        self.stopping, self._ended = False, threading.Event()
        self._channels = {channel.bot: channel for channel in app.channels}
        self._others: set[str] | None = None  # bots that other processes serve; not known yet: None
        kinds = {Work.DELIVER: "deliver", Work.BOT: "listen"}
        chosen = [kind for work, kind in kinds.items() if work in self.works]
        self.turns = Turns(app.engine, wanted=[f"{kind} {bot}" for kind in chosen for bot in self._channels])
        self._listening: dict[str, asyncio.Task[None]] = {}
        self._refused: set[str] = set()
        self._drains: set[asyncio.Task[None]] = set()
        self._pool = ThreadPoolExecutor(max_workers=3, thread_name_prefix="delivery")
        self._seen_at = app.clock.now() - _SEEN_EVERY
        self.delivery = Delivery(
            app.engine,
            self.lanes,
            app.parts.render,
            app.clock.now,
            app.worker,
            said=app.parts.said,
            bots=lambda: self._channels.keys() | (self._others or set()),
            metrics=app.metrics,
            thread=self.thread,
            preparing=app.renderer.prepare if app.renderer else None,
            stopping=lambda: self.stopping,
        )
        self.looking = Round("delivery", self.deliver, self.complaints)
        self.planning = Round("planning", self.plan, self.complaints)
        self.keeping_house = Round("housekeeping", self.keep_house, self.complaints)
        self.taking_turns = Round("turns", self.take_turns, self.complaints)
        # Not after the next interval, now: what one person said may be for another to hear.
        loop = asyncio.get_running_loop()
        nudge = partial(loop.call_soon_threadsafe, self._nudge)
        self._reception = replace(app.reception, answered=nudge)

    @property
    def rounds(self) -> dict[Round, float]:
        """What to do again and again, and every how many seconds."""
        chosen = {
            self.taking_turns: 1.0,
            self.planning: self.app.settings.tick_seconds,
            self.looking: min(1.0, self.app.settings.tick_seconds),
            self.keeping_house: _HOUSE_EVERY,
        }
        parts = {self.planning: Work.PLAN, self.keeping_house: Work.PLAN, self.looking: Work.DELIVER}
        return {one: seconds for one, seconds in chosen.items() if parts.get(one) in {None, *self.works}}

    async def thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Beside the loop, in threads that nothing else waits for."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, function, *arguments)

    def _nudge(self) -> None:
        if Work.DELIVER in self.works and not self.stopping:
            self._keep(self.looking.once())

    def _keep(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._drains.add(task)
        task.add_done_callback(self._drains.discard)

    def health(self) -> Health:
        """Whether this process does what it is for."""
        app, works = self.app, {Work.PLAN: Part.PLANNING, Work.DELIVER: Part.DELIVERY}
        return Health(
            app.engine,
            app.clock.now,
            started=app.clock.now(),
            tick_seconds=app.settings.tick_seconds,
            database_file=app.settings.database_file,
            last=app.metrics.last,
            parts=[part for work, part in works.items() if work in self.works],
            ears=self.ears,
        )

    def ears(self) -> dict[str, Ear]:
        """Who takes the updates of each bot in; empty where this process is not to listen."""
        if Work.BOT not in self.works:
            return {}
        return {bot: self._ear(bot) for bot in self._channels}

    def _ear(self, bot: str) -> Ear:
        if bot in self._refused:
            return Ear.GONE
        return Ear.HERE if bot in self._listening else Ear.ELSEWHERE

    # Whose turn it is

    async def take_turns(self) -> None:
        """Keep the turns of this process, take those that are free, and give away what is more than a fair share."""
        if not await self.thread(self.turns.keep):
            _log.warning("turns lost: the database went away")
        for bot in [bot for bot in self.lanes if f"deliver {bot}" not in self.turns.mine]:
            self._leave(bot)
        # While the database is away people hear that it is: who listens goes on, until another process has the turn.
        for bot in [bot for bot in self._listening if f"listen {bot}" not in self.turns.mine]:
            if not await self.thread(self.turns.take, f"listen {bot}"):
                await self._fall_silent(bot)
        rivals: dict[str, int] = await self.thread(self.turns.wanting)
        if Work.DELIVER in self.works:
            lanes = {bot: rivals[f"deliver {bot}"] for bot in sorted(self._channels)}
            await self._share("deliver", lanes, self.lanes, busy=self.delivery.drained, began=self._lane_is_ours)
        if Work.BOT in self.works:
            ears = {bot: rivals[f"listen {bot}"] for bot in sorted(self._channels.keys() - self._refused)}
            await self._share("listen", ears, self._listening, busy=(), began=self._listen)
        await self.thread(self._say_who_is_served)

    async def _share(
        self,
        kind: str,
        rivals: Mapping[str, int],
        begun: Collection[str],
        *,
        busy: Collection[str],
        began: Callable[[str], Awaitable[None]],
    ) -> None:
        """`rivals`: how many processes want each bot; `begun`: those that this one has."""
        shared = any(number > 1 for number in rivals.values())
        share = ceil(sum(Fraction(1, number) for number in rivals.values()))
        most, at_once = share + shared, max(1, share // 4) if shared else len(rivals)
        mine = [bot for bot in rivals if bot in begun]
        for bot in [bot for bot in rivals if bot not in begun]:
            if at_once == 0 or len(mine) >= most:
                break
            # Where beginning failed the last time the turn is this process's already.
            if await self.thread(self.turns.take, f"{kind} {bot}"):
                await began(bot)
                mine.append(bot)
                at_once -= 1
        idle = [bot for bot in mine if bot not in busy]
        if len(mine) > most and idle:
            await self._give_away(kind, idle[-1])

    async def _give_away(self, kind: str, bot: str) -> None:
        if kind == "deliver":
            self._leave(bot)
        else:
            await self._fall_silent(bot)
        await self.thread(self.turns.give, f"{kind} {bot}")

    async def _lane_is_ours(self, bot: str) -> None:
        channel, now = self._channels[bot], self.app.clock.now()
        until = await self.thread(self._take_over, bot)
        if until is not None:
            channel.pacer.hold((until - now).total_seconds())
        self.lanes[bot] = Lane(bot, channel.send, channel.pacer)
        _log.info("lane taken", lane=bot)

    def _take_over(self, bot: str) -> Any:
        now = self.app.clock.now()
        with transaction(self.app.engine) as session:
            released = release_lane(session, bot, now=now, worker=self.app.worker)
            held = held_until(session, [bot], now=now)
        if released:
            _log.warning("messages of a dead process taken over", lane=bot, messages=released)
        return held.get(bot)

    def _leave(self, bot: str) -> None:
        self.lanes.pop(bot, None)
        self.delivery.leave(bot)
        _log.info("lane left", lane=bot)

    def _say_who_is_served(self) -> None:
        now = self.app.clock.now()
        if abs(now - self._seen_at) >= _SEEN_EVERY:  # a clock may be put back
            self._seen_at = now
            with transaction(self.app.engine) as session:
                seen(session, self._channels if Work.DELIVER in self.works else (), now=now)
            self._warn_of_budgets(now)
        with reading(self.app.engine) as session:
            self._others = alive(session, since=now - _GONE_AFTER)

    def _warn_of_budgets(self, now: datetime) -> None:
        counted = {bot: lane.pacer.limits.monthly for bot, lane in list(self.lanes.items())}
        with transaction(self.app.engine) as session:
            for bot, limit in counted.items():
                if limit:
                    warn(session, bot, limit, now=now)

    # Planning, delivery

    async def plan(self) -> None:
        """Put what is due to be said in the outbox, where it is this process's turn to plan."""
        if await self.thread(self.turns.take, "plan"):
            await self.thread(self._plan)
        self.app.metrics.passed(Part.PLANNING, self.app.clock.now())

    def _plan(self) -> None:
        started, now = self.app.stopwatch(), self.app.clock.now()
        planned = 0
        for step in self.app.parts.plan_in_steps(self.app.engine, now=now, ahead=_PLANNED_AHEAD):
            planned += step
            if self.stopping:
                break
        seconds = self.app.stopwatch() - started
        self.app.metrics.planned(planned, seconds)
        if planned:
            _log.info("planned", messages=planned, seconds=round(seconds, 2))
            self._reception.answered()

    async def keep_house(self) -> None:
        """Remove what has had its time, a little after the other, in a thread that nobody waits for."""
        now = self.app.clock.now()
        if await self.thread(partial(is_time, self.app.engine, now=now)):
            keep = timedelta(days=self.app.settings.keep_sent_days)
            await asyncio.to_thread(housekeep, self.app.engine, now=now, keep=keep, pause=self._breathe)

    def _breathe(self) -> bool:
        return not self._ended.wait(_BREATH)

    async def deliver(self) -> None:
        """Begin to drain the lanes that have work."""
        if self._others is None:  # what waits for a bot that others serve is not for nobody
            return
        work = await self.delivery.look()
        for bot in work.lanes:
            self._keep(self._drain(bot))
        self.app.metrics.passed(Part.DELIVERY, self.app.clock.now())
        if work.following is not None:
            self._await(work.following)

    def _await(self, following: datetime) -> None:
        """What comes due between this look and the next leaves at its moment."""
        seconds = (following - self.app.clock.now()).total_seconds()
        if seconds < self.rounds[self.looking]:
            asyncio.get_running_loop().call_later(max(0.0, seconds), self._nudge)

    async def _drain(self, bot: str) -> None:
        try:
            taken = await self.delivery.drain(bot)
        except Exception as problem:  # noqa: BLE001  said in the log; the lane is looked at again in a second
            self.complaints.failed(f"lane {bot}", problem)
        else:
            self.complaints.well(f"lane {bot}")
            if taken:
                self._nudge()

    # Listening

    async def _listen(self, bot: str) -> None:
        task = asyncio.create_task(self._channels[bot].listen(self._reception))
        self._listening[bot] = task
        task.add_done_callback(partial(self._stopped_listening, bot))

    async def _fall_silent(self, bot: str) -> None:
        """Stop listening, once what is in hand is answered: two who listen disturb each other."""
        if task := self._listening.pop(bot, None):
            task.cancel()
            await asyncio.wait([task])

    def _stopped_listening(self, bot: str, task: "asyncio.Task[None]") -> None:
        if task.cancelled():
            return
        self._refused.add(bot)
        self._listening.pop(bot, None)
        if problem := task.exception():
            _log.error("listening ended", bot=bot, exc_info=problem)
        if Work.BOT in self.works and self._refused == self._channels.keys():
            self.no_bot_left.set()

    async def close(self) -> None:
        """See through what is in hand, then let other processes have the turns."""
        self.stopping = True
        self._ended.set()
        for task in self._listening.values():
            task.cancel()
        await asyncio.gather(*self._listening.values(), return_exceptions=True)
        for one in self.rounds:
            await one.rest()
        if self._drains:
            _, late = await asyncio.wait(self._drains, timeout=_FAREWELL)
            for drain in late:
                drain.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if self.app.renderer:
            await asyncio.to_thread(self.app.renderer.close)
        await self.thread(self.turns.close)
        self._pool.shutdown(wait=False, cancel_futures=True)

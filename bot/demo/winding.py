"""Winding the demo's clock: every due moment in between is played, in order, while the page watches."""

import asyncio
from calendar import monthrange
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

import structlog
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.web_lines import clock_view, moment_label
from bot.channels.web_stream import Event, Hub
from bot.clock import WoundClock
from locales import text
from scheduler.calendar import Calendar
from scheduler.tick import NextMoment, Ticking, wind

_log = structlog.get_logger()
_DAY = timedelta(days=1)


class Step(StrEnum):
    HOUR = "hour"
    MORNING = "morning"
    WEEK = "week"
    MONTH = "month"


def target(step: Step, now: datetime, *, calendar: Calendar, morning: time) -> datetime:
    """Where a step leads to: an hour, a week, a month on, or the next office morning."""
    match step:
        case Step.HOUR:
            return now + timedelta(hours=1)
        case Step.WEEK:
            return now + timedelta(weeks=1)
        case Step.MONTH:
            return _month_on(now.astimezone(calendar.zone))
        case Step.MORNING:
            day = calendar.on_or_after(calendar.today(now))
            if calendar.at(day, morning) <= now:
                day = calendar.on_or_after(day + _DAY)
            return calendar.at(day, morning)


def _month_on(here: datetime) -> datetime:
    year, month = (here.year + 1, 1) if here.month == 12 else (here.year, here.month + 1)
    return here.replace(year=year, month=month, day=min(here.day, monthrange(year, month)[1]))


class Busy(Exception):
    """The clock is being wound already."""


class Stopped(Exception):
    """The program ends in the middle of winding."""


class Winder:
    """Winds one clock, once at a time. `tick` is one pass at the moment at which the clock stands."""

    def __init__(
        self,
        engine: Engine,
        *,
        clock: WoundClock,
        ticking: Ticking,
        tick: Callable[[], Awaitable[object]],
        next_moment: NextMoment,
        calendar: Calendar,
        morning: time,
        hub: Hub,
    ) -> None:
        self._engine, self._clock, self._ticking, self._tick = engine, clock, ticking, tick
        self._next_moment, self._calendar, self._morning, self._hub = next_moment, calendar, morning, hub
        self._span: tuple[datetime, datetime] | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    def view(self) -> dict[str, Any]:
        """What the clock bar shows."""
        now = self._clock.now()
        shown = clock_view(now, self._calendar.zone)
        if self._span is None:
            return shown
        since, until = self._span
        aim = moment_label(until, self._calendar.zone)
        return shown | {"winding": True, "done": (now - since) / (until - since), "target": aim}

    def start(self, step: Step) -> None:
        """Begin to wind. Raises Busy."""
        if self._span is not None:
            raise Busy
        since = self._clock.stand()
        self._span = since, target(step, since, calendar=self._calendar, morning=self._morning)
        self._task = asyncio.create_task(self._wind(*self._span))

    async def stop(self) -> None:
        """End at the moment in hand; what was not played is caught up after the next start."""
        self._stopping = True
        if self._task is not None:
            await self._task

    async def _wind(self, since: datetime, until: datetime) -> None:
        try:
            async with self._ticking.alone:
                await wind(
                    self._engine, since=since, until=until, next_moment=self._next_moment, tick_at=self._play_moment
                )
        except Stopped:
            _log.info("winding stopped", at=self._clock.now().isoformat())
        except Exception:  # noqa: BLE001  the clock stays where it got to, and the page goes on
            _log.exception("winding failed")
        finally:
            self._span = None
            self._clock.run()
            self._hub.publish(Event("clock", self.view()))

    async def _play_moment(self, moment: datetime) -> None:
        if self._stopping:
            raise Stopped
        await asyncio.to_thread(self._clock.hold, moment)
        self._hub.publish(Event("clock", self.view()))
        await self._tick()


def wind_route(winder: Winder) -> Route:
    """POST /api/clock with a form field `step`."""

    async def post(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=2) as form:
            step = str(form.get("step", ""))
        if step not in list(Step):
            return JSONResponse({"error": text("web.wind.unknown")}, 422)
        try:
            winder.start(Step(step))
        except Busy:
            return JSONResponse({"error": text("web.wind.busy")}, 409)
        return JSONResponse({"clock": winder.view()}, 202)

    return Route("/api/clock", post, methods=["POST"])

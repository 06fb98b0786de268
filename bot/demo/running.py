"""The demo at work: the page, the scheduler and the clock in one event loop."""

import asyncio
import secrets
import socket
import webbrowser
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import uvicorn
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.app import Parts
from bot.channels.web import WebChannel, WebChat, web_app
from bot.channels.web_stream import Hub
from bot.clock import SystemClock, WoundClock
from bot.demo.commune import BORN, FEATURED
from bot.demo.winding import Winder, wind_route
from scheduler.calendar import Calendar, calendar_of
from scheduler.delivery import Delivery
from scheduler.lanes import Lane
from scheduler.planning import next_moment
from scheduler.tick import Ticking, start, tick
from storage.database import reading, transaction
from storage.marks import marks
from storage.outbox import release_all
from storage.people import offices
from storage.tables import Office

_TICK_SECONDS = 10.0


@dataclass(frozen=True)
class Running:
    """The demo in a running event loop."""

    app: Starlette
    hub: Hub
    ticking: Ticking
    winder: Winder

    async def close(self) -> None:
        """End in an orderly way: the streams, winding, the pass in hand."""
        self.hub.close()
        await self.winder.stop()
        await self.ticking.shutdown()


def open_demo(engine: Engine, parts: Parts, *, machine: Callable[[], datetime]) -> Running:
    """Start the clock and the scheduler on a prepared database, in the running loop."""
    clock, hub, errands = WoundClock(engine, machine=machine), Hub(), set[asyncio.Task[None]]()
    office, calendar, edition = _example(engine)
    with transaction(engine) as session:
        release_all(session, now=clock.now())

    def answered() -> None:
        # What was just said may be for somebody else to hear: not after the next interval, now.
        errand = asyncio.create_task(ticking.once())
        errands.add(errand)
        errand.add_done_callback(errands.discard)

    def clock_bar() -> dict[str, Any]:
        return winder.view()

    chat = WebChat(
        engine,
        clock.now,
        parts.answer,
        hub,
        calendar.zone,
        edition=edition,
        featured=FEATURED,
        clock=clock_bar,
        answered=answered,
    )
    step = _step(engine, parts, chat)
    ticking = start(step, seconds=_TICK_SECONDS)
    winder = Winder(
        engine,
        clock=clock,
        ticking=ticking,
        tick=lambda: step(lambda: ticking.stopping),
        next_moment=next_moment,
        calendar=calendar,
        morning=office.morning_at,
        hub=hub,
    )
    return Running(web_app(chat, routes=(wind_route(winder),)), hub, ticking, winder)


def _example(engine: Engine) -> tuple[Office, Calendar, str]:
    with reading(engine) as session:
        office, born = offices(session)[0], marks(session, (BORN,))[BORN]
        return office, calendar_of(session, office.office_id), f"{born:%Y%m%d%H%M%S%f}"


def _step(engine: Engine, parts: Parts, chat: WebChat) -> Callable[[Callable[[], bool]], Awaitable[int]]:
    channel, worker = WebChannel(chat), f"demo-{secrets.token_hex(4)}"

    async def step(stopping: Callable[[], bool]) -> int:
        lanes = {channel.bot: Lane(channel.bot, channel.send)}
        delivery = Delivery(engine, lanes, parts.render, chat.now, worker, said=parts.said, stopping=stopping)
        return await tick(delivery, plan=parts.plan)

    return step


class _Server(uvicorn.Server):
    """Ends our own work before it waits for the open streams to end."""

    def __init__(self, config: uvicorn.Config, *, before_closing: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._before_closing = before_closing

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._before_closing()
        await super().shutdown(sockets)


async def serve(engine: Engine, parts: Parts, listening: socket.socket, *, url: str | None) -> None:
    """Until Ctrl-C. With `url` the page is opened in the browser."""
    running = open_demo(engine, parts, machine=SystemClock().now)
    config = uvicorn.Config(
        running.app, log_level="warning", access_log=False, lifespan="off", loop="asyncio", ws="none", log_config=None
    )
    server = _Server(config, before_closing=running.close)
    if url:
        asyncio.get_running_loop().run_in_executor(None, webbrowser.open, url)
    await server.serve(sockets=[listening])

"""What shows a running program's state to others, for as long as it runs: the page and the heartbeat."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any, TypeVar

import httpx
import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.connection import pooled
from bot.monitoring.counting import Counting, Waiting, printed
from bot.monitoring.health import Check, Health
from bot.monitoring.heartbeat import Heartbeat, keep_beating
from bot.settings import Settings

PATIENCE = 10.0  # seconds for the database to answer a look
_log = structlog.get_logger("monitoring")
Seen = TypeVar("Seen")


class Watch:
    """Looks in a thread of its own: a database that hangs takes none of those that deliver."""

    def __init__(self, health: Health, counting: Counting, *, patience: float = PATIENCE) -> None:
        self._health, self._registry, self._patience = health, counting.registry, patience
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="monitoring")
        self._registry.register(Waiting(health.backlogs, now=health.now))

    async def checks(self) -> list[Check]:
        try:
            return await self._in_time(self._health.look)
        except TimeoutError:
            return [Check("database", ok=False, why=f"no answer within {self._patience:.0f} s")]

    async def well(self) -> bool:
        found = await self.checks()
        faults = {check.name: check.why for check in found if not check.ok}
        if faults:
            _log.warning("not well", faults=faults)
        return not faults

    async def figures(self) -> bytes:
        """Raises TimeoutError."""
        return await self._in_time(lambda: printed(self._registry))

    async def _in_time(self, look: Callable[[], Seen]) -> Seen:
        found = asyncio.get_running_loop().run_in_executor(self._thread, look)
        return await asyncio.wait_for(found, self._patience)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


def status_app(watch: Watch) -> Starlette:
    """`/healthz`: 200 or 503, and each check as JSON. `/metrics`: Prometheus's text."""

    async def healthz(_request: Request) -> Response:
        found = await watch.checks()
        well = all(check.ok for check in found)
        told = {"ok": well, "checks": {check.name: {"ok": check.ok, "why": check.why} for check in found}}
        return JSONResponse(told, 200 if well else 503, headers={"Cache-Control": "no-store"})

    async def metrics(_request: Request) -> Response:
        try:
            return Response(await watch.figures(), media_type=CONTENT_TYPE_LATEST)
        except TimeoutError:
            return Response("the database does not answer\n", 503, media_type="text/plain")

    return Starlette(routes=[Route("/healthz", healthz), Route("/metrics", metrics)])


@asynccontextmanager
async def watched(
    settings: Settings,
    health: Health,
    counting: Counting,
    *,
    transport: Callable[[int], httpx.AsyncBaseTransport] = pooled,
) -> AsyncIterator[None]:
    """Show what the settings ask for while the block lasts. Nothing here can stop the program."""
    watch = Watch(health, counting)
    async with AsyncExitStack() as stack:
        stack.callback(watch.close)
        if settings.status_port:
            await stack.enter_async_context(_served(status_app(watch), settings.status_host, settings.status_port))
        if url := settings.heartbeat_url.get_secret_value():
            client = await stack.enter_async_context(httpx.AsyncClient(transport=transport(1)))
            heartbeat = Heartbeat(url, client=client, now=health.now)
            await stack.enter_async_context(_running(keep_beating(heartbeat, watch.well)))
        yield


@asynccontextmanager
async def _served(app: Starlette, host: str, port: int) -> AsyncIterator[None]:
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        # Of several processes on one machine with the same settings, the first has the page; all go on reminding.
        _log.error("no status page", host=host, port=port, error=error.strerror or str(error))
        yield
        return
    server = _Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="none",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
    )
    _log.info("status page", host=host, port=listening.getsockname()[1])
    with listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield
        finally:
            server.should_exit = True
            await serving


class _Server(uvicorn.Server):
    """Leaves the signals to the program that it is part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def _running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

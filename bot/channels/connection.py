"""The pool of connections that our words and everybody's HTTP client go over, and whether a failed call can have left.

httpx's own pool collapses at concurrency, and takes several times as long for a call.
"""

import asyncio
from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import httpx

from bot.channels.connecting import Host, Origin, origin_of, permission
from bot.channels.wire import Answer, Connection

_OF_A_BODY = (b"content-length", b"transfer-encoding")
_FOR_EVER = 86_400.0  # seconds
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class Patience(NamedTuple):
    """Seconds: until there is a connection, while nothing moves on it, until there is room in the pool."""

    connect: float
    read: float
    pool: float


class Transport(httpx.AsyncBaseTransport):
    """What an HTTP client goes over, with a way beside it that needs no client."""

    @abstractmethod
    async def post(
        self,
        url: str,
        content: bytes,
        media_type: bytes,
        *,
        patience: Patience,
        left: Callable[[], None] | None = None,
    ) -> tuple[int, bytes]:
        """Status and content of the answer. Raises httpx.TransportError; `unsent` tells what it means.

        `left` is called once the system has the request.
        """


class _Pool(Transport):
    """At most so many calls at once, each on a connection of its own; the one that was used last is used first."""

    def __init__(self, connections: int) -> None:
        self._room = asyncio.Semaphore(connections)
        self._hosts: dict[Origin, Host] = {}
        self._idle: dict[Host, list[Connection]] = defaultdict(list)
        self._open: set[Connection] = set()
        self._posts: dict[str, tuple[Host, bytes]] = {}

    async def post(
        self,
        url: str,
        content: bytes,
        media_type: bytes,
        *,
        patience: Patience,
        left: Callable[[], None] | None = None,
    ) -> tuple[int, bytes]:
        """Each address is remembered: there are to be few of them."""
        host, head = self._posts.get(url) or await self._to_post_to(url)
        request = b"%bcontent-type: %b\r\ncontent-length: %d\r\n\r\n%b" % (head, media_type, len(content), content)
        answer = await self._call(host, request, patience, left)
        return answer.status, answer.content

    async def _to_post_to(self, url: str) -> tuple[Host, bytes]:
        asked = httpx.URL(url)
        headers = [(b"host", asked.netloc), (b"user-agent", b"nhacviec"), (b"accept-encoding", b"identity")]
        host = self._host(asked)
        self._posts[url] = host, _head(b"POST", asked, headers, relay=await host.relay())
        return self._posts[url]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        content, host = await request.aread(), self._host(request.url)
        headers = [(name, value) for name, value in request.headers.raw if name.lower() not in _OF_A_BODY]
        if content or request.method != "GET":
            headers.append((b"content-length", b"%d" % len(content)))
        head = _head(request.method.encode(), request.url, headers, relay=await host.relay())
        waits = request.extensions.get("timeout", {})
        patience = Patience(*(waits.get(name) or _FOR_EVER for name in Patience._fields))
        answer = await self._call(host, b"%b\r\n%b" % (head, content), patience)
        return httpx.Response(answer.status, headers=answer.headers, stream=httpx.ByteStream(answer.content))

    async def aclose(self) -> None:
        """Calls on a connection fail; whoever makes calls is to have been stopped before."""
        connections = tuple(self._open)
        for connection in connections:
            connection.drop()
        await asyncio.gather(*(asyncio.shield(connection.gone) for connection in connections))

    def _host(self, url: httpx.URL) -> Host:
        origin = origin_of(url)
        return self._hosts.get(origin) or self._hosts.setdefault(origin, Host(url))

    async def _call(
        self, host: Host, request: bytes, patience: Patience, left: Callable[[], None] | None = None
    ) -> Answer:
        if self._room.locked():
            await self._wait_for_room(patience.pool)
        else:
            await self._room.acquire()
        try:
            connection = self._kept_alive(host) or await self._connected(host, patience.connect)
            try:
                return await connection.call(request, patience=patience.read, left=left)
            finally:
                if connection.free:
                    self._idle[host].append(connection)
                else:
                    connection.drop()
        finally:
            self._room.release()

    async def _wait_for_room(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._room.acquire()
        except TimeoutError as error:
            raise httpx.PoolTimeout("no connection is free") from error

    def _kept_alive(self, host: Host) -> Connection | None:
        idle = self._idle[host]
        while idle:
            connection = idle.pop()
            if connection.free:
                return connection
            connection.drop()
        return None

    async def _connected(self, host: Host, seconds: float) -> Connection:
        try:
            async with asyncio.timeout(seconds):
                connection = await host.connect()
        except TimeoutError as error:
            raise httpx.ConnectTimeout("no connection in time") from error
        self._open.add(connection)
        connection.gone.add_done_callback(partial(self._forget, host, connection))
        return connection

    def _forget(self, host: Host, connection: Connection, _: object) -> None:
        self._open.discard(connection)
        if connection in self._idle[host]:
            self._idle[host].remove(connection)


def pooled(connections: int) -> Transport:
    """A pool of its own, by way of the machine's proxy, if any."""
    return _Pool(connections)


def _head(method: bytes, url: httpx.URL, headers: Sequence[tuple[bytes, bytes]], *, relay: httpx.Proxy | None) -> bytes:
    """The beginning of a request, open for further headers."""
    target = url.raw_path if relay is None else b"%b://%b%b" % (url.raw_scheme, url.netloc, url.raw_path)
    lines = b"".join(b"%b: %b\r\n" % header for header in headers)
    return b"%b %b HTTP/1.1\r\n%b%b" % (method, target, lines, permission(relay) if relay else b"")


def unsent(error: BaseException) -> bool:
    """Whether the request behind an error can't have left."""
    return isinstance(error, _UNSENT)

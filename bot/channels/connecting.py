"""How a connection is made: the machine's proxy, the name's addresses, whom to trust."""

import asyncio
import base64
import os
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple
from urllib.request import getproxies, proxy_bypass

import httpx
from aiohappyeyeballs import start_connection
from aiohappyeyeballs.types import AddrInfoType

from bot.channels.wire import Connection

_KEPT_ALIVE = 10.0  # seconds: well below any server's, else a call meets a closed connection and is in doubt
_ADDRESSES_KEPT = 10.0  # seconds
_NEXT_ADDRESS = 0.25  # seconds, until another address is tried beside one that does not answer (RFC 8305)
_PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    scheme: str
    host: str
    port: int


def origin_of(url: httpx.URL) -> Origin:
    if url.scheme not in _PORTS or not url.host:
        raise httpx.UnsupportedProtocol("not an http address")
    return Origin(url.scheme, url.raw_host.decode(), url.port or _PORTS[url.scheme])


class Host:
    """The way to one origin: its proxy is asked for once, its addresses at most every ten seconds, by one at a time."""

    def __init__(self, url: httpx.URL) -> None:
        self._url, self._origin = url.join("/"), origin_of(url)
        self._asking = asyncio.Lock()
        self._proxy: httpx.Proxy | None = None
        self._proxy_known = False
        self._addresses: Sequence[AddrInfoType] = ()
        self._fresh_until = 0.0

    async def relay(self) -> httpx.Proxy | None:
        """The proxy that is told the whole address with each call; to TLS it only leads."""
        if not self._proxy_known:
            self._proxy = await asyncio.to_thread(proxy_to, self._url)
            self._proxy_known = True
        return self._proxy if self._origin.scheme == "http" else None

    async def connect(self) -> Connection:
        """Raises httpx.ConnectError, ProxyError or UnsupportedProtocol: nothing has left in any case."""
        await self.relay()
        first = self._origin if self._proxy is None else origin_of(self._proxy.url)
        try:
            return await self._led(await self._reach(first), first)
        except (OSError, UnicodeError) as error:  # a name may be none at all
            self._fresh_until = 0.0
            raise httpx.ConnectError(type(error).__name__) from error
        except (httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError) as error:
            raise httpx.ProxyError(str(error)) from error

    async def _reach(self, there: Origin) -> Connection:
        loop = asyncio.get_running_loop()
        async with self._asking:
            if loop.time() >= self._fresh_until:
                self._addresses = await loop.getaddrinfo(there.host, there.port, type=socket.SOCK_STREAM)
                self._fresh_until = loop.time() + _ADDRESSES_KEPT
        reached = await start_connection(self._addresses, happy_eyeballs_delay=_NEXT_ADDRESS)
        _, connection = await loop.create_connection(lambda: Connection(kept_alive=_KEPT_ALIVE), sock=reached)
        return connection

    async def _led(self, connection: Connection, first: Origin) -> Connection:
        """From the first machine to the one that is meant."""
        try:
            if first.scheme == "https":
                connection = await _secured(connection, first)
            if self._proxy is not None and self._origin.scheme == "https":
                await self._ask_through(connection, self._proxy)
                connection = await _secured(connection, self._origin)
        except BaseException:
            connection.drop()
            raise
        return connection

    async def _ask_through(self, connection: Connection, proxy: httpx.Proxy) -> None:
        name = f"[{self._origin.host}]" if ":" in self._origin.host else self._origin.host
        there = f"{name}:{self._origin.port}".encode()
        request = b"CONNECT %b HTTP/1.1\r\nhost: %b\r\n%b\r\n" % (there, there, permission(proxy))
        answer = await connection.call(request, patience=_KEPT_ALIVE, tunnel=True)
        if answer.status != httpx.codes.OK:
            raise httpx.ProxyError(f"status {answer.status}")


async def _secured(connection: Connection, origin: Origin) -> Connection:
    above = Connection(kept_alive=_KEPT_ALIVE, under=connection.line)
    loop = asyncio.get_running_loop()
    transport = await loop.start_tls(connection.transport, above, authorities(), server_hostname=origin.host)
    if transport is None:
        raise ConnectionAbortedError
    above.connection_made(transport)
    return above


def permission(proxy: httpx.Proxy) -> bytes:
    """The line in which a proxy is told who asks."""
    if proxy.auth is None:
        return b""
    return b"proxy-authorization: Basic %b\r\n" % base64.b64encode(":".join(proxy.auth).encode())


def proxy_to(url: httpx.URL, *, proxies: Callable[[], Mapping[str, str]] = getproxies) -> httpx.Proxy | None:
    """The machine's proxy on the way to this address, with the user and password that stand in its own.

    Raises httpx.UnsupportedProtocol where it is of another kind, as Windows names a SOCKS proxy, or no address at all.
    """
    address = proxies().get(url.scheme)
    if not address or proxy_bypass(url.host):
        return None
    try:
        return httpx.Proxy(address if "://" in address else f"http://{address}")
    except (ValueError, httpx.InvalidURL) as error:
        raise httpx.UnsupportedProtocol("no such kind of proxy") from error


@cache
def authorities() -> ssl.SSLContext:
    """Whom to trust, for all pools: each of its own would be 0.8 MB and 20 ms more, twice a bot.

    What SSL_CERT_FILE or SSL_CERT_DIR name; else the well-known, and those of the machine: an office's own firewall or
    virus scanner may stand between.
    """
    found = httpx.create_ssl_context()
    if not (os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR")):
        found.load_default_certs()
    return found

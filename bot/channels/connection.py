"""The pool of connections under an adapter's HTTP client, and whether a failed call can have left it."""

import asyncio
import ssl
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

_KEPT_ALIVE = 10.0  # seconds: well below any server's, else a call meets a closed connection and is in doubt
FAILURES = (httpx.HTTPError, aiohttp.ClientError, OSError)  # of a call; not all of aiohttp's come as httpx's
_UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
_UNSENT_BY_HTTPX = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class _Pool(AiohttpTransport):
    """The connections to one host. Asked of it once, the machine's proxy costs a call nothing."""

    _proxy_known = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if not self._proxy_known:
            self.proxy = await asyncio.to_thread(proxy_to, request.url)
            self._proxy_known = True
        return await super().handle_async_request(request)


def pooled(connections: int) -> httpx.AsyncBaseTransport:
    """aiohttp's pool under httpx (httpx's own collapses at concurrency), by way of the machine's proxy, if any."""

    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(limit=connections, keepalive_timeout=_KEPT_ALIVE, ssl=_authorities())
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    return _Pool(verify=_authorities(), client=session)


@cache
def _authorities() -> ssl.SSLContext:
    """Whom to trust, for all pools: each of its own would be 0.8 MB and 20 ms more, twice a bot."""
    return httpx.create_ssl_context()


def proxy_to(url: httpx.URL, *, proxies: Callable[[], Mapping[str, str]] = getproxies) -> httpx.Proxy | None:
    """The machine's proxy on the way to this address, with the user and password that stand in its own."""
    address = proxies().get(url.scheme)
    if not address or proxy_bypass(url.host):
        return None
    return httpx.Proxy(address if "://" in address else f"http://{address}")


def unsent(error: BaseException) -> bool:
    """Whether the request behind an error can't have left.

    The transport calls every lost connection a ConnectTimeout, also one that was lost while it waited for the answer:
    where aiohttp is behind it, aiohttp's own word counts.
    """
    causes = list(_causes(error))
    below = [cause for cause in causes if isinstance(cause, aiohttp.ClientError)]
    return isinstance(below[-1], _UNSENT) if below else any(isinstance(cause, _UNSENT_BY_HTTPX) for cause in causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and what is behind it."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__

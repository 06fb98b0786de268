"""The pool of connections under an adapter's HTTP client, and whether a failed call can have left it."""

from collections.abc import Iterator

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

_KEPT_ALIVE = 10.0  # seconds: well below any server's, else a call meets a closed connection and is in doubt
_UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError)
_UNSENT_BY_HTTPX = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def pooled(connections: int) -> httpx.AsyncBaseTransport:
    """aiohttp's pool under httpx (httpx's own collapses at concurrency), by way of the machine's proxy, if any."""

    def session() -> aiohttp.ClientSession:
        context = httpx.create_ssl_context()
        connector = aiohttp.TCPConnector(limit=connections, keepalive_timeout=_KEPT_ALIVE, ssl=context)
        return aiohttp.ClientSession(connector=connector, trust_env=True)

    return AiohttpTransport(client=session)


def unsent(error: BaseException) -> bool:
    """Whether the request behind an error can't have left.

    The transport calls every lost connection a ConnectTimeout, also one that was lost while it waited for the answer:
    where aiohttp is behind it, aiohttp's own word counts.
    """
    causes = list(_causes(error))
    below = [cause for cause in causes if isinstance(cause, aiohttp.ClientError)]
    return isinstance(below[-1], _UNSENT) if below else any(isinstance(cause, _UNSENT_BY_HTTPX) for cause in causes)


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__
    while cause is not None:
        yield cause
        cause = cause.__cause__

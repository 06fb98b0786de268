"""A server that does what a test says, connection by connection, with or without TLS."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def server(serve: Serve, *, tls: ssl.SSLContext | None = None, port: int = 0) -> AsyncIterator[int]:
    """Its port. A connection is closed when `serve` returns; the end waits for all of them."""
    visits: list[asyncio.Task[None]] = []

    async def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            await asyncio.gather(writer.wait_closed(), return_exceptions=True)

    def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(asyncio.create_task(visited(reader, writer)))

    async with await asyncio.start_server(visit, "127.0.0.1", port, ssl=tls) as listening:
        yield listening.sockets[0].getsockname()[1]
        await asyncio.gather(*visits)


async def request_from(reader: asyncio.StreamReader) -> bytes:
    """Head and body of one request."""
    head = await reader.readuntil(b"\r\n\r\n")
    _, found, length = head.lower().partition(b"\r\ncontent-length: ")
    return head + (await reader.readexactly(int(length.split(b"\r\n")[0])) if found else b"")


def unheard() -> None:
    """For requests that nobody counts as they leave."""


def answer(content: bytes = b"ok", *, more: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n%b\r\n%b" % (len(content), more, content)


async def kindly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answers whatever comes, until the other end goes."""
    while True:
        await request_from(reader)
        writer.write(answer())
        await writer.drain()

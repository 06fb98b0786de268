"""With real sockets: what can have left and what can't."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.channels.connection import pooled, proxy_to, unsent

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(1000)


@asynccontextmanager
async def server(serve: Serve) -> AsyncIterator[str]:
    visits: list[asyncio.Task[None]] = []

    async def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await serve(reader, writer)
        writer.close()
        await asyncio.gather(writer.wait_closed(), return_exceptions=True)

    def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(asyncio.create_task(visited(reader, writer)))

    async with await asyncio.start_server(visit, "127.0.0.1", 0) as listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
        await asyncio.gather(*visits)


async def error_of(url: str) -> BaseException:
    """How PTB hands it on: with the transport's error as its cause."""
    try:
        async with httpx.AsyncClient(transport=pooled(1), timeout=httpx.Timeout(5, read=0.2)) as client:
            await client.post(url, data={"text": "Chào"})
    except httpx.HTTPError as error:
        wrapped = RuntimeError("failed")
        wrapped.__cause__ = error
        return wrapped
    raise AssertionError("nothing failed")


async def test_a_port_that_nobody_listens_on() -> None:
    async with server(hang_up) as url:
        pass
    assert unsent(await error_of(url))


async def test_a_name_that_does_not_exist() -> None:
    assert unsent(await error_of("http://khong-co.invalid/"))


async def test_a_connection_that_is_cut_after_the_request() -> None:
    async with server(hang_up) as url:
        assert not unsent(await error_of(url))


async def test_a_connection_that_is_cut_in_the_middle_of_the_answer() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(b'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"ok":')
        await writer.drain()

    async with server(cut) as url:
        assert not unsent(await error_of(url))


async def test_a_server_that_does_not_answer_in_time() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with server(silent) as url:
        assert not unsent(await error_of(url))


@pytest.mark.parametrize("error", [httpx.ConnectError(""), httpx.PoolTimeout("")])
def test_without_aiohttp_the_clients_own_word_counts(error: Exception) -> None:
    wrapped = RuntimeError("failed")
    wrapped.__cause__ = error
    assert unsent(wrapped)
    assert not unsent(RuntimeError("failed"))


def test_the_machines_proxy_is_taken_with_its_user() -> None:
    def proxies() -> dict[str, str]:
        return {"https": "lan:mat-khau@10.0.0.1:3128", "http": "http://10.0.0.2:8080"}

    def way(url: str) -> httpx.Proxy | None:
        return proxy_to(httpx.URL(url), proxies=proxies)

    telegram = way("https://api.telegram.org/")
    assert telegram is not None
    assert str(telegram.url) == "http://10.0.0.1:3128"
    assert telegram.auth == ("lan", "mat-khau")
    assert str((way("http://api.telegram.org/") or httpx.Proxy("http://none")).url) == "http://10.0.0.2:8080"
    assert proxy_to(httpx.URL("https://api.telegram.org/"), proxies=dict) is None


async def test_by_way_of_a_proxy_it_hears_the_whole_address(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readline())
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
        await writer.drain()

    async with server(proxy) as url:
        monkeypatch.setenv("http_proxy", url)
        monkeypatch.setenv("no_proxy", "")
        async with httpx.AsyncClient(transport=pooled(1)) as client:
            answer = await client.post("http://api.telegram.test/botX/sendMessage")
    assert answer.text == "ok"
    assert heard == [b"POST http://api.telegram.test/botX/sendMessage HTTP/1.1\r\n"]

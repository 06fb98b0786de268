"""With real sockets: what is said on them, what can have left and what can't, and what becomes of a connection."""

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import httpx
import pytest

from bot.channels.connection import Patience, Transport, pooled, unsent
from tests.doubles.sockets import Serve, answer, kindly, request_from, server, unheard

PATIENCE = Patience(connect=5, read=5, pool=5)
BRIEF = Patience(connect=0.2, read=0.2, pool=0.2)
JSON = b"application/json"


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Before it has heard anything."""


async def hang_up_after(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await request_from(reader)


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


@asynccontextmanager
async def pool(connections: int = 1) -> AsyncIterator[Transport]:
    async with aclosing(pooled(connections)) as found:
        yield found


async def said(to: Transport, port: int, content: bytes = b"{}", *, patience: Patience = PATIENCE) -> tuple[int, bytes]:
    url = f"http://127.0.0.1:{port}/bot1:A/sendMessage"
    return await to.post(url, content, JSON, patience=patience, left=unheard)


async def error_of(serve: Serve, *, patience: Patience = PATIENCE) -> BaseException:
    """Of a call by either way: both must fail alike."""
    async with server(serve) as port, pool() as found:
        with pytest.raises(httpx.TransportError) as direct:
            await said(found, port, patience=patience)
        waits = httpx.Timeout(None, **patience._asdict())
        with pytest.raises(httpx.TransportError) as by_client:
            async with httpx.AsyncClient(transport=found, timeout=waits) as client:
                await client.post(f"http://127.0.0.1:{port}/", json={})
    assert type(direct.value) is type(by_client.value)
    return direct.value


async def test_words_arrive_as_they_were_said() -> None:
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await request_from(reader))
        writer.write(answer(b'{"ok":true}'))

    async with server(listen) as port, pool() as found:
        assert await said(found, port, '{"text":"Chào"}'.encode()) == (200, b'{"ok":true}')
    assert heard == [
        b"POST /bot1:A/sendMessage HTTP/1.1\r\nhost: 127.0.0.1:%d\r\nuser-agent: nhacviec\r\n"
        b"accept-encoding: identity\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n"
        b'{"text":"Ch\xc3\xa0o"}' % port
    ]


async def test_a_client_goes_over_the_same_connection_and_is_told_all() -> None:
    heard: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            heard.append(await request_from(reader))
            writer.write(answer(b"\x1f\x8b\x08\x00" + bytes(6), more=b"x-one: 1\r\nx-one: 2\r\n"))

    async with server(listen) as port, pool() as found:
        await said(found, port)
        async with httpx.AsyncClient(transport=found) as client:
            got = await client.get(f"http://127.0.0.1:{port}/a?b=c", headers={"accept": "*/*"})
    assert heard[1].startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert b"content-length" not in heard[1].lower()
    assert got.headers.get_list("x-one") == ["1", "2"]


async def test_a_redirect_is_not_followed() -> None:
    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_from(reader)
        writer.write(b"HTTP/1.1 307 Temporary Redirect\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n")

    async with server(elsewhere) as port, pool() as found:
        assert await said(found, port) == (307, b"")


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nabcdefg",
        b"HTTP/1.0 200 OK\r\nConnection: close\r\nContent-Length: 7\r\n\r\nabcdefg",
        b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nabcdefg",
    ],
)
async def test_an_answer_is_read_however_it_is_framed_and_cut(raw: bytes) -> None:
    async def slowly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_from(reader)
        for at in range(len(raw)):
            writer.write(raw[at : at + 1])
            await asyncio.sleep(0)

    async with server(slowly) as port, pool() as found:
        assert await said(found, port) == (200, b"abcdefg")


# What can have left


async def test_a_port_that_nobody_listens_on() -> None:
    async with server(kindly) as port:
        pass
    async with pool() as found:
        with pytest.raises(httpx.ConnectError) as caught:
            await said(found, port)
    assert unsent(caught.value)


@pytest.mark.parametrize("name", ["khong-co.invalid", "khong..co.invalid"])
async def test_a_name_that_does_not_exist(name: str) -> None:
    async with pool() as found:
        with pytest.raises(httpx.ConnectError) as caught:
            await found.post(f"http://{name}/", b"", JSON, patience=PATIENCE, left=unheard)
    assert unsent(caught.value)


async def test_a_machine_that_does_not_take_the_connection_in_time() -> None:
    """As TLS sees one that takes it and says nothing."""
    async with server(silent) as port, pool() as found:
        with pytest.raises(httpx.ConnectTimeout) as caught:
            await found.post(f"https://127.0.0.1:{port}/", b"", JSON, patience=BRIEF, left=unheard)
    assert unsent(caught.value)


async def test_another_protocol_than_http() -> None:
    async with pool() as found:
        with pytest.raises(httpx.UnsupportedProtocol) as caught:
            await found.post("ftp://127.0.0.1/", b"", JSON, patience=PATIENCE, left=unheard)
    assert unsent(caught.value)


async def test_no_room_in_the_pool() -> None:
    async with server(silent) as port, pool(1) as found:
        first = asyncio.create_task(said(found, port))
        await asyncio.sleep(0)
        with pytest.raises(httpx.PoolTimeout) as caught:
            await said(found, port, patience=BRIEF)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
    assert unsent(caught.value)


@pytest.mark.parametrize("serve", [hang_up, hang_up_after])
async def test_a_connection_that_is_cut(serve: Serve) -> None:
    error = await error_of(serve)
    assert isinstance(error, httpx.ReadError)
    assert not unsent(error)


async def test_a_connection_that_is_cut_in_the_middle_of_the_answer() -> None:
    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_from(reader)
        writer.write(b'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"ok":')

    assert not unsent(await error_of(cut))


async def test_a_server_that_does_not_answer_in_time() -> None:
    error = await error_of(silent, patience=BRIEF)
    assert isinstance(error, httpx.ReadTimeout)
    assert not unsent(error)


@pytest.mark.parametrize("raw", [b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n?"])
async def test_an_answer_that_is_none(raw: bytes) -> None:
    async def strange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_from(reader)
        writer.write(raw)
        await writer.drain()
        await reader.read()

    error = await error_of(strange)
    assert isinstance(error, httpx.RemoteProtocolError)
    assert not unsent(error)


# What becomes of a connection


async def test_a_connection_is_used_again_the_last_one_first() -> None:
    visits: list[str] = []

    async def named(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name = f"{len(visits)}".encode()
        visits.append("")
        while True:
            await request_from(reader)
            writer.write(answer(name))

    async with server(named) as port, pool(2) as found:
        both = await asyncio.gather(said(found, port), said(found, port))
        again = [await said(found, port) for _ in range(3)]
    assert {content for _, content in both} == {b"0", b"1"}
    assert len(visits) == 2
    assert len(set(again)) == 1


async def test_one_that_was_closed_while_it_was_idle_is_not_used() -> None:
    visits: list[bytes] = []

    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(await request_from(reader))
        writer.write(answer())

    async with server(once) as port, pool() as found:
        for _ in range(20):
            assert await said(found, port) == (200, b"ok")
            await asyncio.sleep(0.002)
    assert len(visits) == 20


async def test_one_that_is_closed_just_as_it_is_used_says_nothing_twice() -> None:
    """The other end closes without a word of the second call: whether it heard it is not known."""
    heard: list[bytes] = []

    async def one_and_a_half(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await request_from(reader))
        writer.write(answer())
        heard.append(await request_from(reader))

    async with server(one_and_a_half) as port, pool() as found:
        assert await said(found, port) == (200, b"ok")
        with pytest.raises(httpx.ReadError) as caught:
            await said(found, port)
    assert not unsent(caught.value)
    assert len(heard) == 2


async def test_one_that_says_more_than_was_asked_is_closed() -> None:
    visits: list[bytes] = []

    async def talkative(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.append(await request_from(reader))
        writer.write(answer() + b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n")
        await reader.read()

    async with server(talkative) as port, pool() as found:
        assert [await said(found, port) for _ in range(2)] == [(200, b"ok")] * 2
    assert len(visits) == 2


async def test_a_call_that_is_cancelled_gives_up_its_place_and_its_connection() -> None:
    gone = asyncio.Event()

    async def first_silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if b"first" not in await request_from(reader):
            writer.write(answer())
            return
        await reader.read()
        gone.set()

    async with server(first_silent) as port, pool(1) as found:
        call = asyncio.create_task(said(found, port, b"first"))
        await asyncio.sleep(0.05)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        await asyncio.wait_for(gone.wait(), 5)
        assert await said(found, port) == (200, b"ok")


async def test_a_large_request_may_take_longer_than_the_patience_as_long_as_it_goes_out() -> None:
    async def slow_at_first(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        left = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        while left:
            left -= len(await reader.read(100_000))
            await asyncio.sleep(0.01 if left > 30_000_000 else 0)
        writer.write(answer())

    async with server(slow_at_first) as port, pool() as found:
        content, patience = bytes(40_000_000), Patience(connect=5, read=0.8, pool=5)
        began = asyncio.get_running_loop().time()
        assert await said(found, port, content, patience=patience) == (200, b"ok")
        assert asyncio.get_running_loop().time() - began > patience.read


async def test_a_pool_that_is_closed_fails_what_is_under_way_and_leaves_nothing() -> None:
    async with server(silent) as port:
        found = pooled(3)
        calls = [asyncio.create_task(said(found, port)) for _ in range(3)]
        await asyncio.sleep(0.05)
        await found.aclose()
        errors = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(error) for error in errors] == [httpx.ReadError] * 3
    left = weakref.ref(found)
    del found, calls, errors
    gc.collect()
    assert left() is None


async def test_a_thousand_calls_on_a_few_connections_each_get_their_own_answer() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            writer.write(answer((await request_from(reader)).partition(b"\r\n\r\n")[2]))

    async with server(echo) as port, pool(7) as found:
        answers = await asyncio.gather(*(said(found, port, b"%d" % number) for number in range(1000)))
    assert [content for _, content in answers] == [b"%d" % number for number in range(1000)]


async def test_a_request_is_said_to_leave_when_it_does_and_not_while_it_waits_for_a_connection() -> None:
    left: list[str] = []
    answering = asyncio.Event()

    async def answered_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await request_from(reader):
            await answering.wait()
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")

    async with server(answered_late) as port, pool(1) as found:
        url = f"http://127.0.0.1:{port}/bot1:A/sendMessage"

        async def say(name: str) -> None:
            await found.post(url, b"{}", JSON, patience=PATIENCE, left=lambda: left.append(name))

        first = asyncio.create_task(say("first"))
        second = asyncio.create_task(say("second"))
        async with asyncio.timeout(5):
            while not left:
                await asyncio.sleep(0)
        assert left == ["first"]
        answering.set()
        await asyncio.gather(first, second)
        assert left == ["first", "second"]

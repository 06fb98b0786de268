"""A connection at the moments that a socket seldom shows."""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from bot.channels.wire import Connection

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


class Line(asyncio.Transport):
    """Where the bytes go."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.unwritten = 0
        self.closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def get_write_buffer_size(self) -> int:
        return self.unwritten

    def is_closing(self) -> bool:
        return self.closing

    def abort(self) -> None:
        self.closing = True


def connected(*, kept_alive: float = 10) -> tuple[Connection, Line]:
    connection, line = Connection(kept_alive=kept_alive), Line()
    connection.connection_made(line)
    return connection, line


async def answered(*, kept_alive: float = 10) -> tuple[Connection, Line]:
    connection, line = connected(kept_alive=kept_alive)
    asked = connection.call(b"words", patience=5)
    connection.data_received(ANSWER)
    assert (await asked).content == b"ok"
    assert line.written == b"words"
    return connection, line


async def test_after_an_answer_it_is_free_as_long_as_it_may_be_idle() -> None:
    assert (await answered())[0].free
    assert not (await answered(kept_alive=0))[0].free


async def test_a_call_is_told_that_it_has_left_once_its_bytes_are_gone() -> None:
    gone: list[bytes] = []
    connection, line = connected()
    asked = connection.call(b"words", patience=5, left=lambda: gone.append(line.written))
    assert gone == [b"words"]
    asked.cancel()


async def test_before_one_it_is_not() -> None:
    connection, _ = connected()
    asked = connection.call(b"words", patience=5)
    assert not connection.free
    asked.cancel()


async def test_what_the_other_end_says_unasked_ends_it() -> None:
    connection, line = await answered()
    connection.data_received(b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n")
    assert line.closing
    assert not connection.free


@pytest.mark.parametrize("more", [ANSWER, b"HTTP/1.1 4"])
async def test_what_comes_behind_an_answer_makes_it_unfit(more: bytes) -> None:
    connection, _ = connected()
    asked = connection.call(b"words", patience=5)
    connection.data_received(ANSWER + more)
    assert await asked == (200, [(b"content-length", b"2")], b"ok")
    assert not connection.free


async def test_an_answer_before_the_end_of_the_request_makes_it_unfit() -> None:
    connection, line = connected()
    asked = connection.call(b"words", patience=5)
    line.unwritten = 3
    connection.data_received(b"HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n")
    assert (await asked).status == 413
    assert not connection.free


async def test_from_the_moment_at_which_the_other_end_says_goodbye_it_is_not_free() -> None:
    connection, _ = await answered()
    connection.eof_received()
    assert not connection.free


async def test_nor_while_it_is_being_closed() -> None:
    connection, line = await answered()
    line.closing = True
    assert not connection.free


async def test_an_answer_without_a_length_is_whole_at_a_goodbye() -> None:
    connection, _ = connected()
    asked = connection.call(b"words", patience=5)
    connection.data_received(b"HTTP/1.1 200 OK\r\n\r\nok")
    connection.eof_received()
    connection.connection_lost(None)
    assert (await asked).content == b"ok"


@pytest.mark.parametrize("error", [None, ConnectionResetError()])
async def test_and_not_at_a_fault_nor_when_we_close_it_ourselves(error: Exception | None) -> None:
    connection, _ = connected()
    asked = connection.call(b"words", patience=5)
    connection.data_received(b"HTTP/1.1 200 OK\r\n\r\nok")
    connection.drop()
    connection.connection_lost(error)
    with pytest.raises(httpx.ReadError):
        await asked


async def test_a_goodbye_ends_no_answer_before_it_began() -> None:
    connection, _ = connected()
    asked = connection.call(b"words", patience=5)
    connection.data_received(b"HTTP/1.1 204 No Content\r\n\r\n")
    assert (await asked).status == 204
    asked = connection.call(b"more", patience=5)
    connection.eof_received()
    connection.connection_lost(None)
    with pytest.raises(httpx.ReadError):
        await asked


async def test_a_tunnel_is_left_alone_once_it_is_open() -> None:
    connection, line = connected(kept_alive=0)
    asked = connection.call(b"CONNECT", patience=0.01, tunnel=True)
    connection.data_received(b"HTTP/1.1 200 Connection established\r\n\r\n")
    assert (await asked).status == 200
    await asyncio.sleep(0.03)
    assert not line.closing


async def test_idle_for_too_long_it_is_closed() -> None:
    connection, line = connected(kept_alive=0)
    asked = connection.call(b"words", patience=0.01)
    connection.data_received(ANSWER)
    await asked
    await asyncio.sleep(0.03)
    assert line.closing


def lost(connection: Connection, line: Line) -> None:
    connection.connection_lost(None)


def left(connection: Connection, line: Line) -> None:
    connection.eof_received()


def closing(connection: Connection, line: Line) -> None:
    line.closing = True


@pytest.mark.parametrize("end", [lost, left, closing])
async def test_on_one_that_has_ended_a_call_fails_at_once_and_nothing_leaves(
    end: Callable[[Connection, Line], None],
) -> None:
    told: list[str] = []
    connection, line = connected()
    end(connection, line)
    with pytest.raises(httpx.ConnectError):
        await connection.call(b"words", patience=5, left=lambda: told.append("left"))
    assert (line.written, told) == (b"", [])


async def test_what_is_said_unasked_before_tls_is_ready_ends_it() -> None:
    line = Line()
    connection = Connection(kept_alive=10, under=line)
    connection.data_received(ANSWER)
    connection.connection_made(Line())
    assert line.closing
    with pytest.raises(httpx.ConnectError):
        await connection.call(b"words", patience=5)

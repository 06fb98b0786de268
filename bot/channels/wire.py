"""One connection of HTTP/1.1: a call's bytes out, its answer back. The answers are read by llhttp, node.js's own.

A client library's objects around a call cost several times what the call itself does; a morning is 100,000 of them.
"""

import asyncio
from collections.abc import Callable
from typing import NamedTuple, cast

import httpx
from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

_OK, _FRAMED = 200, (b"content-length", b"transfer-encoding")


class Answer(NamedTuple):
    status: int
    headers: list[tuple[bytes, bytes]]
    content: bytes


class Connection(asyncio.Protocol):
    """Carries one call at a time. `kept_alive` is for how many seconds it may be idle.

    There is one timer, set anew when it rings too early: setting one for each call costs more than looking at a clock.
    """

    transport: asyncio.Transport

    def __init__(self, *, kept_alive: float, under: asyncio.Transport | None = None) -> None:
        """`under` is what carries it where that is not its own: TLS tells nothing of what has really gone out."""
        self._loop = asyncio.get_running_loop()
        self._parser = HttpResponseParser(self)
        self._kept_alive = self._patience = kept_alive
        self._under = under
        self._answer: asyncio.Future[Answer] | None = None
        self.gone: asyncio.Future[None] = self._loop.create_future()
        self._timer: asyncio.TimerHandle | None = None
        self._until = 0.0
        self._unwritten = 0
        self._fit = True
        self._tunnel = self._headed = False
        self._headers: list[tuple[bytes, bytes]] = []
        self._body: list[bytes] = []

    # For whoever calls

    @property
    def line(self) -> asyncio.Transport:
        """What its bytes really go out by."""
        return self._under or self.transport

    @property
    def free(self) -> bool:
        """Whether it can carry another call."""
        fit = self._fit and self._answer is None and not self.line.is_closing()
        return fit and self._loop.time() < self._until

    def call(
        self, request: bytes, *, patience: float, tunnel: bool = False, left: Callable[[], None] | None = None
    ) -> asyncio.Future[Answer]:
        """The answer to come; `patience` is for how many seconds nothing may move. A tunnel's answer has no content.

        `left` is called once the system has the request, or all that it had room for.

        Raises httpx.ReadTimeout, ReadError and RemoteProtocolError: the request may have arrived in each case;
        ConnectError: nothing has left.
        """
        answer = self._answer = self._loop.create_future()
        self._tunnel = tunnel
        if not self._fit or self.line.is_closing():
            self._fail(httpx.ConnectError("connection lost"))
            return answer
        self.transport.write(request)
        if left is not None:
            left()
        self._unwritten = self.line.get_write_buffer_size()
        self._patience = patience
        self._until = self._loop.time() + patience
        if self._timer is None or self._timer.when() > self._until:
            self._wake_at(self._until)
        return answer

    def drop(self) -> None:
        """Close it, whatever it is doing."""
        self._fit = False
        self.line.abort()

    # For the loop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self._answer is None:  # nobody asked
            self.drop()
            return
        self._until = self._loop.time() + self._patience
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade) as error:
            self._fail(httpx.RemoteProtocolError(type(error).__name__))

    def eof_received(self) -> None:
        self._fit = False
        if self._headed and not any(name.lower() in _FRAMED for name, _ in self._headers):
            self._finish()

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002  what is lost is lost
        self._sleep()
        self._fail(httpx.ReadError("connection lost"))
        if not self.gone.done():
            self.gone.set_result(None)

    # For the parser

    def on_message_begin(self) -> None:
        if self._answer is None:
            self._fit = False  # more than was asked for
        self._headers, self._body = [], []

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name, value))

    def on_headers_complete(self) -> None:
        self._headed = True
        if self._tunnel:
            self._finish()
            self._sleep()

    def on_body(self, content: bytes) -> None:
        self._body.append(content)

    def on_message_complete(self) -> None:
        self._headed = False
        if self._parser.get_status_code() < _OK:  # word of an answer to come
            return
        wholly_asked = self._answer is not None and not self.line.get_write_buffer_size()
        self._fit = wholly_asked and self._parser.should_keep_alive()
        self._finish()

    # What became of it

    def _finish(self) -> None:
        answer, self._answer = self._answer, None
        self._until = self._loop.time() + self._kept_alive
        if answer is not None and not answer.done():
            answer.set_result(Answer(self._parser.get_status_code(), self._headers, b"".join(self._body)))

    def _fail(self, error: Exception) -> None:
        answer, self._answer = self._answer, None
        self.drop()
        if answer is not None and not answer.done():
            answer.set_exception(error)

    def _look(self) -> None:
        """Whether it was still for too long. As long as a large request goes out, it is not."""
        now, unwritten = self._loop.time(), self.line.get_write_buffer_size()
        if unwritten < self._unwritten:
            self._until = now + self._patience
        self._unwritten = unwritten
        if now < self._until:
            self._wake_at(self._until)
        else:
            self._fail(httpx.ReadTimeout("no answer in time"))

    def _wake_at(self, moment: float) -> None:
        self._sleep()
        self._timer = self._loop.call_at(moment, self._look)

    def _sleep(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

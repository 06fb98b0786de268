"""What happens, told to every open page at once: server-sent events (HTML standard, section 9.2)."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any

_WAITING = 2_000  # events a slow page may be behind before it has to ask anew


@dataclass(frozen=True)
class Event:
    """`name` is what the page listens for; `data` is sent as JSON."""

    name: str
    data: dict[str, Any]

    def encoded(self) -> bytes:
        return f"event: {self.name}\ndata: {json.dumps(self.data, ensure_ascii=False)}\n\n".encode()


class Hub:
    """The open pages. Used from the event loop only."""

    def __init__(self) -> None:
        self._pages: set[asyncio.Queue[Event | None]] = set()
        self._closed = False

    def publish(self, event: Event) -> None:
        for page in list(self._pages):
            if page.qsize() < _WAITING:
                page.put_nowait(event)
            else:
                self._pages.discard(page)
                page.put_nowait(None)

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closed = True
        for page in self._pages:
            page.put_nowait(None)

    async def events(self, *, idle: Callable[[], tuple[float, Event]]) -> AsyncGenerator[bytes, None]:
        """The stream of one page. `idle` gives the seconds of silence after which to speak, and what to say then."""
        page: asyncio.Queue[Event | None] = asyncio.Queue()
        self._pages.add(page)
        try:
            yield b"retry: 1000\n\n" + idle()[1].encoded()
            while not self._closed:
                event = await _next(page, idle)
                if event is None:
                    return
                yield event.encoded()
        finally:
            self._pages.discard(page)


async def _next(page: asyncio.Queue[Event | None], idle: Callable[[], tuple[float, Event]]) -> Event | None:
    try:
        return await asyncio.wait_for(page.get(), timeout=idle()[0])
    except TimeoutError:
        return idle()[1]

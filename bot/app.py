"""The only place that builds things for `run`: engine, clock, channels, and who does what."""

import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Engine

from bot.channels.connection import Transport, pooled
from bot.channels.telegram import TelegramChannel
from bot.clock import Clock, SystemClock
from bot.monitoring.counting import Counting
from bot.reception import Answer, Reception
from bot.renderer import Renderer
from bot.settings import Settings
from scheduler.ledger import Said
from scheduler.planning import plan_in_steps
from scheduler.preparing import Render
from scheduler.tick import Plan
from storage.database import open_engine

_MANY = 4  # bots from which on the words are found in a process of their own, where there is a core for it


class PlanInSteps(Protocol):
    """Plans as Plan does, in short transactions of its own; how many messages each of them put in the outbox."""

    def __call__(self, engine: Engine, /, *, now: datetime, ahead: timedelta) -> Iterator[int]: ...


@dataclass(frozen=True)
class Parts:
    """What the program says and when: the functions that know no channel."""

    answer: Answer
    render: Render
    plan: Plan
    said: Said | None = None
    plan_in_steps: PlanInSteps = plan_in_steps


@dataclass(frozen=True)
class App:
    """One running program. `worker` is a name that no other living process has."""

    settings: Settings
    engine: Engine
    clock: Clock
    channels: tuple[TelegramChannel, ...]
    reception: Reception
    parts: Parts
    worker: str
    renderer: Renderer | None = None
    metrics: Counting = field(default_factory=Counting)
    stopwatch: Callable[[], float] = time.monotonic  # seconds


def build(
    settings: Settings,
    parts: Parts,
    *,
    clock: Clock | None = None,
    transport: Callable[[int], Transport] = pooled,
) -> App:
    """The program of these settings. Nothing is opened or created yet."""
    clock = clock or SystemClock()
    engine = open_engine(settings.database)
    metrics = Counting()
    reception = Reception(engine, parts.answer, now=clock.now, metrics=metrics)
    channels = tuple(
        TelegramChannel(
            token.get_secret_value(),
            api_url=settings.telegram_api_url,
            transport=transport,
            on_moved=reception.moved,
        )
        for token in settings.telegram_tokens
    )
    several = len(channels) >= _MANY and (os.cpu_count() or 1) > 1
    renderer = Renderer(settings, parts.render) if several else None
    return App(settings, engine, clock, channels, reception, parts, _worker(), renderer, metrics)


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"

"""An examination from outside, whether the program runs or not: what would keep it from working, and what to do now."""

from collections.abc import Callable, Iterator
from datetime import datetime

import httpx

from bot.doctor import database, network, surroundings
from bot.doctor.findings import Finding, well
from bot.settings import Settings
from locales import text


def examine(settings: Settings, *, client: httpx.Client, now: Callable[[], datetime]) -> Iterator[Finding]:
    """Each finding as soon as it is known. `client` reaches the network as the program does."""
    yield well("settings", text("doctor.settings_read"))
    yield from database.examine(settings, now=now())
    yield from surroundings.disk(settings)
    yield from surroundings.calendar(now())
    yield from network.bots(settings, client=client, now=now)
    yield from network.heartbeat(settings, client=client)
    yield from network.status_page(settings, client=client)

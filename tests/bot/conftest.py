"""`chat`: a small office that talks to the bot."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.doubles.office import Chat, small_office


def _counting(engine: Engine) -> Iterator[Chat]:
    talk = small_office(engine)

    def count(*_: Any) -> None:
        talk.statements += 1

    event.listen(engine, "before_cursor_execute", count)
    yield talk
    event.remove(engine, "before_cursor_execute", count)


@pytest.fixture
def chat(sqlite: Engine) -> Iterator[Chat]:
    """UBND xã Quang Khải with Lan, Minh, Hoa and Tuấn, a plan, and Bình of another commune. It is 20/11/2026, 07:42."""
    yield from _counting(sqlite)


@pytest.fixture
def postgres_chat(postgres: Engine) -> Iterator[Chat]:
    """The same office on PostgreSQL."""
    yield from _counting(postgres)

"""What only one of several processes may do at a time, such as fetching a bot's updates."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text


@contextmanager
def turn(engine: Engine, name: str) -> Iterator[bool]:
    """Whether it is this process's turn, for as long as the block lasts. On SQLite always: there is one process.

    PostgreSQL gives the turn away when the process that has it dies. No transaction is open meanwhile.
    """
    if engine.dialect.name != "postgresql":
        yield True
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        key = {"name": name}
        taken = connection.execute(text("SELECT pg_try_advisory_lock(hashtextextended(:name, 0))"), key).scalar_one()
        try:
            yield bool(taken)
        finally:
            if taken:
                connection.execute(text("SELECT pg_advisory_unlock(hashtextextended(:name, 0))"), key)

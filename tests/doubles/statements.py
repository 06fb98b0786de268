"""What is said to a database, and how it goes about it."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

Said = tuple[str, tuple[object, ...]]  # a statement with its values
_PASSED = re.compile(r"(?:actual time=\S+ rows=|Removed by \w*\s?Filter: )(\d+)")


@contextmanager
def statements(engine: Engine) -> Iterator[list[Said]]:
    """What is said meanwhile."""
    heard: list[Said] = []

    def hear(_c: Connection, _cursor: object, statement: str, values: tuple[object, ...], *_: object) -> None:
        heard.append((statement, values))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def most_passed(postgres: Engine, heard: Sequence[Said]) -> list[int]:
    """Of each statement: how many rows PostgreSQL goes through in its largest step.

    They are said once more, one after the other, and undone: the rows must be as they were.
    """
    with postgres.connect() as connection:
        plans = [
            "\n".join(connection.exec_driver_sql(f"EXPLAIN (ANALYZE) {statement}", values).scalars())
            for statement, values in heard
        ]
        connection.rollback()
    return [max(map(int, _PASSED.findall(plan))) for plan in plans]

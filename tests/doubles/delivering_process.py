"""A process of its own that delivers what waits, as `run` does on SQLite; made to be killed.

Arguments: the database file, the file to which each message that arrives is written, how many calls run at once.
It prints a line at each step, so that it can be killed in the midst of any.
"""

import asyncio
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from scheduler.delivery import Delivery
from scheduler.lanes import Lane, Limits, Pacer
from scheduler.lock import hold
from scheduler.messages import Message, Receipt
from storage.claimed import Claimed
from storage.database import open_engine, reading, transaction
from storage.outbox import next_due, release_all

NOW = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)


def render(session: Session, rows: Sequence[Claimed], *, now: datetime) -> list[Message]:
    print("rendering", flush=True)
    return [Message(row.key) for row in rows]


async def deliver(database: Path, arrived: int, *, in_flight: int) -> None:
    engine = open_engine(f"sqlite:///{database}")

    async def send(address: str, message: Message) -> Receipt:
        print("calling", flush=True)
        await asyncio.sleep(0.001)  # the way there
        os.write(arrived, f"{message.text}\n".encode())
        print("arrived", flush=True)
        await asyncio.sleep(0.001)  # the way back
        return Receipt(message.text)

    with transaction(engine) as session:
        release_all(session, now=NOW)
    lanes = {"telegram:1": Lane("telegram:1", send, Pacer(Limits(at_once=in_flight)))}
    worker, now = f"process {os.getpid()}", NOW
    while (due := _next_due(engine)) is not None:
        now = max(now, due)
        await Delivery(engine, lanes, render, partial(_standing_at, now), worker).drain_all()
    engine.dispose()


def _standing_at(moment: datetime) -> datetime:
    return moment


def _next_due(engine: Engine) -> datetime | None:
    with reading(engine) as session:
        return next_due(session)


def main(database: Path, arrived: Path, in_flight: int) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    with hold(database):
        file = os.open(arrived, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        asyncio.run(deliver(database, file, in_flight=in_flight))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

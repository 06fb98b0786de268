"""Whether a large outbox slows delivery: an idle pass and a claim of 100, from 10 thousand to 10 million rows.

    uv run python benchmarks/backlog.py [--postgres] [--sizes 10000 100000 1000000 10000000] [--rounds 1020]

A tenth of the rows waits for a later day, the rest was sent. Times are milliseconds by the clock, with the commit. Each
size has a database of its own, and they take turns: what else the machine does meets all of them alike.
Prints one JSON line last; exits 1 where the largest outbox takes more than 1.3 times the smallest.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import quantiles
from typing import Any

import structlog
from sqlalchemy import CTE, BigInteger, ColumnElement, Engine, String, case, cast, delete, insert, literal, select, text
from sqlalchemy.sql.elements import BindParameter

from benchmarks.messages import commune, missing, report, say
from benchmarks.nation import FIRST_BOT, database
from bot.rendering import render_batch
from scheduler.delivery import Delivery
from scheduler.lanes import Lane
from scheduler.messages import Message, Receipt
from scheduler.planning import plan
from scheduler.tick import tick
from storage.database import transaction
from storage.outbox import claim
from storage.tables import MessageState, OutboxMessage

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
AIM = 1.3
PEOPLE, BOTS, CLAIM = 5_000, 34, 100
_AT_ONCE = 500_000  # rows
_OUTBOX: Any = OutboxMessage.__table__  # type: ignore[attr-defined]
_LEASE = timedelta(minutes=2)


def grow(engine: Engine, *, size: int) -> None:
    """Add so many rows, in transactions that a log holds."""
    now = datetime.now(UTC)
    later = now + timedelta(days=30)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:  # the one that the pool gives again
            connection.execute(text("PRAGMA cache_size = -1000000"))  # KiB
    for first in range(0, size, _AT_ONCE):
        n = _numbers(first, min(first + _AT_ONCE, size))
        waits = n.c.n % 10 == 0
        state = case((waits, _of("state", MessageState.WAITING)), else_=_of("state", MessageState.SENT))
        not_before = case((waits, _of("not_before", later)), else_=_of("not_before", now))
        _insert(engine, n, "history", state=state, not_before=not_before)
    settling = ("VACUUM ANALYZE", "CHECKPOINT") if engine.dialect.name == "postgresql" else ("ANALYZE",)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in settling:
            connection.execute(text(statement))
    engine.dispose()  # and the large cache


def _numbers(first: int, last: int) -> CTE:
    n = select(literal(first, BigInteger).label("n")).cte("numbers", recursive=True)
    return n.union_all(select(n.c.n + 1).where(n.c.n + 1 < last))


def _insert(engine: Engine, n: CTE, key: str, **more: Any) -> None:
    made: dict[str, Any] = {
        "office_id": 1,
        "person_id": n.c.n % PEOPLE + 1,
        "key": literal(f"{key}:") + cast(n.c.n + 10_000_000_000, String),
        "kind": "morning",
        "payload": {"since": "2026-01-05", "date": "2026-01-06"},
        "created_at": datetime.now(UTC),
        "lane": literal("telegram:") + cast(n.c.n // CLAIM % BOTS + FIRST_BOT, String),
        "priority": 2,
        "attempts": 0,
        "again": False,
        "said": "Chào buổi sáng. Hôm nay đồng chí có 2 việc đến hạn.",
        **more,
    }
    chosen = [value if isinstance(value, ColumnElement) else _of(name, value) for name, value in made.items()]
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # foreign keys are right here
        connection.execute(insert(_OUTBOX).from_select(list(made), select(*chosen).select_from(n)))


def _of(column: str, value: object) -> BindParameter[Any]:
    return literal(value, _OUTBOX.c[column].type)


async def _send(_address: str, _message: Message) -> Receipt:
    raise ValueError("nothing is due")


Sizes = dict[int, dict[str, float]]


def _percentiles(measured: Mapping[int, Callable[[int], float]], rounds: int) -> Sizes:
    """Of so many rounds, each of which says how many seconds it took, size by size; the first tenth only warms up."""
    took: dict[int, list[float]] = {size: [] for size in measured}
    for number in range(rounds):
        for size, one in measured.items():
            took[size].append(one(number) * 1000)
    return {size: _p50_and_p99(times[rounds // 10 :]) for size, times in took.items()}


def _p50_and_p99(took: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(took, n=100, method="inclusive")
    return {"p50": round(cuts[49], 3), "p99": round(cuts[98], 3)}


def idle_pass(engine: Engine, runner: asyncio.Runner, *, planned: bool) -> Callable[[int], float]:
    """A pass with nothing to send; with the planner, which has nothing to plan, or without."""
    lanes = {f"telegram:{FIRST_BOT + n}": Lane(f"telegram:{FIRST_BOT + n}", _send) for n in range(BOTS)}
    delivery = Delivery(engine, lanes, render_batch, partial(datetime.now, UTC), worker="backlog")

    def one(_number: int) -> float:
        begin = time.perf_counter()
        runner.run(tick(delivery, plan=plan) if planned else delivery.drain_all())
        return time.perf_counter() - begin

    return one


def claimed(engine: Engine) -> Callable[[int], float]:
    """A claim of 100 that are due, from one lane after the other; what was claimed is gone before the next."""

    def one(number: int) -> float:
        if number % BOTS == 0:
            due = _numbers(number * CLAIM, (number + BOTS) * CLAIM)
            _insert(engine, due, "due", state=MessageState.WAITING, not_before=datetime.now(UTC))
        lane, begin = f"telegram:{FIRST_BOT + number % BOTS}", time.perf_counter()
        with transaction(engine) as session:
            now = datetime.now(UTC)
            rows = claim(session, lane, now=now, worker="backlog", lease=_LEASE, limit=CLAIM)
        took = time.perf_counter() - begin
        if len(rows) != CLAIM:
            raise ValueError(f"{len(rows)} rows were due in {lane}")
        with engine.begin() as connection:
            connection.execute(delete(_OUTBOX).where(_OUTBOX.c.id.in_([row.id for row in rows])))
        return took

    return one


def measure(wanted: argparse.Namespace) -> dict[str, Any]:
    with ExitStack() as stack:
        engines = {size: stack.enter_context(database(postgres=wanted.postgres)) for size in sorted(wanted.sizes)}
        for size, engine in engines.items():
            begin = time.perf_counter()
            commune(engine, people=PEOPLE, bots=BOTS)
            grow(engine, size=size)
            say(f"{size} rows, filled in {time.perf_counter() - begin:.0f} s")
        if hasattr(os, "sync"):
            os.sync()  # what was filled is written before anything is measured beside it
        runner = stack.enter_context(asyncio.Runner())
        found = {
            "idle_ms": {size: idle_pass(engine, runner, planned=False) for size, engine in engines.items()},
            "planned_idle_ms": {size: idle_pass(engine, runner, planned=True) for size, engine in engines.items()},
            "claim_ms": {size: claimed(engine) for size, engine in engines.items()},
        }
        times = {what: _percentiles(measured, wanted.rounds) for what, measured in found.items()}
    return {"benchmark": "backlog", "postgres": wanted.postgres, **times, "growth": _growth(times)}


def _growth(found: Mapping[str, Sizes]) -> dict[str, float]:
    """How much longer the largest outbox takes than the smallest."""
    return {
        f"{what}_{which}": round(sizes[max(sizes)][which] / sizes[min(sizes)][which], 2)
        for what, sizes in found.items()
        for which in ("p50", "p99")
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Delivery beside a large outbox.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=1020)
    parser.add_argument("--postgres", action="store_true")
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    found = measure(parser.parse_args())
    return report(found, missed=missing({f"flat {name}": grown <= AIM for name, grown in found["growth"].items()}))


if __name__ == "__main__":
    sys.exit(main())

"""What a message costs the engine besides its words and its call: claimed, marked, settled, its menu remembered.

    uv run python benchmarks/ledger_speed.py [--messages 20000] [--postgres] [--profile]

Nothing is sent. Batches of 100 are claimed, marked in groups of 7 and settled in pages of 30, as a lane that keeps to
30 a second does among 34; everybody hears twice, so that half of the chats are new. Milliseconds of this process's
processor a message, commits included, and of an idle look at the outbox. Prints one JSON line last.
"""

import argparse
import asyncio
import cProfile
import pstats
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Engine, text
from sqlmodel import Session

from benchmarks.messages import report, say, states
from benchmarks.nation import FIRST_BOT, database, fill
from bot.dialogue import told_batch
from bot.intents.model import Intent
from bot.logs import set_up_logs
from bot.replies.lines import button
from scheduler.delivery import Delivery
from scheduler.lanes import Lane
from scheduler.ledger import Told
from scheduler.messages import Message, Receipt
from scheduler.outcomes import Call, Ready
from storage.claimed import Claimed
from storage.database import reading, transaction
from storage.outbox import NewMessage, claim, put
from storage.routes import routes_of

BOTS, BATCH, GROUP, PAGE = 34, 100, 7, 30
WORKER, LEASE = "benchmark", timedelta(minutes=2)
LOOKS = 200
Part = TypeVar("Part")


class Clock:
    """Seconds of the processor, by what they went to."""

    def __init__(self) -> None:
        self.took: Counter[str] = Counter()

    @contextmanager
    def on(self, phase: str) -> Iterator[None]:
        begun = time.process_time()
        try:
            yield
        finally:
            self.took[phase] += time.process_time() - begun  # type: ignore[assignment]

    def told(self, phase: str, session: Session, told: Sequence[Told], /, *, now: datetime) -> None:
        """Remembers menus, and how long that took."""
        with self.on(phase):
            told_batch(session, told, now=now)


def message_of(number: int) -> Message:
    """A morning with three tasks and a list to go on with."""
    tasks = [number * 7 % 300 + n for n in (1, 5, 9)]
    lines = [f"🔴 {task}. Báo cáo kết quả thực hiện nhiệm vụ số {task}: còn 2 ngày làm việc." for task in tasks]
    buttons = [button(f"✅ Xong {task}", Intent.MARK_DONE, task=task) for task in tasks]
    more = (button("⏳ Xin gia hạn", Intent.REQUEST_EXTENSION), button("Xem tất cả", Intent.LIST_TASKS, scope="mine"))
    return Message("\n".join(["Chào buổi sáng.", *lines]), (*buttons, *more), tasks=tuple(tasks))


def wait(engine: Engine, *, people: int, turn: str) -> None:
    """A message for everybody, due now."""
    now = datetime.now(UTC)
    payload = {"since": "2026-11-18", "date": "2026-11-19"}
    with transaction(engine) as session:
        ids = session.connection().execute(text("SELECT office_id, id FROM person ORDER BY id")).all()
        rows = [
            NewMessage(
                office_id=office,
                person_id=id_,
                key=f"{turn}:{id_}",
                kind="morning",
                payload=payload,
                not_before=now,
                created_at=now,
            )
            for office, id_ in ids
        ]
        put(session, rows[:people])


async def _never(_address: str, _message: Message) -> Receipt:
    raise ValueError("nothing is sent")


async def _here(function: Callable[..., Any], *arguments: Any) -> Any:
    return function(*arguments)


def _delivery(engine: Engine, clock: Clock, phase: str) -> Delivery:
    lanes = {bot: Lane(bot, _never) for bot in (f"telegram:{FIRST_BOT + n}" for n in range(BOTS))}
    return Delivery(
        engine,
        lanes,
        lambda _session, rows, *, now: [None for _ in rows],  # noqa: ARG005
        partial(datetime.now, UTC),
        worker=WORKER,
        said=partial(clock.told, phase),
        thread=_here,
    )


async def drain(delivery: Delivery, clock: Clock) -> int:
    """Everything that is due; how many messages that were."""
    done, due = 0, True
    while due:
        due = False
        for bot in delivery.lanes:
            with clock.on("claim"):
                rows = _claim(delivery.engine, bot)
            if rows:
                await _send(delivery, _ready(delivery, rows), clock)
                done, due = done + len(rows), True
    return done


def _claim(engine: Engine, bot: str) -> list[Claimed]:
    with transaction(engine) as session:
        return claim(session, bot, now=datetime.now(UTC), worker=WORKER, lease=LEASE, limit=BATCH)


def _ready(delivery: Delivery, rows: Sequence[Claimed]) -> list[Ready]:
    with reading(delivery.engine) as session:
        routes = routes_of(session, {row.person_id for row in rows}, bots=delivery.lanes.keys())
    return [Ready(row, routes[row.person_id], message_of(row.person_id)) for row in rows]


async def _send(delivery: Delivery, ready: Sequence[Ready], clock: Clock) -> None:
    with clock.on("mark"):
        for group in _parts(ready, GROUP):
            await delivery.ledger.sending(group)
    calls = [Call(one, Receipt(f"{one.row.person_id}")) for one in ready]
    with clock.on("settle"):
        for page in _parts(calls, PAGE):
            await asyncio.gather(*(delivery.ledger.settle(call) for call in page))


def _parts(whole: Sequence[Part], size: int) -> list[Sequence[Part]]:
    return [whole[first : first + size] for first in range(0, len(whole), size)]


async def look(delivery: Delivery, clock: Clock) -> None:
    for _ in range(LOOKS):
        with clock.on("idle"):
            await delivery.look()


def measure(engine: Engine, *, messages: int) -> dict[str, Any]:
    fill(engine, people=messages // 2, offices=messages // 100, assignments=messages // 2, bots=BOTS)
    clock, sent = Clock(), 0
    for turn in ("told new", "told again"):
        wait(engine, people=messages // 2, turn=turn)
        delivery = _delivery(engine, clock, turn)
        sent += asyncio.run(drain(delivery, clock))
        say(f"{sent} messages: {states(engine)}")
    if states(engine) != {"sent": messages}:
        raise SystemExit("not everything was sent")
    asyncio.run(look(delivery, clock))
    return {"messages": sent} | _figures(clock, sent)


def _figures(clock: Clock, sent: int) -> dict[str, float]:
    took = clock.took
    settle = took["settle"] - took["told new"] - took["told again"]
    each = {
        "claim_ms": took["claim"] / sent,
        "mark_ms": took["mark"] / sent,
        "settle_ms": settle / sent,
        "told_new_ms": took["told new"] / sent * 2,
        "told_again_ms": took["told again"] / sent * 2,
        "all_ms": (took["claim"] + took["mark"] + took["settle"]) / sent,
        "idle_look_ms": took["idle"] / LOOKS,
    }
    return {name: round(seconds * 1000, 4) for name, seconds in each.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--profile", action="store_true", help="Where the time goes.")
    wanted = parser.parse_args()
    set_up_logs()
    with (
        database(postgres=wanted.postgres) as engine,
        cProfile.Profile() if wanted.profile else nullcontext() as profiler,
    ):
        found = measure(engine, messages=wanted.messages)
    if profiler:
        pstats.Stats(profiler).sort_stats("tottime").print_stats(60)
    return report({"benchmark": "ledger_speed", "postgres": wanted.postgres, **found}, missed=[])


if __name__ == "__main__":
    sys.exit(main())

"""What the words of a morning cost: the mornings of 200 communes of the nation, rendered and remembered by the batch.

    uv run python benchmarks/render_speed.py [--postgres] [--offices 200] [--batch 100] [--profile]

The communes are those of nation.py: fifty people each with six assignments, one or two leaders among them, whose
digest has a chart, and a focal point. Counts the queries of a batch of 20 and of one of 200, with notices and clock
times among them, and takes the processor's time of each batch, loading included: of all as a lane has them, and of
leaders, focal points and officials alone. Prints one JSON line last; exits 1 where queries grow with the batch or a
message costs more than 0.25 ms.
"""

import argparse
import cProfile
import json
import pstats
import statistics
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC
from datetime import time as clock_time
from typing import Any, NamedTuple

from sqlalchemy import Engine, event, func, update
from sqlmodel import Session, col, select

from benchmarks.messages import PEOPLE_EACH, There, put_mornings, put_notices
from benchmarks.nation import ASSIGNMENTS, MORNING, PEOPLE, database, fill
from bot.dialogue import told_batch
from bot.rendering import render_batch
from scheduler.calendar import Calendar
from scheduler.ledger import Told
from scheduler.messages import Message
from storage.database import reading, transaction
from storage.outbox import NewMessage, put
from storage.tables import Account, Assignment, Grant, OutboxMessage, Role

AIM = 0.25  # milliseconds of the processor for a message
CALENDAR = Calendar()
NOW = CALENDAR.at(MORNING, clock_time(7, 30)).astimezone(UTC)  # as the program's clock has it
_HOUR = clock_time(16, 0)


class Cost(NamedTuple):
    queries: int
    ms: float


def commune(engine: Engine, *, offices: int) -> None:
    """The nation in small, a morning and a notice for everybody, and one deadline with an hour in each office."""
    people = offices * PEOPLE_EACH
    fill(engine, people=people, offices=offices, assignments=people * ASSIGNMENTS // PEOPLE, bots=1)
    put_mornings(engine, There("Asia/Ho_Chi_Minh", MORNING), at=NOW, people=people)
    put_notices(engine, at=NOW, people=people)
    with transaction(engine) as session:
        first = select(func.min(Assignment.id)).group_by(col(Assignment.office_id))
        until = CALENDAR.late_after(MORNING, _HOUR, extends=False)
        today = {"due": MORNING, "due_time": _HOUR, "late_after": until}
        timed = update(Assignment).where(col(Assignment.id).in_(first)).values(**today)
        rows = session.exec(timed.returning(*map(col, (Assignment.id, Assignment.office_id, Assignment.person_id))))
        put(session, [_clock(*row) for row in rows.all()])


def _clock(assignment_id: int, office_id: int, person_id: int) -> NewMessage:
    return NewMessage(
        office_id=office_id,
        person_id=person_id,
        key=f"clock:{assignment_id}",
        kind="clock",
        payload={"assignments": [assignment_id]},
        not_before=NOW,
        created_at=NOW,
    )


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def count(*args: Any) -> None:
        said.append(args[2])

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", count)


def rendered(engine: Engine, rows: Sequence[OutboxMessage]) -> tuple[float, list[Message]]:
    """A batch as delivery renders it; what it cost in milliseconds."""
    begun = time.process_time()
    with reading(engine) as session:
        found = render_batch(session, rows, now=NOW)
    took = time.process_time() - begun
    said = [one for one in found if isinstance(one, Message)]
    if len(said) < len(rows):
        raise SystemExit(f"not said: {[one for one in found if not isinstance(one, Message)][:3]}")
    return took * 1000, said


def remembered(engine: Engine, told: Sequence[Told]) -> Cost:
    with counting(engine) as queries:
        begun = time.process_time()
        with transaction(engine) as session:
            told_batch(session, told, now=NOW)
        return Cost(len(queries), (time.process_time() - begun) * 1000)


def rows_of(engine: Engine, kind: str) -> list[OutboxMessage]:
    """As a lane has them: one office after the other."""
    with reading(engine) as session:
        query = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(col(OutboxMessage.id))
        return list(session.exec(query))


def accounts(engine: Engine) -> dict[int, Account]:
    with reading(engine) as session:
        return {one.person_id: one for one in session.exec(select(Account))}


def with_role(session: Session, role: Role) -> set[int]:
    return set(session.exec(select(Grant.person_id).where(Grant.role == role)))


def by_kind(engine: Engine, mornings: Sequence[OutboxMessage]) -> Mapping[str, Sequence[OutboxMessage]]:
    with reading(engine) as session:
        leaders, focal = with_role(session, Role.LEADER), with_role(session, Role.FOCAL)

    def of(people: Collection[int]) -> list[OutboxMessage]:
        return [row for row in mornings if row.person_id in people]

    officials = {row.person_id for row in mornings} - leaders - focal
    return {"leaders": of(leaders), "focal": of(focal), "officials": of(officials)}


def queries_of(engine: Engine, size: int) -> int:
    """Of one batch with three kinds of messages."""
    step = size // 20
    mornings, notices, clocks = (rows_of(engine, kind) for kind in ("morning", "notice", "clock"))
    first, second = mornings[: 3 * step], mornings[PEOPLE_EACH : PEOPLE_EACH + 3 * step]
    with counting(engine) as queries:
        rendered(engine, [*first, *second, *notices[: 7 * step], *clocks[: 7 * step]])
    return len(queries)


def batches(rows: Sequence[OutboxMessage], size: int) -> list[Sequence[OutboxMessage]]:
    """Full ones, and one of all where there are too few."""
    return [rows[at : at + size] for at in range(0, len(rows) - size + 1, size)] or [rows]


def cost(engine: Engine, rows: Sequence[OutboxMessage], *, batch: int) -> list[float]:
    """Milliseconds for a message, batch by batch."""
    return [rendered(engine, some)[0] / len(some) for some in batches(rows, batch)]


def measure(engine: Engine, *, batch: int) -> dict[str, Any]:
    mornings, chats = rows_of(engine, "morning"), accounts(engine)
    queries = {size: queries_of(engine, size) for size in (20, 200)}
    costs = cost(engine, mornings, batch=batch)
    each = {name: cost(engine, rows, batch=batch) for name, rows in by_kind(engine, mornings).items()}
    kept = []
    for rows in batches(mornings, batch):
        told = [Told(row, chats[row.person_id], one) for row, one in zip(rows, rendered(engine, rows)[1], strict=True)]
        kept.append(remembered(engine, told).ms / len(rows))
    again = [
        remembered(engine, [Told(row, chats[row.person_id], Message("…")) for row in mornings[:size]]).queries
        for size in (20, 200)
    ]
    return {
        "messages": len(mornings),
        "batch": batch,
        "queries_20": queries[20],
        "queries_200": queries[200],
        "told_queries": again,
        "cpu_ms_p50": round(statistics.median(costs), 3),
        "cpu_ms_p95": round(statistics.quantiles(costs, n=20)[-1], 3),
        **{f"cpu_ms_{name}": round(statistics.median(own), 3) for name, own in each.items()},
        "told_ms_p50": round(statistics.median(kept), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--offices", type=int, default=200)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--profile", action="store_true", help="Where the time goes.")
    wanted = parser.parse_args()
    with database(postgres=wanted.postgres) as engine:
        commune(engine, offices=wanted.offices)
        if wanted.profile:
            profile(engine, wanted.batch)
        found = measure(engine, batch=wanted.batch)
    print(json.dumps({"benchmark": "render_speed", "postgres": wanted.postgres, **found}))
    grows = found["queries_200"] > found["queries_20"] or found["told_queries"][1] > found["told_queries"][0]
    raise SystemExit(1 if grows or found["cpu_ms_p50"] > AIM else 0)


def profile(engine: Engine, batch: int) -> None:
    mornings = rows_of(engine, "morning")
    rendered(engine, mornings[-batch:])
    with cProfile.Profile() as profiler:
        cost(engine, mornings, batch=batch)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(60)


if __name__ == "__main__":
    main()

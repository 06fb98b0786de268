"""Three processes on one PostgreSQL, one of them killed every 5 seconds while 30,000 messages go out.

    uv run python benchmarks/takeover.py [--messages 30000] [--bots 10] [--processes 3] [--every 5]

Each killed process is started again at once; the next is killed when it is up, and 5 seconds later at the least.
Prints one JSON line last; exits 1 over the aims: nothing lost, at most as many doubled as were in flight at the kills,
no bot silent for more than 10 seconds.
"""

import argparse
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text

from benchmarks.messages import balance, commune, in_hand, missing, put_mornings, report, say, states
from benchmarks.nation import database
from benchmarks.processes import Programs, platform, programs

LONGEST_PAUSE = 10.0  # seconds
_PATIENCE, _START = 180.0, 5.0  # seconds
_COMMIT = 0.05  # seconds in which the database ends what it was told before


def kill(engine: Engine, runs: Programs, process: "subprocess.Popen[bytes]") -> int:
    """Kill a process; how many messages it had marked as being sent. It is held still while they are counted."""
    runs.freeze(process)
    time.sleep(_COMMIT)
    in_flight = _in_flight_of(engine, process.pid)
    runs.kill(process)
    return in_flight


def _in_flight_of(engine: Engine, process: int) -> int:
    query = text("SELECT count(*) FROM outbox WHERE state = 'sending' AND claimed_by LIKE :worker")
    # Held still, it may have the only right to write that SQLite gives.
    with engine.execution_options(reads_only=True).connect() as connection:
        return int(connection.execute(query, {"worker": f"%:{process}:%"}).scalar_one())


def _keep_killing(
    engine: Engine, runs: Programs, running: "list[subprocess.Popen[bytes]]", *, every: float, chance: random.Random
) -> list[int]:
    """Until nothing waits any more; how many messages were in flight at each kill."""
    killed: list[int] = []
    end = time.monotonic() + _PATIENCE
    last = in_hand(engine)
    while last and time.monotonic() < end:
        victim = chance.choice(running)
        killed.append(kill(engine, runs, victim))
        begin, running[running.index(victim)] = time.monotonic(), (another := runs.start())
        runs.await_up(another)
        time.sleep(max(0.0, begin + every - time.monotonic()))
        left = in_hand(engine)
        end = time.monotonic() + _PATIENCE if left < last else end
        say(f"kill {len(killed)}: {killed[-1]} in flight, {left} left")
        last = left
    return killed


def measure(wanted: argparse.Namespace) -> dict[str, Any]:
    with database(postgres=True) as engine, platform(bots=wanted.bots, latency=wanted.latency, limits=True) as at:
        there = commune(engine, people=wanted.messages, bots=wanted.bots)
        with programs(engine, at) as runs:
            running = [runs.start() for _ in range(wanted.processes)]
            for one in running:
                runs.await_up(one)
            due = datetime.now(UTC) + timedelta(seconds=_START)
            put_mornings(engine, there, at=due, people=wanted.messages)
            chance = random.Random(wanted.seed)
            time.sleep(_START)
            killed = _keep_killing(engine, runs, running, every=wanted.every, chance=chance)
            counts = at.counts()
        told = balance(engine, at.arrivals())
        return {
            "benchmark": "takeover",
            "processes": wanted.processes,
            "kills": len(killed),
            **told.as_dict(),
            "in_flight_at_kills": sum(killed),
            "longest_pause_s": round(counts["longest_pause"], 2),
            "refused_calls": counts["refused"],
            "bad_calls": counts["bad"],
            "seconds": round((counts["last"] or 0.0) - (counts["first"] or 0.0), 1),
            "states": states(engine),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description="Processes are killed, others take over.")
    parser.add_argument("--messages", type=int, default=30_000)
    parser.add_argument("--bots", type=int, default=10)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two kills")
    parser.add_argument("--latency", type=float, default=0.06, help="seconds")
    parser.add_argument("--seed", type=int, default=1)
    found = measure(parser.parse_args())
    aims = {
        "none lost": found["lost"] == 0 and found["open"] == 0,
        "doubled": found["doubled"] <= found["in_flight_at_kills"],
        "pause": found["longest_pause_s"] <= LONGEST_PAUSE,
    }
    return report(found, missed=missing(aims))


if __name__ == "__main__":
    sys.exit(main())

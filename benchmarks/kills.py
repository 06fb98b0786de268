"""`nhacviec run` is killed at random moments of a morning of 5,000 messages, and started again each time.

    uv run python benchmarks/kills.py [--kills 200] [--messages 5000] [--postgres] [--latency 0.3]

A tenth of the moments lies anywhere in the start of the process, the others in the seconds after it. Where the messages
end before the kills do, another morning begins. Prints one JSON line last; exits 1 over the aims: nothing lost, at
most as many doubled as were in flight at the kills.
"""

import argparse
import random
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from benchmarks.messages import balance, commune, follow, in_hand, missing, put_mornings, report, say
from benchmarks.nation import database
from benchmarks.processes import Programs, platform, programs
from benchmarks.takeover import kill

_WHILE_STARTING = 0.1  # share of the kills
_PATIENCE = 180.0  # seconds without any progress: a lease of two minutes may have to run out


def _kill_until_done(engine: Engine, runs: Programs, *, most: int, longest: float, chance: random.Random) -> list[int]:
    """How many messages were in flight at each kill."""
    killed: list[int] = []
    started_in = 1.0
    while len(killed) < most and (left := in_hand(engine)):
        running, begin = runs.start(), time.monotonic()
        if chance.random() < _WHILE_STARTING:
            time.sleep(chance.uniform(0.0, started_in))
        else:
            runs.await_up(running)
            started_in = time.monotonic() - begin
            time.sleep(chance.uniform(0.0, longest))
        killed.append(kill(engine, runs, running))
        say(f"kill {len(killed)}: {killed[-1]} in flight, {left} had been left")
    return killed


def morning(wanted: argparse.Namespace, *, most: int, chance: random.Random) -> Counter[str]:
    """One morning in a database of its own, with its last messages undisturbed."""
    with (
        database(postgres=wanted.postgres) as engine,
        platform(bots=wanted.bots, latency=wanted.latency, limits=True) as at,
    ):
        there = commune(engine, people=wanted.messages, bots=wanted.bots)
        put_mornings(engine, there, at=datetime.now(UTC), people=wanted.messages)
        with programs(engine, at) as runs:
            killed = _kill_until_done(engine, runs, most=most, longest=wanted.longest, chance=chance)
            runs.start()
            follow(lambda: in_hand(engine), every=1, patience=_PATIENCE, sleep=time.sleep)
        counts = at.counts()
        told = Counter(balance(engine, at.arrivals()).as_dict())
        told.update(kills=len(killed), killed_in_flight=sum(n > 0 for n in killed), in_flight_at_kills=sum(killed))
        told.update(mornings=1, refused_calls=sum(counts["refused"].values()), bad_calls=sum(counts["bad"].values()))
        return told


def measure(wanted: argparse.Namespace) -> dict[str, Any]:
    chance, told = random.Random(wanted.seed), Counter[str]()
    while told["kills"] < wanted.kills:
        told.update(morning(wanted, most=wanted.kills - told["kills"], chance=chance))
    return {"benchmark": "kills", "postgres": wanted.postgres, "latency": wanted.latency, **told}


def main() -> int:
    parser = argparse.ArgumentParser(description="The program is killed again and again.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--messages", type=int, default=5_000)
    parser.add_argument("--bots", type=int, default=1)
    parser.add_argument("--latency", type=float, default=0.3, help="seconds; the longer, the more is in flight")
    parser.add_argument(
        "--longest", type=float, default=5.0, help="seconds that a process lives at most after it is up"
    )
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    found = measure(parser.parse_args())
    aims = {
        "none lost": found["lost"] == 0 and found["open"] == 0,
        "doubled": found["doubled"] <= found["in_flight_at_kills"],
    }
    return report(found, missed=missing(aims))


if __name__ == "__main__":
    sys.exit(main())

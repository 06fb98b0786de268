"""The nation's morning: 166,000 people behind 34 bots are greeted at one hour, at the limit the platform sets.

    uv run python benchmarks/nation_morning.py [--postgres] [--processes 1] [--people 166000] [--bots 34] …

The real planner plans the morning ahead of its hour and the real program sends it, by the real clock: the offices'
morning is a full minute that lies `--ahead` seconds ahead. The double answers after 60 ms and enforces the limits.
Prints one JSON line last; exits 1 over the aims: last message within 1.05 of what the limit allows, no call refused,
nothing lost or doubled, at most 400 MB of memory.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text

from benchmarks.messages import There, balance, commune, follow, greet_at, in_hand, missing, report, say
from benchmarks.nation import ASSIGNMENTS, BOTS, OFFICES, PEOPLE, database
from benchmarks.processes import Platform, Programs, platform, programs, until
from benchmarks.telegram_limits import STEADY

PER_SECOND, AIM, AIM_MIB = 30, 1.05, 400 * 1e6 / 2**20
_PATIENCE = 60.0  # seconds without any progress
_MINUTE = timedelta(minutes=1)


def measure(wanted: argparse.Namespace) -> dict[str, Any]:
    with (
        database(postgres=wanted.postgres) as engine,
        platform(bots=wanted.bots, latency=wanted.latency, limits=True) as at,
    ):
        sizes = {"people": wanted.people, "bots": wanted.bots, "offices": wanted.offices}
        there = commune(engine, assignments=wanted.assignments, **sizes)
        say(f"filled; it is {there.today} in {there.zone}")
        with programs(engine, at) as runs:
            hour = (datetime.now(UTC) + timedelta(seconds=wanted.ahead)).replace(second=0, microsecond=0) + _MINUTE
            return _morning(wanted, engine, at, runs, there, hour)


def _morning(
    wanted: argparse.Namespace, engine: Engine, at: Platform, runs: Programs, there: There, hour: datetime
) -> dict[str, Any]:
    greet_at(engine, there.hour(hour))
    for _ in range(wanted.processes):
        runs.start()
    planned = _planned_before(engine, hour)
    before = runs.look()
    planning = {"planned": planned, "planning_cpu_s": round(before.cpu, 1), "planning_peak_mib": before.peak_mib}
    cpu = before.cpu
    say(f"planned: {planning}")
    if not planned:
        until(lambda: in_hand(engine), seconds=_PATIENCE)
    follow(_waiting(engine), every=5, patience=_PATIENCE, sleep=time.sleep)
    counts, use = at.counts(), runs.look()
    told = balance(engine, at.arrivals())
    ideal = wanted.people / wanted.bots / PER_SECOND
    took = (counts["last"] or 0.0) - hour.timestamp()
    return {
        "benchmark": "nation_morning",
        "postgres": wanted.postgres,
        "processes": wanted.processes,
        "people": wanted.people,
        "bots": wanted.bots,
        **planning,
        **told.as_dict(),
        "seconds": round(took, 2),
        "ratio": round(took / ideal, 4),
        "first_after_s": round((counts["first"] or 0.0) - hour.timestamp(), 3),
        "refused_calls": counts["refused"],
        "most_in_a_second": counts["most_in_a_second"],
        "tightest_31_s": counts["tightest_s"],
        "clock_moved_s": counts["clock_moved_s"],
        "undated": counts["undated"],
        "further_messages": counts["more"],
        "bad_calls": counts["bad"],
        "cpu_s_per_1000": round((use.cpu - cpu) / max(1, counts["messages"]) * 1000, 3),
        "peak_mib": use.peak_mib,
    }


def _planned_before(engine: Engine, hour: datetime) -> int:
    """Wait for the hour; how many mornings the planner had put by then."""
    count, planned = text("SELECT count(*) FROM outbox WHERE kind = 'morning'"), 0
    while (left := hour.timestamp() - time.time()) > 0:
        time.sleep(min(left, 5.0))
        with engine.connect() as connection:
            now_planned = int(connection.execute(count).scalar_one())
        if now_planned != planned:
            say(f"planned {now_planned}, {max(0.0, hour.timestamp() - time.time()):.0f} s before the hour")
            planned = now_planned
    return planned


def _waiting(engine: Engine) -> Callable[[], int]:
    def look() -> int:
        left = in_hand(engine)
        say(f"{left} wait")
        return left

    return look


def main() -> int:
    parser = argparse.ArgumentParser(description="The nation's morning.")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--offices", type=int, default=OFFICES)
    parser.add_argument("--assignments", type=int, default=ASSIGNMENTS)
    parser.add_argument("--bots", type=int, default=BOTS)
    parser.add_argument("--latency", type=float, default=0.06, help="seconds")
    parser.add_argument("--ahead", type=float, default=180.0, help="seconds to plan in, at least")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--postgres", action="store_true")
    wanted = parser.parse_args()
    found = measure(wanted)
    aims = {
        "planned before the hour": found["planned"] == found["wanted"] > 0,
        "ratio": found["ratio"] <= AIM,
        "none refused": not any(found["refused_calls"].values()),
        "none lost": found["lost"] == 0,
        "none doubled": found["doubled"] == 0,
        "a steady clock": found["clock_moved_s"] < STEADY,
        "memory": found["peak_mib"] <= AIM_MIB,
    }
    return report(found, missed=missing(aims))


if __name__ == "__main__":
    sys.exit(main())

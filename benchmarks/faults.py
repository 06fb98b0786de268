"""Everything goes wrong at once: 500s, cut connections, bursts of 429, a minute's outage, the database restarted.

    uv run python benchmarks/faults.py [--postgres] [--messages 20000] [--bots 10] [--outage 60]

Of the cut connections half had taken the message already. Prints one JSON line last; exits 1 over the aims: nothing
lost, and doubled at most what was cut after it had arrived; no hold ignored.
"""

import argparse
import random
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from benchmarks.messages import balance, commune, follow, in_hand, missing, put_mornings, report, say, states
from benchmarks.nation import database
from benchmarks.processes import FIRST_BOT, Platform, platform, programs, restart

_PATIENCE, _START = 240.0, 10.0  # seconds
_BETWEEN_BURSTS, _HOLDS = 7.0, (3, 8)  # seconds


def _bursts(at: Platform, over: threading.Event, bots: int, chance: random.Random) -> None:
    while not over.wait(_BETWEEN_BURSTS):
        at.does("hold", seconds=chance.randint(*_HOLDS), bots=[FIRST_BOT + chance.randrange(bots)])


def _trouble(engine: Engine, at: Platform, wanted: argparse.Namespace) -> None:
    """The outage a third of the way, the restart of the database after another third."""
    third = wanted.messages / wanted.bots / 30 / 3
    time.sleep(third)
    say(f"outage of {wanted.outage} s")
    at.does("outage", seconds=wanted.outage)
    say("the outage is over")
    time.sleep(third)
    if wanted.postgres:
        restart(engine)
        say("the database was restarted")


def _left(engine: Engine) -> int:
    try:
        return in_hand(engine)
    except OperationalError:
        return 1


def measure(wanted: argparse.Namespace) -> dict[str, Any]:
    chance = random.Random(wanted.seed)
    with (
        database(postgres=wanted.postgres) as engine,
        platform(bots=wanted.bots, latency=wanted.latency, limits=True) as at,
    ):
        there = commune(engine, people=wanted.messages, bots=wanted.bots)
        at.does("set", failing=wanted.failing, cut_before=wanted.cut / 2, cut_after=wanted.cut / 2)
        with programs(engine, at) as runs:
            runs.started()
            put_mornings(engine, there, at=datetime.now(UTC) + timedelta(seconds=_START), people=wanted.messages)
            time.sleep(_START)
            over = threading.Event()
            bursts = threading.Thread(target=_bursts, args=(at, over, wanted.bots, chance), daemon=True)
            bursts.start()
            try:
                _trouble(engine, at, wanted)
                follow(lambda: _left(engine), every=2, patience=_PATIENCE, sleep=time.sleep)
            finally:
                over.set()
                bursts.join()
            counts, alive = at.counts(), runs.alive
        told = balance(engine, at.arrivals())
        return {
            "benchmark": "faults",
            "postgres": wanted.postgres,
            **told.as_dict(),
            "faults": counts["faults"],
            "refused_calls": counts["refused"],
            "ignored_holds": counts["ignored_holds"],
            "bad_calls": counts["bad"],
            "seconds": round((counts["last"] or 0.0) - (counts["first"] or 0.0), 1),
            "alive": alive,
            "states": states(engine),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description="Everything goes wrong at once.")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--bots", type=int, default=10)
    parser.add_argument("--failing", type=float, default=0.05, help="share of the calls answered 500")
    parser.add_argument("--cut", type=float, default=0.02, help="share of the calls that are cut")
    parser.add_argument("--outage", type=float, default=60.0, help="seconds")
    parser.add_argument("--latency", type=float, default=0.06, help="seconds")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    found = measure(parser.parse_args())
    cut = found["faults"].get("cut_after", 0) + found["faults"].get("cut_by_outage", 0)
    aims = {
        "none lost": found["lost"] == 0 and found["open"] == 0,
        "doubled": found["doubled"] <= cut,
        "holds heeded": found["ignored_holds"] == 0 and not found["refused_calls"]["pace"],
        "still alive": found["alive"] == 1,
    }
    return report(found, missed=missing(aims))


if __name__ == "__main__":
    sys.exit(main())

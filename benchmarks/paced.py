"""Whether one bot keeps Telegram's pace and uses it: 2,000 messages at 30 a second, the limits enforced by the double.

    uv run python benchmarks/paced.py [--messages 2000] [--postgres] [--idle 60]

The program runs idle for `--idle` seconds before the messages come due: a pool that is warm proves nothing. Prints one
JSON line last; exits 1 over the aims: no call refused, nothing lost or doubled, at least 0.98 of the pace.
"""

import argparse
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.messages import balance, commune, follow, in_hand, missing, put_mornings, report, say
from benchmarks.nation import database
from benchmarks.processes import platform, programs
from benchmarks.telegram_limits import STEADY

PER_SECOND, AIM = 30, 0.98
_PATIENCE = 60.0  # seconds without any progress


def measure(messages: int, *, postgres: bool, idle: float) -> dict[str, Any]:
    with database(postgres=postgres) as engine, platform(latency=0.06, limits=True) as at:
        there = commune(engine, people=messages, bots=1)
        with programs(engine, at) as runs:
            runs.started()
            due = datetime.now(UTC) + timedelta(seconds=idle)
            put_mornings(engine, there, at=due, people=messages)
            say(f"{messages} messages come due at {due:%H:%M:%S}")
            time.sleep(idle)
            follow(lambda: in_hand(engine), every=0.5, patience=_PATIENCE, sleep=time.sleep)
            counts, use = at.counts(), runs.look()
        told = balance(engine, at.arrivals())
        took = (counts["last"] or 0.0) - (counts["first"] or 0.0)
        return {
            "benchmark": "paced",
            "postgres": postgres,
            **told.as_dict(),
            "refused_calls": counts["refused"],
            "share_of_pace": round((counts["messages"] - 1) / took / PER_SECOND, 4) if took else 0.0,
            "most_in_a_second": counts["most_in_a_second"],
            "tightest_31_s": counts["tightest_s"],
            "clock_moved_s": counts["clock_moved_s"],
            "undated": counts["undated"],
            "first_after_s": round((counts["first"] or 0.0) - due.timestamp(), 3),
            "bad_calls": counts["bad"],
            "cpu_s_per_1000": round(use.cpu / messages * 1000, 3),
            "peak_mib": use.peak_mib,
        }


def main() -> int:
    parser = argparse.ArgumentParser(description="One bot at the platform's pace.")
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--idle", type=float, default=60.0, help="seconds before the messages come due")
    wanted = parser.parse_args()
    found = measure(wanted.messages, postgres=wanted.postgres, idle=wanted.idle)
    aims = {
        "none refused": not any(found["refused_calls"].values()),
        "none lost": found["lost"] == 0,
        "none doubled": found["doubled"] == 0,
        "a steady clock": found["clock_moved_s"] < STEADY,
        "pace": found["share_of_pace"] >= AIM,
    }
    return report(found, missed=missing(aims))


if __name__ == "__main__":
    sys.exit(main())

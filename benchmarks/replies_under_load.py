"""How long an answer takes while a broadcast goes out: updates at 50 a second beside 20,000 notices.

    uv run python benchmarks/replies_under_load.py [--postgres] [--messages 20000] [--bots 10] [--rate 50]

Measured at the double: from the moment at which an update waits for the bot to the moment at which its answer arrives,
while the limits are enforced and every call takes 60 ms. Prints one JSON line last; exits 1 over the aims: p99 at most
300 ms, every update answered, no call refused, nothing lost or doubled.
"""

import argparse
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text

from benchmarks.messages import balance, commune, follow, in_hand, missing, put_notices, report, say
from benchmarks.nation import database
from benchmarks.processes import platform, programs

AIM_P99 = 300.0  # ms
ASKING = 500  # people who write and get no notice
_PATIENCE, _START, _WARM = 60.0, 10.0, 3.0  # seconds
_LAST_ANSWERS = 5.0  # seconds


def _chats(engine: Engine, beyond: int) -> list[list[int]]:
    query = text("SELECT bot, address FROM account WHERE person_id > :beyond ORDER BY id")
    with engine.connect() as connection:
        found = connection.execute(query, {"beyond": beyond}).all()
    chats = [[int(bot.partition(":")[2]), int(address)] for bot, address in found]
    by_bot: dict[int, list[list[int]]] = {}
    for chat in chats:
        by_bot.setdefault(chat[0], []).append(chat)
    return [chat for turn in zip(*by_bot.values(), strict=False) for chat in turn]  # one bot after the other


def measure(wanted: argparse.Namespace) -> dict[str, Any]:
    people = wanted.messages + wanted.asking
    with (
        database(postgres=wanted.postgres) as engine,
        platform(bots=wanted.bots, latency=wanted.latency, limits=True) as at,
    ):
        commune(engine, people=people, bots=wanted.bots)
        with programs(engine, at) as runs:
            runs.started()
            due = datetime.now(UTC) + timedelta(seconds=_START)
            put_notices(engine, at=due, people=wanted.messages)
            time.sleep(max(0.0, due.timestamp() - time.time()) + _WARM)
            seconds = wanted.messages / wanted.bots / 30 - _WARM
            chats = _chats(engine, wanted.messages)
            at.does("ask", rate=wanted.rate, seconds=seconds, chats=chats, text=wanted.text)
            say(f"{wanted.rate} updates a second for {seconds:.0f} s, from {len(chats)} chats")
            follow(lambda: in_hand(engine), every=1, patience=_PATIENCE, sleep=time.sleep)
            time.sleep(_LAST_ANSWERS)
            counts, use = at.counts(), runs.look()
        told = balance(engine, at.arrivals())
        return {
            "benchmark": "replies_under_load",
            "postgres": wanted.postgres,
            **told.as_dict(),
            "updates": counts["updates"],
            "replies": counts["replies"],
            "unanswered": counts["unanswered"],
            "reply_ms": counts["reply_ms"],
            "refused_calls": counts["refused"],
            "bad_calls": counts["bad"],
            "seconds": round((counts["last"] or 0.0) - (counts["first"] or 0.0), 1),
            "cpu_s": round(use.cpu, 1),
            "peak_mib": use.peak_mib,
        }


def main() -> int:
    parser = argparse.ArgumentParser(description="Answers beside a broadcast.")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--bots", type=int, default=10)
    parser.add_argument("--asking", type=int, default=ASKING)
    parser.add_argument("--rate", type=float, default=50.0, help="updates a second")
    parser.add_argument("--text", default="việc của tôi")
    parser.add_argument("--latency", type=float, default=0.06, help="seconds")
    parser.add_argument("--postgres", action="store_true")
    found = measure(parser.parse_args())
    aims = {
        "p99": 0 < found["reply_ms"].get("p99", 0.0) <= AIM_P99,
        "all answered": found["replies"] == found["updates"],
        "none refused": not any(found["refused_calls"].values()),
        "none lost": found["lost"] == 0,
        "none doubled": found["doubled"] == 0,
    }
    return report(found, missed=missing(aims))


if __name__ == "__main__":
    sys.exit(main())

"""How long a message takes to understand while its writer has 400 open tasks (issue 4: p50 ≤ 1 ms, p99 ≤ 5 ms).

    uv run python benchmarks/understand_speed.py [--seconds 5]

The messages are those of tests/data; the tasks are rows of three real plans, again for each quarter, as rhythms make
them. Time is the process's own, so that a busy machine does not matter. Prints one JSON line last; exits 1
over the aim.
"""

import argparse
import json
import statistics
import sys
import time
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.commands.understand import hearing_of  # noqa: E402
from bot.intents import Hearing, KnownTask, read  # noqa: E402

DATA = ROOT / "tests" / "data"
OPEN = 400
AIM_P50, AIM_P99 = 1.0, 5.0
Heard = tuple[str, Hearing]


def rows(*patterns: str) -> list[dict[str, Any]]:
    files = [file for pattern in patterns for file in sorted(DATA.glob(pattern))]
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip()]


def open_tasks() -> tuple[KnownTask, ...]:
    titles = list(dict.fromkeys(str(row["task"]) for row in rows("plans/*.jsonl")))
    named = (f"{title} {period}" for period, title in product(("quý III", "quý IV", "6 tháng", "năm"), titles))
    found = enumerate(islice(named, OPEN), start=1)
    return tuple(KnownTask(number, title, date(2026, 9, 1) + timedelta(number % 180)) for number, title in found)


def messages(tasks: tuple[KnownTask, ...]) -> list[Heard]:
    """Every message, its own list (if it has one) kept in front of the other open tasks."""
    found = []
    for row in rows("utterances-dev.jsonl", "utterances-own*.jsonl"):
        said = hearing_of(row)
        found.append((str(row["text"]), Hearing(said.today, said.role, (*said.tasks, *tasks)[:OPEN], said.last)))
    return found


def one_round(heard: list[Heard]) -> list[float]:
    """Milliseconds that each message took."""
    took = []
    for text, hearing in heard:
        began = time.process_time_ns()
        read(text, hearing)
        took.append((time.process_time_ns() - began) / 1e6)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    asked = parser.parse_args()
    tasks = open_tasks()
    heard = messages(tasks)
    one_round(heard)
    took: list[float] = []
    rounds = 0
    ends = time.process_time() + asked.seconds
    while time.process_time() < ends:
        took += one_round(heard)
        rounds += 1
    slowest = max(zip(took, heard * rounds, strict=True), key=lambda one: one[0])
    marks = statistics.quantiles(took, n=100)
    summary = {
        "messages": len(heard),
        "tasks": len(tasks),
        "rounds": rounds,
        "p50_ms": round(marks[49], 3),
        "p99_ms": round(marks[98], 3),
        "slowest_ms": round(slowest[0], 3),
        "slowest": slowest[1][0][:80],
    }
    print(json.dumps(summary, ensure_ascii=False))
    raise SystemExit(marks[49] > AIM_P50 or marks[98] > AIM_P99)


if __name__ == "__main__":
    main()

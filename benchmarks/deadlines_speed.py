"""How many deadline phrases are read in a second: those of tests/data, none of them twice in a row.

    uv run python benchmarks/deadlines_speed.py [--seconds 5] [--floor 500]

Every reading is a fresh one: the reader's memory is cleared before each round. Prints a line for each round and one
JSON line last; exits 1 under the floor (phrases per second, one core).
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scheduler.plans.deadlines import read  # noqa: E402
from scheduler.plans.model import Context  # noqa: E402

DATA = ROOT / "tests" / "data"
FILES = ("deadlines.jsonl", "deadlines-independent.jsonl", "deadlines_truth.jsonl")
PLAN = Context(plan_year=2026, span=(2026, 2030))


def phrases() -> list[str]:
    lines = [line for name in FILES for line in (DATA / name).read_text("utf-8").splitlines() if line]
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return list(dict.fromkeys(str(row["text"]) for row in rows))


def one_round(texts: list[str]) -> list[float]:
    """Seconds that each phrase took."""
    read.cache_clear()
    took = []
    for text in texts:
        began = time.perf_counter()
        read(text, PLAN)
        took.append(time.perf_counter() - began)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--floor", type=float, default=500.0)
    asked = parser.parse_args()
    texts = phrases()
    one_round(texts)
    rates: list[float] = []
    took: list[float] = []
    ends = time.perf_counter() + asked.seconds
    while time.perf_counter() < ends:
        found = one_round(texts)
        took += found
        rates.append(len(texts) / sum(found))
        print(f"{len(texts)} phrases in {sum(found):.3f} s: {rates[-1]:.0f} a second")
    slowest = max(zip(took, texts * len(rates), strict=True))
    summary = {
        "phrases": len(texts),
        "rounds": len(rates),
        "per_second": round(statistics.median(rates)),
        "median_ms": round(statistics.median(took) * 1000, 3),
        "slowest_ms": round(slowest[0] * 1000, 3),
        "slowest": slowest[1][:80],
    }
    print(json.dumps(summary, ensure_ascii=False))
    raise SystemExit(summary["per_second"] < asked.floor)


if __name__ == "__main__":
    main()

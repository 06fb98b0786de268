"""Random and mutated strings through the deadline reader: nothing may make it fail, wait or swell.

    uv run python benchmarks/fuzz_deadlines.py [--count 100000] [--seed 3]

A quarter is any characters, a quarter the words of deadlines in any order, the rest known phrases mutated (letters
changed, cut, doubled, spliced, repeated). Each string is timed; Python's own count of its memory, which slows it five
times, is taken for each fifth. Prints one JSON line last; exits 1 at a failure, a string over 2 s or over 300 MB, or a
schedule that contradicts itself.
"""

import argparse
import json
import random
import sys
import time
import tracemalloc
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.deadlines_speed import phrases  # noqa: E402
from benchmarks.mutations import any_characters, any_words, mutated  # noqa: E402
from scheduler.plans.deadlines import read  # noqa: E402
from scheduler.plans.explain import explain  # noqa: E402
from scheduler.plans.model import ConditionKind, Context, Doubt, Schedule  # noqa: E402

MOST_SECONDS, MOST_BYTES = 2.0, 300 * 1024 * 1024
PLANS = (
    Context(plan_year=2026, span=(2026, 2026)),
    Context(plan_year=2022, span=(2022, 2030)),
    Context(),
    Context(plan_year=1, span=(1, 1)),
    Context(plan_year=9999, span=(9998, 9999)),
)


def _contradicts(schedule: Schedule) -> str | None:
    if any(each.start and each.start > each.due for each in schedule.occurrences):
        return "a window ends before it begins"
    if len(set(schedule.occurrences)) != len(schedule.occurrences):
        return "the same occurrence twice"
    unread = any(each.kind is ConditionKind.UNREAD for each in schedule.conditions)
    return None if unread == (Doubt.UNREAD in schedule.doubts) else "unread and not shown, or shown and not unread"


def _trouble(text: str, plan: Context) -> str | None:
    """What is wrong with one reading, explained included."""
    try:
        schedule = read(text, plan)
        explain(schedule)
    except Exception as failure:  # noqa: BLE001 - any at all is what is looked for
        return f"{type(failure).__name__}: {failure}"
    return _contradicts(schedule)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=3)
    asked = parser.parse_args()
    chance, texts = random.Random(asked.seed), phrases()
    words = [word for text in texts for word in text.split()]
    slowest, largest, most_text, troubles = 0.0, 0, 0, []
    began = time.perf_counter()
    for number in range(asked.count):
        kind = number % 4
        text = any_characters(chance) if not kind else any_words(chance, words) if kind == 1 else mutated(chance, texts)
        most_text = max(most_text, len(text))
        plan, counted = chance.choice(PLANS), number % 5 == 0
        if counted:
            tracemalloc.start()
        at = time.perf_counter()
        trouble = _trouble(text, plan)
        took, peak = time.perf_counter() - at, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        slowest, largest = max(slowest, took), max(largest, peak)
        if trouble or took > MOST_SECONDS or peak > MOST_BYTES:
            troubles.append({"why": trouble or f"{took:.2f} s, {peak} bytes", "text": ascii(text[:200])})
            print(json.dumps(troubles[-1]))
    summary = {
        "strings": asked.count,
        "seed": asked.seed,
        "troubles": len(troubles),
        "slowest_s": round(slowest, 4),
        "largest_mb": round(largest / 1024 / 1024, 2),
        "longest_text": most_text,
        "seconds": round(time.perf_counter() - began, 1),
    }
    print(json.dumps(summary))
    raise SystemExit(bool(troubles))


if __name__ == "__main__":
    main()

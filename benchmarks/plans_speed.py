"""How long a plan's file takes to read: 500 rows as Excel and as Word, and the real PDF.

    uv run python benchmarks/plans_speed.py [--rows 500] [--times 3]

The rows are those of the Quang Khải plan, over and over. Each reading is a fresh one (the deadline reader's memory is
cleared). Prints a line for each file and one JSON line last; exits 1 where a table takes 2 s or the PDF 8 s.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scheduler.plans.deadlines import read  # noqa: E402
from scheduler.plans.files import read_plan_bytes  # noqa: E402
from tests.scheduler.plans.layouts import usual  # noqa: E402
from tests.scheduler.plans.layouts_word import LAYOUTS  # noqa: E402

PLANS = ROOT / "tests" / "data" / "plans"
TRUTH = PLANS / "001-quang-khai-2023.jsonl"
PDF = PLANS / "quang-khai-2023.pdf"
TABLE_SECONDS, PDF_SECONDS = 2.0, 8.0


def many_rows(count: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [json.loads(line) for line in TRUTH.read_text("utf-8").splitlines() if line]
    return [rows[number % len(rows)] for number in range(count)]


def files(count: int) -> Iterator[tuple[str, str, bytes, float]]:
    """Each file's name, how it is made, its bytes and its limit in seconds."""
    rows = many_rows(count)
    yield "plan.xlsx", "usual", usual(rows), TABLE_SECONDS
    for name, made in LAYOUTS:
        content = made(rows)
        with ZipFile(BytesIO(content)) as package:
            if "word/document.xml" in package.namelist():
                yield "plan.docx", name, content, TABLE_SECONDS
    yield PDF.name, "as printed", PDF.read_bytes(), PDF_SECONDS


def seconds(name: str, content: bytes, times: int) -> tuple[float, int]:
    """The median of several readings, and the rows found."""
    took, found = [], 0
    for _ in range(times):
        read.cache_clear()
        began = time.perf_counter()
        found = len(read_plan_bytes(name, content).tasks)
        took.append(time.perf_counter() - began)
    return statistics.median(took), found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    shown, late = [], False
    for name, layout, content, limit in files(asked.rows):
        took, found = seconds(name, content, asked.times)
        print(f"{name} ({layout}): {found} rows in {took:.2f} s, limit {limit:.0f} s")
        shown.append({"file": name, "layout": layout, "rows": found, "seconds": round(took, 3)})
        late = late or took >= limit
    print(json.dumps(shown, ensure_ascii=False))
    raise SystemExit(late)


if __name__ == "__main__":
    main()

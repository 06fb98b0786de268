"""Layouts of each real plan, and each of them printed to PDF by LibreOffice: how much reads as the plan itself.

    uv run python benchmarks/plan_layouts.py [--without-pdf]

Prints a table (layout × row F1, deadlines, assignees) and one JSON line last. The PDFs need `soffice` on the PATH; a
sheet is printed on its side with lines, and upright without.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scheduler.plans.files import read_plan_bytes  # noqa: E402
from scheduler.plans.model import PlanTask  # noqa: E402
from scheduler.plans.refusals import PlanFileError  # noqa: E402
from tests.scheduler.plans.layouts_word import LAYOUTS  # noqa: E402

PLANS = ROOT / "tests" / "data" / "plans"
TRUTHS = {
    "quang-khai": "001-quang-khai-2023.jsonl",
    "soc-trang": "003-soc-trang-2030.jsonl",
    "so-gddt": "004-so-gddt-2021-annex.jsonl",
}
ANNEX = "Phụ lục"  # the section of rows whose headings have no number
WIDTH = 32  # characters of a column: printed one page wide, the letters are about 7 points high
SPANS = {"quang-khai": (2023, (2023, 2023)), "soc-trang": (2022, (2022, 2030)), "so-gddt": (2021, (2021, 2021))}


class Score(NamedTuple):
    """Shares from 0 to 1. `rows` is the F1 of rows whose task is the same word for word."""

    rows: float
    deadlines: float
    assignees: float


def words(text: str) -> str:
    return " ".join(text.split()).rstrip(" ,;:.").lower()


def score(truth: Sequence[dict[str, Any]], read: Sequence[PlanTask]) -> Score:
    left = list(read)
    found = deadlines = assignees = 0
    for row in truth:
        same = [task for task in left if words(task.task) == words(row["task"])]
        same.sort(
            key=lambda task: (task.section != row["section"], task.no != row["no"], task.part != row.get("part", ""))
        )
        if not same:
            continue
        left.remove(same[0])
        found += 1
        deadlines += same[0].schedule.as_json()["occurrences"] == row["occurrences"]
        assignees += {words(one) for one in same[0].assignees} == {words(one) for one in row["assignees"]}
    return Score(2 * found / (len(truth) + len(read)), deadlines / len(truth), assignees / len(truth))


def ready_to_print(content: bytes, *, ruled: bool) -> bytes:
    """A sheet as a clerk prints it: one page wide, cells wrapped; on its side with lines, or upright without."""
    book = load_workbook(BytesIO(content))
    side = Side(style="thin" if ruled else None)
    for sheet in book.worksheets:
        sheet.page_setup.orientation = "landscape" if ruled else "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for column in range(1, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(column)].width = WIDTH
        for row in sheet.iter_rows():
            for cell in row:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.border = Border(left=side, right=side, top=side, bottom=side)
            lines = max(sum(1 + len(line) // (WIDTH - 8) for line in str(cell.value or "").split("\n")) for cell in row)
            sheet.row_dimensions[row[0].row or 1].height = min(409, 16 * lines)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def printed(content: bytes, suffix: str) -> bytes:
    """The same file as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"plan{suffix}"
        source.write_bytes(content)
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (folder / "plan.pdf").read_bytes()


def files(name: str, content: bytes, *, pdf: bool) -> Iterator[tuple[str, bytes]]:
    """The file itself, and what comes of it on paper."""
    suffix = Path(name).suffix
    yield suffix, content
    if pdf and suffix == ".xlsx":
        yield f"{suffix} → pdf", printed(ready_to_print(content, ruled=True), suffix)
        yield f"{suffix} → pdf without lines", printed(ready_to_print(content, ruled=False), suffix)
    elif pdf:
        yield f"{suffix} → pdf", printed(content, suffix)


def truth_of(file: str) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (PLANS / file).read_text("utf-8").splitlines()]
    return [{**row, "section": row["section"].replace(ANNEX, "")} for row in rows]


def layouts(*, pdf: bool) -> Iterator[tuple[str, str, Score]]:
    for plan, file in TRUTHS.items():
        truth = truth_of(file)
        year, span = SPANS[plan]
        for name, layout in LAYOUTS:
            for kind, content in files(name, layout(truth), pdf=pdf):
                try:
                    tasks = read_plan_bytes("plan", content, year=year, span=span).tasks
                except PlanFileError as error:
                    print(f"{plan} {layout.__name__}{kind}: {error.sentence()}")
                    tasks = ()
                yield plan, f"{layout.__name__}{kind}", score(truth, tasks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without-pdf", action="store_true")
    args = parser.parse_args()
    pdf = not args.without_pdf and shutil.which("soffice") is not None
    rows = list(layouts(pdf=pdf))
    print(f"{'plan':12}{'layout':48}{'rows':>8}{'deadlines':>11}{'assignees':>11}")
    for plan, name, got in rows:
        print(f"{plan:12}{name:48}{got.rows:>8.3f}{got.deadlines:>11.3f}{got.assignees:>11.3f}")
    lowest = Score(*(min(values) for values in zip(*(got for _, _, got in rows), strict=True)))
    print(json.dumps({"layouts": len(rows), "pdf": pdf, "lowest": lowest._asdict()}))


if __name__ == "__main__":
    main()

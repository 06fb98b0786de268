"""A roster's file → Roster. The formats, their limits and their refusals are those of plans."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook

from locales.folding import fold
from scheduler.plans import grid
from scheduler.plans.decoding import decoded
from scheduler.plans.files import MAX_FILE, blocks_of, content_of
from scheduler.plans.grid import Block, Grid
from scheduler.plans.refusals import PlanFileError
from scheduler.rosters.comparing import together, within
from scheduler.rosters.entries import entries_of
from scheduler.rosters.headings import Role
from scheduler.rosters.headless import block_lines, headless_list, text_lines
from scheduler.rosters.model import Roster
from scheduler.rosters.rows import Listed, Values, lists_of
from scheduler.rosters.text_tables import text_table

_BINARY = (b"PK", b"%PDF", b"\xd0\xcf")
_REFUSALS = {
    "files.empty": "rosters.empty",
    "files.too_large": "rosters.too_large",
    "files.unknown": "rosters.unknown",
    "files.no_plan": "rosters.no_roster",
}
_FORM = re.compile(r"\bmau( so)? 0?(\d{1,2})\b")


def read_rosters(paths: Sequence[Path], *, today: date) -> tuple[Roster, ...]:
    """Several files, each a witness to the others. Raises PlanFileError."""
    return together([read_roster(path, today=today) for path in paths])


def read_roster(path: Path, *, today: date) -> Roster:
    """The people in a file. `today` judges two-digit years and ages. Raises PlanFileError."""
    with _refusing():
        content = content_of(path)
    return read_roster_bytes(path.name, content, today=today)


def read_roster_bytes(name: str, content: bytes, *, today: date) -> Roster:
    """As `read_roster`, for a file that came through a chat. Raises PlanFileError."""
    if len(content) > MAX_FILE:
        raise PlanFileError("rosters.too_large")
    blocks = _blocks(content)
    tables = [block for block in blocks if isinstance(block, Grid)]
    values = _values(content) if any(table.name for table in tables) else {}
    lists = [one for table in tables for one in lists_of(table, values)] or _headless(content, blocks)
    entries = within([entry for one in lists for entry in entries_of(one.rows, today=today)])
    if not entries:
        raise PlanFileError("rosters.no_roster")
    above = [block for block in blocks if isinstance(block, str)]
    heading = fold("\n".join([*above, *(text for one in lists for text in one.above)]))
    form = _FORM.search(heading)
    return Roster(
        source=name,
        form=int(form[2]) if form else None,
        takes_part=_takes_part(heading, lists),
        entries=entries,
        nameless=tuple(place for one in lists for place in one.nameless),
    )


def _takes_part(heading: str, lists: Sequence[Listed]) -> bool | None:
    if "khong tham gia" in heading or any(one.header.of(Role.REASON) for one in lists):
        return False
    return True if "tham gia" in heading else None


@contextmanager
def _refusing() -> Iterator[None]:
    """What is said of a plan's file, said of a roster's."""
    try:
        yield
    except PlanFileError as refused:
        raise PlanFileError(_REFUSALS.get(refused.key, refused.key), **refused.values) from refused


def _blocks(content: bytes) -> tuple[Block, ...]:
    with _refusing():
        text = _text(content)
        table = text_table(text) if text else None
        return (table,) if table else blocks_of(content)


def _text(content: bytes) -> str | None:
    return None if content.startswith(_BINARY) else decoded(content)


def _headless(content: bytes, blocks: Sequence[Block]) -> list[Listed]:
    text = _text(content)
    found = headless_list(text_lines(text) if text else block_lines(blocks))
    return [found] if found else []


def _values(content: bytes) -> Values:
    """What the cells of a workbook hold, as typed: the blanks, accents and dates that a tidy text no longer shows.

    Read behind `blocks_of`, which has weighed the workbook and found it whole.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    held: dict[tuple[str, int, int], object] = {}
    for sheet in (one for one in book.worksheets if one.sheet_state == "visible"):
        sheet.reset_dimensions()
        for r, row in enumerate(sheet.iter_rows(max_row=grid.MAX_ROWS, max_col=grid.MAX_COLUMNS, values_only=True), 1):
            held |= {(sheet.title, r, c): value for c, value in enumerate(row, 1) if value is not None}
    return held

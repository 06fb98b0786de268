"""A checklist in a table: its columns by their headings; without headings the first words of each row. Pure."""

import re
from collections.abc import Iterator, Mapping

from locales.folding import fold
from scheduler.checklists.model import Item
from scheduler.plans.grid import Grid

_HEADINGS = {
    "no": re.compile(r"(stt|tt|so tt|so thu tu|muc|buoc)$"),
    "text": re.compile(r"(noi dung|cong viec|dau viec|hang muc|yeu cau|ten|viec|can chuan bi|buoc thuc hien)"),
    "who": re.compile(r"(nguoi|bo phan|don vi|chuc danh|doi tuong|phan cong|phu trach)"),
    "minutes": re.compile(r"(thoi gian|thoi luong|so phut|phut)"),
}
_NUMBER = re.compile(r"\d{1,3}")
_STEP = re.compile(r"(bước \d{1,2})\s*[.:)-]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_FIRST_ROWS = 6


def items_of_table(table: Grid) -> Iterator[Item]:
    """The rows of the table that say something, in their order."""
    at, columns = _header(table)
    for r in range(at + 1, len(table.rows)):
        cells = {cell.column: " ".join(cell.text.split()) for cell in table.starting_in(r)}
        if item := _item(cells, columns):
            yield item


def _header(table: Grid) -> tuple[int, Mapping[str, int]]:
    for r in range(min(_FIRST_ROWS, len(table.rows))):
        found: dict[str, int] = {}
        for cell in table.starting_in(r):
            role = next((name for name, words in _HEADINGS.items() if words.match(fold(cell.text))), None)
            if role:
                found.setdefault(role, cell.column)
        if "text" in found and len(found) > 1:
            return r, found
    return -1, {}


def _item(cells: Mapping[int, str], columns: Mapping[str, int]) -> Item | None:
    said = [text for _, text in sorted(cells.items()) if text]
    if columns:
        text, no = cells.get(columns["text"], ""), cells.get(columns.get("no", -1), "")
    else:
        text = next((one for one in said if not _NUMBER.fullmatch(one.rstrip("."))), "")
        no = said[0] if said and said[0] != text else ""
    if not text:
        return None
    who, minutes = cells.get(columns.get("who", -1), ""), _NUMBER.search(cells.get(columns.get("minutes", -1), ""))
    step = _STEP.fullmatch(text)
    if step:
        no, text = step[1], step[2] or step[1]
    names = tuple(name.strip() for name in re.split(r"[;\n]", who) if name.strip())
    return Item(no.rstrip("."), text, names, int(minutes[0]) if minutes else None)

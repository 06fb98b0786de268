"""A checklist's file → Listed: our own JSON lines, or a list in Word, Excel, PDF or plain text."""

import json
from pathlib import Path
from typing import Any

from scheduler.checklists.lists import listed
from scheduler.checklists.model import Item, Listed
from scheduler.checklists.tables import items_of_table
from scheduler.plans.decoding import decoded
from scheduler.plans.files import blocks_of, content_of
from scheduler.plans.grid import Block, Grid
from scheduler.plans.refusals import PlanFileError

_BINARY = (b"PK", b"%PDF", b"\xd0\xcf")
_DEEPEST = 8


def read_checklists(path: Path) -> list[Listed]:
    """The checklists in a file; one, but of JSON lines. Raises PlanFileError."""
    found = [one for one in _found(content_of(path), path.stem) if one.items]
    if not found:
        raise PlanFileError("checklists.no_items")
    return found


def _found(content: bytes, name: str) -> list[Listed]:
    text = None if content.startswith(_BINARY) else decoded(content)
    if text is not None and text.lstrip().startswith("{"):
        return _from_json(text)
    blocks: tuple[Block, ...] = (text,) if text is not None else blocks_of(content)
    lines = [line for block in blocks if isinstance(block, str) for line in block.split("\n")]
    tables = [item for block in blocks if isinstance(block, Grid) for item in items_of_table(block)]
    if tables:
        title = next((line.strip() for line in lines if line.strip()), name)
        return [Listed(title, tuple(tables))]
    return [listed(lines, name=name)]


def _from_json(text: str) -> list[Listed]:
    """A checklist on each line: `checklist`, `audience`, `items`; what is none is passed over."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as bad:
            raise PlanFileError("checklists.bad_json") from bad
        if isinstance(value, dict) and "items" in value:
            items = tuple(_item(one) for one in _list(value["items"]))
            found.append(Listed(_str(value.get("checklist")), items, _strings(value.get("audience"))))
    return found


def _item(value: Any, depth: int = 0) -> Item:
    if not isinstance(value, dict) or depth > _DEEPEST:
        raise PlanFileError("checklists.bad_json")
    minutes = value.get("minutes")
    return Item(
        no=_str(value.get("no")),
        text=_str(value.get("text")),
        who=_strings(value.get("who")),
        minutes=minutes if isinstance(minutes, int) else None,
        children=tuple(_item(one, depth + 1) for one in _list(value.get("children"))),
    )


def _str(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(_str(one) for one in _list(value) if _str(one))

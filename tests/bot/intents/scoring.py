"""The comparison of intents.md: free words by 0.6 of word F1, everything else exactly, lists as sets."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from bot.commands.understand import hearing_of
from bot.intents import Hearing, read
from locales.folding import fold

DATA = Path(__file__).parents[2] / "data"
FREE = {"title", "reason", "text", "event", "place", "words", "person"}
MAYBE_FREE = {"task", "item"}
Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines() if line.strip()]


def hearing(row: Row) -> Hearing:
    return hearing_of(row)


def _f1(a: str, b: str) -> float:
    x, y = Counter(fold(a).split()), Counter(fold(b).split())
    shared = sum((x & y).values())
    return 2 * shared / (sum(x.values()) + sum(y.values())) if shared else 0.0


def _equal_value(key: str, a: object, b: object) -> bool:
    words = isinstance(a, str) and isinstance(b, str) and not {a, b} & {"this", "all"} and not a.startswith("nth:")
    if words and (key in FREE or key in MAYBE_FREE):
        return _f1(str(a), str(b)) >= 0.6
    return a == b


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _equal_slot(key: str, truth: object, said: object) -> bool:
    a, b = _listed(truth), _listed(said)
    if key == "candidates":
        return len(b) <= 3 and bool(set(a) & set(b))
    return len(a) == len(b) and all(any(_equal_value(key, x, y) for y in b) for x in a)


def _equal_slots(truth: Row, said: Row) -> bool:
    return truth.keys() == said.keys() and all(_equal_slot(key, truth[key], said[key]) for key in truth)


def score(row: Row) -> tuple[bool, bool]:
    """Whether the intent is right, and the whole reading."""
    answer = read(row["text"], hearing(row)).as_json()
    requests = list(zip([row, *row.get("more", [])], [answer, *answer["more"]], strict=False))
    same = all(t["intent"] == a["intent"] and _equal_slots(t.get("slots", {}), a["slots"]) for t, a in requests)
    return row["intent"] == answer["intent"], same and len(row.get("more", [])) == len(answer["more"])

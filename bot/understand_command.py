"""`nhacviec understand`: what a typed message means, for people and, as JSON lines, for programs."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bot.intents import Hearing, KnownTask, Reading, read


def _known(row: dict[str, Any]) -> KnownTask:
    due = row.get("due")
    return KnownTask(int(row["id"]), str(row["title"]), date.fromisoformat(due) if due else None)


def hearing_of(row: dict[str, Any]) -> Hearing:
    """What a JSON row says of the moment: `today`, `role`, `tasks` ({id, title, due}), `last`."""
    tasks = tuple(_known(task) for task in row.get("tasks") or ())
    return Hearing(date.fromisoformat(row["today"]), row.get("role", "official"), tasks, row.get("last"))


def answers(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line `{"intent", "slots", "more"}` for each JSON line of score/utterances.py's form."""
    for line in lines:
        if line.strip():
            row = json.loads(line)
            yield json.dumps(read(row["text"], hearing_of(row)).as_json(), ensure_ascii=False)


def described(reading: Reading) -> Iterator[str]:
    """A reading for the eye: the intent, then a line for each slot; what follows in the message after it."""
    for one in (reading, *reading.more):
        yield one.intent.value
        yield from (f"  {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in one.slots.items())


def run(text: str | None, *, role: str, today: date, as_json: bool) -> None:
    """Read one message, or JSON lines from standard input, and print what was understood."""
    if as_json:
        for stream in (sys.stdin, sys.stdout):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8")
        sys.stdout.writelines(answer + "\n" for answer in answers(sys.stdin))
    else:
        sys.stdout.writelines(row + "\n" for row in described(read(text or "", Hearing(today, role))))

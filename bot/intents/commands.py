"""A button's order as a short command: `mark_done task=12`, `approve_extension task=27 date=2026-11-30`.

ASCII, at most 64 bytes (Telegram's callback_data). Only codes travel: numbers, days, hours, words of intents.md.
Free words (a reason, a title) never do: they are asked for, or kept in the dialogue's state.
"""

import re
from collections.abc import Callable
from datetime import date, time
from functools import lru_cache
from typing import Any

from bot.intents.model import Intent, Reading

MAX_BYTES = 64
_WORD = re.compile(r"[a-z_][a-z0-9_]{0,31}")
_VALUE = re.compile(r"[a-z0-9][a-z0-9_:.-]{0,47}")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")
_CODE = re.compile(r"[A-Z0-9]{6}")
_NTH = re.compile(r"nth:-?[1-9][0-9]{0,2}")


class _NotACode(ValueError):
    """A value that cannot travel in a command."""


def _matched(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise _NotACode(value)
    return value


def _number(value: str) -> int:
    if value == "-0":
        raise _NotACode(value)
    return int(_matched(_NUMBER, value))


def _day(value: str) -> str:
    return date.fromisoformat(_matched(_DAY, value)).isoformat()


def _span(value: str) -> str:
    days = value.split("..")
    if len(days) > 2:
        raise _NotACode(value)
    return "..".join(_day(one) for one in days)


def _clock(value: str) -> str:
    return time.fromisoformat(_matched(_CLOCK, value)).strftime("%H:%M")


def _flag(value: str) -> bool:
    if value not in {"yes", "no"}:
        raise _NotACode(value)
    return value == "yes"


def _word(value: str) -> str:
    return _matched(_WORD, value)


def _code(value: str) -> str:
    return _matched(_CODE, value)


def _task(value: str) -> int | str:
    return value if value in {"this", "all"} or _NTH.fullmatch(value) else _number(value)


def _days(value: str) -> int | str:
    return value if value == "weekend" else _number(value)


def _choice(value: str) -> int | str:
    return _number(value) if _NUMBER.fullmatch(value) else _matched(_VALUE, value)


_READ: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("among", "add_days", "minutes", "item", "step"), _number),
    **dict.fromkeys(
        ("extension", "notice", "person_id", "submission", "condition", "page", "question", "draft", "checklist"),
        _number,
    ),
    **dict.fromkeys(("scope", "role", "status", "area", "ask", "group", "set", "language"), _word),
    **dict.fromkeys(("candidates", "answer"), _word),
    **dict.fromkeys(("undo", "export"), _flag),
    **dict.fromkeys(("time", "time_from", "time_to"), _clock),
    "task": _task,
    "days": _days,
    "date": _day,
    "when": _span,
    "code": _code,
    "value": _choice,
}


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | str):
        return str(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    raise _NotACode(repr(value))


def encode(reading: Reading) -> str:
    """The command of a reading. Raises ValueError where it does not fit 64 bytes or a value is no code."""
    if reading.more:
        raise ValueError("a command asks for one thing")
    words = [reading.intent.value]
    for name, value in reading.slots.items():
        items = value if isinstance(value, list | tuple) else [value]
        words.append(f"{name}={','.join(_written(one) for one in items)}")
    command = " ".join(words)
    if not _is_command(command):
        raise ValueError(f"no command of at most {MAX_BYTES} bytes: {command!r}")
    return command


@lru_cache(maxsize=8192)  # a nation's mornings repeat the same few thousand
def _is_command(words: str) -> bool:
    return len(words.encode()) <= MAX_BYTES and decode(words) is not None


def _slot(part: str) -> tuple[str, Any]:
    name, equals, written = part.partition("=")
    if name not in _READ or not equals:
        raise _NotACode(part)
    values = [_READ[name](one) for one in written.split(",")]
    return name, values if len(values) > 1 else values[0]


def decode(command: str) -> Reading | None:
    """The reading of a command, its numbers as int, days and hours as ISO text; None for anything else.

    Never raises: what comes back from a chat may have been forged.
    """
    if len(command) > MAX_BYTES or not command.isascii():
        return None
    intent, *parts = command.split(" ")
    try:
        slots = [_slot(part) for part in parts]
        if len({name for name, _ in slots}) < len(slots):
            return None
        return Reading(Intent(intent), dict(slots))
    except ValueError:
        return None

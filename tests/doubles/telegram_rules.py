"""What the Bot API refuses in a call: unknown and missing fields, wrong types, lengths, keyboards.

The methods and their limits come from tests/data/telegram-methods.json, an extract of the API as data.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_API = json.loads((Path(__file__).parent.parent / "data" / "telegram-methods.json").read_text(encoding="utf-8"))
METHODS: dict[str, dict[str, Any]] = _API["methods"]
_TYPES: dict[str, dict[str, Any]] = _API["types"]
MAX_UPLOAD = {"document": 50_000_000, "photo": 10_000_000}  # bytes
MAX_DOWNLOAD = 20_000_000
_MAX_BUTTONS, _MAX_IN_ROW = 100, 8
_LARGEST_ID = 1 << 52


class Bad(Exception):
    """A call that the API answers with 400 and this description."""


def checked(method: str, raw: Mapping[str, Any], uploads: Mapping[str, bytes]) -> dict[str, Any]:
    """The call's values in their types. Raises Bad."""
    values = _fields(METHODS[method], {**raw, **uploads}, where=method, written=True)
    for name, content in uploads.items():
        if not content:
            raise Bad("file must be non-empty")
        if len(content) > MAX_UPLOAD.get(name, 0):
            raise Bad("Request Entity Too Large")
    if isinstance(values.get("text"), str) and method == "sendMessage" and not values["text"].strip():
        raise Bad("message text is empty")
    _keyboard(values.get("reply_markup", {}).get("inline_keyboard", []))
    return values


def _fields(schema: Mapping[str, Any], raw: Mapping[str, Any], *, where: str, written: bool) -> dict[str, Any]:
    if unknown := raw.keys() - schema.keys():
        raise Bad(f"{where}: unknown field {sorted(unknown)}")
    if missing := {name for name, field in schema.items() if field["required"]} - raw.keys():
        raise Bad(f"{where}: missing field {sorted(missing)}")
    values = {
        name: _value(value, schema[name]["types"], f"{where}.{name}", written=written) for name, value in raw.items()
    }
    for name, value in values.items():
        if limit := schema[name].get("limit"):
            _within(value, limit, f"{where}.{name}")
    return values


def _value(raw: Any, kinds: list[str], where: str, *, written: bool) -> Any:
    known = [kind for kind in kinds if kind in _TYPES or kind.startswith("Array of ") or kind in _PLAIN]
    for kind in known:
        if kind in _PLAIN:
            if (value := _PLAIN[kind](raw, written)) is not None:
                return value
        else:
            return _composed(raw, kind, where, written=written)
    raise Bad(f"{where}: not a value of {kinds}")


def _composed(raw: Any, kind: str, where: str, *, written: bool) -> Any:
    try:
        value = json.loads(raw) if written and isinstance(raw, str) else raw
    except ValueError:
        raise Bad(f"{where}: can't parse JSON") from None
    if kind.startswith("Array of ") and isinstance(value, list):
        return [_value(one, [kind.removeprefix("Array of ")], where, written=False) for one in value]
    if kind in _TYPES and isinstance(value, dict):
        return _fields(_TYPES[kind], value, where=kind, written=False)
    raise Bad(f"{where}: not a value of {kind}")


def _integer(raw: Any, written: bool) -> int | None:
    if isinstance(raw, str) and written and raw.removeprefix("-").isdecimal():
        raw = int(raw)
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) < _LARGEST_ID else None


def _boolean(raw: Any, written: bool) -> bool | None:
    if isinstance(raw, str) and written:
        return {"true": True, "false": False}.get(raw.lower())
    return raw if isinstance(raw, bool) else None


_PLAIN: dict[str, Any] = {
    "Integer": _integer,
    "Boolean": _boolean,
    "String": lambda raw, _: raw if isinstance(raw, str) else None,
    "InputFile": lambda raw, _: raw if isinstance(raw, bytes) else None,
}


def _within(value: Any, limit: list[Any], where: str) -> None:
    low, high, unit = limit
    match unit:
        case "characters":
            size = len(value.encode("utf-16-le")) // 2
        case "bytes":
            size = len(value.encode())
        case "items":
            size = len(value)
        case _:
            size = value
    if not low <= size <= high:
        raise Bad(f"{where} is too long or too short: {size} {unit}, allowed are {low} to {high}")


def _keyboard(rows: list[list[dict[str, Any]]]) -> None:
    if sum(len(row) for row in rows) > _MAX_BUTTONS or any(len(row) > _MAX_IN_ROW for row in rows):
        raise Bad("reply markup is too long")
    if any(len(row) == 0 for row in rows):
        raise Bad("a row of the keyboard is empty")
    for button in (button for row in rows for button in row):
        actions = button.keys() - {"text", "icon_custom_emoji_id", "style"}
        if len(actions) != 1 or not button["text"].strip():
            raise Bad("BUTTON_TYPE_INVALID")

"""Whole sentences by key, from the .po files of a language's folder.

A file may be added freely: all files of a language form one catalogue, and a key may stand in one of them only.
A value is written `{name}` in the text. Keys are dotted: topic, then what is said (`morning.greeting`).
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from babel.messages.pofile import read_po

DEFAULT_LOCALE = "vi"


class MissingText(KeyError):
    """No such key in the catalogue: a fault of the program, never of its user."""


@cache
def _catalogue(locale: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted(files("locales").joinpath(locale).iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".po"):
            continue
        with path.open("rb") as handle:
            for message in read_po(handle, locale=locale, abort_invalid=True):
                if not message.id:
                    continue
                key, value = str(message.id), str(message.string)
                if key in texts:
                    raise ValueError(f"{path.name}: the key {key!r} stands in two files")
                texts[key] = value
    return texts


def text(key: str, locale: str = DEFAULT_LOCALE, **values: Any) -> str:
    """The sentence of `key` with its values filled in. Raises MissingText."""
    try:
        fill_in = _fillers(locale)[key]
    except KeyError:
        raise MissingText(key) from None
    return fill_in(**values)


@cache
def _fillers(locale: str) -> dict[str, Callable[..., str]]:
    return {key: template.format for key, template in _catalogue(locale).items()}


def keys(locale: str = DEFAULT_LOCALE) -> dict[str, str]:
    """Every key of a language and its text as written, placeholders and all."""
    return dict(_catalogue(locale))

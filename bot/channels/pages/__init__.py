"""The chat page: hand-written HTML, CSS and JavaScript, its words filled in from the catalogue."""

import json
import re
from collections.abc import Mapping
from html import escape
from importlib.resources import files

from locales import text

_MEDIA_TYPES = {
    "page.css": "text/css",
    "icon.svg": "image/svg+xml",
    "page.js": "text/javascript",
    "chat.js": "text/javascript",
    "composer.js": "text/javascript",
    "dom.js": "text/javascript",
    "people.js": "text/javascript",
    "clock.js": "text/javascript",
}
_WORDS = (
    "web.attach",
    "web.attach.remove",
    "web.back",
    "web.choose",
    "web.clock",
    "web.composer",
    "web.composer.placeholder",
    "web.drop",
    "web.empty",
    "web.error.too_big",
    "web.failed",
    "web.file",
    "web.from.bot",
    "web.from.person",
    "web.log",
    "web.newest",
    "web.offline",
    "web.older",
    "web.others",
    "web.people",
    "web.picture",
    "web.retry",
    "web.send",
    "web.sending",
    "web.silent",
    "web.tagline",
    "web.theme.auto",
    "web.theme.dark",
    "web.theme.light",
    "web.title",
    "web.typing",
    "web.reading",
    "web.unread",
    "web.usual",
    "web.wind",
    "web.wind.hour",
    "web.wind.month",
    "web.wind.morning",
    "web.wind.morning.long",
    "web.wind.running",
    "web.wind.week",
    "web.wound",
)
_SLOT = re.compile(r"\{\{([a-z._]+)\}\}")


def page(values: Mapping[str, str]) -> str:
    """The page. `{{key}}` is a sentence of the catalogue or one of `values`; scripts read all words as JSON."""
    words = {key: text(key, count="{count}", name="{name}", target="{target}") for key in _WORDS}
    # "<" would end the script element; as an escape it means the same in JSON.
    known = {**words, **values}
    data = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    markup = _SLOT.sub(lambda slot: escape(known[slot[1]]) if slot[1] != "words" else slot[0], _read("page.html"))
    return markup.replace("{{words}}", data)


def asset(name: str) -> tuple[bytes, str] | None:
    """The bytes and the media type of one of the page's files; None for any other name."""
    media_type = _MEDIA_TYPES.get(name)
    return (_read(name).encode(), media_type) if media_type else None


def _read(name: str) -> str:
    return files("bot.channels.pages").joinpath(name).read_text(encoding="utf-8")

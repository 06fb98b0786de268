"""A file's bytes as text: UTF-8, UTF-16 and the Windows code page of Vietnamese, with or without a byte order mark."""

import codecs
import unicodedata

from scheduler.plans.refusals import PlanFileError

MAX_TEXT = 8 * 1024 * 1024  # bytes; a plan of 500 rows has some 300,000
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4_000
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\v\f\x1a\x1c\x1d\x1e\x1f")


def decoded(content: bytes) -> str | None:
    """The text in NFC with `\\n` line ends; None for what is no text. Raises PlanFileError: too large."""
    if len(content) > MAX_TEXT:
        raise PlanFileError("files.too_large")
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return _plain(text) if _is_text(text) else None
    return None


def _encodings(content: bytes) -> tuple[str, ...]:
    marked = next((encoding for mark, encoding in _MARKED if content.startswith(mark)), None)
    if marked:
        return (marked,)
    sample = content[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 5 > len(sample) // 2:
        # Spaces, digits and plain letters have a zero byte before them or behind them.
        return ("utf-16-be" if even > odd else "utf-16-le",)
    return ("utf-8", "cp1258")


def _is_text(text: str) -> bool:
    return not any(mark in _CONTROLS for mark in text[: 16 * _SAMPLE])


def _plain(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "")
    return unicodedata.normalize("NFC", lines)

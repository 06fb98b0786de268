"""Vietnamese text made comparable: one form for what is typed with, without or with other diacritics."""

import re
import unicodedata

_MARKS = {ord("đ"): "d", ord("Đ"): "D"}
_WORD = re.compile(r"[a-z0-9]+")


def strip_marks(text: str) -> str:
    """The text without diacritics (đ becomes d); case, punctuation and, for NFC text, the length stay.

    Each character of NFC text gives exactly one character, so offsets into the result are offsets into the text.
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_MARKS))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Lower case, no diacritics, no punctuation, single spaces: `Kế hoạch số 12/KH` → `ke hoach so 12 kh`."""
    return " ".join(_WORD.findall(strip_marks(text).lower()))

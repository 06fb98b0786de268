"""A phrase cut into words, figures and signs that know where they stand in the text."""

import re
import unicodedata
from typing import NamedTuple

_PIECE = re.compile(r"\d+|[^\W\d_]+|\n|[^\w\s]")
_DASHES = {ord(c): "-" for c in "‐‑‒–—―−~→÷"}
_NO_MARKS: frozenset[str] = frozenset()


class Token(NamedTuple):
    """`fold`: lower case without diacritics; `marks`: the diacritics it was written with (`đ` has `-`)."""

    fold: str
    start: int
    end: int
    marks: frozenset[str]


def _token(piece: str, start: int) -> Token:
    end = start + len(piece)
    if piece.isascii():
        return Token(piece.lower(), start, end, _NO_MARKS)
    letters = unicodedata.normalize("NFD", piece.lower().replace("đ", "d"))
    fold = "".join(c for c in letters if not unicodedata.combining(c))
    return Token(fold, start, end, frozenset(c for c in letters if unicodedata.combining(c)))


def tokenise(text: str) -> list[Token]:
    """The tokens of an NFC text. Offsets are into that text; dashes of every kind become `-`."""
    return [_token(m.group(), m.start()) for m in _PIECE.finditer(text.translate(_DASHES))]

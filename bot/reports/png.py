"""A picture of few colours, drawn by hand and written as PNG: a small part of the time a plotting library takes.

A pixel is the index of a colour in the palette, whose first colours are the shades of ink. A picture is bands that lie
one below the other; a band is columns of pixels, so that what stands side by side is joined, not copied. Words are
drawn once and kept; bands are kept as they are written, compressed.
"""

import json
import zlib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from struct import pack
from typing import Any, NamedTuple

from locales.folding import strip_marks

Colour = tuple[int, int, int]

SHADES = 16  # of ink, from white to full
_LETTERS = "letters.json.z"
_ADLER = 65521  # RFC 1950, section 8.2


class Face(NamedTuple):
    """A size in points; in bold there are digits only, of 15."""

    points: int
    bold: bool = False


class _Letter(NamedTuple):
    """`rows` of shades; `left` and `top` are where they begin from the pen, upwards; `advance` in pixels."""

    rows: tuple[bytes, ...]
    left: int
    top: int
    advance: float


class Place(NamedTuple):
    """How high a band is that text stands in, and how far below its top the text's baseline, in pixels."""

    height: int
    baseline: int


class Band(NamedTuple):
    """Some rows of a picture as they are written: a piece of a deflate stream, and what its checksum needs."""

    packed: bytes
    size: int
    adler: int


@cache
def _kept() -> dict[str, dict[str, Any]]:
    """The letters of each face, as tests/bot/reports/draw_letters.py drew them."""
    kept: dict[str, dict[str, Any]] = json.loads(zlib.decompress(files("bot.reports").joinpath(_LETTERS).read_bytes()))
    return kept


@lru_cache(maxsize=1024)
def _letter(char: str, face: Face) -> _Letter:
    """What was never drawn gives way to the same letter without its marks, and that to a question mark."""
    letters = _kept()[f"{face.points}{'b' * face.bold}"]
    known = next((one for one in (char, strip_marks(char)) if one in letters), "?")
    left, top, advance, rows = letters[known]
    return _Letter(tuple(bytes(int(shade, SHADES) for shade in row) for row in rows), left, top, advance)


def width_of(text: str, face: Face) -> int:
    """In pixels."""
    return round(sum(_letter(char, face).advance for char in text))


def blend(colour: Colour, share: float) -> Colour:
    """A share of the colour on white."""
    red, green, blue = (round(255 + (part - 255) * share) for part in colour)
    return red, green, blue


def columns_of(text: str, face: Face, place: Place) -> bytes:
    """The columns of a text; what goes over an edge of the band is cut off."""
    columns, pen, space = b"", 0.0, _letter(" ", face).advance
    for word in text.split(" "):
        drawn, advance = _word(word, face, place)
        columns = wide(columns, round(pen), place.height) + drawn
        pen += advance + space
    return columns


def wide(columns: bytes, width: int, height: int) -> bytes:
    """So many of these columns, white ones after them where there are too few."""
    return columns[: width * height].ljust(width * height, b"\0")


@lru_cache(maxsize=1024)
def _word(word: str, face: Face, place: Place) -> tuple[bytes, float]:
    """Its columns, and how far it moves the pen."""
    columns, pen = b"", 0.0
    for char in word:
        letter = _letter(char, face)
        columns = _over(columns, _standing(letter, place), at=max(0, round(pen) + letter.left) * place.height)
        pen += letter.advance
    return columns, pen


@lru_cache(maxsize=1024)
def _standing(letter: _Letter, place: Place) -> bytes:
    """The columns of a letter."""
    columns = bytearray(max(map(len, letter.rows), default=0) * place.height)
    for y, row in enumerate(letter.rows, start=place.baseline - letter.top):
        if 0 <= y < place.height:
            columns[y : len(row) * place.height : place.height] = row
    return bytes(columns)


def _over(under: bytes, columns: bytes, *, at: int) -> bytes:
    """Columns laid from `at` on; where both have ink the stronger stays."""
    shared = under[at : at + len(columns)]
    both = bytes(map(max, shared, columns))
    return under[:at].ljust(at, b"\0") + both + columns[len(shared) :] + under[at + len(columns) :]


def band(columns: bytes, width: int, height: int) -> Band:
    """A band of the whole width of a picture."""
    lines = bytes(height) + wide(columns, width, height)  # each line of a PNG begins with the number of its filter
    raw = b"".join([lines[y::height] for y in range(height)])
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Band(packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH), len(raw), zlib.adler32(raw))


def png(bands: Sequence[Band], palette: Sequence[Colour], *, width: int) -> bytes:
    """The file of a picture that is made of these bands."""
    height = sum(one.size for one in bands) // (width + 1)
    stream = (b"\x78\x01", *(one.packed for one in bands), b"\x03\x00", pack(">I", _adler(bands)))
    parts = (
        (b"IHDR", pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),  # 8 bits a pixel, each an index
        (b"PLTE", bytes(part for colour in palette for part in colour)),
        (b"IDAT", b"".join(stream)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _adler(bands: Iterable[Band]) -> int:
    """The checksum of all that the bands hold, from theirs."""
    low, high = 1, 0
    for one in bands:
        high = (high + (one.adler >> 16) + one.size * (low - 1)) % _ADLER
        low = (low + (one.adler & 0xFFFF) - 1) % _ADLER
    return high << 16 | low


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))

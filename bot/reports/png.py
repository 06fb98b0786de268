"""A picture of few colours, drawn by hand and written as PNG: a tenth of the time a plotting library takes.

A pixel is the index of a colour in the palette; text is composed of letters that are drawn once and kept.
"""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from struct import pack
from threading import Lock
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

Colour = tuple[int, int, int]

_DOTS = 100  # an inch
_DRAWING = Lock()  # a font keeps the letter it drew last


class Face(NamedTuple):
    """A size in points of one of the two fonts."""

    points: int
    bold: bool = False


class _Letter(NamedTuple):
    """`rows` of ink from 0 to 255; `left` and `top` are where they begin from the pen, upwards; `advance` in pixels."""

    rows: tuple[bytes, ...]
    left: int
    top: int
    advance: float


@cache
def _font(*, bold: bool) -> FT2Font:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FT2Font(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / name))


@lru_cache(maxsize=1024)
def _letter(char: str, face: Face) -> _Letter:
    with _DRAWING:
        font = _font(bold=face.bold)
        font.set_size(face.points, _DOTS)
        glyph = font.load_char(ord(char))
        left, top, advance = glyph.horiBearingX // 64, -(-glyph.horiBearingY // 64), glyph.linearHoriAdvance / 65536
        font.set_text(char, 0.0)
        font.draw_glyphs_to_bitmap(antialiased=True)
        drawn = font.get_image()
    rows = [row.tobytes() for row in drawn]
    inked = [at for at, row in enumerate(rows) if any(row)]
    if not inked:
        return _Letter((), left, top, advance)
    # The bearings are those of the ink; the bitmap may have an empty row or column around it.
    first = min(len(row) - len(row.lstrip(b"\0")) for row in rows if any(row))
    return _Letter(tuple(row[first:] for row in rows[inked[0] : inked[-1] + 1]), left, top, advance)


def width_of(text: str, face: Face) -> int:
    """In pixels."""
    return round(sum(_letter(char, face).advance for char in text))


def blend(colour: Colour, share: float) -> Colour:
    """A share of the colour on white."""
    red, green, blue = (round(255 + (part - 255) * share) for part in colour)
    return red, green, blue


@dataclass
class Picture:
    """The first colours of the palette are the shades in which text is drawn, from white to full."""

    width: int
    height: int
    palette: Sequence[Colour]
    shades: int
    pixels: bytearray = field(init=False)

    def __post_init__(self) -> None:
        self.pixels = bytearray(self.width * self.height)

    def write(self, text: str, face: Face, *, x: int, baseline: int) -> None:
        """Text that begins at `x`; what goes over an edge is cut off."""
        self.fill(_written(text, face, self.shades), x=x, y=baseline - _above(face))

    def fill(self, rows: Iterable[bytes], *, x: int, y: int) -> None:
        """Rows of pixels from this corner on."""
        for at, row in enumerate(rows):
            if 0 <= y + at < self.height:
                _lay(self.pixels, row[: self.width - x], (y + at) * self.width + x)

    def png(self) -> bytes:
        lines = (self.pixels[at : at + self.width] for at in range(0, len(self.pixels), self.width))
        head = pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)  # 8 bits a pixel, each an index
        parts = (
            (b"IHDR", head),
            (b"PLTE", bytes(part for colour in self.palette for part in colour)),
            (b"IDAT", zlib.compress(b"\0" + b"\0".join(lines), 1)),
            (b"IEND", b""),
        )
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _lay(pixels: bytearray, row: bytes, first: int) -> None:
    """Put a row over what is there; where both have ink the stronger stays."""
    under = pixels[first : first + len(row)]
    pixels[first : first + len(row)] = bytes(map(max, row, under)) if any(under) else row


def _above(face: Face) -> int:
    """Rows of pixels above the baseline, of a letter with two marks."""
    return face.points * 2


@lru_cache(maxsize=256)
def _written(text: str, face: Face, shades: int) -> tuple[bytes, ...]:
    """The rows of a text, `_above` the baseline and as many as a tail needs below."""
    width, height = width_of(text, face) + face.points, _above(face) + face.points
    pixels, pen = bytearray(width * height), 0.0
    for char in text:
        letter = _letter(char, face)
        for at, row in enumerate(_shaded(letter.rows, shades)):
            _lay(pixels, row, (_above(face) - letter.top + at) * width + max(0, round(pen) + letter.left))
        pen += letter.advance
    return tuple(bytes(pixels[at : at + width]) for at in range(0, len(pixels), width))


@lru_cache(maxsize=1024)
def _shaded(rows: tuple[bytes, ...], shades: int) -> tuple[bytes, ...]:
    table = bytes((ink * (shades - 1) + 127) // 255 for ink in range(256))
    return tuple(row.translate(table) for row in rows)


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))

"""The chart of a digest: the four counts as bars, readable on a phone. Pure: figures in, PNG bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.reports.png import Colour, Face, Picture, blend, width_of

# Okabe and Ito's colours, told apart with any kind of colour vision; the order is that of the four classes.
_COLOURS: Sequence[Colour] = ((0x00, 0x9E, 0x73), (0xE6, 0x9F, 0x00), (0x56, 0xB4, 0xE9), (0xD5, 0x5E, 0x00))
_HATCHES = ("", "/", "", "x")  # what is late is told apart without colour too
_INK: Colour = (0x1A, 0x1A, 0x1A)
_SHADES, _TINTS = 16, 8
_PALETTE: Sequence[Colour] = (
    *(blend(_INK, shade / (_SHADES - 1)) for shade in range(_SHADES)),
    *(blend(colour, (tint + 1) / _TINTS) for colour in _COLOURS for tint in range(_TINTS)),
)

_WIDTH, _HEIGHT = 640, 340
_TITLES = (Face(15), Face(13), Face(11), Face(9))  # the first in which it fits
_LABEL, _VALUE = Face(13), Face(15, bold=True)
_MARGIN, _GAP = 13, 8
_FIRST, _PITCH, _THICK = 47, 75.6, 47  # pixels: where the first bar begins, from one to the next, how high
_STEP, _HALF = 17, 0.7  # pixels between two hatches, and half of what one is wide


@dataclass(frozen=True)
class Bar:
    label: str
    value: int


def counts_chart(bars: Sequence[Bar], *, title: str) -> bytes:
    """A PNG of 640 × 340 pixels: one bar for each of the four classes, in the order of the digest."""
    picture = Picture(_WIDTH, _HEIGHT, _PALETTE, _SHADES)
    face = next((one for one in _TITLES if width_of(title, one) <= _WIDTH - 2 * _MARGIN), _TITLES[-1])
    picture.write(title, face, x=_MARGIN, baseline=22)
    left = max(width_of(bar.label, _LABEL) for bar in bars) + _GAP
    room = _WIDTH - left - max(width_of(str(bar.value), _VALUE) for bar in bars) - _GAP - _MARGIN
    most = max(1, *(bar.value for bar in bars))
    for at, bar in enumerate(bars):
        top, long = round(_FIRST + at * _PITCH), round(room * bar.value / most)
        picture.write(bar.label, _LABEL, x=left - 5 - width_of(bar.label, _LABEL), baseline=top + 31)
        picture.fill((row[:long] for row in _pattern(at)), x=left, y=top)
        picture.write(str(bar.value), _VALUE, x=left + long + _GAP, baseline=top + 31)
    return picture.png()


@cache
def _pattern(at: int) -> tuple[bytes, ...]:
    """A bar of the whole width: the colour of its class, hatched in white."""
    strongest = _SHADES + (at + 1) * _TINTS - 1
    return tuple(
        bytes(strongest - round((_TINTS - 1) * _hatched(x, y, _HATCHES[at])) for x in range(_WIDTH))
        for y in range(_THICK)
    )


def _hatched(x: int, y: int, hatch: str) -> float:
    """How much of a pixel a white line covers."""
    lines = {"": (), "/": (x + y,), "x": (x + y, x - y)}[hatch]
    # Half a pixel on either side of an edge is covered in part.
    covered = [_HALF + 0.5 - abs(line % _STEP - _STEP / 2) / 2**0.5 for line in lines]
    return min(1.0, max(0.0, *covered)) if covered else 0.0

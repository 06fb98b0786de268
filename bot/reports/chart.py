"""The chart of a digest: the four counts as bars, readable on a phone. Pure: figures in, PNG bytes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import normalize

from bot.reports.png import SHADES, Band, Colour, Face, Place, band, blend, columns_of, png, wide, width_of

# Okabe and Ito's colours, told apart with any kind of colour vision; the order is that of the four classes.
_COLOURS: Sequence[Colour] = ((0x00, 0x9E, 0x73), (0xE6, 0x9F, 0x00), (0x56, 0xB4, 0xE9), (0xD5, 0x5E, 0x00))
_HATCHES = ("", "/", "", "x")  # what is late is told apart without colour too
_INK: Colour = (0x1A, 0x1A, 0x1A)
_TINTS = 8
_PALETTE: Sequence[Colour] = (
    *(blend(_INK, shade / (SHADES - 1)) for shade in range(SHADES)),
    *(blend(colour, (tint + 1) / _TINTS) for colour in _COLOURS for tint in range(_TINTS)),
)

_WIDTH, _HEIGHT = 640, 340
_TITLES = (Face(15), Face(13), Face(11), Face(9))  # the first in which it fits
_LABEL, _VALUE = Face(13), Face(15, bold=True)
_MARGIN, _GAP = 13, 8
_FIRST, _PITCH, _THICK = 47, 75.6, 47  # pixels: where the first bar begins, from one to the next, how high
_HEAD, _BESIDE = Place(_FIRST, 22), Place(_THICK, 31)  # where the title stands, and what stands beside a bar
_STEP, _HALF = 17, 0.7  # pixels between two hatches, and half of what one is wide


@dataclass(frozen=True)
class Bar:
    label: str
    value: int


def counts_chart(bars: Sequence[Bar], *, title: str) -> bytes:
    """A PNG of 640 × 340 pixels: one bar for each of the four classes, in the order of the digest."""
    return png(list(_bands(bars, normalize("NFC", title))), _PALETTE, width=_WIDTH)


def _bands(bars: Sequence[Bar], title: str) -> Iterator[Band]:
    yield _headed(title)
    left = max(width_of(bar.label, _LABEL) for bar in bars) + _GAP
    room = _WIDTH - left - max(width_of(str(bar.value), _VALUE) for bar in bars) - _GAP - _MARGIN
    most, drawn = max(1, *(bar.value for bar in bars)), _FIRST
    for at, bar in enumerate(bars):
        top = round(_FIRST + at * _PITCH)
        yield from _blank(top - drawn)
        yield _drawn(bar, at, left=left, long=round(room * bar.value / most))
        drawn = top + _THICK
    yield from _blank(_HEIGHT - drawn)


@cache
def _blank(rows: int) -> Sequence[Band]:
    return [band(b"", _WIDTH, rows)] if rows else []


def _headed(title: str) -> Band:
    face = next((one for one in _TITLES if width_of(title, one) <= _WIDTH - 2 * _MARGIN), _TITLES[-1])
    return band(bytes(_MARGIN * _FIRST) + columns_of(title, face, _HEAD), _WIDTH, _FIRST)


@lru_cache(maxsize=1024)  # small communes have the same few figures
def _drawn(bar: Bar, at: int, *, left: int, long: int) -> Band:
    label = bytes((left - 5 - width_of(bar.label, _LABEL)) * _THICK) + columns_of(bar.label, _LABEL, _BESIDE)
    value = bytes(_GAP * _THICK) + columns_of(str(bar.value), _VALUE, _BESIDE)
    return band(wide(label, left, _THICK) + _pattern(at)[: long * _THICK] + value, _WIDTH, _THICK)


@cache
def _pattern(at: int) -> bytes:
    """The columns of a bar of the whole width: the colour of its class, hatched in white."""
    strongest = SHADES + (at + 1) * _TINTS - 1
    columns = [
        bytes(strongest - round((_TINTS - 1) * _hatched(x, y, _HATCHES[at])) for y in range(_THICK))
        for x in range(_STEP)
    ]
    return wide(b"".join(columns) * (_WIDTH // _STEP + 1), _WIDTH, _THICK)


def _hatched(x: int, y: int, hatch: str) -> float:
    """How much of a pixel a white line covers; every _STEP pixels it is the same."""
    lines = {"": (), "/": (x + y,), "x": (x + y, x - y)}[hatch]
    # Half a pixel on either side of an edge is covered in part.
    covered = [_HALF + 0.5 - abs(line % _STEP - _STEP / 2) / 2**0.5 for line in lines]
    return min(1.0, max(0.0, *covered)) if covered else 0.0

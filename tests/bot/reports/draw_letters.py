"""Draws the letters that charts are written with (bot/reports/letters.json.z), by matplotlib's own font.

    uv run python tests/bot/reports/draw_letters.py

DejaVu Sans at 100 dots an inch: Latin with the marks of Vietnamese and of its neighbours, in the sizes that charts
use; digits in bold.
"""

import json
import zlib
from pathlib import Path

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

KEPT = Path(__file__).parents[3] / "bot" / "reports" / "letters.json.z"
_DOTS, _SHADES = 100, 16
_LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x1A0, 0x1A1, 0x1AF, 0x1B0, *range(0x1EA0, 0x1EFA))
_SIGNS = "–—‘’“”…"
_PLAIN = "".join(map(chr, _LATIN)) + _SIGNS
_FACES = {"9": _PLAIN, "11": _PLAIN, "13": _PLAIN, "15": _PLAIN, "15b": "0123456789 ?"}


def drawn(font: FT2Font, char: str) -> tuple[int, int, float, list[str]]:
    """Where the ink begins from the pen, to the right and upwards; how far the pen moves; rows of shades in hex."""
    glyph = font.load_char(ord(char))
    left, top, advance = glyph.horiBearingX // 64, -(-glyph.horiBearingY // 64), glyph.linearHoriAdvance / 65536
    font.set_text(char, 0.0)
    font.draw_glyphs_to_bitmap(antialiased=True)
    rows = [row.tobytes() for row in font.get_image()]
    inked = [at for at, row in enumerate(rows) if any(row)]
    if not inked:
        return left, top, advance, []
    # The bearings are those of the ink; the bitmap may have an empty row or column around it.
    first = min(len(row) - len(row.lstrip(b"\0")) for row in rows if any(row))
    ink = [row[first:] for row in rows[inked[0] : inked[-1] + 1]]
    return left, top, advance, ["".join(f"{(one * (_SHADES - 1) + 127) // 255:x}" for one in row) for row in ink]


def face(name: str, chars: str) -> dict[str, tuple[int, int, float, list[str]]]:
    file = "DejaVuSans-Bold.ttf" if name.endswith("b") else "DejaVuSans.ttf"
    font = FT2Font(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / file))
    font.set_size(int(name.rstrip("b")), _DOTS)
    return {char: drawn(font, char) for char in chars}


if __name__ == "__main__":
    found = {name: face(name, chars) for name, chars in _FACES.items()}
    KEPT.write_bytes(zlib.compress(json.dumps(found, ensure_ascii=False).encode(), 9))

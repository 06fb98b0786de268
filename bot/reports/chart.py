"""The chart of a digest: the four counts as bars, readable on a phone. Pure: figures in, PNG bytes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# Okabe and Ito's colours, told apart with any kind of colour vision; the order is that of the four classes.
_COLOURS = ("#009E73", "#E69F00", "#56B4E9", "#D55E00")
_HATCHES = ("", "//", "", "xx")  # what is late is told apart without colour too
_INK = "#1A1A1A"
_SIZE = (6.4, 3.4)  # inches, at 100 dots each


@dataclass(frozen=True)
class Bar:
    label: str
    value: int


def counts_chart(bars: Sequence[Bar], *, title: str) -> bytes:
    """A PNG of 640 × 340 pixels: one bar for each of the four classes, in the order of the digest."""
    figure = Figure(figsize=_SIZE, dpi=100, facecolor="white", layout="constrained")
    figure.suptitle(title, fontsize=15, x=0.02, horizontalalignment="left", color=_INK)
    axes = figure.add_subplot()
    rows = range(len(bars))
    drawn = axes.barh(rows, [bar.value for bar in bars], color=_COLOURS[: len(bars)], height=0.62)
    for patch, hatch in zip(drawn, _HATCHES, strict=False):
        patch.set(hatch=hatch, edgecolor="white", linewidth=0)
    axes.bar_label(drawn, [str(bar.value) for bar in bars], padding=6, fontsize=15, fontweight="bold", color=_INK)
    axes.set_yticks(rows, [bar.label for bar in bars], fontsize=13, color=_INK)
    axes.set_xlim(0, max(1, *(bar.value for bar in bars)) * 1.15)
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.spines[:].set_visible(False)
    out = BytesIO()
    FigureCanvasAgg(figure)  # becomes the figure's canvas: no window system, and no state shared between threads
    figure.savefig(out, format="png")
    return out.getvalue()

"""Small PDFs made by hand: tables with and without lines, rows cut by a page's end, pictures of text."""

import textwrap
from collections.abc import Sequence
from io import BytesIO

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

WIDTH, HEIGHT = 842.0, 595.0  # points, A4 on its side
LINE, SIZE, LETTER = 13.0, 10, 6.4
Row = Sequence[str]


class Printer:
    """Prints lines and rows from the top down; a page that is full is followed by the next, in the middle of a row."""

    def __init__(self, widths: Sequence[float], *, ruled: bool, room: float = 6.0) -> None:
        self.lefts = [40 + sum(widths[:i]) for i in range(len(widths) + 1)]
        self.widths = widths
        self.ruled = ruled
        self.room = room
        self.pages: list[Figure] = []
        self.turn()

    def turn(self) -> None:
        self.pages.append(Figure(figsize=(WIDTH / 72, HEIGHT / 72)))
        self.at = 60.0
        self.number()

    def number(self) -> None:
        if len(self.pages) > 1:
            self.say(WIDTH / 2, 30, str(len(self.pages)))

    def say(self, x: float, top: float, text: str) -> None:
        self.pages[-1].text(x / WIDTH, 1 - top / HEIGHT, text, fontsize=SIZE, va="top")

    def line(self, *places: tuple[float, float]) -> None:
        xs, ys = zip(*((x / WIDTH, 1 - y / HEIGHT) for x, y in places), strict=True)
        self.pages[-1].add_artist(mpl.lines.Line2D(xs, ys, color="black", linewidth=0.5))

    def text(self, words: str) -> None:
        self.say(self.lefts[0], self.at, words)
        self.at += 2 * LINE

    def row(self, cells: Row) -> None:
        wrapped = [_wrapped(cell, width) for cell, width in zip(cells, self.widths, strict=True)]
        height = max(map(len, wrapped))
        while height:
            fits = max(1, int((HEIGHT - 50 - self.at) / LINE))
            self._piece([lines[:fits] for lines in wrapped], min(fits, height))
            wrapped, height = [lines[fits:] for lines in wrapped], max(0, height - fits)
            if height or self.at > HEIGHT - 60:
                self.turn()

    def open_row(self, cells: Row) -> None:
        """The last row of a page, without the line under it."""
        self._piece([_wrapped(cell, width) for cell, width in zip(cells, self.widths, strict=True)], 1)
        bottom, top = self.pages[-1].artists[-len(self.lefts) - 1], self.at
        bottom.remove()
        self.at = top

    def band(self, top: float) -> None:
        """Colour behind what stands between `top` and here."""
        size = ((self.lefts[-1] - self.lefts[0]) / WIDTH, (self.at - top) / HEIGHT)
        place = (self.lefts[0] / WIDTH, 1 - self.at / HEIGHT)
        self.pages[-1].patches.append(mpl.patches.Rectangle(place, *size, color="lightyellow", zorder=0))

    def section(self, words: str) -> None:
        top = self.at
        self.say(self.lefts[0] + 3, top + 2, words)
        self.at += LINE + self.room
        if self.ruled:
            self._frame(top, (self.lefts[0], self.lefts[-1]))

    def _piece(self, cells: Sequence[Sequence[str]], height: int) -> None:
        top = self.at
        for left, lines in zip(self.lefts, cells, strict=False):
            for i, words in enumerate(lines):
                self.say(left + 3, top + 2 + i * LINE, words)
        self.at = top + height * LINE + self.room
        if self.ruled:
            self._frame(top, self.lefts)

    def _frame(self, top: float, edges: Sequence[float]) -> None:
        for level in (top, self.at):
            self.line((self.lefts[0], level), (self.lefts[-1], level))
        for edge in edges:
            self.line((edge, top), (edge, self.at))

    def content(self) -> bytes:
        target = BytesIO()
        with mpl.rc_context({"pdf.fonttype": 42, "font.family": "DejaVu Sans"}), PdfPages(target) as book:
            for page in self.pages:
                book.savefig(page)
        return target.getvalue()


def _wrapped(cell: str, width: float) -> list[str]:
    return [part for line in cell.split("\n") for part in textwrap.wrap(line, int(width / LETTER)) or [""]]


def picture(pages: int = 2) -> bytes:
    """A scan: pages that hold a picture and not one letter."""
    target = BytesIO()
    with PdfPages(target) as book:
        for _ in range(pages):
            figure = Figure(figsize=(4, 3))
            figure.figimage([[0.1, 0.9], [0.5, 0.3]], resize=False)
            book.savefig(figure)
    return target.getvalue()

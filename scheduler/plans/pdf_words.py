"""Words on a page → lines, and lines that were only broken by the margin put together again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SPACE = 0.25  # of a line's height
_INEXACT = 1.0  # points
_LONGEST = 7  # letters of a Vietnamese word: `nghiêng`


@dataclass(frozen=True)
class Word:
    """Edges in points from the upper left corner of the page."""

    x0: float
    x1: float
    top: float
    bottom: float
    text: str


@dataclass(frozen=True)
class Line:
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Words whose middles are on one level stand in one line."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda w: ((w.top + w.bottom) / 2, w.x0)):
        level = (word.top + word.bottom) / 2
        if found and found[-1][0].top < level < found[-1][0].bottom:
            found[-1].append(word)
        else:
            found.append([word])
    return [Line(tuple(sorted(line, key=lambda w: w.x0))) for line in found]


def unwrapped(lines: Sequence[Line], left: float, right: float, *, padding: float | None = None) -> str:
    """The text of a cell or paragraph between two edges: a line break stays only where the next word had room.

    `padding`: the room between an edge and the text; None: as the lines keep it on the left.
    """
    if not lines:
        return ""
    room = _room(lines, left, right, padding)
    text = lines[0].text
    bullet = bullet_of(lines[0].text)
    for line, following in pairwise(lines):
        item = bullet and bullet_of(following.text) == bullet
        text += ("\n" if item else _joint(line, following, room)) + following.text
    return text


def spare(lines: Sequence[Line], left: float, right: float, *, padding: float | None = None) -> float:
    """What is free behind the last line, in points."""
    return _room(lines, left, right, padding) - _width(lines[-1]) - _INEXACT if lines else 0.0


def _room(lines: Sequence[Line], left: float, right: float, padding: float | None) -> float:
    if padding is None:
        padding = min(7.0, max(1.0, min(line.x0 for line in lines) - left))
    return right - left - 2 * padding


def bullet_of(text: str) -> str:
    """The mark before an item; in a cell that begins with one, every line that begins so is an item."""
    return text[0] if text[:1] in ("-", "–", "+", "•", "*") and text[1:2] == " " else ""


def _joint(line: Line, following: Line, room: float) -> str:
    if is_cut(line.text, following.text):
        return ""
    if _width(line) + head(following) <= room - _INEXACT:
        return "\n"
    return "" if _is_cut_anywhere(line, following, room) else " "


def _width(line: Line) -> float:
    return line.x1 - line.x0


def head(line: Line) -> float:
    """What a line's first word takes behind another."""
    return _SPACE * (line.bottom - line.top) + line.words[0].x1 - line.words[0].x0


def _is_cut_anywhere(line: Line, following: Line, room: float) -> bool:
    """Whether a word too long for its column ends where not one more letter had room: `107/2021/N`, `Đ-CP`."""
    first = following.words[0]
    whole = line.text[-1].isdigit() and first.text[0].islower()  # `23/4/2018` before `của`
    if whole or len(line.words) > 1 or len(line.text) <= _LONGEST:
        return False
    return _width(line) + (first.x1 - first.x0) / len(first.text) > room


def is_cut(text: str, following: str) -> bool:
    """Whether a line ends inside a word: `VP-`, `Tháng 11-`, `61/2018/NĐ` before `-CP`, but not `Văn phòng -`."""
    if re.search(r"\w[-/]$", text) is not None:
        return True
    return re.search(r"\d/\w+$", text) is not None and re.match(r"-[A-ZĐ]", following) is not None


def pitch(lines: Sequence[Line]) -> float:
    """The usual distance from one line to the next, in points."""
    steps = [after.top - before.top for before, after in pairwise(lines) if 0 < after.top - before.top < 40]
    return median(steps) if steps else 14.0


def segments(line: Line, gap: float) -> list[Line]:
    """The line cut where two words are further apart than `gap` times its height."""
    found = [[line.words[0]]]
    for before, word in pairwise(line.words):
        if word.x0 - before.x1 > gap * (before.bottom - before.top):
            found.append([word])
        else:
            found[-1].append(word)
    return [Line(tuple(words)) for words in found]


def halves(line: Line) -> list[Line]:
    """Two texts that stand side by side, where nothing else does."""
    found = segments(line, 1.6)
    return found if len(found) == 2 else [line]

"""A plan's running text as the paragraphs of its outline: `III. TỔ CHỨC THỰC HIỆN`, `1. Sở Nội vụ`, `a)`, bullets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from locales.folding import fold
from scheduler.plans.grid import tidy

_BULLET = re.compile(r"[-+*•●▪–]\s*(?=\S)")
_ROMAN = re.compile(r"(?P<label>[IVX]{1,5})[.):]\s*(?P<rest>\S.*)")
_ARABIC = re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,2})*)[.)]\s*(?P<rest>[^\W\d].*)")
_LETTER = re.compile(r"(?P<label>[a-zđ])[.)]\s*(?P<rest>\S.*)")
# Behind it stand the receivers, the signature and the annexes.
_END = re.compile(r"noi nhan\b")
# A page's number, or a link, printed between two lines.
_PAGE = re.compile(r"\d{1,3}|(?:mailto:|https?://)\S+")
_SHORT = 0.7  # of the longest line near it: what is shorter was not broken for want of room
_NEAR = 8  # lines
_LONGEST = 4_000  # characters of a paragraph; no obligation needs more
_ENDS_A_SENTENCE = (".", ";", ":", "/.")


@dataclass(frozen=True)
class Paragraph:
    """`text` without its mark. `heading`: the numbered line it stands under, "" where it is that line itself.

    `line`: which of the texts it begins in, from 1.
    """

    section: str
    title: str
    no: str
    heading: str
    text: str
    line: int


def paragraphs(texts: Sequence[str]) -> Iterator[Paragraph]:
    """The body of the text, its wrapped lines put together; what stands before its first section counts too."""
    section = title = number = letter = heading = ""
    for line, text in _joined(texts):
        if _END.match(fold(text)):
            return
        if (found := _ROMAN.fullmatch(text)) and found["rest"].isupper():
            section, title, number, letter, heading = found["label"], found["rest"], "", "", ""
        elif found := _ARABIC.fullmatch(text):
            number, letter, heading = found["label"], "", found["rest"]
            yield Paragraph(section, title, number, "", found["rest"], line)
        elif found := _LETTER.fullmatch(text):
            letter = found["label"]
            yield Paragraph(section, title, _place(number, letter), heading, found["rest"], line)
        else:
            own = _BULLET.sub("", text, count=1)
            yield Paragraph(section, title, _place(number, letter), heading, own, line)


def _place(number: str, letter: str) -> str:
    return ".".join(part for part in (number, letter) if part)


def _joined(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """A line goes on with the next one unless it ends a sentence or the next begins with a mark of its own."""
    numbered = [(n, line) for n, text in enumerate(texts, start=1) for line in tidy(text).split("\n")]
    lines = [(n, line) for n, line in numbered if line and not _PAGE.fullmatch(line)]
    held, first = "", 0
    for i, (number, line) in enumerate(lines):
        width = max(len(near) for _, near in lines[max(0, i - _NEAR) : i + _NEAR])
        short = len(lines[i - 1][1]) < _SHORT * width
        if held and (len(held) > _LONGEST or _marked(line) or _closes(held, line, short=short)):
            yield first, held
            held = ""
        first = first if held else number
        held = f"{held} {line}".strip()[: 2 * _LONGEST]
    if held:
        yield first, held


def _marked(line: str) -> bool:
    numbered = _ROMAN.fullmatch(line) or _ARABIC.fullmatch(line) or _LETTER.fullmatch(line)
    return bool(numbered or _BULLET.match(line) or _END.match(fold(line)))


def _closes(held: str, line: str, *, short: bool) -> bool:
    """A heading in capitals ends where small letters begin; a line left short, where a sentence begins."""
    if held.isupper():
        return not line.isupper()
    return (short or held.endswith(_ENDS_A_SENTENCE)) and not line[0].islower()

"""Word's automatic numbers and bullets, which stand in no text: a TT column is often made of nothing else."""

from collections import defaultdict
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
_SMALL_ROMAN = ((9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    letters = ""
    for value, mark in _ROMAN + _SMALL_ROMAN:
        letters += mark * (number // value)
        number %= value
    return letters


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _shown(number: int, style: str) -> str:
    match style:
        case "upperRoman":
            return roman(number)
        case "lowerRoman":
            return roman(number).lower()
        case "upperLetter":
            return _letter(number).upper()
        case "lowerLetter":
            return _letter(number)
        case "decimalZero":
            return f"{number:02d}"
        case _:
            return str(number)


@dataclass(frozen=True)
class Level:
    style: str
    pattern: str  # Word's own: "%1.%2)"
    start: int


def _value(parent: etree._Element | None, tag: str, default: str = "") -> str:
    found = None if parent is None else parent.find(qn(tag))
    return default if found is None else str(found.get(qn("w:val"), default))


def _number(text: str, default: int = 0) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else default


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {
        _number(str(level.get(qn("w:ilvl"), "0"))): Level(
            _value(level, "w:numFmt", "decimal"), _value(level, "w:lvlText"), _number(_value(level, "w:start", "1"), 1)
        )
        for level in abstract.findall(qn("w:lvl"))
    }


class WordNumbers:
    """Counts a document's numbered paragraphs in reading order: `label` must be asked once for each of them."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._styles: dict[str, etree._Element] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        if numbering is not None:
            abstracts = {str(a.get(qn("w:abstractNumId"))): _levels(a) for a in numbering.iter(qn("w:abstractNum"))}
            for num in numbering.iter(qn("w:num")):
                abstract = _value(num, "w:abstractNumId")
                shared = num.find(qn("w:lvlOverride")) is None
                number_id = str(num.get(qn("w:numId")))
                self._lists[number_id] = (abstract if shared else f"num {number_id}", abstracts.get(abstract, {}))
        if styles is not None:
            self._styles = {str(s.get(qn("w:styleId"))): s for s in styles.iter(qn("w:style"))}

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int]:
        properties = paragraph.find(qn("w:pPr"))
        numbered = None if properties is None else properties.find(qn("w:numPr"))
        style = self._styles.get(_value(properties, "w:pStyle"))
        for _ in range(8):
            if numbered is not None or style is None:
                break
            numbered = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            style = self._styles.get(_value(style, "w:basedOn"))
        return _value(numbered, "w:numId"), _number(_value(numbered, "w:ilvl", "0"))

    def label(self, paragraph: etree._Element) -> str:
        """`1.`, `II.`, `a)`, `-` for a bullet, "" for a paragraph without a number."""
        number_id, depth = self._list_of(paragraph)
        counted, levels = self._lists.get(number_id, ("", {}))
        level = levels.get(depth)
        if level is None or level.style == "none":
            return ""
        if level.style == "bullet":
            return "-"
        counts = self._counts[counted]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        shown = level.pattern
        for d in range(depth + 1):
            upper = levels.get(d, level)
            shown = shown.replace(f"%{d + 1}", _shown(counts.get(d, upper.start), upper.style))
        return shown

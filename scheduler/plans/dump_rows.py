"""The lines under a dump's header gathered to sections and numbered rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from locales.folding import fold
from scheduler.plans.dump_header import DumpLine
from scheduler.plans.sections import is_roman, roman_value
from scheduler.plans.wording import begins_with_time

_PAGE = re.compile(r"(?:page|trang)\s*\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?|[-–—]?\s*\d{1,3}\s*[-–—]?", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<no>\d{1,3})(?P<mark>\s*[.,)/:]\s*(?!\d)|\s+(?=[A-ZĐÀ-Ỹ\"“(]|\d)|\s*$)(?P<rest>.*)")
_SECTION = re.compile(
    r"(?:(?i:phần|mục|chương)\s+)?(?P<label>[IVX]{1,6}|[A-HĐ])(?P<mark>\s*[.):/–-]\s*|\s+)(?P<title>\S.*)"
)
_BEHIND = re.compile(r"(?P<words>\D.*?)\s(?P<row>(?P<no>\d{1,3})[.)]?(?:\s+[A-ZĐÀ-Ỹ\"“].*)?)")
_LABEL = re.compile(r"[IVX]{1,6}[.)]?|[A-HĐ][.)]?")
_FOOT = re.compile(r"(noi nhan|tm |kt |tuq |tl )")
_SHORT = 40  # characters
_MOST_TITLE = 8  # lines of a section's name
_AHEAD = 3  # numbers that may be missing


@dataclass
class DumpRow:
    """`title` is set for a section, whose `no` is its label; a row's pieces are what pages hold of it."""

    no: str
    line: int
    title: str | None = None
    pieces: list[list[DumpLine]] = field(default_factory=lambda: [[]])

    @property
    def last(self) -> list[DumpLine]:
        return self.pieces[-1]


def rows(lines: Sequence[DumpLine], turned: set[int], above: str = "", *, beside: bool = False) -> list[DumpRow]:
    """`turned`: numbers of the lines with which a new page begins; `above`: the line over the header; `beside`:
    sections stand in a column of their own, left of the numbers."""
    return _Rows(list(_parted(lines)) if beside else lines, turned, above).read()


def _parted(lines: Sequence[DumpLine]) -> Iterator[DumpLine]:
    """A section's words and the number behind them on one line, each on its own; a section said again is left out."""
    number, section = 0, ""
    for i, line in enumerate(lines):
        found = _BEHIND.fullmatch(line.text)
        if found and int(found["no"]) in (1, number + 1) and (_SECTION.match(line.text) or _begins_it(found, lines, i)):
            if fold(found["words"]) != section and not section.endswith(fold(found["words"])):
                yield DumpLine(line.number, found["words"], line.blank)
                section = fold(found["words"])
            yield DumpLine(line.number, found["row"], blank=True)
            number = int(found["no"])
            continue
        own = _NUMBER.fullmatch(line.text)
        number = int(own["no"]) if own and int(own["no"]) in (1, number + 1) else number
        yield line


def _begins_it(found: re.Match[str], lines: Sequence[DumpLine], i: int) -> bool:
    """Whether the words before a number end a section's name that begins in the lines above."""
    above = " ".join(line.text for line in lines[max(0, i - 4) : i])
    return found["words"].isupper() and (
        not above or above[-1:].isupper() or bool(_LABEL.fullmatch(above[-4:].strip()))
    )


class _Rows:
    def __init__(self, lines: Sequence[DumpLine], turned: set[int], above: str) -> None:
        self.lines = lines
        self.turned = turned
        self.found: list[DumpRow] = []
        self.number = 0
        opened = _SECTION.fullmatch(above)
        self.section = _value(opened["label"]) if opened and opened["title"].isupper() else 0
        self.inner = 0  # the last number of a list inside a cell
        self.page = 0
        self.title = ""  # the section's label and name, folded
        self.turns = False  # a page's number stands above
        self.marked: bool | None = None  # whether the rows' numbers have a mark behind them, as the first one shows

    def read(self) -> list[DumpRow]:
        for i, line in enumerate(self.lines):
            if _FOOT.match(fold(line.text)) and line.text[:1].isupper() and self.number:
                break
            self._take(i, line)
        return [row for row in self.found if row.title is not None or any(row.pieces)]

    def _take(self, i: int, line: DumpLine) -> None:
        row = self._row(i, line) or self._section(i, line)
        if row:
            self._without_section()
            if self.found and self.found[-1].title:
                self.title = fold(f"{self.found[-1].no} {self.found[-1].title}")
            self.found.append(row)
        elif self._is_page(line):
            self.turns = True
            return
        elif self.found and self.found[-1].title is not None:
            self.found[-1].title = f"{self.found[-1].title} {line.text}".strip()
        elif self.found:
            if line.number in self.turned or self.turns:
                self.found[-1].pieces.append([])
            self.found[-1].last.append(line)
        self.turns = False

    def _without_section(self) -> None:
        """A section that each row says again, before its number, is no cell of the row above."""
        last = self.found[-1].last if self.found else []
        for count in range(1, min(len(last), _MOST_TITLE) + 1):
            if self.title and fold(" ".join(line.text for line in last[-count:])) == self.title:
                del last[-count:]
                return

    def _is_page(self, line: DumpLine) -> bool:
        """Whether a line is a page's number: the next one, where it stands in the middle of a cell."""
        found = _PAGE.fullmatch(line.text)
        if not found:
            return False
        page = int(re.sub(r"\D.*", "", line.text.strip("-–— ")) or 0) if line.text[-1:].isdigit() else 0
        alone = line.blank or not found[0].isdigit()
        if not alone and page != self.page + 1:
            return False
        self.page = page or self.page
        return True

    def _row(self, i: int, line: DumpLine) -> DumpRow | None:
        found = _NUMBER.fullmatch(line.text)
        if not found or self._is_inside(line, found) or not self._expected(i, int(found["no"]), found):
            return None
        self.number, self.inner = int(found["no"]), 0
        self.marked = bool(found["mark"].strip()) if self.marked is None else self.marked
        rest = [DumpLine(line.number, found["rest"].strip(" ."), line.blank)] if found["rest"].strip(" .") else []
        return DumpRow(found["no"], line.number, pieces=[rest])

    def _is_inside(self, line: DumpLine, found: re.Match[str]) -> bool:
        """Whether a number counts the items of a list inside a cell."""
        number, marked = int(found["no"]), bool(found["mark"].strip())
        if not self.number or not marked:
            return False
        begins = number == 1
        complete = number == self.number + 1 and (line.blank or self._has_all_but_its_end())
        goes_on = self.inner > 0 and number == self.inner + 1 and not complete
        if begins or goes_on:
            self.inner = number
        return begins or goes_on or self.marked is False

    def _has_all_but_its_end(self) -> bool:
        """Whether an earlier page holds the row's deadline, so that only a long cell goes on here."""
        pieces = self.found[-1].pieces[:-1] if self.found else []
        return any(begins_with_time(line.text) and len(line.text) < _SHORT for piece in pieces for line in piece)

    def _expected(self, i: int, number: int, found: re.Match[str]) -> bool:
        """The next number; one a little further on only where the next is nowhere below."""
        alone = not found["rest"].strip()
        if alone and (i + 1 == len(self.lines) or self.lines[i + 1].text[:1].islower()):
            return False
        if number == self.number + 1:
            return True
        near = self.number + 1 < number <= self.number + _AHEAD
        return near and not alone and not self._comes(i, self.number + 1, number)

    def _comes(self, i: int, first: int, before: int) -> bool:
        wanted = {str(number) for number in range(first, before)}
        for line in self.lines[i + 1 : i + 200]:
            found = _NUMBER.fullmatch(line.text)
            if found and found["no"] in wanted:
                return True
            if _SECTION.fullmatch(line.text) and self._next_label(line.text):
                return False
        return False

    def _next_label(self, text: str) -> bool:
        found = _SECTION.fullmatch(text)
        if not found or not (found["title"][0].isupper() or found["title"][0] in '"“'):
            return False
        marked = bool(found["mark"].strip())
        capitals = found["title"][:2].isupper()
        return (marked or capitals) and _value(found["label"]) == self.section + 1

    def _section(self, i: int, line: DumpLine) -> DumpRow | None:
        following = self.lines[i + 1].text if i + 1 < len(self.lines) else ""
        text = f"{line.text} {following}" if _LABEL.fullmatch(line.text) and following.isupper() else line.text
        if not self._next_label(text) or not self._begins_anew(i):
            return None
        found = _SECTION.fullmatch(text)
        if found is None:
            return None
        title = "" if text != line.text else found["title"]
        self.section, self.number, self.inner = self.section + 1, 0, 0
        return DumpRow(found["label"], line.number, title=title)

    def _begins_anew(self, i: int) -> bool:
        """Whether the first or the next number stands close below."""
        wanted = ("1", "01", str(self.number + 1))
        numbers = (_NUMBER.fullmatch(line.text) for line in self.lines[i + 1 : i + 9])
        return any(found and found["no"] in wanted for found in numbers)


def _value(label: str) -> int:
    return roman_value(label) if is_roman(label) else ord(label) - ord("A") + 1

"""A printed list, line by line → items under one another by their marks. Pure.

`Bước 1.`, `PHẦN THỨ NHẤT`, `A.`, `I.`, `1.`, `1.2.`, `a)`, `-`, `+`, `*`: a mark that was seen before closes what
stands deeper; a new kind of mark goes one deeper. Without any marks every line is an item.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from locales.folding import fold
from scheduler.checklists.model import Item, Listed

_MARK = re.compile(
    r"(?P<step>bước\s+\d{1,2})\s*[.:)-]?\s+"
    r"|(?P<part>phần\s+(?:thứ\s+)?(?:\w+))\s*[.:]?\s+(?=[A-ZĐÀ-Ỹ])"
    r"|(?P<roman>(?-i:[IVX]{1,5}))[.)/]\s+"
    r"|(?P<capital>(?-i:[A-HĐ]))[.)/]\s+"
    r"|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\s*[.)/]\s+"
    r"|(?P<letter>(?-i:[a-zđ]))\s*(?P<bracket>[.)])\s+"
    r"|(?P<dash>[-–—•●▪☐])\s*"
    r"|(?P<plus>\+)\s*"
    r"|(?P<note>\*)\s*",
    re.IGNORECASE,
)
_WHO = re.compile(r"(?:người|đơn vị|bộ phận)?\s*(?:thực hiện|phụ trách)\s*:\s*(.+)", re.IGNORECASE)
_STEP_TIME = re.compile(r"(\d{1,3})\s*phút\s*(?:/|cho|mỗi|một)\s*(?:mỗi\s+|một\s+)?bước", re.IGNORECASE)
_OWN_TIME = re.compile(r"(?:thời gian|thời lượng)(?:\s+thực hiện)?\s*:\s*(\d{1,3})\s*phút", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?=(?:công chức|cán bộ)\b)(?![^()]*\))|\s*;\s*(?![^()]*\))", re.IGNORECASE)
_LEADING = frozenset({"cu the", "nhu sau", "gom", "bao gom"})  # lines that only lead to what follows
_ENDS = (".", ";", ":", "!", "?")


@dataclass
class _Node:
    kind: str
    no: str
    text: str
    children: list["_Node"] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    kind: str
    no: str
    text: str


def listed(lines: Sequence[str], *, name: str) -> Listed:
    """The list; `name` where no line above it gives a title."""
    read = [_line(" ".join(line.split())) for line in lines if line.strip()]
    first = next((at for at, line in enumerate(read) if line.kind), None)
    if first is None:
        titled = len(read) > 1 and (read[0].text.isupper() or read[0].text.endswith(":"))
        title = read[0].text.rstrip(":") if titled else name
        return Listed(title, tuple(Item("", line.text) for line in read[titled:]))
    above = [line.text for line in read[:first]]
    return Listed(_title(above) or name, tuple(_items(read[first:])))


def _title(above: Sequence[str]) -> str:
    """The last line over the list that is no sentence leading to it."""
    plain = [line for line in above if fold(line) not in _LEADING]
    return plain[0].rstrip(":. ") if plain else ""


def _line(text: str) -> _Line:
    found = _MARK.match(text)
    if found is None or not text[found.end() :].strip():
        return _Line("", "", text)
    kind = next(name for name, value in found.groupdict().items() if value and name != "bracket")
    no = " ".join(found[kind].split())
    no = f"{no})" if found["bracket"] == ")" else "-" if kind == "dash" else no
    return _Line(kind, no, text[found.end() :].strip())


def _items(lines: Sequence[_Line]) -> list[Item]:
    tops: list[_Node] = []
    above: list[_Node] = []  # from the top to where the reading stands
    step_minutes = None
    for line in lines:
        if timed := _STEP_TIME.search(line.text):
            step_minutes = int(timed[1])
            continue
        if fold(line.text) in _LEADING:
            continue
        if above and _goes_on(above[-1].text, line):
            above[-1].text = f"{above[-1].text} {'- ' if line.kind else ''}{line.text}"
            continue
        above = _over(line, above)
        node = _Node(line.kind, line.no, line.text)
        (above[-1].children if above else tops).append(node)
        above.append(node)
    return [_item(node, step_minutes) for node in tops]


def _goes_on(before: str, line: _Line) -> bool:
    """A line without a mark is the rest of the one above, unless that one is a whole sentence; a name that is broken at
    its hyphen (`Địa chính` / `- Nông nghiệp`) goes on, too."""
    if line.kind == "dash":
        return _WHO.match(before) is not None and not before.endswith(_ENDS)
    return not line.kind and (line.text[:1].islower() or not before.endswith(_ENDS))


def _over(line: _Line, above: list[_Node]) -> list[_Node]:
    """Those under which a line stands."""
    if line.kind in ("step", "note"):
        steps = [at for at, node in enumerate(above) if node.kind == "step"]
        return above[: steps[0]] if steps else [n for n in above if n.kind in ("part", "capital", "roman", "number")]
    same = [at for at, node in enumerate(above) if node.kind == line.kind and _level(node.no) == _level(line.no)]
    return above[: same[0]] if same else above


def _level(no: str) -> int:
    return no.count(".")


def _item(node: _Node, step_minutes: int | None) -> Item:
    who: tuple[str, ...] = ()
    minutes = step_minutes if node.kind == "step" else None
    children = []
    for child in node.children:
        named, timed = _WHO.fullmatch(child.text), _OWN_TIME.match(child.text)
        if named:
            who = _names(named[1])
        elif timed:
            minutes = int(timed[1])
        else:
            children.append(_item(child, step_minutes))
    item = Item(node.no, node.text, who, minutes, tuple(children))
    return replace(item, no=node.no[:1].upper() + node.no[1:]) if node.kind == "step" else item


def _names(words: str) -> tuple[str, ...]:
    return tuple(name.strip(" .") for name in _BETWEEN_NAMES.split(words) if name.strip(" ."))

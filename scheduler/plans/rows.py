"""The lines of a table gathered under their numbers: sections entered, a task's further rows kept with it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from locales.folding import fold
from scheduler.plans.column_roles import Header
from scheduler.plans.headings import Role
from scheduler.plans.lines import Line
from scheduler.plans.sections import Section, level, split_label

_NUMBER = re.compile(r"0*(\d{1,3}(?:\.\d{1,3})*)\s*[.,):/-]*")
_LETTER = re.compile(r"([a-zđ])\s*[.):]*")
_AT_HEAD = re.compile(
    r"\s*(?:(?:nhiệm vụ|nội dung|công việc)\s+)?0*(\d{1,3}(?:\.\d{1,3})*)\s*"
    r"(?:[.,):/-]+(?:\s+|(?=[^\W\d_]))|(?<=\.\d)\s+)(?=\S)",
    re.IGNORECASE,
)
_LETTER_AT_HEAD = re.compile(r"\s*([a-zđ])\)\s*(?=\S)")
_DITTO = re.compile(r"-*\s*(nt|nhu tren|n t)\s*-*")
_MARKS = re.compile(r"[\"”“″〃']+|-\s*[\"”“″〃']+\s*-")
_CARRIED = (Role.ASSIGNEE, Role.COORDINATOR, Role.DEADLINE, Role.PRODUCT)


@dataclass
class Item:
    """One numbered place of the plan and the lines that stand under its number."""

    section: Section
    no: str
    group: tuple[str, str] = ("", "")  # number and title of the numbered heading above it, which is no task itself
    lines: list[Line] = field(default_factory=list)


def items(lines: Iterable[Line], header: Header, above: Section) -> list[Item]:
    """`above`: the section that the text over the table opens."""
    reader = _Reader(list(lines), header, above)
    return [item for item in reader.read() if item.lines]


def _plain_number(text: str) -> str:
    found = _NUMBER.fullmatch(text.strip())
    return found[1] if found else ""


def at_head(task: str) -> tuple[str, str]:
    """`12, Tiếp nhận` → (`12`, `Tiếp nhận`); `34. 100% đơn vị` → (`34`, `100% đơn vị`)."""
    found = _AT_HEAD.match(task)
    return (found[1], task[found.end() :]) if found else ("", task)


class _Reader:
    def __init__(self, lines: list[Line], header: Header, above: Section) -> None:
        self.lines = [_without_ditto(line, above) for line, above in _with_above(lines)]
        self.has_section_column = bool(header.of(Role.SECTION))
        self.section = above
        self.group: tuple[str, str] = ("", "")
        self.current: Item | None = None
        full = [line for line in self.lines if line.get(Role.TASK) and not line.wide]
        numbered = [line for line in full if self._number(line)[0]]
        self.numbered = len(numbered) * 2 > len(full)
        self.count = 0

    def read(self) -> Iterator[Item]:
        for i, line in enumerate(self.lines):
            self._enter_column(line)
            title = self._title(line)
            if title is not None and self._is_section(i, title):
                self._enter(*title)
            elif title is not None and self._is_group(i, title[0]):
                self.group, self.current = (_plain_number(title[0]), title[1]), None
            elif self.current is not None and self._continues(line):
                self.current.lines.append(_below(line))
            elif title is None or not self._is_remark(line):
                self.current = self._item(line)
                yield self.current

    def _is_remark(self, line: Line) -> bool:
        """A name or a note below the tasks: no number among numbered tasks, nothing beside it."""
        return line.wide or (self.numbered and not self._number(line)[0] and not self.group[0])

    def _enter(self, label: str, title: str) -> None:
        self.section = self.section.entered(level(label, title, self.section.levels))
        self.group, self.current = ("", ""), None
        if label:
            self.count = 0

    def _enter_column(self, line: Line) -> None:
        text = line.get(Role.SECTION)
        if not self.has_section_column or not text:
            return
        label, title = split_label(text)
        if not any(known.title == title for known in self.section.levels):
            self._enter(label, title)

    def _number(self, line: Line) -> tuple[str, str]:
        """The task's number, from its own column or the head of its cell, and the task without it."""
        printed, task = line.get(Role.NUMBER).strip(), line.get(Role.TASK)
        inside, rest = at_head(task)
        number = _plain_number(printed)
        if number or printed:
            own = inside and (not number or inside == number)
            return number or printed.rstrip(" .):,"), rest if own else task
        return inside, rest

    def _title(self, line: Line) -> tuple[str, str] | None:
        """Label and title of a line that says nothing but a name; None for any other line."""
        said = line.said - {Role.NUMBER}
        merged = [role for role in line.values if role not in line.own and role is not Role.SECTION]
        if not line.wide and (len(said) > 1 or merged or (said and said.isdisjoint({Role.TASK, Role.ACTIVITY}))):
            return None
        printed = line.get(Role.NUMBER).strip() if Role.NUMBER in line.own else ""
        text = "\n".join(line.get(role) for role in Role if role in said) or (printed if len(printed) > 7 else "")
        if not text:
            return None
        if printed and printed != text:
            return printed.rstrip(" .):,"), " ".join(text.split()).rstrip(" .:;,")
        return split_label(text)

    def _is_section(self, i: int, title: tuple[str, str]) -> bool:
        line, (label, words) = self.lines[i], title
        if not words or i + 1 == len(self.lines):
            return False
        if line.wide:
            return len(words) < 300
        if label:
            return not label[0].isdigit() and label[0].isupper()
        if words.isupper() or split_label(words)[0]:
            return True
        return self.numbered and not words.startswith(("-", "+", "*")) and bool(self._number(self.lines[i + 1])[0])

    def _is_group(self, i: int, label: str) -> bool:
        """A numbered heading: what follows is numbered below it, lettered, or marked by a dash."""
        number = _plain_number(label)
        if not number or i + 1 == len(self.lines):
            return False
        following = self.lines[i + 1]
        printed, task = following.get(Role.NUMBER).strip(), following.get(Role.TASK)
        below = self._number(following)[0]
        marked = bool(
            _LETTER.fullmatch(printed) or _LETTER_AT_HEAD.match(task) or printed in ("-", "+") or task[:1] in "-+•"
        )
        return below.startswith(f"{number}.") or (marked and bool(task)) or (not below and bool(task) and self.numbered)

    def _continues(self, line: Line) -> bool:
        """A further row of the task above: nothing of its own to number it by."""
        if line.wide:
            return False
        if Role.NUMBER in line.own and fold(line.get(Role.NUMBER)):
            return False
        if Role.TASK not in line.own:
            return True
        return self.numbered and not self._number(line)[0] and not _LETTER_AT_HEAD.match(line.get(Role.TASK))

    def _item(self, line: Line) -> Item:
        number, task = self._number(line)
        letter = _LETTER.fullmatch(number) or (None if number else _LETTER_AT_HEAD.match(task))
        if number and not letter and fold(number) and not number.startswith(f"{self.group[0]}."):
            self.group = ("", "")
        under = self.group[0]
        if letter:
            above = under or (self.current.no.partition(".")[0] if self.current else "")
            above = above if above.isdecimal() else ""  # `b)` behind `a)` stands beside it
            task = task[letter.end() :] if letter.re is _LETTER_AT_HEAD else task
            number = f"{above}.{letter[1]}" if above else letter[1]
        elif not fold(number):
            self.count += not under
            number = under or str(self.count)
        values = {**line.values, Role.TASK: task}
        return Item(self.section, number, self.group, [replace(line, values={k: v for k, v in values.items() if v})])


def _with_above(lines: list[Line]) -> Iterator[tuple[Line, dict[Role, str]]]:
    above: dict[Role, str] = {}
    for line in lines:
        yield line, dict(above)
        above |= {role: line.get(role) for role in _CARRIED if line.get(role) and not _is_ditto(line.get(role))}


def _is_ditto(text: str) -> bool:
    return bool(_DITTO.fullmatch(fold(text))) or bool(_MARKS.fullmatch(text.strip()))


def _without_ditto(line: Line, above: dict[Role, str]) -> Line:
    """`-nt-`, `Như trên` and ditto marks say what stands above them."""
    same = {role: above[role] for role in _CARRIED if role in above and _is_ditto(line.get(role))}
    return replace(line, values={**line.values, **same}) if same else line


def _below(line: Line) -> Line:
    """A further row of a task: what is merged down to it as its task is the task above, number and all."""
    if Role.TASK in line.own:
        return line
    return replace(line, values={role: text for role, text in line.values.items() if role is not Role.TASK})

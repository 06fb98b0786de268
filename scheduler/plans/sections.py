"""The outline above the tasks: parts, sections, groups, as their printed numbers nest them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_LABELLED = re.compile(
    r"(?i:(?:phần|mục|chương|nhóm)\s+)?(?:"
    r"(?P<roman>[IVX]{1,6})(?:\s*[.):–-]+\s*|/\s*(?![a-z])|\s+(?=[A-ZĐÀ-Ỹ]{2})|$)|"
    r"(?P<letter>[A-ZĐ])(?:\s*[.):]\s*|\s+[–-]\s+|\s+(?=[A-ZĐÀ-Ỹ]{2})|$)|"
    r"(?P<arabic>\d{1,2}(?:\.\d{1,2})*)(?:[.):/]+(?!\d)\s*|\s+[–-]\s+|$))"
    r"(?P<title>.*)"
)
_VALUES = {"I": 1, "V": 5, "X": 10}


@dataclass(frozen=True)
class Level:
    kind: str  # roman, letter, arabic; "" where no number is printed
    label: str
    title: str


@dataclass(frozen=True)
class Section:
    """Where a task stands: the levels from outside in."""

    levels: tuple[Level, ...] = ()

    @property
    def _chosen(self) -> int:
        """The level that names the section: the innermost roman or letter, else the innermost with a number."""
        for kinds in (("roman", "letter"), ("arabic",)):
            for i in reversed(range(len(self.levels))):
                if self.levels[i].kind in kinds:
                    return i
        return -1

    @property
    def label(self) -> str:
        return self.levels[self._chosen].label if self._chosen >= 0 else ""

    @property
    def path(self) -> str:
        return ".".join(level.label for level in self.levels if level.label)

    @property
    def title(self) -> str:
        inner = self.levels[max(self._chosen, 0) :]
        return " — ".join(level.title for level in inner if level.title)

    @property
    def titles(self) -> tuple[str, ...]:
        """From the innermost out."""
        return tuple(level.title for level in reversed(self.levels) if level.title)

    def entered(self, level: Level) -> "Section":
        """Below the levels of other kinds, in place of the last one of its own kind."""
        kinds = [known.kind for known in self.levels]
        kept = self.levels[: kinds.index(level.kind)] if level.kind in kinds else self.levels
        return Section((*kept, level))


def is_roman(label: str) -> bool:
    return bool(label) and label.isupper() and bool(_ROMAN.fullmatch(label))


def roman_value(label: str) -> int:
    total = 0
    for mark, following in zip(label, [*label[1:], ""], strict=True):
        value = _VALUES[mark]
        total += -value if following and _VALUES[following] > value else value
    return total


def split_label(text: str) -> tuple[str, str]:
    """`II. CẢI CÁCH THỂ CHẾ` → (`II`, `CẢI CÁCH THỂ CHẾ`); (``, text) where no label is printed."""
    flat = " ".join(text.split())
    found = _LABELLED.fullmatch(flat)
    if not found:
        return "", flat
    return found["roman"] or found["letter"] or found["arabic"], found["title"].strip(" .:-–")


def level(label: str, title: str, before: Sequence[Level]) -> Level:
    """A level of the right kind; `I`, `V`, `X` are letters only where H, U or W stood before them."""
    if not label:
        return Level("", "", title)
    if label[0].isdigit():
        return Level("arabic", label, title)
    letters = [known.label for known in before if known.kind == "letter"]
    follows = len(label) == 1 and bool(letters) and ord(label) - ord(letters[-1]) == 1
    return Level("roman" if is_roman(label) and not follows else "letter", label, title)

"""A message as a row of words, each with its place in the text; what has been found stands there as one word."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

from bot.intents.patterns import canonical
from bot.intents.phrases import FIGURE, compiled

_A_FIGURE = re.compile("[0-9]")
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True)
class Word:
    """`norm`: the comparable form, or a sign in capitals (`TASK`, `DATE`) whose `value` says what was found."""

    norm: str
    start: int
    end: int
    gap: str = ""
    value: Any = None

    @property
    def is_sign(self) -> bool:
        return self.norm.isupper()


class Hit(NamedTuple):
    """Where a phrase stands: words[first:last], and the named pieces of it."""

    first: int
    last: int
    named: dict[str, str]


@dataclass(frozen=True)
class Line:
    """`text` is the message in NFC; the words' offsets point into it."""

    text: str
    words: tuple[Word, ...]

    @cached_property
    def norm(self) -> str:
        return "".join(word.norm + " " for word in self.words)

    @cached_property
    def _offsets(self) -> list[int]:
        return [0, *accumulate(len(word.norm) + 1 for word in self.words)]

    def _hit(self, match: re.Match[str]) -> Hit:
        first = bisect_right(self._offsets, match.start()) - 1
        last = bisect_right(self._offsets, match.end()) - 1
        return Hit(first, last, {k: v for k, v in match.groupdict().items() if v is not None})

    @cached_property
    def present(self) -> frozenset[str]:
        words = frozenset(word.norm for word in self.words)
        return words | {FIGURE} if _A_FIGURE.search(self.norm) else words

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        """Where in `norm` each word begins, and under FIGURE all that begin with a digit."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for word, at in zip(self.words, self._offsets, strict=False):
            places[FIGURE if word.norm[:1] in _DIGITS else word.norm].append(at)
            if word.norm[:1] in _DIGITS and word.norm != FIGURE:
                places[word.norm].append(at)
        return dict(places)

    def _matches(self, source: str) -> Iterator[re.Match[str]]:
        """Where the phrase stands, tried only at the words it can begin with."""
        phrase = compiled(source)
        if any(map(self.present.isdisjoint, phrase.needs)):
            return
        if phrase.begins is None:
            yield from phrase.expression.finditer(self.norm)
            return
        places = self._places
        reached = 0
        for at in sorted(at for word in phrase.begins & places.keys() for at in places[word]):
            if at >= reached and (match := phrase.expression.match(self.norm, at)):
                reached = match.end()
                yield match

    def find(self, source: str) -> Hit | None:
        match = next(self._matches(source), None)
        return self._hit(match) if match else None

    def has(self, source: str) -> bool:
        return next(self._matches(source), None) is not None

    def find_all(self, source: str) -> Iterator[Hit]:
        return (self._hit(match) for match in self._matches(source) if match.end() > match.start())

    def span(self, first: int, last: int) -> str:
        """The text as typed of words[first:last]."""
        return self.text[self.words[first].start : self.words[last - 1].end] if first < last else ""

    def signed(self, first: int, last: int, sign: str, value: object) -> "Line":
        """The line with words[first:last] made one sign."""
        made = Word(sign, self.words[first].start, self.words[last - 1].end, self.words[first].gap, value)
        return replace(self, words=(*self.words[:first], made, *self.words[last:]))

    def part(self, first: int, last: int) -> "Line":
        return replace(self, words=self.words[first:last])

    def without(self, first: int, last: int) -> "Line":
        return replace(self, words=(*self.words[:first], *self.words[last:]))

    def typed(self, at: int) -> str:
        """The word as typed, in canonical form."""
        return canonical(self.text[self.words[at].start : self.words[at].end])

    def typed_words(self, word: Word) -> int:
        """How many words were typed where one stands now."""
        return len(self.text[word.start : word.end].split())

    def is_among(self, at: int, words: AbstractSet[str]) -> bool:
        """Whether the word is one of these; one typed with marks of its own (`hư`) is no other (`hử`)."""
        norm = self.words[at].norm
        return norm in words and (not norm.isascii() or (typed := self.typed(at)).isascii() or typed in words)

    def values(self, sign: str) -> list[Any]:
        return [word.value for word in self.words if word.norm == sign]

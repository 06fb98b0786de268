"""Many phrases at once: which of them a line can hold at all, told from its words before any is searched for."""

from collections import defaultdict
from collections.abc import Sequence

from bot.intents.line import Line
from bot.intents.phrases import compiled


class Phrasebook:
    """Phrases by the words that they cannot do without; built once, then read only."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._always: list[int] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        for at, source in enumerate(sources):
            needs = compiled(source).needs
            for word in needs[0] if needs else ():
                self._by_word[word].append(at)
            if not needs:
                self._always.append(at)

    def possible(self, line: Line) -> list[int]:
        """The indices of the phrases worth searching for, in their order."""
        found = set(self._always)
        for word in line.present:
            if word in self._by_word:
                found.update(self._by_word[word])
        return sorted(found)

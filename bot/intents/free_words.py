"""Words kept as typed: a reason, a title, a notice's text. What no rule and no sign has taken."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from bot.intents.line import Line
from bot.intents.patterns import forms
from bot.intents.ranking import Match, words_of
from bot.intents.vocabulary import SMALL

Run = tuple[int, int]

# What falls off the ends of a reason: who speaks and how politely, never `không`, `chưa`, `làm`.
POLITE = forms(
    """ạ à á ơi ờ ừ nhé nha nghen nhe nghe vậy thế nhỉ mà đó đấy nè luôn thôi thì là và em tôi mình anh chị sếp dạ giúp
    nên cho với của cái việc ấy hen rồi đi gì hết đâu cơ"""
) - {"thi", "la", "da"}

# What falls off the ends of a reason that no word introduces: never `đang`, nor half of `theo dõi` or `thửa`.
AROUND_REASON = SMALL - forms("đang theo chưa không phải cần còn hết mới các những thưa")


def taken_words(line: Line, found: Iterable[Match]) -> set[int]:
    """The words that the rules spell out, where they matched."""
    return {
        at
        for match in found
        for at in range(match.hit.first, match.hit.last)
        if line.words[at].norm in words_of(match.rule.phrase)
    }


def runs(line: Line, taken: set[int], signs: frozenset[str], ends: AbstractSet[str] = SMALL) -> list[Run]:
    """Stretches of words not taken; `signs` are those that count as taken. Small words at the ends fall off."""
    free = [at not in taken and not (word.is_sign and word.norm in signs) for at, word in enumerate(line.words)]
    found: list[Run] = []
    at = 0
    while at < len(free):
        end = at
        while end < len(free) and free[end]:
            end += 1
        run = trimmed(line, at, end, ends)
        if run:
            found.append(run)
        at = end + 1
    return found


_HALVES = forms("công nhiệm đầu")  # of `công việc`, `nhiệm vụ`; at an end they are of another word: `đất công`


def trimmed(line: Line, first: int, last: int, ends: AbstractSet[str] = SMALL) -> Run | None:
    while first < last and line.is_among(first, ends):
        first += 1
    while last > first and line.is_among(last - 1, ends) and not line.is_among(last - 1, _HALVES):
        last -= 1
    return (first, last) if first < last else None


def longest(
    line: Line, taken: set[int], signs: frozenset[str], *, least: int = 1, ends: AbstractSet[str] = SMALL
) -> str | None:
    """The longest stretch of free words as typed; None where none has `least` words."""
    first, last = max(runs(line, taken, signs, ends), key=lambda run: (run[1] - run[0], -run[0]), default=(0, 0))
    size = sum(len(line.text[w.start : w.end].split()) for w in line.words[first:last])
    return line.span(first, last) if size >= least else None

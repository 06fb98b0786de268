"""Words kept as typed: a reason, a title, a notice's text. What no rule and no sign has taken."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import pairwise

from bot.intents.line import Line
from bot.intents.patterns import forms
from bot.intents.ranking import Match, words_of
from bot.intents.vocabulary import SMALL

_BECAUSE = "(tại vì|bởi vì|vì|do|bởi|lý do|tại|nguyên nhân|lí do|do là) (là|vì|do|:)? !(TASK|DATE)"
_SO = forms("nên xin mong nhờ")
_NO_CAUSE = forms("việc cái cho hiện tồn tự")  # before one of these words: `hiện tại`, `tự do`, `chờ do dac`

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


def trimmed(line: Line, first: int, last: int, ends: AbstractSet[str] = SMALL) -> Run | None:
    while first < last and line.is_among(first, ends):
        first += 1
    while last > first and line.is_among(last - 1, ends):
        last -= 1
    return (first, last) if first < last else None


def longest(
    line: Line, taken: set[int], signs: frozenset[str], *, least: int = 1, ends: AbstractSet[str] = SMALL
) -> str | None:
    """The longest stretch of free words as typed; None where none has `least` words."""
    first, last = max(runs(line, taken, signs, ends), key=lambda run: (run[1] - run[0], -run[0]), default=(0, 0))
    size = sum(len(line.text[w.start : w.end].split()) for w in line.words[first:last])
    return line.span(first, last) if size >= least else None


def aside(line: Line, best: Match, signs: frozenset[str]) -> str | None:
    """A clause by itself that holds no word of the order and nothing it names: `trả lại 41, phụ lục chưa đúng mẫu`."""
    ordered = taken_words(line, [best])
    marks = [at for at in range(1, len(line.words)) if not _MARKS.isdisjoint(line.words[at].gap)]
    for first, last in pairwise([*marks, len(line.words)]):
        named = any(line.words[at].is_sign and line.words[at].norm in signs for at in range(first, last))
        run = None if named or not ordered.isdisjoint(range(first, last)) else trimmed(line, first, last, POLITE)
        if run and run[1] - run[0] > 1:
            return line.span(*run)
    return None


_MARKS = frozenset(",.;!\n…-–")


def because(line: Line, signs: frozenset[str]) -> str | None:
    """What follows `vì`, `do`, `lý do`, up to where the request goes on."""
    for hit in line.find_all(_BECAUSE):
        if hit.first and line.words[hit.first - 1].norm in _NO_CAUSE:
            continue
        end = hit.last
        while end < len(line.words) and not (
            line.words[end].norm in _SO or (line.words[end].is_sign and line.words[end].norm in signs)
        ):
            end += 1
        run = trimmed(line, hit.last, end, POLITE)
        if run:
            return line.span(*run)
    return None

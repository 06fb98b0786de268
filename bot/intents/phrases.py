"""A phrase made ready to be searched for, and the words it cannot do without: most are told absent by these."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from bot.intents.patterns import SURE, canonical, pieces_of, plain, translated

Clause = frozenset[str]
Needs = tuple[Clause, ...]
"""Of each clause a line must hold one word at least. None at all: the phrase has to be searched for."""

FIGURE = "0"
"""Stands for any word with a digit; as a beginning, for any that begins with one."""

_OTHER_THAN_FIGURES = re.compile(r"[^\W\d_]")
_MAY_BE_LEFT_OUT = frozenset("?*")


class Phrase(NamedTuple):
    """`needs`: unless a line holds a word of each clause, it does not hold the phrase. `begins`: the words that it can
    begin with; None where that may be any."""

    expression: re.Pattern[str]
    needs: Needs
    begins: Clause | None


def _forms(word: str) -> Clause:
    if word.startswith("="):
        return frozenset({canonical(word[1:])})
    marked, folded = canonical(word), plain(word)
    if word.isupper():
        return frozenset({word})
    return frozenset({marked, folded} if marked != folded else {word, word + SURE})


def _of_named(piece: str) -> Needs:
    """`{n=[0-9]+}` needs a digit; what allows letters needs nothing that can be told."""
    pattern = piece[1:-1].partition("=")[2].replace(r"\S", "").replace("?:", "")
    return () if _OTHER_THAN_FIGURES.search(pattern) or "0-9" not in pattern else (frozenset({FIGURE}),)


def _of_word(piece: str) -> Needs:
    if piece.startswith("{"):
        return _of_named(piece)
    return (_forms(piece),) if piece[0].isalnum() or piece[0] == "=" else ()


def _either(alternatives: list[Needs]) -> Needs:
    """One clause for all: of each alternative the words of its narrowest clause."""
    if not all(alternatives):
        return ()
    return (frozenset().union(*(min(one, key=len) for one in alternatives)),)


def _parts(pieces: list[str]) -> Iterator[list[str]]:
    """The pieces in groups: each of one piece, or of all between two brackets, these included."""
    depth = 0
    current: list[str] = []
    for piece in pieces:
        current = [*current, piece]
        depth += (piece == "(") - (piece == ")")
        if not depth:
            yield current
            current = []


def _of_sequence(parts: list[list[str]]) -> Needs:
    found: list[Clause] = []
    for at, part in enumerate(parts):
        before = parts[at - 1][0] if at else ""
        after = parts[at + 1][0] if at + 1 < len(parts) else ""
        if before not in {"!", "<!"} and after not in _MAY_BE_LEFT_OUT:
            found += _needs(part[1:-1]) if part[0] == "(" else _of_word(part[0])
    return tuple(found)


def _alternatives(pieces: list[str]) -> list[list[list[str]]]:
    found: list[list[list[str]]] = [[]]
    for part in _parts(pieces):
        if part == ["|"]:
            found.append([])
        else:
            found[-1].append(part)
    return found


def _needs(pieces: list[str]) -> Needs:
    """The clauses of a phrase, the narrowest first."""
    each = [_of_sequence(parts) for parts in _alternatives(pieces)]
    return tuple(sorted(each[0] if len(each) == 1 else _either(each), key=len))


def _begins_sequence(parts: list[list[str]]) -> tuple[Clause | None, bool]:
    """The first words of a sequence, and whether it may be empty."""
    found: Clause = frozenset()
    for at, part in enumerate(parts):
        before = parts[at - 1][0] if at else ""
        if before in {"!", "<!"} or part[0] in {"!", "<!", "^", *_MAY_BE_LEFT_OUT}:
            continue
        words, empty = _begins(part[1:-1]) if part[0] == "(" else (next(iter(_of_word(part[0])), None), False)
        if words is None:
            return None, True
        found |= words
        if not (empty or (at + 1 < len(parts) and parts[at + 1][0] in _MAY_BE_LEFT_OUT)):
            return found, False
    return found, True


def _begins(pieces: list[str]) -> tuple[Clause | None, bool]:
    each = [_begins_sequence(parts) for parts in _alternatives(pieces)]
    words = [found for found, _ in each if found is not None]
    return frozenset().union(*words) if len(words) == len(each) else None, any(empty for _, empty in each)


@cache
def compiled(source: str) -> Phrase:
    """The expression of a phrase, for a line whose words each end in one space."""
    pieces = pieces_of(source)
    begins, empty = _begins(pieces)
    expression = re.compile(rf"(?<!\S)(?:{translated(pieces)})")
    return Phrase(expression, _needs(pieces), None if empty else begins)

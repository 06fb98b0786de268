"""From a phrase to a schedule."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from scheduler.dates.items import Item, codes
from scheduler.dates.joins import read_windows
from scheduler.dates.words import read_words
from scheduler.plans.deadlines.joins import read_labels, read_rhythms, read_signs
from scheduler.plans.deadlines.lists import read_lists
from scheduler.plans.deadlines.resolve import Dated, Missing, occurrences_of
from scheduler.plans.deadlines.scan import scan
from scheduler.plans.deadlines.waiting import Waiting
from scheduler.plans.model import Condition, ConditionKind, Context, Doubt, Occurrence, Reading, Schedule

LONGEST = 1000  # characters of a cell; longer text is no deadline, and reading it would take its time
_NOTHING = re.compile(r"(?:khong(?: co)?)?(?: ?[^\w ])*")


@dataclass(frozen=True)
class _Piece:
    """One item read: its words and rule, what it puts on the calendar, why a person should look."""

    words: str
    rule: int | str
    dated: tuple[Dated, ...] = ()
    condition: Condition | None = None
    doubts: tuple[Doubt, ...] = ()

    def reading(self) -> Reading:
        conditions = (self.condition,) if self.condition else ()
        return Reading(self.rule, self.words, tuple(each.occurrence for each in self.dated), conditions)


@lru_cache(maxsize=2048)
def read(text: str, context: Context) -> Schedule:
    """The occurrences and conditions of a deadline phrase, with the words behind each (deadlines.md, rules 1 to 40).

    Never guesses: what it can't read is an `unread` condition; where the phrase needs a year or a span that the
    context lacks, that piece yields nothing and a doubt (`NO_YEAR`, `NO_SPAN`). Pure; bounded time for any text.
    """
    if len(text) > LONGEST:
        return _schedule([_unread(" ".join(text[:LONGEST].split()))])
    words = read_words(text)
    if _NOTHING.fullmatch(words.line):
        return Schedule()
    items = _arranged(scan(words))
    if not items:
        return _schedule([_unread(words.printed(0, len(words.line)))])
    return _schedule([_piece(item, words.printed(item.start, item.end), context) for item in items])


def _arranged(items: list[Item]) -> list[Item]:
    items = read_labels(read_signs(read_rhythms(read_windows(read_lists(items)))))
    rhythmic = bool(set("rhm") & set(codes(items)))
    return [_as_rhythm(item) if rhythmic and item.code == "H" else item for item in items]


def _as_rhythm(half: Item) -> Item:
    """Beside `quý` the half-year is a rhythm too: it names the day it ends (rules 12 and 25)."""
    return half if half.before or half.until else replace(half, unit="rhythm")


def _unread(words: str) -> _Piece:
    return _Piece(words, "unread", condition=Condition(ConditionKind.UNREAD), doubts=(Doubt.UNREAD,))


def _piece(item: Item, words: str, context: Context) -> _Piece:
    if item.code == "?":
        return _unread(words)
    if isinstance(item, Waiting):
        return _Piece(words, item.rule, condition=item.condition)
    if item.code == "o":
        return _Piece(words, item.rule, condition=Condition(ConditionKind.ONGOING))
    try:
        dated = tuple(occurrences_of(item, context))
    except Missing as missing:
        return _Piece(words, item.rule, doubts=(missing.doubt,))
    except (ValueError, OverflowError):  # a day that no calendar has: 30/02
        return _unread(words)
    return _Piece(words, item.rule, dated, doubts=_outside(item, dated, context))


def _outside(item: Item, dated: tuple[Dated, ...], context: Context) -> tuple[Doubt, ...]:
    """A printed year outside the plan's span, or a rhythm of which the plan's period holds nothing."""
    printed = [each.year for each in (item, *item.ends) if each.year is not None] + list(item.span or ())
    span = context.span
    outside = span is not None and any(not span[0] <= year <= span[1] for year in printed)
    return (Doubt.OUTSIDE_SPAN,) if outside or not dated else ()


def _schedule(pieces: list[_Piece]) -> Schedule:
    occurrences = _one_for_each_end([each for piece in pieces for each in piece.dated])
    conditions = dict.fromkeys(piece.condition for piece in pieces if piece.condition)
    doubts = dict.fromkeys(doubt for piece in pieces for doubt in piece.doubts)
    return Schedule(tuple(occurrences), tuple(conditions), tuple(doubts), tuple(piece.reading() for piece in pieces))


def _one_for_each_end(dated: Iterable[Dated]) -> Iterator[Occurrence]:
    """By day; of periods that end the same day the longest only (rule 13), of equal things one."""
    longest: dict[object, Dated] = {}
    for each in dated:
        key = each.occurrence.due if each.period else each.occurrence
        if key not in longest or each.period > longest[key].period:
            longest[key] = each
    found = dict.fromkeys(each.occurrence for each in longest.values())
    return iter(sorted(found, key=lambda o: (o.due, o.time is not None, o.time.isoformat() if o.time else "")))

"""A task of the list last shown, named by words of its title in any abbreviation: sign TITLE."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from bot.intents.line import Line
from bot.intents.model import KnownTask
from bot.intents.patterns import forms
from bot.intents.title_parts import Title, begins_compound, is_period, is_word, spelled_word
from bot.intents.title_words import (
    PERIODS,
    bag_of,
    of_another_period,
    only_a_period,
    printed_words,
    wanted_periods,
    without_tone,
)
from bot.intents.vocabulary import SMALL

_SLIGHT = 0.4
_MOST_RUNS = 4  # weighed of a line, the longest: a request stands in few words
_MOST_JOINTS = 3
_LEAST_WEIGHT = 1.8
_WHOLLY = 0.85  # of what two titles hold apart: one title that holds as much is meant
_JOINS = forms("và với cùng lẫn")
_LEAST_SHARE = 0.6  # of what was typed, that a title has to hold
_LIGHT = {"ve", "cua", "va", "cong", "tac", "trong", "cac", "nam", "xa"}


_ASKING = "(bao (giờ|h|nhiêu|lâu)|kiểm tra (giúp|hộ|giùm|lại|xem)|báo (xong|lại))"


def _weight(words: Iterable[str]) -> float:
    return sum(_SLIGHT if word in _LIGHT else 1.0 for word in words)


@dataclass(frozen=True)
class _Shelf:
    """The words of the titles of a list: plain, as printed, and which titles hold each."""

    plain: frozenset[str]
    printed: frozenset[str]
    places: dict[str, list[int]]


@lru_cache(maxsize=256)
def _shelf(titles: tuple[str, ...]) -> _Shelf:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, title in enumerate(titles):
        for word in bag_of(title):
            places[word].append(at)
    return _Shelf(frozenset(places), printed_words(titles), dict(places))


def _shelf_of(tasks: Sequence[KnownTask]) -> _Shelf:
    return _shelf(tuple([task.title for task in tasks]))


def _at_home(line: Line, at: int, shelf: _Shelf) -> bool:
    """Whether titles use a word, or what it is short for; `bận` is no `ban`, though without marks both are one."""
    words = spelled_word(line, at) if is_word(line, at) else ()
    if not words or not shelf.plain.issuperset(words):
        return False
    typed = line.typed(at)
    return typed.isascii() or line.words[at].is_sign or len(words) > 1 or without_tone(typed) in shelf.printed


def _runs(line: Line, shelf: _Shelf, without: AbstractSet[int]) -> list[tuple[int, int]]:
    """Stretches of words that titles use, at most two others between, no order's words at their ends."""
    asked = {at for hit in line.find_all(_ASKING) for at in range(hit.first, hit.last)}
    asked |= without
    at_home = [at for at in range(len(line.words)) if at not in asked and _at_home(line, at, shelf)]
    runs: list[list[int]] = []
    for at in at_home:
        near = (
            runs
            and at - runs[-1][-1] <= 2
            and not any(
                i in without or not is_word(line, i) or line.words[i].gap.strip(" ,-–\"'")
                for i in range(runs[-1][-1] + 1, at + 1)
            )
        )
        if near:
            runs[-1].append(at)
        else:
            runs.append([at])
    found = [(run[0], run[-1] + 1) for run in (_trimmed(line, one) for one in runs) if run]
    return sorted(sorted(found, key=lambda run: run[0] - run[1])[:_MOST_RUNS])


def _trimmed(line: Line, run: list[int]) -> list[int]:
    while run and line.is_among(run[0], _EDGES) and not begins_compound(line, run[0]):
        run = run[1:]
    while run and line.is_among(run[-1], _EDGES) and not (len(run) > 1 and begins_compound(line, run[-1] - 1)):
        run = run[:-1]
    return run


_EDGES = (SMALL | forms("nhắc gia duyệt giao mở tích")) - forms("năm công vụ trên lãnh đạo chỉ bác nhiệm")


def _scored(typed: frozenset[str], tasks: Sequence[KnownTask]) -> list[tuple[float, KnownTask]]:
    """The tasks that may fit best, each with the weight of the words it shares with what was typed."""
    places = _shelf_of(tasks).places
    heavy, light = typed - _LIGHT, typed & _LIGHT
    shared = Counter(at for word in heavy for at in places.get(word, ()))
    least = max(shared.values(), default=0) - _SLIGHT * len(light) - 0.01
    near = [tasks[at] for at in sorted(shared) if shared[at] >= least]
    return [(len(heavy & bag_of(one.title)) + _SLIGHT * len(light & bag_of(one.title)), one) for one in near]


def _ranked(words: Sequence[str], tasks: Sequence[KnownTask]) -> tuple[list[KnownTask], float]:
    """The tasks that fit best, and how much of what was typed they hold."""
    typed = frozenset(words)
    whole = _weight(typed)
    scored = _scored(typed, tasks)
    if not scored or not whole:
        return [], 0.0
    best = max(score for score, _ in scored)
    equals = [(task, bag_of(task.title)) for score, task in scored if score >= best - 0.01]
    if len(equals) > 1:
        exact = [(task, bag) for task, bag in equals if not bag - typed]
        nearly = [(task, bag) for task, bag in equals if not bag - typed - PERIODS]
        equals = exact if len(exact) == 1 else nearly if len(nearly) == 1 else equals
    return [task for task, _ in equals], best / whole


def _window(line: Line, run: tuple[int, int], tasks: Sequence[KnownTask]) -> tuple[float, int, int, Title]:
    """The run without words at its ends that the best title lacks."""
    first, last = run
    fits, share = _ranked(_plain_words(line, first, last), tasks)
    bag = frozenset().union(*(bag_of(task.title) for task in fits))
    while first < last - 1 and not bag.intersection(spelled_word(line, first)):
        first += 1
    while first < last - 1 and not bag.intersection(spelled_word(line, last - 1)):
        last -= 1
    words = _plain_words(line, first, last)
    if (first, last) != run:
        fits, share = _ranked(words, tasks)
    weight = _weight(bag.intersection(words))
    if last < len(line.words) and is_period(line, last):
        words, last = [*words, *spelled_word(line, last)], last + 1
    wanted = wanted_periods(words)
    numbers = tuple(task.number for task in fits if not of_another_period(wanted, task.title))
    if share < _LEAST_SHARE or only_a_period(words):
        numbers = ()
    strong = weight >= 3.4 and share >= 0.75
    whole = bool(numbers) and not bag - set(words)
    return (weight if numbers else 0.0), first, last, Title(line.span(first, last), numbers, strong, whole)


def _plain_words(line: Line, first: int, last: int) -> list[str]:
    return [word for at in range(first, last) if is_word(line, at) for word in spelled_word(line, at)]


def from_list(
    line: Line, tasks: Sequence[KnownTask], *, without: AbstractSet[int] = frozenset()
) -> tuple[int, int, Title] | None:
    """Where the line names a task of the list by its title; `without` are words that say something else."""
    windows = [_window(line, run, tasks) for run in _runs(line, _shelf_of(tasks), without)]
    best = max(windows, key=lambda one: (one[0], -one[1]), default=None)
    return best[1:] if best and best[0] >= _LEAST_WEIGHT else None


def _joints(line: Line, first: int, last: int) -> list[int]:
    """Where `và`, `với` or a comma stands between the words of a run."""
    return [at for at in range(first + 1, last) if line.words[at].norm in _JOINS or "," in line.words[at].gap]


def _parts(line: Line, run: tuple[int, int], joints: Sequence[int]) -> list[tuple[int, int]]:
    starts = [run[0], *(joint + (line.words[joint].norm in _JOINS) for joint in joints)]
    return [(first, last) for first, last in zip(starts, [*joints, run[1]], strict=True) if first < last]


def joined(line: Line, tasks: Sequence[KnownTask]) -> list[tuple[int, int, Title]]:
    """Titles of several tasks, `khảo sát và niêm yết`: each fits one task better than all their words fit one."""
    if not 0 < len(_joints(line, 0, len(line.words))) <= _MOST_JOINTS:
        return []
    for run in _runs(line, _shelf_of(tasks), frozenset()):
        joints = _joints(line, *run)
        if not joints:
            continue
        whole = _window(line, run, tasks)[0]
        for cuts in (joints, *([joint] for joint in joints)):
            titles = [_window(line, part, tasks) for part in _parts(line, run, cuts)]
            clear = all(weight >= _LEAST_WEIGHT and len(title.fits) == 1 for weight, _, _, title in titles)
            apart = len({title.fits for *_, title in titles}) == len(titles) > 1
            if clear and apart and whole < _WHOLLY * sum(title[0] for title in titles):
                return [title[1:] for title in titles]
    return []

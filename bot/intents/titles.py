"""A task named by words of its title, in any abbreviation: sign TITLE. Its value says what it can be.

With the list last shown the words are weighed against its titles; without it a title is what follows a word that heads
one (`báo cáo`, `kế hoạch`, …).
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.intents.line import Line
from bot.intents.model import KnownTask
from bot.intents.patterns import SURE, forms
from bot.intents.title_words import (
    PERIODS,
    bag_of,
    known_words,
    of_another_period,
    only_a_period,
    spelled,
    wanted_periods,
)
from bot.intents.vocabulary import SMALL
from locales.folding import fold

HEADS = (
    "(báo cáo|bc|kế hoạch|kh|quyết định|qđ|qd|tờ trình|ttr|công văn|cv|biên bản|bb|phụ lục|"
    "nghị quyết|hồ sơ|niêm yết|đối thoại|"
    "đánh giá|xếp loại|rà soát|tuyên truyền|dự toán|quyết toán|kiểm kê|chương trình|đề án|phương án|bảng tổng hợp|"
    "thông báo|hội nghị|tập huấn|kstthc|pbgdpl|cđs|cchc)"
)
# Words that end a title when no list tells how long it is.
_ENDS = (
    SMALL
    | forms(
        """xin gia lùi dời hoãn giãn duyệt trả nhắc giao chuyển khi hủy bỏ tích mở tải xuất ngay thiếu nội dung nhầm
        cho hết quá bị đôn giục sau"""
    )
) - (forms("và về việc trong phần vụ các số nhiệm") | {"tu"})
_SLIGHT = 0.4
_LEAST_SHARE = 0.6  # of what was typed, that a title has to hold
_LIGHT = {"ve", "cua", "va", "cong", "tac", "trong", "cac", "nam", "xa"}


_ASKING = "(bao (giờ|h|nhiêu|lâu)|kiểm tra (giúp|hộ|giùm|lại|xem)|báo (xong|lại))"


@dataclass(frozen=True)
class Title:
    """Title words as typed; `fits` are the ids of the list that they fit equally well, none where none does.

    `strong`: many words; `whole`: nothing of the title was left out."""

    words: str
    fits: tuple[int, ...] = ()
    strong: bool = False
    whole: bool = False


def _weight(words: Iterable[str]) -> float:
    return sum(_SLIGHT if word in _LIGHT else 1.0 for word in words)


def _is_period(line: Line, at: int) -> bool:
    """`quý 3`, `6 tháng` with nothing before it that makes it a date: it may belong to a title."""
    word = line.words[at]
    if word.norm != "DATE" or word.value.grain != "period" or word.value.bound:
        return False
    return fold(line.text[word.start : word.end]).split()[0] not in {"trong", "vao", "het", "tu", "ca"}


def _is_word(line: Line, at: int) -> bool:
    return not line.words[at].is_sign or _is_period(line, at)


def _spelled_word(line: Line, at: int) -> tuple[str, ...]:
    word = line.words[at]
    if word.is_sign:
        return spelled(line.text[word.start : word.end])
    typed = spelled(line.text[word.start : word.end])
    if len(typed) > 1 or word.norm.rstrip(SURE) in typed:
        return typed
    return spelled(word.norm.rstrip(SURE))


def _runs(line: Line, known: frozenset[str], without: AbstractSet[int]) -> list[tuple[int, int]]:
    """Stretches of words that titles use, at most two others between, no order's words at their ends."""
    asked = {at for hit in line.find_all(_ASKING) for at in range(hit.first, hit.last)}
    asked |= without
    at_home = []
    for at in range(len(line.words)):
        words = _spelled_word(line, at) if _is_word(line, at) else ()
        if words and at not in asked and known.issuperset(words):
            at_home.append(at)
    runs: list[list[int]] = []
    for at in at_home:
        near = (
            runs
            and at - runs[-1][-1] <= 2
            and not any(
                i in without or not _is_word(line, i) or line.words[i].gap.strip(" ,-–\"'")
                for i in range(runs[-1][-1] + 1, at + 1)
            )
        )
        if near:
            runs[-1].append(at)
        else:
            runs.append([at])
    return [(run[0], run[-1] + 1) for run in (_trimmed(line, one) for one in runs) if run]


def _trimmed(line: Line, run: list[int]) -> list[int]:
    while run and line.is_among(run[0], _EDGES):
        run = run[1:]
    while run and line.is_among(run[-1], _EDGES):
        run = run[:-1]
    return run


_EDGES = (SMALL | forms("nhắc gia duyệt giao mở tích")) - forms("năm công vụ trên lãnh đạo chỉ bác nhiệm")


def _ranked(words: Sequence[str], tasks: Sequence[KnownTask]) -> tuple[list[KnownTask], float]:
    """The tasks that fit best, and how much of what was typed they hold."""
    typed = frozenset(words)
    whole = _weight(typed)
    heavy, light = typed - _LIGHT, typed & _LIGHT
    scored = [
        (len(heavy & bag) + _SLIGHT * len(light & bag), task, bag)
        for task in tasks
        for bag in [bag_of(task.title)]
        if not heavy.isdisjoint(bag)
    ]
    if not scored or not whole:
        return [], 0.0
    best = max(score for score, _, _ in scored)
    equals = [(task, bag) for score, task, bag in scored if score >= best - 0.01]
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
    while first < last - 1 and not bag.intersection(_spelled_word(line, first)):
        first += 1
    while first < last - 1 and not bag.intersection(_spelled_word(line, last - 1)):
        last -= 1
    words = _plain_words(line, first, last)
    if (first, last) != run:
        fits, share = _ranked(words, tasks)
    weight = _weight(bag.intersection(words))
    if last < len(line.words) and _is_period(line, last):
        words, last = [*words, *_spelled_word(line, last)], last + 1
    wanted = wanted_periods(words)
    numbers = tuple(task.number for task in fits if not of_another_period(wanted, task.title))
    if share < _LEAST_SHARE or only_a_period(words):
        numbers = ()
    strong = weight >= 3.4 and share >= 0.75
    whole = bool(numbers) and not bag - set(words)
    return (weight if numbers else 0.0), first, last, Title(line.span(first, last), numbers, strong, whole)


def _plain_words(line: Line, first: int, last: int) -> list[str]:
    return [word for at in range(first, last) if _is_word(line, at) for word in _spelled_word(line, at)]


def from_list(
    line: Line, tasks: Sequence[KnownTask], *, without: AbstractSet[int] = frozenset()
) -> tuple[int, int, Title] | None:
    """Where the line names a task of the list by its title; `without` are words that say something else."""
    known = known_words(tuple(task.title for task in tasks))
    windows = [_window(line, run, tasks) for run in _runs(line, known, without)]
    best = max(windows, key=lambda one: (one[0], -one[1]), default=None)
    return best[1:] if best and best[0] >= 1.8 else None


def _content_after(line: Line, at: int) -> int:
    while at < len(line.words):
        word = line.words[at]
        if word.gap.strip(" -–/\"'") or (word.is_sign and word.norm != "AREA"):
            break
        if line.is_among(at, _ENDS):
            break
        at += 1
    return at


def from_head(line: Line) -> tuple[int, int, Title] | None:
    """A title told by the word that heads it, as long as plain words follow."""
    found = []
    for hit in line.find_all(HEADS):
        end = _content_after(line, hit.last)
        if end < len(line.words) and _is_period(line, end):
            end += 1
        if end < len(line.words) and line.words[end].norm in {"nam", "năm"}:
            end += 1
        if end > hit.last:
            found.append((end - hit.first, hit.first, end))
    if not found:
        return None
    size, first, last = max(found, key=lambda one: (one[0], -one[1]))
    return first, last, Title(line.span(first, last), (), strong=size >= 3)


def covers(line: Line, listed: tuple[int, int, Title], headed: tuple[int, int, Title]) -> bool:
    """Whether the words that fit a task of the list are most of a title typed at the same place."""
    first, last, _ = listed
    begin, end, _ = headed
    if not begin <= first < end or last >= end:
        return True
    whole = [word for at in range(begin, end) for word in _spelled_word(line, at)]
    return len([word for at in range(first, last) for word in _spelled_word(line, at)]) >= 0.6 * len(whole)

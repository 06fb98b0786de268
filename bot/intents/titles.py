"""A task named by words of its title, in any abbreviation: sign TITLE. Its value says what it can be.

With the list last shown the words are weighed against its titles; without it a title is what follows a word that heads
one (`báo cáo`, `kế hoạch`, …).
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.intents.line import Line
from bot.intents.model import KnownTask
from bot.intents.patterns import SURE, forms
from bot.intents.vocabulary import SMALL
from locales.folding import fold

ABBREVIATIONS = {
    "bc": "bao cao", "kh": "ke hoach", "qd": "quyet dinh", "tb": "thong bao", "cv": "cong van", "ttr": "to trinh",
    "cchc": "cai cach hanh chinh", "tthc": "thu tuc hanh chinh", "kstthc": "kiem soat thu tuc hanh chinh",
    "qppl": "quy pham phap luat", "vbqppl": "van ban quy pham phap luat", "thpl": "thi hanh phap luat",
    "tdthpl": "theo doi thi hanh phap luat", "pl": "phap luat", "cds": "chuyen doi so", "dvc": "dich vu cong",
    "pbgdpl": "pho bien giao duc phap luat", "pbpl": "pho bien phap luat", "dvctt": "dich vu cong truc tuyen",
    "tdkt": "thi dua khen thuong", "tt": "tuyen truyen", "cbcc": "can bo cong chuc", "cb": "can bo",
    "cc": "cong chuc", "hdnd": "hoi dong nhan dan", "ubnd": "uy ban nhan dan", "mc": "minh chung", "bb": "bien ban",
    "kt": "kiem tra", "cntt": "cong nghe thong tin", "hs": "ho so", "ct": "chu tich",
    "pctn": "phong chong tham nhung", "vb": "van ban", "mttq": "mat tran to quoc",
    "ldtbxh": "lao dong thuong binh xa hoi", "dtts": "dan toc thieu so", "htct": "he thong chinh tri",
    "ktxh": "kinh te xa hoi", "anqp": "an ninh quoc phong", "pccc": "phong chay chua chay", "ntm": "nong thon moi",
    "bhyt": "bao hiem y te", "tnmt": "tai nguyen moi truong", "nstw": "ngan sach trung uong", "gs": "giam sat",
    "pa": "phuong an", "i": "1", "ii": "2", "iii": "3", "iv": "4", "q1": "quy 1", "q2": "quy 2", "q3": "quy 3",
    "q4": "quy 4", "6th": "6 thang", "9th": "9 thang", "dn": "doanh nghiep", "bcd": "ban chi dao", "xd": "xay dung",
    "hc": "hanh chinh",
    **{f"t{month}": f"thang {month}" for month in (1, 8, 9, 10, 11, 12)},
}  # fmt: skip
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
# What a shorter title may lack and still be the one meant: a period, a word that titles carry anyway.
_PERIODS = frozenset(
    {"nam", "quy", "thang", "cong", "tac", "ket", "qua", "xa", "ve", "cua", "va", "dau", "cuoi"}
    | {str(number) for number in (*range(1, 13), *range(2024, 2032))}
)
_SPANS = frozenset({"quy", "thang", "nam"})
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


@lru_cache(maxsize=20_000)
def spelled(text: str) -> tuple[str, ...]:
    """The plain words of a title, abbreviations spelled out: `BC CCHC q3` → bao cao cai cach hanh chinh quy 3."""
    return tuple(word for one in fold(text).split() for word in ABBREVIATIONS.get(one, one).split())


@lru_cache(maxsize=20_000)
def _bag(title: str) -> frozenset[str]:
    return frozenset(spelled(title))


@lru_cache(maxsize=1_000)
def _known(titles: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(_bag(title) for title in titles))


def _named_periods(words: Sequence[str]) -> frozenset[tuple[str, str]]:
    """`quý 3`, `tháng 10`, `năm 2026` among the plain words of a title."""
    return frozenset((word, number) for word, number in pairwise(words) if word in _SPANS and number.isdigit())


@lru_cache(maxsize=20_000)
def _periods_of(title: str) -> frozenset[tuple[str, str]]:
    return _named_periods(spelled(title))


def wanted_periods(typed: Sequence[str]) -> frozenset[tuple[str, str]]:
    """The quarters and months among plain words as typed."""
    return frozenset(period for period in _named_periods(typed) if period[0] != "nam")


def of_another_period(wanted: AbstractSet[tuple[str, str]], title: str) -> bool:
    """Whether a quarter or month is wanted and the title names periods, none of them that one."""
    return bool(wanted and (named := _periods_of(title))) and wanted.isdisjoint(named)


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
        for bag in [_bag(task.title)]
        if not heavy.isdisjoint(bag)
    ]
    if not scored or not whole:
        return [], 0.0
    best = max(score for score, _, _ in scored)
    equals = [(task, bag) for score, task, bag in scored if score >= best - 0.01]
    if len(equals) > 1:
        exact = [(task, bag) for task, bag in equals if not bag - typed]
        nearly = [(task, bag) for task, bag in equals if not bag - typed - _PERIODS]
        equals = exact if len(exact) == 1 else nearly if len(nearly) == 1 else equals
    return [task for task, _ in equals], best / whole


def _window(line: Line, run: tuple[int, int], tasks: Sequence[KnownTask]) -> tuple[float, int, int, Title]:
    """The run without words at its ends that the best title lacks."""
    first, last = run
    fits, share = _ranked(_plain_words(line, first, last), tasks)
    bag = frozenset().union(*(_bag(task.title) for task in fits))
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
    if share < _LEAST_SHARE or _only_a_period(words):
        numbers = ()
    strong = weight >= 3.4 and share >= 0.75
    whole = bool(numbers) and not bag - set(words)
    return (weight if numbers else 0.0), first, last, Title(line.span(first, last), numbers, strong, whole)


def _plain_words(line: Line, first: int, last: int) -> list[str]:
    return [word for at in range(first, last) if _is_word(line, at) for word in _spelled_word(line, at)]


def _only_a_period(words: Iterable[str]) -> bool:
    """`tháng 12`, `quý IV năm 2026`: titles carry such words too, but alone they say when, not which."""
    return all(word in _PERIODS or word.isdigit() for word in words)


def from_list(
    line: Line, tasks: Sequence[KnownTask], *, without: AbstractSet[int] = frozenset()
) -> tuple[int, int, Title] | None:
    """Where the line names a task of the list by its title; `without` are words that say something else."""
    known = _known(tuple(task.title for task in tasks))
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

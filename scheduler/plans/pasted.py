"""A short list without a header, as pasted into a chat: a task on a line, with who and when beside it."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from locales.folding import fold
from scheduler.plans import csv as sheet
from scheduler.plans import dump_header, grid, people
from scheduler.plans.accents import restored
from scheduler.plans.deadlines import read as read_deadline
from scheduler.plans.dump_header import DumpLine
from scheduler.plans.grid import Block, Cell, tidy
from scheduler.plans.lists import outside_brackets
from scheduler.plans.model import ConditionKind, Context, Doubt, Place
from scheduler.plans.wording import begins_with_time, document_like, people_like

HEADINGS = ("TT", "Nhiệm vụ", "Hoạt động", "Sản phẩm", "Người thực hiện", "Thời hạn")
_MOST_LINES, _LONGEST = 300, 600
_LONGEST_TIME = 14  # words; a task that holds a time is longer
_ANY_YEAR = Context(plan_year=2025, span=(2025, 2025))
_NUMBERED = re.compile(r"(?P<no>\d{1,3})\s*(?:[.)/:]|[-–](?=\s))\s*(?=\S)(?!\d)|(?P<bullet>[-–—+•*▪●]+)\s*(?=\S)(?!\d)")
_SECTION = re.compile(r"[IVX]{1,5}[.)/]\s*\S.*|[A-Z][.)]\s*[A-ZĐÀ-Ỹ ,]{6,}")
_BETWEEN = re.compile(r"\s+[-–—]+\s+|\s*\|\s*|\s*;\s*|\s+[-–—]+(?=\S)|(?<=\S)[-–—]+\s+")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,120})[)\]]")
_WHEN_LABEL = re.compile(
    r"(?:thời\s+)?hạn(?:\s+(?:chót|cuối|nộp|xong|gửi|hoàn thành|thực hiện))?\s*(?:là|:)?\s*|deadline\s*:?\s*|"
    r"thời gian(?:\s+(?:hoàn thành|thực hiện))?\s*:\s*",
    re.IGNORECASE,
)
_WHO_LABEL = re.compile(
    r"(?:người|đơn vị|bộ phận|cơ quan|cán bộ)?\s*(?:thực hiện|phụ trách|chủ trì|tham mưu|làm)\s*:\s*|"
    r"(?:giao(?:\s+cho)?|phân công|người)\s*:?\s+",
    re.IGNORECASE,
)
# `Tư pháp - Hộ tịch` is one post of a commune.
_LEFT = "(?:van phong|vp|tu phap|tp|tai chinh|tc|van hoa|vh|dia chinh|dc|xay dung|do thi)"
_RIGHT = "(?:thong ke|tk|ho tich|ht|ke toan|kt|xa hoi|xh|nong nghiep|xay dung|do thi|moi truong|nn|xd|mt)"
_POST_LEFT, _POST_RIGHT = re.compile(rf"\b{_LEFT}$"), re.compile(rf"{_RIGHT}\b")
_COMMUNE_POST = re.compile(rf"(?:cong chuc |cc |can bo |cb )?{_LEFT}(?: {_RIGHT})*")
# Where the time begins inside a task's own words.
_CUE = re.compile(
    r"[,:;]?\s+(?=(?:thời hạn|hạn|deadline|chậm nhất|muộn nhất|trước|đến hết|hoàn thành (?:trước|trong)|"
    r"xong (?:trước|trong)|trong (?:ngày|tuần|tháng|quý|năm)|(?:ngày )?\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?$)\b)",
    re.IGNORECASE,
)
_COMRADE = re.compile(
    r"[,:;]?\s*(?:\b(?:giao|do)\s+(?:cho\s+)?)?((?:đ/c|đ\.c|đc|đồng chí|anh|chị|cô|chú|ông|bà)\.?:?\s+[A-ZĐÀ-Ỹ]\S*"
    r"(?:\s+[A-ZĐÀ-Ỹ][a-zđà-ỹ]*){0,3})$"
)
_COMRADES = re.compile(r"(?:d c|dc|dong chi|anh|chi|co|chu|ong|ba|a|c) [a-z]{1,7}( [a-z]{1,7}){0,4}")
# How somebody answers about work he has, or asks, and no one words a task.
_ANSWER = re.compile(
    r"(?:(?:viec|so|nhiem vu|task|cai) )*(?:so )?\d*\s*(?:da|dang|chua|se|xin|gia han|lui|doi|xong|ok|oke|roi|hom nay|"
    r"em|toi|minh|tao|chau|con|cho em|cho toi|bao gio|khi nao|ai|sao|co phai|khong|ko|nho|nhac|huy|bo qua)\b|"
    r".*\b(?:xong|roi|duoc khong|duoc ko|chua a|nhe|nha|a)$"
)
# What only a whole document says: its running text is read as such.
_DOCUMENT = re.compile(
    r"^\W*(?:căn cứ|nơi nhận|kính gửi|cộng hòa xã hội|cộng hoà xã hội|độc lập\W+tự do|[ivx]+\W+(?:mục đích|yêu cầu))",
    re.IGNORECASE | re.MULTILINE,
)
_WORDS = re.compile(r"\b[a-z]{1,9}\b|\d")
_LABEL = re.compile(
    r"(?:thoi gian|dia diem|thanh phan|ngay|luc|hinh thuc|tai|chu tri|noi dung|kinh gui|sang|chieu|toi|thu \w+)$"
)


@dataclass(frozen=True)
class Listed:
    """One line of the list, taken apart. `line` counts from 1."""

    line: int
    no: str
    task: str
    activity: str = ""
    product: str = ""
    who: str = ""
    when: str = ""
    cells: int = 1

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.no, self.task, self.activity, self.product, self.who, self.when)


def looks_like_plan(text: str) -> bool:
    """Whether a text from a chat is a plan: a table with its header, or a list of tasks most of which say when.

    True only for what `files.read_plan_bytes` reads as tasks. Answers, questions and notices are no plans. Pure.
    """
    if not _is_written(text):
        return False
    if sheet.table(text) is not None or blocks(text) is not None:
        return True
    said = text.split("\n")[:_MOST_LINES]
    lines = [DumpLine(i, tidy(line), blank=False) for i, line in enumerate(said, start=1) if line.strip()]
    header = dump_header.find(lines)
    return header is not None and len(lines) > header.first + header.height


def _is_written(text: str) -> bool:
    """Whether most of a text is words: whatever else people and programs send to a chat is not read further."""
    letters = sum(len(word) for word in _WORDS.findall(fold(text)))
    return letters * 2 >= len("".join(text.split()))


def blocks(text: str) -> tuple[Block, ...] | None:
    """The lines above the list, and the list as a table; None where the text is no such list."""
    rows = _rows(text)
    if rows is None:
        return None
    found, above, sections = [], [], {}
    for line, words, cells in rows:
        listed = _listed(line, words, cells)
        if listed is not None:
            found.append(listed)
        elif _SECTION.fullmatch(words):
            sections[line] = words
        elif not found:
            above.append(words)
    return (*above, _grid(found, sections)) if _is_plan(found, len(above)) else None


def _is_plan(found: Sequence[Listed], above: int) -> bool:
    timed = [item for item in found if item.when]
    answers = [item for item in found if _ANSWER.match(fold(item.task))]
    enough = len(timed) >= 2 or (len(timed) == 1 and timed[0].cells > 2)
    return enough and len(timed) * 2 >= len(found) and not answers and above <= 2 * len(found) + 4


def _rows(text: str) -> list[tuple[int, str, list[str]]] | None:
    """The list's lines with their cells, wrapped ones put together; None where the text is too long for a list."""
    if len(text) > _MOST_LINES * _LONGEST or text.count("\n") > _MOST_LINES or _DOCUMENT.search(text):
        return None
    if "\t" in text:
        return _tabbed(text)
    lines = [(i, tidy(restored(line))) for i, line in enumerate(text.split("\n"), start=1)]
    said = [(i, line) for i, line in lines if line]
    marked = any(_NUMBERED.match(line) for _, line in said)
    found: list[tuple[int, str, list[str]]] = []
    for i, line in said:
        begins = not marked or bool(_NUMBERED.match(line) or _SECTION.fullmatch(line))
        if begins or not found or not _NUMBERED.match(found[-1][1]):
            found.append((i, line, []))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}", [])
    return None if any(len(line) > _LONGEST for _, line, _ in found) else found


def _tabbed(text: str) -> list[tuple[int, str, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter="\t")
    found, line = [], 1
    for record in reader:
        cells = [tidy(restored(cell)) for cell in record]
        if any(cells):
            found.append((line, " ".join(cell for cell in cells if cell), cells))
        line = reader.line_num + 1
    return found


def _listed(line: int, words: str, cells: Sequence[str]) -> Listed | None:
    """A line taken apart; None for one that is no item of the list."""
    found = _NUMBERED.match(words)
    if cells:
        return _of_fields(line, *_numbered_cells(cells)) if sum(map(bool, cells)) > 1 else None
    if _SECTION.fullmatch(words):
        return None
    no, body = ((found["no"] or "", words[found.end() :])) if found else ("", words)
    return _of_fields(line, no, _fields(body)) if found or _BETWEEN.search(body) else None


def _numbered_cells(cells: Sequence[str]) -> tuple[str, list[str]]:
    no = cells[0].rstrip(" .)")
    return (no, [cell for cell in cells[1:] if cell]) if no.isdigit() else ("", [cell for cell in cells if cell])


def _fields(body: str) -> list[str]:
    outside = {i for i, _ in outside_brackets(body)}
    cuts = [found for found in _BETWEEN.finditer(body) if found.start() in outside and not _in_post(body, found)]
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(body)]
    return [field for a, b in zip(starts, ends, strict=True) if (field := body[a:b].strip())]


def _in_post(body: str, dash: re.Match[str]) -> bool:
    return bool(_POST_LEFT.search(fold(body[: dash.start()])) and _POST_RIGHT.match(fold(body[dash.end() :])))


def _of_fields(line: int, no: str, fields: Sequence[str]) -> Listed | None:
    what: list[str] = []
    who: list[str] = []
    when: list[str] = []
    for i, field in enumerate(fields):
        rest = _taken_out(field, who, when)
        time, person = _time(rest), _person(rest)
        if rest and i and time:
            when.append(time)
        elif rest and i and person:
            who.append(person)
        elif rest:
            what.append(rest)
    if not what:
        return None
    task = what[0] if len(fields) > 1 and when else _without_end(what[0], who, when)
    others = what[1:]
    if others and not who and len(others[0].split()) <= 4 and not document_like(others[0]):
        who.append(others.pop(0))
    product = [each for each in others if document_like(each)]
    activity = [each for each in others if not document_like(each)]
    if len(task.split()) < 2 or _LABEL.match(fold(task)):
        return None
    return Listed(line, no, task, "\n".join(activity), "\n".join(product), ", ".join(who), ", ".join(when), len(fields))


def _taken_out(field: str, who: list[str], when: list[str]) -> str:
    """The field without the brackets that say nothing but who and when."""

    def without(found: re.Match[str]) -> str:
        pieces = [piece.strip() for piece in re.split(r"\s*[,;]\s*|\s+[-–]\s+", found[1])]
        times, persons = [_time(piece) for piece in pieces], [_person(piece) for piece in pieces]
        if not all(time or person for time, person in zip(times, persons, strict=True)):
            return found[0]
        when.extend(time for time in times if time)
        who.extend(person for time, person in zip(times, persons, strict=True) if person and not time)
        return " "

    return " ".join(_BRACKETS.sub(without, field).split()).strip(" ,;:-–").rstrip(".")


def _without_end(task: str, who: list[str], when: list[str]) -> str:
    """The task without the person and the time that its words end with."""
    for _ in range(2):
        if found := _COMRADE.search(task):
            who.append(found[1])
            task = task[: found.start()].rstrip(" ,;:-–")
        for cue in _CUE.finditer(task) if not when else ():
            if time := _time(task[cue.end() :]):
                when.append(time)
                task = task[: cue.start()].rstrip(" ,;:-–")
                break
    return task


def _time(words: str) -> str:
    """The words of a time without the label before them; "" for anything else."""
    label = _WHEN_LABEL.match(words)
    words = (words[label.end() :] if label else words).strip(" .,;:")
    if not words or not begins_with_time(words) or len(words.split()) > _LONGEST_TIME:
        return ""
    schedule = read_deadline(words, _ANY_YEAR)
    unread = Doubt.UNREAD in schedule.doubts or any(c.kind is ConditionKind.UNREAD for c in schedule.conditions)
    return words if not unread and (schedule.occurrences or schedule.conditions) else ""


def _person(words: str) -> str:
    label = _WHO_LABEL.match(words)
    words = (words[label.end() :] if label else words).strip(" .,;:")
    short = len(words.split()) <= 12
    folded = fold(words)
    known = _COMRADES.fullmatch(folded) or _COMMUNE_POST.fullmatch(folded)
    named = people_like(words) or people.is_person(words) or bool(known)
    return words if words and short and (named or (label and words[0].isupper())) else ""


def _grid(found: Sequence[Listed], sections: dict[int, str]) -> grid.Grid:
    cells = [Cell(heading, 0, c) for c, heading in enumerate(HEADINGS)]
    places = [Place(row=found[0].line)]
    for at, line in enumerate(sorted([*(item.line for item in found), *sections]), start=1):
        item = next((each for each in found if each.line == line), None)
        places.append(Place(row=line))
        if item is None:
            cells.append(Cell(sections[line], at, 0, 1, len(HEADINGS)))
        else:
            cells += [Cell(text, at, c) for c, text in enumerate(item.texts) if text]
    return grid.build(cells, tuple(places))

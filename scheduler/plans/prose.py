"""Obligations with a time in a plan's running text, offered beside the rows of its tables as candidates.

Only a time that is bound to an act counts: `gửi về Sở Nội vụ trước ngày 02/6/2023`, `trước 05 ngày kiểm tra`. Purposes,
grounds and what merely describes (`nếu có`, `theo quy định`) are left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from locales.folding import fold
from scheduler.plans import people
from scheduler.plans.deadlines import read as read_deadline
from scheduler.plans.model import Context, Doubt, Place, PlanTask, Schedule
from scheduler.plans.outline import Paragraph, paragraphs
from scheduler.plans.wording import people_like

_DAY = r"\d{1,2}\s*(?:[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?|tháng \d{1,2}(?: năm \d{4})?)"
_CLOCK = r"\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?(?: phút)?,?\s+"
_YEAR = r"(?:\s*/\s*\d{4}| năm \d{4}| hằng năm| hàng năm)?"
_EVERY = r"(?: (?:của )?(?:tháng|hằng tháng|hàng tháng|hằng năm|hàng năm|tháng cuối quý|tháng sau|tháng tiếp theo))?"
_SIGN = r"(?:(?:chậm|muộn) nhất(?: là)?(?: vào| trước)?|không (?:muộn|chậm) hơn|trước|đến hết|xong)"
_MONTHS = r"tháng \d{1,2}(?:(?:, | và |, tháng | và tháng | - |-)\d{1,2})*"
_PERIOD = rf"(?:(?:đầu |giữa |cuối )?{_MONTHS}|(?:đầu |giữa |cuối )?quý (?:IV|I{{1,3}}|[1-4])\b|năm \d{{4}}){_YEAR}"
_REPORT = (
    r"báo cáo (?:(?:sơ kết |tổng kết |định kỳ )?(?:quý (?:IV|I{1,3}|[1-4])|6 tháng(?: đầu năm)?|9 tháng|năm|tháng))"
)
_AMOUNT = r"\d{1,3}(?: \([^()]{2,20}\))? (?:ngày(?: làm việc)?|tuần|tháng)"
_BODY = r"(?:đoàn|ubnd|ủy ban|uỷ ban|sở|phòng|ban|cấp|cơ quan|huyện|tỉnh|đảng|lãnh đạo|chủ tịch|thường trực)"
_TIMES = (
    rf"{_REPORT}(?: gửi)?,?:? (?:{_SIGN} )?(?:{_CLOCK})?ngày {_DAY}",
    rf"{_SIGN} (?:{_CLOCK})?(?:ngày )?{_DAY}{_EVERY}",
    rf"{_SIGN} (?:{_CLOCK})?ngày \d{{1,2}} (?:của )?(?:tháng|hằng|hàng|mỗi)[^;.()]{{0,40}}",
    rf"(?:thời gian )?dự kiến (?:trong |vào )?(?:khoảng )?(?:ngày {_DAY}|{_PERIOD})",
    rf"(?:(?:chậm nhất|hoàn thành|xong|thực hiện) )?trong {_PERIOD}",
    rf"{_SIGN} {_PERIOD}",
    rf"(?:(?:ít|chậm) nhất )?trước (?:ít nhất )?{_AMOUNT}(?:,? (?!trước\b)[^;.,()]{{2,80}})?",
    rf"(?:chậm nhất )?(?:trong (?:vòng|thời hạn) |sau )?{_AMOUNT},? "
    r"(?:kể từ|sau khi|trước khi|trước ngày)[^;.,()]{2,80}",
    r"khi có (?!nhu cầu|đủ|điều kiện|thể)[^;.,()]{2,60}",
    r"(?:kiểm tra|báo cáo|thanh tra) đột xuất",
    rf"theo yêu cầu của {_BODY}\b[^;.,()]{{0,40}}",
    r"kết thúc (?:mỗi )?(?:đợt|kỳ|cuộc|buổi) \w+ \w+",
)
_REPORTED = re.compile(_REPORT, re.IGNORECASE)
_TIME = re.compile("|".join(f"(?:{each})" for each in _TIMES), re.IGNORECASE)
# What looks like a time and is a ground, a measure or a term of a document.
_GROUND = re.compile(r"(?:căn cứ|thực hiện|theo) (?:[^;.]{0,60} )?số\s|\bsố \d+\S*/\S* ngày", re.IGNORECASE)
_PURPOSES = re.compile(r"(muc (dich|tieu)|quan diem|can cu|yeu cau|thuc trang|ket qua)\b")
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-ZĐÀ-Ỹ]|đồng thời|định kỳ|bố trí|báo cáo|gửi|tổng hợp)|;\s+")
_GIVEN_TO = re.compile(r"^(?:giao(?: cho)?|đối với|đề nghị|yêu cầu)\s+", re.IGNORECASE)
_ACTS = re.compile(
    r",?\s+(?:phối hợp|căn cứ|có trách nhiệm|chịu trách nhiệm|chủ trì|thực hiện|tổ chức|ngoài các|gửi|xây dựng|lập|"
    r"tiến hành|tham mưu|báo cáo|tham dự|tham gia|không báo|tổng hợp|rà soát|giám sát|niêm yết|hướng dẫn|đôn đốc|"
    r"theo dõi|triển khai|chỉ đạo|cập nhật|cử|hoàn thành)\b"
)
_MAKES = re.compile(
    r"(?:\b(?:xây dựng|lập|gửi|nộp|trình|ban hành|tham mưu|hoàn thiện|soạn thảo|triển khai) |^)"
    r"(?P<document>(?:thông báo|báo cáo kết quả|báo cáo(?=[ ,(]*(?:\(|gửi|về|$))|kế hoạch|danh sách|hồ sơ|tờ trình|"
    r"phương án|dự thảo|biên bản|đề cương|số liệu)\b.*)",
    re.IGNORECASE,
)
_DOCUMENT_ENDS = re.compile(
    r"[;:(.]|,(?! (?:công chức|viên chức|người lao động))|"
    r"\s(?:và gửi|gửi|về|đến|cho|trình|trước|theo|tại|để|qua|kèm|trong)\b",
    re.IGNORECASE,
)
_LONG_NAME = 16  # words
_EDGES = " ,;:.()–-"
_SIDES = " ,;.()–-"
_EMPTY = re.compile(r"(thoi gian|thoi han|du kien|han)?( thuc hien| hoan thanh| kiem tra)?")
_LONGEST = 600
_MOST = 500  # obligations of one text; more are no plan's


@dataclass(frozen=True)
class _Found:
    """A time in a sentence: its words, what it reads as, and the words of the act it belongs to."""

    words: str
    schedule: Schedule
    act: str
    report: str = ""  # `báo cáo quý I`, where the time is a report's


def candidates(texts: Sequence[str], context: Context) -> tuple[PlanTask, ...]:
    """The obligations of running text (paragraphs, or a dump with wrapped lines), each marked `candidate`.

    Their numbers are those of the outline; several at one place are parts. `place.row` counts the texts from 1.
    """
    found_in = (
        _task(found, paragraph)
        for paragraph in paragraphs(texts)
        if not _PURPOSES.match(fold(paragraph.title))
        for sentence in _SENTENCE.split(paragraph.text)
        for found in _times(sentence, context)
    )
    return tuple(_lettered(list(islice(found_in, _MOST))))


def beside(rows: Sequence[PlanTask], offered: Sequence[PlanTask]) -> tuple[PlanTask, ...]:
    """A table's rows and the candidates behind them; section, number and part stay unique."""
    taken = {(row.section, row.no, row.part) for row in rows}
    found = list(rows)
    for task in offered:
        parts = (task.part, *(_letter(count) for count in range(len(rows) + len(offered))))
        part = next(part for part in parts if (task.section, task.no, part) not in taken)
        taken.add((task.section, task.no, part))
        found.append(replace(task, part=part))
    return tuple(found)


def _times(sentence: str, context: Context) -> Iterator[_Found]:
    """The times of a sentence from left to right; each has the words since the one before it."""
    since, act = 0, ""
    for match in _TIME.finditer(sentence):
        if _GROUND.search(sentence[max(since, match.start() - 60) : match.end()]):
            continue
        words = match[0].strip(_EDGES)
        schedule = read_deadline(words, context)
        if not (schedule.occurrences or schedule.conditions) or Doubt.UNREAD in schedule.doubts:
            continue
        act = sentence[since : match.start()].strip(_SIDES) or act
        report = _REPORTED.match(words)
        behind = "" if act else _TIME.split(sentence[match.end() :], maxsplit=1)[0].strip(_EDGES)
        said = report[0] if report else ""
        yield _Found(words, schedule, _of_report(act, said) if said else act or behind, said)
        since = match.end()


def _of_report(act: str, report: str) -> str:
    return f"{act.rstrip(_EDGES)}: {report.lower()}" if act else report


def _task(found: _Found, paragraph: Paragraph) -> PlanTask:
    lead, act = _lead(found.act)
    return PlanTask(
        section=paragraph.section,
        section_title=paragraph.title,
        no=paragraph.no,
        part="",
        task=_said(act, found, paragraph),
        activities=(),
        products=_products(act, found.report),
        assignees=_named(lead) or _named(paragraph.heading) or _named(paragraph.text),
        coordinators=(),
        deadline_text=found.words,
        place=Place(row=paragraph.line),
        schedule=found.schedule,
        doubts=found.schedule.doubts,
        candidate=True,
    )


def _products(act: str, report: str) -> tuple[str, ...]:
    """The document that the act makes, as far as its words name it: `lập danh sách cán bộ, gửi …`."""
    made = _MAKES.search(act)
    document = report or (_DOCUMENT_ENDS.split(made["document"], maxsplit=1)[0].strip(_EDGES) if made else "")
    return (document[0].upper() + document[1:],) if document and len(document.split()) <= _LONG_NAME else ()


def _lead(act: str) -> tuple[str, str]:
    """`Đối với các cơ quan tự kiểm tra: tiến hành …` → whom it is given to, and the act."""
    lead, colon, rest = act.partition(":")
    if colon and (_GIVEN_TO.match(lead) or people_like(lead)):
        return lead, rest.strip(_EDGES)
    return act, act


def _said(act: str, found: _Found, paragraph: Paragraph) -> str:
    """The act in a few words; where only the time is printed, what the heading is about."""
    act = re.sub(r"^(?:và|đồng thời|định kỳ|gồm|có trách nhiệm)\s+", "", act.rstrip(_EDGES))
    if _EMPTY.fullmatch(fold(act)):
        return paragraph.heading.strip(_EDGES) or found.words
    act += ")" * (act.count("(") - act.count(")"))
    shown = act if len(act) <= _LONGEST else f"{act[:_LONGEST].rsplit(' ', 1)[0]}…"
    return shown[0].upper() + shown[1:]


def _named(words: str) -> tuple[str, ...]:
    """The bodies or posts that the words begin with, up to what they are to do."""
    subject = _ACTS.split(_GIVEN_TO.sub("", words).partition(":")[0], maxsplit=1)[0].strip(_EDGES)
    return people.named(subject) if people_like(subject) else ()


def _letter(count: int) -> str:
    return chr(ord("a") + count % 26) * (count // 26 + 1)


def _lettered(tasks: list[PlanTask]) -> Iterator[PlanTask]:
    """Several at one numbered place are parts a, b, …"""
    sizes = Counter((task.section, task.no) for task in tasks)
    counts: Counter[tuple[str, str]] = Counter()
    for task in tasks:
        key = (task.section, task.no)
        if sizes[key] > 1:
            yield replace(task, part=_letter(counts[key]))
            counts[key] += 1
        else:
            yield task

"""What a list, a report or an urging is about: scope, status, period, words, group."""

from typing import Any

from bot.intents import days, free_words, subjects
from bot.intents.heard import PEOPLE, THINGS, TIMES, Heard, several
from bot.intents.patterns import forms
from bot.intents.rules.model import HOW_FAR, LATE, WORK
from bot.intents.vocabulary import SMALL
from locales.folding import fold


def when(heard: Heard) -> str | None:
    found = heard.line.values("DATE")
    if heard.line.has("DATE (và|với|lẫn) DATE"):
        return days.as_when(days.joined(found[0], found[1]), heard.today)
    return days.as_when(found[0], heard.today) if found else None


def scope(heard: Heard) -> str | None:
    line = heard.line
    if line.has(subjects.UNIT):
        return "unit"
    for source in (subjects.NO_SCOPE, subjects.PURPOSE):
        while hit := line.find(source):
            line = line.without(hit.first, hit.last)
    return "mine" if any(line.has(source) for source in subjects.MINE) else None


def status(heard: Heard) -> Any:
    line = heard.line
    found = []
    for source, value in subjects.STATUSES:
        hit = line.find(source)
        if hit:
            found.append(value)
            line = line.signed(hit.first, hit.last, "STATUS", value)
    if "overdue" not in found and "due" not in found and line.has(subjects.DUE_BY):
        found.append("due")
    if not found and line.has(subjects.REMAINING):
        found.append("open")
    return several(found)


def area(heard: Heard) -> Any:
    return several(heard.line.values("AREA"))


_ABOUT = (
    "(về|liên quan|tìm|chứa|có chữ|tên là|mảng|lĩnh vực|thuộc|nói về|từ khóa|dính) (đến|tới|"
    "với|việc|các|những|nhiệm vụ|giúp|cho|tôi|em|mình|hộ|lĩnh vực|mảng|công tác|cái)*"
)


# `báo cáo tiến độ` is what is asked for, not what it is about.
_OF_REPORTS = {
    *fold("báo cáo tiến độ tình hình tổng hợp thống kê kết quả thực hiện ra bảng chung nhanh theo dõi").split()
}


# `tình hình tuyển quân thế nào`, `mấy việc giảm nghèo bị trễ`: the subject between what is asked and how it stands.
_BETWEEN = (
    f"(tình hình|tiến độ|tình trạng) ~~ ({HOW_FAR})",
    f"{WORK} ~~ (bị|đang|còn)? {LATE}",
)
_NO_SUBJECT = _OF_REPORTS | {*fold("công việc nhiệm vụ làm nộp giao được").split()}
_BESIDE_SUBJECT = SMALL | forms("bị")


def _between(heard: Heard) -> str | None:
    line = heard.line
    hit = next((hit for source in _BETWEEN if (hit := line.find(source))), None)
    if hit is None:
        return None
    sources = (subjects.UNIT, *subjects.MINE, *(source for source, _ in subjects.STATUSES))
    said = {at for source in sources for one in line.find_all(source) for at in range(one.first, one.last)}
    outside = {at for at in range(len(line.words)) if not hit.first < at < hit.last}
    found = free_words.longest(
        line, heard.taken() | said | outside, TIMES | THINGS | PEOPLE, least=2, ends=_BESIDE_SUBJECT
    )
    return found if found and not set(fold(found).split()) & _NO_SUBJECT else None


def words(heard: Heard) -> str | None:
    if heard.line.values("AREA"):
        return None
    titled = heard.line.values("TITLE")
    if titled and set(fold(titled[0].words).split()) - _OF_REPORTS:
        return str(titled[0].words)
    about = heard.line.find(_ABOUT)
    if about is None:
        return _between(heard)
    taken = heard.taken() | set(range(about.last))
    return free_words.longest(heard.line, taken, TIMES | THINGS | PEOPLE)


def group(heard: Heard) -> str | None:
    line = heard.line
    for source, value in (
        ("chưa (bấm)? (xác nhận|đọc|xem|nhận|phản hồi)", "unconfirmed"),
        ("(quá hạn|quá hẹn|trễ|trễ hạn|chậm|muộn)", "late"),
        (
            (
                "(chưa (làm|nộp|gửi|báo cáo)? (xong|hoàn thành|nộp|làm|gửi|báo cáo|thực hiện)?|còn (nợ|"
                "tồn|việc|lại)|nợ|đang làm)"
            ),
            "open",
        ),
    ):
        if line.has(source):
            return value
    if line.values("PERSON") or line.values("ROLE"):
        return None
    return (
        "all"
        if line.has(
            "(tất cả|mọi người|cả xã|toàn thể|anh em|toàn bộ|cả cơ quan|cả đơn vị|các (đc|đồng chí|"
            "dc|anh|chị|bạn|cán bộ|công chức)|hết)"
        )
        else None
    )


def export(heard: Heard) -> bool | None:
    return (
        True
        if heard.line.has("(xuất|excel|word|tải (về|file|báo cáo)|kết xuất|export|ra file|gửi file|file)")
        else None
    )

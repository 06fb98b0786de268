"""Which task: `việc 12`, `#12`, `cái thứ hai`, `việc này`. Sign TASK; its value is an id, `nth:2`, `this` or `all`."""

from itertools import pairwise

from bot.intents.line import Line
from bot.intents.model import Hearing
from bot.intents.patterns import SURE, forms, plain
from bot.intents.title_words import bag_of, spelled

_NOUN = "(việc|nhiệm vụ|công việc|đầu việc|cv|vụ|mã)"
_N = "{n=[0-9]{1,4}}"
_NUMBERED = (
    f"{_NOUN} (có|mang)? (mã|số|thứ tự)? {_N}",
    f"(số|mã) {_N}",
)
# A number after these is no task: `quý 3`, `tổ 2`, `đợt 1`, `mục 3`, `bước 2`, and so is one that counts (`3 việc`).
_OTHER_NOUNS = forms(
    """quý tổ đợt mục bước năm tháng khối ấp thôn điểm cấp khóa thứ loại mẫu phòng lần ngày nhóm top trang điều khoản
    mùng kỳ ban phiên quyển thửa đất tờ lô hẻm đường ngõ ngách lộ phố km chương biểu bảng hàng lớp trạm nhà"""
)
_COUNTED = forms(
    """việc nhiệm công người đồng mục bước cái hồ bản lần ngày tuần tháng giờ h g phút tiếng hôm phần viên xã đầu ông
    thửa bảng file ảnh link đc điểm năm quý bộ triệu chữ đơn ấp thôn nhóm"""
)
_COUNTS = forms("hai ba bốn sáu mấy các những") | {str(number) for number in range(2, 10)}
_DAYS = forms("hôm ngày bữa")
_BEFORE_ANY = forms("xong việc xem thành hạn")
_LONGEST = 20  # digits
_ORDINALS: tuple[tuple[str, int | None], ...] = (
    ("(việc|cái|vụ|nhiệm vụ|dòng|công việc) (thứ|số thứ tự) {n=[0-9]{1,3}}", None),
    ("(việc|cái|vụ|nhiệm vụ|công việc) (đầu tiên|đầu|thứ nhất|trên cùng) !việc", 1),
    ("(việc|cái|vụ|nhiệm vụ|công việc) (cuối cùng|cuối|chót|sau cùng|dưới cùng) !(năm|tháng|tuần|quý|kỳ)", -1),
    ("(việc|cái) (áp chót|kế cuối)", -2),
)
_THIS = (
    "(việc|cái|vụ|nhiệm vụ|công việc|cái việc|báo cáo|kế hoạch|thông báo|công văn|quyết định|bản|bài|hồ sơ) "
    "(này|đó|ấy|kia|trên|vừa rồi|vừa nhắc|vừa nêu|vừa xong|hồi nãy|lúc nãy|nãy) !(gì|nào|không)",
    "nó",
)
ALL = (
    "(tất cả|toàn bộ) (các|mọi|những)? (việc|nhiệm vụ|công việc|đầu việc)? (này|đó|trên)?",
    "cả {n=[0-9]{1,2}} (việc|cái|nhiệm vụ|vụ)?",
    "(mấy|các|những) (việc|cái|nhiệm vụ) (này|đó|trên|kia)",
    "<!gì <!chi <!nào hết !(hạn|DATE|tháng|tuần|năm|quý)",
    "(hai|ba|bốn|sáu|{n=[2-9]}) (việc|cái|nhiệm vụ|vụ) (này|đó|trên|kia|vừa rồi)",
)
"""All that was shown; only where no task is named."""


def _row(number: int, hearing: Hearing) -> int:
    """The id typed, or that of the row of the list last shown."""
    tasks = hearing.tasks
    if all(task.number != number for task in tasks) and 1 <= number <= len(tasks):
        return tasks[number - 1].number
    return number


def _nth(place: int, hearing: Hearing) -> int | str:
    at = place - 1 if place > 0 else place
    if hearing.tasks and -len(hearing.tasks) <= at < len(hearing.tasks):
        return hearing.tasks[at].number
    return f"nth:{place}"


def _ordinals(line: Line, hearing: Hearing) -> Line:
    for source, place in _ORDINALS:
        while hit := line.find(source):
            value = _nth(place or int(hit.named["n"]) or 1, hearing)
            line = line.signed(hit.first, hit.last, "TASK", value)
    return line


_BEFORE_SO = forms("tham chủ nghị đổi chữ con dân")


def _numbered(line: Line, hearing: Hearing) -> Line:
    for source in _NUMBERED:
        while hit := line.find(source):
            before = line.words[hit.first - 1].norm if hit.first else ""
            value = _row(int(hit.named["n"]), hearing)
            year = 2020 <= int(hit.named["n"]) <= 2039
            if source.startswith("(số") and (year or before in _OTHER_NOUNS or before in _BEFORE_SO):
                break
            line = line.signed(hit.first, hit.last, "TASK", value)
    return line


def _is_date(line: Line, at: int) -> bool:
    """`xong 104 hôm t6`: the day after it, so that the number counts no days."""
    return at < len(line.words) and line.words[at].norm == "DATE"


def _in_a_title(line: Line, at: int, hearing: Hearing) -> bool:
    """`mốc giới 364`: a number that a title of the list has after the same word, and no task bears."""
    number = line.words[at].norm
    if not at or not hearing.tasks or any(task.number == int(number) for task in hearing.tasks):
        return False
    pair = (plain(line.words[at - 1].norm.rstrip(SURE)), number)
    return any(number in bag_of(task.title) and pair in pairwise(spelled(task.title)) for task in hearing.tasks)


def _bare(line: Line, hearing: Hearing) -> Line:
    """Numbers by themselves, and the further ones of a list: `xong 21, 23`, `việc 12 13 và 15`."""
    for at in range(len(line.words) - 1, -1, -1):
        norm = line.words[at].norm
        before = line.words[at - 1].norm if at else ""
        after = line.words[at + 1].norm if at + 1 < len(line.words) else ""
        listed = bool(line.words[at + 1].gap.strip()) if at + 1 < len(line.words) else True
        if not (norm.isdigit() and norm.isascii()):
            continue
        if len(norm) > 4 or not int(norm):
            if before in _BEFORE_ANY and not after:  # no task has this number, and none but this one is meant
                line = line.signed(at, at + 1, "TASK", min(int(norm[:_LONGEST]), 10**9))
            continue
        counts = after in _COUNTED and not listed and not (after in _DAYS and _is_date(line, at + 2))
        if before in _OTHER_NOUNS or counts or 2020 <= int(norm) <= 2039 or _in_a_title(line, at, hearing):
            continue
        line = line.signed(at, at + 1, "TASK", _row(int(norm), hearing))
    return line


def with_references(line: Line, hearing: Hearing) -> Line:
    """The line with every task named by number, row or pointing as TASK."""
    line = _bare(_numbered(_ordinals(line, hearing), hearing), hearing)
    for source in _THIS:
        for hit in reversed(list(line.find_all(source))):
            counted = hit.first > 0 and line.words[hit.first - 1].norm in _COUNTS
            if counted or (source == "nó" and line.words[hit.first].norm == "no"):
                continue
            value = hearing.last if hearing.last is not None else "this"
            line = line.signed(hit.first, hit.last, "TASK", value)
    return line


PHRASES = (*_NUMBERED, *(source for source, _ in _ORDINALS), *_THIS, *ALL)

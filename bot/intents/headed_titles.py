"""A title told by the word that heads it (`báo cáo`, `kế hoạch`, …), when no list tells how long it is."""

from bot.intents.line import Line
from bot.intents.patterns import forms
from bot.intents.title_parts import Title, begins_compound, is_period, is_post_in_title, spelled_word
from bot.intents.vocabulary import SMALL

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


def begin(line: Line, first: int) -> int:
    """Where a title found in the list begins: with the word that heads it, though the list leaves that out."""
    return next((hit.first for hit in line.find_all(HEADS) if hit.last == first), first)


def _content_after(line: Line, at: int) -> int:
    while at < len(line.words):
        word = line.words[at]
        if word.gap.strip(" -–/\"'") or (word.is_sign and word.norm != "AREA" and not is_post_in_title(line, at)):
            break
        if line.is_among(at, _ENDS) and not begins_compound(line, at):
            break
        at += 1
    return at


def from_head(line: Line) -> tuple[int, int, Title] | None:
    """A title told by the word that heads it, as long as plain words follow."""
    found = []
    for hit in line.find_all(HEADS):
        end = _content_after(line, hit.last)
        if end < len(line.words) and is_period(line, end):
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
    whole = [word for at in range(begin, end) for word in spelled_word(line, at)]
    return len([word for at in range(first, last) for word in spelled_word(line, at)]) >= 0.6 * len(whole)

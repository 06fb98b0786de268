"""Items of a checklist and steps of the exam: signs ITEM (numbers), STEP (a number); weekends and codes beside them."""

import re

from bot.intents.line import Line
from bot.intents.patterns import forms
from bot.intents.rules.talk import NO_REMIND

_CODE = re.compile(r"(?=[A-Za-z0-9]*[0-9])[A-Za-z0-9]{6}")
_CODE_WORDS = "(mã|code|start|liên kết|kích hoạt|kết nối)"
_WEEKEND = (
    "(t7|thứ 7|thứ bảy) (và|với|hay|hoặc|rồi|lẫn)? (cn|chủ nhật)",
    "cuối tuần",
    "(t7|thứ 7|cn|chủ nhật)",
)


def with_codes(line: Line) -> Line:
    """A linking code: beside a word for it, or all that was typed."""
    if len(line.words) > 1 and not line.has(_CODE_WORDS):
        return line
    for at, word in enumerate(line.words):
        typed = line.text[word.start : word.end]
        if not word.is_sign and _CODE.fullmatch(typed) and typed.lower() == word.norm.rstrip("_"):
            line = line.signed(at, at + 1, "CODE", typed.upper())
    return line


def with_weekends(line: Line) -> Line:
    """`t7 cn đừng nhắc`: a weekend as a standing wish, not a day."""
    if not line.has(f"({NO_REMIND}|yên lặng|im lặng|(có|được) nhắc)"):
        return line
    for source in _WEEKEND:
        for hit in reversed(list(line.find_all(source))):
            if not line.has("(tuần (này|sau|tới)|ngày {x=[0-9/.-]+})"):
                line = line.signed(hit.first, hit.last, "WEEKEND", "weekend")
    return line


def _numbers_from(line: Line, at: int) -> tuple[list[int], int]:
    """`mục 1, 2 và 4`: numbers up to the first other word."""
    numbers: list[int] = []
    end = at
    while at < len(line.words):
        norm = line.words[at].norm
        if norm.isdigit() and norm.isascii() and len(norm) <= 3:
            numbers.append(int(norm))
            end = at + 1
        elif norm not in forms("và với mục") or not numbers:
            break
        at += 1
    return numbers, end


def with_items(line: Line) -> Line:
    """`mục 3`, `mục 1 2 4`, `mục cuối` as ITEM (a list of numbers, −1 the last); `bước 2` as STEP."""
    for sign, noun in (("ITEM", "(mục|hạng mục|đầu mục|khoản) (số|thứ)?"), ("STEP", "bước (số|thứ)?")):
        for hit in reversed(list(line.find_all(f"{noun} {{n=[0-9]{{1,3}}}}"))):
            numbers, end = _numbers_from(line, hit.last - 1)
            if numbers:
                line = line.signed(hit.first, end, sign, numbers)
    for source, number in (("(mục|hạng mục) (cuối cùng|cuối|chót)", -1), ("(mục|hạng mục) (đầu tiên|đầu)", 1)):
        for hit in reversed(list(line.find_all(source))):
            line = line.signed(hit.first, hit.last, "ITEM", [number])
    return line

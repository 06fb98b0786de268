"""A cell's text cut into its items: at bullets, semicolons, sentence ends and lines that begin a new item."""

import re
from collections.abc import Iterator

from locales.folding import fold
from scheduler.plans.wording import document_like

BULLET = re.compile(r"^\s*(?:[-–—+•*·●▪]|o(?=\s)|[a-zđ]\)|\d{1,2}\))\s*(?=\S)")
_NUMBERED = re.compile(r"^\s*\d{1,2}\.\s*\D")
_ENDED = re.compile(r"[.;:]\s*$")
_ABBREVIATION = re.compile(r"\b(?:TP|TX|TT|Q|P|Tr|Mr|Ts|ThS|BS|số|Số|\d+|[A-ZĐ])$")
# What follows a semicolon here goes on with the same thing: a reference, a remark, a way of doing.
_GOES_ON = re.compile(
    r"\s*(?:\(|(?:thực hiện|trên|trong|tại|theo|về|của|do|để|với|nhằm)\b|"
    r"(?:Phụ lục|Thông tư|Nghị định|Điều|Khoản|Mẫu|Biểu)\s+(?:số\s+)?\d)"
)
_STARTS = re.compile(r"[A-ZĐÀ-Ỹ][a-zđà-ỹ]|[A-ZĐÀ-Ỹ]\s")
_NEW_SENTENCE = re.compile(r"\s+[A-ZĐÀ-Ỹ]")
_LONGEST = 2_000  # characters; longer is no list of documents
_BETWEEN = re.compile(r",\s*và\s+|,\s+|\s+và\s+")
_OPEN_END = re.compile(r"(?:,|\b(?:và|hoặc|của|về|theo|cho|với|tại|trong|là|các|những))$", re.IGNORECASE)


def flat(text: str) -> str:
    return " ".join(text.split())


def outside_brackets(text: str) -> Iterator[tuple[int, str]]:
    """The characters that stand in no parenthesis, with their offsets; an unclosed one ends with its line."""
    depth, closes = 0, text.count(")")
    for i, mark in enumerate(text):
        if mark == "(" and closes > 0:
            depth += 1
        elif mark == ")":
            depth, closes = max(0, depth - 1), closes - 1
        elif depth == 0:
            yield i, mark


def trimmed(item: str) -> str:
    """Without its bullet, its separator and its full stop; `...` and `..vv` stay."""
    words = flat(BULLET.sub("", item, count=1)).strip()
    while words and words[-1] in ";,:." and not words.endswith(".."):
        words = words[:-1].rstrip()
    return words


def joined_lines(cell: str) -> list[str]:
    """The lines of a cell, those broken in the middle of an item put together again."""
    found: list[str] = []
    counting = False
    for line in cell.split("\n"):
        counting = bool(found) and bool(_NUMBERED.match(line)) and (counting or found[-1].rstrip().endswith(":"))
        if found and (counting or not _begins(line, found[-1])):
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return found


def _begins(line: str, before: str) -> bool:
    if BULLET.match(line):
        return True
    words = line.lstrip()
    end = before[-20:].rstrip()
    if words.startswith("(") or _OPEN_END.search(end):
        return False
    return bool(_ENDED.search(end)) or bool(_STARTS.match(words)) or bool(_NUMBERED.match(words))


def at_semicolons(line: str) -> Iterator[str]:
    start = 0
    for i, mark in outside_brackets(line):
        if mark == ";" and not _GOES_ON.match(line, i + 1):
            yield line[start:i]
            start = i + 1
    yield line[start:]


def at_sentences(line: str) -> Iterator[str]:
    start = 0
    for i, mark in outside_brackets(line):
        ends = mark == "." and _NEW_SENTENCE.match(line, i + 1) and not line.endswith(".", 0, i)
        if ends and not _ABBREVIATION.search(line[start:i]):
            yield line[start:i]
            start = i + 1
    yield line[start:]


def activities(cell: str) -> tuple[str, ...]:
    """What is done; never cut at a comma."""
    pieces = (
        piece
        for line in joined_lines(cell)
        for part in ([line] if ": 1." in line else at_semicolons(line))
        for piece in at_sentences(part)
    )
    return tuple(item for piece in pieces if (item := trimmed(piece)))


def products(cell: str) -> tuple[str, ...]:
    """What is delivered; also cut between two documents that are each complete in itself."""
    return tuple(document for item in activities(cell) for document in _documents(item))


def _documents(item: str) -> Iterator[str]:
    start = 0
    for found in _BETWEEN.finditer(item) if len(item) <= _LONGEST else ():
        left, right = item[start : found.start()], item[found.end() :]
        inside = item[: found.start()].count("(") > item[: found.start()].count(")")
        if not inside and document_like(left) and document_like(right) and _complete(left, found[0].strip(), right):
            yield trimmed(left)
            start = found.end()
    yield trimmed(item[start:])


def _complete(left: str, mark: str, right: str) -> bool:
    """`Kế hoạch, Báo cáo`: both bare; or the right one begins anew, with a capital, behind `, và`, or as `các …`."""
    following = _BETWEEN.split(right)[0]
    if len(fold(left).split()) <= 2 and len(fold(following).split()) <= 2:
        return True
    return right.startswith(("các ", "những ")) if mark == "và" else mark != "," or right[0].isupper()

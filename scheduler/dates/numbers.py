"""Numbers written in words (rule 39): `05 (năm) ngày`, `ba ngày làm việc`, `tháng tư`, `thứ Năm`."""

from scheduler.dates.tokens import Token

ACUTE, GRAVE, HOOK, DOT, BREVE, HAT, HORN = "\u0301", "\u0300", "\u0309", "\u0323", "\u0306", "\u0302", "\u031b"
_DIGITS = {
    "mot": (1, DOT + HAT),
    "hai": (2, ""),
    "ba": (3, ""),
    "bon": (4, HAT + ACUTE),
    "tu": (4, HORN),
    "nam": (5, BREVE),
    "lam": (5, BREVE),
    "sau": (6, ACUTE),
    "bay": (7, HOOK),
    "tam": (8, ACUTE),
    "chin": (9, ACUTE),
    "muoi": (10, ""),
}
_UNITS = {"ngay", "tuan", "thang", "lan", "gio"}
_NAMED = {"thang", "quy", "thu"}
_COUNTED = {"hang", "moi", "ky", "tung", "cac"}


def _digit(token: Token) -> int | None:
    value, marks = _DIGITS.get(token.fold, (None, ""))
    if value == 10:  # mười and mươi
        return value
    return value if token.marks in (frozenset(), frozenset(marks)) else None


def _run(tokens: list[Token], start: int) -> tuple[int, int]:
    """(value, how many tokens) of the number in words at `start`; (0, 0) where there is none."""
    digits: list[int] = []
    for token in tokens[start : start + 3]:
        value = _digit(token)
        if value is None:
            break
        digits.append(value)
    match digits:
        case [10, int(unit), *_] if unit < 10:
            return 10 + unit, 2
        case [int(tens), 10, int(unit)] if tens < 10 and unit < 10:
            return tens * 10 + unit, 3
        case [int(tens), 10, *_] if tens < 10:
            return tens * 10, 2
        case [int(value), *_]:
            return value, 1
    return 0, 0


def _fold_at(tokens: list[Token], index: int) -> str:
    return tokens[index].fold if 0 <= index < len(tokens) else ""


def _is_count(tokens: list[Token], start: int, size: int) -> bool:
    """`ba ngày`, `sáu tháng`: a number before its unit. `năm ngày 17/11`, `từ ngày`, `sau ngày` are not."""
    unit, beyond = _fold_at(tokens, start + size), _fold_at(tokens, start + size + 1)
    if unit not in _UNITS or beyond.isdecimal() or _fold_at(tokens, start - 1) in _COUNTED | {"cuoi", "dau", "ca"}:
        return False
    first = tokens[start]
    if size > 1 or first.marks or first.fold not in {"tu", "sau", "nam"}:
        return True
    return (first.fold == "nam" and unit == "ngay") or (first.fold == "sau" and beyond in {"dau", "cuoi"})


def _is_name(tokens: list[Token], start: int, size: int) -> bool:
    """`tháng tư`, `quý hai`, `thứ năm`. `hàng tháng từ …`, `6 tháng, năm`, `tháng sau` are not."""
    before, earlier = _fold_at(tokens, start - 1), _fold_at(tokens, start - 2)
    if before not in _NAMED or (before != "thu" and earlier in _COUNTED):
        return False
    first, beyond = tokens[start], _fold_at(tokens, start + size)
    if size > 1 or before == "thu":
        return True
    if first.fold == "nam":
        may = before == "thang" and not earlier.isdecimal()
        return (
            may
            and (bool(first.marks) or beyond == "/")
            and not beyond.isdecimal()
            and beyond not in {"truoc", "sau", "nay"}
        )
    if first.fold in {"sau", "tu"}:
        return bool(first.marks) or (first.fold == "tu" and beyond in {"", ",", "nam", "va"})
    return True


def _is_gloss(tokens: list[Token], start: int) -> int:
    """How many tokens `(năm)` takes after a figure; 0 where it is no such gloss."""
    if start == 0 or tokens[start].fold != "(" or not tokens[start - 1].fold.isdecimal():
        return 0
    value, size = _run(tokens, start + 1)
    return (
        size + 2 if size and value == int(tokens[start - 1].fold) and _fold_at(tokens, start + 1 + size) == ")" else 0
    )


def figures(tokens: list[Token]) -> list[Token]:
    """The tokens with numbers in words turned into figures and glosses in brackets dropped."""
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        gloss = _is_gloss(tokens, index)
        if gloss:
            index += gloss
            continue
        value, size = _run(tokens, index)
        if size and (_is_count(tokens, index, size) or _is_name(tokens, index, size)):
            out.append(Token(str(value), tokens[index].start, tokens[index + size - 1].end, frozenset()))
            index += size
            continue
        out.append(tokens[index])
        index += 1
    return out

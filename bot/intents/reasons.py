"""Why something is asked for, refused, sent back or undone: the slot `reason`, and where in the line it stands."""

from bot.intents import free_words
from bot.intents.free_words import POLITE, Run, taken_words, trimmed
from bot.intents.heard import PEOPLE, THINGS, TIMES, Heard
from bot.intents.line import Line
from bot.intents.model import Intent
from bot.intents.patterns import forms
from bot.intents.references import ALL
from bot.intents.rules.model import DEFER, LENGTHEN

_BECAUSE = "(tại vì|bởi vì|vì|do|bởi|lý do|tại|nguyên nhân|lí do|do là) (là|vì|do|:)? !(TITLE|này|đó|gì|nào)"
_SO = forms("nên xin mong nhờ")
_NO_CAUSE = forms("việc cái cho hiện tồn tự")  # before one of these words: `hiện tại`, `tự do`, `chờ do dac`
_MARKS = frozenset(",.;!\n…-–")
_WANTED = (
    f"({LENGTHEN}|{DEFER}|thêm|đề nghị|yêu cầu|lý do (này|đó)|nộp (lại|bù)|"
    "(hạn|nộp|gửi|xong|trình|hoàn thành|làm xong) (mới|chót|lại|bù|xong)? (là|vào|đến|tới|trong|ngày|trước)? "
    "(DATE|TIME)|DATE (là|mới|phải|cần|nhớ)* (nộp|gửi|xong|trình|hoàn thành|có) (lại|xong|đủ)?)"
)
_ASIDES = POLITE | forms("cảm ơn thông cảm nhờ mong giùm dùm hộ")
_WITH_ASIDES = frozenset({Intent.REQUEST_EXTENSION, Intent.REJECT_EXTENSION, Intent.RETURN_TASK})
_SLIP = "(bấm|đánh|báo|ấn|nhấn|tích|gửi|ghi|chọn|nhập) (xong)? (nhầm|lộn|sai)"


def _ends(line: Line, first: int) -> frozenset[str]:
    """The signs that a reason does not hold, as none of them is named before it: they belong to the order."""
    named = {word.norm for word in line.words[:first]}
    return frozenset(sign for kind in (TIMES, THINGS) if kind.isdisjoint(named) for sign in kind)


def _is_day(line: Line, at: int, first: int) -> bool:
    """`vì mai họp`: a reason may begin with its day."""
    return at == first and line.words[at].norm == "DATE" and at + 1 < len(line.words) and not line.words[at + 1].is_sign


def _introduced(line: Line) -> Run | None:
    """What follows `vì`, `do`, `lý do`, up to where the request goes on."""
    for hit in line.find_all(_BECAUSE):
        if hit.first and line.words[hit.first - 1].norm in _NO_CAUSE:
            continue
        ends, end = _ends(line, hit.first), hit.last
        while end < len(line.words) and (_is_day(line, end, hit.last) or line.words[end].norm not in ends | _SO):
            end += 1
        if run := trimmed(line, hit.last, end, POLITE):
            return run
    return None


def _aside(heard: Heard) -> Run | None:
    """A clause by itself that holds no word of the order: `trả lại 41, phụ lục chưa đúng mẫu`."""
    line = heard.line
    ordered = taken_words(line, [heard.best])
    marks = [at for at in range(1, len(line.words)) if not _MARKS.isdisjoint(line.words[at].gap)]
    for first, last in zip(marks, [*marks[1:], len(line.words)], strict=True) if marks else ():
        if not ordered.isdisjoint(range(first, last)) or line.part(first, last).has(_WANTED):
            continue
        named = {word.norm for word in line.words[first:last]}
        ends = THINGS if heard.best.intent == Intent.REJECT_EXTENSION else _ends(line, first)
        run = None if named & ends else trimmed(line, first, last, _ASIDES)
        if run and any(not word.is_sign for word in line.words[run[0] : run[1]]):
            return run
    return None


def clear_span(heard: Heard) -> Run | None:
    """Where a reason stands that a word introduces or that is a clause by itself."""
    return _introduced(heard.line) or (_aside(heard) if heard.best.intent in _WITH_ASIDES else None)


def _clear(heard: Heard) -> str | None:
    run = clear_span(heard)
    return heard.line.span(*run) if run else None


def reason_given(heard: Heard) -> str | None:
    """A reason that a word introduces, no more."""
    run = _introduced(heard.line)
    return heard.line.span(*run) if run else None


def reason(heard: Heard) -> str | None:
    """Of a request for time."""
    return _clear(heard) or free_words.longest(
        heard.line, heard.taken(), TIMES | THINGS, least=2, ends=free_words.AROUND_REASON
    )


def reason_of_refusal(heard: Heard) -> str | None:
    """Why it is refused or sent back; what was asked for is no reason."""
    line = heard.line
    sources = (_WANTED, *ALL)
    said = {at for source in sources for hit in line.find_all(source) for at in range(hit.first, hit.last)}
    return _clear(heard) or free_words.longest(
        line, heard.taken() | said, TIMES | THINGS | PEOPLE, least=2, ends=free_words.POLITE
    )


def reason_of_undo(heard: Heard) -> str | None:
    said = reason_given(heard)
    slip = heard.line.find(_SLIP)
    if said or slip is None:
        return said or free_words.longest(heard.line, heard.taken(), TIMES | THINGS, least=3)
    return heard.line.span(slip.first, slip.last)

"""`xong việc 12 à nhầm 13`: what is taken back inside a message, and what stands in its place."""

from bot.intents.line import Hit, Line
from bot.intents.model import Hearing, Intent, Reading
from bot.intents.one_request import Request, read_request, values_of
from bot.intents.patterns import forms
from bot.intents.vocabulary import SMALL

_SLIP = (
    "<!bấm <!đánh <!báo <!ấn <!nhấn <!tích <!gửi <!ghi <!chọn <!nhập <!xong <!có "
    "((à|ấy|ủa|ý|ờ|ừ|khoan|ối|chết|ấy chết|mà)* (nhầm|lộn|quên) (rồi|mất|tí|chút|ạ|nhé|xíu|số|nữa|tiếp)*|"
    "(à|ấy|ủa|chết|ối|^) sai (rồi|mất)*"
    "|(à|ấy|ủa|ờ|chết) (không|không phải|khoan) !(có|cho|được|duyệt|đạt)"
    "|ý (tôi|em|mình|anh|chị) là|đính chính|(xin)? (sửa|đổi) lại (là|thành)|nói lại|viết nhầm|gõ nhầm|gõ lộn)"
)
_MEANT = "(là|phải là|mới đúng|chứ không phải|mà là|thành|ý là)"
_INSTEAD = "không phải (TASK|DATE|TIME|PERSON|ROLE|ITEM) (mà|,|đâu)* (là|phải là)? (TASK|DATE|TIME|PERSON|ROLE|ITEM)"


_SAID = "(TASK|DATE|TIME|PERSON|ROLE|ITEM)"
_RATHER = (
    f"^({_MEANT}|việc|cái|cho|bên|ngày)? {_SAID} ((chứ|mà) (không|chẳng) phải|(mới|thì) (đúng|phải) $)",
    f"^(à|ủa|ấy|khoan) ({_MEANT}|cho|bên)? (DATE|TIME|DUR|DAYS|PERSON|ROLE) (mà|cơ|chứ|mới đúng)? $",
)
# `mai nhắc tôi, à mốt chứ`: put in place of what was said, with no word for the slip.
_CHANGED = f"(à|ủa|ấy|khoan) (mà)? ({_MEANT}|việc|cho|bên)? {_SAID} (chứ|cơ|mới đúng|mới phải|đi) $"


def _carried(before: Reading, after: Reading) -> Reading:
    """The first reading with the values of the second; a task by number replaces every earlier one."""
    slots = {**before.slots, **{name: value for name, value in after.slots.items() if name in _VALUES}}
    if "date" in after.slots:
        slots.pop("add_days", None)
    if "add_days" in after.slots:
        slots.pop("date", None)
    return Reading(before.intent, slots, before.more)


_VALUES = {"task", "date", "time", "person", "role", "add_days", "minutes", "item", "url", "reason", "place"}


def read_correction(line: Line, hearing: Hearing) -> Reading | None:
    """The reading of a line that takes something back; None where it takes back nothing."""
    hit = line.find(_SLIP) or _changed(line)
    if hit is None:
        return _instead(line, hearing)
    before = line.part(0, hit.first)
    after = line.part(hit.last, len(line.words))
    first = read_request(before, hearing) if before.words else None
    second = read_request(after, hearing) if after.words else None
    if first and first.weight >= 45 and _is_order(first) and second:
        if second.weight >= 50 and _is_whole_order(second) and second.reading.intent != first.reading.intent:
            return _carried(second.reading, Reading(Intent.CORRECT, second.reading.slots))
        return _carried(first.reading, _values(after, hearing))
    if second and second.weight >= 50 and _is_whole_order(second) and not _is_value(after):
        return None
    values = _values(after, hearing) if after.words else Reading(Intent.CORRECT)
    if before.words and not values.slots:
        return None
    return values


def _changed(line: Line) -> Hit | None:
    """The word before a value that stands in place of another, where an order is before it."""
    hit = line.find(_CHANGED)
    return Hit(hit.first, hit.first + 1, {}) if hit and hit.first else None


_NO_ORDER = frozenset({Intent.CLARIFY, Intent.CORRECT, Intent.YES, Intent.NO, Intent.UNKNOWN, Intent.SMALL_TALK})
# Said after a slip these are a value alone: `à nhầm, việc 13`, `à nhầm, mục 3`.
_VALUE_ALONE = frozenset({Intent.SHOW_TASK, Intent.SET_EVENT_DATE, Intent.CHECKLIST_TICK})


_ONLY_VALUES = SMALL | forms("thêm hạn ngày mới đúng cơ chứ lý lí")


def _is_value(line: Line) -> bool:
    """Signs and small words alone, `thêm 5 ngày cơ`: a value, though it would be an order by itself."""
    return any(word.is_sign for word in line.words) and all(
        word.is_sign or line.is_among(at, _ONLY_VALUES) for at, word in enumerate(line.words)
    )


def _is_order(request: Request) -> bool:
    return request.reading.intent not in _NO_ORDER


def _is_whole_order(request: Request) -> bool:
    return _is_order(request) and request.reading.intent not in _VALUE_ALONE


def _values(line: Line, hearing: Hearing) -> Reading:
    """What is put in place; what it stands against (`chứ không phải tư pháp`) is left out. Of several the last."""
    if slip := line.find(_SLIP):
        earlier = _values(line.part(0, slip.first), hearing).slots if slip.first else {}
        later = _values(line.part(slip.last, len(line.words)), hearing).slots if slip.last < len(line.words) else {}
        return Reading(Intent.CORRECT, {**earlier, **later})
    against = line.find(_AGAINST)
    kept = line.without(against.first, against.last) if against else line
    return Reading(Intent.CORRECT, values_of(kept, hearing))


_AGAINST = "(chứ|mà)? (không phải|chẳng phải|đâu phải) (là|của|bên|cho|vào)? (TASK|DATE|TIME|PERSON|ROLE|ITEM|DAYS|DUR)"


def _instead(line: Line, hearing: Hearing) -> Reading | None:
    """`không phải 12 mà 13`, `13 chứ không phải 12`."""
    hit = line.find(_INSTEAD)
    if hit is None:
        return _values(line, hearing) if any(map(line.has, _RATHER)) else None
    before = read_request(line.part(0, hit.first), hearing) if hit.first else None
    values = _values(line.part(hit.last - 1, len(line.words)), hearing)
    if before and before.weight >= 45 and _is_order(before):
        return _carried(before.reading, values)
    return values

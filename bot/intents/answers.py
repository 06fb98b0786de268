"""Words that mean little by themselves, read as part of the order they belong to.

A bare answer ("30/11") is read as a person would have said it in full ("gia hạn đến 30/11"); a message of several
readings is read again with the word that makes it clear.
"""

from typing import Any

from bot.intents.model import Hearing, Intent, Reading
from bot.intents.reader import read
from locales.folding import fold

_BEFORE_ANSWER = {
    Intent.REQUEST_EXTENSION: "gia hạn đến",
    Intent.APPROVE_EXTENSION: "duyệt gia hạn đến",
    Intent.RETURN_TASK: "trả lại,",
    Intent.SNOOZE: "nhắc lại lúc",
    Intent.MARK_DONE: "xong ngày",
    Intent.ATTACH_PROOF: "xong ngày",
    Intent.START_CONDITION: "gia hạn đến",
    Intent.SET_EVENT_DATE: "lịch kiểm tra vào",
}
# Read as the order whose words come before the answer.
_EXPECTED = {Intent.ATTACH_PROOF: Intent.MARK_DONE, Intent.START_CONDITION: Intent.REQUEST_EXTENSION}
_BEFORE_WISH = {"time": "đổi giờ nhắc", "days": "nhắc trước", "person": "giao việc 1 cho"}
_LONGEST_NUMBER = 9  # digits: beyond, it is nothing that people count
_CLEAR = {
    Intent.SNOOZE: "nhắc lại",
    Intent.REQUEST_EXTENSION: "gia hạn",
    Intent.MARK_DONE: "xong",
    Intent.ATTACH_PROOF: "minh chứng",
    Intent.SHOW_TASK: "xem",
}
_LIKELIEST = (Intent.REQUEST_EXTENSION, Intent.MARK_DONE)  # the readings that name most of what a sentence says


def bare_number(text: str) -> int | None:
    """The number that the text is; None where it is more, or no number that anybody counts with."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER else None


def read_as_rest(text: str, intent: Intent, hearing: Hearing, *, missing: str = "") -> dict[str, Any]:
    """The slots that an answer to an open order of this intent names; `missing` is the slot that was asked for."""
    lead = _BEFORE_ANSWER.get(intent) or _BEFORE_WISH.get(missing)
    again = read(f"{lead} {text}", hearing) if lead else Reading(Intent.UNKNOWN)
    return dict(again.slots) if again.intent is _EXPECTED.get(intent, intent) else {}


def read_as(text: str, intent: Intent, hearing: Hearing) -> Reading:
    """A message that fits several intents, taken as this one: as much of its slots as can be told."""
    clear = _CLEAR.get(intent)
    again = read(f"{clear} {text}", hearing) if clear else Reading(Intent.UNKNOWN)
    if again.intent is intent:
        return again
    for likely in _LIKELIEST:
        other = read(f"{_CLEAR[likely]} {text}", hearing)
        if other.intent is likely:
            return Reading(intent, {n: other.slots[n] for n in ("task", "date", "time") if n in other.slots})
    return Reading(intent)


def names(text: str, intent: Intent) -> bool:
    """Whether an answer says this intent's word: `nhắc lại` to "be reminded, or ask for another day?"."""
    word = _CLEAR.get(intent)
    return word is not None and f" {fold(word)} " in f" {fold(text)} "

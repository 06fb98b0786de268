"""Keeping what the reader missed, nameless, where the office wishes it."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from bot.access import Speaker
from bot.intents.model import Intent
from bot.intents.people import with_people
from bot.intents.tokens import line_of
from locales.folding import strip_marks
from storage.people import office_of, people_of
from storage.tables import MissedMessage

# What stands for each, so that the message still reads as one.
_NAME, _URL = "Nam", "https://example.vn"
_LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-]?\d){5,}")  # a phone's, an identity card's


def keep_missed(session: Session, who: Speaker, typed: str, *, read_as: Intent, meant: Intent, today: date) -> None:
    """Keep a message that was read as `read_as` and, by the tap that followed, meant `meant`."""
    if not office_of(session, who.office_id).keeps_missed:
        return
    session.add(
        MissedMessage(
            office_id=who.office_id,
            typed=nameless(typed, [one.name for one in people_of(session, who.office_id, on=today)]),
            role=who.role,
            day=today,
            read_as=read_as.value,
            meant=meant.value,
        )
    )


def nameless(text: str, names: Iterable[str]) -> str:
    """The message without links, long numbers and people: the full `names`, and whoever else is named as one."""
    text = _LINK.sub(_URL, unicodedata.normalize("NFC", text))
    text = _LONG_NUMBER.sub(lambda found: re.sub(r"\d", "0", found[0]), text)
    full = sorted({strip_marks(name).lower() for name in names if name.strip()}, key=len, reverse=True)
    if full:
        text = _replaced(text, re.compile(r"\b(?:" + "|".join(map(re.escape, full)) + r")\b"))
    people = [word for word in with_people(line_of(text)).words if word.norm == "PERSON"]
    for word in reversed(people):
        text = text[: word.end - len(word.value)] + _NAME + text[word.end :]
    return text


def _replaced(text: str, pattern: re.Pattern[str]) -> str:
    bare = strip_marks(text).lower()  # of NFC text, so that offsets into it are offsets into the text
    for found in reversed(list(pattern.finditer(bare))):
        text = text[: found.start()] + _NAME + text[found.end() :]
    return text

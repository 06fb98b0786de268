"""Hints that stand where there are no buttons, and the shapes of questions (voice.md rules 15-18)."""

from collections.abc import Sequence

from bot.intents.model import Intent
from bot.replies.lines import button
from locales import text
from scheduler.messages import Message

Option = tuple[str, str]  # what a button shows, and the answer it gives to the open question


def quoted(words: Sequence[str]) -> str:
    """`"xong 12", "gia hạn 12" hoặc "tất cả"`."""
    marked = [text("ask.quoted", words=one) for one in words]
    if len(marked) < 2:
        return "".join(marked)
    return text("ask.or", first=", ".join(marked[:-1]), last=marked[-1])


def words_hint(*words: str) -> str:
    """`Trả lời "xong 12" hoặc "gia hạn 12".`"""
    return text("ask.reply_words", words=quoted(words))


def numbers_hint(*acts: str) -> str:
    """`Trả lời 1 để gửi, 2 để sửa.`"""
    choices = [text("ask.to_do", number=at, act=act) for at, act in enumerate(acts, start=1)]
    return text("ask.reply_numbers", choices=", ".join(choices))


def yes_or_no(sentence: str, question: int, *, yes: str, no: str, hint: str) -> Message:
    """A reading that waits for yes; `question` ties the buttons to it, so that a late tap is known."""
    buttons = (button(yes, Intent.YES, question=question), button(no, Intent.NO, question=question))
    return Message(sentence, buttons, hint, menu=True)

"""A message as the calls of the Bot API that say it, as data. Pure; limits as in https://core.telegram.org/bots/api."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.layout import pieces, rows, units
from scheduler.messages import Button, File, Message

MAX_TEXT, MAX_CAPTION = 4096, 1024  # UTF-16 units
MAX_PHOTO = 10_000_000  # bytes
_PICTURES = frozenset({"image/png", "image/jpeg"})


@dataclass(frozen=True)
class Part:
    """One call: words, or a file with its caption."""

    text: str
    buttons: Sequence[Button] = ()
    file: File | None = None

    @property
    def pictured(self) -> bool:
        """Whether it can be shown in the chat."""
        return self.file is not None and self.file.media_type in _PICTURES and len(self.file.content) <= MAX_PHOTO

    def values(self, chat: str) -> dict[str, Any]:
        """The fields of the call, but for the file."""
        if self.file is None:
            said: dict[str, Any] = {"text": self.text, "link_preview_options": {"is_disabled": True}}
        else:
            said = {"caption": self.text} if self.text else {}
        return {"chat_id": chat, **said, **self._keyboard()}

    def _keyboard(self) -> dict[str, Any]:
        if not self.buttons:
            return {}
        keys = [[{"text": key.label, "callback_data": key.command} for key in row] for row in rows(self.buttons)]
        return {"reply_markup": {"inline_keyboard": keys}}


def parts(message: Message) -> list[Part]:
    """The words before the files; the buttons under the last words."""
    if len(message.files) == 1 and units(message.text) <= MAX_CAPTION:
        return [Part(message.text, message.buttons, message.files[0])]
    words = pieces(message.text, MAX_TEXT)
    said = [Part(piece, message.buttons if n == len(words) else ()) for n, piece in enumerate(words, start=1)]
    return [*said, *(Part("", file=file) for file in message.files)]

"""What an action or access will not do, said to the person once."""

from typing import Any

from scheduler.messages import Button


class Refusal(Exception):
    """`key` names the sentence in locales, `values` fill it; `buttons` are the steps that are open instead.

    `missing` is the slot that the sentence asks to be said again: the next message answers it.
    """

    def __init__(self, key: str, *, buttons: tuple[Button, ...] = (), missing: str = "", **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
        self.buttons = buttons
        self.missing = missing

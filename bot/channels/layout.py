"""Fitting a message into a platform's room: pieces of text and rows of buttons. Pure."""

from collections.abc import Sequence

from scheduler.messages import Button

_IN_ROW = {1: 64, 2: 17, 3: 11}  # how many buttons stand side by side: the longest label, in characters


def units(text: str) -> int:
    """The length in UTF-16 units, as the platforms count."""
    return len(text.encode("utf-16-le")) // 2


def pieces(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` UTF-16 units, cut at a line break, else at a space, else anywhere."""
    if 2 * len(text) <= limit:
        return [text] if text else []
    found: list[str] = []
    while units(text) > limit:
        head = _head(text, limit)
        cut = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head)
        found.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [piece for piece in (*found, text) if piece]


def _head(text: str, limit: int) -> str:
    # An error handler drops half of a pair that the cut would leave alone.
    return text.encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")


def rows(buttons: Sequence[Button]) -> list[list[Button]]:
    """The buttons in their order, three short ones side by side, two of middle length, or one long one."""
    found: list[list[Button]] = []
    for button in buttons:
        wider = [*found[-1], button] if found else []
        room = _IN_ROW.get(len(wider), 0)
        if wider and all(len(one.label) <= room for one in wider):
            found[-1] = wider
        else:
            found.append([button])
    return found

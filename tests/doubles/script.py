"""What the dialogs and the days told as text files share: their lines, read and written."""

import re
from collections.abc import Iterator, Sequence
from datetime import time
from pathlib import Path

from bot.channels import Attachment
from locales.folding import fold
from scheduler.messages import Message
from storage.database import open_engine
from tests.doubles.office import Chat

DATA = Path(__file__).parents[1] / "data"
SAID = ("→", "  ")
TYPED = re.compile(
    r"(?P<who>\w+)(?P<zalo> \(Zalo\))?: "
    r"(?:\((?P<kind>tệp|ảnh) (?P<file>[^)]+)\) ?)?(?:\[(?P<tap>[^]]+)\]|(?P<words>.*))"
)
_TASK = re.compile(
    r"việc (?P<number>\d+) của (?P<who>\w+): (?P<title>.+?), hạn (?P<due>[\d-]+)(?: (?P<at>[\d:]+))?"
    r"(?:, sản phẩm (?P<product>.+?))?(?:, phối hợp (?P<helper>.+?))?(?:, lĩnh vực (?P<section>.+))?"
)


def set_task(chat: Chat, words: str) -> bool:
    """`việc 12 của Lan: Báo cáo quý III, hạn 2026-11-17 16:00, sản phẩm báo cáo`; False where it is no such line."""
    task = _TASK.fullmatch(words)
    if task is None:
        return False
    section = {"section": task["section"]} if task["section"] else {}
    chat.task(
        int(task["number"]),
        task["title"],
        task["due"],
        owner=fold(task["who"]),
        products=[task["product"]] if task["product"] else [],
        at=time.fromisoformat(task["at"]) if task["at"] else None,
        coordinators=[task["helper"]] if task["helper"] else [],
        **section,
    )
    return True


def restart(chat: Chat) -> None:
    """The program ends and starts again: only the database is left."""
    url = chat.engine.url.render_as_string(hide_password=False)
    chat.engine.dispose()
    chat.engine = open_engine(url)


def command_of(shown: Sequence[Message], label: str) -> str:
    """What the button says back, of the last message that has one with these words, new or old."""
    for message in reversed(shown):
        for button in message.buttons:
            if label in button.label:
                return button.command
    raise AssertionError(f"no button {label!r} was shown")


def lines_of(head: str, message: Message, *, buttons: bool = True, hint: bool = True) -> Iterator[str]:
    """A message as its reader sees it: its words, files and buttons, and the hint that stands where there are none."""
    first, *rest = message.text.split("\n")
    yield f"{head} {first}"
    rest += [f"(tệp {file.name})" for file in message.files]
    if buttons and message.buttons:
        rest.append(" ".join(f"[{button.label}]" for button in message.buttons))
    if hint and message.hint:
        rest.append(f"‖ {message.hint}")
    for line in rest:
        yield f"  {line or '.'}"


def file_of(line: re.Match[str]) -> Attachment | None:
    """The file that comes with a line: one of tests/data where it is there, else its name as its content."""
    name = line["file"]
    if not name:
        return None
    path, picture = DATA / name, line["kind"] == "ảnh"
    content = path.read_bytes() if path.is_file() else name.encode()
    return Attachment(path.name, "image/jpeg" if picture else "application/octet-stream", content, photo=picture)

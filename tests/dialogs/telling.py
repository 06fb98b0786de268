"""Dialogs as text files: who types or taps what, and below it what is answered and whom else it is told.

    * việc 12 của Lan: Báo cáo quý III, hạn 2026-11-17, sản phẩm báo cáo     what there is from the start
    * các việc trong office.txt    the lines of that file
    * kế hoạch cần xác nhận       * Lan có mã K7M2QP       * thêm Mai: Trần Thị Mai, Văn hóa - Xã hội
    === Báo xong bằng lời          one dialog, on an office of its own; what stands above the first belongs to each
    @ 2026-11-20 07:42             the clock moves; what was to be told by then is
    Lan: xong 12                   typed; `Lan: (tệp bc.pdf) xong 12`, `Lan: (ảnh bang.jpg)` come with a file
    Lan: [Gửi sau]                 tapped, under the last message of hers that has such a button
    → …                            answered; indented lines go on, `[…]` its buttons, `‖` the words where there are none
    → Minh: …                      told out of turn
    (restart)                      the program ends and starts again: only the database is left

`python -m tests.dialogs.retell [name…]` writes into the files what is said now. Read the difference, line by line.
"""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.channels import Incoming
from bot.conversation import answer
from bot.dialogue import told_batch
from bot.making_files import with_files
from bot.rendering import render_batch
from locales.folding import fold
from scheduler.delivery import Delivery
from scheduler.lanes import Lane
from scheduler.messages import Message
from scheduler.tick import tick
from storage.database import reading, transaction
from storage.outbox import next_due
from storage.tables import Assignment, Office, Task
from tests.doubles.fake_channel import FakeChannel
from tests.doubles.office import Chat, small_office
from tests.doubles.script import SAID, TYPED, command_of, file_of, lines_of, restart, set_task

FOLDER = Path(__file__).parent / "said"
BOT = "telegram:1"
_ITEMS = re.compile(r"việc (?P<number>\d+) có các mục: (?P<items>.+)")
_CODE = re.compile(r"(?P<who>\w+) có mã (?P<code>\w+)")
_PERSON = re.compile(r"thêm (?P<who>\w+): (?P<name>.+), (?P<post>.+)")
_SHARED = re.compile(r"các việc trong (?P<file>\S+)")
_NEXT = re.compile(r"việc tiếp theo mang số (?P<number>\d+)")


@dataclass(frozen=True)
class Dialog:
    """One dialog of a file: its lines, those above the first dialog before them."""

    file: str
    title: str
    setting: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def commands(self) -> list[str]:
        """The lines that are not what was said."""
        return [line for line in (*self.setting, *self.lines) if not line.startswith(SAID)]


def dialogs_in(path: Path) -> list[Dialog]:
    setting, *told_ones = path.read_text(encoding="utf-8").split("\n=== ")
    found = []
    for one in told_ones:
        title, *lines = one.rstrip("\n").split("\n")
        found.append(Dialog(path.stem, title, tuple(setting.split("\n")), tuple(lines)))
    return found


def dialogs() -> list[Dialog]:
    return [dialog for path in sorted(FOLDER.glob("*.txt")) for dialog in dialogs_in(path)]


def typed(command: str) -> tuple[str, str] | None:
    """Who typed which words; None for a tap and for what is no message."""
    found = TYPED.fullmatch(command)
    return (found["who"], found["words"]) if found and found["words"] and not command.startswith("*") else None


def retold(dialog: Dialog, engine: Engine) -> list[str]:
    """The dialog's lines with what is said now in place of what was."""
    teller = Teller(small_office(engine))
    for line in dialog.setting:
        teller.play(line)
    found: list[str] = []
    for line in dialog.lines:
        if not line.startswith(SAID):
            found += [line, *teller.play(line)]
    teller.chat.engine.dispose()
    return found


@dataclass
class Teller:
    """Plays one line after the other and gives what was said, as the lines of the file."""

    chat: Chat
    channel: FakeChannel = field(default_factory=FakeChannel)
    shown: dict[str, list[Message]] = field(default_factory=dict)
    read: int = 0

    def play(self, line: str) -> list[str]:
        if line.startswith("* "):
            self._set_up(line[2:])
        elif line.startswith("@ "):
            self.chat.at(line[2:])
            return list(self._arrived())
        elif line == "(restart)":
            restart(self.chat)
        elif line and not line.startswith("#"):
            said = TYPED.fullmatch(line)
            assert said, f"not a line of a dialog: {line!r}"
            return list(self._said(said))
        return []

    def _said(self, line: re.Match[str]) -> Iterator[str]:
        who = fold(line["who"])
        text = command_of(self.shown.get(who, []), line["tap"]) if line["tap"] else line["words"]
        incoming = Incoming(BOT, who, text, tapped=bool(line["tap"]), attachment=file_of(line))
        with transaction(self.chat.engine) as session:
            said = answer(session, incoming, now=self.chat.now)
        if said is None:
            yield "→ (không đáp)"
        else:
            said = with_files(self.chat.engine, said)
            self.shown.setdefault(who, []).append(said)
            yield from lines_of("→", said)
        yield from self._arrived()

    def _arrived(self) -> Iterator[str]:
        """What is told out of turn by now."""
        if self._waits():
            asyncio.run(self._deliver())
        for one in self.channel.taken[self.read :]:
            self.shown.setdefault(one.address, []).append(one.message)
            yield from lines_of(f"→ {_NAMES.get(one.address, one.address)}:", one.message)
        self.read = len(self.channel.taken)

    def _waits(self) -> bool:
        with reading(self.chat.engine) as session:
            return next_due(session) is not None

    async def _deliver(self) -> None:
        """What waits in the outbox; nothing is planned, so that a dialog holds what its own words cause."""
        now = self.chat.now
        lanes = {BOT: Lane(BOT, self.channel)}
        delivery = Delivery(self.chat.engine, lanes, render_batch, lambda: now, "dialogs", said=told_batch)
        await tick(delivery, plan=_nothing)

    def _set_up(self, words: str) -> None:
        if shared := _SHARED.fullmatch(words):
            for line in (FOLDER.parent / shared["file"]).read_text(encoding="utf-8").splitlines():
                self.play(line)
        elif set_task(self.chat, words):
            return
        elif items := _ITEMS.fullmatch(words):
            self.chat.change(lambda session: _print(session, int(items["number"]), items["items"].split("; ")))
        elif code := _CODE.fullmatch(words):
            self.chat.code(fold(code["who"]), code["code"])
        elif person := _PERSON.fullmatch(words):
            self.chat.join(fold(person["who"]), person["name"], posts=[person["post"]])
        elif number := _NEXT.fullmatch(words):
            office = self.chat.office_id
            self.chat.change(lambda s: setattr(s.get_one(Office, office), "next_number", int(number["number"])))
        else:
            self.chat.policy(**_POLICIES[words])


_NAMES = {"lan": "Lan", "minh": "Minh", "hoa": "Hoa", "tuan": "Tuấn", "binh": "Bình"}
_POLICIES = {"kế hoạch cần xác nhận": {"review": True}, "kế hoạch không cần minh chứng": {"needs_proof": False}}


def _nothing(_session: Session, /, *, now: datetime) -> int:
    return 0


def _print(session: Session, number: int, items: list[str]) -> None:
    row = session.exec(select(Assignment).where(Assignment.number == number)).one()
    session.get_one(Task, row.task_id).activities = items

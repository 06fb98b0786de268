"""A day told as a text file: who types or taps what, below it what is answered, and what the day itself brings.

    * việc 41 của Dũng: Báo cáo giải ngân, hạn 2026-12-25 16:00, sản phẩm báo cáo      what there is from the start
    * thêm Sơn: Lê Văn Sơn, Văn hóa - Xã hội      * Sơn có mã K7M2PQ      * Sơn chưa liên kết
    * 60 việc của Lan, từ số 101, hạn từ 2026-11-20      one more each working day
    * bắt đầu 2026-12-22 17:00      * nghe Dũng, Minh       what others are told is left out of the file
    @ 2026-12-23 07:30            the clock goes on, and every due moment in between is played
    Dũng: xong 41                 typed; `Dũng: (tệp bc.pdf) xong 41`, `Dũng: (ảnh bang.jpg)` come with a file
    Dũng: [Xong 41]               tapped, under the last message of his that has such a button
    Nga (Zalo): 44                typed on a channel without buttons
    → …                           answered; indented lines go on, `[…]` its buttons, `‖` what stands there without them
    → Minh 07:30: …               told out of turn
    (restart)                     the program ends and starts again: only the database is left

`python -m tests.stories.retell [name…]` writes into the files what is said now. Read the difference, line by line.
"""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from bot.channels import Incoming
from bot.conversation import answer
from bot.dialogue import told_batch
from bot.making_files import with_files
from bot.rendering import render_batch
from locales.folding import fold
from scheduler.delivery import Delivery
from scheduler.lanes import Lane
from scheduler.messages import Message
from scheduler.planning import next_moment, plan
from scheduler.tick import tick, wind
from storage.database import transaction
from storage.people import account_at, office_of
from storage.tables import Role
from tests.doubles.days import BOT, days
from tests.doubles.fake_channel import FakeChannel, Taken
from tests.doubles.office import CALENDAR, Chat
from tests.doubles.script import SAID, TYPED, command_of, file_of, lines_of, restart, set_task

FOLDER = Path(__file__).parent / "days"
ZALO = "zalo:1"
_MANY = re.compile(r"(?P<how_many>\d+) việc của (?P<who>\w+), từ số (?P<number>\d+), hạn từ (?P<due>[\d-]+)")
_WORK = ("Báo cáo", "Kế hoạch", "Tin, bài", "Biên bản kiểm tra")
_ABOUT = ("CCHC", "kiểm soát TTHC", "chuyển đổi số", "dịch vụ công", "hộ tịch")
_CODE = re.compile(r"(?P<who>\w+) có mã (?P<code>\w+)")
_PERSON = re.compile(r"thêm (?P<who>\w+): (?P<name>.+?), (?P<post>.+?)(?:, (?P<role>leader|focal))?")
_NAMES = {"tuan": "Tuấn", "hanh": "Hạnh", "dung": "Dũng", "binh": "Bình"}
_POLICIES = {"kế hoạch không cần xác nhận": {"review": False}, "kế hoạch không cần minh chứng": {"needs_proof": False}}


def told_days() -> list[Path]:
    return sorted(FOLDER.glob("*.txt"))


def commands(script: str) -> list[str]:
    """The lines of a day that are not what was said."""
    return [line for line in script.splitlines() if not line.startswith(SAID)]


def exchanges(script: str) -> list[str]:
    """The lines at which somebody types or taps."""
    return [line for line in commands(script) if not line.startswith(("*", "#")) and TYPED.fullmatch(line)]


def retold(engine: Engine, script: str) -> str:
    """The day lived again: its commands, each followed by what is said now."""
    teller = Teller(days(engine).chat)
    teller.names.update(_NAMES)
    found: list[str] = []
    for command in commands(script):
        found += [command, *teller.play(command)]
    teller.chat.engine.dispose()
    return "\n".join(found) + "\n"


@dataclass
class Teller:
    """Plays one line after the other and gives what was said, as the lines of the file."""

    chat: Chat
    names: dict[str, str] = field(default_factory=dict)  # as the file writes them, by address
    hears: frozenset[str] = frozenset()
    shown: dict[str, list[Message]] = field(default_factory=dict)
    _taken: list[tuple[str, Taken]] = field(default_factory=list)
    _channels: dict[str, FakeChannel] = field(default_factory=lambda: {BOT: FakeChannel(), ZALO: FakeChannel()})

    def play(self, line: str) -> list[str]:
        if line.startswith("* "):
            self._set_up(line[2:])
        elif line.startswith("@ "):
            return list(self._wound(_moment(line[2:])))
        elif line == "(restart)":
            restart(self.chat)
        elif line and not line.startswith("#"):
            said = TYPED.fullmatch(line)
            assert said, f"not a line of a day: {line!r}"
            return list(self._said(said))
        return []

    def _set_up(self, words: str) -> None:
        if set_task(self.chat, words):
            return
        if many := _MANY.fullmatch(words):
            self._many(many)
        elif code := _CODE.fullmatch(words):
            self.chat.code(fold(code["who"]), code["code"], hours=24 * 60)
        elif person := _PERSON.fullmatch(words):
            roles = [Role(role) for role in (person["role"], "official") if role]
            self.names[fold(person["who"])] = person["who"]
            self.chat.join(fold(person["who"]), person["name"], posts=[person["post"]], roles=roles)
        elif words.endswith(" chưa liên kết"):
            self.chat.change(lambda session: _unlink(session, fold(words.split(maxsplit=1)[0])))
        elif words.startswith("bắt đầu "):
            self.chat.now = _moment(words.removeprefix("bắt đầu "))
            self.chat.change(lambda session: setattr(office_of(session, self.chat.office_id), "next_number", 200))
        elif words.startswith("nghe "):
            self.hears = frozenset(map(fold, words.removeprefix("nghe ").split(", ")))
        else:
            self.chat.policy(**_POLICIES[words])

    def _many(self, many: re.Match[str]) -> None:
        for n in range(int(many["how_many"])):
            due = CALENDAR.add(date.fromisoformat(many["due"]), n)
            title = f"{_WORK[n % 4]} {_ABOUT[n % 5]} tháng {n % 12 + 1}"
            self.chat.task(
                int(many["number"]) + n,
                title,
                due.isoformat(),
                owner=fold(many["who"]),
                products=["Văn bản"],
                section=_ABOUT[n % 5].upper(),
            )

    def _said(self, line: re.Match[str]) -> Iterator[str]:
        bot, address = (ZALO, f"{fold(line['who'])}/zalo") if line["zalo"] else (BOT, fold(line["who"]))
        self.names[address] = line["who"] + (line["zalo"] or "")
        text = command_of(self.shown.get(address, []), line["tap"]) if line["tap"] else line["words"]
        incoming = Incoming(bot, address, text, tapped=bool(line["tap"]), attachment=file_of(line))
        with transaction(self.chat.engine) as session:
            said = answer(session, incoming, now=self.chat.now)
        if said is None:
            yield "→ (không đáp)"
        else:
            said = with_files(self.chat.engine, said)
            self.shown.setdefault(address, []).append(said)
            yield from lines_of("→", said, buttons=bot == BOT, hint=bot != BOT)
        asyncio.run(self._tick(self.chat.now))
        yield from self._arrived()

    def _wound(self, until: datetime) -> Iterator[str]:
        assert until >= self.chat.now, f"the clock goes back: {until}"
        engine, since = self.chat.engine, self.chat.now
        asyncio.run(wind(engine, since=since, until=until, next_moment=next_moment, tick_at=self._tick))
        yield from self._arrived()

    async def _tick(self, moment: datetime) -> None:
        self.chat.now = moment
        lanes = {bot: Lane(bot, channel) for bot, channel in self._channels.items()}
        delivery = Delivery(self.chat.engine, lanes, render_batch, lambda: moment, "days", said=told_batch)
        await tick(delivery, plan=plan)
        for bot, channel in self._channels.items():
            self._taken += [(bot, Taken(one.address, one.message, moment)) for one in channel.taken]
            channel.taken.clear()

    def _arrived(self) -> Iterator[str]:
        """What was sent out of turn since it was last asked for; of one moment, by name."""
        for bot, one in sorted(self._taken, key=lambda taken: (taken[1].at, taken[1].address)):
            self.shown.setdefault(one.address, []).append(one.message)
            if not self.hears or one.address.split("/")[0] in self.hears:
                name = self.names.get(one.address, one.address.capitalize())
                yield from lines_of(f"→ {name} {self._hour(one.at)}:", one.message, buttons=bot == BOT, hint=bot != BOT)
        self._taken.clear()

    def _hour(self, at: datetime | None) -> str:
        moment = (at or self.chat.now).astimezone(CALENDAR.zone)
        today = moment.date() == self.chat.now.astimezone(CALENDAR.zone).date()
        return f"{moment:%H:%M}" if today else f"{moment:%d/%m %H:%M}"


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=CALENDAR.zone)


def _unlink(session: Session, who: str) -> None:
    account = account_at(session, BOT, who)
    assert account is not None
    session.delete(account)

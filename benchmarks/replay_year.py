"""Replays the Quang Khải plan from 15/11/2022 to 28/02/2025 and checks every morning of it (product.md, promise 3).

    uv run python benchmarks/replay_year.py [--answering] [--until 2025-02-28] [--kills 30]

Everybody is linked. With --answering each task is answered on its last working day, at 10:00, and the focal point
takes what is nobody's. Prints a table
person × month of morning messages and one JSON line last; exits 1 where a check fails. With --kills, the replay runs
in a child process that is killed at so many random moments and started again, and what was said is compared with an
undisturbed run.
"""

import argparse
import asyncio
import json
import logging
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from bot.actions.plans import import_plan
from bot.actions.posts import choose_holder
from bot.channels import Incoming
from bot.conversation import answer
from bot.rendering import render_batch
from scheduler.calendar import Calendar
from scheduler.delivery import Delivery
from scheduler.lanes import Lane, Limits, Pacer
from scheduler.messages import Message, Postpone, Receipt
from scheduler.mornings import agenda
from scheduler.planning import next_moment, plan
from scheduler.plans.files import read_plan
from scheduler.reminders import last_working_day
from scheduler.tick import MARK, tick, wind
from storage.audit import Actor
from storage.claimed import Claimed
from storage.database import migrate, open_engine, reading, transaction
from storage.marks import marks
from storage.outbox import release_all
from storage.people import add_office, add_person, link, offices, people_of
from storage.rows import id_of
from storage.selection import counted, due_in, in_office, page
from storage.tables import Assignment, Role
from storage.tasks import unfinished_in

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "tests" / "data" / "plans" / "quang-khai-2023.docx"
ROSTER = ROOT / "tests" / "data" / "quang-khai-roster.json"
VN = Calendar()
BOT = "replay"
FIRST, LAST = date(2022, 11, 15), date(2025, 2, 28)
BEGINS, ANSWERS, ENDS = clock_time(7), clock_time(10), clock_time(20)
FOCAL, LEADERS = "Nguyễn Thị Thu Hằng", ("Phạm Đức Thịnh", "Lê Thị Bích Hường")
MOST_SILENT, MOST_ANSWERING = 15, 8  # mornings per person and month
NUMBERED = re.compile(r"^(?:\S+ )?(\d+)\. ", re.MULTILINE)


@dataclass(frozen=True)
class Said:
    """One message as it arrived. `numbers`: the assignments it speaks of, those behind "xem thêm" too."""

    at: datetime
    address: str
    kind: str
    again: bool
    text: str
    numbers: frozenset[int]

    def as_line(self) -> str:
        shown = {"at": self.at.isoformat(), "numbers": sorted(self.numbers)}
        return json.dumps(vars(self) | shown, ensure_ascii=False)

    @classmethod
    def of_line(cls, line: str) -> "Said":
        shown = json.loads(line)
        at, numbers = datetime.fromisoformat(shown["at"]), frozenset(shown["numbers"])
        return cls(at, shown["address"], shown["kind"], shown["again"], shown["text"], numbers)


def set_up(engine: Engine) -> None:
    """The commune, its 22 people with their chats, and its plan, imported on the first day."""
    migrate(engine)
    now = VN.at(FIRST, BEGINS)
    with transaction(engine) as session:
        if offices(session):
            return
        office_id = add_office(session, "UBND xã Quang Khải").office_id
        for row in json.loads(ROSTER.read_text("utf-8")):
            roles = [Role.OFFICIAL] + [Role.LEADER] * (row["name"] in LEADERS) + [Role.FOCAL] * (row["name"] == FOCAL)
            person = add_person(session, office_id, row["name"], posts=[row["post"]], roles=roles)
            link(session, person, bot=BOT, address=str(id_of(person)), now=now)
        import_plan(session, read_plan(PLAN), actor=Actor(office_id, None, "cli", now))


@dataclass
class Replay:
    """The whole program but for the platform: every message that arrives is a line of `log`."""

    engine: Engine
    log: Path
    answering: bool = False
    now: datetime = field(default_factory=lambda: VN.at(FIRST, BEGINS))
    _rendered: dict[int, tuple[Claimed, frozenset[int]]] = field(default_factory=dict)

    async def run(self, until: date) -> None:
        self.now = self._resume()
        day = VN.today(self.now)
        while day <= until:
            if self.answering:
                await self._wind_to(VN.at(day, ANSWERS))
                self._answer_what_is_due(day)
            await self._wind_to(VN.at(day, ENDS))
            day += timedelta(days=1)

    def _resume(self) -> datetime:
        """Where the last process was; what it held in its hands is released."""
        with transaction(self.engine) as session:
            kept = marks(session, [MARK]).get(MARK, self.now)
            release_all(session, now=kept)
        return kept

    async def _wind_to(self, until: datetime) -> None:
        if until > self.now:
            await wind(self.engine, since=self.now, until=until, next_moment=next_moment, tick_at=self._tick_at)

    async def _tick_at(self, moment: datetime) -> None:
        self.now = moment
        lanes = {BOT: Lane(BOT, self._send, Pacer(Limits(at_once=1)))}
        await tick(Delivery(self.engine, lanes, self._render, lambda: self.now, "replay"), plan=plan)

    def _render(
        self, session: Session, rows: Sequence[Claimed], *, now: datetime
    ) -> Sequence[Message | Postpone | Exception | None]:
        rendered = render_batch(session, rows, now=now)
        for row, message in zip(rows, rendered, strict=True):
            if isinstance(message, Message):
                self._rendered[id(message)] = (row, spoken_of(session, row, now=now))
        return rendered

    async def _send(self, address: str, message: Message) -> Receipt:
        row, numbers = self._rendered.pop(id(message))
        said = Said(self.now, address, row.kind, row.again, message.text, numbers)
        with self.log.open("a", encoding="utf-8") as log:
            log.write(said.as_line() + "\n")
        await asyncio.sleep(0)
        return Receipt(str(row.id))

    def _answer_what_is_due(self, day: date) -> None:
        """The focal point takes what nobody answers for; then each says "xong" with a link."""
        with transaction(self.engine) as session:
            focal = focal_point(session)
            for row in self._due_on(session, day):
                if row.person_id is None:
                    actor = Actor(row.office_id, focal, BOT, self.now)
                    choose_holder(session, row.post, focal, actor=actor)
            for row in self._due_on(session, day):
                typed = f"xong {row.number} https://qlvb.example/{row.number}"
                answer(session, Incoming(BOT, str(row.person_id), typed), now=self.now)

    def _due_on(self, session: Session, day: date) -> list[Assignment]:
        rows = unfinished_in(session, offices(session)[0].office_id, due_through=day + timedelta(days=14))
        return [row for row in rows if last_working_day(row.due, calendar=VN) == day]


def spoken_of(session: Session, row: Claimed, *, now: datetime) -> frozenset[int]:
    """The numbers of the person's own assignments, and for the focal point nobody's, that matter this morning."""
    if row.kind != "morning":
        return frozenset()
    whose = {row.person_id} | ({None} if row.person_id == focal_point(session) else set())
    rows = [a for a in unfinished_in(session, row.office_id) if a.person_id in whose and a.reminds]
    groups = agenda(rows, since=date.fromisoformat(row.payload["since"]), now=now, calendar=VN)
    return frozenset(a.number for group in groups.values() for a in group)


def focal_point(session: Session) -> int:
    people = people_of(session, offices(session)[0].office_id, on=FIRST)
    return next(id_of(person) for person in people if person.name == FOCAL)


@dataclass
class Findings:
    """What is wrong with a replay, a line each; and how often each person had a morning each month."""

    faults: list[str]
    months: Counter[tuple[str, str]]
    occurrences: int

    @property
    def most(self) -> int:
        return max(self.months.values(), default=0)


def check(engine: Engine, said: Sequence[Said], *, until: date, most: int) -> Findings:
    with reading(engine) as session:
        office_id = offices(session)[0].office_id
        rows = [
            a
            for a in page(session, in_office(office_id), counted(), due_in(FIRST, until))
            if VN.distance(FIRST, a.due) >= 1
        ]
        focal = focal_point(session)
        names = {str(id_of(p)): p.name for p in people_of(session, office_id, on=FIRST)}
    mornings = [one for one in said if one.kind == "morning"]
    months = Counter((names[one.address], f"{one.at.astimezone(VN.zone):%Y-%m}") for one in mornings)
    faults = [*_unannounced(rows, mornings, focal), *_untimely(said), *_about_done(rows, said)]
    faults += [f"{name} had {count} mornings in {month}" for (name, month), count in months.items() if count > most]
    return Findings(faults, months, len({row.occurrence_id for row in rows}))


def _unannounced(rows: Iterable[Assignment], mornings: Iterable[Said], focal: int) -> list[str]:
    first: dict[tuple[str, int], date] = {}
    for one in mornings:
        for number in one.numbers:
            first.setdefault((one.address, number), VN.today(one.at))
    return [
        f"{row.number} ({row.title}, {row.due}) was not announced in time"
        for row in rows
        if row.reminds
        and first.get((str(row.person_id or focal), row.number), date.max) > last_working_day(row.due, calendar=VN)
    ]


def _untimely(said: Sequence[Said]) -> list[str]:
    days = Counter((one.address, VN.today(one.at)) for one in said if one.kind == "morning" and not one.again)
    faults = [f"{count} mornings on {day} to {address}" for (address, day), count in days.items() if count > 1]
    for one in said:
        hour = one.at.astimezone(VN.zone).time()
        if not VN.works(VN.today(one.at)) or not clock_time(6, 30) <= hour < clock_time(21):
            faults.append(f"{one.kind} at {one.at} to {one.address}")
    return faults


def _about_done(rows: Iterable[Assignment], said: Iterable[Said]) -> list[str]:
    done = {row.number: row.submitted_at for row in rows if row.submitted_at}
    return [
        f"{one.at}: speaks of {number}, handed in at {done[number]}"
        for one in said
        if one.kind in ("morning", "clock")
        for number in {*one.numbers, *map(int, NUMBERED.findall(one.text))}
        if number in done and done[number] < one.at
    ]


def table(months: Counter[tuple[str, str]]) -> str:
    columns = sorted({month for _, month in months})
    names = sorted({name for name, _ in months})
    head = " " * 24 + " ".join(month[2:] for month in columns)
    return "\n".join(
        [head, *(f"{name:24}" + " ".join(f"{months[name, month] or '':>5}" for month in columns) for name in names)]
    )


def heard(log: Path) -> list[Said]:
    return [Said.of_line(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []


def replay(folder: Path, *, answering: bool, until: date) -> Engine:
    """One replay in this process, in a SQLite database of this folder; goes on where an earlier one stopped."""
    engine = open_engine(f"sqlite:///{folder / 'replay.db'}")
    set_up(engine)
    asyncio.run(Replay(engine, folder / "said.jsonl", answering=answering).run(until))
    return engine


def replay_with_kills(folder: Path, *, kills: int, until: date, seconds: float, chance: random.Random) -> int:
    """The same in a child process that is killed and started again; how many times it was really killed."""
    command = [sys.executable, __file__, "--child", str(folder), "--until", until.isoformat()]
    killed = 0
    while True:
        child = subprocess.Popen(command)
        try:
            wait = chance.uniform(0.3, 1.0) * seconds / kills + START if killed < kills else None
            if child.wait(wait) == 0:
                return killed
            raise SystemExit("the child failed by itself")
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            killed += 1


START = 1.5  # seconds that a child takes to begin


def compare(undisturbed: Sequence[Said], disturbed: Sequence[Said]) -> tuple[int, int, int]:
    """(lost, strange, doubled) messages of a run with kills, beside one without.

    A message said again after a kill says so in its words; every other has to be the same to the letter.
    """
    right = Counter((one.address, VN.today(one.at), one.kind) for one in undisturbed)
    seen = Counter((one.address, VN.today(one.at), one.kind) for one in disturbed)
    lost, more = right - seen, seen - right
    doubled = sum(count for key, count in more.items() if key in right)
    known = {(one.address, one.at, one.text) for one in undisturbed}
    reworded = sum((one.address, one.at, one.text) not in known for one in disturbed if not one.again)
    return lost.total(), more.total() - doubled + reworded, doubled


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answering", action="store_true")
    parser.add_argument("--until", type=date.fromisoformat, default=LAST)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=20221115)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.child:
        replay(args.child, answering=False, until=args.until).dispose()
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.perf_counter()
        engine = replay(folder, answering=args.answering, until=args.until)
        seconds = time.perf_counter() - started
        said = heard(folder / "said.jsonl")
        most = MOST_ANSWERING if args.answering else MOST_SILENT
        findings = check(engine, said, until=args.until, most=most)
        engine.dispose()
        print(table(findings.months))
        print(*findings.faults, sep="\n")
        figures = {
            "answering": args.answering,
            "occurrences": findings.occurrences,
            "messages": len(said),
            "most_mornings_per_person_and_month": findings.most,
            "faults": len(findings.faults),
            "seconds": round(seconds, 1),
        }
        if args.kills:
            figures |= _kill(folder / "killed", said, args, seconds)
        print(json.dumps(figures))
    raise SystemExit(bool(findings.faults or figures.get("lost") or figures.get("strange")))


def _kill(folder: Path, said: Sequence[Said], args: argparse.Namespace, seconds: float) -> dict[str, int]:
    folder.mkdir()
    chance = random.Random(args.seed)
    killed = replay_with_kills(folder, kills=args.kills, until=args.until, seconds=seconds, chance=chance)
    lost, strange, doubled = compare(said, heard(folder / "said.jsonl"))
    return {"kills": killed, "lost": lost, "strange": strange, "doubled": doubled}


if __name__ == "__main__":
    main()

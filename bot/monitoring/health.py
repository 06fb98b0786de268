"""Whether all is well, by looking: the database, its shape, the rounds of each part, the bots, the disk, what waits."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.logs import masked
from scheduler.monitoring import Part
from storage.database import is_current, reading
from storage.monitoring import Backlog, backlogs, write_something

LEAST_FREE = 200_000_000  # bytes on the disk of a SQLite file
LONGEST_WAIT = timedelta(minutes=10)
_LONGEST_ROUND = timedelta(minutes=3)  # the planning of a nation's morning on a slow machine
_ROUNDS = 3  # a round may be missed
_MARK = "health"
_log = structlog.get_logger("monitoring")


class Ear(StrEnum):
    """Who takes a bot's updates in."""

    HERE = "here"
    ELSEWHERE = "elsewhere"  # another process does
    GONE = "gone"  # nobody: the platform refused the token, or the listener died


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `why` says what was found, also where it is well."""

    name: str
    ok: bool
    why: str = ""


@dataclass(frozen=True)
class Health:
    """What to look at. `parts` are those this process does, `last` the moment of a part's last round."""

    engine: Engine
    now: Callable[[], datetime]
    started: datetime
    tick_seconds: float
    database_file: Path | None
    last: Callable[[Part], datetime | None]
    parts: Sequence[Part] = tuple(Part)
    ears: Callable[[], Mapping[str, Ear]] = dict

    def look(self) -> list[Check]:
        """Every check; takes as long as the database takes to answer."""
        now = self.now()
        return [
            *self._database(now),
            *(self._round(part, now) for part in self.parts),
            *(_listening(bot, ear) for bot, ear in sorted(self.ears().items())),
            *([_disk(self.database_file)] if self.database_file else []),
        ]

    def backlogs(self) -> Sequence[Backlog] | None:
        """What waits in each lane, None where the database can't say."""
        try:
            with reading(self.engine) as session:
                return backlogs(session, now=self.now())
        except SQLAlchemyError as error:
            _log.warning("no figures of what waits", error=_words(error))
            return None

    def _database(self, now: datetime) -> list[Check]:
        try:
            current = is_current(self.engine)
            shape = Check("schema", current, "the newest" if current else "not that of this program")
            write_something(self.engine, _MARK, now=now)
            with reading(self.engine) as session:
                waiting = backlogs(session, now=now, most=1)  # how long counts here, not how many
        except SQLAlchemyError as error:
            return [Check("database", ok=False, why=_words(error))]
        return [Check("database", ok=True, why="reads and writes"), shape, _nothing_waits(waiting, now)]

    def _round(self, part: Part, now: datetime) -> Check:
        allowed = timedelta(seconds=_ROUNDS * self.tick_seconds) + _LONGEST_ROUND
        last = self.last(part)
        ago = now - (last or self.started)
        why = f"last {ago.total_seconds():.0f} s ago" if last else f"none in {ago.total_seconds():.0f} s"
        return Check(part.value, ago <= allowed, why)


def _nothing_waits(waiting: Sequence[Backlog], now: datetime) -> Check:
    """A lane that is being drained may take its time, as a broadcast does. The lane "" reaches nobody yet."""
    stuck = [one for one in waiting if one.lane and not one.busy and now - one.oldest > LONGEST_WAIT]
    why = ", ".join(f"{one.lane}: for {_minutes(now - one.oldest)} min" for one in stuck)
    return Check("waiting", not stuck, why or "nothing waits too long")


def _minutes(wait: timedelta) -> int:
    return int(wait / timedelta(minutes=1))


def _listening(bot: str, ear: Ear) -> Check:
    return Check(f"listener {bot}", ear is not Ear.GONE, ear.value)


def _disk(file: Path) -> Check:
    try:
        free = shutil.disk_usage(file.parent).free
    except OSError as error:
        return Check("disk", ok=False, why=error.strerror or type(error).__name__)
    return Check("disk", free >= LEAST_FREE, f"{free // 1_000_000} MB free")


def _words(error: SQLAlchemyError) -> str:
    """The driver's own words, in one line and without a password."""
    said = str(getattr(error, "orig", None) or error).strip()
    return masked(said.partition("\n")[0])

"""Once a day: what has had its time goes, a few hundred rows a transaction, and its room is used again."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from storage.database import reading, transaction
from storage.housekeeping import (
    abandoned_plans,
    abandoned_rosters,
    empty_rosters,
    finished_messages,
    forget_dialogues,
    old_codes,
    remove_codes,
    remove_messages,
    remove_plans,
    silent_dialogues,
)
from storage.marks import marks, set_marks
from storage.received import forget_before
from storage.space import make_room
from storage.turns import turn

MARK = "housekeeping"
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_NIGHT = range(2, 5)
_EVENING_AND_NIGHT = (*range(6), *range(19, 24))
_BUSY = range(6, 10)  # the mornings
_HALF_A_DAY = timedelta(hours=12)
_MISSED = timedelta(hours=36)  # a machine that is off at night

_BATCH = 250
_BATCH_OF_FILES = 5  # megabytes each
_CODES = timedelta(days=30)
_DRAFTS = timedelta(days=30)  # full of personal data
_DIALOGUES = timedelta(days=365)
_UPDATES = timedelta(days=2)  # platforms keep an update that nobody fetched for a day
_log = structlog.get_logger()

Pause = Callable[[], bool]


@dataclass(frozen=True)
class Removed:
    """How many rows went; `room` is what the file gave back to the disk, in bytes."""

    messages: int = 0
    codes: int = 0
    rosters: int = 0
    plans: int = 0
    dialogues: int = 0
    room: int = 0


@dataclass(frozen=True)
class _Chore:
    """`find` gives the ids of some of what is old, in order, after the last found; `remove` says how many went."""

    find: Callable[..., Sequence[int]]
    remove: Callable[[Session, Collection[int]], int]
    batch: int = _BATCH


def is_time(engine: Engine, *, now: datetime) -> bool:
    """Once a night; where the machine was off at night, at any hour but the mornings'."""
    with reading(engine) as session:
        last = marks(session, [MARK]).get(MARK)
    hour = now.astimezone(_ZONE).hour
    since = abs(now - last) if last else _MISSED
    return hour not in _BUSY if since >= _MISSED else hour in _NIGHT and since >= _HALF_A_DAY


def housekeep(engine: Engine, *, now: datetime, keep: timedelta, pause: Pause) -> Removed | None:
    """Remove what has had its time, messages after `keep`; None where another process is at it.

    `pause` is called between two transactions, waits a little, and says whether to go on; what is left is for the
    next time. Each transaction is done in milliseconds, so that a broadcast goes on beside it.
    """
    with turn(engine, MARK) as mine:
        if not mine:
            return None
        removed = _clean(engine, now, keep, pause)
    _log.info("housekeeping", **vars(removed))
    return removed


def _clean(engine: Engine, now: datetime, keep: timedelta, pause: Pause) -> Removed:
    removed = Removed()
    for name, chore in _chores(now, keep):
        gone, on = _do(engine, chore, pause)
        removed = replace(removed, **{name: gone})
        if not on:
            return removed
    room = make_room(engine, pause=pause, may_rewrite=now.astimezone(_ZONE).hour in _EVENING_AND_NIGHT)
    with transaction(engine) as session:
        forget_before(session, now - _UPDATES)
        set_marks(session, {MARK: now})
    return replace(removed, room=room)


def _chores(now: datetime, keep: timedelta) -> Iterator[tuple[str, _Chore]]:
    yield "messages", _Chore(partial(finished_messages, before=now - keep), remove_messages)
    yield "codes", _Chore(partial(old_codes, before=now - _CODES), remove_codes)
    yield "rosters", _Chore(partial(abandoned_rosters, before=now - _DRAFTS), empty_rosters, _BATCH_OF_FILES)
    yield "plans", _Chore(partial(abandoned_plans, before=now - _DRAFTS), remove_plans, _BATCH_OF_FILES)
    yield "dialogues", _Chore(partial(silent_dialogues, before=now - _DIALOGUES), forget_dialogues)


def _do(engine: Engine, chore: _Chore, pause: Pause) -> tuple[int, bool]:
    """How many rows went, and whether to go on with the next chore."""
    gone = last = 0
    while True:
        with reading(engine) as session:
            found = chore.find(session, after=last, limit=chore.batch)
        if not found:
            return gone, True
        with transaction(engine) as session:
            gone += chore.remove(session, found)
        if not pause():
            return gone, False
        last = found[-1]

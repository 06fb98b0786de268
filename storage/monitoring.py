"""How things stand, looked at cheaply: what waits in which lane, and what the database says of itself."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, bindparam, text
from sqlmodel import Session, func, select

from storage.database import transaction
from storage.marks import set_marks
from storage.outbox_statements import FIRST_WAITING
from storage.tables import BotAccount
from storage.types import Instant

MOST_COUNTED = 5_000  # messages of a lane and a priority that are due, or later: a count that is there says "or more"


class Backlog(NamedTuple):
    """What waits in a lane: due, later, and the moment the oldest of them wants to be said; `busy`: some is on its way.

    The lane "" holds what can reach nobody yet.
    """

    lane: str
    due: int
    later: int
    oldest: datetime
    busy: bool


_BACKLOGS = """
    SELECT lane,
        (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state = 'waiting' AND outbox.lane = first_waiting.lane
            AND outbox.priority = first_waiting.priority AND not_before <= :now LIMIT :most) AS counted) AS due,
        (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state = 'waiting' AND outbox.lane = first_waiting.lane
            AND outbox.priority = first_waiting.priority AND not_before > :now LIMIT :most) AS counted) AS later,
        not_before AS oldest
    FROM first_waiting
"""
_BUSY = text("SELECT DISTINCT lane FROM outbox WHERE state IN ('claimed', 'sending')")


def backlogs(session: Session, *, now: datetime, most: int = MOST_COUNTED) -> list[Backlog]:
    """Each lane in which anything waits."""
    query = text(" ".join((FIRST_WAITING[session.get_bind().dialect.name], _BACKLOGS)))
    bound = query.bindparams(bindparam("now", now, Instant), bindparam("most", most))
    found = session.connection().execute(bound.columns(oldest=Instant)).all()
    busy = set(session.connection().execute(_BUSY).scalars())
    lanes: dict[str, Backlog] = {}
    for lane, due, later, oldest in found:
        known = lanes.get(lane, Backlog(lane, 0, 0, oldest, lane in busy))
        lanes[lane] = Backlog(lane, known.due + due, known.later + later, min(known.oldest, oldest), known.busy)
    return list(lanes.values())


def last_served(session: Session) -> datetime | None:
    """When a process last said that it serves a bot; each does so every minute."""
    return session.exec(select(func.max(BotAccount.seen_at))).one()


def write_something(engine: Engine, name: str, *, now: datetime) -> None:
    """Keep a mark, for the sake of writing. Raises what the driver does where that is not possible."""
    with transaction(engine) as session:
        set_marks(session, {name: now})


def faults_in_file(session: Session) -> list[str]:
    """What SQLite finds damaged in its file."""
    found = session.connection().execute(text("PRAGMA quick_check(5)")).scalars().all()
    return [] if found == ["ok"] else [str(one) for one in found]


class Server(NamedTuple):
    """A PostgreSQL server: its version as people write it, and the connections it gives to programs like this one."""

    version: str
    connections: int


def server_of(session: Session) -> Server:
    def setting(name: str) -> Any:
        return session.connection().execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one()

    free = int(setting("max_connections")) - int(setting("superuser_reserved_connections"))
    return Server(str(setting("server_version")).split()[0], free)
